"""What to measure on a weighing instrument with the weights at hand. No kind of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.measurement import PlanRow, Shape
from inspector_app.domain.quantities import Mass
from inspector_app.domain.remembered import remembered
from inspector_app.domain.text import Text
from inspector_app.kinds.weighing_rules import WeighingRules, all_pieces, rules_for
from inspector_app.metrology import eccentricity, repeatability, tare, zero
from inspector_app.metrology.load_points import (
    MadeLoad,
    TestLoad,
    discrimination_loads,
    load_points,
    nearest_with_kit,
)
from inspector_app.metrology.mpe import maximum_permissible_error
from inspector_app.metrology.regulations import RegulationBook

QUARTERS = (
    Text(zh="左前", en="front left"),
    Text(zh="右前", en="front right"),
    Text(zh="右后", en="rear right"),
    Text(zh="左后", en="rear left"),
)


Rows = Callable[[WeighingRules], Iterable[PlanRow]]
"""One test of a plan: its rows. May raise DomainRuleBroken for a plate that contradicts itself."""


def planned(
    inspection: Inspection, book: RegulationBook, tests: Sequence[Rows]
) -> tuple[PlanRow, ...]:
    """Return the rows of these tests, one after the other.

    Empty while instrument or weights are unknown, for a class whose regulation is not held, and
    for a nameplate that contradicts itself (`judge` then says so).
    """
    rules = rules_for(inspection, book)
    if rules is None or not all_pieces(rules.weight_sets):
        return ()
    return _rows(rules, *tests)


@remembered(32)
def _rows(rules: WeighingRules, *tests: Rows) -> tuple[PlanRow, ...]:
    try:
        return tuple(row for test in tests for row in test(rules))
    except DomainRuleBroken:
        return ()


def zero_rows(rules: WeighingRules) -> list[PlanRow]:
    """Return the zero, of the empty receptor."""
    limit, _ = zero.zero_accuracy_limit(rules.e, rules.weighing)
    return [
        PlanRow(
            row_id="zero:1",
            shape=Shape.ZERO,
            label=Text(zh="零点", en="zero"),
            load=rules.e * 0,
            limit=limit,
        )
    ]


def load_rows(rules: WeighingRules) -> list[PlanRow]:
    """Return the load points as near to what the rule asks as the weights come."""
    wanted = load_points(rules.capacity, rules.weighing)
    rows: list[PlanRow] = []
    for point, made in _distinct(wanted, made_loads(rules, [point.target for point in wanted])):
        purposes = " · ".join(point.purposes)
        row_id = f"load_points:{len(rows) + 1}"
        rows.append(made_row(rules, row_id, Shape.LOAD_POINTS, Text(purposes, purposes), made))
    return rows


def _distinct(
    wanted: Sequence[TestLoad], made: Sequence[MadeLoad]
) -> list[tuple[TestLoad, MadeLoad]]:
    """Drop a point whose made load another point comes closer to: a small kit makes it twice."""
    best: dict[Mass, tuple[TestLoad, MadeLoad]] = {}
    for point, load in zip(wanted, made, strict=True):
        key = Mass(load.load.in_unit("g").normalize(), "g")
        known = best.get(key)
        if known is None or _distance(load) < _distance(known[1]):
            best[key] = (point, load)
    return sorted(best.values(), key=lambda pair: pair[1].load.in_unit("g"))


def _distance(made: MadeLoad) -> Mass:
    return abs(made.load - made.target)


def eccentricity_rows(rules: WeighingRules) -> list[PlanRow]:
    """Return the four quarters, or each of more supports."""
    instrument = rules.instrument
    target, _ = eccentricity.eccentric_load(
        instrument.maximum_capacity, supports=instrument.supports, rules=rules.weighing
    )
    made = made_loads(rules, [target])[0]
    positions = eccentricity.number_of_positions(instrument.supports, rules.weighing)
    return [
        made_row(
            rules, f"eccentricity:{number}", Shape.ECCENTRICITY, _position(number, positions), made
        )
        for number in range(1, positions + 1)
    ]


def _position(number: int, of: int) -> Text:
    if of == len(QUARTERS):
        return QUARTERS[number - 1]
    return Text(zh=f"支承点 {number}", en=f"support {number}")


def repeatability_rows(rules: WeighingRules) -> list[PlanRow]:
    """Return the weighings of one load, as near to Max as the weights come."""
    made = made_loads(rules, [rules.instrument.maximum_capacity])[0]
    runs = repeatability.repeatability_runs(rules.instrument.accuracy_class, rules.weighing)
    return [
        made_row(
            rules,
            f"repeatability:{run}",
            Shape.REPEATABILITY,
            Text(zh=f"第 {run} 次", en=f"weighing {run}"),
            made,
        )
        for run in range(1, runs + 1)
    ]


def discrimination_rows(rules: WeighingRules) -> list[PlanRow]:
    """Return the loads at which 1.4 d must be noticed."""
    wanted = discrimination_loads(rules.capacity, rules.weighing)
    made = made_loads(rules, [point.target for point in wanted])
    return [
        PlanRow(
            row_id=f"discrimination:{number}",
            shape=Shape.DISCRIMINATION,
            label=Text(" · ".join(point.purposes), " · ".join(point.purposes)),
            load=load.load,
            target=load.target,
            pieces=load.pieces,
        )
        for number, (point, load) in enumerate(_distinct(wanted, made), start=1)
    ]


def tare_rows(rules: WeighingRules) -> list[PlanRow]:
    """Return the zero after tare and one net load."""
    limit, _ = tare.tare_accuracy_limit(rules.e, rules.weighing)
    setting = PlanRow(
        row_id="tare:1",
        shape=Shape.TARE,
        label=Text(zh="除皮后零点", en="zero after tare"),
        load=rules.e * 0,
        limit=limit,
    )
    target, _ = eccentricity.eccentric_load(
        rules.instrument.maximum_capacity, supports=1, rules=rules.weighing
    )
    net = made_loads(rules, [target])[0]
    return [setting, made_row(rules, "tare:2", Shape.TARE, Text(zh="净重", en="net load"), net)]


def made_loads(rules: WeighingRules, targets: Sequence[Mass]) -> tuple[MadeLoad, ...]:
    """Return what the chosen weights make of these targets, never above Max.

    Raises StandardRefused (`no_weights`) where no piece may be used.
    """
    return nearest_with_kit(
        targets,
        all_pieces(rules.weight_sets),
        at_most=rules.instrument.maximum_capacity,
        lightest=rules.e,
    )


def made_row(
    rules: WeighingRules, row_id: str, shape: Shape, label: Text, made: MadeLoad
) -> PlanRow:
    """Return a row of a load and the limit at it."""
    mpe = maximum_permissible_error(
        made.load, rules.e, rules.instrument.accuracy_class, rules.stage, rules.weighing
    )
    return PlanRow(
        row_id=row_id,
        shape=shape,
        label=label,
        load=made.load,
        target=made.target,
        pieces=made.pieces,
        limit=mpe.limit,
    )


MARKET_TESTS: tuple[Rows, ...] = (
    zero_rows,
    load_rows,
    eccentricity_rows,
    repeatability_rows,
    discrimination_rows,
    tare_rows,
)
