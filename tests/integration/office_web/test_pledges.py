"""The public list of pledges: open to everybody, true to what the office holds, no personal data."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest

from inspector_app.domain.inspection import Inspection
from inspector_app.kinds.self_commitment import PLEDGE
from office.app import make_app
from office.server import OpenOffice
from office.web.pledges import pledge_of
from tests.helpers.asgi_client import AsgiClient
from tests.helpers.inspections import PEOPLE, PLACE
from tests.helpers.sealed_office import SealedRecord, SealingLaptop

KIND = "self_commitment"
UNTIL = "2027-11-22"


@pytest.fixture
def laptop(office: OpenOffice) -> SealingLaptop:
    return SealingLaptop(office.storage)


@pytest.fixture
def anybody(office: OpenOffice) -> AsgiClient:
    return AsgiClient(make_app(office.parts), headers={"Accept-Language": "en"})


def text(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_an_empty_list_says_so(anybody: AsgiClient) -> None:
    answer = anybody.get("/pledges")
    assert answer.status_code == 200
    assert "Nobody has pledged here yet." in text(answer.text)


def test_a_sealed_pledge_is_listed_with_place_days_and_number(
    anybody: AsgiClient, laptop: SealingLaptop
) -> None:
    record = laptop.seal(kind=KIND)
    page = anybody.get("/pledges").text
    said = text(page)
    for word in (
        PLACE.name,
        PLACE.market,
        PLACE.stall,
        "Rongcheng",
        UNTIL,
        record.inspection.number,
    ):
        assert word in said
    assert PLEDGE.en in said
    assert "榕城区" in anybody.get("/pledges?lang=zh").text
    assert PLEDGE.zh in anybody.get("/pledges?lang=zh").text


def test_the_number_leads_to_the_proof(anybody: AsgiClient, laptop: SealingLaptop) -> None:
    laptop.seal(kind=KIND)
    address = re.search(r'href="(/v\?t=[^"]+)"', anybody.get("/pledges").text)
    assert address is not None
    assert "<h1>Genuine</h1>" in anybody.get(unescape(address.group(1))).text


def test_no_personal_data_and_no_script(anybody: AsgiClient, laptop: SealingLaptop) -> None:
    laptop.seal(kind=KIND)
    page = anybody.get("/pledges").text
    for word in (PLACE.responsible_person, PLACE.phone, PLACE.credit_code, PLACE.address):
        assert word not in page
    assert not [person.name for person in PEOPLE if person.name in page]
    assert "<script" not in page
    assert " style=" not in page


@pytest.mark.parametrize("kind", ["market_duties", "shop"])
def test_other_records_are_not_listed(
    anybody: AsgiClient, laptop: SealingLaptop, kind: str
) -> None:
    laptop.seal(kind=kind)
    assert "Nobody has pledged" in text(anybody.get("/pledges").text)


def test_a_pledge_that_failed_its_own_check_is_not_listed(
    anybody: AsgiClient, laptop: SealingLaptop
) -> None:
    laptop.seal(kind=KIND, faulty=True)
    assert "Nobody has pledged" in text(anybody.get("/pledges").text)


def test_voided_and_superseded_ones_go(anybody: AsgiClient, laptop: SealingLaptop) -> None:
    laptop.seal("one", kind=KIND)
    laptop.seal("two", kind=KIND)
    assert anybody.get("/pledges").text.count('href="/v?t=') == 2
    laptop.void("one")
    assert anybody.get("/pledges").text.count('href="/v?t=') == 1
    laptop.supersede("two", "JY26-000400")
    assert "Nobody has pledged" in text(anybody.get("/pledges").text)


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "9" * 90, "１"])
def test_a_page_that_is_not_there_is_the_first(
    anybody: AsgiClient, laptop: SealingLaptop, page: str
) -> None:
    laptop.seal(kind=KIND)
    answer = anybody.get("/pledges", params={"page": page})
    assert answer.status_code == 200
    assert PLACE.name in answer.text


def sealed(record: SealedRecord) -> Inspection:
    return replace(record.inspection, seal=record.seal)


def test_a_pledge_in_own_wording_is_not_listed_as_the_standard_text(
    anybody: AsgiClient, laptop: SealingLaptop
) -> None:
    record = laptop.seal(kind=KIND)
    assert "(in own wording)" not in text(anybody.get("/pledges").text)
    own = replace(sealed(record), fields={**record.inspection.fields, "text": "own"})
    found = pledge_of(own, date(2026, 11, 23), {})
    assert found is not None
    assert found.is_own


def test_a_pledge_is_valid_on_its_first_and_last_day(laptop: SealingLaptop) -> None:
    inspection = sealed(laptop.seal(kind=KIND))
    first, last = date(2026, 11, 23), date(2027, 11, 22)
    for day, valid in ((first, True), (last, True), (last + timedelta(days=1), False)):
        found = pledge_of(inspection, day, {})
        assert found is not None
        assert found.is_valid is valid
    before = pledge_of(inspection, first - timedelta(days=1), {})
    assert before is not None
    assert not before.is_valid
