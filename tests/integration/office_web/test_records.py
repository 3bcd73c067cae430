"""The list of records, one record and its files, as the people of an office read them."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from inspector_app.domain.events import BlobReference
from inspector_app.reports.base import Table
from inspector_app.reports.catalogue import report_of
from inspector_app.services.account_ports import Role
from inspector_app.words import Words
from office.server import OpenOffice
from tests.helpers.asgi_client import AsgiClient
from tests.helpers.inspections import PEOPLE, PLACE
from tests.helpers.office_chain import NOW
from tests.helpers.office_records import PHOTO, RecordingLaptop
from tests.helpers.sealed_office import SealedRecord, SealingLaptop
from tests.helpers.signed_in import signed_in_client

EVIL = '<script>alert("x")</script>'
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
def laptop(office: OpenOffice) -> RecordingLaptop:
    return RecordingLaptop(office.storage)


@pytest.fixture
def reader(office: OpenOffice) -> AsgiClient:
    return signed_in_client(office, Role.INSPECTOR, scopes=("445200",))


@pytest.fixture
def record(office: OpenOffice) -> SealedRecord:
    return SealingLaptop(office.storage).seal()


def text(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def numbers(page: str) -> list[str]:
    return re.findall(r'<a href="/records/[^"]+">([^<]+)</a>', page)


def stored(office: OpenOffice, data: bytes, media_type: str = "image/png") -> BlobReference:
    blob = office.parts.blobs.put(data, role="photo", media_type=media_type)
    office.storage.intake.blob_stored(blob.sha256, blob.size, NOW)
    return blob


# --- the list ------------------------------------------------------------------------------


def test_an_empty_office_says_what_to_do_first(office: OpenOffice, reader: AsgiClient) -> None:
    assert "No record has arrived yet." in text(reader.get("/records").text)
    boss = signed_in_client(office, Role.ADMINISTRATOR)
    assert 'href="/devices">Let a laptop in' in boss.get("/records").text


def test_a_list_shows_number_result_premises_and_laptop(
    reader: AsgiClient, record: SealedRecord
) -> None:
    page = reader.get("/records").text
    assert numbers(page) == [record.inspection.number]
    assert PLACE.name in page
    assert "Pass" in text(page)
    assert "Sealed" in text(page)


@pytest.mark.parametrize(
    "asked, found",
    [
        ("text=张记", ["B2"]),
        ("text=JY-2026-0001", []),
        ("kind=retail_reweigh", []),
        ("kind=market_scale", ["B2", "A1"]),
        ("from=2026-11-02", ["B2"]),
        ("until=2026-11-01", ["A1"]),
        ("state=draft", ["B2", "A1"]),
        ("state=sealed", []),
        ("outcome=fail", []),
        ("device=device-a", ["B2", "A1"]),
        ("recheck=not_yet", ["B2", "A1"]),
    ],
)
def test_filters_narrow_the_list(
    reader: AsgiClient, laptop: RecordingLaptop, asked: str, found: list[str]
) -> None:
    laptop.open("a1", on=date(2026, 11, 1), place="周氏水果")
    laptop.open("b2", on=date(2026, 11, 2), place="张记海鲜")
    laptop.send()
    assert numbers(reader.get(f"/records?{asked}").text) == found


@pytest.mark.parametrize(
    "asked",
    [
        "from=yesterday",
        "state=lost",
        "outcome=%00",
        "kind=drone_flight",
        "device=nobody",
        "page=x",
        "page=-1",
        "page=2",
        "page=999999999999",
        "page=000000001" + "9" * 90,
    ],
)
def test_a_filter_that_means_nothing_is_said_and_left_out(
    reader: AsgiClient, record: SealedRecord, asked: str
) -> None:
    answer = reader.get(f"/records?{asked}")
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert numbers(answer.text) == [record.inspection.number]


def test_pages_turn_and_keep_the_filters(reader: AsgiClient, laptop: RecordingLaptop) -> None:
    for number in range(120):
        laptop.open(f"r{number:03}")
    laptop.send()
    seen: list[str] = []
    address = "/records?kind=market_scale"
    while address:
        page = reader.get(address).text
        assert len(numbers(page)) <= 50
        seen += numbers(page)
        later = re.search(r'href="(\?[^"]+)" rel="next"', page)
        address = "/records" + unescape(later.group(1)) if later else ""
        assert not address or "kind=market_scale" in address
    assert len(seen) == len(set(seen)) == 120


def test_a_thousand_records_come_fifty_a_page(laptop: RecordingLaptop, reader: AsgiClient) -> None:
    for part in range(4):  # a push has at most 500 facts
        for number in range(250):
            laptop.open(f"r{part}{number:03}")
        laptop.send()
    last = reader.get("/records?page=20").text
    assert "1000 records" in text(last)
    assert "Page 20 of 20" in text(last)
    assert len(numbers(last)) == 50
    assert len(last) < 100_000


def test_records_of_other_divisions_are_not_listed_nor_opened(
    office: OpenOffice, laptop: RecordingLaptop
) -> None:
    laptop.open("here", scope="445202")
    laptop.open("there", scope="445281")
    laptop.send()
    person = signed_in_client(office, Role.REVIEWER, scopes=("445202",))
    assert numbers(person.get("/records").text) == ["HERE"]
    assert person.get("/records/there").status_code == 404
    assert person.get("/records/here").status_code == 200
    boss = signed_in_client(office, Role.ADMINISTRATOR, scopes=())
    assert sorted(numbers(boss.get("/records").text)) == ["HERE", "THERE"]


# --- one record ----------------------------------------------------------------------------


def test_a_record_tells_figures_verdict_people_trail_and_proof(
    reader: AsgiClient, record: SealedRecord
) -> None:
    page = text(reader.get("/records/inspection-1").text)
    assert record.seal.record_sha256 in page
    assert all(person.name in page for person in PEOPLE)
    assert "Judged again: agrees" in page
    assert "JJG 539-2016" in page
    assert "Sealed with the key" in page
    assert page.count("fit one another. holds") == 1
    assert page.count("this office signed. holds") == 1


def test_the_arithmetic_is_that_of_the_printed_record(
    office: OpenOffice, reader: AsgiClient, record: SealedRecord
) -> None:
    document = report_of("spot_check_record").build(
        record.inspection, office.parts.rules, Words("en")
    )
    page = text(reader.get("/records/inspection-1").text)
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert tables
    for table in tables:
        for row in table.rows:
            for cell in row:
                assert " ".join(cell.text.split()) in page


def test_papers_are_listed_with_their_numbers_and_whether_they_count(
    office: OpenOffice, reader: AsgiClient
) -> None:
    laptop = SealingLaptop(office.storage)
    laptop.seal()
    assert "Papers issued" not in reader.get("/records/inspection-1").text
    laptop.issue("inspection-1", "粤市监揭榕责改〔2026〕3号")
    laptop.issue("inspection-1", "粤市监揭榕责改〔2026〕4号", void=EVIL)
    page = reader.get("/records/inspection-1").text
    assert "Order to Correct missing 粤市监揭榕责改〔2026〕3号" in text(page)
    assert "粤市监揭榕责改〔2026〕4号 void" in text(page)
    assert EVIL not in page


def test_an_altered_stored_fact_does_not_hold(
    office: OpenOffice, reader: AsgiClient, record: SealedRecord, tmp_path: Path
) -> None:
    base = tmp_path / "office" / "office.db"
    with sqlite3.connect(base) as db:
        changed = db.execute(
            "UPDATE events SET record = CAST(replace(record, ?, ?) AS BLOB) "
            "WHERE instr(record, ?) > 0",
            (PLACE.name.encode(), ("X" * len(PLACE.name)).encode(), PLACE.name.encode()),
        )
        assert changed.rowcount > 0
    db.close()
    page = text(reader.get("/records/inspection-1").text)
    assert "does not hold" in page or "cannot be shown" in page


def test_a_replaced_and_a_voided_record_say_so(office: OpenOffice, reader: AsgiClient) -> None:
    laptop = SealingLaptop(office.storage)
    laptop.seal("old")
    laptop.seal("gone")
    laptop.supersede("old", "JY-2026-0042")
    laptop.void("gone")
    assert "JY-2026-0042" in text(reader.get("/records/old").text)
    assert "declared void" in text(reader.get("/records/gone").text)


def test_both_verdicts_are_shown_where_the_office_judges_otherwise(
    laptop: RecordingLaptop, reader: AsgiClient
) -> None:
    laptop.claim_pass("x1")
    laptop.send()
    page = text(reader.get("/records/x1").text)
    assert "The laptop said: Pass." in page
    assert "by the same figures and rules: Fail." in page
    own = page.split("by the same figures and rules: Fail.")[1].split("1 Inspection")[0]
    assert "Error of indication · Max: Error +40 g exceeds ±30 g." in own
    assert "|Ec| = 40 g" in own
    assert "Judged again: differs" in text(reader.get("/records").text)


def test_a_record_of_a_newer_program_says_so_and_shows_its_trail_and_files(
    laptop: RecordingLaptop, reader: AsgiClient
) -> None:
    laptop.open("x1", kind="drone_flight")
    laptop.photo("x1")
    laptop.send()
    page = text(reader.get("/records/x1").text)
    assert "cannot be shown by this program's version" in page
    assert "Photo attached: 铭牌" in page
    assert PHOTO.sha256 in page


def test_an_unknown_record_is_not_found(reader: AsgiClient) -> None:
    for name in ("nobody", "%00", "x" * 300, "..%2f..%2fetc"):
        assert reader.get(f"/records/{name}").status_code in {400, 404}


def test_what_people_typed_is_never_markup(
    office: OpenOffice, laptop: RecordingLaptop, reader: AsgiClient
) -> None:
    laptop.open("a1", number=EVIL, place=EVIL, serial=EVIL)
    laptop.photo("a1", caption=EVIL)
    laptop.send()
    for address in ("/records", "/records/a1"):
        page = reader.get(address).text
        assert "<script" not in page
        assert EVIL in unescape(page)


# --- files ---------------------------------------------------------------------------------


def test_a_photo_is_shown_once_it_has_arrived(
    office: OpenOffice, laptop: RecordingLaptop, reader: AsgiClient
) -> None:
    blob = BlobReference(
        sha256=hashlib.sha256(PNG).hexdigest(), size=len(PNG), role="photo", media_type="image/png"
    )
    laptop.open("a1")
    laptop.photo("a1", blob)
    laptop.send()
    assert "This file has not arrived yet." in text(reader.get("/records/a1").text)
    assert reader.get(f"/files/{blob.sha256}").status_code == 404
    stored(office, PNG)
    assert f'<img src="/files/{blob.sha256}" alt=' in reader.get("/records/a1").text
    answer = reader.get(f"/files/{blob.sha256}")
    assert answer.content == PNG
    assert answer.headers["Content-Type"] == "image/png"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_is_told_by_its_bytes_and_anything_else_is_only_saved(
    office: OpenOffice, laptop: RecordingLaptop, reader: AsgiClient
) -> None:
    page = f"<html>{EVIL}</html>".encode()
    blob = stored(office, page, "text/html")
    laptop.open("a1")
    laptop.photo("a1", blob)
    laptop.send()
    answer = reader.get(f"/files/{blob.sha256}")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_files_of_other_divisions_and_of_no_record_are_not_found(
    office: OpenOffice, laptop: RecordingLaptop
) -> None:
    blob = stored(office, PNG)
    person = signed_in_client(office, Role.INSPECTOR, scopes=("445202",))
    boss = signed_in_client(office, Role.ADMINISTRATOR, scopes=())
    assert boss.get(f"/files/{blob.sha256}").status_code == 404
    laptop.open("there", scope="445281")
    laptop.photo("there", blob, scope="445281")
    laptop.send()
    assert person.get(f"/files/{blob.sha256}").status_code == 404
    assert boss.get(f"/files/{blob.sha256}").status_code == 200


@pytest.mark.parametrize("name", ["x", "..%2foffice.db", "AB" * 32, "%0d%0aX: y", "a" * 65])
def test_a_name_that_is_no_sha256_is_not_found(reader: AsgiClient, name: str) -> None:
    assert reader.get(f"/files/{name}").status_code == 404
