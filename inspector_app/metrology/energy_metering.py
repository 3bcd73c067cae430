"""Measuring instruments of energy users: required rate of equipment by energy (GB 17167)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.metrology.regulations import Regulation, Row
from inspector_app.metrology.rounding import EXACT

KEY = "gb_17167"
TABLE = "required_rate"


class Level(StrEnum):
    """Where energy is measured: in and out of the unit, main sub-units, main equipment."""

    UNIT = "unit"
    SUB_UNIT = "sub_unit"
    EQUIPMENT = "equipment"

    @property
    def column(self) -> str:
        """Return the column of the table."""
        return f"{self.value}_pct"


@dataclass(frozen=True, slots=True, kw_only=True)
class RateCheck:
    """Rate of equipment = installed / needed, and what is required, both in percent.

    surplus: instruments beyond those needed; they make up for none that is missing elsewhere.
    """

    rate: Decimal
    required: Decimal
    surplus: int
    row: Row

    @property
    def conforms(self) -> bool:
        """Say whether rate >= required, compared without rounding."""
        return self.rate >= self.required


def required_rates(energy: str, rules: Regulation) -> Row:
    """Return the row with `unit_pct`, `sub_unit_pct`, `equipment_pct`.

    Raises InputInvalid: `figures_not_read` for an edition whose table nobody has read yet (2025),
    `energy_unknown` for an energy that is not in the table.
    """
    if TABLE not in rules.tables:
        raise InputInvalid("figures_not_read", field="edition", regulation=rules.number)
    row = next((r for r in rules.rows(TABLE) if r.is_called("energy", energy)), None)
    if row is None:
        raise InputInvalid("energy_unknown", field="energy", value=energy[:40])
    return row


def check_rate(
    energy: str, level: Level, *, needed: int, installed: int, rules: Regulation
) -> RateCheck:
    """Return the rate Ns / Nl x 100 % at one level, at most 100 %.

    Nl is how many measuring points there are to equip: what is installed beyond it equips none.
    Raises OutOfRange for needed < 1 or installed < 0.
    """
    if needed < 1 or installed < 0:
        raise OutOfRange("instrument_count", needed=needed, installed=installed)
    row = required_rates(energy, rules)
    return RateCheck(
        rate=EXACT.divide(Decimal(min(installed, needed)) * 100, Decimal(needed)),
        required=row.decimal(level.column),
        surplus=max(0, installed - needed),
        row=row,
    )
