"""Real pseudo-terminals, real worker processes: what a person at a cable goes through."""

from __future__ import annotations

import os
import queue
import signal
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

import pytest

from inspector_app.domain.indication import Indication
from serial_drivers.catalog import drivers, find_driver
from serial_drivers.driver import SerialLine
from serial_drivers.ports import port_worker
from serial_drivers.ports.port_events import (
    Failed,
    IndicationReceived,
    Lost,
    Opened,
    PortEvent,
    Received,
    Reconnected,
    Sent,
)
from serial_drivers.ports.port_loop import settings_for
from serial_drivers.ports.port_worker import PortWorker
from serial_drivers.simulators import ScaleNature, SimulatedScale
from tests.helpers.thread_attendant import ThreadAttendant

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
PATIENCE_S = 30.0
Kind = TypeVar("Kind")


class Listener:
    """Collects a port's events and waits for the one that is asked for."""

    def __init__(self) -> None:
        self.seen: list[PortEvent] = []
        self._queue: queue.SimpleQueue[PortEvent] = queue.SimpleQueue()

    def __call__(self, event: PortEvent) -> None:
        self._queue.put(event)

    def until(self, kind: type[Kind], when: Callable[[Kind], bool] = lambda _: True) -> Kind:
        while True:
            event = self._queue.get(timeout=PATIENCE_S)
            self.seen.append(event)
            if isinstance(event, kind) and when(event):
                return event

    def until_value(self, value: str) -> Indication:
        def shows(event: IndicationReceived) -> bool:
            return event.indication.value == Decimal(value)

        return self.until(IndicationReceived, shows).indication


@pytest.fixture
def simulate() -> Iterator[Callable[..., SimulatedScale]]:
    scales: list[SimulatedScale] = []

    def start(protocol: str, nature: ScaleNature | None = None) -> SimulatedScale:
        scale = SimulatedScale(protocol, nature=nature)
        scales.append(scale)
        scale.start()
        return scale

    yield start
    for scale in scales:
        scale.stop()


@pytest.fixture
def connect(request: pytest.FixtureRequest) -> Iterator[Callable[..., tuple[PortWorker, Listener]]]:
    workers: list[PortWorker] = []
    is_attended = getattr(request, "param", "attended") == "attended"

    def start(
        scale: SimulatedScale, patience_s: float | None = None
    ) -> tuple[PortWorker, Listener]:
        listener = Listener()
        worker = PortWorker(
            settings_for(scale.driver, scale.path),
            listener,
            attend=ThreadAttendant().attend if is_attended else None,
            patience_s=patience_s,
        )
        workers.append(worker)
        worker.start()
        return worker, listener

    yield start
    for worker in workers:
        worker.close()
        assert worker.join(PATIENCE_S)


both_ways = pytest.mark.parametrize("connect", ["attended", "alone"], indirect=True)
"""With a window that serves the port's pipe, and by the port's own thread, as on Windows."""
Simulate = Callable[..., SimulatedScale]
Connect = Callable[..., tuple[PortWorker, Listener]]


@pytest.mark.parametrize("protocol", [d.key for d in drivers()] + ["and-standard", "cas-22"])
def test_each_protocol_is_read_from_the_pan_to_the_stamped_indication(
    protocol: str, simulate: Simulate, connect: Connect
) -> None:
    scale = simulate(protocol)
    _, listener = connect(scale)
    scale.put("5")
    indication = listener.until_value("5")
    opened = next(event for event in listener.seen if isinstance(event, Opened))
    assert indication.session_id == opened.session_id
    assert indication.sequence >= 1
    assert indication.received_at is not None
    assert indication.monotonic_ns > opened.monotonic_ns
    assert indication.raw
    (again,) = scale.driver.decode(indication.raw)
    assert isinstance(again, Indication)
    assert str(again.value) == str(indication.value), "the bytes kept beside it say the same"


@both_ways
def test_unplugging_interrupts_the_session_and_replugging_begins_a_new_one(
    simulate: Simulate, connect: Connect
) -> None:
    scale = simulate("yaohua-tf0")
    _, listener = connect(scale)
    scale.put("2")
    before = listener.until_value("2.000")
    scale.unplug()
    lost = listener.until(Lost)
    scale.set_load("7")
    scale.replug()
    again = listener.until(Reconnected)
    after = listener.until(IndicationReceived).indication
    assert lost.reason == "port_lost"
    assert lost.session_id == before.session_id == again.interrupted
    assert after.session_id == again.session_id != before.session_id
    assert after.sequence == 1
    gap = listener.seen[listener.seen.index(lost) : listener.seen.index(again)]
    assert not any(isinstance(event, IndicationReceived) for event in gap)
    assert listener.until_value("7.000").session_id == again.session_id


def test_unplugging_is_noticed_within_a_second(simulate: Simulate, connect: Connect) -> None:
    scale = simulate("toledo-continuous")
    _, listener = connect(scale)
    listener.until(IndicationReceived)
    scale.unplug()
    lost = listener.until(Lost)
    last = [event for event in listener.seen if isinstance(event, Received)][-1]
    assert lost.monotonic_ns - last.monotonic_ns < 1_000_000_000


def test_a_scale_switched_off_behind_its_adapter_is_lost_as_silent(
    simulate: Simulate, connect: Connect
) -> None:
    scale = simulate("yaohua-tf0")
    _, listener = connect(scale)
    listener.until(IndicationReceived)
    scale.put("999")
    lost = listener.until(Lost)
    scale.take_all()
    again = listener.until(Reconnected)
    assert lost.reason == "port_silent"
    assert again.interrupted == lost.session_id


