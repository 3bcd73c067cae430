"""Maximum permissible errors of non-automatic weighing instruments (OIML R 76-1:2006 3.5)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.domain.instrument import AccuracyClass, Stage
from inspector_app.domain.judgement import Citation
from inspector_app.domain.quantities import Mass
from inspector_app.domain.remembered import remembered
from inspector_app.metrology.regulations import Regulation, Row, first_row
from inspector_app.metrology.rounding import quotient


@dataclass(frozen=True, slots=True, kw_only=True)
class MaximumPermissibleError:
    """The limit at one load.

    limit: its magnitude, in the unit of e. in_intervals: the table's step in e (0.5, 1, 1.5)
    before the stage's factor. factor: 1 in verification, 2 in service. load_in_intervals: m / e.
    """

    limit: Mass
    in_intervals: Decimal
    factor: Decimal
    load_in_intervals: Decimal
    citation: Citation


@remembered(512)
def maximum_permissible_error(
    load: Mass, e: Mass, accuracy_class: AccuracyClass, stage: Stage, rules: Regulation
) -> MaximumPermissibleError:
    """Return MPE = step(m/e) x e x factor(stage); a step's upper bound belongs to it.

    load: 0 or more, e: more than 0, any mass units. A load beyond the class's n keeps the last
    step: that the instrument does not fit its class is `classes.check_class`'s finding.
    Raises OutOfRange for a negative load or e <= 0. Source: OIML R 76-1:2006 table 6, 3.5.2.
    """
    require_interval(e)
    if load.value < 0:
        raise OutOfRange("load_negative", load=load)
    load_in_e = quotient(load, e)
    row = _step(load_in_e, accuracy_class, rules)
    factor = stage_factor(stage, rules).decimal("factor")
    step = row.decimal("mpe_in_e")
    return MaximumPermissibleError(
        limit=e * (step * factor),
        in_intervals=step,
        factor=factor,
        load_in_intervals=load_in_e,
        citation=row.citation,
    )


def stage_factor(stage: Stage, rules: Regulation) -> Row:
    """Return the row that says what the table is multiplied by at this stage."""
    return first_row(r for r in rules.rows("stage") if r.text("stage") == stage.value)


def step_bounds(accuracy_class: AccuracyClass, rules: Regulation) -> tuple[Decimal, ...]:
    """Return the loads in e at which the MPE of the class steps up, e.g. (500, 2000) for III."""
    return tuple(
        r.decimal("up_to_e") for r in _class_rows(accuracy_class, rules) if r.has("up_to_e")
    )


def require_interval(e: Mass) -> None:
    """Raise OutOfRange unless the scale interval is more than zero."""
    if e.value <= 0:
        raise OutOfRange("scale_interval_not_positive", interval=e)


def _step(load_in_e: Decimal, accuracy_class: AccuracyClass, rules: Regulation) -> Row:
    for bound, row in _steps(accuracy_class, rules):
        if bound is None or load_in_e <= bound:
            return row
    raise InputInvalid("regulation_table", field="mpe", regulation=rules.number)


@remembered(64)
def _steps(
    accuracy_class: AccuracyClass, rules: Regulation
) -> tuple[tuple[Decimal | None, Row], ...]:
    """Return the rows of the class with their upper bounds, None for the open one."""
    return tuple(
        (row.decimal("up_to_e") if row.has("up_to_e") else None, row)
        for row in _class_rows(accuracy_class, rules)
    )


def _class_rows(accuracy_class: AccuracyClass, rules: Regulation) -> tuple[Row, ...]:
    return tuple(r for r in rules.rows("mpe") if r.text("accuracy_class") == accuracy_class.value)
