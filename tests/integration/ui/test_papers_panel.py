"""The papers of a sealed record: listed, filled in, drawn, issued with a number; nothing is cut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.adapters import qr
from inspector_app.reports.entries import row_key
from inspector_app.services.inspection_log import load
from inspector_app.services.number_blocks import Numbering
from inspector_app.settings import Settings
from serial_drivers.printers.printing import Printer
from tests.helpers.geometry import geometry_faults, settle, unnamed_controls
from tests.helpers.inspect_rig import InspectRig
from tests.helpers.papers import ENTRIES, papers
from tests.helpers.printed import from_esc_pos, from_zpl, png
from tests.helpers.sealed_record import sealed_record
from ui.papers.panel import PapersPanel
from ui.papers.side import PapersSide
from ui.theme import ThemeChoice


class Rig(InspectRig):
    """The Inspect page with the papers of a sealed record in view."""

    @property
    def panel(self) -> PapersPanel:
        side = self.page.findChild(PapersSide)
        assert side is not None
        return side.panel

    def open_papers(self, kind: str = "market_scale") -> str:
        key = sealed_record(self.workplace, kind)
        self.page.open_inspection(key)
        self.settle()
        self.page.view.signatures.papers.click()
        self.settle()
        return key

    def fill(self, key: str) -> None:
        """Choose a paper and type what the record does not know."""
        self.panel.choose(key)
        self.settle()
        form = self.panel.form
        assert form is not None
        form.show_values({**form.values(), **ENTRIES[key]})


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[Rig]:
    shown = Rig(tmp_path / "rig")
    yield shown
    shown.window.close()
    shown.runner.close()
    shown.storage.close()


def test_every_paper_is_listed_with_its_state(rig: Rig) -> None:
    rig.open_papers()
    state = rig.panel._state
    assert state is not None
    assert {one.report.key for one in state.papers} == {report.key for report in papers()}
    assert [one.report.key for one in state.papers if one.missing] == ["prior_registration_release"]


def test_the_form_begins_with_what_the_record_knows(rig: Rig) -> None:
    rig.open_papers()
    rig.panel.choose("prior_registration_notice")
    rig.settle()
    values = rig.panel.values()
    assert values[row_key("items", 1, "name")] == "电子计价秤"
    assert values["place"].startswith("广东省揭阳市")
    assert rig.panel.paper is not None
    assert rig.panel.paper.is_draft


def test_issuing_gives_the_number_and_shows_the_paper(rig: Rig) -> None:
    key = rig.open_papers()
    rig.fill("order_to_correct")
    rig.panel.issue_button.click()
    rig.settle()
    kept = load(rig.storage.log, key).reports[-1]
    assert kept.document_number == "粤市监揭榕责改〔2026〕1号"
    assert kept.document_entries["demand"] == ENTRIES["order_to_correct"]["demand"]
    assert rig.panel.paper is not None
    assert not rig.panel.paper.is_draft
    assert not rig.panel.open.isHidden()
    assert "2号" in rig.panel._number_words(rig.panel.chosen())


def test_what_is_missing_is_said_and_the_box_marked(rig: Rig) -> None:
    key = rig.open_papers()
    rig.panel.choose("order_to_correct")
    rig.settle()
    rig.panel.issue_button.click()
    rig.settle()
    assert load(rig.storage.log, key).reports == ()
    assert not rig.panel.banner.isHidden()
    assert rig.panel.form is not None
    box = rig.panel.form.boxes.long["demand"]
    assert box.edit.accessibleDescription()


def test_a_cleared_entry_stays_cleared(rig: Rig) -> None:
    rig.open_papers()
    rig.fill("order_to_correct")
    assert rig.panel.form is not None
    rig.panel.form.boxes.long["law"].set_text("")
    rig.panel.issue_button.click()
    rig.settle()
    assert not rig.panel.banner.isHidden()
    assert rig.panel.paper is not None
    assert rig.panel.paper.is_draft


def test_without_numbers_the_paper_stays_a_draft_that_can_be_saved(rig: Rig) -> None:
    rig.numbering = Numbering(place="揭榕", has_office=True)
    rig.open_papers()
    rig.fill("order_to_correct")
    assert not rig.panel.issue_button.isEnabled()
    assert rig.panel.save_draft.isEnabled()
    assert "used up" in rig.panel._number_words(rig.panel.chosen())


def issue_order(rig: Rig) -> str:
    """Issue an order to correct; return the record's id."""
    key = rig.open_papers()
    rig.fill("order_to_correct")
    rig.panel.issue_button.click()
    rig.settle()
    return key


