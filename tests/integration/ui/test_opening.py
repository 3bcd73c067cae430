"""The chosen instrument's port is opened as its saved profile says, once its adapter is plugged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.instrument import InstrumentProfile
from inspector_app.services.register_instrument import SaveProfile
from serial_drivers.ports.port_list import PortInfo
from tests.helpers.bench_rig import UsbPort
from tests.helpers.inspect_rig import LINK, InspectRig
from ui.inspect.opening import settings_by
from ui.live_instrument import LinkState

ADAPTER = "1a86:7523:2-1"
SAVED = InstrumentProfile(protocol="yaohua-tf0", line="4800 8N1", unit="kg", port_hint=ADAPTER)


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[InspectRig]:
    opened = InspectRig(tmp_path)
    yield opened
    opened.close()


def save(rig: InspectRig, profile: InstrumentProfile = SAVED, number: str = "2304718") -> None:
    known = rig.storage.registry.list_instruments(number)[0].instrument
    SaveProfile(rig.storage.log, rig.storage.registry, "445202")(known.instrument_id, profile)


def state(rig: InspectRig) -> LinkState:
    return rig.live.status.state


def test_the_plugged_adapter_is_read_as_the_profile_says(rig: InspectRig) -> None:
    save(rig)
    rig.plugged.append(UsbPort("/dev/ttyUSB7"))
    rig.begin()
    status = rig.live.status
    assert status.state is LinkState.OPENING
    assert status.settings is not None
    said = (status.settings.port, status.settings.protocol, status.settings.line)
    assert said == ("/dev/ttyUSB7", "yaohua-tf0", "4800 8N1")
    assert (status.settings.unit, status.settings.adapter) == ("kg", ADAPTER)
    assert status.settings.detection.endswith("as the instrument's profile says")


def test_an_adapter_plugged_later_is_taken_then_and_only_once(rig: InspectRig) -> None:
    save(rig)
    rig.begin()
    assert state(rig) is LinkState.CLOSED
    rig.plugged.append(UsbPort("/dev/ttyUSB7"))
    rig.page.opening.look()
    rig.settle()
    assert state(rig) is LinkState.OPENING
    rig.live.disconnect_port()  # a person lets go of it
    rig.page.opening.look()
    rig.settle()
    assert state(rig) is LinkState.CLOSED


def test_what_is_read_already_stays(rig: InspectRig) -> None:
    save(rig)
    rig.plugged.append(UsbPort("/dev/ttyUSB7"))
    rig.connect()
    rig.begin()
    assert rig.live.status.settings == LINK


@pytest.mark.parametrize(
    "profile",
    [
        replace(SAVED, port_hint=""),
        replace(SAVED, port_hint="0403:6001:A1"),
        replace(SAVED, protocol="of-tomorrow"),
        replace(SAVED, line="fast"),
    ],
)
def test_another_adapter_or_a_profile_of_tomorrow_opens_nothing(
    rig: InspectRig, profile: InstrumentProfile
) -> None:
    save(rig, profile)
    rig.plugged.append(UsbPort("/dev/ttyUSB7"))
    rig.begin()
    assert rig.live.status.state is LinkState.CLOSED
    assert not rig.failures


def test_a_profile_without_a_line_takes_the_usual_one() -> None:
    found = settings_by(replace(SAVED, line=""), PortInfo(device="COM12"))
    assert found is not None
    assert found.line == "9600 8N1"
