"""Coming in and going out by the pages: who may, who may not, and what is kept of it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI

from inspector_app.services.account_ports import Account, Role, TokenPurpose
from office import limits, passwords
from office.app import make_app
from office.invitations import COMMAND_LINE, act_of, first_link, invite, new_account
from office.server import OfficeSettings, OpenOffice, open_up
from office.tokens import token_hash
from office.web import sign_in as sign_in_pages
from office.web.gate import COOKIE
from tests.helpers.asgi_client import HOST, AsgiClient
from tests.helpers.databases import fresh_database, postgresql_server
from tests.helpers.fakes import FakeClock
from tests.helpers.signed_in import signed_in_client

PASSWORD = "correct horse battery"
NEW = "staple staple staple"
MINUTE = 60 * 10**9
# Weak on purpose: what it costs to compute is the unit tests' matter.
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)

Browser = Callable[..., AsgiClient]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def office(tmp_path: Path, clock: FakeClock) -> Iterator[OpenOffice]:
    opened = open_up(OfficeSettings(data=tmp_path / "office", host="127.0.0.1", port=8443))
    yield replace(opened, parts=replace(opened.parts, clock=clock))
    opened.close()


@pytest.fixture
def app(office: OpenOffice) -> FastAPI:
    return make_app(office.parts)


@pytest.fixture
def browser(app: FastAPI) -> Browser:
    def opened(address: str = "192.0.2.1", language: str = "en") -> AsgiClient:
        return AsgiClient(app, headers={"Accept-Language": language}, address=address)

    return opened


@pytest.fixture
def client(browser: Browser) -> AsgiClient:
    return browser()


@pytest.fixture
def li_si(office: OpenOffice) -> Account:
    return person(office, "li.si")


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


# ------------------------------------------------------------------------------------ coming in


@pytest.mark.usefixtures("li_si")
def test_the_right_password_lets_in(client: AsgiClient) -> None:
    answer = sign_in(client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/records")
    assert is_in(client)


@pytest.mark.usefixtures("li_si")
def test_a_login_is_known_in_any_case_and_with_space_around(client: AsgiClient) -> None:
    assert sign_in(client, "  Li.Si ").status_code == 303


@pytest.mark.usefixtures("li_si")
def test_the_cookie_is_for_this_host_alone_and_unseen_by_scripts(client: AsgiClient) -> None:
    said = sign_in(client).headers["set-cookie"]
    assert said.startswith("__Host-session=")
    flags = {flag.strip().lower() for flag in said.split(";")[1:]}
    assert {"secure", "httponly", "samesite=lax", "path=/", "max-age=43200"} <= flags
    assert not any(flag.startswith("domain") for flag in flags)


def test_coming_in_is_kept_with_its_time(
    client: AsgiClient, office: OpenOffice, li_si: Account, clock: FakeClock
) -> None:
    sign_in(client)
    kept = office.storage.accounts.account(li_si.account_id)
    assert kept is not None
    assert kept.last_sign_in == clock.at


def test_a_hash_of_older_parameters_is_made_anew_at_the_next_sign_in(
    client: AsgiClient, office: OpenOffice, li_si: Account
) -> None:
    sign_in(client)
    kept = office.storage.accounts.account(li_si.account_id)
    assert kept is not None
    assert not passwords.is_outdated(kept.password_hash)
    assert passwords.is_right(kept.password_hash, PASSWORD)
    assert is_in(client)


@pytest.mark.usefixtures("li_si")
def test_who_was_led_to_sign_in_comes_back_to_the_page_asked_for(client: AsgiClient) -> None:
    led = client.get("/account?lang=en&a=1%202").headers["location"]
    page = client.get(led).text
    assert 'name="next" value="/account?lang=en&amp;a=1%202"' in page
    back = sign_in(client, wanted="/account?lang=en&a=1%202")
    assert back.headers["location"] == "/account?lang=en&a=1%202"


@pytest.mark.usefixtures("li_si")
def test_who_is_signed_in_does_not_see_the_form_again(client: AsgiClient) -> None:
    sign_in(client)
    answer = client.get("/sign-in")
    assert (answer.status_code, answer.headers["location"]) == (303, "/records")


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "///evil.example",
        "evil.example",
        "/衡平",
        "/" + "a" * 2000,
        "/a\r\nSet-Cookie: x=1",
    ],
)
@pytest.mark.usefixtures("li_si")
def test_signing_in_never_leads_to_another_site(browser: Browser, wanted: str) -> None:
    client = browser()
    shown = client.get("/sign-in", params={"next": wanted}).text
    assert "evil" not in shown.partition("<main")[2]
    assert sign_in(client, wanted=wanted).headers["location"] == "/records"
    signed_in = client.get("/sign-in", params={"next": wanted})
    assert signed_in.headers["location"] == "/records"


# ---------------------------------------------------------------------------------- not coming in


@pytest.mark.parametrize(
    "login, password",
    [
        ("li.si", "wrong horse battery"),
        ("nobody", PASSWORD),
        ("closed", PASSWORD),
        ("invited", ""),
        ("li.si", ""),
        ("", PASSWORD),
        ("", ""),
        ("li.si\x00", PASSWORD),
        ("\x00", "\x00"),
        ("li.si", PASSWORD + "\x00"),
        ("l" * 5000, PASSWORD),
        ("li.si", "p" * 5000),
        ("李四", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
    ],
)
def test_every_way_of_not_coming_in_is_told_alike(
    client: AsgiClient, office: OpenOffice, li_si: Account, login: str, password: str
) -> None:
    closed = replace(person(office, "closed"), disabled_at=office.parts.clock.now())
    office.storage.accounts.change(closed, act_of(office.parts, COMMAND_LINE, "account_disabled"))
    nobody_yet = new_account(office.parts, "invited", name="王五")
    office.storage.accounts.add(nobody_yet, act_of(office.parts, COMMAND_LINE, "account_added"))
    answer = sign_in(client, login, password)
    assert answer.status_code == 403
    assert "Login or password is not right." in answer.text
    assert "set-cookie" not in answer.headers
    assert not is_in(client)


@pytest.mark.usefixtures("li_si")
def test_the_form_says_its_error_to_everybody_and_keeps_the_login_only(client: AsgiClient) -> None:
    answer = sign_in(client, password="wrong horse battery")
    assert title(answer).startswith("Error in the form: ")
    assert 'id="failure" role="alert"' in answer.text
    assert 'aria-describedby="failure"' in answer.text
    assert 'value="li.si"' in answer.text
    assert "wrong horse battery" not in answer.text


def test_a_page_of_sign_in_helps_password_managers(client: AsgiClient) -> None:
    page = client.get("/sign-in").text
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page


def test_the_public_page_and_the_sign_in_lead_to_each_other(client: AsgiClient) -> None:
    assert 'href="/sign-in"' in client.get("/").text
    assert 'href="/"' in client.get("/sign-in").text.partition("<main")[2]


def test_what_a_stranger_types_never_becomes_markup(client: AsgiClient) -> None:
    answer = sign_in(client, '"><script>alert(1)</script>')
    assert "<script" not in answer.text
    page = client.get("/sign-in", params={"next": '/"><script>alert(1)</script>'}).text
    assert "<script" not in page


def test_a_name_never_becomes_markup(client: AsgiClient, office: OpenOffice) -> None:
    person(office, "li.si", name="<script>alert(1)</script>{{ 7*7 }}")
    sign_in(client)
    page = client.get("/account").text
    assert "<script" not in page
    assert "{{ 7*7 }}" in page


# ------------------------------------------------------------------------------------- guessing


@pytest.mark.usefixtures("li_si")
def test_the_sixth_try_of_a_minute_has_to_wait_and_is_told_how_long(
    client: AsgiClient,
) -> None:
    for _ in range(5):
        assert sign_in(client, password="wrong horse battery").status_code == 403
    answer = sign_in(client)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 60
    assert f"{answer.headers['retry-after']} s" in answer.text


@pytest.mark.usefixtures("li_si")
def test_a_hundred_wrong_passwords_do_not_lock_the_right_person_out(
    browser: Browser, office: OpenOffice
) -> None:
    attacker = browser("203.0.113.9")
    said = [sign_in(attacker, password=f"guess number {n}").status_code for n in range(100)]
    assert (said.count(403), said.count(429)) == (5, 95)
    assert sign_in(browser("192.0.2.1")).status_code == 303
    assert alarms(office) == []


@pytest.mark.usefixtures("li_si")
def test_after_a_minute_one_may_try_again(client: AsgiClient, clock: FakeClock) -> None:
    for _ in range(6):
        sign_in(client, password="wrong horse battery")
    clock.ticks += MINUTE
    assert sign_in(client).status_code == 303


@pytest.mark.usefixtures("li_si")
def test_many_logins_from_one_address_are_slowed_down_too(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_hasher", QUICK)
    attacker = browser("203.0.113.9")
    said = [sign_in(attacker, f"login{n}").status_code for n in range(25)]
    assert (said.count(403), said.count(429)) == (20, 5)


def test_the_addresses_of_one_ipv6_line_are_counted_together(browser: Browser) -> None:
    said = [
        sign_in(browser(f"2001:db8:0:1::{n:x}"), "nobody", "wrong horse battery").status_code
        for n in range(1, 7)
    ]
    assert said == [403] * 5 + [429]
    assert sign_in(browser("2001:db8:0:2::1"), "nobody").status_code == 403


def test_an_ipv4_address_counts_alike_however_it_is_written(browser: Browser) -> None:
    addresses = ["::ffff:203.0.113.9", "203.0.113.9"] * 3
    said = [sign_in(browser(address), "nobody").status_code for address in addresses]
    assert said == [403] * 5 + [429]


def test_each_ten_wrong_in_a_row_raise_one_alarm(
    browser: Browser, office: OpenOffice, li_si: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_hasher", QUICK)
    for n in range(25):
        sign_in(browser(f"203.0.113.{n}"), password="wrong horse battery")
    assert sorted(alarms(office), key=lambda told: told["count"]) == [
        {"login": "li.si", "address": "203.0.113.9", "count": "10"},
        {"login": "li.si", "address": "203.0.113.19", "count": "20"},
    ]


def test_a_right_password_begins_the_count_anew(
    browser: Browser, office: OpenOffice, li_si: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_hasher", QUICK)
    for n in range(18):
        sign_in(browser(f"203.0.113.{n}"), password="wrong horse battery" if n != 9 else PASSWORD)
    assert alarms(office) == []


def test_the_office_remembers_a_bounded_number_of_tries(
    office: OpenOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_MOST_ADDRESSES", 100)
    monkeypatch.setattr(sign_in_pages, "_MOST_LOGINS", 100)
    guard = sign_in_pages.Guard(office.parts)
    for n in range(1000):
        guard.count(f"login{n}", f"address{n}")
        guard.wrong(f"login{n}", f"address{n}")
    assert len(guard._wrong) <= 100
    assert len(guard._by_login._seen) <= 100
    assert len(guard._by_address._seen) <= 100


# ------------------------------------------------------------------------------------- sessions


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


# ---------------------------------------------------------------------------------- foreign forms


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


# ----------------------------------------------------------------------------------- invitations


def test_an_invitation_lets_choose_a_password_and_comes_in_at_once(
    client: AsgiClient, browser: Browser, office: OpenOffice
) -> None:
    account = new_account(office.parts, "wang.wu", name="王五")
    office.storage.accounts.add(account, act_of(office.parts, COMMAND_LINE, "account_added"))
    link = invited(office, account)
    page = client.get(link)
    assert page.status_code == 200
    assert "wang.wu" in page.text
    assert 'autocomplete="new-password"' in page.text
    assert choose(client, link).headers["location"] == "/records"
    assert is_in(client)
    assert sign_in(browser(), "wang.wu", NEW).status_code == 303


def test_an_invitation_is_good_once(
    client: AsgiClient, browser: Browser, office: OpenOffice, li_si: Account
) -> None:
    link = invited(office, li_si)
    choose(client, link)
    assert browser().get(link).status_code == 410
    assert choose(browser(), link, "another another", "another another").status_code == 410
    assert sign_in(browser(), password=NEW).status_code == 303


def test_a_newer_invitation_ends_the_older_one(
    client: AsgiClient, office: OpenOffice, li_si: Account
) -> None:
    older = invited(office, li_si)
    newer = invited(office, li_si)
    assert client.get(older).status_code == 410
    assert client.get(newer).status_code == 200


def test_an_invitation_ends_after_a_day(
    client: AsgiClient, office: OpenOffice, li_si: Account, clock: FakeClock
) -> None:
    link = invited(office, li_si)
    clock.at += timedelta(hours=24)
    answer = client.get(link)
    assert answer.status_code == 410
    assert "Ask an administrator of the office for a new link." in answer.text


def test_an_invitation_ends_with_its_account(
    client: AsgiClient, office: OpenOffice, li_si: Account
) -> None:
    link = invited(office, li_si)
    closed = replace(li_si, disabled_at=office.parts.clock.now())
    office.storage.accounts.change(closed, act_of(office.parts, COMMAND_LINE, "account_disabled"))
    assert client.get(link).status_code == 410
    assert choose(client, link).status_code == 410


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "a" * 3000, "%00", "%FF", "衡平", "<b>"])
def test_a_made_up_invitation_gets_a_clear_page(client: AsgiClient, token: str) -> None:
    assert client.get(f"/password?t={token}").status_code == 410
    assert client.post("/password", {"t": token, "new": NEW, "again": NEW}).status_code == 410


@pytest.mark.parametrize(
    "new, again, said",
    [
        ("short", "short", "A password needs at least 10 characters."),
        ("a" * 201, "a" * 201, "A password has at most 200 characters."),
        (NEW, NEW + "!", "The two new passwords are not the same."),
        ("", "", "A password needs at least 10 characters."),
    ],
)
def test_a_bad_new_password_is_told_in_the_form_and_changes_nothing(
    browser: Browser, office: OpenOffice, li_si: Account, new: str, again: str, said: str
) -> None:
    client, link = browser(), invited(office, li_si)
    answer = choose(client, link, new, again)
    assert answer.status_code == 422
    assert said in answer.text
    assert title(answer).startswith("Error in the form: ")
    assert 'role="alert"' in answer.text
    assert not is_in(client)
    assert client.get(link).status_code == 200
    assert sign_in(browser()).status_code == 303


def test_the_login_is_no_new_password(client: AsgiClient, office: OpenOffice) -> None:
    account = person(office, "zhang.san.feng")
    answer = choose(client, invited(office, account), "Zhang.San.Feng", "Zhang.San.Feng")
    assert (answer.status_code, is_in(client)) == (422, False)


def test_a_new_password_by_link_ends_every_session_before(
    browser: Browser, office: OpenOffice, li_si: Account
) -> None:
    before, after = browser(), browser()
    sign_in(before)
    choose(after, invited(office, li_si))
    assert (is_in(before), is_in(after)) == (False, True)


@pytest.mark.usefixtures("li_si")
def test_the_other_language_of_an_error_is_still_the_same_form(
    browser: Browser, office: OpenOffice, li_si: Account
) -> None:
    client, link = browser(), invited(office, li_si)
    refused = choose(client, link, "short", "short").text
    switch = unescape(refused.partition('href="?')[2].partition('"')[0])
    assert client.get("/password?" + switch).status_code == 200
    form = {"login": "li.si", "password": "wrong", "next": "/account"}
    refused = client.post("/sign-in?next=%2Faccount", form).text
    switch = unescape(refused.partition('href="?')[2].partition('"')[0])
    assert 'name="next" value="/account"' in client.get("/sign-in?" + switch).text


# ------------------------------------------------------------------------------------ own account


def inside(browser: Browser) -> AsgiClient:
    client = browser()
    sign_in(client)
    client.hidden = {"form_key": key_in(client.get("/account").text)}
    return client


def key_in(page: str) -> str:
    return page.partition('name="form_key" value="')[2].partition('"')[0]


@pytest.mark.usefixtures("li_si")
def test_the_account_page_says_who_one_is(browser: Browser) -> None:
    page = inside(browser).get("/account").text
    assert [word for word in ("李四", "li.si", "Inspector", "445202") if word not in page] == []


@pytest.mark.usefixtures("li_si")
def test_a_changed_password_ends_the_other_sessions_and_goes_on_here(browser: Browser) -> None:
    other, here = inside(browser), inside(browser)
    answer = change(here)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account?done=1")
    assert 'role="status"' in here.get("/account?done=1").text
    assert (is_in(other), is_in(here)) == (False, True)
    assert sign_in(browser("192.0.2.2"), password=NEW).status_code == 303
    assert sign_in(browser("192.0.2.3")).status_code == 403


@pytest.mark.usefixtures("li_si")
def test_the_present_password_is_asked_for(browser: Browser) -> None:
    client = inside(browser)
    answer = change(client, present="wrong horse battery")
    assert answer.status_code == 422
    assert "The present password is not right." in answer.text
    assert is_in(client)
    assert sign_in(browser("192.0.2.2")).status_code == 303


@pytest.mark.usefixtures("li_si")
def test_an_open_browser_does_not_let_guess_the_password(browser: Browser) -> None:
    client = inside(browser)
    said = [change(client, present=f"guess number {n}").status_code for n in range(6)]
    assert said[-1] == 429
    assert is_in(client)


def test_what_was_done_with_passwords_is_kept_without_them(
    browser: Browser, office: OpenOffice, li_si: Account
) -> None:
    client = browser()
    choose(client, invited(office, li_si))
    client.hidden = {"form_key": key_in(client.get("/account").text)}
    change(client, present=NEW, new=PASSWORD)
    acts = office.storage.accounts.acts()
    assert {act.what: act.by for act in acts} == {
        "account_added": COMMAND_LINE,
        "invitation_made": COMMAND_LINE,
        "password_chosen": "li.si",
        "password_changed": "li.si",
    }
    assert not any(word in str(act.about) for act in acts for word in (NEW, PASSWORD))


# ------------------------------------------------------------------------- the first administrator


def test_the_first_link_makes_the_first_administrator(
    client: AsgiClient, office: OpenOffice
) -> None:
    link = own(first_link(office.parts))
    assert choose(client, link).status_code == 303
    account = office.storage.accounts.by_login("admin")
    assert account is not None
    assert account.role is Role.ADMINISTRATOR
    assert is_in(client)


def test_each_start_gives_a_fresh_link_until_somebody_has_a_password(
    client: AsgiClient, office: OpenOffice
) -> None:
    older, newer = own(first_link(office.parts)), own(first_link(office.parts))
    assert client.get(older).status_code == 410
    assert choose(client, newer).status_code == 303
    assert first_link(office.parts) == ""


def test_accounts_made_before_the_first_start_do_not_hide_the_first_administrator(
    client: AsgiClient, office: OpenOffice
) -> None:
    account = new_account(office.parts, "wang.wu")
    office.storage.accounts.add(account, act_of(office.parts, COMMAND_LINE, "account_added"))
    assert client.get(own(first_link(office.parts))).status_code == 200


def test_nobody_can_sign_in_before_the_first_link_was_used(
    client: AsgiClient, office: OpenOffice
) -> None:
    first_link(office.parts)
    for password in ("", "admin", "a password that nobody has"):
        assert sign_in(client, "admin", password).status_code == 403


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_the_whole_way_in_and_out_on_both_engines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with contextlib.ExitStack() as stack:
        url = ""
        if engine == "postgresql":
            url = stack.enter_context(fresh_database(stack.enter_context(postgresql_server())))
        office = open_up(OfficeSettings(data=tmp_path / "o", host="127.0.0.1", database=url))
        stack.callback(office.close)
        client = AsgiClient(make_app(office.parts), headers={"Accept-Language": "en"})
        assert choose(client, own(first_link(office.parts)), PASSWORD, PASSWORD).status_code == 303
        client.hidden = {"form_key": key_in(client.get("/account").text)}
        assert change(client).status_code == 303
        client.hidden = {"form_key": key_in(client.get("/account").text)}
        assert client.post("/sign-out").status_code == 303
        assert not is_in(client)
        assert sign_in(client, "admin").status_code == 403
        assert sign_in(client, "admin", NEW).status_code == 303
        assert is_in(client)


def test_tokens_are_kept_by_their_hash_alone(office: OpenOffice, li_si: Account) -> None:
    token = invited(office, li_si).partition("=")[2]
    accounts, now = office.storage.accounts, office.parts.clock.now()
    assert accounts.holder(token.encode(), TokenPurpose.INVITATION, now) is None
    assert accounts.holder(token_hash(token), TokenPurpose.INVITATION, now) is not None
