"""The aids of the bench on real pseudo-terminals, and by hand where a minute would pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app import words
from inspector_app.domain.instrument import InstrumentProfile
from inspector_app.domain.quantities import Mass
from inspector_app.metrology.wire_probes.result import Probe
from inspector_app.services.sheets import cell_text
from serial_drivers.aids.drift_run import DriftRun
from serial_drivers.aids.probe_run import ProbeRun, ProbeStep
from serial_drivers.aids.prompts import Prompt
from serial_drivers.aids.repeatability_run import RepeatabilityRun
from tests.helpers.aid_streams import Stream
from tests.helpers.bench_rig import BenchRig
from tests.helpers.geometry import geometry_faults, settle, unnamed_controls
from ui.bench.ports.plate_interval import PlateInterval
from ui.theme import apply_theme
from ui.theme.tokens import THEME_NAMES, ThemeName

_OUT = Path(__file__).resolve().parents[3] / "out" / "pages"


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[BenchRig]:
    with BenchRig(tmp_path) as opened:
        opened.page.below.choose("aids")
        yield opened
    words.set_language("en")
    apply_theme(qapp, "light")


def choose(rig: BenchRig, aid: str, **typed: str) -> None:
    rig.page.aids_card.choice.button(aid).click()
    for name, text in typed.items():
        rig.page.aids_card.fields.edits[name].setText(text)


def by_hand(rig: BenchRig) -> Stream:
    """Return a stream into the run that is under way; the port's own readings stay outside."""
    assert rig.page.aids.run is not None
    rig.page.stream.seen.disconnect(rig.page.aids._on_indication)
    return Stream(rig.page.aids.run)


def test_a_repeatability_run_catches_two_loads_from_a_real_port(rig: BenchRig) -> None:
    scale = rig.read("yaohua-tf0", "0.000")
    choose(rig, "repeatability", interval="0.005", count="2")
    rig.page.aids_card.start.click()
    run = rig.page.aids.run
    assert isinstance(run, RepeatabilityRun)
    for _weighing in range(2):
        rig.until(lambda: run.prompt is Prompt.PUT_LOAD_ON)
        scale.put("5.000")
        rig.until(lambda: run.prompt is Prompt.TAKE_LOAD_OFF)
        scale.take_all()
    rig.until(lambda: rig.page.aids_card.prompt.text() == "Finished")

    assert [str(weighing.value) for weighing in run.weighings] == ["5.000", "5.000"]
    assert all(weighing.indication.raw for weighing in run.weighings)
    assert rig.page.aids_card.results.values.text() == "5.000 · 5.000"
    values, figures = rig.page.aids.sheets()
    assert values.columns == ("No.", "Value (kg)", "Return to zero (kg)")
    assert [list(map(cell_text, row)) for row in values.rows] == [
        ["1", "5.000", "0.000"],
        ["2", "5.000", "0.000"],
    ]
    assert ("Spread", "0.000 kg (0 d)") in figures.rows
    assert rig.page.aids_card.start.text() == "Start"


def test_without_a_reading_nothing_is_started_and_a_sentence_says_why(rig: BenchRig) -> None:
    rig.page.aids_card.start.click()
    assert rig.page.aids.run is None
    assert "No instrument is read" in rig.page.aids_card.warning.text()


def test_a_figure_that_is_none_is_marked_and_nothing_is_started(rig: BenchRig) -> None:
    rig.read()
    choose(rig, "repeatability", count="1.5")
    rig.page.aids_card.start.click()
    assert rig.page.aids.run is None
    assert rig.page.aids_card.fields.edits["count"].property("state") == "error"
    assert rig.page.aids_card.warning.text()


def test_a_scale_that_was_just_switched_on_is_asked_about(rig: BenchRig) -> None:
    rig.read()
    rig.page.aids.show()
    assert rig.page.aids_card.warning.text().startswith("Read for 0 min")


def test_a_drift_run_stopped_at_any_time_keeps_its_values_for_a_spreadsheet(
    rig: BenchRig, tmp_path: Path
) -> None:
    rig.read()
    choose(rig, "drift", interval="0.005", minutes="0")
    rig.page.aids_card.start.click()
    stream = by_hand(rig)
    stream.rest("5.000", seconds=60)
    stream.rest("5.015", seconds=30)
    rig.page.aids_card.start.click()

    assert rig.page.aids_card.start.text() == "Start"
    (row,) = (line for line in rig.page.aids_card.results.rows if not line.isHidden())
    assert row.chip.text() == "Look here"
    rig.page.aids_card.copy.click()
    lines = QApplication.clipboard().text().splitlines()
    assert (len(lines), lines[0], lines[-1]) == (91, "0.000\t5.000", "90.000\t5.015")
    target = tmp_path / "drift.csv"
    rig.page.aids.exporting.write(target)
    rig.until(lambda: rig.sentence().startswith("Values written"))
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert (len(lines), lines[0], lines[-1]) == (92, "Seconds,Value (kg)", "90.000,5.015")


