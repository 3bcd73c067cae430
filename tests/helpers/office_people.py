"""People at an office's storage: accounts and acts as tests need them."""

from __future__ import annotations

from inspector_app.adapters.identifiers import UuidSource
from inspector_app.services.account_ports import Account, Act, Role
from inspector_app.services.office_ports import OfficeStorage
from tests.helpers.office_chain import NOW

_IDS = UuidSource()


def act(what: str = "account_added", **about: str) -> Act:
    return Act(act_id=_IDS.new_id(), at=NOW, by="admin", what=what, about=about)


def person(login: str = "li.si", role: Role = Role.INSPECTOR, password_hash: str = "") -> Account:
    return Account(
        account_id=_IDS.new_id(),
        login=login,
        name="李四",
        role=role,
        scopes=("445202", "445203"),
        created_at=NOW,
        password_hash=password_hash,
    )


def added(
    office: OfficeStorage,
    login: str = "li.si",
    role: Role = Role.INSPECTOR,
    password_hash: str = "",
) -> Account:
    account = person(login, role, password_hash)
    office.accounts.add(account, act(login=login))
    return account


def administrator(office: OfficeStorage, login: str) -> Account:
    return added(office, login, Role.ADMINISTRATOR, "argon2id of " + login)
