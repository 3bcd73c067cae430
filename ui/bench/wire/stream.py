"""The stream side of the bench: frames, figures and counts, gathered and told 25 times a second.

Nothing is dropped on the way into a recording; only painting is coalesced. No widgets.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from inspector_app import __version__
from inspector_app.domain.exceptions import InspectorError
from inspector_app.domain.indication import FrameProblem, Indication
from inspector_app.services.ports import Clock
from serial_drivers.code_scanner import KEY, wanted_text
from serial_drivers.driver import ScaleDriver
from serial_drivers.keeping.capture import CaptureHeader, CaptureWriter
from serial_drivers.keeping.reading_log import ReadingLog
from serial_drivers.keeping.series import EXTREME, Series
from serial_drivers.line import parse_line
from serial_drivers.ports.line_watch import LineTrouble, LineWatch
from serial_drivers.ports.port_events import FellQuiet, Lost, Opened, Received, Sent
from serial_drivers.ports.port_loop import settings_for
from ui.bench.files.filing import Filing
from ui.bench.ports.model import PortEntry
from ui.bench.wire import frames
from ui.inspect.live import SILENT_AFTER_MS, LiveReading
from ui.live_instrument import LinkState, LinkStatus, LiveInstrument, RawBytes
from ui.task_runner import TaskRunner
from ui.widgets.byte_rows import ByteRow
from ui.widgets.plot_samples import Sample
from ui.widgets.reading import ReadingState

PAINT_MS: Final = 40
_WATCH_MS: Final = 1000
_MOST_ROWS: Final = 2000
_NS: Final = 1_000_000_000
_NO_FAULT: Final = ("echo", "wrong_address")
"""Whole frames that are not the instrument's: they are shown, and no sign of a bad line."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What came since the last one. decimals: of the newest figure, None if there is none."""

    rows: tuple[ByteRow, ...]
    samples: tuple[Sample, ...]
    reading: ReadingState
    counts: frames.Counts
    decimals: int | None


