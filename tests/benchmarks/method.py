"""How everything here is measured: both sides in one run, interleaved, as ratios of pairs.

A ratio is the median over pairs; minimum and maximum stand beside it. When the peer's own spread
(p90 over p10) is above 30 %, the run is repeated once and the calmer one is kept.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

Run = Callable[[int], float]
NOISY = 1.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """One row of the table. bar: what the ratio must reach; better: `low` or `high`."""

    name: str
    peer: str
    ratio: float
    low: float
    high: float
    bar: float
    better: str
    ours: str
    theirs: str
    pairs: int

    @property
    def is_met(self) -> bool:
        """Say whether the bar is reached."""
        return self.ratio <= self.bar if self.better == "low" else self.ratio >= self.bar

    def as_row(self) -> dict[str, object]:
        """Return it for the JSON file."""
        return asdict(self) | {"met": self.is_met}


def interleave(ours: Run, theirs: Run, pairs: int) -> tuple[list[float], list[float]]:
    """Run both sides in turn, the first alternating, each with its own number; return seconds."""
    mine: list[float] = []
    other: list[float] = []
    for at in range(pairs):
        if at % 2:
            other.append(theirs(at))
            mine.append(ours(at))
        else:
            mine.append(ours(at))
            other.append(theirs(at))
    return mine, other


def calm_pairs(ours: Run, theirs: Run, pairs: int) -> tuple[list[float], list[float]]:
    """Interleave, and once more if the peer was restless."""
    first = interleave(ours, theirs, pairs)
    if _spread(first[1]) <= NOISY:
        return first
    second = interleave(ours, theirs, pairs)
    return second if _spread(second[1]) < _spread(first[1]) else first


def _spread(values: list[float]) -> float:
    ordered = sorted(values)
    return ordered[int(0.9 * (len(ordered) - 1))] / max(ordered[len(ordered) // 10], 1e-9)


def ratio_of_times(
    name: str, peer: str, sides: tuple[list[float], list[float]], *, bar: float
) -> Ratio:
    """Return our time over theirs, pair by pair; lower is better."""
    mine, other = sides
    each = sorted(a / b for a, b in zip(mine, other, strict=True))
    return Ratio(
        name=name,
        peer=peer,
        ratio=median(each),
        low=each[0],
        high=each[-1],
        bar=bar,
        better="low",
        ours=f"{median(mine) * 1000:.1f} ms",
        theirs=f"{median(other) * 1000:.1f} ms",
        pairs=len(each),
    )


def machine() -> dict[str, str]:
    """Return what a reader must know of the machine and moment."""
    load = Path("/proc/loadavg")
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "processors": str(os.cpu_count()),
        "load": load.read_text(encoding="ascii").strip() if load.exists() else "unknown",
    }
