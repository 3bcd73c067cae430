"""Plays a capture again: its bytes take the road of a live port, with their own times and names."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inspector_app.domain.exceptions import InspectorError
from serial_drivers.catalog import find_driver
from serial_drivers.clock import MachineClock
from serial_drivers.keeping.capture import CaptureReader
from serial_drivers.ports.port_events import Failed, PortEvent
from serial_drivers.ports.port_session import PortInterpreter

_NS: Final = 1_000_000_000
_LONGEST_WAIT_S: Final = 3600.0
"""A wait is begun anew after so long: a system refuses one of three centuries."""
Wait = Callable[[float], bool]
"""Waits so many seconds; True asks the replay to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayEnd:
    """How a replay ended. events: of the file. is_cut: its end is missing. is_stopped: by us."""

    events: int = 0
    is_cut: bool = False
    is_stopped: bool = False


def replay(
    path: Path,
    on_event: Callable[[PortEvent], None],
    *,
    wait: Wait,
    speed: float | None = 1.0,
    on_percent: Callable[[int], None] = lambda _percent: None,
) -> ReplayEnd:
    """Feed a capture through the same session as a live port; return how it ended.

    speed: 1 as it was, 10 ten times as fast, None without waiting. wait: called between events;
    returns True to stop. on_percent: told how much of the file was read, each time it is more.
    Raises InputInvalid: those of CaptureReader, `unknown_protocol`, `pump_bus`; what stands before
    a damaged line was played by then.
    """
    reader = CaptureReader(path)
    interpreter = PortInterpreter(find_driver(reader.header.settings.protocol))
    before_ns: int | None = None
    count = percent = 0
    for event in reader:
        if reader.percent > percent:
            percent = reader.percent
            on_percent(percent)
        now_ns = event.monotonic_ns
        pause_s = 0.0 if before_ns is None else max(0, now_ns - before_ns) / _NS
        before_ns = now_ns
        if speed is not None and pause_s > 0 and wait(pause_s / speed):
            return ReplayEnd(events=count, is_stopped=True)
        count += 1
        for meant in interpreter.interpret(event):
            on_event(meant)
    return ReplayEnd(events=count, is_cut=reader.is_cut)


class Pace:
    """How fast a replay goes, changed while it goes. Every method may be called from any thread."""

    def __init__(self, speed: float | None = 1.0) -> None:
        self._speed = speed
        self._is_paused = self._is_stopped = False
        self._changed = threading.Condition()
        self._clock = MachineClock()

    def set_speed(self, speed: float | None) -> None:
        """Go on so many times as fast; None without waiting."""
        with self._changed:
            self._speed = speed
            self._changed.notify_all()

    def pause(self, *, paused: bool) -> None:
        """Stand still, or go on."""
        with self._changed:
            self._is_paused = paused
            self._changed.notify_all()

    def stop(self) -> None:
        """End it."""
        with self._changed:
            self._is_stopped = True
            self._changed.notify_all()

    def wait(self, recorded_s: float) -> bool:
        """Let so much of the recorded time go by; return whether to stop."""
        left_s = recorded_s
        with self._changed:
            while not self._is_stopped:
                if self._is_paused:
                    self._changed.wait()
                elif self._speed is None or left_s <= 0:
                    return False
                else:
                    speed, began_ns = self._speed, self._clock.monotonic_ns()
                    self._changed.wait(min(left_s / speed, _LONGEST_WAIT_S))
                    left_s -= (self._clock.monotonic_ns() - began_ns) / _NS * speed
        return True


class ReplayPort:
    """Replays on a thread of its own, with the face of a PortWorker.

    on_event, on_end: called on that thread. A file that is no capture arrives as `Failed`, and no
    end is told then. percent: how much of the file was played, readable from any thread.
    """

    def __init__(
        self,
        path: Path,
        on_event: Callable[[PortEvent], None],
        *,
        speed: float | None = 1.0,
        on_end: Callable[[ReplayEnd], None] = lambda _end: None,
    ) -> None:
        self._path = path
        self._on_event, self._on_end = on_event, on_end
        self.pace = Pace(speed)
        self.percent = 0
        self._thread = threading.Thread(target=self._run, name="replay", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def send(self, data: bytes) -> None:
        """Do nothing: a recording does not listen."""

    def close(self) -> None:
        """Stop soon."""
        self.pace.stop()

    def join(self, timeout_s: float = 3.0) -> bool:
        """Wait for the end; say whether it came."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            end = replay(
                self._path, self._on_event, wait=self.pace.wait, on_percent=self._take_percent
            )
        except InspectorError as error:
            detail = error.parameters.get("detail", "")
            self._on_event(Failed(code=error.code, device=self._path.name, detail=detail))
        else:
            self._on_end(end)

    def _take_percent(self, percent: int) -> None:
        self.percent = percent
