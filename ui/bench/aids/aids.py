"""Runs the aids on the port that the bench follows; what they find is kept as it comes."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from inspector_app import __version__
from inspector_app.domain.exceptions import InspectorError
from inspector_app.domain.indication import Indication
from inspector_app.domain.instrument import WeighingInstrument
from inspector_app.metrology.wire_probes.changes_with_time import changes_with_time
from inspector_app.metrology.wire_probes.result import ProbeResult
from inspector_app.services.ports import Clock
from inspector_app.services.sheets import Sheet
from inspector_app.words import failures
from inspector_app.words import gettext as _
from serial_drivers.aids.drift_run import DriftRun
from serial_drivers.aids.probe_run import ProbeRun, ProbeStep
from serial_drivers.aids.repeatability_run import RepeatabilityRun
from serial_drivers.aids.warm_up import WarmUp
from serial_drivers.keeping.run_file import RunHeader
from ui.bench.aids import aid_words
from ui.bench.aids.aids_card import AIDS, AidsCard
from ui.bench.aids.run_keeping import RunKeeping
from ui.bench.aids.run_sheets import RunScale, run_pairs, run_sheets, values_line, values_text
from ui.bench.ports.plate_interval import PlateInterval, interval_of
from ui.bench.wire.stream import BenchStream
from ui.exporting import Exporting
from ui.task_runner import TaskRunner

Run = RepeatabilityRun | DriftRun | ProbeRun
_SHOW_MS: Final = 200
_MORE: Final = 1.1
"""A long drift run is computed anew when it has grown by a tenth: its whole cost stays bounded."""


UnderInspection = Callable[[], WeighingInstrument | None]


class BenchAids(QObject):
    """Joins stream, run, file and card. Thread: UI.

    under_inspection: tells the scale that is under inspection now, None without one.
    """

    def __init__(
        self,
        stream: BenchStream,
        card: AidsCard,
        runner: TaskRunner,
        keeping: RunKeeping,
        clock: Clock,
        *,
        under_inspection: UnderInspection = lambda: None,
    ) -> None:
        super().__init__(keeping)
        self._stream, self._card, self._clock = stream, card, clock
        self.keeping, self._under_inspection = keeping, under_inspection
        self.exporting = Exporting(
            card.export, runner, self.sheets, lambda: dict(card.titles())[self._aid], first="csv"
        )
        self._aid = AIDS[0]
        self.run: Run | None = None
        self._scale = RunScale()
        self._warm, self._refusal = WarmUp(), ""
        self._probed: tuple[object, tuple[ProbeResult, ...]] = (None, ())
        self._paint = QTimer(self)
        self._paint.setSingleShot(True)
        self._paint.setInterval(_SHOW_MS)
        self._paint.timeout.connect(self.show)
        stream.seen.connect(self._on_indication)
        stream.interrupted.connect(self._on_interrupted)
        stream.restarted.connect(self._on_restarted)
        stream.refreshed.connect(self._on_refreshed)
        card.fields.edits["interval"].textChanged.connect(lambda _text: self._dirty())
        card.chosen.connect(self.choose)
        card.start_wanted.connect(self.start)
        card.stop_wanted.connect(self.stop)
        card.confirmed.connect(self._on_confirmed)
        card.skipped.connect(self._on_skipped)
        card.copy_wanted.connect(self._on_copy)
        card.show_aid(self._aid)
        self.show()

    # --- what a person does ----------------------------------------------------------------

    @Slot(str)
    def choose(self, aid: str) -> None:
        """Show another aid; what the last one found is put away with it."""
        self._aid, self.run, self._refusal = aid, None, ""
        self._probed = (None, ())
        self._card.show_aid(aid)
        self.show()

    @Slot()
    def start(self) -> None:
        """Begin a run on the followed port, or say what stands in the way."""
        try:
            typed = self._card.fields.typed()
        except InspectorError as failure:
            self._refuse(failures.sentence(failure))
            return
        if self._stream.reading.indication is None:
            self._refuse(_("No instrument is read: choose a port at the left first."))
            return
        known, unit = self._card.fields.known, self._stream.reading.shown_unit() or ""
        origin = known.origin if known is not None else "typed"
        self._scale = RunScale(unit, typed["interval"], origin if typed["interval"] else "")
        self._refusal, self._probed = "", (None, ())
        self.run = self._new_run(typed)
        if not isinstance(self.run, ProbeRun):
            self.keeping.begin(self.run, self._header(self.run))
        self.show()

    def _header(self, run: RepeatabilityRun | DriftRun) -> RunHeader:
        is_drift = isinstance(run, DriftRun)
        return RunHeader(
            aid="drift" if is_drift else "repeatability",
            program=__version__,
            started_at=self._clock.now(),
            unit=self._scale.unit,
            interval=self._scale.interval,
            interval_from=self._scale.origin,
            most=(run.limit_s or 0) if isinstance(run, DriftRun) else run.count,
            source=self._stream.reading.short_source(),
        )

    def _new_run(self, typed: dict[str, Decimal]) -> Run:
        interval = typed["interval"]
        if self._aid == "repeatability":
            return RepeatabilityRun(int(typed["count"]), interval or None)
        if self._aid == "drift":
            return DriftRun(int(typed["minutes"]) * 60 or None)
        return ProbeRun(interval=interval, small=typed["small"], loads=int(typed["loads"]))

    def _refuse(self, sentence: str) -> None:
        self._refusal = sentence
        self.show()

    @Slot()
    def stop(self) -> None:
        """End the run; everything it has stays on screen."""
        if self.run is not None:
            self.run.stop()
            self.keeping.end()
            self.show()

    def close(self) -> None:
        """End the run here and now, for the program ends; its file is whole."""
        self._paint.stop()
        if self.run is not None:
            self.run.stop()
        self.keeping.close()

    @Slot()
    def _on_confirmed(self) -> None:
        if isinstance(self.run, ProbeRun):
            self.run.confirm()
            self.show()

    @Slot()
    def _on_skipped(self) -> None:
        if isinstance(self.run, ProbeRun):
            self.run.skip()
            self.show()

    @Slot()
    def _on_copy(self) -> None:
        QApplication.clipboard().setText(self.values_text())

    # --- what the wire says ----------------------------------------------------------------

    @Slot(object)
    def _on_indication(self, indication: Indication) -> None:
        self._warm.see(indication)
        run = self.run if self.is_running else None
        if run is not None and (run.see(indication) or isinstance(run, ProbeRun)):
            self.keeping.note()
            if not self.is_running:
                self.keeping.end()
            self._dirty()

    @Slot()
    def _on_interrupted(self) -> None:
        if self.run is not None:
            self.run.interrupt()
            self._dirty()

    @Slot()
    def _on_restarted(self) -> None:
        """Another port is followed: a run of the one before ends with what it has."""
        self.stop()

    @Slot(object)
    def _on_refreshed(self, _batch: object) -> None:
        unit = self._stream.reading.shown_unit() or ""
        self._card.fields.show_unit(unit)
        if self._card.fields.suggest_interval(self._known_interval()):
            self._dirty()

    def _known_interval(self) -> PlateInterval | None:
        """Return d of the instrument under inspection, else what was saved for the port's."""
        entry = self._stream.entry
        if entry is None:
            return None
        inspected = None if entry.is_replay else self._under_inspection()
        return interval_of(inspected, "inspection") if inspected is not None else entry.interval

    def _dirty(self) -> None:
        if not self._paint.isActive():
            self._paint.start()

    # --- showing ---------------------------------------------------------------------------

    @property
    def is_running(self) -> bool:
        """Say whether a run is under way."""
        return self.run is not None and not self.run.is_over

    @Slot()
    def show(self) -> None:
        """Show the run as it stands, in the language in use."""
        card, run = self._card, self.run
        card.show_running(running=self.is_running)
        if run is None:
            card.show_prompt("", self._about(), self._warning())
            card.show_share(None)
            card.show_acts(confirm="", may_skip=False, may_copy=False)
            card.results.show_found((), "", ())
            return
        card.show_prompt(aid_words.prompt_line(run.prompt), self._note(run), self._refusal)
        card.show_share(_share(run))
        is_probing = isinstance(run, ProbeRun)
        card.show_acts(
            confirm=_confirm(run),
            may_skip=is_probing and not run.is_over,
            may_copy=not is_probing and bool(self.values_text()),
        )
        if isinstance(run, ProbeRun):
            scale = self._scale
            pairs = aid_words.interval_pairs(scale.interval, scale.unit, scale.origin)
            card.results.show_found(pairs, "", self._probes(run))
        else:
            card.results.show_found(
                run_pairs(run, self._scale), values_line(run), self._probes(run)
            )

    def _about(self) -> str:
        """Return what the aid does, and whose d it uses."""
        known = self._card.fields.known
        is_d = known is not None and known.origin != "profile"
        said = aid_words.interval_line(known) if known is not None and is_d else ""
        return "\n".join(filter(None, (aid_words.about(self._aid), said)))

    def _warning(self) -> str:
        """Return what stands in the way, that e stands for d, and whether the scale is warm."""
        known = self._card.fields.known
        is_e = known is not None and known.origin == "profile"
        said = aid_words.interval_line(known) if known is not None and is_e else ""
        return self._refusal or "\n".join(filter(None, (said, self._warm_line())))

    def _warm_line(self) -> str:
        if self._stream.reading.indication is None or self._warm.is_warm:
            return ""
        return aid_words.warm_up_line(self._warm.seconds)

    def _note(self, run: Run) -> str:
        if isinstance(run, ProbeRun):
            if run.step is ProbeStep.UP:
                return _("{n} of {of} on the scale").format(n=run.put_on, of=run.loads)
            left = math.ceil(run.left_s())
            return _("{n} s more").format(n=left) if left and run.is_set else ""
        if isinstance(run, DriftRun) and not run.is_over:
            return _("Leave it alone; you may work on other pages meanwhile.")
        return ""

    def _probes(self, run: Run) -> tuple[ProbeResult, ...]:
        """Return what the probes say; they are asked again only when there is clearly more."""
        if isinstance(run, ProbeRun):
            return self._asked_once((run.step, run.put_on), run.results)
        if isinstance(run, DriftRun) and run.samples:
            grown = int(math.log(len(run.samples), _MORE))
            interval = self._scale.interval
            key = (grown, run.is_over, interval)
            return self._asked_once(key, lambda: (changes_with_time(run.samples, interval),))
        return ()

    def _asked_once(
        self, key: object, ask: Callable[[], tuple[ProbeResult, ...]]
    ) -> tuple[ProbeResult, ...]:
        if self._probed[0] != key:
            self._probed = (key, ask())
        return self._probed[1]

    def sheets(self) -> tuple[Sheet, ...]:
        """Return the values and figures of the run for a file; nothing before the first value."""
        run = self.run
        if run is None or isinstance(run, ProbeRun):
            return ()
        return run_sheets(run, self._scale)

    def values_text(self) -> str:
        """Return the values as lines, for a spreadsheet; empty without any."""
        run = self.run
        return "" if run is None or isinstance(run, ProbeRun) else values_text(run)


def _share(run: Run) -> float | None:
    if isinstance(run, RepeatabilityRun):
        return len(run.weighings) / run.count
    if isinstance(run, ProbeRun):
        return float(run.share())
    figures = run.figures()
    if run.limit_s is None or figures is None:
        return None
    return min(1.0, float(figures.span_s) / run.limit_s)


def _confirm(run: Run) -> str:
    """Return the words of the button by which a person says that it is done, empty for none."""
    if not isinstance(run, ProbeRun) or run.is_set:
        return ""
    if run.step is ProbeStep.UP and run.put_on:
        return _("No more loads")
    words = {ProbeStep.SMALL_ON: _("It is on"), ProbeStep.SMALL_OFF: _("It is off")}
    return words.get(run.step, "")
