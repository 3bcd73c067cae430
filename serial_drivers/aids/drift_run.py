"""One value a second for minutes or hours, unattended; stopped at any time without loss. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from inspector_app.domain.indication import Indication
from inspector_app.metrology.wire_probes.trace import Sample, sample_of
from serial_drivers.aids.prompts import Prompt

_NS = 1_000_000_000
_LONGEST_PAUSE_S = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A time without a value of its own, in seconds since the start of the run."""

    from_s: Decimal
    to_s: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftFigures:
    """Exact. changed: last minus first."""

    n: int
    span_s: Decimal
    first: Decimal
    last: Decimal
    lowest: Decimal
    highest: Decimal
    gaps: int

    @property
    def changed(self) -> Decimal:
        """Return last - first."""
        return self.last - self.first


class DriftRun:
    """Keeps the first usable indication of every second since the run began.

    limit_s: how long it runs, None until it is stopped. A pause of more than 2 s is a gap and is
    counted; another unit than the first is not taken. An hour are 3600 samples.
    """

    def __init__(self, limit_s: int | None = None) -> None:
        self.limit_s = limit_s
        self.samples: list[Sample] = []
        self.gaps: list[Gap] = []
        self.prompt = Prompt.WATCHING
        self.is_over = False
        self._began_ns: int | None = None
        self._second = -1
        self._unit: str | None = None
        self._low = self._high = Decimal(0)

    def see(self, indication: Indication) -> bool:
        """Take an indication; say whether a value was kept or the prompt changed."""
        sample = sample_of(indication)
        if self.is_over or sample is None:
            return False
        if self._began_ns is None:
            self._began_ns, self._unit = indication.monotonic_ns, indication.unit
            self._low = self._high = sample.value
        if indication.unit != self._unit:
            return self._say(Prompt.OTHER_UNIT)
        second = (indication.monotonic_ns - self._began_ns) // _NS
        if self.limit_s is not None and second > self.limit_s:
            self.stop()
            return True
        changed = self._say(Prompt.WATCHING)
        if second <= self._second:
            return changed
        self._keep(sample, second)
        return True

    def restore(self, sample: Sample) -> None:
        """Take back a value that an earlier run had kept; in the order they were kept."""
        if not self.samples:
            self._low = self._high = sample.value
        began = self.samples[0].at_s if self.samples else sample.at_s
        self._keep(sample, int(sample.at_s - began))

    def _keep(self, sample: Sample, second: int) -> None:
        if self.samples and second - self._second > _LONGEST_PAUSE_S:
            began = self.samples[0].at_s
            before = self.samples[-1].at_s
            self.gaps.append(Gap(from_s=before - began, to_s=sample.at_s - began))
        self._second = second
        self._low, self._high = min(self._low, sample.value), max(self._high, sample.value)
        self.samples.append(sample)

    def _say(self, prompt: Prompt) -> bool:
        changed, self.prompt = self.prompt is not prompt, prompt
        return changed

    def interrupt(self) -> None:
        """Note that the signal is gone: the run waits, and what comes after is a gap later."""
        if not self.is_over:
            self.prompt = Prompt.SIGNAL_LOST

    def stop(self) -> None:
        """End it; every value stays."""
        self.is_over, self.prompt = True, Prompt.FINISHED

    def figures(self) -> DriftFigures | None:
        """Return what was seen so far, None before the first value."""
        if not self.samples:
            return None
        first, last = self.samples[0], self.samples[-1]
        return DriftFigures(
            n=len(self.samples),
            span_s=last.at_s - first.at_s,
            first=first.value,
            last=last.value,
            lowest=self._low,
            highest=self._high,
            gaps=len(self.gaps),
        )