class BenchStream(QObject):
    """Follows one link at a time.

    Signals: restarted (another port: clear what is shown), seen(Indication), interrupted (the
    signal is gone), refreshed(Batch), trouble_changed(LineTrouble or None): what the bytes show
    to be wrong with the line. capture, log: the files that are written meanwhile.
    """

    restarted = Signal()
    seen = Signal(object)
    interrupted = Signal()
    refreshed = Signal(object)
    trouble_changed = Signal(object)

    def __init__(self, runner: TaskRunner, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.capture, self.log = Filing(runner, self), Filing(runner, self)
        self._link: LiveInstrument | None = None
        self.entry: PortEntry | None = None
        self.reading, self._stats = LiveReading(), frames.FrameStats()
        self._rows: deque[ByteRow] = deque(maxlen=_MOST_ROWS)
        self._samples: list[Sample] = []
        self.series = Series()
        self.line_watch: LineWatch | None = None
        self.trouble: LineTrouble | None = None
        self._clock_text = ""
        self._heard_ns = 0
        self._decimals: int | None = None
        self.is_paused = False
        self._paint = QTimer(self)
        self._paint.setSingleShot(True)
        self._paint.setInterval(PAINT_MS)
        self._paint.timeout.connect(self._flush)
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH_MS)
        self._watch.timeout.connect(self._look)
        self._watch.start()

    # --- what is followed ------------------------------------------------------------------

    def follow(self, link: LiveInstrument | None, entry: PortEntry | None) -> None:
        """Show this link's stream from now on; files of another port are finished."""
        if entry is self.entry and link is self._link:
            return
        self.stop_files()
        if self._link is not None:
            self._link.indication_received.disconnect(self._on_indication)
            self._link.problem_seen.disconnect(self._on_problem)
            self._link.raw_seen.disconnect(self._on_raw)
            self._link.status_changed.disconnect(self._on_status)
        self._link, self.entry = link, entry
        if link is not None:
            link.indication_received.connect(self._on_indication)
            link.problem_seen.connect(self._on_problem)
            link.raw_seen.connect(self._on_raw)
            link.status_changed.connect(self._on_status)
        self._begin_anew()

    def _begin_anew(self) -> None:
        self.reading = LiveReading()
        if self._link is not None and self._is_ours(self._link.status):
            self.reading.take_status(self._link.status)
        self._stats.clear()
        self._rows.clear()
        self._samples.clear()
        self.series.clear()
        self._decimals = None
        self._begin_watch()
        self.restarted.emit()
        self._dirty()

    def _begin_watch(self) -> None:
        """Judge the line anew; a capture has none."""
        driver = self.driver
        is_live = self.entry is not None and not self.entry.is_replay
        self.line_watch = LineWatch(driver) if driver is not None and is_live else None
        self._tell_trouble(None)

    def _tell_trouble(self, trouble: LineTrouble | None) -> None:
        if trouble is not self.trouble:
            self.trouble = trouble
            self.trouble_changed.emit(trouble)

    @property
    def driver(self) -> ScaleDriver | None:
        """Return the driver of the port that is followed."""
        return self.entry.driver if self.entry is not None else None

    @property
    def scanned(self) -> str:
        """Return what a code scanner on the port read last, empty for an instrument."""
        latest = self._link.latest if self._link is not None and self._is_reading else None
        is_scanner = self.driver is not None and self.driver.key == KEY
        return (wanted_text(latest) or "") if latest is not None and is_scanner else ""

    def _unit(self) -> str | None:
        return self.entry.unit if self.entry is not None else None

    def _is_ours(self, status: LinkStatus) -> bool:
        """Say whether the link reads the port that is followed; it may read another one."""
        settings = status.settings
        return settings is not None and self.entry is not None and settings.port == self.entry.key

    @property
    def _is_reading(self) -> bool:
        return self._link is not None and self._is_ours(self._link.status)

    @Slot(object)
    def _on_indication(self, seen: Indication) -> None:
        if not self._is_reading:
            return
        self.log.record(seen)
        now, driver = self._clock.monotonic_ns(), self.driver
        self.reading.unit = self._unit()
        self.reading.take(seen)
        self._heard_ns = now
        if self.line_watch is not None:
            self.line_watch.seen(now, seen)
        is_live = self.entry is not None and not self.entry.is_replay
        self._stats.add_good(now, now - seen.monotonic_ns if is_live else None)
        has_value = seen.value is not None and seen.is_weighable
        unit = seen.unit or self._unit()
        self.series.add(seen.monotonic_ns, seen.value if has_value else None, unit)
        if has_value:
            self._plot(seen)
        if driver is not None:
            unit = self.reading.shown_unit()
            self._rows.append(frames.good_row(driver, seen, unit, self._time_of(seen)))
        self.seen.emit(seen)
        self._dirty()

    def _plot(self, seen: Indication) -> None:
        """Put a reading on the plot, but for markers far beyond what any instrument measures."""
        if seen.value is None or (seen.value and abs(seen.value.adjusted()) > EXTREME):
            return
        exponent = seen.value.as_tuple().exponent
        self._decimals = max(0, -exponent) if isinstance(exponent, int) else 0
        stable = seen.stable is True
        self._samples.append(Sample(seen.monotonic_ns / _NS, float(seen.value), stable))

    def _time_of(self, seen: Indication) -> str:
        """Return the frame's own time: its bytes may be shown after the figure they made."""
        if seen.received_at is None:
            return self._clock_text
        return seen.received_at.astimezone().strftime("%H:%M:%S.%f")[:-3]

    @Slot(object)
    def _on_problem(self, problem: FrameProblem) -> None:
        if not self._is_reading:
            return
        now = self._clock.monotonic_ns()
        if problem.kind not in _NO_FAULT:
            self._stats.add_bad(now)
        if self.line_watch is not None:
            self.line_watch.seen(now, problem)
        self._rows.append(frames.problem_row(problem, self._clock_text))
        self._dirty()

    @Slot(object)
    def _on_raw(self, raw: RawBytes) -> None:
        if not self._is_reading:
            return
        self._clock_text = raw.at
        if isinstance(raw.fact, Received | Sent | FellQuiet | Opened):
            self.capture.record(raw.fact)
        if not raw.data:
            return
        if self.line_watch is not None and raw.sent:
            self.line_watch.sent(raw.data)
        elif self.line_watch is not None:
            self.line_watch.received(self._clock.monotonic_ns(), raw.data)
        if raw.sent:
            self._rows.append(frames.sent_row(raw.data, raw.at))
            self._dirty()

    @Slot(object)
    def _on_status(self, status: LinkStatus) -> None:
        if not self._is_ours(status):
            self.stop_files()
            self.reading.take_status(LinkStatus(state=LinkState.CLOSED))
            self.interrupted.emit()
            self._dirty()
            return
        settings = self.reading.status.settings
        if status.settings is not None and status.settings != settings:
            self._begin_anew()
        self.reading.take_status(status)
        if status.state in {LinkState.LOST, LinkState.FAILED}:
            self.interrupted.emit()
        if status.state is LinkState.LOST:
            self.capture.record(self._lost(status))
            self._begin_watch()
        elif status.state is LinkState.FAILED:
            self.stop_files()
        self._dirty()

    def _lost(self, status: LinkStatus) -> Lost:
        return Lost(
            session_id=status.session_id,
            at=self._clock.now(),
            monotonic_ns=self._clock.monotonic_ns(),
            reason=status.detail or "port_lost",
        )

    # --- telling ---------------------------------------------------------------------------

    def set_paused(self, *, paused: bool) -> None:
        """Hold the rows back, the newest 2,000 of them; figures and recording go on."""
        self.is_paused = paused
        self._dirty()

    def refresh(self) -> None:
        """Tell the present state again, for a change of language; rows that wait are in the new."""
        self._rows = deque((row.said_again() for row in self._rows), maxlen=_MOST_ROWS)
        self._dirty()

    def _dirty(self) -> None:
        if not self._paint.isActive():
            self._paint.start()

    @Slot()
    def _look(self) -> None:
        now = self._clock.monotonic_ns()
        if self.line_watch is not None and self._is_reading:
            self._tell_trouble(self.line_watch.trouble(now))
        if self.reading.indication is None:
            return
        waited_ms = (now - self._heard_ns) / 1e6
        if waited_ms > SILENT_AFTER_MS:
            self.reading.silent = True
        self._dirty()

    @Slot()
    def _flush(self) -> None:
        rows: tuple[ByteRow, ...] = ()
        if not self.is_paused:
            rows = tuple(self._rows)
            self._rows.clear()
        samples, self._samples = tuple(self._samples), []
        counts = self._stats.counts(self._clock.monotonic_ns())
        state = self.reading.reading_state()
        self.refreshed.emit(Batch(rows, samples, state, counts, self._decimals))

    # --- sending and files -----------------------------------------------------------------

    def send(self, data: bytes) -> bool:
        """Send bytes to the instrument; say whether one is connected: a capture does not listen."""
        if self.entry is not None and self.entry.is_replay:
            return False
        streaming = self._link is not None and self._link.status.state is LinkState.STREAMING
        ready = streaming and self._is_reading
        if ready and self._link is not None and data:
            self._link.send(data)
        return ready

    def start_recording(self, path: Path) -> None:
        """Record every byte from now on into this file."""
        entry, driver = self.entry, self.driver
        if entry is None or driver is None or entry.settings is None:
            return
        try:
            line = parse_line(entry.settings.line) if entry.settings.line else None
        except InspectorError:
            line = None
        header = CaptureHeader(
            settings=settings_for(driver, entry.key, line),
            program=__version__,
            started_at=self._clock.now(),
        )
        self.capture.start(path, lambda: CaptureWriter(path, header))

    def start_log(self, path: Path) -> None:
        """Write every reading from now on into this file, as CSV."""
        unit = self.reading.shown_unit()
        self.log.start(path, lambda: ReadingLog(path, unit))

    def stop_files(self) -> None:
        """Finish what is written."""
        self.capture.stop()
        self.log.stop()

    def close(self) -> None:
        """Stop; files are finished here and now, for the program ends."""
        self._paint.stop()
        self._watch.stop()
        self.capture.close()
        self.log.close()
