"""Laptops and the codes that let them in: for administrators."""

from __future__ import annotations

import re
from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import Response

from inspector_app.domain.exceptions import InputInvalid, OfficeRefused
from inspector_app.services.account_ports import Role
from inspector_app.services.office_ports import Device
from inspector_app.sync.enrolment import LIFETIME_SECONDS
from inspector_app.words.failures import sentence
from office.codes import make_code
from office.parts import OfficeParts
from office.web import gate
from office.web.gate import SignedIn
from office.web.pages import words_of
from office.web.qr_picture import qr_picture

_DIVISION = re.compile(r"[0-9]{6}")
_MOST_NAME, _MOST_DIVISIONS = 100, 50


def make_router(parts: OfficeParts) -> APIRouter:
    """Return the pages of laptops."""
    router = APIRouter()

    def add(method: str, path: str, work: gate.Work) -> None:
        gate.add(router, parts, method, path, work, needed=Role.ADMINISTRATOR)

    add("GET", "/devices", lambda visit: _page(visit, {}))
    add("POST", "/devices", _make_code)
    add("GET", "/devices/{device_id}", _ask_before_revoking)
    add("POST", "/devices/{device_id}", _revoke)
    return router


def divisions(text: str) -> tuple[str, ...]:
    """Return the GB/T 2260 codes of a field, one or several. Raises InputInvalid."""
    found = tuple(dict.fromkeys(re.split(r"[\s,;，；、·]+", text.strip()))) if text.strip() else ()
    wrong = [code for code in found if _DIVISION.fullmatch(code) is None]
    if wrong or len(found) > _MOST_DIVISIONS:
        raise InputInvalid("division_invalid", field="scopes", value=" ".join(wrong)[:_MOST_NAME])
    return found


def _page(visit: SignedIn, failures: dict[str, str], status: int = 200) -> Response:
    return visit.page(
        "devices.html",
        status=status,
        devices=visit.parts.storage.devices.list(),
        failures=failures,
        typed={"name": visit.value("name"), "scopes": visit.value("scopes")},
    )


def _make_code(visit: SignedIn) -> Response:
    """Answer with the code itself: a redirect would have to carry it in an address."""
    try:
        name = _name(visit.value("name"))
        scopes = _some(divisions(visit.value("scopes")))
    except InputInvalid as failure:
        said = {failure.parameters["field"]: sentence(failure, words_of(visit.request))}
        return _page(visit, said, status=422)
    made = make_code(visit.parts, name, scopes, visit.account.login)
    visit.parts.storage.accounts.note(
        visit.my_act("code_made", name=name or "–", scope=" ".join(scopes))
    )
    label = words_of(visit.request).gettext("QR code of the enrolment code")
    return visit.page(
        "enrolment_code.html",
        name=name,
        scopes=scopes,
        text=made.text(),
        qr_text=made.qr_text(),
        picture=qr_picture(made.qr_text(), label),
        until=visit.now + timedelta(seconds=LIFETIME_SECONDS),
    )


def _some(scopes: tuple[str, ...]) -> tuple[str, ...]:
    if not scopes:
        raise InputInvalid("division_missing", field="scopes")
    return scopes


def _name(text: str) -> str:
    if len(text) > _MOST_NAME or not text.isprintable():
        raise InputInvalid("person_name_invalid", field="name", most=_MOST_NAME)
    return text


def _ask_before_revoking(visit: SignedIn) -> Response:
    return visit.page("revoke.html", device=_device(visit))


def _revoke(visit: SignedIn) -> Response:
    device = _device(visit)
    if device.revoked_at is None:
        visit.parts.storage.devices.revoke(device.device_id, visit.now)
        visit.parts.storage.accounts.note(
            visit.my_act("device_revoked", name=device.name, device_id=device.device_id)
        )
    return gate.see_other("/devices")


def _device(visit: SignedIn) -> Device:
    """Return the laptop that the address names. Raises OfficeRefused(`device_not_listed`)."""
    device = visit.parts.storage.devices.device(visit.named("device_id"))
    if device is None:
        raise OfficeRefused("device_not_listed")
    return device
