"""Traces of scales as they are: noise that hangs together, a sticky display, a little creep.

Masses in scale intervals of 0.005 kg; the generator of noise is handed in, so a seed repeats all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random  # noqa: TID251 - seeded

from inspector_app.metrology.wire_probes.trace import Sample

D = Decimal("0.005")
Fault = Callable[[float], float]
"""What a changed scale adds to its signal, in intervals, by the seconds since the start."""


def no_fault(_seconds: float) -> float:
    return 0.0


@dataclass(slots=True)
class Display:
    """Rounds as an indicator does: a figure stays until the signal has clearly left it."""

    random: Random
    noise: float = 0.0
    correlation: float = 0.0
    stickiness: float = 0.5
    interval: Decimal = D
    _hum: float = 0.0
    _counts: int | None = None

    def show(self, signal: float) -> Decimal:
        """Return what stands on the display, signal in intervals of D."""
        fresh = (1 - self.correlation**2) ** 0.5
        self._hum = self.correlation * self._hum + fresh * self.random.gauss(0, self.noise)
        counts = (signal + self._hum) * float(D / self.interval)
        if self._counts is None or abs(counts - self._counts) > self.stickiness:
            self._counts = round(counts)
        return self._counts * self.interval


def honest_display(random: Random, *, noise: float) -> Display:
    return Display(
        random,
        noise=random.uniform(0, noise),
        correlation=random.uniform(0, 0.6),
        stickiness=random.uniform(0.5, 0.65),
    )


def hold(
    display: Display,
    load: float,
    *,
    count: int,
    rate: float,
    start_s: float = 0.0,
    fault: Fault = no_fault,
) -> list[Sample]:
    """Return `count` readings of a load at rest, `rate` a second."""
    samples = []
    for at in range(count):
        seconds = at / rate
        value = display.show(load + fault(seconds))
        at_s = Decimal(str(round(start_s + seconds, 3)))
        samples.append(Sample(at_s=at_s, value=value, stable=True))
    return samples


def staircase(
    display: Display,
    loads: Sequence[float],
    *,
    rate: float = 5.0,
    seconds: float = 4.0,
    down: Fault = no_fault,
) -> list[Sample]:
    """Return a trace of these loads put on and taken off again, with readings in motion between.

    down: what is added to the signal on the way down, by the load.
    """
    samples: list[Sample] = []
    now, before, top = 0.0, 0.0, max(range(len(loads)), key=loads.__getitem__)
    for at, load in enumerate(loads):
        level = load + (down(load) if at > top else 0.0)
        for part in (0.25, 0.55, 0.8, 0.95):
            moving = display.show(before + part * (level - before))
            samples.append(Sample(at_s=Decimal(str(round(now, 3))), value=moving, stable=False))
            now += 1 / rate
        rest = hold(display, level, count=int(seconds * rate), rate=rate, start_s=now)
        samples += rest
        now, before = now + seconds, level
    return samples


def honest_hold(random: Random) -> list[Sample]:
    """Return an honest scale under one load: up to 0.5 d of creep, up to 0.6 d of noise."""
    count = random.randint(60, 600)
    rate = random.uniform(1, min(10.0, count / 31))
    creep, end = random.uniform(-0.5, 0.5), count / rate
    return hold(
        honest_display(random, noise=0.6),
        random.uniform(100, 3000),
        count=count,
        rate=rate,
        fault=lambda seconds: creep * min(1.0, seconds / end),
    )


def honest_staircase(random: Random) -> list[Sample]:
    """Return 3 to 6 loads up and down with up to 0.4 d of the load cell's own hysteresis."""
    ups, level = [random.uniform(-0.5, 0.5)], 0.0
    for _step in range(random.randint(3, 6)):
        level += random.uniform(50, 500)
        ups.append(level + ups[0])
    own, top = random.uniform(-0.1, 0.4), ups[-1]
    return staircase(
        honest_display(random, noise=0.4),
        [*ups, *reversed(ups[:-1])],
        down=lambda load: own * 4 * load / top * (1 - load / top),
    )


@dataclass(frozen=True, slots=True)
class SmallLoad:
    before: list[Sample]
    loaded: list[Sample]
    after: list[Sample]
    load: Decimal


def small_load(
    random: Random, *, intervals: float, noise: float, swallow: Fault = no_fault
) -> SmallLoad:
    """Return a small load on an empty scale. swallow: what the zero takes, by seconds, in d."""
    display = honest_display(random, noise=noise)
    zero, rate, held = random.uniform(-0.5, 0.5), 5.0, 10.0
    before = hold(display, zero, count=20, rate=rate)
    loaded = hold(
        display, zero + intervals, count=50, rate=rate, start_s=5, fault=lambda s: -swallow(s)
    )
    after = hold(display, zero - swallow(held), count=20, rate=rate, start_s=16)
    return SmallLoad(before, loaded, after, Decimal(str(intervals)) * D)


def honest_small_load(random: Random) -> SmallLoad:
    """Return 3 to 10 d on a scale whose tracker, lawfully, leaves a shown load alone."""
    return small_load(random, intervals=round(random.uniform(3, 10), 1), noise=0.4)