def test_a_port_that_is_not_there_fails_with_its_reason(tmp_path: Path) -> None:
    listener = Listener()
    settings = settings_for(find_driver("mt-sics"), str(tmp_path / "none"))
    worker = PortWorker(settings, listener)
    worker.start()
    failed = listener.until(Failed)
    assert failed.code == "port_missing"
    assert failed.device == settings.device
    assert worker.join(PATIENCE_S)


def test_a_port_in_use_fails_as_busy(simulate: Simulate, connect: Connect) -> None:
    scale = simulate("yaohua-tf0")
    _, first = connect(scale)
    first.until(Opened)
    _, second = connect(scale)
    assert second.until(Failed).code == "port_busy"


def test_a_seven_bit_line_is_read_whether_or_not_the_port_can_do_it(
    simulate: Simulate,
) -> None:
    scale = simulate("toledo-continuous")
    listener = Listener()
    seven_bits = SerialLine(data_bits=7, parity="even")
    worker = PortWorker(settings_for(scale.driver, scale.path, seven_bits), listener)
    worker.start()
    assert listener.until(Opened).line.startswith("9600 7E1")
    assert listener.until_value("0.000").unit == "kg"
    worker.close()
    assert worker.join(PATIENCE_S)


@both_ways
def test_a_command_reaches_the_scale(simulate: Simulate, connect: Connect) -> None:
    scale = simulate("mt-sics")
    worker, listener = connect(scale)
    scale.put("3")
    listener.until_value("3.000")
    worker.send(b"T\r\n")
    listener.until(Sent, lambda sent: sent.data == b"T\r\n")
    listener.until_value("0.000")
    assert scale.display.net


@both_ways
@pytest.mark.parametrize("how", ["SIGSTOP", "SIGKILL"])
def test_a_worker_that_hangs_or_dies_is_replaced_and_has_to_prove_itself(
    simulate: Simulate, connect: Connect, how: str
) -> None:
    scale = simulate("yaohua-tf0")
    worker, listener = connect(scale)
    scale.put("2")
    before = listener.until_value("2.000")
    pid = worker.process_id
    assert pid is not None
    os.kill(pid, getattr(signal, how))
    lost = listener.until(Lost)
    scale.set_load("7")
    again = listener.until(Reconnected)
    after = listener.until(IndicationReceived).indication
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert lost.reason == "worker_stopped"
    assert lost.session_id == before.session_id == again.interrupted
    assert after.session_id == again.session_id != before.session_id
    gap = listener.seen[listener.seen.index(lost) : listener.seen.index(again)]
    assert not any(isinstance(event, IndicationReceived) for event in gap)


def test_a_worker_that_hangs_is_noticed_within_a_second() -> None:
    assert port_worker.PATIENCE_S + port_worker._WATCH_S < 1


def test_a_replaced_worker_takes_orders_and_closes(simulate: Simulate, connect: Connect) -> None:
    scale = simulate("mt-sics")
    worker, listener = connect(scale)
    scale.put("3")
    listener.until_value("3.000")
    assert worker.process_id is not None
    os.kill(worker.process_id, signal.SIGKILL)
    listener.until(Reconnected)
    worker.send(b"T\r\n")
    listener.until_value("0.000")
    worker.close()
    assert worker.join(PATIENCE_S)
    assert not any(isinstance(event, Failed) for event in listener.seen)


def test_a_worker_replaced_while_the_cable_is_out_waits_for_it(
    simulate: Simulate, connect: Connect
) -> None:
    scale = simulate("yaohua-tf0")
    worker, listener = connect(scale)
    listener.until(IndicationReceived)
    scale.unplug()
    listener.until(Lost)
    pid = worker.process_id
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    scale.replug()
    listener.until(Reconnected)
    assert worker.process_id != pid


def _die_at_once(_settings: object, connection: Connection, *, again: bool) -> None:
    connection.close()


def test_a_worker_that_dies_again_and_again_is_given_up(
    simulate: Simulate, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(port_worker, "serve_port", _die_at_once)
    worker, listener = connect(simulate("yaohua-tf0"))
    assert listener.until(Failed).code == "worker_stopped"
    assert worker.join(PATIENCE_S)


@pytest.mark.parametrize("cycles", [3, pytest.param(200, marks=pytest.mark.slow)])
def test_pulling_and_plugging_leaks_nothing_and_shows_nothing_old(
    simulate: Simulate, connect: Connect, cycles: int
) -> None:
    scale = simulate("yaohua-tf0", nature=ScaleNature(noise=0.0, settling_s=0.05))
    worker, listener = connect(scale)
    scale.set_load("1")
    listener.until_value("1.000")
    assert worker.process_id is not None
    before = open_files(worker.process_id), open_files(os.getpid())
    for number in range(2, cycles + 2):
        scale.unplug()
        listener.until(Lost)
        load = number % 10 + 1
        scale.set_load(str(load))
        scale.replug()
        listener.until(Reconnected)
        assert listener.until(IndicationReceived).indication.value == load
    listener.until(IndicationReceived)
    assert open_files(worker.process_id) == before[0]
    assert abs(open_files(os.getpid()) - before[1]) <= 1, "more than the one that may be lent"


def open_files(process_id: int) -> int:
    return len(list(Path(f"/proc/{process_id}/fd").iterdir()))


def test_closing_ends_the_process_without_a_failure(simulate: Simulate, connect: Connect) -> None:
    scale = simulate("st-gs-generic")
    worker, listener = connect(scale)
    listener.until(IndicationReceived)
    worker.close()
    assert worker.join(PATIENCE_S)
    assert not any(isinstance(event, Failed | Lost) for event in listener.seen)
