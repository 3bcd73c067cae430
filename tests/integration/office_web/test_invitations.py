"""Links to choose a password, one's own account, and the first administrator."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

from inspector_app.services.account_ports import Account, Role, TokenPurpose
from office.app import make_app
from office.invitations import COMMAND_LINE, act_of, first_link, new_account
from office.server import OfficeSettings, OpenOffice, open_up
from office.tokens import token_hash
from tests.helpers.asgi_client import AsgiClient
from tests.helpers.databases import fresh_database, postgresql_server
from tests.helpers.fakes import FakeClock
from tests.helpers.visitors import (
    NEW,
    PASSWORD,
    Browser,
    change,
    choose,
    inside,
    invited,
    is_in,
    key_in,
    own,
    person,
    sign_in,
    title,
)

MINUTE = 60 * 10**9


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
