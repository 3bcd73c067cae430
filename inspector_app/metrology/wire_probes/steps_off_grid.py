"""Whether the indication moves by steps that are no multiples of the declared interval."""

from __future__ import annotations

from decimal import Decimal

from inspector_app.metrology.wire_probes.result import (
    Missing,
    Probe,
    ProbeResult,
    not_enough,
    noticed,
)
from inspector_app.metrology.wire_probes.trace import Trace, moves, span_s

LEAST_STEPS = 5


def steps_off_grid(trace: Trace, interval: Decimal) -> ProbeResult:
    """Divide each change of the indication by d, exactly. interval: d as declared, in its unit.

    n counts the changes, `off` those that are no whole multiples of d, `share` the same in per
    cent, `smallest` the smallest of them in d (0 if none). Look here when there is one: there is
    no noise in this, so an honest scale whose display moves by d gives no false alarm at all
    (tested on any trace of whole multiples). At least 5 changes.
    """
    if interval <= 0:
        return not_enough(Probe.STEPS_OFF_GRID, Missing.INTERVAL)
    steps = [abs(after.value - before.value) for before, after in moves(trace)]
    if len(steps) < LEAST_STEPS:
        return not_enough(Probe.STEPS_OFF_GRID, Missing.STEPS, n=len(steps))
    off = [step for step in steps if step % interval != 0]
    return ProbeResult(
        probe=Probe.STEPS_OFF_GRID,
        outcome=noticed(is_striking=bool(off)),
        n=len(steps),
        span_s=span_s(trace),
        figures={
            "off": Decimal(len(off)),
            "share": Decimal(100 * len(off)) / len(steps),
            "smallest": min(off, default=Decimal(0)) / interval,
        },
    )
