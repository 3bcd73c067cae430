"""A cable that comes and goes, again and again: nothing leaks, and no old reading is shown as new.

In the gate a few quick cycles; in `make torture` two hundred, one every two seconds. The scale shows
the number of the cycle, so a reading from before a gap would give itself away.
"""

from __future__ import annotations

import multiprocessing
import queue
import sys
import threading
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from time import monotonic

import pytest

from serial_drivers.catalog import find_driver
from serial_drivers.driver import Display
from serial_drivers.ports.port_events import IndicationReceived, Lost, PortEvent, Reconnected
from serial_drivers.ports.port_loop import settings_for
from serial_drivers.ports.port_worker import PortWorker
from serial_drivers.simulators.pty_port import PtyPort

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts in /proc")
PATIENCE_S = 30.0
FRAME_S = 0.02
SCALE = find_driver("yaohua-tf0")


class NumberedScale:
    """A scale at the end of a cable that repeats one number; `number` may be set at any time."""

    def __init__(self) -> None:
        self.number = 0
        self._port = PtyPort("numbered")
        self.path = self._port.path
        self._lock, self._ended = threading.Lock(), threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        assert SCALE.voice.stream is not None
        while not self._ended.wait(FRAME_S):
            shown = Display(value=Decimal(self.number), unit="kg", stable=True)
            with self._lock:
                if self.is_plugged:
                    self._port.write(SCALE.voice.stream(shown))

    @property
    def is_plugged(self) -> bool:
        return Path(self.path).is_symlink()

    def unplug(self) -> None:
        with self._lock:
            self._port.unplug()

    def replug(self) -> None:
        with self._lock:
            self._port.replug()

    def close(self) -> None:
        self._ended.set()
        self._thread.join()
        self._port.close()


@pytest.fixture
def scale() -> Iterator[NumberedScale]:
    numbered = NumberedScale()
    yield numbered
    numbered.close()


class Cable:
    """One worker on the scale's port and what it told; judges each reading as it comes."""

    def __init__(self, scale: NumberedScale) -> None:
        self._scale = scale
        self._events: queue.SimpleQueue[PortEvent] = queue.SimpleQueue()
        self.worker = PortWorker(settings_for(SCALE, scale.path), self._events.put)
        self.worker.start()
        self.readings, self.stale = 0, list[str]()
        self._is_lost = False

    def until(self, kind: type[PortEvent]) -> None:
        """Take events until one of this kind."""
        while not isinstance(self._take(self._events.get(timeout=PATIENCE_S)), kind):
            pass

    def watch(self, seconds: float) -> None:
        """Take the events of so long a time."""
        until = monotonic() + seconds
        while (left := until - monotonic()) > 0:
            try:
                self._take(self._events.get(timeout=left))
            except queue.Empty:
                return

    def _take(self, event: PortEvent) -> PortEvent:
        if isinstance(event, Lost):
            self._is_lost = True
        elif isinstance(event, Reconnected):
            self._is_lost = False
        elif isinstance(event, IndicationReceived):
            self.readings += 1
            value = event.indication.value
            if self._is_lost or value != self._scale.number:
                self.stale.append(f"{value} in cycle {self._scale.number}, lost: {self._is_lost}")
        return event

    def descriptors(self) -> int:
        """Return how many the worker process has open."""
        return descriptors_of(str(self.worker.process_id))

    def close(self) -> None:
        self.worker.close()
        assert self.worker.join(PATIENCE_S)


def descriptors_of(process: str = "self") -> int:
    return sum(1 for _each in Path("/proc", process, "fd").iterdir())


def plugged_once(cable: Cable, scale: NumberedScale, number: int, pace_s: float) -> None:
    """Pull the cable, change what the scale shows, plug it in again, and read on."""
    scale.unplug()
    cable.until(Lost)
    cable.watch(pace_s)
    scale.number = number
    scale.replug()
    cable.until(Reconnected)
    cable.until(IndicationReceived)
    cable.watch(pace_s)


@pytest.mark.parametrize(
    "cycles, pace_s, each_worker",
    [
        (6, 0.1, 3),
        pytest.param(200, 1.0, 20, marks=[pytest.mark.slow, pytest.mark.timeout(1800)]),
    ],
)
def test_a_cable_that_comes_and_goes_leaks_nothing_and_shows_nothing_old(
    scale: NumberedScale, cycles: int, pace_s: float, each_worker: int
) -> None:
    Cable(scale).close()  # the first process brings multiprocessing's own helper along
    before = descriptors_of()
    readings = 0
    for first in range(0, cycles, each_worker):
        cable = Cable(scale)
        cable.until(IndicationReceived)
        held = cable.descriptors()
        for number in range(first + 1, first + each_worker + 1):
            plugged_once(cable, scale, number, pace_s)
        assert cable.descriptors() == held
        cable.close()
        assert cable.stale == []
        readings += cable.readings
    assert multiprocessing.active_children() == []
    assert descriptors_of() == before
    assert readings >= 2 * cycles
    print(f"{cycles} cycles, {readings} readings, none old; {before} descriptors before and after")
