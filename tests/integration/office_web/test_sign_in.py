"""Coming in by the pages: who may, who may not, and how guessing is slowed down."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector_app.services.account_ports import Account
from office import limits, passwords
from office.invitations import COMMAND_LINE, act_of, new_account
from office.server import OpenOffice
from office.web import sign_in as sign_in_pages
from tests.helpers.asgi_client import AsgiClient
from tests.helpers.fakes import FakeClock
from tests.helpers.visitors import (
    PASSWORD,
    QUICK,
    Browser,
    alarms,
    is_in,
    person,
    sign_in,
    title,
)

MINUTE = 60 * 10**9


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
