"""What a finding may lead to: fines by law, surcharge, claims. Suggestions, never a decision."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.metrology.regulations import Regulation, RegulationBook, Row
from inspector_app.metrology.rounding import EXACT, round_to, tidy

TABLE = "fine"
_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surcharge:
    """Surcharge on a fine not paid in time, yuan; capped: it reached the fine itself."""

    amount: Decimal
    capped: bool
    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class FoodClaim:
    """Amounts in yuan that a consumer may ask for besides the loss, rounded once to 0.01."""

    by_price: Decimal
    by_loss: Decimal
    punitive: Decimal
    row: Row


def fine_row(violation: str, book: RegulationBook, on_date: date | None = None) -> Row:
    """Return the row of a violation, by its key or one of its other names, or by their words.

    on_date: only editions in force that day; None: the newest of each law. Raises InputInvalid
    for a violation that is in no table, OutOfRange for one whose law was not in force.
    """
    wanted = "_".join(violation.replace("-", " ").split()).casefold()
    try:
        return _fine_row(lambda names: wanted in names, violation, book, on_date)
    except InputInvalid:
        words = _words(wanted)
        return _fine_row(lambda names: words in map(_words, names), violation, book, on_date)


_JOINTS = frozenset({"a", "an", "and", "of", "or", "the", "is", "by", "to"})


def _words(name: str) -> frozenset[str]:
    """Return what a name says in any order: `missing_energy_label`, `energy label missing`."""
    return frozenset(re.split(r"[\s_-]+", name.casefold())) - _JOINTS


def _fine_row(
    is_meant: Callable[[frozenset[str]], bool],
    violation: str,
    book: RegulationBook,
    on_date: date | None,
) -> Row:
    old = False
    for rules in book.regulations:
        for row in rules.tables.get(TABLE, ()):
            if not is_meant(row.names("violation")):
                continue
            current = book.newest(rules.key) if on_date is None else rules
            if current is rules and (on_date is None or rules.is_in_force(on_date)):
                return row
            old = True
    if old and on_date is not None:
        raise OutOfRange("no_edition_in_force", regulation=violation[:60], on=on_date.isoformat())
    raise InputInvalid("violation_unknown", field="violation", value=violation[:60])


def amount_in_words(row: Row) -> str:
    """Return the amount as the law gives it: `1000`, `2000-20000`, `10%-50% of illegal gains`."""
    if row.has("up_to_percent_of_gains"):
        low, high = row.text("from_percent_of_gains"), row.text("up_to_percent_of_gains")
        return f"{low}%-{high}% of illegal gains"
    if row.has("up_to_multiple_of_gains"):
        low, high = row.text("from_multiple_of_gains"), row.text("up_to_multiple_of_gains")
        return f"{low}-{high} x illegal gains"
    if row.has("from_yuan"):
        return f"{row.text('from_yuan')}-{row.text('up_to_yuan')}"
    return row.text("up_to_yuan")


def fine_bounds(row: Row, gains_yuan: Decimal | None) -> tuple[Decimal, Decimal] | None:
    """Return least and greatest fine in yuan, None where it hangs on gains nobody has named.

    Raises OutOfRange for negative gains.
    """
    if gains_yuan is not None and gains_yuan < 0:
        raise OutOfRange("amount_negative", price=gains_yuan)
    if row.has("up_to_percent_of_gains") or row.has("up_to_multiple_of_gains"):
        return None if gains_yuan is None else _of_gains(row, gains_yuan)
    low = row.decimal("from_yuan") if row.has("from_yuan") else Decimal(0)
    high = row.decimal("up_to_yuan")
    if row.has("multiple_of_gains") and gains_yuan is not None:
        high = min(high, EXACT.multiply(gains_yuan, row.decimal("multiple_of_gains")))
    return low, high


def late_surcharge(fine_yuan: Decimal, days_overdue: int, rules: Regulation) -> Surcharge:
    """Return fine x 3 % x days, at most the fine itself, rounded to 0.01 yuan (程序规定 75).

    Raises OutOfRange for a fine that is not positive or negative days.
    """
    if fine_yuan <= 0 or days_overdue < 0:
        raise OutOfRange("fine_or_days_negative", fine=fine_yuan, days=days_overdue)
    row = rules.figure("late_surcharge_percent_per_day")
    share = EXACT.divide(row.decimal() * days_overdue, _HUNDRED)
    cap = EXACT.divide(rules.figure("late_surcharge_cap_percent").decimal(), _HUNDRED)
    return Surcharge(
        amount=round_to(EXACT.multiply(fine_yuan, min(share, cap)), _CENT),
        capped=share >= cap,
        row=row,
    )


def food_claim(price_yuan: Decimal, loss_yuan: Decimal, rules: Regulation) -> FoodClaim:
    """Return ten times the price or three times the loss, whichever is more, at least 1000 yuan.

    Food below the safety standards, sold knowingly (食品安全法 148). Raises OutOfRange.
    """
    if price_yuan < 0 or loss_yuan < 0:
        raise OutOfRange("amount_negative", price=min(price_yuan, loss_yuan))
    row = rules.figure("price_multiple")
    by_price = EXACT.multiply(price_yuan, row.decimal())
    by_loss = EXACT.multiply(loss_yuan, rules.figure("loss_multiple").decimal())
    punitive = max(by_price, by_loss, rules.figure("least_yuan").decimal())
    return FoodClaim(
        by_price=round_to(by_price, _CENT),
        by_loss=round_to(by_loss, _CENT),
        punitive=round_to(punitive, _CENT),
        row=row,
    )


def simple_procedure_limit(*, person: bool, rules: Regulation) -> Row:
    """Return the row of the greatest fine on the spot: person 200, organisation 3000 yuan."""
    return rules.figure("simple_person_yuan" if person else "simple_organisation_yuan")


def hearing_limit(*, person: bool, rules: Regulation) -> Row:
    """Return the row of the fine from which a hearing may be asked for (unconfirmed figure)."""
    return rules.figure("hearing_person_yuan" if person else "hearing_organisation_yuan")


def shown_bounds(bounds: tuple[Decimal, Decimal] | None) -> list[str] | None:
    """Return the bounds as text, lowest first."""
    return None if bounds is None else [tidy(bound) for bound in bounds]


def _of_gains(row: Row, gains: Decimal) -> tuple[Decimal, Decimal]:
    if row.has("up_to_percent_of_gains"):
        part = EXACT.divide(gains, _HUNDRED)
        names = ("from_percent_of_gains", "up_to_percent_of_gains")
    else:
        part, names = gains, ("from_multiple_of_gains", "up_to_multiple_of_gains")
    low, high = (EXACT.multiply(part, row.decimal(name)) for name in names)
    return low, high
