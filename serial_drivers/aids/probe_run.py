"""Leads through what the probes of the wire need: empty, a small load, up, holding, down. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from inspector_app.domain.indication import Indication
from inspector_app.metrology.wire_probes.another_interval import another_interval
from inspector_app.metrology.wire_probes.asymmetric_hysteresis import asymmetric_hysteresis
from inspector_app.metrology.wire_probes.changes_with_time import changes_with_time
from inspector_app.metrology.wire_probes.result import ProbeResult
from inspector_app.metrology.wire_probes.steps_off_grid import steps_off_grid
from inspector_app.metrology.wire_probes.trace import Sample, Trace, sample_of
from inspector_app.metrology.wire_probes.zero_tracking import zero_tracking
from serial_drivers.aids.load_watch import APART, RUN_REST
from serial_drivers.aids.prompts import Prompt
from serial_drivers.stability import RestGate, interval_of, may_be_recorded

EMPTY_S, SMALL_S, AFTER_S = Decimal(3), Decimal(10), Decimal(4)


class ProbeStep(StrEnum):
    """The steps, in order."""

    EMPTY = "empty"
    SMALL_ON = "small_on"
    SMALL_OFF = "small_off"
    UP = "up"
    HOLD = "hold"
    DOWN = "down"
    DONE = "done"


_STEPS = tuple(ProbeStep)
_PROMPTS = {
    ProbeStep.EMPTY: Prompt.EMPTY_THE_SCALE,
    ProbeStep.SMALL_ON: Prompt.PUT_SMALL_LOAD_ON,
    ProbeStep.SMALL_OFF: Prompt.TAKE_SMALL_LOAD_OFF,
    ProbeStep.UP: Prompt.ADD_LOAD,
    ProbeStep.HOLD: Prompt.HOLD,
    ProbeStep.DOWN: Prompt.REMOVE_LOAD,
    ProbeStep.DONE: Prompt.FINISHED,
}


class ProbeRun:
    """Collects the trace of each step; the probes then look at the part that is theirs.

    interval: d as declared, in the stream's unit, 0 if nobody said. small: the small load, 0: the
    step is left out. loads: how many are put on one after the other (>= 3). hold_s: how long the
    last one lies. A step ends by what comes to rest, or when the person says that it is done:
    a load that the zero swallows never shows.
    """

    def __init__(
        self, *, interval: Decimal, small: Decimal, loads: int = 3, hold_s: Decimal = Decimal(60)
    ) -> None:
        self.interval, self.small = interval, small
        self.loads, self.hold_s = max(loads, 3), hold_s
        self._gate = RestGate(RUN_REST, interval or None)
        self._unit: str | None = None
        self._traces: dict[ProbeStep, list[Sample]] = {step: [] for step in ProbeStep}
        self._whole: list[Sample] = []
        self._rests: list[Decimal] = []
        self._is_set = False
        self._since_s: Decimal | None = None
        self.step = ProbeStep.EMPTY
        self.prompt = Prompt.EMPTY_THE_SCALE

    @property
    def is_over(self) -> bool:
        """Say whether all steps are done or the run was stopped."""
        return self.step is ProbeStep.DONE

    @property
    def put_on(self) -> int:
        """Return how many loads lie on the scale, of `loads`."""
        return len(self._rests)

    @property
    def is_set(self) -> bool:
        """Say whether the step's load is on or off as asked, and time is running."""
        return self._is_set

    def share(self) -> Decimal:
        """Return how much of the run is done, 0 to 1: whole steps, and the time of this one."""
        done = Decimal(_STEPS.index(self.step))
        needed = self._needed_s()
        if needed and self._is_set and self._whole and self._since_s is not None:
            done += min(Decimal(1), (self._whole[-1].at_s - self._since_s) / needed)
        elif self.step is ProbeStep.UP:
            done += Decimal(self.put_on) / self.loads
        return done / (len(_STEPS) - 1)

    def left_s(self) -> Decimal:
        """Return for how long the load must lie on, 0 where the step asks for no time."""
        needed = self._needed_s()
        if not needed or self._since_s is None or not self._whole:
            return needed
        return max(Decimal(0), needed - (self._whole[-1].at_s - self._since_s))

    def _needed_s(self) -> Decimal:
        needed = {
            ProbeStep.EMPTY: EMPTY_S,
            ProbeStep.SMALL_ON: SMALL_S,
            ProbeStep.SMALL_OFF: AFTER_S,
            ProbeStep.HOLD: self.hold_s,
        }
        return needed.get(self.step, Decimal(0))

    # --- what happens ----------------------------------------------------------------------

    def see(self, indication: Indication) -> bool:
        """Take an indication; say whether the step or the prompt changed."""
        sample = sample_of(indication)
        if self.is_over or sample is None:
            return False
        before = (self.step, self.prompt, self.put_on, self._is_set)
        if not self._whole:
            self._unit = indication.unit
        if indication.unit != self._unit:
            self.prompt = Prompt.OTHER_UNIT
        else:
            self.prompt = _PROMPTS[self.step]
            self._take(sample, is_at_rest=may_be_recorded(self._gate.judge(indication)))
        return before != (self.step, self.prompt, self.put_on, self._is_set)

    def interrupt(self) -> None:
        """Note that the signal is gone; the step goes on when it is back."""
        if not self.is_over:
            self.prompt, self._is_set = Prompt.SIGNAL_LOST, self.step is ProbeStep.HOLD

    def confirm(self) -> None:
        """Take the person's word that the load is on or off as asked."""
        if self.step in {ProbeStep.SMALL_ON, ProbeStep.SMALL_OFF} and not self._is_set:
            self._set()
        elif self.step is ProbeStep.UP and self.put_on:
            self._go_to(ProbeStep.HOLD)

    def skip(self) -> None:
        """Leave this step out."""
        self._go_to(_STEPS[min(_STEPS.index(self.step) + 1, len(_STEPS) - 1)])

    def stop(self) -> None:
        """End it; the probes look at what there is."""
        self._go_to(ProbeStep.DONE)

    def _take(self, sample: Sample, *, is_at_rest: bool) -> None:
        self._whole.append(sample)
        if is_at_rest and not self._is_set and self._fits(sample.value):
            self._set()
        if self._is_set:
            self._traces[self.step].append(sample)
        elif self.step in {ProbeStep.UP, ProbeStep.DOWN}:
            self._traces[self.step].append(sample)
            if is_at_rest:
                self._on_rest(sample.value)
        if self._is_set and self.left_s() == 0:
            self.skip()

    def _set(self) -> None:
        self._is_set = True
        self._since_s = self._whole[-1].at_s if self._whole else None

    def _fits(self, value: Decimal) -> bool:
        """Say whether what came to rest is what this timed step waits for."""
        d = self.interval or interval_of(value)
        match self.step:
            case ProbeStep.EMPTY:
                return abs(value) < APART * d
            case ProbeStep.SMALL_ON:
                return value - self._last(ProbeStep.EMPTY) >= d
            case ProbeStep.SMALL_OFF:
                return self._last(ProbeStep.SMALL_ON) - value >= d
            case ProbeStep.HOLD:
                return True
        return False

    def _last(self, step: ProbeStep) -> Decimal:
        trace = self._traces[step]
        return trace[-1].value if trace else Decimal(0)

    def _on_rest(self, value: Decimal) -> None:
        """Count the loads going up, and notice that the scale is empty again."""
        d = self.interval or interval_of(value)
        if self.step is ProbeStep.DOWN:
            if self._rests and value * 2 < self._rests[0]:
                self._go_to(ProbeStep.DONE)
            return
        highest = self._rests[-1] if self._rests else Decimal(0)
        if value - highest >= APART * d:
            self._rests.append(value)
            if self.put_on >= self.loads:
                self._go_to(ProbeStep.HOLD)

    def _go_to(self, step: ProbeStep) -> None:
        if step is ProbeStep.SMALL_ON and not self.small:
            step = ProbeStep.UP
        self.step, self._is_set, self._since_s = step, False, None
        self.prompt = _PROMPTS[step]

    # --- what it shows ---------------------------------------------------------------------

    def results(self) -> tuple[ProbeResult, ...]:
        """Return what each probe says of what there is."""
        parts = self._traces
        up_and_down: Trace = [
            *parts[ProbeStep.EMPTY],
            *parts[ProbeStep.UP],
            *parts[ProbeStep.HOLD],
            *parts[ProbeStep.DOWN],
        ]
        whole: Sequence[Sample] = self._whole
        return (
            changes_with_time(parts[ProbeStep.HOLD], self.interval),
            steps_off_grid(whole, self.interval),
            another_interval(whole, self.interval),
            asymmetric_hysteresis(up_and_down, self.interval),
            zero_tracking(
                parts[ProbeStep.EMPTY],
                parts[ProbeStep.SMALL_ON],
                parts[ProbeStep.SMALL_OFF],
                load=self.small,
                interval=self.interval,
            ),
        )
