"""What to measure on a weighing instrument with the weights at hand. No kind of its own."""

from __future__ import annotations

from collections.abc import Sequence

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


def plan_weighing(inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:
    """Return zero, load points, eccentricity, repeatability, discrimination and tare rows.

    Empty while instrument or weights are unknown, for a class whose regulation is not held, and
    for a nameplate that contradicts itself (`judge` then says so).
    """
    rules = rules_for(inspection, book)
    if rules is None or not all_pieces(rules.weight_sets):
        return ()
    return _rows(rules)


@remembered(32)
def _rows(rules: WeighingRules) -> tuple[PlanRow, ...]:
    try:
        return (
            _zero_row(rules),
            *_load_rows(rules),
            *_eccentricity_rows(rules),
            *_repeatability_rows(rules),
            *_discrimination_rows(rules),
            *_tare_rows(rules),
        )
    except DomainRuleBroken:
        return ()


def _zero_row(rules: WeighingRules) -> PlanRow:
    limit, _ = zero.zero_accuracy_limit(rules.e, rules.weighing)
    return PlanRow(
        row_id="zero:1",
        shape=Shape.ZERO,
        label=Text(zh="零点", en="zero"),
        load=rules.e * 0,
        limit=limit,
    )


def _load_rows(rules: WeighingRules) -> list[PlanRow]:
    wanted = load_points(rules.capacity, rules.weighing)
    rows: list[PlanRow] = []
    for point, made in _distinct(wanted, _made(rules, [point.target for point in wanted])):
        purposes = " · ".join(point.purposes)
        row_id = f"load_points:{len(rows) + 1}"
        rows.append(_row(rules, row_id, Shape.LOAD_POINTS, Text(purposes, purposes), made))
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


def _eccentricity_rows(rules: WeighingRules) -> list[PlanRow]:
    instrument = rules.instrument
    target, _ = eccentricity.eccentric_load(
        instrument.maximum_capacity, supports=instrument.supports, rules=rules.weighing
    )
    made = _made(rules, [target])[0]
    positions = eccentricity.number_of_positions(instrument.supports, rules.weighing)
    return [
        _row(
            rules, f"eccentricity:{number}", Shape.ECCENTRICITY, _position(number, positions), made
        )
        for number in range(1, positions + 1)
    ]


def _position(number: int, of: int) -> Text:
    if of == len(QUARTERS):
        return QUARTERS[number - 1]
    return Text(zh=f"支承点 {number}", en=f"support {number}")


def _repeatability_rows(rules: WeighingRules) -> list[PlanRow]:
    made = _made(rules, [rules.instrument.maximum_capacity])[0]
    runs = repeatability.repeatability_runs(rules.instrument.accuracy_class, rules.weighing)
    return [
        _row(
            rules,
            f"repeatability:{run}",
            Shape.REPEATABILITY,
            Text(zh=f"第 {run} 次", en=f"weighing {run}"),
            made,
        )
        for run in range(1, runs + 1)
    ]


def _discrimination_rows(rules: WeighingRules) -> list[PlanRow]:
    wanted = discrimination_loads(rules.capacity, rules.weighing)
    made = _made(rules, [point.target for point in wanted])
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


def _tare_rows(rules: WeighingRules) -> list[PlanRow]:
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
    net = _made(rules, [target])[0]
    return [setting, _row(rules, "tare:2", Shape.TARE, Text(zh="净重", en="net load"), net)]


def _made(rules: WeighingRules, targets: Sequence[Mass]) -> tuple[MadeLoad, ...]:
    return nearest_with_kit(
        targets,
        all_pieces(rules.weight_sets),
        at_most=rules.instrument.maximum_capacity,
        lightest=rules.e,
    )


def _row(rules: WeighingRules, row_id: str, shape: Shape, label: Text, made: MadeLoad) -> PlanRow:
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
