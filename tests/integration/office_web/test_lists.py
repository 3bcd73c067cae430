"""Laptops, people and alarms as administrators and reviewers meet them."""

from __future__ import annotations

import re
from html import unescape

import pytest

from inspector_app.services.account_ports import Role
from inspector_app.services.office_ports import Alarm
from inspector_app.sync import enrolment
from office.server import OpenOffice
from tests.helpers.asgi_client import AsgiClient
from tests.helpers.office_chain import NOW, Chain, enrol
from tests.helpers.office_people import administrator
from tests.helpers.signed_in import signed_in_client

EVIL = '<script>alert("x")</script>'


@pytest.fixture
def boss(office: OpenOffice) -> AsgiClient:
    return signed_in_client(office, Role.ADMINISTRATOR, login="boss")


def text(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def path_of(office: OpenOffice, login: str) -> str:
    account = office.storage.accounts.by_login(login)
    assert account is not None
    return f"/people/{account.account_id}"


def test_a_code_made_on_the_page_lets_a_laptop_in(office: OpenOffice, boss: AsgiClient) -> None:
    answer = boss.post("/devices", {"name": "市场二队", "scopes": "445202 445203"})
    said = re.search(r"HPE1:[^\s\"&<]+", unescape(answer.text))
    assert answer.status_code == 200
    assert said is not None
    code = enrolment.parse(said.group(0))
    kept = office.storage.devices.code(code.code_id)
    assert kept is not None
    assert (kept.name, kept.scopes, kept.made_by) == ("市场二队", ("445202", "445203"), "boss")


def test_a_code_stands_in_no_address_and_is_not_listed(boss: AsgiClient) -> None:
    assert boss.post("/devices", {"scopes": "445202"}).status_code == 200
    assert "HPE1:" not in boss.get("/devices").text


@pytest.mark.parametrize("scopes", ["", "4452", "44520a", "445202;DROP", "445202 " * 40 + "1"])
def test_a_wrong_division_is_said_at_its_field_and_what_was_typed_stays(
    boss: AsgiClient, scopes: str
) -> None:
    answer = boss.post("/devices", {"name": "Team 7", "scopes": scopes})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert 'value="Team 7"' in answer.text


def test_a_laptop_is_shut_out_after_a_question(office: OpenOffice, boss: AsgiClient) -> None:
    device = Chain("device-a").device()
    enrol(office.storage, device)
    assert "Shut out now" in boss.get("/devices/device-a").text
    assert boss.post("/devices/device-a").status_code == 303
    kept = office.storage.devices.device("device-a")
    assert kept is not None
    assert kept.revoked_at is not None
    assert "Shut out" in text(boss.get("/devices").text)
    assert "boss shut out the laptop" in text(boss.get("/people").text)


def test_a_laptop_that_is_not_there_is_not_found(boss: AsgiClient) -> None:
    assert boss.get("/devices/nobody").status_code == 404
    assert boss.post("/devices/nobody").status_code == 404


def test_somebody_invited_chooses_a_password_and_comes_in(
    office: OpenOffice, boss: AsgiClient
) -> None:
    form = {"login": " Li.Si ", "name": "李四", "role": "reviewer", "scopes": "445202"}
    answer = boss.post("/people", form)
    link = re.search(r"https://\S+/password\?t=[\w-]+", unescape(answer.text))
    assert link is not None
    browser = signed_in_client(office, Role.INSPECTOR)
    browser.cookies.clear()
    token = link.group(0).rpartition("=")[2]
    chosen = {"t": token, "new": "correct horse battery", "again": "correct horse battery"}
    assert browser.post("/password", chosen).status_code == 303
    assert browser.get("/alarms").status_code == 200
    assert browser.get("/people").status_code == 403


@pytest.mark.parametrize(
    "form",
    [
        {"login": "x", "role": "inspector"},
        {"login": "li si", "role": "inspector"},
        {"login": "li.si", "role": "emperor"},
        {"login": "li.si", "role": "inspector", "scopes": "44"},
        {"login": "li.si", "role": "inspector", "name": "x" * 101},
        {"login": "boss", "role": "inspector"},
        {},
    ],
)
def test_what_is_no_account_is_refused_in_words(boss: AsgiClient, form: dict[str, str]) -> None:
    answer = boss.post("/people", form)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_a_name_is_never_markup(boss: AsgiClient) -> None:
    boss.post("/people", {"login": "li.si", "name": EVIL, "role": "inspector"})
    boss.post("/devices", {"name": EVIL, "scopes": "445202"})
    page = boss.get("/people").text
    assert "<script" not in page
    assert EVIL in unescape(page)


def test_a_closed_account_is_out_at_once_and_may_be_opened_again(
    office: OpenOffice, boss: AsgiClient
) -> None:
    other = signed_in_client(office, Role.INSPECTOR, login="li.si")
    where = path_of(office, "li.si")
    assert boss.post(f"{where}/access", {"access": "close"}).status_code == 303
    assert other.get("/account").status_code == 303
    assert boss.post(f"{where}/access", {"access": "open"}).status_code == 303
    account = office.storage.accounts.by_login("li.si")
    assert account is not None
    assert account.disabled_at is None


def test_the_last_administrator_can_neither_close_nor_lower_their_own_account(
    office: OpenOffice,
) -> None:
    administrator(office.storage, "last")
    last = signed_in_client(office, Role.ADMINISTRATOR, login="last")
    where = path_of(office, "last")
    closed = last.post(f"{where}/access", {"access": "close"})
    lowered = last.post(where, {"name": "x", "role": "inspector"})
    assert [closed.status_code, lowered.status_code] == [422, 422]
    assert "last administrator" in closed.text
    assert "last administrator" in lowered.text


def test_a_changed_role_holds_at_the_next_request(office: OpenOffice, boss: AsgiClient) -> None:
    other = signed_in_client(office, Role.INSPECTOR, login="li.si")
    assert other.get("/alarms").status_code == 403
    form = {"name": "李四", "role": "reviewer", "scopes": "445203"}
    assert boss.post(path_of(office, "li.si"), form).status_code == 303
    assert other.get("/alarms").status_code == 200


def test_a_fresh_link_ends_the_older_one(office: OpenOffice, boss: AsgiClient) -> None:
    signed_in_client(office, Role.INSPECTOR, login="li.si")
    where = path_of(office, "li.si") + "/link"
    first, second = (
        re.search(r"/password\?t=([\w-]+)", unescape(boss.post(where).text)) for _ in range(2)
    )
    assert first is not None
    assert second is not None
    assert boss.get(first.group(0)).status_code == 410
    assert boss.get(second.group(0)).status_code == 200


def test_what_was_done_is_listed_page_by_page(boss: AsgiClient) -> None:
    for number in range(30):
        boss.post("/people", {"login": f"person{number}", "role": "inspector"})
    first = boss.get("/people").text
    older = re.search(r'href="(\?before=[^"#]+)', first)
    assert older is not None
    second = boss.get("/people" + older.group(1)).text
    assert "added the account person0" in text(second)
    assert "added the account person0 " not in text(first) + " "
    assert boss.get("/people?before=%00").status_code == 400


def test_an_alarm_is_dealt_with_once_and_says_by_whom(office: OpenOffice) -> None:
    alarm = Alarm(
        alarm_id="alarm-1",
        code="password_guessed",
        parameters={"login": "li.si", "address": "192.0.2.7", "count": "10"},
        device_id="",
        at=NOW,
    )
    office.storage.records.raise_alarm(alarm)
    one, two = (signed_in_client(office, Role.REVIEWER, login=name) for name in ("one", "two"))
    assert "10 wrong passwords in a row for li.si" in text(one.get("/alarms").text)
    assert "Alarms (1)" in text(one.get("/account").text)
    one.post("/alarms/alarm-1", {"note": "It was him; told him."})
    two.post("/alarms/alarm-1", {"note": "mine"})
    page = text(two.get("/alarms").text)
    assert "one : It was him; told him." in page
    assert "mine" not in page
    assert "Nothing waits for a decision." in page
