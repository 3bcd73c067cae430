"""Numbers of papers: never twice, no gap given again, refused in words when a block is used up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from inspector_app.domain.events import EventDraft, NumberBlockReserved, NumberTaken, ReportIssued
from inspector_app.domain.exceptions import InputInvalid, StorageUnavailable, WrongState
from inspector_app.domain.text import Text
from inspector_app.reports.base import Document
from inspector_app.reports.catalogue import reports
from inspector_app.services.conclude_inspection import ConcludeInspection
from inspector_app.services.inspection_log import load
from inspector_app.services.issue_report import IssuedReport, IssueReport
from inspector_app.services.number_blocks import LOCAL_BLOCK, NumberBook, Numbering
from inspector_app.services.number_supply import PaperNumbers, numbering_of
from inspector_app.services.ports import Attachment
from inspector_app.services.seal_inspection import SealInspection
from inspector_app.services.sign_inspection import SignInspection
from inspector_app.services.void_report import VoidReport, counts_no_longer
from inspector_app.sync.messages import NumberBlock
from tests.helpers.fakes import FakeClock, FakeLog, FakePdfWriter, one_pixel_png
from tests.helpers.papers import ENTRIES
from tests.unit.services.conftest import Desk

TODAY = date(2026, 11, 23)
OFFICE = Numbering(province="粤", place="揭榕", has_office=True)
ALONE = Numbering(province="粤", place="揭榕")
PREFIX = "粤市监揭榕责改"


def block(first: int, last: int, *, prefix: str = PREFIX, year: int = 2026) -> NumberBlock:
    return NumberBlock(block_id=f"b{first}", prefix=prefix, year=year, first=first, last=last)


def give(book: NumberBook, kind: str = "责改", on: date = TODAY) -> str:
    """Give the next number with a paper's fact, as issuing does."""
    number = book.next(kind, on)
    body = ReportIssued(report="r", language="zh_CN", sha256=str(number), size=1, name="r.pdf")
    draft = EventDraft(stream_id="i", scope="", body=body)
    assert book.take(number, (draft,), ("i", "r")) is not None
    return str(number)


@pytest.fixture
def log() -> FakeLog:
    return FakeLog()


# --- the book --------------------------------------------------------------------------------


def test_numbers_of_a_block_are_given_in_order_and_then_it_is_used_up(log: FakeLog) -> None:
    book = NumberBook(log, OFFICE)
    book.keep(block(21, 23))
    assert [give(book) for _ in range(3)] == [f"{PREFIX}〔2026〕{n}号" for n in (21, 22, 23)]
    with pytest.raises(WrongState, match="number_block_used_up") as caught:
        book.next("责改", TODAY)
    assert caught.value.parameters == {"prefix": PREFIX, "year": "2026"}


def test_a_second_block_follows_the_first_whatever_lies_between(log: FakeLog) -> None:
    book = NumberBook(log, OFFICE)
    book.keep(block(41, 41))
    book.keep(block(1, 2))
    assert [give(book)[-3:] for _ in range(3)] == ["〕1号", "〕2号", "41号"]


def test_kinds_and_years_are_series_of_their_own(log: FakeLog) -> None:
    book = NumberBook(log, OFFICE)
    book.keep(block(1, 5))
    book.keep(block(7, 9, prefix="粤市监揭榕登保"))
    give(book)
    assert str(book.next("登保", TODAY)) == "粤市监揭榕登保〔2026〕7号"
    assert str(book.next("责改", TODAY)) == f"{PREFIX}〔2026〕2号"
    with pytest.raises(WrongState, match="number_block_used_up"):
        book.next("责改", date(2027, 1, 1))


def test_a_number_that_went_meanwhile_is_not_given_again(log: FakeLog) -> None:
    book = NumberBook(log, OFFICE)
    book.keep(block(1, 5))
    seen = book.next("责改", TODAY)
    give(book)
    before = len(log.events)
    assert book.take(seen, (), ("i", "r")) is None
    assert len(log.events) == before


def test_nothing_is_given_when_the_disk_is_full(log: FakeLog) -> None:
    book = NumberBook(log, OFFICE)
    book.keep(block(1, 5))
    log.disk_full = True
    with pytest.raises(StorageUnavailable):
        give(book)
    log.disk_full = False
    assert give(book) == f"{PREFIX}〔2026〕1号"


def test_number_and_paper_are_one_commit(log: FakeLog) -> None:
    book = NumberBook(log, OFFICE)
    book.keep(block(1, 5))
    before = log.commits
    give(book)
    assert log.commits == before + 1


