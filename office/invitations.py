"""Links with which a person chooses a password: somebody new, who forgot, or the very first."""

from __future__ import annotations

import re
from datetime import timedelta

from inspector_app.services.account_ports import Account, Act, Role, TokenPurpose
from office.parts import OfficeParts
from office.tokens import new_token, token_hash

LIFETIME = timedelta(hours=24)
FIRST_LOGIN = "admin"
COMMAND_LINE = "inspector-office"
"""In whose name acts of the command line are kept."""
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


def invite(parts: OfficeParts, account: Account, act: Act) -> str:
    """Return the address of a fresh link, good once within 24 hours; older links end with it."""
    token = new_token()
    until = parts.clock.now() + LIFETIME
    accounts = parts.storage.accounts
    accounts.issue(account.account_id, TokenPurpose.INVITATION, token_hash(token), until)
    accounts.note(act)
    return f"{parts.addresses[0]}/password?t={token}"


def first_link(parts: OfficeParts) -> str:
    """Return a link for the first administrator; '' once anybody has chosen a password."""
    accounts = parts.storage.accounts
    known = accounts.list()
    if any(account.password_hash for account in known):
        return ""
    first = next((a for a in known if a.role is Role.ADMINISTRATOR and not a.disabled_at), None)
    if first is None:
        first = new_account(parts, FIRST_LOGIN, role=Role.ADMINISTRATOR)
        if not accounts.add_first(
            first, act_of(parts, COMMAND_LINE, "account_added", login=first.login)
        ):
            return ""
    return invite(parts, first, act_of(parts, COMMAND_LINE, "invitation_made", login=first.login))


def new_account(
    parts: OfficeParts,
    login: str,
    *,
    name: str = "",
    role: Role = Role.INSPECTOR,
    scopes: tuple[str, ...] = (),
) -> Account:
    """Return an account that has no password yet. login: matches LOGIN."""
    return Account(
        account_id=parts.ids.new_id(),
        login=login,
        name=name,
        role=role,
        scopes=scopes,
        created_at=parts.clock.now(),
    )


def act_of(parts: OfficeParts, by: str, what: str, **about: str) -> Act:
    """Return an act done now; by: a login or COMMAND_LINE, what: a code of `words.acts`."""
    return Act(
        act_id=parts.ids.new_id(),
        at=parts.clock.now(),
        by=by,
        what=what,
        about=about,
    )
