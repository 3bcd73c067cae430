"""People who come to the office's pages: their accounts, links and forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

import httpx
from argon2 import PasswordHasher

from inspector_app.services.account_ports import Account, Role
from office.invitations import COMMAND_LINE, act_of, invite, new_account
from office.server import OpenOffice
from tests.helpers.asgi_client import AsgiClient

PASSWORD = "correct horse battery"
NEW = "staple staple staple"
# Weak on purpose: what it costs to compute is the unit tests' matter.
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)

Browser = Callable[..., AsgiClient]


def person(
    office: OpenOffice, login: str, role: Role = Role.INSPECTOR, *, name: str = "李四"
) -> Account:
    parts = office.parts
    account = new_account(parts, login, name=name, role=role, scopes=("445202",))
    kept = replace(account, password_hash=QUICK.hash(PASSWORD))
    parts.storage.accounts.add(kept, act_of(parts, COMMAND_LINE, "account_added", login=login))
    return kept


def invited(office: OpenOffice, account: Account) -> str:
    """Return path and query of a fresh link."""
    act = act_of(office.parts, COMMAND_LINE, "invitation_made", login=account.login)
    return own(invite(office.parts, account, act))


def own(address: str) -> str:
    return "/" + address.partition("//")[2].partition("/")[2]


def sign_in(
    client: AsgiClient,
    login: str = "li.si",
    password: str = PASSWORD,
    *,
    wanted: str = "",
    headers: Mapping[str, str] | None = None,
) -> httpx.Response:
    form = {"login": login, "password": password, "next": wanted}
    return client.post("/sign-in", form, headers=headers)


def choose(client: AsgiClient, link: str, new: str = NEW, again: str = NEW) -> httpx.Response:
    token = urlsplit(link).query.partition("=")[2]
    return client.post(link, {"t": token, "new": new, "again": again})


def change(client: AsgiClient, present: str = PASSWORD, new: str = NEW) -> httpx.Response:
    form = {"present": present, "new": new, "again": new, "next": "/account?done=1"}
    return client.post("/account", form)


def is_in(client: AsgiClient) -> bool:
    return client.get("/account").status_code == 200


def title(answer: httpx.Response) -> str:
    return answer.text.partition("<title>")[2].partition("</title>")[0]


def alarms(office: OpenOffice) -> list[dict[str, str]]:
    found = office.storage.records.alarms()
    return [alarm.parameters for alarm in found if alarm.code == "password_guessed"]


def inside(browser: Browser) -> AsgiClient:
    client = browser()
    sign_in(client)
    client.hidden = {"form_key": key_in(client.get("/account").text)}
    return client


def key_in(page: str) -> str:
    return page.partition('name="form_key" value="')[2].partition('"')[0]
