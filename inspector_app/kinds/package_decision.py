"""Deciding a lot of packages from its sample (JJF 1070). No kind of its own."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Citation, Confirmation, Finding, Outcome, reason
from inspector_app.domain.measurement import PlanRow
from inspector_app.domain.quantities import MINUS
from inspector_app.kinds.package_lot import (
    Marking,
    contents_of,
    drawn_sample,
    marking_of,
    shortage_citation,
    shortage_of,
    weighed_but_not_drawn,
)
from inspector_app.kinds.trials import advice, decided, incomplete
from inspector_app.metrology import pick_list, prepackaged_sampling
from inspector_app.metrology.prepackaged_goods import Shortage
from inspector_app.metrology.prepackaged_sampling import LotDecision, Plan
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.metrology.rounding import EXACT, Rounding, round_to, tidy

_STEP = Decimal("0.001")
_FACTOR = Decimal("0.0001")


def lot_findings(
    inspection: Inspection, book: RegulationBook, rows: tuple[PlanRow, ...]
) -> Iterator[Finding]:
    """Yield what was drawn, what is still to be weighed, then the decision over the lot."""
    sampling, drawn = drawn_sample(inspection, book)
    marking = marking_of(inspection)
    if sampling is None or marking is None:
        return
    yield _draw(inspection, drawn)
    foreign = weighed_but_not_drawn(inspection, drawn)
    if foreign:
        yield advice("field:seed", reason("seed_changed", units=", ".join(map(str, foreign))))
    waiting = [
        row.row_id
        for row in rows
        if not row.optional and inspection.observation_at(row.row_id) is None
    ]
    for row_id in waiting:
        yield incomplete(row_id, reason("row_unmeasured"))
    if marking.is_volume and not inspection.fields.get("density"):
        yield incomplete("field:density", reason("density_missing"))
        return
    if not waiting:
        yield from _decision(inspection, book, marking, sampling, drawn)


def _draw(inspection: Inspection, drawn: tuple[int, ...]) -> Finding:
    """Return the draw as a note: with the seed anybody can repeat it."""
    said = reason(
        "units_drawn",
        count=len(drawn),
        lot=inspection.fields.get("lot_size", ""),
        seed=inspection.fields.get("seed", ""),
        algorithm=pick_list.ALGORITHM,
    )
    lines = (", ".join(map(str, drawn)),)
    return Finding(subject="trial:unit", outcome=Outcome.ADVISORY, reason=said, lines=lines)


def _decision(
    inspection: Inspection,
    book: RegulationBook,
    marking: Marking,
    sampling: Plan,
    drawn: tuple[int, ...],
) -> Iterator[Finding]:
    contents = [content for _unit, content in contents_of(inspection, drawn, marking)]
    allowed = shortage_of(marking, inspection, book)
    found = prepackaged_sampling.decide_lot(marking.nominal, contents, allowed.value, sampling)
    decides = _rounding_decides(marking.nominal, contents, allowed, sampling)
    citation = shortage_citation(allowed, sampling.row, rounding_decides=decides)
    shortage = f"{tidy(allowed.value)} {marking.shown_base}".strip()
    few, none = found.t1_count <= sampling.allowed_t1, found.t2_count <= sampling.allowed_t2
    t1 = reason(
        "t1_within" if few else "t1_over",
        count=found.t1_count,
        allowed=sampling.allowed_t1,
        shortage=shortage,
    )
    t2 = reason("t2_within" if none else "t2_over", count=found.t2_count, shortage=shortage)
    line = f"{found.t1_count} {'≤' if few else '>'} {sampling.allowed_t1}"
    yield decided("trial:t1", few, t1, citation, (line,))
    line = f"{found.t2_count} {'≤' if none else '>'} {sampling.allowed_t2}"
    yield decided("trial:t2", none, t2, citation, (line,))
    yield from _mean(marking, found)
    yield from _finite(inspection, book, marking, found)


def _rounding_decides(
    nominal: Decimal,
    contents: list[Decimal],
    allowed: Shortage,
    sampling: Plan,
) -> bool:
    """Say whether another way of rounding T, which nobody has settled, would decide otherwise."""
    if not allowed.rounding_is_open:
        return False
    shortages = {allowed.rounded(way) for way in Rounding}
    found = {
        prepackaged_sampling.decide_lot(nominal, contents, shortage, sampling).accept
        for shortage in shortages
    }
    return len(found) > 1


def _mean(marking: Marking, found: LotDecision) -> Iterator[Finding]:
    if found.average_ok is None or found.correction is None:
        return
    corrected = found.mean + found.correction
    sign = "≥" if found.average_ok else "<"
    line = (
        f"q̄ + λs = {_shown(found.mean)} + {_shown(found.correction)} = {_shown(corrected)}"
        f" {sign} {tidy(marking.nominal)} {marking.shown_base}"
    )
    said = reason(
        "mean_content_enough" if found.average_ok else "mean_content_short",
        mean=f"{_shown(corrected)} {marking.shown_base}".strip(),
        nominal=f"{tidy(marking.nominal)} {marking.shown_base}".strip(),
    )
    yield decided("trial:mean", found.average_ok, said, found.plan.row.citation, (line.strip(),))


def _finite(
    inspection: Inspection, book: RegulationBook, marking: Marking, found: LotDecision
) -> Iterator[Finding]:
    """Yield the mean with the factor for a finite lot: an option to know of, never a verdict."""
    if found.deviation is None or found.average_ok is None:
        return
    rules = book.in_force(prepackaged_sampling.KEY, inspection.on)
    lot = int(inspection.fields["lot_size"])
    factor = prepackaged_sampling.finite_lot_factor(lot, found.plan.sample_size, rules)
    correction = EXACT.multiply(factor, found.deviation)
    corrected = found.mean + correction
    said = reason(
        "finite_lot_option",
        factor=round_to(factor, _FACTOR),
        mean=f"{_shown(corrected)} {marking.shown_base}".strip(),
        nominal=f"{tidy(marking.nominal)} {marking.shown_base}".strip(),
    )
    row = rules.figure("confidence_percent")
    yield advice("trial:finite", said, Citation(row.regulation, row.clause, Confirmation.INFERRED))


def _shown(value: Decimal) -> str:
    return tidy(round_to(value, _STEP)).replace("-", MINUS)
