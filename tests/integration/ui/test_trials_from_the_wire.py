"""Meters and thermometers on a real (pseudo-)port: their value lands in the trial, bytes and all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.instrument import MeasuringInstrument
from inspector_app.domain.measurement import Observation
from inspector_app.services.register_measuring_instrument import RegisterMeasuringInstrument
from serial_drivers.catalog import find_driver
from serial_drivers.simulators import SimulatedScale
from tests.helpers.golden_inspections import golden_base
from tests.helpers.inspect_rig import InspectRig
from ui.live_instrument import LinkEvent, LinkSettings
from ui.serial_link import SerialLink, SessionFact

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
PATIENCE_MS, TURN_MS = 30_000, 10


class WiredRig(InspectRig):
    """The Inspect page over real port workers."""

    def __init__(self, folder: Path) -> None:
        self.sessions: list[SessionFact] = []
        self._captures = folder / "captures"
        super().__init__(folder)

    def _open_port(  # type: ignore[override] # a real link instead of the hand-fed port
        self, settings: LinkSettings, post: Callable[[LinkEvent], None]
    ) -> SerialLink:
        return SerialLink(
            settings,
            post,
            tell=self.sessions.append,
            captures=self._captures,
            attend=self.live.attendant.attend,
        )

    def until(self, ready: Callable[[], object]) -> None:
        for _turn in range(PATIENCE_MS // TURN_MS):
            if ready():
                return
            QTest.qWait(TURN_MS)
        raise AssertionError("it never came to be so")


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[WiredRig]:
    made = WiredRig(tmp_path / "data")
    yield made
    made.live.disconnect_port()
    made.close()


def ready(rig: WiredRig, kind: str) -> None:
    """An inspection of this kind with instrument and particulars as in its golden file."""
    base = golden_base(kind)
    place = rig.storage.registry.list_premises()[0]
    rig.page.presenter.start(kind, premises_id=place.premises_id)
    rig.settle()
    storage = rig.storage
    use = RegisterMeasuringInstrument(
        storage.log, storage.registry, rig.workplace.ids, rig.workplace.scope
    )
    entered = use(
        MeasuringInstrument(
            instrument_id="",
            category=kind,
            name="x",
            model="x",
            serial_number="1",
            manufacturer="x",
            particulars=base.get("measuring_instrument", {}),
        )
    )
    rig.page.presenter.choose_measuring_instrument(entered.instrument_id)
    rig.settle()
    for key, value in base["fields"].items():
        rig.page.view.particulars.filled.emit(key, value)
        rig.settle()


def taken(rig: WiredRig, protocol: str, load: str, row: str, box: str) -> Observation | None:
    """Read a simulated instrument of this protocol into the box, fill the rest, keep the row."""
    kind = rig.inspection().kind
    rig.page.go_to_subject(row)
    rig.settle()
    instrument = SimulatedScale(protocol)
    instrument.put(load)
    instrument.start()
    try:
        rig.live.connect_port(LinkSettings(port=instrument.path, protocol=protocol, line=""))
        rig.until(
            lambda: (
                rig.live.latest is not None
                and rig.live.latest.value == instrument.display.value
                and instrument.display.stable
                and instrument.display.value
            )
        )
        trials = rig.page.view.trials
        for key, value in golden_base(kind)["rows"][row].items():
            if key != box:
                trials.form.set_text(key, value)
        trials.form.fields[box].edit.setFocus()
        rig.page.trying.take_live()
        trials.keep.click()
        rig.settle()
    finally:
        rig.live.disconnect_port()
        instrument.stop()
    return rig.inspection().observation_at(row)


@pytest.mark.parametrize(
    "protocol, load, kept_as, unit",
    [
        ("fluke-152x", "23.61", "23.610", "C"),
        ("modbus-rtu/xy-md02@7", "23.6", "23.6", "C"),
        ("modbus-rtu/pt100@2", "23.6", "23.6", "C"),
        ("dlt645-2007@000000000161#temperature", "23.6", "23.6", "C"),
    ],
)
def test_a_fuel_temperature_comes_from_the_thermometer(
    rig: WiredRig, protocol: str, load: str, kept_as: str, unit: str
) -> None:
    ready(rig, "fuel_dispenser")
    kept = taken(rig, protocol, load, "trial:1:q1:1", "t_nozzle")
    assert kept is not None
    reading = kept.readings["t_nozzle"]
    assert kept.figures["t_nozzle"] == kept_as
    assert (str(reading.value), reading.unit, reading.protocol) == (kept_as, unit, protocol)
    assert reading.session_id
    (said,) = find_driver(protocol).decode(bytes.fromhex(reading.raw_hex))
    assert getattr(said, "value", None) == reading.value


@pytest.mark.parametrize(
    "protocol, load, kept_as",
    [
        ("dlt645-2007@000000000161", "12.34", "12.34"),
        ("dlt645-2007", "12.34", "12.34"),
        ("modbus-rtu/dc-energy@1", "900", "0.900"),
    ],
)
def test_a_chargers_energy_comes_from_the_reference_meter(
    rig: WiredRig, protocol: str, load: str, kept_as: str
) -> None:
    ready(rig, "ev_charger")
    row = next(key for key in golden_base("ev_charger")["rows"] if "load" in key)
    kept = taken(rig, protocol, load, row, "standard")
    assert kept is not None
    assert kept.figures["standard"] == kept_as
    reading = kept.readings["standard"]
    (said,) = find_driver(protocol).decode(bytes.fromhex(reading.raw_hex))
    assert getattr(said, "value", None) == reading.value
    assert reading.protocol == protocol


def test_a_reading_without_a_register_profile_is_shown_but_never_kept(rig: WiredRig) -> None:
    ready(rig, "fuel_dispenser")
    assert taken(rig, "modbus-rtu", "23.6", "trial:1:q1:1", "t_nozzle") is None
    assert rig.page.view.trials.form.values().get("t_nozzle") is None
