"""The status of a lot of utility meters in use as a score: components, points, grade.

A proposal of our own (no national method with figures is known), all of it in the table
`meter_status`. It grades a lot for planning; it judges no meter and is no verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from inspector_app.domain.exceptions import OutOfRange
from inspector_app.metrology.regulations import Regulation, Row, first_row
from inspector_app.metrology.rounding import EXACT, round_to, tidy

KEY = "meter_status"
LARGEST_LOT = 9_999_999
_FULL = Decimal(100)
_TENTH = Decimal("0.1")
_PER_MILLE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingPlan:
    """How many meters are drawn, and how many of them may be beyond the limit."""

    sample: int
    accept: int
    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class LotFacts:
    """What is known of a lot.

    errors: of the sample, in percent of the quantity. drifts: error now minus error when first
    verified, of the meters where both are known. limit: |error| allowed in use, percent. faults,
    complaints: in the last twelve months. age, life: years.
    """

    lot: int
    errors: tuple[Decimal, ...]
    drifts: tuple[Decimal, ...]
    limit: Decimal
    faults: int
    complaints: int
    age: Decimal
    life: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One part of a score. share: 0 to 100, None where nothing is known; points: its part."""

    key: str
    share: Decimal | None
    weight: Decimal
    points: Decimal
    line: str
    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class LotScore:
    """Points out of 100 and the grade.

    beyond: meters of the sample beyond the limit; capped: they are more than the plan accepts,
    and the points alone would have given a better grade.
    """

    components: tuple[Component, ...]
    points: Decimal
    grade: Row
    beyond: int
    plan: SamplingPlan
    capped: bool


def sampling_plan(lot: int, rules: Regulation) -> SamplingPlan:
    """Return sample and acceptance number; never more than the lot holds.

    Raises OutOfRange(`meter_lot_out_of_range`).
    """
    if not 1 <= lot <= LARGEST_LOT:
        raise OutOfRange("meter_lot_out_of_range", lot=lot, largest=LARGEST_LOT)
    rows = rules.rows("plan")
    row = first_row(r for r in rows if not r.has("lot_up_to") or lot <= r.decimal("lot_up_to"))
    sample = min(int(row.decimal("sample")), lot)
    return SamplingPlan(sample=sample, accept=int(row.decimal("accept")), row=row)


def age_in_years(since: date, on: date) -> Decimal:
    """Return the age in years, of whole months; 0 for a day to come."""
    months = (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)
    return _divide(Decimal(max(months, 0)), Decimal(12))


def score_lot(facts: LotFacts, rules: Regulation) -> LotScore:
    """Return the score of a lot: sum of weight x share / 100 over what is known.

    error: 1 - d / (c + 1), d meters beyond the limit, c accepted. drift: 1 - mean |drift| / limit.
    faults, complaints: 1 - (a year for a thousand meters) / full scale. age: 1 - age / life.
    Each no less than 0; the weight of an unknown one is shared among the others in proportion.
    """
    plan = sampling_plan(facts.lot, rules)
    beyond = sum(1 for error in facts.errors if abs(error) > facts.limit)
    lost = dict(_lost(facts, beyond, plan, rules))
    known = [row for row in rules.rows("weight") if row.text("component") in lost]
    total = sum((row.decimal("weight_pct") for row in known), Decimal(0))
    components = tuple(_component(row, lost, total) for row in rules.rows("weight"))
    points = sum((c.points for c in components), Decimal(0))
    grade, capped = _grade(points, beyond > plan.accept, rules)
    return LotScore(
        components=components,
        points=points,
        grade=grade,
        beyond=beyond,
        plan=plan,
        capped=capped,
    )


def _lost(
    facts: LotFacts, beyond: int, plan: SamplingPlan, rules: Regulation
) -> Iterable[tuple[str, tuple[Decimal, Decimal]]]:
    """Yield, for each component that is known, (amount, amount at which nothing is left)."""
    yield "error", (Decimal(beyond), Decimal(plan.accept + 1))
    if facts.drifts:
        mean = _divide(sum((abs(d) for d in facts.drifts), Decimal(0)), Decimal(len(facts.drifts)))
        yield "drift", (mean, facts.limit)
    for key, count in (("faults", facts.faults), ("complaints", facts.complaints)):
        rate = _divide(Decimal(count * _PER_MILLE), Decimal(facts.lot))
        yield key, (rate, rules.figure(f"{key}_per_mille_year").decimal())
    yield "age", (facts.age, facts.life)


def _component(row: Row, lost: dict[str, tuple[Decimal, Decimal]], total: Decimal) -> Component:
    key, weight = row.text("component"), row.decimal("weight_pct")
    if key not in lost:
        return Component(key=key, share=None, weight=weight, points=Decimal(0), line="", row=row)
    amount, full = lost[key]
    share = max(Decimal(0), _FULL - _divide(amount * 100, full))
    points = _divide(EXACT.multiply(share, weight), total)
    line = (
        f"100 × (1 − {_short(amount)} / {_short(full)}) → {round_to(share, _TENTH):f}; "
        f"× {tidy(weight)} / {tidy(total)} = {round_to(points, _TENTH):f}"
    )
    return Component(key=key, share=share, weight=weight, points=points, line=line, row=row)


def _grade(points: Decimal, is_beyond_plan: bool, rules: Regulation) -> tuple[Row, bool]:  # noqa: FBT001 - a fact, no switch
    rows: Sequence[Row] = rules.rows("grade")
    at = rows.index(first_row(r for r in rows if points >= r.decimal("from_points")))
    best = rules.figure("best_grade_beyond_plan").text()
    floor = rows.index(first_row(r for r in rows if r.text("grade") == best))
    capped = is_beyond_plan and at < floor
    return rows[floor if capped else at], capped


def _divide(top: Decimal, bottom: Decimal) -> Decimal:
    return EXACT.divide(top, bottom)


def _short(number: Decimal) -> str:
    return tidy(round_to(number, Decimal("0.001")))
