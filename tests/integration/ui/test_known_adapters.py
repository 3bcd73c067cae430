"""An adapter that comes back under another name is known again on the Bench."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.instrument import InstrumentProfile
from inspector_app.services.register_instrument import SaveProfile
from serial_drivers.catalog import find_driver
from serial_drivers.driver import SerialLine
from serial_drivers.simulators import ScaleNature, SimulatedScale
from tests.helpers.bench_rig import BenchRig, UsbPort
from ui.bench.ports.model import Known
from ui.live_instrument import LinkState, LinkStatus
from ui.serial_link import SessionBegan

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[BenchRig]:
    with BenchRig(tmp_path) as opened:
        yield opened


def plugged(rig: BenchRig, protocol: str = "yaohua-tf0", load: str = "5") -> SimulatedScale:
    """Plug a scale into the rig's only USB socket; return it."""
    scale = SimulatedScale(protocol, nature=ScaleNature(noise=0.0, settling_s=0.05))
    scale.put(load)
    scale.start()
    rig.scales.append(scale)
    rig.found[:] = [UsbPort(scale.path)]
    rig.page.ports.scan()
    rig.until(lambda: scale.path in rig.page.ports.entries)
    return scale


def unplugged(rig: BenchRig) -> None:
    rig.found.clear()
    rig.page.ports.scan()
    rig.until(lambda: not rig.page.ports.entries)


def test_what_a_person_said_of_a_port_holds_when_it_comes_back_under_another_name(
    rig: BenchRig,
) -> None:
    first = plugged(rig)
    rig.page.ports.read_as(first.path, find_driver("yaohua-tf0"), SerialLine(baudrate=4800))
    rig.page.ports.set_unit(first.path, "t")
    rig.until(lambda: rig.live.status.state is LinkState.STREAMING)
    rig.live.disconnect_port()
    unplugged(rig)

    second = plugged(rig)
    entry = rig.page.ports.entries[second.path]
    assert entry.known is Known.RECOGNISED
    assert entry.settings is not None
    assert (entry.settings.port, entry.settings.line, entry.unit) == (second.path, "4800 8N1", "t")


def test_what_was_detected_is_tried_first_at_the_next_name(rig: BenchRig) -> None:
    first = plugged(rig, "adam")  # asked, not heard: a detection listens for long before
    rig.until(lambda: rig.known(first) is Known.RECOGNISED)
    rig.live.disconnect_port()
    unplugged(rig)

    steps: list[int] = []
    rig.page.ports._detections.progressed.connect(lambda _key, step: steps.append(step.i))
    second = plugged(rig, "adam")
    rig.until(lambda: rig.known(second) is Known.RECOGNISED)
    assert steps == [1]


def test_a_saved_profile_is_tried_first_at_its_adapter(rig: BenchRig) -> None:
    row = rig.storage.registry.list_instruments("", limit=1)[0].instrument
    save = SaveProfile(rig.storage.log, rig.storage.registry, "445202")
    profile = InstrumentProfile(protocol="adam", line="9600 8N1", port_hint="1a86:7523:2-1")
    save(row.instrument_id, profile)
    steps: list[int] = []
    rig.page.ports._detections.progressed.connect(lambda _key, step: steps.append(step.i))
    scale = plugged(rig, "adam")
    rig.until(lambda: rig.known(scale) is Known.RECOGNISED)
    assert steps == [1]


def test_the_card_of_the_port_that_is_read_takes_the_new_name(rig: BenchRig) -> None:
    scale = plugged(rig)
    rig.until(lambda: "5.000" in rig.page.live_card.reading.accessibleName())
    scale.unplug()
    rig.until(lambda: rig.known(scale) is Known.LOST)
    entry = rig.page.ports.entries[scale.path]
    rig.found[:] = [UsbPort("/dev/ttyUSB9")]
    rig.page.ports.scan()
    rig.until(lambda: "/dev/ttyUSB9" in rig.page.column.cards)

    assert rig.page.ports.entries == {"/dev/ttyUSB9": entry}
    assert list(rig.page.column.cards) == ["/dev/ttyUSB9"]
    assert rig.page.ports.chosen == "/dev/ttyUSB9"
    assert entry.settings is not None
    assert entry.settings.port == "/dev/ttyUSB9"
    assert entry.known is Known.LOST, "only the reader knows when it reads again"


def test_a_reader_that_is_faster_than_the_list_moves_the_card_too(rig: BenchRig) -> None:
    scale = plugged(rig)
    rig.until(lambda: "5.000" in rig.page.live_card.reading.accessibleName())
    settings = rig.page.ports.entries[scale.path].settings
    assert settings is not None
    moved = replace(settings, port="/dev/ttyUSB9")
    rig.page.ports._on_status(LinkStatus(state=LinkState.STREAMING, settings=moved))

    assert list(rig.page.ports.entries) == ["/dev/ttyUSB9"]
    assert rig.page.ports.chosen == "/dev/ttyUSB9"


def test_known_trouble_stands_on_the_card_until_the_port_is_read(
    rig: BenchRig, tmp_path: Path
) -> None:
    device = str(tmp_path / "ttyUSB7")
    rig.found.append(UsbPort(device))
    rig.page.ports.scan()
    rig.until(lambda: device in rig.page.ports.entries)
    rig.until(lambda: rig.page.ports.entries[device].known is Known.FAILED)
    card = rig.page.column.cards[device]
    assert "known by its USB socket only" in card.toolTip()
    rig.page.ports.choose(device)
    rig.until(rig.sentence)
    banner = rig.page.notice.banner
    assert banner is not None
    assert "brltty" in banner.accessibleDescription() + card.toolTip()


def test_ports_come_and_go_by_themselves_while_the_page_is_looked_at(
    rig: BenchRig, tmp_path: Path
) -> None:
    device = str(tmp_path / "ttyUSB7")
    rig.found.append(UsbPort(device))
    rig.until(lambda: device in rig.page.column.cards)
    rig.found.clear()
    rig.until(lambda: device not in rig.page.column.cards)


def test_nobody_looks_for_ports_while_the_page_is_hidden(rig: BenchRig) -> None:
    rig.page.hide()
    assert not rig.page.ports._clockwork.isActive()
    rig.page.show()
    assert rig.page.ports._clockwork.isActive()
    assert rig.page.ports._clockwork.interval() == 1000


def test_a_reader_that_is_killed_comes_back_on_the_page_by_itself(rig: BenchRig) -> None:
    scale = rig.read()
    worker = rig.live._handle._worker  # type: ignore[union-attr]
    states: list[LinkState] = []
    rig.live.status_changed.connect(lambda status: states.append(status.state))
    os.kill(worker.process_id, signal.SIGKILL)
    rig.until(lambda: LinkState.LOST in states)
    rig.until(lambda: states[-1] is LinkState.STREAMING and rig.known(scale) is Known.RECOGNISED)
    rig.until(lambda: "5.000" in rig.page.live_card.reading.accessibleName())
    assert LinkState.FAILED not in states
    sessions = [fact.session_id for fact in rig.sessions if isinstance(fact, SessionBegan)]
    assert len(sessions) == len(set(sessions)) == 2
