"""Who may open what: every route of the application, so that a new page cannot be forgotten."""

from __future__ import annotations

import pytest
from starlette.routing import Route

from inspector_app.services.account_ports import Role
from office.app import PAGES, make_app
from office.parts import OfficeParts
from office.server import OpenOffice
from tests.helpers.asgi_client import AsgiClient
from tests.helpers.signed_in import signed_in_client

PUBLIC = {"/", "/v", "/pledges", "/style.css", "/sign-in", "/password"}
NEEDED = {
    "/devices": Role.ADMINISTRATOR,
    "/packages": Role.ADMINISTRATOR,
    "/people": Role.ADMINISTRATOR,
    "/alarms": Role.REVIEWER,
}
"""By the first part of the address; every other page needs an inspector."""
NOBODY = "00000000-0000-7000-8000-000000000000"


def routes(parts: OfficeParts) -> list[tuple[str, str]]:
    """Return (method, address) of every page that is not public."""
    found = [route for page in PAGES for route in page.make_router(parts).routes]
    assert all(isinstance(route, Route) for route in found)
    pages = {
        (method, route.path.replace("{sha256}", "ab" * 32))
        for route in found
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
        if route.path not in PUBLIC
    }
    filled = {
        (method, path.partition("{")[0] + (NOBODY if "{" in path else "") + path.partition("}")[2])
        for method, path in pages
    }
    return sorted(filled)


def ask(client: AsgiClient, method: str, address: str) -> int:
    return (client.get(address) if method == "GET" else client.post(address)).status_code


def needed(address: str) -> Role:
    return NEEDED.get("/" + address.split("/")[1], Role.INSPECTOR)


def test_nobody_opens_a_page_without_signing_in(office: OpenOffice) -> None:
    stranger = AsgiClient(make_app(office.parts), headers={})
    pages = routes(office.parts)
    assert len(pages) > 10
    for method, address in pages:
        answer = stranger.get(address) if method == "GET" else stranger.post(address)
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (
            303,
            "/sign-in",
        ), (method, address)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_its_pages_and_no_others(office: OpenOffice, role: Role) -> None:
    for method, address in routes(office.parts):
        client = signed_in_client(office, role)  # anew: /sign-out ends it
        status = ask(client, method, address)
        is_refused = status == 403
        assert is_refused is not role.may(needed(address)), (method, address, status)
        assert status < 500


@pytest.mark.parametrize("role", list(Role))
def test_no_form_is_taken_without_the_key_of_its_session(office: OpenOffice, role: Role) -> None:
    client = signed_in_client(office, role)
    other = signed_in_client(office, role, login="other")
    for key in ("", "0" * 64, other.hidden["form_key"]):
        client.hidden = {"form_key": key}
        for method, address in routes(office.parts):
            if method == "POST":
                assert ask(client, method, address) == 403, address
    assert client.get("/account").status_code == 200
