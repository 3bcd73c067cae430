"""Links with which a person chooses a password: somebody new, who forgot, or the very first."""

from __future__ import annotations

import re
from datetime import timedelta

from inspector_app.domain.exceptions import InputInvalid, OfficeRefused
from inspector_app.services.account_ports import Account, Act, Role, TokenPurpose
from office.parts import OfficeParts
from office.tokens import new_token, token_hash

LIFETIME = timedelta(hours=24)
FIRST_LOGIN = "admin"
COMMAND_LINE = "inspector-office"
"""In whose name acts of the command line are kept."""
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_DIVISION = re.compile(r"[0-9]{6}")
_MOST_NAME = 100


def invite(parts: OfficeParts, account: Account, act: Act) -> str:
    """Return the address of a fresh link, good once within 24 hours; older links end with it.

    act: `invitation_made`, which tells of it. Raises OfficeRefused(`account_disabled`).
    """
    if account.disabled_at is not None:
        raise OfficeRefused("account_disabled", login=account.login)
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
    first = first or _first_administrator(parts)
    if first is None:
        return ""
    return invite(parts, first, act_of(parts, COMMAND_LINE, "invitation_made", login=first.login))


def _first_administrator(parts: OfficeParts) -> Account | None:
    """Make the account; None where somebody else has its login or another process was first."""
    accounts = parts.storage.accounts
    first = new_account(parts, FIRST_LOGIN, role=Role.ADMINISTRATOR)
    act = act_of(parts, COMMAND_LINE, "account_added", login=FIRST_LOGIN)
    if accounts.add_first(first, act):
        return first
    try:
        # The command line may have made accounts of others before the first start.
        accounts.add(first, act)
    except OfficeRefused:
        return None
    return first


def invite_by_command(
    parts: OfficeParts, login: str, *, name: str, role: Role | None, scopes: tuple[str, ...]
) -> str:
    """Return a fresh link for a known login, or for an account made now.

    name, role (default inspector), scopes: of somebody new. Raises InputInvalid as `new_account`;
    OfficeRefused: `login_taken` where these are given for somebody known, `account_disabled`.
    """
    accounts, wanted = parts.storage.accounts, login.strip().lower()
    account = accounts.by_login(wanted) if LOGIN.fullmatch(wanted) else None
    if account is not None and (name or role or scopes):
        raise OfficeRefused("login_taken", login=wanted)
    if account is None:
        account = new_account(parts, wanted, name=name, role=role or Role.INSPECTOR, scopes=scopes)
        accounts.add(account, act_of(parts, COMMAND_LINE, "account_added", login=wanted))
    return invite(parts, account, act_of(parts, COMMAND_LINE, "invitation_made", login=wanted))


def new_account(
    parts: OfficeParts,
    login: str,
    *,
    name: str = "",
    role: Role = Role.INSPECTOR,
    scopes: tuple[str, ...] = (),
) -> Account:
    """Return an account that has no password yet and is not kept yet.

    login: matches LOGIN. name: at most 100 characters. scopes: GB/T 2260 codes. Raises
    InputInvalid: `login_invalid`, `person_name_invalid`, `division_invalid`.
    """
    if LOGIN.fullmatch(login) is None:
        raise InputInvalid("login_invalid", field="login", value=login[:_MOST_NAME])
    if len(name) > _MOST_NAME or not name.isprintable():
        raise InputInvalid("person_name_invalid", field="name", most=_MOST_NAME)
    for scope in scopes:
        if _DIVISION.fullmatch(scope) is None:
            raise InputInvalid("division_invalid", field="scopes", value=scope[:_MOST_NAME])
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