def test_a_paper_is_declared_void_with_a_reason_and_keeps_its_number(rig: Rig) -> None:
    key = issue_order(rig)
    (row,) = rig.panel.kept.rows
    assert row.number.text() == "粤市监揭榕责改〔2026〕1号"
    row.void_button.click()
    form = rig.panel.kept.form
    assert form is not None
    assert form.second_person.text() == load(rig.storage.log, key).inspectors[1].name
    form.reason.set_text("限期写错")
    form.confirm.click()
    rig.settle()
    seen = load(rig.storage.log, key)
    (void,) = seen.voided_reports.values()
    assert (void.document_number, void.reason) == ("粤市监揭榕责改〔2026〕1号", "限期写错")
    (row,) = rig.panel.kept.rows
    assert row.void_button.isHidden()
    assert rig.panel.kept.form is None
    step = next(s for s in rig.panel.list._steps if s.key == "order_to_correct")
    assert step.is_void
    assert "1号" in step.detail
    assert rig.panel.paper is not None
    assert rig.panel.paper.is_draft


def test_the_paper_that_replaces_a_void_one_gets_the_next_number(rig: Rig) -> None:
    key = issue_order(rig)
    rig.panel.kept.rows[0].void_button.click()
    assert rig.panel.kept.form is not None
    rig.panel.kept.form.reason.set_text("限期写错")
    rig.panel.kept.form.confirm.click()
    rig.settle()
    rig.panel.issue_button.click()
    rig.settle()
    numbers = [one.document_number[-2:] for one in load(rig.storage.log, key).reports[-2:]]
    assert numbers == ["1号", "2号"]
    assert [row.number.text()[-2:] for row in rig.panel.kept.rows] == ["2号", "1号"]
    step = next(s for s in rig.panel.list._steps if s.key == "order_to_correct")
    assert not step.is_void


@pytest.mark.parametrize("box, empty", [("reason", "reason"), ("second_person", "second_person")])
def test_without_reason_or_second_person_nothing_is_void(rig: Rig, box: str, empty: str) -> None:
    key = issue_order(rig)
    rig.panel.kept.rows[0].void_button.click()
    form = rig.panel.kept.form
    assert form is not None
    form.reason.set_text("限期写错")
    getattr(form, empty).set_text("")
    form.confirm.click()
    rig.settle()
    assert load(rig.storage.log, key).voided_reports == {}
    assert not rig.panel.banner.isHidden()
    assert getattr(form, box).edit.accessibleDescription()
    form.cancel.click()
    assert rig.panel.kept.form is None


def test_an_issued_paper_is_shown_again(rig: Rig) -> None:
    issue_order(rig)
    rig.panel.choose("case_source_form")
    rig.settle()
    assert rig.panel.kept.isHidden()
    rig.panel.choose("order_to_correct")
    rig.settle()
    draft = rig.panel.paper
    assert draft is not None
    assert draft.is_draft
    rig.panel.kept.rows[0].show_button.click()
    rig.settle()
    kept = rig.panel.paper
    assert kept is not None
    assert not kept.is_draft
    assert kept.name.endswith("order_to_correct-en.pdf")


def test_a_release_can_be_issued_once_the_notice_was(rig: Rig) -> None:
    rig.open_papers()
    rig.fill("prior_registration_notice")
    rig.panel.issue_button.click()
    rig.settle()
    rig.panel.choose("prior_registration_release")
    rig.settle()
    values = rig.panel.values()
    assert values["notice_number"] == "粤市监揭榕登保〔2026〕1号"
    assert values[row_key("items", 1, "name")] == "电子计价秤"


def test_rows_are_added_and_taken_away(rig: Rig) -> None:
    rig.open_papers()
    rig.panel.choose("inquiry_record")
    rig.settle()
    assert rig.panel.form is not None
    (table,) = rig.panel.form.tables
    assert len(table.rows) == 1
    assert not table.remove.isEnabled()
    table.add.click()
    assert len(table.rows) == 2
    table.remove.click()
    assert len(table.rows) == 1


def test_escape_leads_back_to_the_record(rig: Rig) -> None:
    rig.open_papers()
    side = rig.page.findChild(PapersSide)
    assert side is not None
    side.back.click()
    assert rig.page.view.isVisible()


