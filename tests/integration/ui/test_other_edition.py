"""A concluded check held against another edition: quietly beside its verdict, never replacing it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.judgement import Assessment, Band, Citation, DecisionRule
from inspector_app.domain.quantities import Ratio
from inspector_app.kinds.base import Step
from tests.helpers.geometry import geometry_faults, unnamed_controls
from tests.helpers.golden_inspections import golden_base
from tests.helpers.inspect_rig import InspectRig
from tests.integration.ui.test_trials_page import at_the_station, with_dispenser, with_particulars
from ui.inspect.model import point_verdict
from ui.inspect.other_edition import OtherEdition
from ui.theme import ThemeChoice
from ui.widgets.paragraph import Paragraph

# The range of the published example grows to 0.133 %: over 0.10 % (2023), within 0.15 % (2006).
ROWS = {
    **golden_base("fuel_dispenser")["rows"],
    "trial:1:q1:3": {
        **golden_base("fuel_dispenser")["rows"]["trial:1:q1:3"],
        "delivered": "50.18",
    },
}


def concluded(rig: InspectRig) -> OtherEdition:
    at_the_station(rig)
    with_dispenser(rig)
    with_particulars(rig)
    presenter = rig.page.presenter
    assert presenter.view is not None
    for check in presenter.view.checks:
        presenter.answer(check.check.key, "yes", "")
        rig.settle()
    for row_id, figures in ROWS.items():
        rig.page.go_to_subject(row_id)
        form = rig.page.view.trials.form
        for key, field in form.fields.items():
            field.edit.setFocus()
            field.edit.clear()
            QTest.keyClicks(field.edit, figures.get(key, ""))
            QTest.keyClick(field.edit, Qt.Key.Key_Return)
        rig.settle()
    presenter.conclude()
    rig.settle()
    rig.page.go_to(Step.CONCLUSION)
    rig.settle()
    assert rig.inspection().verdict is not None
    return rig.page.view.conclusion.other


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[InspectRig]:
    rig = InspectRig(tmp_path)
    yield rig
    rig.close()


def texts(pane: OtherEdition) -> str:
    shown = (p for p in pane.findChildren(Paragraph) if p.isVisible())
    return "\n".join(p.text() for p in shown)


def test_a_failed_nozzle_is_held_against_the_edition_of_2006(rig: InspectRig) -> None:
    pane = concluded(rig)
    before = rig.inspection()
    offered = [pane.select.itemText(at) for at in range(pane.select.count())]
    assert offered == ["JJG 443-2006", "JJG 443-2015"]
    pane.select.setCurrentIndex(0)
    pane.ask.setFocus()
    rig.press(Qt.Key.Key_Return)

    said = texts(pane)
    assert "Under JJG 443-2006 the conclusion would have been" in said
    assert "JJG 443-2006 was no longer in force on" in said
    assert "JJG 443-2023: Fail" in said
    assert "JJG 443-2006: Pass" in said
    assert "The verdict of the record stands" in said
    assert rig.inspection() == before
    assert rig.page.view.conclusion.word.text().startswith("Suspected")


def test_the_comparison_is_closed_by_a_key_and_the_next_one_replaces_it(rig: InspectRig) -> None:
    pane = concluded(rig)
    pane.select.setCurrentIndex(1)
    pane.ask.click()
    rig.settle()
    assert "Under JJG 443-2015" in texts(pane)
    assert "Every point is decided as in the record." in texts(pane)
    pane.close_button.setFocus()
    rig.press(Qt.Key.Key_Return)
    assert not pane.card.isVisible()


def test_a_finding_leads_to_the_rule_that_it_cites(rig: InspectRig) -> None:
    concluded(rig)
    asked: list[str] = []
    rig.page.rule_wanted.connect(asked.append)
    row = next(r for r in rig.page.view.conclusion.rows if r.finding.lines)
    row.rule.setFocus()
    rig.press(Qt.Key.Key_Return)
    assert row.finding.citation is not None
    assert asked == [row.finding.citation.regulation]


def test_a_draft_and_a_new_check_offer_no_comparison(rig: InspectRig) -> None:
    pane = concluded(rig)
    assert not pane.isHidden()
    rig.page.presenter.reopen("to look again")
    rig.settle()
    assert pane.isHidden()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("theme", ["light", "dark", "sunlight"])
def test_the_comparison_is_shown_whole(
    qapp: QApplication, tmp_path: Path, theme: ThemeChoice, language: str
) -> None:
    rig = InspectRig(tmp_path, theme=theme, language=language)
    try:
        concluded(rig).ask.click()
        for size in ((1366, 768), (1024, 600)):
            rig.window.resize(*size)
            rig.settle()
            assert geometry_faults(rig.window) + unnamed_controls(rig.window) == []
    finally:
        rig.close()


def test_a_point_in_the_guard_band_is_shown_over_where_its_rule_refuses_it() -> None:
    found = Assessment(
        error=Ratio(Decimal("0.9"), "%"),
        lower=Ratio(Decimal(-1), "%"),
        upper=Ratio(Decimal(1), "%"),
        guard=Ratio(Decimal("0.2"), "%"),
        band=Band.GUARD,
        lines=(),
        citation=Citation("R 1", "1"),
    )
    refused = replace(found, rule=DecisionRule.GUARDED, risk=Decimal("0.1587"))
    undecided = replace(refused, risk=None)
    shown = [point_verdict(each) for each in (found, refused, undecided)]
    assert shown == ["guard", "over", "open"]
