"""The Rules room in the whole window: find a rule, read it, see where it is used, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from inspector_app import words
from inspector_app.metrology.regulations import Standing
from tests.helpers.rooms_rig import VARIANTS, RoomsRig, Variant, faults_of
from ui.rules.model import PERIOD, STANDING
from ui.rules.page import RulesPage
from ui.rules.sheet_table import SheetTable
from ui.theme import apply_theme, theme
from ui.widgets.chip import Chip, chip_width, default_icon
from ui.widgets.painting import text_width
from ui.widgets.paragraph import Paragraph
from ui.widgets.table import CHIP_ROLE

Key = Qt.Key
PLAIN = Variant("en", "light", (1366, 768))


WINDOWS_STAY = True


@pytest.fixture(scope="module")
def rig(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomsRig]:
    made = RoomsRig(qapp, tmp_path_factory.mktemp("rooms") / "data")
    yield made
    made.close()
    words.set_language("en")
    apply_theme(qapp, "light")


@pytest.fixture
def page(rig: RoomsRig) -> RulesPage:
    rig.show(PLAIN)
    page = rig.enter("rules")
    assert isinstance(page, RulesPage)
    page.search.set_text("")
    page.presenter.set_text("")
    page.choose_filter("")
    rig.rest()
    return page


def _inside(page: RulesPage) -> QWidget:
    inside = page.detail.scroller.widget()
    assert inside is not None
    return inside


def told(page: RulesPage) -> str:
    """Everything the detail says, in words."""
    inside = _inside(page)
    found = [p.text() for p in inside.findChildren(Paragraph) if p.isVisibleTo(inside)]
    found += [p.text() for p in inside.findChildren(QLabel) if p.isVisibleTo(inside)]
    found += [c.text() for c in inside.findChildren(Chip) if c.isVisibleTo(inside)]
    return "\n".join(found)


def sheets(page: RulesPage) -> dict[str, SheetTable]:
    inside = _inside(page)
    tables = (t for t in inside.findChildren(SheetTable) if t.isVisibleTo(inside))
    return {table.accessibleName(): table for table in tables}


def test_every_edition_of_the_book_is_listed_with_its_standing(page: RulesPage) -> None:
    book = page.presenter._book
    assert page.model.rowCount() == len(book.regulations)
    counts = page._counts
    assert counts[""] == sum(counts[standing.value] for standing in Standing)
    page.choose_filter("not_yet")
    shown = [page.model.edition(at) for at in range(page.model.rowCount())]
    assert [rules.number for rules in shown if rules] == ["JJG 1204-2025"]


def test_a_rule_is_found_and_read_by_keyboard(rig: RoomsRig, page: RulesPage) -> None:
    page.focus_first()
    QTest.keyClicks(page.search.edit, "443 2015")
    rig.rest()
    assert page.model.rowCount() == 1
    page.table.setFocus()
    QTest.keyClick(page.table, Key.Key_Return)
    rig.rest()
    assert page.detail.scroller.hasFocus()
    said = told(page)
    assert "JJG 443-2015" in said
    assert "2015-01-01 – 2024-04-30" in said
    assert "from memory, not confirmed" in said
    figures = sheets(page)["Figures"]
    model = figures.model()
    cells = [model.index(0, column).data() for column in range(model.columnCount())]
    assert cells[:3] == ["maximum permissible error (%)", "0.30", "From memory"]


def test_the_detail_says_where_a_rule_is_used(rig: RoomsRig, page: RulesPage) -> None:
    page.show_regulation("JJG 443-2023")
    rig.rest()
    said = told(page)
    for word in ("Fuel dispenser", "FD03", "Record of On-site Metrology Inspection"):
        assert word in said
    assert "Comes out as written" in said
    assert "E = (50.12 − 50.01592) / 50.01592 = +0.2081 %" in said
    page.show_regulation("procedure")
    page.show_regulation("市场监督管理行政处罚程序规定")
    rig.rest()
    assert "filing review" in told(page)


def test_an_edition_without_figures_says_so_and_why_it_has_no_example(
    rig: RoomsRig, page: RulesPage
) -> None:
    page.show_regulation("GB 17167-2025")
    rig.rest()
    said = told(page)
    assert "No figure of this edition is in the tables." in said
    assert "The tables of this edition were not read" in said


def test_the_other_editions_are_one_press_away(rig: RoomsRig, page: RulesPage) -> None:
    page.show_regulation("JJG 443-2023")
    rig.rest()
    page.detail.edition_wanted.emit("jjg_443", "JJG 443-2006")
    rig.rest()
    assert page.detail.rules is not None
    assert page.detail.rules.number == "JJG 443-2006"


@pytest.mark.parametrize(
    "cited,shown",
    [
        ("JJG 539-2016", "JJG 539-2016"),
        ("jjg_443", "JJG 443-2023"),
        ("燃油加油机检定规程", "JJG 443-2023"),
        ("加油站计量监督管理办法", "加油站计量监督管理办法"),
    ],
)
def test_a_citation_leads_to_its_regulation_whatever_was_filtered(
    rig: RoomsRig, page: RulesPage, cited: str, shown: str
) -> None:
    page.choose_filter("not_yet")
    rig.application.rooms.show_rule(cited)
    rig.rest()
    assert rig.window.current_key() == "rules"
    assert page.detail.rules is not None
    assert page.detail.rules.number == shown


def test_a_citation_of_an_unknown_rule_shows_its_words_in_the_search(
    rig: RoomsRig, page: RulesPage
) -> None:
    page.show_regulation("JJG 9999-1901")
    rig.rest()
    assert page.search.text() == "JJG 9999-1901"
    assert page.model.rowCount() == 0


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_the_longest_and_an_old_edition_are_shown_whole(rig: RoomsRig, variant: Variant) -> None:
    rig.show(variant)
    page = rig.enter("rules")
    assert isinstance(page, RulesPage)
    for number in ("JJG 539-2016", "JJG 443-2006", "GB 17167-2025"):
        page.show_regulation(number)
        rig.rest()
        assert faults_of(rig.window) == [], number


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_period_and_standing_of_every_edition_are_read_whole(
    rig: RoomsRig, page: RulesPage, variant: Variant
) -> None:
    rig.show(variant)
    rig.rest()
    table, model = page.table, page.model
    rows = range(model.rowCount())
    side = 2 * theme().space("m")
    chips = [model.index(at, STANDING).data(CHIP_ROLE) for at in rows]
    room = table.viewport().width() - table.columnViewportPosition(STANDING) - side
    assert max(chip_width(chip.text, default_icon(chip.kind)) for chip in chips) <= room
    if not table.isColumnHidden(PERIOD):
        periods = [str(model.index(at, PERIOD).data()) for at in rows]
        widest = max(text_width(theme().font("dense"), text) for text in periods)
        assert widest <= table.columnWidth(PERIOD) - side + 2 * theme().stroke