@pytest.mark.parametrize(
    "theme, language, size, key",
    [
        ("light", "zh_CN", (1366, 768), "inquiry_record"),
        ("dark", "en", (1024, 600), "visit_slip"),
        ("sunlight", "en", (1366, 768), "prior_registration_notice"),
    ],
)
def test_nothing_is_cut_or_unnamed(
    qapp: QApplication,
    tmp_path: Path,
    theme: ThemeChoice,
    language: str,
    size: tuple[int, int],
    key: str,
) -> None:
    rig = Rig(tmp_path / "rig", theme=theme, language=language, size=size)
    rig.open_papers()
    rig.panel.choose(key)
    rig.settle()
    rig.fill(key)
    rig.panel.issue_button.click()
    rig.settle()
    rig.panel.kept.rows[0].void_button.click()
    rig.settle()
    settle()
    assert geometry_faults(rig.page) == []
    assert unnamed_controls(rig.page) == []
    rig.window.close()
    rig.runner.close()
    rig.storage.close()


def test_a_paper_asked_for_is_in_view_in_the_list_and_says_what_it_needs(rig: Rig) -> None:
    key = rig.open_papers()
    rig.panel.show_inspection(key, "prior_registration_release")
    rig.settle()
    assert rig.panel.list.chosen_key() == "prior_registration_release"
    top = rig.panel.list.chosen_top()
    scroll = rig.panel._list_scroll
    seen = scroll.verticalScrollBar().value()
    assert seen <= top < seen + scroll.viewport().height()
    chosen = rig.panel.chosen()
    assert chosen is not None
    assert chosen.missing[0].title.en in rig.panel.preview_card.preview.accessibleName()


def printed_by(rig: Rig, key: str, settings: Settings, device: Path) -> bytes:
    """Issue a paper and print it on a raw device through the menu; return what came there."""
    rig.open_papers()
    rig.panel.printing._settings = settings
    rig.fill(key)
    assert rig.panel.label_print.isHidden(), "a draft is not printed"
    rig.panel.issue_button.click()
    rig.settle()
    assert not rig.panel.label_print.isHidden()
    device.touch()
    rig.panel.printing.fill_menu([str(device)])
    rig.panel.printing.menu.actions()[-1].trigger()
    rig.settle()
    assert not rig.panel.banner.isHidden()
    return device.read_bytes()


def token_of(rig: Rig) -> str:
    state = rig.panel._state
    assert state is not None
    assert state.inspection.seal is not None
    return state.inspection.seal.token


def test_a_slip_is_printed_on_a_receipt_printer_and_its_code_can_be_scanned(
    rig: Rig, tmp_path: Path
) -> None:
    settings = Settings(tmp_path / "settings.json")
    data = printed_by(rig, "visit_slip", settings, tmp_path / "lp0")
    assert geometry_faults(rig.panel) == []
    assert unnamed_controls(rig.panel) == []
    image, _others = from_esc_pos(data)
    assert image.width == 576
    assert qr.read(png(image)) == (token_of(rig),)
    assert settings.get("slip_printer") == f"{tmp_path / 'lp0'} 9600 8N1"
    assert settings.get("label_printer") == ""


def test_a_label_is_printed_and_its_printer_stands_first_the_next_time(
    rig: Rig, tmp_path: Path
) -> None:
    settings = Settings(tmp_path / "settings.json")
    data = printed_by(rig, "inspection_label", settings, tmp_path / "lp0")
    (image,) = from_zpl(data)
    assert qr.read(png(image)) == (token_of(rig),)

    rig.panel.printing.fill_menu(["/dev/ttyUSB0"])
    first, *_others = rig.panel.printing.menu.actions()
    assert first.text() == "Print on lp0"
    first.trigger()
    rig.settle()
    assert len(from_zpl((tmp_path / "lp0").read_bytes())) == 1, "the file is written from its start"


def test_a_printer_that_is_not_there_says_so_and_the_paper_is_kept(
    rig: Rig, tmp_path: Path
) -> None:
    settings = Settings(tmp_path / "settings.json")
    printed_by(rig, "visit_slip", settings, tmp_path / "lp0")
    rig.panel.printing.print_on(Printer(device=str(tmp_path / "lp7")))
    rig.settle()
    assert str(tmp_path / "lp7") in rig.panel.banner.accessibleName() + str(
        rig.panel.banner.accessibleDescription()
    )
    assert rig.panel.label_print.isEnabled()


def test_an_a4_paper_is_not_for_a_label_printer(rig: Rig) -> None:
    rig.open_papers()
    rig.fill("order_to_correct")
    rig.panel.issue_button.click()
    rig.settle()
    assert not rig.panel.print.isHidden()
    assert rig.panel.label_print.isHidden()
