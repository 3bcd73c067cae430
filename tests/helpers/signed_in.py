"""A browser in which somebody of a role is signed in already."""

from __future__ import annotations

from datetime import timedelta

from inspector_app.services.account_ports import Account, Role, TokenPurpose
from office.app import make_app
from office.invitations import COMMAND_LINE, act_of, new_account
from office.server import OpenOffice
from office.tokens import new_token, token_hash
from office.web.gate import COOKIE, form_key
from tests.helpers.asgi_client import AsgiClient

SCOPES = ("445202",)


def signed_in_client(
    office: OpenOffice,
    role: Role,
    *,
    login: str = "",
    name: str = "李四",
    scopes: tuple[str, ...] = SCOPES,
    language: str = "en",
) -> AsgiClient:
    """Return the browser of a new person; its forms carry the session's key.

    login: by default the role's name; a person known under it signs in once more.
    """
    parts = office.parts
    account = parts.storage.accounts.by_login(login or role.value)
    account = account or _added(office, login or role.value, name, role, scopes)
    token, until = new_token(), parts.clock.now() + timedelta(hours=12)
    parts.storage.accounts.issue(account.account_id, TokenPurpose.SESSION, token_hash(token), until)
    client = AsgiClient(make_app(parts), headers={"Accept-Language": language})
    client.keep_cookie(COOKIE, token)
    client.hidden = {"form_key": form_key(parts.session_secret, token)}
    return client


def _added(
    office: OpenOffice, login: str, name: str, role: Role, scopes: tuple[str, ...]
) -> Account:
    parts = office.parts
    account = new_account(parts, login, name=name, role=role, scopes=scopes)
    parts.storage.accounts.add(account, act_of(parts, COMMAND_LINE, "account_added", login=login))
    return account