def test_a_block_that_overlaps_is_refused(log: FakeLog) -> None:
    book = NumberBook(log, OFFICE)
    book.keep(block(1, 20))
    for wrong in (block(20, 25), block(5, 6), block(0, 30), block(40, 30)):
        with pytest.raises(WrongState, match="number_block_overlaps"):
            book.keep(wrong)
    assert sum(isinstance(e.body, NumberBlockReserved) for e in log.events) == 1


def test_without_an_office_the_laptop_reserves_its_own_as_it_goes(log: FakeLog) -> None:
    book = NumberBook(log, Numbering(place="揭榕", digits=4, first=88))
    assert str(book.next("责改", TODAY)) == "市监揭榕责改〔2026〕0088号"
    assert not log.events  # looking takes nothing
    given = [give(book) for _ in range(LOCAL_BLOCK + 2)]
    assert len(set(given)) == LOCAL_BLOCK + 2
    assert given[-1] == "市监揭榕责改〔2026〕0139号"
    assert sum(isinstance(e.body, NumberBlockReserved) for e in log.events) == 2


def test_a_number_needs_a_place(log: FakeLog) -> None:
    with pytest.raises(InputInvalid, match="number_prefix_missing"):
        NumberBook(log, Numbering()).next("责改", TODAY)


def test_settings_say_how_numbers_are_written() -> None:
    said = {
        "number_province": " 闽 ",
        "number_place": "光",
        "number_digits": "4",
        "number_first": "x",
        "number_kinds": "责改=责令 委托＝检委 无=",
    }
    numbering = numbering_of(said.__getitem__, has_office=False)
    assert str(numbering.number("责改", 2026, 88)) == "闽市监光责令〔2026〕0088号"
    assert str(numbering.number("无", 2026, 88)) == "闽市监光无〔2026〕0088号"
    assert numbering.first == 1


@pytest.mark.parametrize("place", ["光 1", "〔", "很" * 30])
def test_a_prefix_that_could_not_be_read_back_is_refused(log: FakeLog, place: str) -> None:
    book = NumberBook(log, Numbering(place=place))
    with pytest.raises(InputInvalid, match="document_number_invalid"):
        book.next("责改", TODAY)
    assert PaperNumbers(lambda: book, FakeClock()).wanted() == ()


# --- what a round asks for -------------------------------------------------------------------


def test_every_kind_of_which_few_are_left_is_asked_for(log: FakeLog) -> None:
    book = NumberBook(log, OFFICE)
    supply = PaperNumbers(lambda: book, FakeClock())
    kinds = {report.number_kind for report in reports() if report.number_kind}
    assert {series.prefix for series in supply.wanted()} == {f"粤市监揭榕{kind}" for kind in kinds}
    supply.keep(block(1, 20))
    assert PREFIX not in {series.prefix for series in supply.wanted()}
    for _ in range(16):
        give(book)
    (wanted,) = [series for series in supply.wanted() if series.prefix == PREFIX]
    assert wanted.held == ((1, 20),)


def test_before_new_year_the_next_years_numbers_are_asked_for_too(log: FakeLog) -> None:
    clock = FakeClock(datetime(2026, 12, 20, tzinfo=UTC))
    years = {s.year for s in PaperNumbers(lambda: NumberBook(log, OFFICE), clock).wanted()}
    assert years == {2026, 2027}


def test_nothing_is_asked_for_while_no_place_is_named(log: FakeLog) -> None:
    book = NumberBook(log, Numbering(has_office=True))
    assert PaperNumbers(lambda: book, FakeClock()).wanted() == ()


# --- issuing ---------------------------------------------------------------------------------


def sealed(desk: Desk) -> str:
    key = ConcludeInspection(desk.log, desk.book)(desk.measured().inspection_id).inspection_id
    for role in ("inspector", "party"):
        SignInspection(desk.log, desk.blobs)(key, role=role, name="某", image=one_pixel_png())
    SealInspection(desk.log, desk.signer, desk.clock)(key)
    return key


def issue(
    desk: Desk,
    key: str,
    report: str,
    entries: Mapping[str, str] | None = None,
    numbering: Numbering = ALONE,
) -> IssuedReport:
    declared = next(each for each in reports() if each.key == report)
    case = IssueReport(
        desk.log,
        desk.blobs,
        desk.clock,
        FakePdfWriter(),
        desk.book,
        numbers=NumberBook(desk.log, numbering),
    )
    return case(key, declared, entries=ENTRIES.get(report, {}) if entries is None else entries)