def test_an_earlier_profile_of_the_adapter_fills_in_d_and_what_is_typed_stays(
    rig: BenchRig,
) -> None:
    scale = rig.read()
    entry, edit = rig.page.ports.entries[scale.path], rig.page.aids_card.fields.edits["interval"]
    saved = InstrumentProfile(
        protocol="yaohua-tf0", line="9600 8N1", verification_interval=Mass.parse("5 g")
    )
    other = replace(saved, protocol="mt-sics", verification_interval=Mass.parse("1 g"))
    entry.profiles = (saved, other)
    rig.until(lambda: edit.text() == "0.005")
    assert "e of the saved profile stands for d" in edit.toolTip()
    rig.until(lambda: "e of the saved profile" in rig.page.aids_card.warning.text())
    assert rig.page.aids_card.fields.captions()["interval"] == "e as d (kg)"

    edit.setText("0.002")
    assert rig.page.aids_card.fields.captions()["interval"] == "d on the plate (kg)"
    rig.until(lambda: "e of the saved profile" not in rig.page.aids_card.warning.text())
    entry.said_interval = PlateInterval(Mass.parse("10 g"), "instrument", "TCS-150")
    rig.until(lambda: rig.page.aids_card.fields._suggested == "0.01")
    assert edit.text() == "0.002"


def test_d_of_the_scale_under_inspection_goes_before_every_profile(rig: BenchRig) -> None:
    scale = rig.read()
    entry, card = rig.page.ports.entries[scale.path], rig.page.aids_card
    e = Mass.parse("10 g")
    profile = InstrumentProfile(protocol="yaohua-tf0", line="9600 8N1", verification_interval=e)
    entry.profiles = (profile,)
    rig.until(lambda: card.fields.edits["interval"].text() == "0.01")
    instrument = rig.storage.registry.list_instruments("", limit=1)[0].instrument
    rig.inspected = replace(
        instrument, verification_scale_interval=e, actual_scale_interval=Mass.parse("2 g")
    )
    rig.until(lambda: card.fields.edits["interval"].text() == "0.002")
    rig.until(lambda: "which is under inspection" in card.note.text())
    choose(rig, "drift")
    card.start.click()
    run = rig.page.aids.run
    assert isinstance(run, DriftRun)
    rig.until(lambda: run.samples)
    _values, figures = rig.page.aids.sheets()
    assert ("d used", "0.002 kg (under inspection)") in figures.rows
    rig.page.aids.stop()
    rig.inspected = None
    rig.until(lambda: card.fields.edits["interval"].text() == "0.01")


def test_the_d_in_use_is_named_among_the_figures_as_typed_or_as_e(rig: BenchRig) -> None:
    scale = rig.read()
    entry, card = rig.page.ports.entries[scale.path], rig.page.aids_card
    entry.said_interval = PlateInterval(Mass.parse("5 g"), "profile")
    for typed, told in (("", "0.005 kg (profile e)"), ("0.001", "0.001 kg (typed)")):
        rig.until(lambda: card.fields.edits["interval"].text() != "")
        choose(rig, "drift", **({"interval": typed} if typed else {}))
        card.start.click()
        run = rig.page.aids.run
        assert isinstance(run, DriftRun)
        rig.until(lambda run=run: run.samples)  # type: ignore[misc]
        _values, figures = rig.page.aids.sheets()
        assert ("d used", told) in figures.rows
        rig.page.aids.stop()


def test_two_instruments_at_one_cable_leave_d_to_the_person(rig: BenchRig) -> None:
    scale = rig.read()
    entry = rig.page.ports.entries[scale.path]
    one = InstrumentProfile(
        protocol="yaohua-tf0", line="9600 8N1", verification_interval=Mass.parse("5 g")
    )
    entry.profiles = (one, replace(one, verification_interval=Mass.parse("10 g")))
    assert entry.interval is None


