"""What was captured live, replayed, is the same to the last digit and time stamp."""

from __future__ import annotations

import queue
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from serial_drivers.aids.drift_run import DriftRun
from serial_drivers.catalog import find_driver
from serial_drivers.keeping.capture import CaptureHeader, CaptureWriter
from serial_drivers.keeping.replay import ReplayPort, replay
from serial_drivers.ports.port_events import (
    Failed,
    IndicationReceived,
    Lost,
    PortEvent,
    Reconnected,
)
from serial_drivers.ports.port_loop import settings_for
from serial_drivers.ports.port_worker import open_port
from serial_drivers.simulators import ScaleNature, SimulatedScale
from tests.helpers.wired_scale import WiredScale

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
PATIENCE_S = 30.0


@pytest.mark.parametrize("protocol", ["yaohua-tf0", "mt-sics"])
def test_a_replay_with_a_gap_in_it_equals_the_live_session(protocol: str, tmp_path: Path) -> None:
    scale = SimulatedScale(protocol)
    settings = settings_for(scale.driver, scale.path)
    header = CaptureHeader(
        settings=settings, program="test", started_at=datetime(2026, 11, 23, tzinfo=UTC)
    )
    live: queue.SimpleQueue[PortEvent] = queue.SimpleQueue()
    heard: list[PortEvent] = []

    def until(kind: type[PortEvent]) -> None:
        while not heard or not isinstance(heard[-1], kind):
            heard.append(live.get(timeout=PATIENCE_S))

    scale.start()
    worker = open_port(settings, live.put)
    until(IndicationReceived)
    scale.put("1.5")
    scale.unplug()
    until(Lost)
    scale.replug()
    until(Reconnected)
    until(IndicationReceived)
    worker.close()
    assert worker.join(PATIENCE_S)
    scale.stop()
    while not live.empty():
        heard.append(live.get())
    path = tmp_path / "session.capture"
    with CaptureWriter(path, header) as writer:
        for event in heard:
            writer.record(event)
    replayed: list[PortEvent] = []
    port = ReplayPort(path, replayed.append, speed=None)
    port.start()
    assert port.join(PATIENCE_S)
    assert replayed == heard


def test_a_file_that_is_no_capture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0")
    seen: list[PortEvent] = []
    port = ReplayPort(path, seen.append)
    port.start()
    assert port.join(PATIENCE_S)
    assert [event.code for event in seen if isinstance(event, Failed)] == ["bad_capture"]


def test_a_drift_run_over_the_capture_has_the_values_of_the_live_one(tmp_path: Path) -> None:
    scale = WiredScale("yaohua-tf0", ScaleNature(noise=0.4))
    scale.cell.put(Decimal(5))
    live, again = DriftRun(), DriftRun()
    path = tmp_path / "session.capture"
    settings = settings_for(find_driver("yaohua-tf0"), "scale")
    began = datetime(2026, 11, 23, tzinfo=UTC)
    header = CaptureHeader(settings=settings, program="test", started_at=began)
    for seen in scale.play(90):
        live.see(seen)
    with CaptureWriter(path, header) as writer:
        for event in scale.reads:
            writer.record(event)

    def take(event: PortEvent) -> None:
        if isinstance(event, IndicationReceived):
            again.see(event.indication)

    replay(path, take, wait=lambda _seconds: False, speed=None)
    assert len(live.samples) > 80
    assert [(s.at_s, s.value) for s in again.samples] == [(s.at_s, s.value) for s in live.samples]
