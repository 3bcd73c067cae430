from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from inspector_app.domain.judgement import Outcome
from inspector_app.evidence import token as tokens
from office.app import make_app
from office.server import OpenOffice
from tests.helpers.asgi_client import AsgiClient
from tests.helpers.inspections import PEOPLE, PLACE
from tests.helpers.sealed_office import STRANGER, SealedRecord, SealingLaptop

EN = {"Accept-Language": "en"}


@pytest.fixture
def laptop(office: OpenOffice) -> SealingLaptop:
    return SealingLaptop(office.storage)


@pytest.fixture
def record(laptop: SealingLaptop) -> SealedRecord:
    return laptop.seal()


@pytest.fixture
def client(office: OpenOffice) -> AsgiClient:
    return AsgiClient(make_app(office.parts), headers=EN)


def asked(client: AsgiClient, text: str) -> str:
    answer = client.get("/v", params={"t": text})
    assert answer.status_code == 200
    return answer.text


def heading(page: str) -> str:
    return page.partition("<h1>")[2].partition("</h1>")[0]


def test_the_code_of_a_kept_record_is_genuine(client: AsgiClient, record: SealedRecord) -> None:
    page = asked(client, record.seal.token)
    assert heading(page) == "Genuine"
    assert record.inspection.number in page
    assert record.inspection.on.isoformat() in page
    assert PEOPLE[0].unit in page


def test_an_address_carrying_the_code_is_understood(
    client: AsgiClient, record: SealedRecord
) -> None:
    address = tokens.with_address(record.seal.token, "https://office.example/v")
    assert heading(asked(client, address)) == "Genuine"
    assert heading(client.get("/v?" + urlsplit(address).query).text) == "Genuine"


def test_names_of_persons_and_premises_never_appear(
    client: AsgiClient, record: SealedRecord
) -> None:
    page = asked(client, record.seal.token)
    personal = [person.name for person in PEOPLE] + [PLACE.name, PLACE.responsible_person]
    assert [word for word in personal if word in page] == []


def test_a_replaced_record_is_superseded_and_names_its_successor(
    client: AsgiClient, laptop: SealingLaptop, record: SealedRecord
) -> None:
    laptop.supersede("inspection-1", "JY-2026-9999")
    page = asked(client, record.seal.token)
    assert heading(page) == "Genuine, but superseded"
    assert "JY-2026-9999" in page


def test_a_voided_record_says_so(
    client: AsgiClient, laptop: SealingLaptop, record: SealedRecord
) -> None:
    laptop.void("inspection-1")
    assert heading(asked(client, record.seal.token)) == "Genuine, but voided"


def test_a_record_with_void_papers_is_never_called_genuine_alone(
    client: AsgiClient, laptop: SealingLaptop, record: SealedRecord
) -> None:
    laptop.issue("inspection-1", "〔2026〕4号", void="wrong trader 王五")
    laptop.issue("inspection-1", "〔2026〕5号")
    page = asked(client, record.seal.token)
    assert heading(page) == "Genuine record, but not every paper of it counts"
    assert "Order to Correct" in page
    assert "〔2026〕4号<br>issued on 2026-" in page
    assert "declared void on 2026-" in page
    assert "〔2026〕5号" not in page
    assert "王五" not in page
    assert "李四" not in page


def test_papers_that_all_count_change_nothing(
    client: AsgiClient, laptop: SealingLaptop, record: SealedRecord
) -> None:
    laptop.issue("inspection-1", "〔2026〕5号")
    page = asked(client, record.seal.token)
    assert heading(page) == "Genuine"
    assert "declared void" not in page


def test_a_void_record_stays_void_beside_its_void_papers(
    client: AsgiClient, laptop: SealingLaptop, record: SealedRecord
) -> None:
    laptop.issue("inspection-1", "〔2026〕4号", void="wrong trader")
    laptop.void("inspection-1")
    page = asked(client, record.seal.token)
    assert heading(page) == "Genuine, but voided"
    assert "〔2026〕4号" in page


