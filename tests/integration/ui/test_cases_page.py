"""The Cases room in the running desktop: board, file, what is recorded, and the ways into it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app import words
from inspector_app.domain.case import Stage
from inspector_app.domain.events import ReportIssued, ReportVoided
from inspector_app.metrology.regulations import load_book
from inspector_app.services.case_file import EntryKind, TimelineEntry
from inspector_app.services.list_cases import CaseCard
from tests.helpers.documents import device_key
from tests.helpers.geometry import settle
from tests.helpers.inspections import sealed
from tests.helpers.rooms_rig import VARIANTS, RoomsRig, Variant, faults_of
from ui.cases import wording
from ui.cases.case_card import CaseButton
from ui.cases.file_panel import LAW, RECORD, TIMELINE
from ui.cases.page import CasesPage
from ui.cases.timeline import TimelineRow
from ui.theme import apply_theme
from ui.widgets.chip import chip_width
from ui.widgets.paragraph import Paragraph

_OUT = Path(__file__).resolve().parents[3] / "out" / "screens"
WIDE = VARIANTS[0]


WINDOWS_STAY = True


@pytest.fixture(scope="module")
def rig(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomsRig]:
    made = RoomsRig(qapp, tmp_path_factory.mktemp("cases") / "data")
    yield made
    made.close()
    words.set_language("en")
    apply_theme(qapp, "light")


def _page(rig: RoomsRig) -> CasesPage:
    page = rig.enter("cases")
    assert isinstance(page, CasesPage)
    return page


def _cards(page: CasesPage) -> list[CaseCard]:
    return [button.card for column in page.board.columns.values() for button in column.cards]


def _from_check(page: CasesPage) -> str:
    return next(card.case.case_id for card in _cards(page) if card.case.inspection_ids)


def _opened(rig: RoomsRig) -> CasesPage:
    rig.show(WIDE)
    page = _page(rig)
    page.open_case(_from_check(page))
    rig.rest()
    return page


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_every_part_of_the_room_is_shown_whole(rig: RoomsRig, variant: Variant) -> None:
    _OUT.mkdir(parents=True, exist_ok=True)
    rig.show(variant)
    page = _page(rig)
    page.panel.back_wanted.emit()
    rig.rest()
    faults = {"board": faults_of(rig.window)}
    key = _from_check(page)
    page.open_case(key)
    rig.rest()
    for tab in (TIMELINE, LAW, RECORD):
        page.panel.choose_tab(tab)
        settle()
        assert rig.window.grab().save(str(_OUT / f"case-{tab}-{variant}.png"))
        faults[tab] = faults_of(rig.window)
    page.panel.choose_tab(TIMELINE)
    page.show_as(table=True)
    faults["table"] = faults_of(rig.window)
    page.show_as(table=False)
    page.open_form()
    faults["form"] = faults_of(rig.window)
    page.form.cancelled.emit()
    assert {part: found for part, found in faults.items() if found} == {}


def test_a_void_paper_stays_in_the_file_struck_through_with_its_reason(qapp: QApplication) -> None:
    paper = ReportIssued(
        report="order_to_correct", language="zh_CN", sha256="a" * 64, size=1, name="order.pdf",
        document_number="粤市监揭榕责改〔2026〕1号",
    )  # fmt: skip
    void = ReportVoided(
        sha256=paper.sha256,
        document_number=paper.document_number,
        reason="限期写错",
        second_person="王某",
    )
    words.set_language("en")
    inspection, _record = sealed("market_scale", load_book(), device_key())
    told = replace(inspection, reports=(paper,), voided_reports={paper.sha256: void})
    for seen, title, detail in (
        (told, "Void: Order to Correct", "粤市监揭榕责改〔2026〕1号 · 限期写错 · 王某"),
        (replace(told, voided_reports={}), "Order to Correct", "粤市监揭榕责改〔2026〕1号"),
    ):
        entry = TimelineEntry(kind=EntryKind.PAPER, on=seen.on, inspection=seen, paper=paper)
        row = TimelineRow(entry, seen.on, {}, ends="")
        assert row.title.text() == title
        assert detail in {each.text() for each in row.findChildren(Paragraph)}
        row.deleteLater()


def test_the_board_has_each_case_in_the_column_of_its_stage(rig: RoomsRig) -> None:
    rig.show(WIDE)
    page = _page(rig)
    assert len(_cards(page)) >= 5
    for stage, column in page.board.columns.items():
        assert all(button.card.stage is stage for button in column.cards)
    assert page.board.columns[Stage.DECISION].cards


def test_a_card_opens_its_file_and_arrows_move_between_cards(rig: RoomsRig) -> None:
    rig.show(WIDE)
    page = _page(rig)
    filled = [column.cards for column in page.board.columns.values() if column.cards]
    first, target = filled[0][0], filled[1][0]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert QApplication.focusWidget() is target
    QTest.keyClick(target, Qt.Key.Key_Return)
    rig.rest()
    assert page.panel.case_id == target.card.case.case_id
    assert target.isChecked()


def test_the_filter_keeps_mine_and_what_presses(rig: RoomsRig) -> None:
    page = _page(rig)
    everything = len(_cards(page))
    page.mine.click()
    rig.rest()
    assert len(_cards(page)) == everything
    page.filters.click()
    page.pressing.click()
    rig.rest()
    assert 0 < len(_cards(page)) < everything
    page.presenter.filter = page.presenter.filter.__class__(text="没有这件")
    page.presenter.refresh()
    rig.rest()
    assert _cards(page) == []
    page.filters.click()
    page.mine.click()
    rig.rest()
    assert len(_cards(page)) == everything


def test_a_happening_is_recorded_and_moves_the_case(rig: RoomsRig) -> None:
    page = _opened(rig)
    page.presenter.open_by_hand(
        {"source": "other", "title": "新案", "facts": "事实", "on": "2026-01-05"}
    )
    rig.rest()
    page.panel.record("filed")
    page.panel.form.set_values({"case_number": "榕市监案〔2026〕099号"})
    page.panel.form.save.click()
    rig.rest()
    assert page.panel.tabs.chosen_key() == TIMELINE
    titles = [row.entry.happening.what for row in page.panel.timeline.rows if row.entry.happening]
    assert titles[0] == "filed"
    moved = [button.card.number for button in page.board.columns[Stage.INVESTIGATION].cards]
    assert "榕市监案〔2026〕099号" in moved


def test_a_refusal_stands_at_its_field_and_nothing_typed_is_lost(rig: RoomsRig) -> None:
    page = _opened(rig)
    page.panel.record("inquired")
    page.panel.form.set_values({"on": "tomorrow", "note": "half a note"})
    page.panel.form.save.click()
    rig.rest()
    assert page.panel.form.fields["on"].edit.property("state") == "error"
    page.panel.form.set_values({"on": "2999-01-01"})
    page.panel.form.save.click()
    rig.rest()
    assert page.panel.form.fields["on"].edit.property("state") == "error"
    assert page.panel.form.fields["note"].text() == "half a note"
    page.panel.form.record()


def test_the_nearest_deadline_is_extended_with_reason_and_approver(rig: RoomsRig) -> None:
    page = _opened(rig)
    view = page.panel._view
    assert view is not None
    (seizure,) = (d for d in view.deadlines if d.rule.name == "seizure")
    page.panel.choose_tab(RECORD)
    page.panel.form.extend(seizure)
    page.panel.form.save.click()
    rig.rest()
    assert page.panel.form.fields["reason"].edit.property("state") == "error"
    page.panel.form.set_values({"reason": "案情复杂", "approved_by": "陈局长"})
    page.panel.form.save.click()
    rig.rest()
    assert any(row.entry.extension for row in page.panel.timeline.rows)


def test_an_entry_is_taken_back_with_a_reason_and_stays_in_sight(rig: RoomsRig) -> None:
    page = _opened(rig)
    page.panel.choose_tab(RECORD)
    form = page.panel.form
    key = str(form.wrong.itemData(0))
    form.undo.click()
    form.set_values({"reason": "录错"})
    form.save.click()
    rig.rest()
    view = page.panel._view
    assert view is not None
    assert view.case.happening(key).withdrawn == "录错"
    assert any(
        row.entry.happening and row.entry.happening.withdrawn for row in page.panel.timeline.rows
    )


def test_the_question_for_the_police_wants_a_reason(rig: RoomsRig) -> None:
    page = _opened(rig)
    page.panel.choose_tab(LAW)
    (card,) = page.panel.law.prompts
    card.keep.click()
    assert card.reason.edit.property("state") == "error"
    card.reason.set_text("损失 120 元，未达数额")
    card.keep.click()
    rig.rest()
    view = page.panel._view
    assert view is not None
    assert view.open_prompts == ()


def test_the_foot_offers_the_documents_and_says_which_is_wanted(rig: RoomsRig) -> None:
    page = _opened(rig)
    view = page.panel._view
    assert view is not None
    asked: list[tuple[str, str]] = []
    page.panel.paper_wanted.connect(lambda key, report: asked.append((key, report)))
    buttons = page.panel.foot_buttons(view)
    buttons[0].click()
    assert asked[0][0] == view.case.inspection_ids[0]
    assert asked[0][1]


def test_a_complaint_is_entered_by_hand_and_a_bad_place_is_refused(rig: RoomsRig) -> None:
    page = _page(rig)
    before = len(_cards(page))
    page.open_form()
    page.form.set_values({"title": "新记果蔬 缺秤", "facts": "消费者投诉", "premises": "记"})
    page.form.save.click()
    rig.rest()
    assert page.form.fields["premises"].edit.property("state") == "error"
    page.form.set_values({"premises": ""})
    page.form.save.click()
    rig.rest()
    assert len(_cards(page)) == before + 1
    assert page.panel.case_id
    assert page.panel._view is not None
    assert page.panel._view.case.source == "complaint"


def test_every_case_and_deadline_is_exported_whatever_is_filtered(
    rig: RoomsRig, tmp_path: Path
) -> None:
    rig.show(WIDE)
    page = _page(rig)
    written: list[Path] = []
    page.exporting.written.connect(written.append)
    words.set_language("en")
    for name in ("cases.csv", "cases.xlsx"):
        page.exporting.write(tmp_path / name)
        rig.rest()
    assert written == [tmp_path / "cases.csv", tmp_path / "cases.xlsx"]
    text = (tmp_path / "cases.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    page.closed.setChecked(True)
    page.presenter.filter = page.presenter.filter.__class__(closed=True)
    page.presenter.refresh()
    rig.rest()
    cards = {card.number: card for card in _cards(page)}
    assert {row["Number"] for row in rows} == set(cards)
    for row in rows:
        deadline = cards[row["Number"]].deadline
        assert bool(row["Nearest deadline"]) is (deadline is not None)
        if deadline is not None and deadline.due is not None and deadline.moment is None:
            assert row["Last day"] == deadline.due.isoformat()
            today = rig.application.rooms.workplace.clock.today()
            assert int(row["Calendar days left"]) == (deadline.due - today).days
    with zipfile.ZipFile(tmp_path / "cases.xlsx") as book:
        strings = book.read("xl/sharedStrings.xml").decode()
        assert sum(name.startswith("xl/worksheets/") for name in book.namelist()) == 2
    assert "How well it is confirmed" in strings
    assert "read in the original" in strings
    page.closed.setChecked(False)
    page.presenter.filter = page.presenter.filter.__class__()
    page.presenter.refresh()
    rig.rest()


def test_the_search_finds_a_case_and_goes_there(rig: RoomsRig) -> None:
    rig.show(WIDE)
    rig.enter("bench")
    box = rig.window.top_bar.search
    box.setFocus()
    QTest.keyClicks(box, "026")
    QTest.keyClick(box, Qt.Key.Key_Return)
    rig.wait.until(lambda: rig.window.current_key() == "cases", "the case is opened")
    rig.rest()
    assert "026" in _page(rig).panel._number.text()


def test_today_shows_the_cases_that_press_and_leads_to_them(rig: RoomsRig) -> None:
    from ui.today.page import TodayPage

    page = rig.enter("today")
    assert isinstance(page, TodayPage)
    assert page._view is not None
    pressing = page._view.cases
    assert pressing
    page._tasks.acted.emit(f"case:{pressing[0].case.case_id}")
    rig.rest()
    assert rig.window.current_key() == "cases"
    assert _page(rig).panel.case_id == pressing[0].case.case_id


def test_a_failed_sealed_record_offers_its_case_in_one_click(rig: RoomsRig) -> None:
    page = _opened(rig)
    key = page.panel._view.case.inspection_ids[0] if page.panel._view else ""
    rooms = rig.application.rooms
    assert rooms is not None
    rooms.open_inspection(key)
    rig.rest()
    pane = rooms.inspect_page().view.signatures
    assert not pane.case_banner.isHidden()
    pane.open_case.click()
    rig.rest()
    assert rig.window.current_key() == "cases"
    view = _page(rig).panel._view
    assert view is not None
    assert key in view.case.inspection_ids


def test_a_small_window_shows_one_at_a_time(rig: RoomsRig) -> None:
    rig.show(Variant("zh_CN", "light", (1024, 600)))
    page = _page(rig)
    page.open_case(_from_check(page))
    rig.rest()
    assert page.board.isHidden() or not page.board.isVisible()
    page.panel.back.click()
    rig.rest()
    assert page.board.isVisible()
    assert not page.panel.isVisible()


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_the_words_of_a_deadline_are_read_whole_on_its_card(
    rig: RoomsRig, variant: Variant
) -> None:
    rig.show(variant)
    page = _page(rig)
    page.as_board.click()
    rig.rest()
    cards = [card for card in page.board.findChildren(CaseButton) if card.isVisible()]
    for card in cards:
        chip, room = wording.deadline_chip(card.card.deadline), card.foot_room()
        assert chip_width(chip.text, card.foot_icon(room)) <= room, chip.text
