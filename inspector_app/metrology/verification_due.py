"""When a verification runs out and what an instrument's date says today."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.metrology.regulations import Regulation, Row, first_row


class DueStatus(StrEnum):
    """Where a due date stands; the due date itself is still valid."""

    VALID = "valid"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """How long a verification, or a meter's life, lasts. mode: `periodic` or `first_only`."""

    mode: str
    mode_words: str
    months: int
    row: Row

    @property
    def years(self) -> int | None:
        """Return whole years, None when the cycle is none."""
        return self.months // 12 if self.months % 12 == 0 else None


def due_on(verified_on: date, months: int) -> date:
    """Return the same day so many months later, the month's last day where it has no such day.

    2020-02-29 + 72 months -> 2026-02-28. Raises OutOfRange past the year 9999.
    """
    count = verified_on.year * 12 + verified_on.month - 1 + months
    year, month = divmod(count, 12)
    if not date.min.year <= year <= date.max.year:
        raise OutOfRange("date_out_of_range", date=verified_on.isoformat(), months=months)
    return date(year, month + 1, min(verified_on.day, monthrange(year, month + 1)[1]))


def due_status(due: date, on_date: date, rules: Regulation) -> DueStatus:
    """Return overdue after the due date, due soon within the table's notice days before it."""
    notice = timedelta(days=int(rules.figure("due_soon_days").decimal()))
    if on_date > due:
        return DueStatus.OVERDUE
    return DueStatus.DUE_SOON if due - on_date <= notice else DueStatus.VALID


def cycle_of(instrument: str, rules: Regulation) -> Cycle:
    """Return the cycle of `weighing`, `fuel_dispenser`, `weights`... Raises InputInvalid."""
    row = next((r for r in rules.rows("cycle") if r.text("instrument") == instrument), None)
    if row is None:
        raise InputInvalid("instrument_kind_unknown", field="instrument", value=instrument)
    return _cycle(row, rules)


def water_meter_cycle(diameter_mm: Decimal, q3: Decimal | None, rules: Regulation) -> Cycle:
    """Return life or cycle by nominal diameter (mm) and Q3 (m3/h, None: not above the bound).

    DN <= 25: 6 years, <= 50: 4 years, both first verification only; else every 2 years
    (JJG 162-2019). Raises OutOfRange for a diameter of 0 or less.
    """
    if diameter_mm <= 0:
        raise OutOfRange("diameter_not_positive", diameter=f"{diameter_mm} mm")
    rows = rules.rows("water_meter")
    return _cycle(first_row(r for r in rows if _holds(r, diameter_mm, q3)), rules)


def gas_meter_cycle(gas: str, rules: Regulation) -> Cycle:
    """Return the life of a household gas meter by gas. Raises InputInvalid for an unknown gas."""
    row = next((r for r in rules.rows("gas_meter") if r.is_called("gas", gas)), None)
    if row is None:
        raise InputInvalid("gas_unknown", field="gas", value=gas[:40])
    return _cycle(row, rules)


def electricity_meter_cycle(accuracy_class: str, rules: Regulation) -> Cycle:
    """Return the life of an electricity meter by class. Raises InputInvalid for another class."""
    wanted = accuracy_class.strip().casefold()  # 0.5 is not 05: every sign counts here
    rows = rules.rows("electricity_meter")
    row = next((r for r in rows if wanted in r.names("accuracy_class")), None)
    if row is None:
        raise InputInvalid("meter_class_unknown", field="accuracy_class", value=accuracy_class[:20])
    return _cycle(row, rules)


def _holds(row: Row, diameter_mm: Decimal, q3: Decimal | None) -> bool:
    if row.has("dn_up_to_mm") and diameter_mm > row.decimal("dn_up_to_mm"):
        return False
    return not (row.has("q3_up_to") and q3 is not None and q3 > row.decimal("q3_up_to"))


def _cycle(row: Row, rules: Regulation) -> Cycle:
    mode = row.text("mode")
    words = first_row(r for r in rules.rows("mode") if r.text("mode") == mode).text("words")
    return Cycle(mode=mode, mode_words=words, months=int(row.decimal("months")), row=row)