def test_a_paper_keeps_number_and_entries_in_its_event(desk: Desk) -> None:
    key = sealed(desk)
    issued = issue(desk, key, "entrusted_testing")
    kept = issued.inspection.reports[-1]
    assert kept.document_number == issued.document_number == "粤市监揭榕委托〔2026〕1号"
    assert kept.document_entries["body"] == "揭阳市质量计量监督检测所"
    assert kept.document_entries["items.1.name"] == "电子计价秤"  # from the record
    taken = [e.body for e in desk.log.events if isinstance(e.body, NumberTaken)]
    assert [(t.number, t.inspection_id, t.report) for t in taken] == [
        (issued.document_number, key, "entrusted_testing")
    ]


def test_a_paper_without_kind_of_number_takes_none(desk: Desk) -> None:
    issued = issue(desk, sealed(desk), "visit_slip")
    assert issued.document_number == ""
    assert not any(isinstance(e.body, NumberTaken) for e in desk.log.events)


def test_a_refused_paper_takes_no_number(desk: Desk) -> None:
    key = sealed(desk)
    with pytest.raises(InputInvalid, match="entries_missing"):
        issue(desk, key, "entrusted_testing", {"body": "某所"})
    with pytest.raises(InputInvalid, match="paper_does_not_fit"):
        issue(desk, key, "order_to_correct")  # everything conforms: nothing to correct
    assert issue(desk, key, "entrusted_testing").document_number.endswith("〕1号")


def test_used_up_offline_nothing_is_lost_and_nothing_written(desk: Desk) -> None:
    key = sealed(desk)
    before = len(desk.log.events)
    with pytest.raises(WrongState, match="number_block_used_up"):
        issue(desk, key, "entrusted_testing", numbering=OFFICE)
    assert len(desk.log.events) == before
    NumberBook(desk.log, OFFICE).keep(block(41, 60, prefix="粤市监揭榕委托"))
    assert issue(desk, key, "entrusted_testing", numbering=OFFICE).document_number.endswith("41号")


def test_a_voided_paper_keeps_its_number(desk: Desk) -> None:
    key = sealed(desk)
    first = issue(desk, key, "entrusted_testing")
    with pytest.raises(InputInvalid, match="second_person_missing"):
        VoidReport(desk.log)(key, first.sha256, reason="写错", second_person="")
    with pytest.raises(InputInvalid, match="text_too_long"):
        VoidReport(desk.log)(key, first.sha256, reason="写" * 4001, second_person="王某")
    with pytest.raises(InputInvalid, match="text_not_writable"):
        VoidReport(desk.log)(key, first.sha256, reason="写错", second_person="王\x07某")
    assert not counts_no_longer(desk.log, desk.registry, first.sha256)
    voided = VoidReport(desk.log)(key, first.sha256, reason="写错", second_person="王某")
    assert counts_no_longer(desk.log, desk.registry, first.sha256)
    assert not counts_no_longer(desk.log, desk.registry, "0" * 64)
    assert voided.voided_reports[first.sha256].document_number == first.document_number
    assert issue(desk, key, "entrusted_testing").document_number.endswith("〕2号")
    with pytest.raises(WrongState, match="report_voided_before"):
        VoidReport(desk.log)(key, first.sha256, reason="写错", second_person="王某")
    with pytest.raises(WrongState, match="report_not_issued"):
        VoidReport(desk.log)(key, "0" * 64, reason="写错", second_person="王某")
    assert load(desk.log, key).voided_reports


def test_a_paper_that_lost_its_number_is_drawn_anew_with_the_next(desk: Desk) -> None:
    key, book = sealed(desk), NumberBook(desk.log, ALONE)

    class Overtaken(FakePdfWriter):
        """While the first paper is drawn, another one takes its number."""

        def write(
            self, document: Document, *, attachments: tuple[Attachment, ...], created_at: datetime
        ) -> bytes:
            if not self.written:
                give(book, "委托")
            return super().write(document, attachments=attachments, created_at=created_at)

    declared = next(each for each in reports() if each.key == "entrusted_testing")
    writer = Overtaken()
    case = IssueReport(desk.log, desk.blobs, desk.clock, writer, desk.book, numbers=book)
    issued = case(key, declared, entries=ENTRIES["entrusted_testing"])
    assert issued.document_number.endswith("〕2号")
    assert [document.number[-2:] for document, _files in writer.written] == ["1号", "2号"]


def test_titles_of_numbered_papers_are_texts() -> None:
    titles = [report.title for report in reports() if report.number_kind]
    assert all(isinstance(title, Text) for title in titles)