def test_a_key_never_introduced_is_unknown_and_its_claims_are_not_shown(
    client: AsgiClient, record: SealedRecord
) -> None:
    page = asked(client, record.token({"number": "TRUST-ME"}, signer=STRANGER))
    assert heading(page) == "Unknown"
    assert "TRUST-ME" not in page


def test_a_record_not_yet_sent_is_unknown(client: AsgiClient, record: SealedRecord) -> None:
    assert heading(asked(client, record.token({"record_sha256": "ab" * 32}))) == "Unknown"


@pytest.mark.parametrize("fact", ["number", "kind", "on", "outcome"])
def test_a_signed_code_that_differs_from_its_record_is_forged(
    client: AsgiClient, record: SealedRecord, fact: str
) -> None:
    assert record.inspection.verdict is not None
    other = {
        "number": "JY-2026-0001",
        "kind": "retail_reweigh",
        "on": record.inspection.on + timedelta(days=1),
        "outcome": next(o for o in Outcome if o is not record.inspection.verdict.outcome),
    }
    page = asked(client, record.token({fact: other[fact]}))
    assert heading(page) == "Forged"


def test_no_changed_character_of_a_code_is_ever_genuine(
    client: AsgiClient, record: SealedRecord
) -> None:
    said = set()
    for at, letter in enumerate(record.seal.token[4:], 4):
        other = "B" if letter == "A" else "A"
        text = record.seal.token[:at] + other + record.seal.token[at + 1 :]
        said.add(heading(asked(client, text)))
    assert "Forged" in said
    assert said <= {"Forged", "Unknown", "Not the code of a record"}


@pytest.mark.parametrize(
    "text",
    ["hello", "HP1:", "HP1:AAAA", "https://example.org/", "衡平", "\x00\x01", "<script>x</script>"],
)
def test_any_other_text_gets_a_clear_page(client: AsgiClient, text: str) -> None:
    page = asked(client, text)
    assert heading(page) == "Not the code of a record"
    assert "<script" not in page


def test_a_far_too_long_text_gets_a_clear_page(client: AsgiClient) -> None:
    assert heading(asked(client, "HP1:" + "A" * 20_000)) == "Not the code of a record"


def test_an_address_that_is_no_address_is_no_code(client: AsgiClient) -> None:
    assert heading(asked(client, "https://[broken?t=HP1:A")) == "Not the code of a record"


def test_without_a_code_the_page_asks_for_one(client: AsgiClient) -> None:
    for address in ("/", "/v", "/v?t=%20"):
        assert heading(client.get(address).text) == "Verify a record"


def test_the_page_is_chinese_unless_the_browser_prefers_english(client: AsgiClient) -> None:
    for accepted, language in {"fr": "zh-CN", "zh-TW,en": "zh-CN", "en-GB,zh": "en"}.items():
        page = client.get("/", headers={"Accept-Language": accepted}).text
        assert f'<html lang="{language}">' in page


def test_the_chosen_language_stays_chosen(client: AsgiClient) -> None:
    client.get("/?lang=zh")
    assert '<html lang="zh-CN">' in client.get("/").text
    client.get("/?lang=en")
    assert '<html lang="en">' in client.get("/").text


def test_switching_the_language_keeps_the_code(client: AsgiClient, record: SealedRecord) -> None:
    page = asked(client, record.seal.token)
    switch = page.partition('<a href="?')[2].partition('"')[0].replace("&amp;", "&")
    assert parse_qs(switch) == {"t": [record.seal.token], "lang": ["zh"]}


@pytest.mark.parametrize("address", ["/", "/v?t=x", "/style.css"])
def test_every_answer_forbids_script_frames_and_sniffing(client: AsgiClient, address: str) -> None:
    headers = client.get(address).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Strict-Transport-Security"].startswith("max-age=")


def test_records_that_cannot_be_read_say_nothing_about_the_paper(
    office: OpenOffice, client: AsgiClient, record: SealedRecord, tmp_path: Path
) -> None:
    office.storage.close()
    for file in (tmp_path / "office").glob("office.db*"):
        file.unlink()
    (tmp_path / "office" / "office.db").mkdir()
    answer = client.get("/v", params={"t": record.seal.token})
    assert answer.status_code == 503
    assert heading(answer.text) == "Cannot be looked up now"
