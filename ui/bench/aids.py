"""Runs the aids on the port that the bench follows; what they find stays until the next start."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from inspector_app.domain.exceptions import InspectorError
from inspector_app.domain.indication import Indication
from inspector_app.metrology.wire_probes.changes_with_time import changes_with_time
from inspector_app.metrology.wire_probes.result import ProbeResult
from inspector_app.services.sheets import Sheet
from inspector_app.words import failures
from inspector_app.words import gettext as _
from serial_drivers.aids.drift_run import DriftRun
from serial_drivers.aids.probe_run import ProbeRun, ProbeStep
from serial_drivers.aids.repeatability_run import RepeatabilityRun
from serial_drivers.aids.warm_up import WarmUp
from ui.bench import aid_words
from ui.bench.aids_card import AIDS, AidsCard
from ui.bench.run_sheets import run_sheets
from ui.bench.stream import BenchStream
from ui.exporting import Exporting
from ui.task_runner import TaskRunner

Run = RepeatabilityRun | DriftRun | ProbeRun
_SHOW_MS: Final = 200
_MORE: Final = 1.1
"""A long drift run is computed anew when it has grown by a tenth: its whole cost stays bounded."""


class BenchAids(QObject):
    """Joins stream, run and card. Thread: UI."""

    def __init__(
        self,
        stream: BenchStream,
        card: AidsCard,
        runner: TaskRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._stream, self._card = stream, card
        self.exporting = Exporting(
            card.export, runner, self.sheets, lambda: dict(card.titles())[self._aid], first="csv"
        )
        self._aid = AIDS[0]
        self.run: Run | None = None
        self._interval = Decimal(0)
        self._unit = ""
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
        self._interval, self._refusal = typed["interval"], ""
        self._unit = self._stream.reading.shown_unit() or ""
        self._probed = (None, ())
        self.run = self._new_run(typed)
        self.show()

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
            self.show()

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
        if self.run is None or self.run.is_over:
            return
        if self.run.see(indication) or isinstance(self.run, ProbeRun):
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
        self._card.fields.suggest_interval(self._known_interval(unit))

    def _known_interval(self, unit: str) -> str:
        """Return d in the unit of the readings as it is known of this instrument, or nothing."""
        entry = self._stream.entry
        known = entry.interval if entry is not None else None
        try:
            return f"{known.in_unit(unit).normalize():f}" if known is not None else ""
        except InspectorError:  # the readings are no mass
            return ""

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
            card.show_prompt("", aid_words.about(self._aid), self._refusal or self._warm_line())
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
        card.results.show_found(self._pairs(run), self._values(run), self._probes(run))

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

    def _pairs(self, run: Run) -> aid_words.Pairs:
        if isinstance(run, RepeatabilityRun):
            return aid_words.repeatability_pairs(
                run.figures(), run.count, self._unit, self._interval
            )
        if isinstance(run, DriftRun):
            return aid_words.drift_pairs(run.figures(), self._unit, self._interval)
        return ()

    def _values(self, run: Run) -> str:
        return aid_words.weighing_line(run.weighings) if isinstance(run, RepeatabilityRun) else ""

    def _probes(self, run: Run) -> tuple[ProbeResult, ...]:
        """Return what the probes say; they are asked again only when there is clearly more."""
        if isinstance(run, ProbeRun):
            return self._asked_once((run.step, run.put_on), run.results)
        if isinstance(run, DriftRun) and run.samples:
            grown = int(math.log(len(run.samples), _MORE))
            key = (grown, run.is_over, self._interval)
            return self._asked_once(key, lambda: (changes_with_time(run.samples, self._interval),))
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
        return run_sheets(run, self._unit, self._interval)

    def values_text(self) -> str:
        """Return the values as lines of seconds and figures, for a spreadsheet."""
        run = self.run
        if isinstance(run, DriftRun) and run.samples:
            began = run.samples[0].at_s
            return "\n".join(f"{s.at_s - began:.3f}\t{s.value:f}" for s in run.samples)
        if isinstance(run, RepeatabilityRun):
            return "\n".join(
                f"{at}\t{w.value:f}\t{'' if w.back is None else format(w.back, 'f')}"
                for at, w in enumerate(run.weighings, start=1)
            )
        return ""


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
