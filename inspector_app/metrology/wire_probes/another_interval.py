"""Whether the smallest step of the display is another d than the plate says."""

from __future__ import annotations

from decimal import Decimal

from inspector_app.metrology.wire_probes.result import (
    Missing,
    Outcome,
    Probe,
    ProbeResult,
    not_enough,
    noticed,
)
from inspector_app.metrology.wire_probes.steps_off_grid import LEAST_STEPS
from inspector_app.metrology.wire_probes.trace import Trace, common_step, moves, span_s

LEAST_MOVES = 10


def another_interval(trace: Trace, interval: Decimal) -> ProbeResult:
    """Find the smallest common step of all changes. interval: d as declared, in its unit.

    `step` is the largest number of which every change is a multiple, in d; exact. 1: as declared.
    Below 1, or no whole number: look here, with no chance in it. A whole k above 1: weights that
    are multiples of k d bring that about by themselves, so only readings in motion count, which
    stop at any figure; that all of m of them fall on multiples of k d by chance has at most the
    probability k^-m (`bound`). Look here from m = 10 on, so for k = 2 in at most 0.1 % of runs
    with an honest scale; fewer in motion are not enough data. A scale whose intervals grow with
    the load shows its larger one there: compare with the interval of that range.
    """
    if interval <= 0:
        return not_enough(Probe.ANOTHER_INTERVAL, Missing.INTERVAL)
    changed = list(moves(trace))
    if len(changed) < LEAST_STEPS:
        return not_enough(Probe.ANOTHER_INTERVAL, Missing.STEPS, n=len(changed))
    step = common_step([after.value - before.value for before, after in changed]) / interval
    in_motion = sum(after.stable is False for _before, after in changed)
    coarser = step > 1 and step % 1 == 0
    if coarser and in_motion < LEAST_MOVES:
        return not_enough(Probe.ANOTHER_INTERVAL, Missing.MOVES, n=in_motion)
    outcome = noticed(is_striking=step != 1)
    figures = {"step": step, "moves": Decimal(in_motion)}
    if coarser and outcome is Outcome.LOOK_HERE:
        figures["bound"] = step**-in_motion
    return ProbeResult(
        probe=Probe.ANOTHER_INTERVAL,
        outcome=outcome,
        n=len(changed),
        span_s=span_s(trace),
        figures=figures,
    )
