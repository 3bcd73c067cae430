"""Whether an instrument's e, n and Min fit its accuracy class (R 76-1:2006 3.2, table 3)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from inspector_app.domain.exceptions import OutOfRange
from inspector_app.domain.instrument import AccuracyClass
from inspector_app.domain.judgement import Citation
from inspector_app.domain.quantities import Mass
from inspector_app.metrology.mpe import require_interval
from inspector_app.metrology.regulations import Regulation, Row
from inspector_app.metrology.rounding import EXACT, quotient, tidy


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCheck:
    """n = Max/e against its limits; lower limit of Min. A limit that is None is open."""

    number_of_intervals: Decimal
    least_intervals: Decimal
    most_intervals: Decimal | None
    minimum_lower_limit: Mass
    citation: Citation

    @property
    def n_within_limits(self) -> bool:
        """Say whether n lies within the class's limits, both included."""
        above = self.number_of_intervals >= self.least_intervals
        return above and (
            self.most_intervals is None or self.number_of_intervals <= self.most_intervals
        )

    def accepts_minimum(self, minimum_capacity: Mass) -> bool:
        """Say whether a nameplate's Min is not below the lower limit."""
        return minimum_capacity >= self.minimum_lower_limit


def check_class(
    maximum_capacity: Mass, e: Mass, accuracy_class: AccuracyClass, rules: Regulation
) -> ClassCheck:
    """Return n = Max/e, its limits for class and e, and the lower limit of Min in the unit of e.

    Raises OutOfRange for e <= 0, for Max < e, and for an e the class does not know
    (`scale_interval_not_of_class`: such an e cannot be on a lawful nameplate).
    """
    require_interval(e)
    if maximum_capacity < e:
        raise OutOfRange("capacity_below_interval", capacity=maximum_capacity, interval=e)
    row = _limits(e, accuracy_class, rules)
    return ClassCheck(
        number_of_intervals=quotient(maximum_capacity, e),
        least_intervals=row.decimal("n_min"),
        most_intervals=row.decimal("n_max") if row.has("n_max") else None,
        minimum_lower_limit=Mass(EXACT.multiply(e.value, row.decimal("min_in_e")), e.unit),
        citation=row.citation,
    )


def _limits(e: Mass, accuracy_class: AccuracyClass, rules: Regulation) -> Row:
    grams = e.in_unit("g")
    for row in rules.rows("class_limits"):
        if row.text("accuracy_class") == accuracy_class.value and _holds(row, grams):
            return row
    raise OutOfRange(
        "scale_interval_not_of_class", interval=f"{tidy(grams)} g", accuracy_class=accuracy_class
    )


def _holds(row: Row, grams: Decimal) -> bool:
    return row.decimal("e_from_g") <= grams and (
        not row.has("e_to_g") or grams <= row.decimal("e_to_g")
    )
