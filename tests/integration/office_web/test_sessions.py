"""Signed-in browsers: how long, what ends them, and whose forms are taken."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app.services.account_ports import Account, Role
from office.app import make_app
from office.invitations import COMMAND_LINE, act_of
from office.server import OpenOffice
from office.tokens import token_hash
from office.web.gate import COOKIE
from tests.helpers.asgi_client import HOST, AsgiClient
from tests.helpers.fakes import FakeClock
from tests.helpers.signed_in import signed_in_client
from tests.helpers.visitors import (
    PASSWORD,
    invited,
    is_in,
    key_in,
    sign_in,
)

MINUTE = 60 * 10**9


@pytest.mark.usefixtures("li_si")
def test_signing_out_ends_the_session_itself_not_only_the_cookie(
    client: AsgiClient, office: OpenOffice
) -> None:
    sign_in(client)
    token = client.cookies[COOKIE]
    client.hidden = {"form_key": key_in(client.get("/account").text)}
    answer = client.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert COOKIE not in client.cookies
    client.keep_cookie(COOKIE, token)
    assert not is_in(client)


@pytest.mark.usefixtures("li_si")
def test_a_session_ends_after_twelve_hours(client: AsgiClient, clock: FakeClock) -> None:
    sign_in(client)
    clock.at += timedelta(hours=12, seconds=-1)
    assert is_in(client)
    clock.at += timedelta(seconds=1)
    answer = client.get("/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Faccount")


def test_a_closed_account_is_out_at_once(
    client: AsgiClient, office: OpenOffice, li_si: Account
) -> None:
    sign_in(client)
    closed = replace(li_si, disabled_at=office.parts.clock.now())
    office.storage.accounts.change(closed, act_of(office.parts, COMMAND_LINE, "account_disabled"))
    assert not is_in(client)


@pytest.mark.parametrize("cookie", ["", "x", "a" * 43, "a" * 5000, "衡".encode().hex(), "%00"])
def test_no_made_up_cookie_lets_in(client: AsgiClient, cookie: str) -> None:
    client.keep_cookie(COOKIE, cookie)
    assert not is_in(client)


@pytest.mark.usefixtures("li_si")
def test_a_copied_database_lets_nobody_in(
    client: AsgiClient, office: OpenOffice, tmp_path: Path
) -> None:
    sign_in(client)
    token = client.cookies[COOKIE]
    copy = tmp_path / "copy"
    shutil.copytree(office.settings.data, copy)
    kept = b"".join(file.read_bytes() for file in copy.glob("office.db*"))
    assert token.encode() not in kept
    assert PASSWORD.encode() not in kept
    assert token_hash(token) in kept
    thief = AsgiClient(make_app(office.parts), headers={})
    for guess in (token_hash(token).hex(), token_hash(token).decode("latin-1")[:40]):
        thief.keep_cookie(COOKIE, guess.encode("ascii", "ignore").decode().strip())
        assert not is_in(thief)


def test_an_invitation_is_no_session_and_a_session_no_invitation(
    client: AsgiClient, office: OpenOffice, li_si: Account
) -> None:
    link = invited(office, li_si)
    client.keep_cookie(COOKIE, link.partition("=")[2])
    assert not is_in(client)
    sign_in(client)
    assert client.get(f"/password?t={client.cookies[COOKIE]}").status_code == 410


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": f"https://{HOST}.evil.example"},
        {"Origin": f"https://{HOST}:444"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": f"https://{HOST}", "Sec-Fetch-Site": "cross-site"},
    ],
)
@pytest.mark.usefixtures("li_si")
def test_a_form_that_another_site_sent_is_refused(
    client: AsgiClient, office: OpenOffice, headers: dict[str, str]
) -> None:
    answer = sign_in(client, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    inside = signed_in_client(office, Role.INSPECTOR)
    assert inside.post("/sign-out", headers=headers).status_code == 403
    assert is_in(inside)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": f"https://{HOST}", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        {},
    ],
)
@pytest.mark.usefixtures("li_si")
def test_a_form_of_our_own_is_taken(client: AsgiClient, headers: dict[str, str]) -> None:
    assert sign_in(client, headers=headers).status_code == 303


@pytest.mark.parametrize("path", ["/sign-out", "/account"])
def test_a_form_without_this_sessions_key_is_refused(office: OpenOffice, path: str) -> None:
    client = signed_in_client(office, Role.INSPECTOR)
    other = signed_in_client(office, Role.INSPECTOR, login="other")
    for key in ({}, {"form_key": ""}, {"form_key": "0" * 64}, other.hidden):
        client.hidden = dict(key)
        assert client.post(path, {"present": PASSWORD}).status_code == 403
    assert is_in(client)


def test_a_visit_by_link_never_signs_out(office: OpenOffice) -> None:
    client = signed_in_client(office, Role.INSPECTOR)
    assert client.get("/sign-out").status_code == 405
    assert is_in(client)


@pytest.mark.parametrize(
    "body, status",
    [
        (b"login=\xff\xfe", 400),
        (b"login=%ff%fe", 400),
        (b"&".join(b"a=1" for _ in range(300)), 400),
        (b"login=" + b"a" * 70_000, 413),
        (b"", 403),
        (b"{}", 403),
        (b"\x00" * 100, 403),
    ],
)
def test_a_body_that_is_no_form_gets_a_page_in_words(
    client: AsgiClient, body: bytes, status: int
) -> None:
    answer = client.post_body("/sign-in", body)
    assert answer.status_code == status
    assert "<h1>" in answer.text
