"""People who may sign in, and what was done in their names: for administrators."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.responses import Response

from inspector_app.domain.exceptions import InputInvalid, InspectorError, OfficeRefused
from inspector_app.services.account_ports import Account, Role
from inspector_app.words import acts
from inspector_app.words.failures import sentence
from inspector_app.words.roles import ROLES
from office.api.calls import plain_name
from office.invitations import invite, new_account
from office.parts import OfficeParts
from office.web import gate
from office.web.devices import divisions
from office.web.gate import SignedIn
from office.web.pages import words_of
from office.web.qr_picture import qr_picture

ACTS_ON_A_PAGE = 50
_FIELDS = ("login", "name", "role", "scopes")


def make_router(parts: OfficeParts) -> APIRouter:
    """Return the pages of people."""
    router = APIRouter()

    def add(method: str, path: str, work: gate.Work) -> None:
        gate.add(router, parts, method, path, work, needed=Role.ADMINISTRATOR)

    add("GET", "/people", lambda visit: _list(visit, {}))
    add("POST", "/people", _add)
    add("GET", "/people/{account_id}", lambda visit: _one(visit, _account(visit), {}))
    add("POST", "/people/{account_id}", _change)
    add("POST", "/people/{account_id}/link", _fresh_link)
    add("POST", "/people/{account_id}/access", _open_or_close)
    return router


def _list(visit: SignedIn, failures: dict[str, str], status: int = 200) -> Response:
    accounts, words = visit.parts.storage.accounts, words_of(visit.request)
    before = visit.request.query_params.get("before", "")
    older_than = plain_name(before, "before") if before else ""
    found = accounts.acts(before=older_than, limit=ACTS_ON_A_PAGE + 1)
    shown = [
        (act.at, act.by, acts.sentence_of(act.what, act.about, words))
        for act in found[:ACTS_ON_A_PAGE]
    ]
    return visit.page(
        "people.html",
        status=status,
        people=accounts.list(),
        roles=ROLES,
        failures=failures,
        typed={name: visit.value(name) for name in _FIELDS},
        acts=shown,
        older=found[ACTS_ON_A_PAGE - 1].act_id if len(found) > ACTS_ON_A_PAGE else "",
    )


def _add(visit: SignedIn) -> Response:
    try:
        account = new_account(
            visit.parts,
            visit.value("login").lower(),
            name=visit.value("name"),
            role=_role(visit.value("role")),
            scopes=divisions(visit.value("scopes")),
        )
        visit.parts.storage.accounts.add(
            account, visit.my_act("account_added", login=account.login)
        )
    except InspectorError as failure:
        return _list(visit, _said(visit, failure, "login"), status=422)
    return _link_page(visit, account)


def _one(
    visit: SignedIn, account: Account, failures: dict[str, str], status: int = 200
) -> Response:
    typed = {"name": account.name, "role": account.role.value, "scopes": " ".join(account.scopes)}
    if failures:
        typed |= {name: visit.value(name) for name in typed if name in visit.form}
    return visit.page(
        "person.html",
        status=status,
        person=account,
        person_role=ROLES[account.role.value],
        roles=ROLES,
        failures=failures,
        typed=typed,
    )


def _change(visit: SignedIn) -> Response:
    account = _account(visit)
    try:
        # Judged as a new one would be; only the identity stays.
        wanted = new_account(
            visit.parts,
            account.login,
            name=visit.value("name"),
            role=_role(visit.value("role")),
            scopes=divisions(visit.value("scopes")),
        )
        changed = replace(account, name=wanted.name, role=wanted.role, scopes=wanted.scopes)
        act = visit.my_act("account_changed", login=account.login)
        visit.parts.storage.accounts.change(changed, act)
    except InspectorError as failure:
        return _one(visit, account, _said(visit, failure, "role"), status=422)
    return gate.see_other("/people")


def _open_or_close(visit: SignedIn) -> Response:
    account = _account(visit)
    is_closing = visit.value("access") != "open"
    changed = replace(account, disabled_at=visit.now if is_closing else None)
    what = "account_disabled" if is_closing else "account_welcomed"
    try:
        visit.parts.storage.accounts.change(changed, visit.my_act(what, login=account.login))
    except OfficeRefused as failure:
        return _one(visit, account, _said(visit, failure, "access"), status=422)
    return gate.see_other("/people")


def _fresh_link(visit: SignedIn) -> Response:
    return _link_page(visit, _account(visit))


def _link_page(visit: SignedIn, account: Account) -> Response:
    """Answer with the link itself: a redirect would have to carry it in an address."""
    act = visit.my_act("invitation_made", login=account.login)
    link = invite(visit.parts, account, act)
    label = words_of(visit.request).gettext("QR code of the link")
    return visit.page("invitation.html", person=account, link=link, picture=qr_picture(link, label))


def _account(visit: SignedIn) -> Account:
    """Return the account that the address names. Raises OfficeRefused(`account_unknown`)."""
    account = visit.parts.storage.accounts.account(visit.named("account_id"))
    if account is None:
        raise OfficeRefused("account_unknown")
    return account


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError as error:
        raise InputInvalid("account_role_unknown", field="role", value=text[:40]) from error


def _said(visit: SignedIn, failure: InspectorError, otherwise: str) -> dict[str, str]:
    """Return a failure at its field; `otherwise` where it names none."""
    where = failure.parameters.get("field", otherwise)
    return {where: sentence(failure, words_of(visit.request))}
