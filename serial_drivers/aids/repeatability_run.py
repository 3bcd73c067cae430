"""One load put on and taken off several times, each value caught by itself. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from inspector_app.domain.indication import Indication
from serial_drivers.aids.load_watch import LoadWatch, Settled, Sight
from serial_drivers.aids.prompts import Prompt

_SAME_LOAD = Decimal("0.05")
_SAME_LOAD_INTERVALS = 20
LEAST, MOST = 2, 99


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """One value. back: what the scale returned to once the load was off, None while it lies."""

    indication: Indication
    value: Decimal
    back: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatabilityFigures:
    """Exact but for the mean and the standard deviation (n - 1; None below two weighings)."""

    n: int
    mean: Decimal
    lowest: Decimal
    highest: Decimal
    deviation: Decimal | None
    worst_return: Decimal

    @property
    def spread(self) -> Decimal:
        """Return highest - lowest."""
        return self.highest - self.lowest


class RepeatabilityRun:
    """Waits for zero, then for the load at rest, then for zero again, `count` times (2 to 99).

    A value is taken only if zero was seen at rest before it. A load that differs from the first
    by more than 5 % and 20 d, another unit or a lost signal is not taken; nothing that was taken
    is lost, whenever the run is stopped. interval: d in the stream's unit, None: last decimal.
    """

    def __init__(self, count: int, interval: Decimal | None = None) -> None:
        self.count = min(max(count, LEAST), MOST)
        self._interval, self._watch = interval, LoadWatch(interval)
        self._unit: str | None = None
        self._has_unit = False
        self.weighings: list[Weighing] = []
        self.prompt = Prompt.EMPTY_THE_SCALE
        self.is_over = False

    def see(self, indication: Indication) -> bool:
        """Take an indication; say whether a weighing was taken or the prompt changed."""
        if self.is_over:
            return False
        before = (self.prompt, len(self.weighings))
        if indication.is_weighable:
            if not self._has_unit:
                self._unit, self._has_unit = indication.unit, True
            if indication.unit != self._unit:
                self.prompt = Prompt.OTHER_UNIT
            else:
                self._follow(self._watch.see(indication))
        return before != (self.prompt, len(self.weighings))

    def interrupt(self) -> None:
        """Note that the signal is gone: what comes after it begins at zero again."""
        if not self.is_over:
            self._watch = LoadWatch(self._interval)
            self.prompt = Prompt.SIGNAL_LOST

    def stop(self) -> None:
        """End it; what was taken stays."""
        self.is_over, self.prompt = True, Prompt.FINISHED

    def restore(self, weighing: Weighing) -> None:
        """Take back a weighing that an earlier run had kept; in the order they were kept."""
        self.weighings.append(weighing)

    def restore_return(self, back: Decimal) -> None:
        """Take back what the scale had returned to after the last weighing. Raises IndexError."""
        self.weighings[-1] = replace(self.weighings[-1], back=back)

    def _follow(self, settled: Settled | None) -> None:
        if settled is None:
            if self.prompt in {Prompt.OTHER_UNIT, Prompt.SIGNAL_LOST}:
                self.prompt = self._wanted()
            return
        if settled.sight is Sight.LOAD:
            self._on_load(settled)
            return
        self._note_return(settled.value)
        if self.is_over:
            return
        is_zero = settled.sight is Sight.ZERO
        self.prompt = Prompt.PUT_LOAD_ON if is_zero else Prompt.SET_TO_ZERO

    def _wanted(self) -> Prompt:
        if self._watch.zero_seen:
            return Prompt.PUT_LOAD_ON
        lying = bool(self.weighings) and self.weighings[-1].back is None
        return Prompt.TAKE_LOAD_OFF if lying else Prompt.EMPTY_THE_SCALE

    def _on_load(self, settled: Settled) -> None:
        if not settled.zero_seen:
            self.prompt = self._wanted()
        elif not self._is_the_load(settled.value):
            self.prompt = Prompt.ANOTHER_LOAD
        else:
            self.weighings.append(Weighing(indication=settled.indication, value=settled.value))
            self.prompt = Prompt.TAKE_LOAD_OFF

    def _is_the_load(self, value: Decimal) -> bool:
        if not self.weighings:
            return value > 0
        first = self.weighings[0].value
        away = abs(value - first)
        d = self._interval
        return away <= first * _SAME_LOAD or (d is not None and away <= _SAME_LOAD_INTERVALS * d)

    def _note_return(self, value: Decimal) -> None:
        if self.weighings and self.weighings[-1].back is None:
            self.weighings[-1] = replace(self.weighings[-1], back=value)
        if len(self.weighings) >= self.count:
            self.stop()

    def figures(self) -> RepeatabilityFigures | None:
        """Return the statistics of what was taken so far, None before the first."""
        return figures_of(self.weighings) if self.weighings else None


def figures_of(weighings: Sequence[Weighing]) -> RepeatabilityFigures:
    """Return the statistics of one or more weighings. Raises ValueError for none."""
    values = [weighing.value for weighing in weighings]
    n, mean = len(values), sum(values, Decimal(0)) / len(values)
    squares = sum(((value - mean) ** 2 for value in values), Decimal(0))
    returns = [weighing.back for weighing in weighings if weighing.back is not None]
    return RepeatabilityFigures(
        n=n,
        mean=mean,
        lowest=min(values),
        highest=max(values),
        deviation=(squares / (n - 1)).sqrt() if n > 1 else None,
        worst_return=max(returns, key=abs, default=Decimal(0)),
    )
