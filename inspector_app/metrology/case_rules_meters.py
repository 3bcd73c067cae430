"""Cycles of instruments, and gas and electricity meters in use, by name."""

from __future__ import annotations

from decimal import Decimal

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.metrology.case_inputs import CaseInputs
from inspector_app.metrology.case_marks import Result, edition_of, with_mark
from inspector_app.metrology.regulations import Row, bare_name, first_row
from inspector_app.metrology.rounding import tidy
from inspector_app.metrology.verification_due import (
    cycle_of,
    due_on,
    due_status,
    electricity_meter_cycle,
)

CYCLES, GAS, ELECTRICITY = "verification_cycles", "jjg_577", "jjg_596"


def cycle(case: CaseInputs) -> Result:
    """verification.cycle; next_due where verified is given, status where date is too."""
    rules = case.book.newest(CYCLES)
    found = cycle_of(case.text("instrument").strip().casefold(), rules)
    result: Result = {"mode": found.mode_words, "months": found.months}
    rows = [found.row]
    if case.has("verified"):
        due = due_on(case.day("verified"), found.months)
        result["next_due"] = due.isoformat()
        if case.has("date"):
            result["status"] = due_status(due, case.day("date"), rules).value
            rows.append(rules.figure("due_soon_days"))
    return with_mark(result, *rows)


def electricity_life(case: CaseInputs) -> Result:
    """meter.electricity_life; replace_by only where first_verified is given."""
    found = electricity_meter_cycle(_class(case), case.book.newest(CYCLES))
    result: Result = {"life_years": found.years, "mode": found.mode_words}
    if case.has("first_verified"):
        result["replace_by"] = due_on(case.day("first_verified"), found.months).isoformat()
    return with_mark(result, found.row)


def gas_error(case: CaseInputs) -> Result:
    """meter.gas_error; zone: upper from the transitional flow qt on, lower below it."""
    wanted, zone, stage = _class(case), bare_name(case.text("zone")), case.stage().value
    of_class = _of_class(edition_of(case, GAS).rows("error"), wanted)
    of_zone = [row for row in of_class if row.text("zone") == zone]
    if not of_zone:
        raise InputInvalid("flow_zone_unknown", field="zone", value=case.text("zone")[:20])
    return _judged(case, first_row(row for row in of_zone if row.text("stage") == stage))


def electricity_error(case: CaseInputs) -> Result:
    """meter.electricity_error; load_pct: of the basic current; power_factor: 1 or 0.5L."""
    wanted, factor = _class(case), case.text("power_factor").strip().upper()
    load = case.positive("load_pct")
    rows = _of_class(edition_of(case, ELECTRICITY).rows("load"), wanted)
    by_factor = [row for row in rows if row.text("power_factor") == factor]
    if not by_factor:
        raise InputInvalid("power_factor_unknown", field="power_factor", value=factor[:20])
    covering = [row for row in by_factor if load >= row.decimal("from_pct")]
    if not covering:
        raise OutOfRange("meter_load_uncovered", load=tidy(load))
    return _judged(case, max(covering, key=lambda row: row.decimal("from_pct")))


def _judged(case: CaseInputs, row: Row) -> Result:
    limit: Decimal = row.decimal("limit_pct")
    conform = abs(case.decimal("error_pct")) <= limit
    return with_mark({"limit_abs_pct": tidy(limit), "conform": conform}, row)


def _of_class(rows: tuple[Row, ...], wanted: str) -> list[Row]:
    found = [row for row in rows if row.text("accuracy_class").casefold() == wanted.casefold()]
    if not found:
        raise InputInvalid("meter_class_unknown", field="class", value=wanted[:20])
    return found


def _class(case: CaseInputs) -> str:
    """Return `class` as plates have it: `1.5`, `0.5S`; a whole number stands for itself."""
    given = case.values.get("class")
    is_whole = isinstance(given, int) and not isinstance(given, bool)
    return str(case.whole("class")) if is_whole else case.text("class").strip()


RULES = {
    "verification.cycle": cycle,
    "meter.electricity_life": electricity_life,
    "meter.gas_error": gas_error,
    "meter.electricity_error": electricity_error,
}
