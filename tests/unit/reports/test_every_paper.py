"""What holds for every paper: its golden tree, its form, its refusals, and hard cases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from inspector_app.casework import working_days
from inspector_app.domain.events import SignatureGiven
from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.domain.figures import Figure, FigureKind
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Outcome
from inspector_app.kinds.catalogue import kind_of, kinds
from inspector_app.metrology.regulations import load_book
from inspector_app.reports.base import Closing, Document, Imprint, ProofBlock, Report
from inspector_app.reports.catalogue import record_report, report_of, reports_for
from inspector_app.reports.entries import Filled, checked_entries, merged, row_key
from inspector_app.reports.needs import unmet
from inspector_app.reports.page import PageStyle, official
from inspector_app.reports.sections.titles import TITLES
from inspector_app.services.issue_report import require_needs
from inspector_app.words import Words
from tests.helpers.documents import device_key
from tests.helpers.inspections import events_of, sealed, told
from tests.helpers.papers import (
    ENTRIES,
    FOLDER,
    ON,
    filled,
    golden_text,
    paper,
    papers,
    with_notice,
)

BOOK = load_book()
LANGUAGES = ("zh_CN", "en")
PAPERS = {report.key: report for report in papers()}
BOTH = [(key, language) for key in PAPERS for language in LANGUAGES]
_FORM = re.compile(r"[1-9][0-9]? .+")


def built(key: str, language: str = "zh_CN") -> Document:
    return paper(PAPERS[key], Words(language), BOOK, device_key())[0]


def said(document: Document) -> str:
    return "\n".join(document.texts())


def boxes(report: Report) -> Iterator[Figure]:
    yield from report.entries
    for table in report.tables:
        yield from table.figures


@pytest.mark.parametrize("key, language", BOTH)
def test_the_tree_is_the_golden_one(key: str, language: str) -> None:
    golden = (FOLDER / f"{key}-{language}.txt").read_text(encoding="utf-8")
    assert golden_text(PAPERS[key], language, BOOK) == golden


def test_no_golden_tree_is_left_over() -> None:
    names = {path.stem for path in FOLDER.glob("*.txt")}
    assert names == {f"{key}-{language}" for key, language in BOTH}


def test_the_standard_set_is_complete() -> None:
    forms = {int(r.form.split()[0]) for r in papers() if r.form}
    assert forms == {1, 4, 5, 9, 14, 19, 20, 24, 25, 29, 30, 32, 33, 50}


@pytest.mark.parametrize("report", papers(), ids=lambda report: report.key)
def test_every_paper_declares_itself_whole(report: Report) -> None:
    assert not report.form or _FORM.fullmatch(report.form)
    keys = [figure.key for figure in report.entries] + [table.key for table in report.tables]
    assert len(keys) == len(set(keys))
    assert all(key.isascii() and "." not in key for key in keys)
    assert all(f.label.zh and f.label.en for f in boxes(report))
    assert all(f.choices for f in boxes(report) if f.kind is FigureKind.CHOICE)
    assert (report.key in TITLES) == bool(report.number_kind)


def test_no_two_papers_share_a_kind_of_number() -> None:
    used = [report.number_kind for report in papers() if report.number_kind]
    assert len(used) == len(set(used)) == len(TITLES)


@pytest.mark.parametrize("kind", [kind.key for kind in kinds()])
def test_the_record_stays_the_first_document_of_every_kind(kind: str) -> None:
    assert record_report() in reports_for(kind)
    assert len(reports_for(kind)) == len(PAPERS) + 1


# --- entries ---------------------------------------------------------------------------------


@pytest.mark.parametrize("report", papers(), ids=lambda report: report.key)
def test_what_is_missing_is_named_all_at_once(report: Report) -> None:
    required = [figure for figure in report.entries if figure.required]
    least = [table for table in report.tables if table.least]
    if not required and not least:
        assert checked_entries(report, {}) == {}
        return
    with pytest.raises(InputInvalid, match="entries_missing") as caught:
        checked_entries(report, {})
    names = caught.value.parameters["names"].split("、")
    wanted = [f.label.zh for f in required] + [table.title.zh for table in least]
    assert len(caught.value.parameters["names_en"].split(", ")) >= len(required)
    assert "、".join(wanted) == "、".join(names)


def test_an_entry_that_nobody_asks_for_is_refused() -> None:
    given = {**ENTRIES["result_notice"], "what": "秤", "colour": "red"}
    with pytest.raises(InputInvalid, match="figure_unknown"):
        checked_entries(PAPERS["result_notice"], given)


def test_an_entry_too_long_is_refused_with_its_limit() -> None:
    given = {**ENTRIES["seal_strip"], "what": "秤" * 61}
    with pytest.raises(InputInvalid, match="text_too_long") as caught:
        checked_entries(PAPERS["seal_strip"], given)
    assert caught.value.parameters["limit"] == "60"


def test_a_row_left_half_empty_is_named_with_its_number() -> None:
    given = {**ENTRIES["inquiry_record"], "place": "市场", "name": "陈某", "recorder": "王某"}
    given[row_key("questions", 2, "answer")] = " "
    with pytest.raises(InputInvalid, match="entries_missing") as caught:
        checked_entries(PAPERS["inquiry_record"], given)
    assert caught.value.parameters["names"] == "问答2“答”"
    assert caught.value.parameters["field"] == "questions.2.answer"


def test_rows_are_numbered_anew_without_gaps() -> None:
    items = {
        "items.4.name": "秤",
        "items.4.quantity": "1",
        "items.9.name": "盘",
        "items.9.quantity": "2",
    }
    kept = checked_entries(PAPERS["list_of_items"], {"belongs_to": "x", "place": "y", **items})
    assert kept["items.1.name"] == "秤"
    assert kept["items.2.name"] == "盘"


def test_more_rows_than_a_paper_holds_are_refused() -> None:
    rows = {row_key("items", n, key): "1" for n in range(1, 202) for key in ("name", "quantity")}
    with pytest.raises(InputInvalid, match="too_many_rows"):
        checked_entries(PAPERS["list_of_items"], {"belongs_to": "x", "place": "y", **rows})


def test_leaving_a_paper_needs_reason_and_witness() -> None:
    given = {"place": "市场", "served_at": "2026-11-24T10:00:00", "mode": "left"}
    given |= {"served.1.paper": "责令改正通知书"}
    with pytest.raises(InputInvalid) as caught:
        checked_entries(PAPERS["service_receipt"], given)
    assert caught.value.parameters["names"] == "拒收理由、见证人"


def test_what_a_person_wrote_overrules_the_record_and_a_table_as_a_whole() -> None:
    known = {"place": "市场", "items.1.name": "秤", "items.2.name": "盘"}
    assert merged(known, {"items.1.name": "砝码"}) == {"place": "市场", "items.1.name": "砝码"}
    assert merged(known, {"place": ""})["place"] == ""


# --- needs -----------------------------------------------------------------------------------


def opened() -> Inspection:
    return Inspection.fold(events_of(told(kind_of("market_scale"), BOOK)[:1]))


@pytest.mark.parametrize("report", papers(), ids=lambda report: report.key)
def test_a_record_just_opened_is_refused_by_name_of_what_it_lacks(report: Report) -> None:
    missing = unmet(report.needs, opened())
    assert len(missing) == len(report.needs)
    if not missing:
        return
    with pytest.raises(InputInvalid, match="paper_does_not_fit") as caught:
        require_needs(report, opened())
    assert caught.value.parameters["names"] == "、".join(need.title.zh for need in missing)


def test_an_order_to_correct_needs_something_to_correct() -> None:
    inspection, _record = sealed("market_duties", BOOK, device_key(), faulty=False)
    assert [n.key for n in unmet(PAPERS["order_to_correct"].needs, inspection)] == [
        "something_wrong"
    ]


def test_a_release_needs_a_notice_that_still_counts() -> None:
    inspection, _record = sealed("market_scale", BOOK, device_key())
    assert unmet(PAPERS["prior_registration_release"].needs, inspection)
    assert not unmet(PAPERS["prior_registration_release"].needs, with_notice(inspection))


# --- content ---------------------------------------------------------------------------------


def test_a_paper_takes_its_facts_from_the_record_without_retyping() -> None:
    text = said(built("order_to_correct"))
    for fact in ("阿䶮鲜肉档", "91440300MA5EQXL17P", "JY2024-0317", "2026年11月23日", "误差 +40 g"):
        assert fact in text, fact


def test_registration_ends_after_the_working_days_of_the_rule() -> None:
    # 2026-11-24 is a Tuesday: 7 working days on is Thursday 2026-12-03 (程序规定 35, 80).
    assert "自2026年11月24日起至2026年12月3日止" in said(built("prior_registration_notice"))


def test_registration_across_a_year_without_calendar_is_refused() -> None:
    inspection, _record = sealed("market_scale", BOOK, device_key())
    report = PAPERS["prior_registration_notice"]
    late = replace(filled(report, inspection, BOOK, Words("zh_CN")), on=date(2026, 12, 28))
    with pytest.raises(OutOfRange, match="calendar_missing"):
        report.build(inspection, BOOK, Words("zh_CN"), late)


def test_terms_run_by_the_rules_of_the_papers_day_the_record_by_its_own() -> None:
    inspection, _record = sealed("market_scale", BOOK, device_key())
    report = PAPERS["prior_registration_notice"]
    without = {"off": (), "make_up": ()}
    known = BOOK.newest(working_days.KEY)
    following = replace(known, effective_from=date(2027, 1, 1), tables=without)
    later = replace(BOOK, regulations=(*BOOK.regulations, following))
    entries = filled(report, inspection, BOOK, Words("zh_CN"))
    late = replace(entries, on=date(2026, 12, 28), law=later)
    # Monday 2026-12-28, no holiday in this invented 2027: 7 working days on is 2027-01-06.
    document = report.build(inspection, BOOK, Words("zh_CN"), late)
    assert "自2026年12月28日起至2027年1月6日止" in said(document)


def test_a_release_names_the_notice_and_its_items() -> None:
    text = said(built("prior_registration_release"))
    assert "粤市监揭榕登保〔2026〕3号" in text
    assert "ACS-30" in text


@pytest.mark.parametrize("key", ["case_transfer_letter", "criminal_transfer_letter"])
def test_letters_have_a_red_head_and_the_ruled_foot(key: str) -> None:
    document = built(key)
    assert document.letter
    assert isinstance(document.blocks[-1], Imprint)
    assert any(isinstance(block, Closing) for block in document.blocks)


def test_a_draft_of_a_numbered_paper_says_that_it_has_no_number() -> None:
    inspection, _record = sealed("market_scale", BOOK, device_key())
    document = PAPERS["order_to_correct"].build(inspection, BOOK, Words("zh_CN"), Filled())
    assert document.number == "（草稿，未编号）"


def test_an_unconfirmed_verdict_gives_no_legal_word_on_slip_and_label() -> None:
    inspection, _record = sealed("market_scale", BOOK, device_key())
    assert inspection.verdict is not None
    unsure = replace(inspection.verdict, legal=False, outcome=Outcome.FAIL)
    doubtful = replace(inspection, verdict=unsure)
    for language in ("ru", "vi", "ja", "en"):
        entries = Filled(entries={"language": language, "contact": "x"}, on=ON)
        slip = PAPERS["visit_slip"].build(doubtful, BOOK, Words("zh_CN"), entries)
        fields = slip.blocks[0]
        assert "不合格\n" not in said(slip)
        assert "疑似" in str(fields)
    label = PAPERS["inspection_label"].build(doubtful, BOOK, Words("zh_CN"), Filled())
    (proof,) = [block for block in label.blocks if isinstance(block, ProofBlock)]
    assert proof.title == "涉嫌不合格"


@pytest.mark.parametrize("language", ["none", "zh", "en", "ru", "vi", "ja"])
def test_the_slip_speaks_the_traders_language_beside_the_official_one(language: str) -> None:
    inspection, _record = sealed("market_scale", BOOK, device_key())
    entries = Filled(entries={"language": language, "contact": "x"}, on=ON)
    text = said(PAPERS["visit_slip"].build(inspection, BOOK, Words("zh_CN"), entries))
    assert "检查结果" in text
    assert ("检查结果 / " in text) == (language not in {"none", "zh"})


def test_official_papers_take_their_sheet_from_the_standard() -> None:
    sheet = official(BOOK)
    assert (sheet.top, sheet.left, sheet.lines, sheet.chars) == (37, 28, 22, 28)
    assert sheet.width - sheet.left - sheet.area[0] == 26
    assert sheet.height - sheet.top - sheet.area[1] == 35
    for key, report in PAPERS.items():
        assert built(key).page.style is report.paper
        if report.paper is PageStyle.OFFICIAL:
            assert built(key).page == sheet


# --- hard cases ------------------------------------------------------------------------------

LONG_NAME = "揭阳市榕城区进贤门大道第一农贸市场综合经营管理有限责任公司（东区水产分部）" * 3
RARE = "𠮷㛃䶮𬭊"


def hard(inspection: Inspection) -> Inspection:
    assert inspection.premises is not None
    assert inspection.instrument is not None
    place = replace(
        inspection.premises, name=LONG_NAME + RARE, credit_code="", responsible_person="", phone=""
    )
    device = replace(inspection.instrument, name="电子计价秤" * 12, serial_number="X" * 60)
    refused = SignatureGiven(
        role="party", name="陈某" * 20, refused=True, reason="不同意。" * 40, witness="林某"
    )
    statement = "\n".join(f"第{n}行：当事人陈述。" for n in range(1, 21))
    return replace(
        inspection,
        premises=place,
        instrument=device,
        signatures=(*inspection.signatures, refused),
        fields={**inspection.fields, "party_statement": statement},
    )


@pytest.mark.parametrize("key, language", BOTH)
def test_long_names_rare_characters_and_silence_can_be_written(key: str, language: str) -> None:
    inspection, _record = sealed("market_scale", BOOK, device_key())
    wild, report, words = hard(with_notice(inspection)), PAPERS[key], Words(language)
    known = report.prefill(wild, BOOK, words)
    given = {"name": "陈某", "present": "陈某", **ENTRIES.get(key, {})}
    asked = {figure.key for figure in report.entries} | {table.key for table in report.tables}
    given = {k: text for k, text in given.items() if k.partition(".")[0] in asked}
    kept = checked_entries(report, merged(known, given))
    assert report.build(wild, BOOK, words, Filled(entries=kept, on=ON)).blocks


@pytest.mark.parametrize("key", sorted(PAPERS))
@pytest.mark.parametrize("kind", [kind.key for kind in kinds()])
def test_every_paper_can_be_drafted_for_every_kind(key: str, kind: str) -> None:
    inspection, _record = sealed(kind, BOOK, device_key())
    report, words = PAPERS[key], Words("zh_CN")
    known = report.prefill(inspection, BOOK, words)
    assert report.build(inspection, BOOK, words, Filled(entries=known, on=ON)).blocks


@pytest.mark.parametrize("key", sorted(PAPERS))
def test_every_paper_can_be_drafted_before_there_is_a_party_or_instrument(key: str) -> None:
    report, words = PAPERS[key], Words("en")
    known = report.prefill(opened(), BOOK, words)
    assert report.build(opened(), BOOK, words, Filled(entries=known)).blocks


def test_a_paper_is_found_by_its_key() -> None:
    assert report_of("order_to_correct").form.startswith("33")
