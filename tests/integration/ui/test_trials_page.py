"""A petrol station on the page: register the dispenser, fill the particulars, try a nozzle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.inspection import State
from inspector_app.domain.instrument import MeasuringInstrument
from inspector_app.kinds.base import Step
from inspector_app.services.register_measuring_instrument import RegisterMeasuringInstrument
from tests.helpers.geometry import geometry_faults, unnamed_controls
from tests.helpers.golden_inspections import golden_base
from tests.helpers.inspect_rig import LINK, InspectRig
from ui.inspect.finding_row import FindingRow
from ui.theme import ThemeChoice, apply_theme

Key = Qt.Key
BASE = golden_base("fuel_dispenser")
RUN = BASE["rows"]["trial:1:q1:1"]


def at_the_station(rig: InspectRig) -> None:
    """A draft of the kind at the first place, nothing else chosen."""
    place = rig.storage.registry.list_premises()[0]
    rig.page.presenter.start("fuel_dispenser", premises_id=place.premises_id)
    rig.settle()


def with_dispenser(rig: InspectRig) -> MeasuringInstrument:
    storage = rig.storage
    use = RegisterMeasuringInstrument(
        storage.log, storage.registry, rig.workplace.ids, rig.workplace.scope
    )
    entered = use(
        MeasuringInstrument(
            instrument_id="",
            category="fuel_dispenser",
            name="税控燃油加油机",
            model="CS46",
            serial_number="220517",
            manufacturer="某机械公司",
            particulars=BASE["measuring_instrument"],
        )
    )
    rig.page.presenter.choose_measuring_instrument(entered.instrument_id)
    rig.settle()
    return entered


def with_particulars(rig: InspectRig) -> None:
    pane = rig.page.view.particulars
    for key, value in BASE["fields"].items():
        pane.filled.emit(key, value)
        rig.settle()


def ready(rig: InspectRig) -> None:
    at_the_station(rig)
    with_dispenser(rig)
    with_particulars(rig)
    rig.page.go_to_subject("trial:1:q1:1")
    rig.settle()


def type_run(rig: InspectRig, **changed: str) -> None:
    """Type a delivery box by box, Enter after each, as a person would."""
    form = rig.page.view.trials.form
    for key, field in form.fields.items():
        field.edit.setFocus()
        field.edit.clear()
        QTest.keyClicks(field.edit, {**RUN, **changed}.get(key, ""))
        QTest.keyClick(field.edit, Key.Key_Return)
    rig.settle()


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[InspectRig]:
    made = InspectRig(tmp_path / "data")
    yield made
    made.close()


def test_a_dispenser_entered_on_the_page_is_registered_and_chosen(rig: InspectRig) -> None:
    at_the_station(rig)
    rig.page.go_to(Step.MEASURING_INSTRUMENT)
    pane = rig.page.view.measuring_instrument
    pane.add.click()
    for key, text in (("name", "CS46"), ("serial_number", "9001"), ("seal_board", "FZ-3")):
        QTest.keyClicks(pane.form.fields[key].edit, text)
    pane.save.click()
    rig.settle()
    chosen = rig.inspection().measuring_instrument
    assert chosen is not None
    assert (chosen.serial_number, chosen.particulars) == ("9001", {"seal_board": "FZ-3"})
    assert rig.storage.registry.measuring_instruments("fuel_dispenser") == (chosen,)


def test_an_entry_without_a_name_is_refused_at_its_box(rig: InspectRig) -> None:
    at_the_station(rig)
    pane = rig.page.view.measuring_instrument
    pane.add.click()
    pane.save.click()
    rig.settle()
    assert rig.inspection().measuring_instrument is None
    assert pane.form.fields["name"].edit.accessibleDescription()


def test_the_trials_follow_from_the_nozzles_named(rig: InspectRig) -> None:
    at_the_station(rig)
    with_dispenser(rig)
    assert rig.page.view.trials.rows.keys() == []
    QTest.keyClicks(rig.page.view.particulars.form.fields["nozzles"].edit, "1,2")
    rig.page.view.particulars.form.fields["nozzles"].edit.editingFinished.emit()
    rig.settle()
    planned = rig.page.view.trials.rows.keys()
    assert {key.split(":")[1] for key in planned} == {"1", "2"}


@pytest.mark.parametrize(
    "typed,said",
    [
        ("1,A-7", "A-7"),
        (",".join(map(str, range(1, 40))), "33"),
        ("123456789", "123456789"),
    ],
)
def test_a_nozzle_that_cannot_be_named_so_is_said_at_its_box_and_stays_there(
    rig: InspectRig, typed: str, said: str
) -> None:
    at_the_station(rig)
    box = rig.page.view.particulars.form.fields["nozzles"]
    box.edit.setFocus()
    QTest.keyClicks(box.edit, typed)
    QTest.keyClick(box.edit, Key.Key_Return)
    rig.settle()
    rig.page.view.particulars.filled.emit("measure_number", "LB-50-3")
    rig.settle()
    assert rig.inspection().fields["measure_number"] == "LB-50-3"
    assert said in box.edit.accessibleDescription()
    assert box.text() == typed
    assert "nozzles" not in rig.inspection().fields


def test_full_width_digits_name_the_nozzles_all_the_same(rig: InspectRig) -> None:
    at_the_station(rig)
    rig.page.view.particulars.filled.emit("nozzles", "１、２，12")
    rig.settle()
    assert rig.inspection().fields["nozzles"] == "1,2,12"
    planned = rig.page.view.trials.rows.keys()
    assert {key.split(":")[1] for key in planned} == {"1", "2", "12"}


def test_a_delivery_typed_box_by_box_is_kept_and_the_next_row_waits(rig: InspectRig) -> None:
    ready(rig)
    type_run(rig)
    kept = rig.inspection().observation_at("trial:1:q1:1")
    assert kept is not None
    assert kept.figures == RUN
    assert rig.page.trying.row().row_id != "trial:1:q1:1"  # type: ignore[union-attr] # there is one


def test_the_error_is_shown_while_it_is_typed(rig: InspectRig) -> None:
    ready(rig)
    form = rig.page.view.trials.form
    for key, value in RUN.items():
        form.set_text(key, value)
    rig.settle()
    assert "0.1770 %" in rig.page.view.trials.lines.text()


def test_a_temperature_of_400_degrees_is_refused_at_its_box_and_nothing_is_kept(
    rig: InspectRig,
) -> None:
    ready(rig)
    type_run(rig, t_nozzle="400")
    assert rig.inspection().observation_at("trial:1:q1:1") is None
    assert "400" in rig.page.view.trials.form.fields["t_nozzle"].edit.accessibleDescription()


def test_a_temperature_is_taken_from_the_thermometer_with_its_bytes(rig: InspectRig) -> None:
    ready(rig)
    rig.connect(LINK)
    rig.show("23.61", unit="°C")
    trials = rig.page.view.trials
    for key in ("delivered", "neck", "t_measure"):
        trials.form.set_text(key, RUN[key])
    trials.form.fields["t_nozzle"].edit.setFocus()
    rig.press(Key.Key_F4)
    trials.keep.click()
    rig.settle()
    kept = rig.inspection().observation_at("trial:1:q1:1")
    assert kept is not None
    assert kept.figures["t_nozzle"] == "23.61"
    assert bytes.fromhex(kept.readings["t_nozzle"].raw_hex) == b"23.61"


def test_kilograms_are_not_taken_for_degrees(rig: InspectRig) -> None:
    ready(rig)
    rig.connect(LINK)
    rig.show("23.61", unit="kg")
    trials = rig.page.view.trials
    trials.form.fields["t_nozzle"].edit.setFocus()
    rig.press(Key.Key_F4)
    assert trials.form.values().get("t_nozzle") is None


def test_a_row_taken_back_waits_again(rig: InspectRig) -> None:
    ready(rig)
    type_run(rig)
    rig.page.trying.go_to_row("trial:1:q1:1")
    rig.page.view.trials.undo.click()
    rig.settle()
    assert rig.inspection().observation_at("trial:1:q1:1") is None


@pytest.mark.parametrize("theme", ["light", "dark", "sunlight"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)])
def test_nothing_is_cut_and_everything_has_a_name(
    qapp: QApplication,
    tmp_path: Path,
    theme: ThemeChoice,
    language: str,
    size: tuple[int, int],
) -> None:
    rig = InspectRig(tmp_path / "data", theme=theme, language=language, size=size)
    ready(rig)
    type_run(rig)
    for step in (Step.MEASURING_INSTRUMENT, Step.PARTICULARS, Step.TRIALS):
        rig.page.go_to(step)
        rig.settle()
        assert geometry_faults(rig.window) == []
        assert unnamed_controls(rig.window) == []
    rig.close()


def kept_identity(rig: InspectRig) -> None:
    """The first row of the nozzle kept: its findings stand below its form."""
    ready(rig)
    rig.page.trying.go_to_row("trial:1:identity")
    trials = rig.page.view.trials
    for key, text in BASE["rows"]["trial:1:identity"].items():
        trials.form.set_text(key, text)
    trials.keep.click()
    rig.settle()
    rig.page.trying.go_to_row("trial:1:identity")
    rig.settle()


def test_findings_shown_anew_do_not_stand_over_the_old_ones(rig: InspectRig) -> None:
    kept_identity(rig)
    trials, view = rig.page.view.trials, rig.page.presenter.view
    assert view is not None
    found = [f for f in view.verdict.findings if f.subject == "trial:1:identity"]
    assert found
    old = trials.findChildren(FindingRow)
    assert [row.finding for row in old if row.isVisible()] == found
    trials.show_view(view, "trial:1:identity")
    assert not any(row.isVisible() for row in old)


def test_a_concluded_record_offers_no_keeping(rig: InspectRig) -> None:
    ready(rig)
    trials, view = rig.page.view.trials, rig.page.presenter.view
    assert view is not None
    assert trials.keep.isEnabled()
    closed = replace(view, inspection=replace(view.inspection, state=State.CONCLUDED))
    trials.show_view(closed, "trial:1:q1:1")
    assert not any(each.isEnabled() for each in (trials.form, trials.keep, trials.undo))


def test_an_entry_makes_only_the_rows_of_findings_that_it_changes(rig: InspectRig) -> None:
    ready(rig)
    rig.page.view.particulars.filled.emit("nozzles", ",".join(map(str, range(1, 33))))
    rig.settle()
    findings = rig.page.view.conclusion.findings
    before = list(findings.rows)
    assert len(before) > 100
    rig.page.go_to_subject("trial:1:q1:1")
    rig.settle()
    type_run(rig)
    kept = [row for row in findings.rows if row in before]
    assert len(findings.rows) - len(kept) < 5
    drawn = [findings.body.itemAt(at) for at in range(findings.body.count())]
    widgets = [item.widget() for item in drawn if item is not None]
    assert [widget for widget in widgets if isinstance(widget, FindingRow)] == findings.rows
    assert all(row.isVisibleTo(findings) for row in findings.rows)


def test_a_row_without_an_error_has_no_gauge_and_nothing_to_read(rig: InspectRig) -> None:
    ready(rig)
    trials = rig.page.view.trials
    assert trials.gauge.isVisible()
    assert trials.take_live.isVisible()
    for row in ("trial:1:totals", "trial:1:identity"):
        rig.page.trying.go_to_row(row)
        rig.settle()
        assert not trials.gauge.isVisible()
        assert not trials.take_live.isVisible()


def test_boxes_of_the_row_before_are_gone_at_once(rig: InspectRig) -> None:
    ready(rig)
    form = rig.page.view.trials.form
    old = form.fields["delivered"]
    rig.page.trying._row_id = "trial:1:identity"
    rig.page.trying._show_trials()
    assert not old.isVisible()
    rig.settle()
    assert form.fields["board_number"].isVisible()


def test_the_rule_of_a_trial_s_finding_is_asked_for(rig: InspectRig) -> None:
    kept_identity(rig)
    asked: list[str] = []
    rig.page.rule_wanted.connect(asked.append)
    row = next(r for r in rig.page.view.trials.findChildren(FindingRow) if r.isVisible())
    row.rule.click()
    assert asked == ["JJG 443-2023"]


def test_no_edition_to_compare_is_offered_to_a_draft(rig: InspectRig) -> None:
    ready(rig)
    rig.page.go_to(Step.CONCLUSION)
    rig.settle()
    assert not rig.page.view.conclusion.other.isVisible()


def test_the_steps_stay_inside_their_card_when_the_theme_changes(rig: InspectRig) -> None:
    ready(rig)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for theme in ("sunlight", "dark", "light"):
        apply_theme(app, theme)
        rig.settle()
        assert geometry_faults(rig.window) == []
