"""The page beyond the straight road: choosing, refusing, interruption, reopening, looking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app import words
from inspector_app.domain.inspection import State
from inspector_app.kinds.base import Step
from tests.helpers.documents import photo
from tests.helpers.geometry import geometry_faults, unnamed_controls
from tests.helpers.inspect_rig import LINK, InspectRig
from ui.live_instrument import LinkState, LinkStatus
from ui.theme import ThemeChoice, switch_language

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[InspectRig]:
    made = InspectRig(tmp_path / "data")
    yield made
    made.close()


def concluded(rig: InspectRig) -> None:
    rig.begin()
    rig.press(Key.Key_Y, times=14)
    rig.connect()
    rig.press(Key.Key_4, CTRL)
    rig.measure()
    rig.press(Key.Key_6, CTRL)
    rig.press(Key.Key_Return)


def test_no_second_window_flashes_up_while_the_page_works(rig: InspectRig) -> None:
    concluded(rig)
    shown = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    assert shown == [rig.window]


def test_a_scanned_label_finds_its_instrument(rig: InspectRig) -> None:
    known = rig.storage.registry.list_instruments("2304718")[0].instrument
    rig.page.find(f"HPI:{known.instrument_id}")
    rig.settle()
    assert rig.page.view.premises.search.hits.keys() == [known.instrument_id]
    rig.press(Key.Key_Return)
    assert rig.inspection().instrument == known


def test_a_scanner_that_types_and_sends_enter_at_once_still_picks_its_hit(rig: InspectRig) -> None:
    QTest.keyClicks(rig.page.view.premises.search.field.edit, "2304718")
    rig.press(Key.Key_Return)
    found = rig.inspection().instrument
    assert found is not None
    assert found.serial_number == "2304718"


def test_premises_added_on_the_spot_warn_of_a_wrong_credit_code_and_allow_it(
    rig: InspectRig,
) -> None:
    pane = rig.page.view.premises
    pane.start_form()
    pane.form.set_values({"name": "新摊位", "credit_code": "92445202MA4X844470", "scope": "445202"})
    pane.form.on_save()
    rig.settle()
    assert rig.page.presenter.view is None
    assert pane.form.warning.text()
    pane.form.on_save()
    rig.settle()
    place = rig.inspection().premises
    assert place is not None
    assert place.name == "新摊位"


def test_a_form_with_errors_marks_its_fields_and_keeps_what_was_typed(rig: InspectRig) -> None:
    rig.type("2304718")
    rig.press(Key.Key_Return)
    pane = rig.page.view.instrument
    pane.start_form()
    pane.form.set_values(
        {
            "name": "秤",
            "maximum_capacity": "100 g",
            "minimum_capacity": "200 g",
            "verification_scale_interval": "ten",
            "verification_valid_until": "2027-13-45",
        }
    )
    pane.form.on_save()
    rig.settle()
    marked = {key for key, f in pane.form.fields.items() if f.edit.property("state") == "error"}
    assert marked == {"verification_scale_interval", "verification_valid_until"}
    assert pane.form.fields["verification_scale_interval"].text() == "ten"
    pane.form.set_values({"verification_scale_interval": "1 g", "verification_valid_until": ""})
    pane.form.on_save()
    rig.settle()
    assert pane.form.fields["maximum_capacity"].edit.property("state") == "error"


def test_expired_weights_are_refused_with_the_reason_at_the_moment_of_use(rig: InspectRig) -> None:
    rig.begin()
    expired = [w for w in rig.storage.registry.weight_sets() if w.valid_until < rig.clock.today()]
    assert expired, "the example market holds an expired set"
    rig.page.view.instrument.weights_picked.emit(expired[0].weight_set_id)
    rig.settle()
    assert expired[0].weight_set_id not in {w.weight_set_id for w in rig.inspection().weight_sets}
    assert rig.page.view.instrument.weights_note.text()


def test_no_needs_a_note_only_if_one_is_typed_and_keeps_it(rig: InspectRig) -> None:
    rig.begin()
    rig.press(Key.Key_N)
    rig.type("seal torn")
    rig.press(Key.Key_Return)
    first = rig.page.view.checks.rows[0].check.key
    assert rig.inspection().answers[first].answer == "no"
    assert rig.inspection().answers[first].note == "seal torn"
    assert rig.page.view.checks.rows[1].hasFocus()


def test_not_applicable_is_no_answer_where_every_instrument_must_comply(rig: InspectRig) -> None:
    rig.begin()
    rig.press(Key.Key_A)
    assert rig.inspection().answers == {}


def test_an_unplugged_cable_says_what_was_kept_and_offers_the_hand(rig: InspectRig) -> None:
    rig.begin()
    rig.connect()
    rig.show("0.000")
    rig.press(Key.Key_4, CTRL)
    rig.press(Key.Key_Space)
    rig.post(LinkStatus(state=LinkState.LOST))
    pane = rig.page.view.measurements
    assert pane.link_banner.isVisible()
    assert "1" in pane.link_banner.accessibleDescription()
    assert not pane.reading.capturable
    rig.press(Key.Key_Space)
    assert len(rig.inspection().observations) == 1
    rig.post(LinkStatus(state=LinkState.STREAMING, session_id="second"))
    assert not pane.link_banner.isVisible()


def test_a_scale_without_a_unit_asks_once_for_the_one_on_its_display(rig: InspectRig) -> None:
    rig.begin()
    rig.connect(replace(LINK, unit=None))
    rig.press(Key.Key_4, CTRL)
    rig.show("0.000", unit=None)
    pane = rig.page.view.measurements
    assert pane.unit_banner.isVisible()
    rig.press(Key.Key_Space)
    assert rig.inspection().observations == ()
    pane.unit_confirmed.emit("kg")
    rig.press(Key.Key_Space)
    assert str(rig.inspection().observations[-1].shown.mass) == "0.000 kg"
    assert not pane.unit_banner.isVisible()


def test_the_conclusion_names_what_is_missing_and_leads_there(rig: InspectRig) -> None:
    rig.begin()
    rig.press(Key.Key_6, CTRL)
    conclusion = rig.page.view.conclusion
    assert not conclusion.conclude.isEnabled()
    subjects = [row.finding.subject for row in conclusion.rows]
    assert "check:PS04" in subjects
    conclusion.rows[subjects.index("check:PS04")].go.click()
    assert rig.page.view.checks.rows[0].hasFocus()


def test_reopening_needs_a_reason_and_makes_a_draft_again(rig: InspectRig) -> None:
    concluded(rig)
    assert rig.inspection().state is State.CONCLUDED
    conclusion = rig.page.view.conclusion
    conclusion.reopen.click()
    rig.settle()
    assert rig.inspection().state is State.CONCLUDED
    conclusion.reason.set_text("one load was wrong")
    conclusion.reopen.click()
    rig.settle()
    assert rig.inspection().state is State.DRAFT


def test_a_refusal_to_sign_is_kept_with_reason_and_witness(rig: InspectRig) -> None:
    concluded(rig)
    rig.press(Key.Key_7, CTRL)
    card = rig.page.view.signatures.cards["party"]
    card.refuse.click()
    card.reason.set_text("does not agree")
    card.on_refuse()
    rig.settle()
    assert rig.inspection().signature_of("party") is None
    card.witness.set_text("王五")
    card.on_refuse()
    rig.settle()
    given = rig.inspection().signature_of("party")
    assert given is not None
    assert (given.refused, given.reason, given.witness) == (True, "does not agree", "王五")


def test_a_file_that_is_no_picture_is_refused_and_nothing_is_lost(
    rig: InspectRig, tmp_path: Path
) -> None:
    rig.begin()
    rubbish = tmp_path / "note.jpg"
    rubbish.write_bytes(b"not a picture")
    rig.page.view.evidence.photo_chosen.emit(rubbish, "nameplate")
    rig.settle()
    assert rig.inspection().photos == ()
    assert rig.page.view.banner.isVisible()
    good = tmp_path / "plate.jpg"
    good.write_bytes(photo(1))
    rig.page.view.evidence.photo_chosen.emit(good, "nameplate")
    rig.settle()
    assert len(rig.inspection().photos_kept()) == 1
    assert not rig.page.view.banner.isVisible()


def test_an_impossible_temperature_is_marked_and_not_kept(rig: InspectRig) -> None:
    rig.begin()
    rig.press(Key.Key_5, CTRL)
    rig.type("400")
    rig.press(Key.Key_Return)
    field = rig.page.view.evidence.fields["ambient_temperature_c"]
    assert field.edit.property("state") == "error"
    assert field.text() == "400"
    assert "ambient_temperature_c" not in rig.inspection().fields


def test_a_draft_goes_on_where_it_was_left(rig: InspectRig) -> None:
    rig.begin()
    rig.press(Key.Key_Y, times=3)
    left = rig.page.presenter.inspection_id
    rig.page.start_check()
    rig.settle()
    assert rig.page.presenter.view is None
    rig.page.open_inspection(left)
    rig.settle()
    answered = [row for row in rig.page.view.checks.rows if row.answer]
    assert len(answered) == 3
    assert rig.page.view.checks.rows[3].hasFocus()


def test_a_kind_without_measurements_shows_only_its_own_steps(rig: InspectRig) -> None:
    pane = rig.page.view.premises
    pane.kinds.button("market_duties").click()
    rig.type("东门农贸市场管理处")
    rig.press(Key.Key_Return)
    shown = [step for step, each in rig.page.view.panes.items() if not each.isHidden()]
    assert shown == [
        Step.PREMISES,
        Step.CHECKS,
        Step.EVIDENCE,
        Step.CONCLUSION,
        Step.SIGNATURES,
    ]


def test_a_re_weighed_lot_is_judged_live_on_a_one_sided_gauge(rig: InspectRig) -> None:
    rig.page.view.premises.kinds.button("retail_reweigh").click()
    rig.begin()
    rig.connect()
    rig.press(Key.Key_4, CTRL)
    pane = rig.page.view.measurements
    pane.reweigh.show_figures({"settled_mass": "1.500", "category": "meat", "method": "high"})
    pane.figures_typed.emit(pane.reweigh.figures())
    rig.show("1.494")
    assert pane.gauge.state.verdict == "over"
    assert (pane.gauge.state.lower, str(pane.gauge.state.upper)) == (None, "5")
    rig.press(Key.Key_Space)
    (kept,) = rig.inspection().observations
    assert kept.figures["settled_mass"] == "1.500"
    assert kept.figures["category"] == "meat"


@pytest.mark.parametrize("theme", ["light", "sunlight"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)])
def test_no_step_overlaps_overflows_cuts_text_or_lacks_a_name(
    qapp: QApplication,
    tmp_path: Path,
    theme: ThemeChoice,
    language: str,
    size: tuple[int, int],
) -> None:
    rig = InspectRig(tmp_path / "data", theme=theme, language=language, size=size)
    try:
        faults = {"new": geometry_faults(rig.window)}
        concluded(rig)
        for number in range(1, 8):
            rig.press(Qt.Key(Key.Key_0 + number), CTRL)
            faults[str(number)] = geometry_faults(rig.window)
        assert {key: found for key, found in faults.items() if found} == {}
        assert unnamed_controls(rig.page) == []
    finally:
        rig.close()


def test_another_language_reaches_every_step_at_run_time(rig: InspectRig) -> None:
    rig.begin()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    switch_language(app, "zh_CN")
    rig.settle()
    assert rig.page.view.checks.heading.text() == words.gettext("Marks and duties")
    assert rig.page.view.checks.heading.text() != "Marks and duties"
    assert rig.page.view.checks.rows[0].buttons["yes"].text() == "是"
