"""Which loads to test an instrument with, and the nearest the weights at hand can make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from inspector_app.domain.exceptions import OutOfRange, StandardRefused
from inspector_app.domain.instrument import AccuracyClass
from inspector_app.domain.quantities import Mass
from inspector_app.metrology.classes import check_class
from inspector_app.metrology.mpe import step_bounds
from inspector_app.metrology.regulations import Regulation, Row
from inspector_app.metrology.rounding import tidy
from inspector_app.metrology.weight_sums import nearest_subset


@dataclass(frozen=True, slots=True, kw_only=True)
class TestLoad:
    """A load the rule asks for. purposes: `Min`, `500 e`, `50 % Max`, `Max`; several may meet."""

    target: Mass
    purposes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeLoad:
    """What the kit makes of a target.

    load: what is really put on; pieces: heaviest first. is_exact: load equals target.
    is_nearest: proven nearest; False when the bounded search ended first.
    """

    target: Mass
    load: Mass
    pieces: tuple[Mass, ...]
    is_exact: bool
    is_nearest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """The nameplate figures that choose the loads; minimum None: the class's lower limit."""

    accuracy_class: AccuracyClass
    maximum: Mass
    e: Mass
    minimum: Mass | None = None


def load_points(capacity: Capacity, rules: Regulation) -> tuple[TestLoad, ...]:
    """Return the test loads in the unit of Max, lightest first, equal ones merged.

    Min, each MPE step between Min and Max (500 e, 2000 e for III), 50 % Max, Max: table
    `test_loads`. Raises OutOfRange for Max < Min or an e the class does not know.
    """
    lowest = minimum_capacity(capacity, rules)
    if capacity.maximum < lowest:
        raise OutOfRange("capacity_below_minimum", capacity=capacity.maximum, minimum=lowest)
    return _merged(capacity, lowest, rules.rows("test_loads"), rules)


def discrimination_loads(capacity: Capacity, rules: Regulation) -> tuple[TestLoad, ...]:
    """Return the loads at which discrimination is tried: Min, 50 % Max, Max (R 76 A.4.8)."""
    lowest = minimum_capacity(capacity, rules)
    return _merged(capacity, lowest, rules.rows("discrimination_loads"), rules)


def minimum_capacity(capacity: Capacity, rules: Regulation) -> Mass:
    """Return the nameplate's Min, or the class's lower limit where the plate is silent."""
    if capacity.minimum is not None:
        return capacity.minimum
    return check_class(
        capacity.maximum, capacity.e, capacity.accuracy_class, rules
    ).minimum_lower_limit


def nearest_with_kit(
    targets: Sequence[Mass],
    pieces: Sequence[Mass],
    *,
    at_most: Mass | None = None,
    lightest: Mass | None = None,
) -> tuple[MadeLoad, ...]:
    """Return for each target the nearest sum of distinct pieces, in the targets' units.

    pieces: nominal values, a repeated value being a second piece. at_most: never exceeded (Max).
    lightest: pieces below it (e is sensible) stay in the box; they change no indication, and a
    kit too small for Max would otherwise be emptied to the last gram. A tie goes to the lighter
    load. Raises StandardRefused (`no_weights`) when no piece may be used, OutOfRange for a
    target of 0 or less.
    """
    usable = [p for p in pieces if _may_be_used(p, lightest, at_most)]
    if not usable:
        raise StandardRefused("no_weights", pieces=len(pieces))
    return tuple(_made(target, usable, at_most) for target in targets)


def _may_be_used(piece: Mass, lightest: Mass | None, at_most: Mass | None) -> bool:
    heavy_enough = piece.value > 0 and (lightest is None or piece >= lightest)
    return heavy_enough and (at_most is None or piece <= at_most)


def _made(target: Mass, pieces: Sequence[Mass], at_most: Mass | None) -> MadeLoad:
    if target.value <= 0:
        raise OutOfRange("mass_not_positive", mass=target)
    masses = [piece.in_unit("mg") for piece in pieces]
    cap = at_most.in_unit("mg") if at_most else None
    chosen, proven = nearest_subset(target.in_unit("mg"), masses, cap)
    load = Mass(sum((masses[i] for i in chosen), Decimal(0)), "mg").to(target.unit)
    is_exact = load.equals(target)
    return MadeLoad(
        target=target,
        load=target if is_exact else Mass(Decimal(tidy(load.value)), load.unit),
        pieces=tuple(pieces[i] for i in chosen),
        is_exact=is_exact,
        is_nearest=proven,
    )


def _merged(
    capacity: Capacity, lowest: Mass, rows: Sequence[Row], rules: Regulation
) -> tuple[TestLoad, ...]:
    found: dict[Decimal, list[str]] = {}
    unit = capacity.maximum.unit
    for row in rows:
        for load, purpose in _of_row(row, capacity, lowest, rules):
            found.setdefault(Decimal(tidy(load.in_unit(unit))), []).append(purpose)
    return tuple(
        TestLoad(target=Mass(value, unit), purposes=tuple(found[value])) for value in sorted(found)
    )


def _of_row(
    row: Row, capacity: Capacity, lowest: Mass, rules: Regulation
) -> list[tuple[Mass, str]]:
    match row.text("of"):
        case "min":
            return [(lowest, "Min")]
        case "mpe_steps":
            steps = [(capacity.e * b, b) for b in step_bounds(capacity.accuracy_class, rules)]
            return [(m, f"{tidy(b)} e") for m, b in steps if lowest < m < capacity.maximum]
        case _:
            part = row.decimal("fraction")
            name = "Max" if part == 1 else f"{tidy(part * 100)} % Max"
            load = capacity.maximum * part
            return [(load, name)] if load >= lowest else []