def test_a_pulled_cable_is_told_and_the_run_goes_on(rig: BenchRig) -> None:
    scale = rig.read()
    choose(rig, "drift")
    rig.page.aids_card.start.click()
    run = rig.page.aids.run
    assert isinstance(run, DriftRun)
    rig.until(lambda: run.samples)
    scale.unplug()
    rig.until(lambda: rig.page.aids_card.prompt.text().startswith("No signal"))
    kept = len(run.samples)
    scale.replug()
    rig.until(lambda: len(run.samples) > kept)
    assert rig.page.aids.is_running


def test_the_probes_lead_through_their_steps_and_say_what_they_found(rig: BenchRig) -> None:
    rig.read()
    choose(rig, "probes", interval="0.005", small="0.025")
    rig.page.aids_card.start.click()
    run, stream = rig.page.aids.run, by_hand(rig)
    assert isinstance(run, ProbeRun)
    stream.rest("0.000", seconds=8)
    rig.page.aids.show()
    assert rig.page.aids_card.prompt.text() == "Put the small load on, at once"
    assert rig.page.aids_card.done.text() == "It is on"
    rig.page.aids_card.done.click()
    stream.rest("0.000", seconds=12)
    stream.rest("-0.025", seconds=8)
    for _step in range(3):
        rig.page.aids_card.skip.click()

    assert run.step is ProbeStep.DONE
    shown = {
        line.title.text(): line.chip.text()
        for line in rig.page.aids_card.results.rows
        if not line.isHidden()
    }
    assert len(shown) == len(Probe)
    assert shown["Zero tracking"] == "Look here"
    assert shown["Loading against unloading"] == "Not enough data"


def test_another_port_ends_the_run_with_what_it_has(rig: BenchRig) -> None:
    rig.read()
    choose(rig, "drift")
    rig.page.aids_card.start.click()
    run = rig.page.aids.run
    assert isinstance(run, DriftRun)
    rig.until(lambda: run.samples)
    other = rig.scale("mt-sics", "1.000")
    rig.page.ports.choose(other.path)
    rig.until(lambda: run.is_over)
    assert {sample.value for sample in run.samples} == {Decimal("5.000")}


def test_only_what_is_seen_is_gone_to_with_the_pane_key(rig: BenchRig) -> None:
    rig.read()
    seen = [pane for pane in rig.page.panes() if pane.isVisible()]
    assert rig.page.aids_card.choice in seen
    assert rig.page.bytes.table not in seen
    rig.page.below.choose("bytes")
    settle()
    seen = [pane for pane in rig.page.panes() if pane.isVisible()]
    assert rig.page.bytes.table in seen
    assert rig.page.aids_card.choice not in seen


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", THEME_NAMES)
@pytest.mark.parametrize("size", [(1294, 720), (968, 556)])
def test_the_aids_are_whole_in_every_theme_language_and_size(
    qapp: QApplication, tmp_path: Path, size: tuple[int, int], name: ThemeName, language: str
) -> None:
    with BenchRig(tmp_path, theme=name, language=language) as rig:
        rig.page.resize(*size)
        rig.page.set_compact(size[0] < 1024)
        rig.page.below.choose("aids")
        rig.read()
        for aid in ("repeatability", "drift", "probes"):
            choose(rig, aid, interval="0.005", small="0.025")
            rig.page.aids_card.start.click()
            rig.page.aids.show()
            settle()
            assert geometry_faults(rig.page) == []
            assert unnamed_controls(rig.page) == []
        rig.page.aids_card.start.click()
        settle()
        _OUT.mkdir(parents=True, exist_ok=True)
        shot = _OUT / f"bench-aids-{language}-{name}-{size[0]}x{size[1]}.png"
        assert rig.page.grab().save(str(shot))
        assert geometry_faults(rig.page) == []
    words.set_language("en")
    apply_theme(qapp, "light")


@pytest.mark.parametrize("aid", ["repeatability", "drift", "probes"])
def test_in_a_narrow_window_every_figure_and_every_word_of_a_probe_is_in_sight(
    qapp: QApplication, rig: BenchRig, aid: str
) -> None:
    rig.read()
    apply_theme(qapp, "sunlight")
    rig.page.set_compact(True)
    rig.page.setFixedSize(968, 556)
    choose(rig, aid, interval="0.005", small="0.025")
    rig.page.aids_card.start.click()
    stream = by_hand(rig)
    for load in ("0.000", "15.005", "0.000", "15.005"):
        stream.rest(load, seconds=5)
    rig.page.aids.stop()
    settle()

    results = rig.page.aids_card.results
    inner = results.widget()
    assert inner is not None
    assert inner.width() <= results.viewport().width()
    assert geometry_faults(rig.page) == []
