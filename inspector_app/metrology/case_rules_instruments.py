"""The `taxi.*`, `optical.*` and water meter rules of the evaluate command, by name."""

from __future__ import annotations

from decimal import Decimal

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.metrology.case_inputs import CaseInputs
from inspector_app.metrology.case_marks import Result, edition_of, with_mark
from inspector_app.metrology.fuel_dispenser import relative_error
from inspector_app.metrology.regulations import Row, first_row
from inspector_app.metrology.rounding import round_to, tidy

TAXIMETER, WATER_METER, REFRACTOR = "jjg_517", "jjg_162", "jjg_892"
FOCIMETER, DISTANCE_METER = "jjg_580", "jjg_952"
_HUNDREDTH = Decimal("0.01")


def distance_error(case: CaseInputs) -> Result:
    """taxi.distance_error; the band is not symmetric."""
    stage = case.text("stage").strip().casefold()
    rows = edition_of(case, TAXIMETER).rows("distance")
    row = next((row for row in rows if row.text("stage") == stage), None)
    if row is None:
        raise InputInvalid("taximeter_stage_unknown", field="stage", value=stage[:20])
    error = relative_error(case.not_negative("indicated_km"), case.decimal("true_km"))
    low, high = row.decimal("low_pct"), row.decimal("high_pct")
    result = {
        "error_pct": f"{round_to(error, _HUNDREDTH):f}",
        "limit_low_pct": row.text("low_pct"),
        "limit_high_pct": row.text("high_pct"),
        "conform": low <= error <= high,
    }
    return with_mark(result, row)


def water_error(case: CaseInputs) -> Result:
    """meter.water_error_Q3: at the permanent flow only."""
    wanted, stage = str(case.whole("class")), case.stage().value
    rows = edition_of(case, WATER_METER).rows("q3")
    of_class = [row for row in rows if row.text("accuracy_class") == wanted]
    if not of_class:
        raise InputInvalid("meter_class_unknown", field="class", value=wanted[:20])
    row = first_row(row for row in of_class if row.text("stage") == stage)
    limit = row.decimal("limit_pct")
    result = {"limit_abs_pct": tidy(limit), "conform": abs(case.decimal("error_pct")) <= limit}
    return with_mark(result, row)


def refractor_sphere(case: CaseInputs) -> Result:
    """optical.refractor_sphere; standard_D picks the band, 10 D itself the stricter one."""
    standard = case.decimal("standard_D")
    row = _band(case, abs(standard))
    error = case.decimal("mean_indication_D") - standard
    result = {
        "error_D": tidy(error),
        "limit_abs_D": row.text("limit_d"),
        "conform": abs(error) <= row.decimal("limit_d"),
    }
    # At exactly 10 D the stricter limit is our reading.
    is_on_the_bound = row.has("up_to_d") and abs(standard) == row.decimal("up_to_d")
    return with_mark(result, row, doubt=is_on_the_bound)


def refractor_distance(case: CaseInputs) -> Result:
    """optical.refractor_pd; has_function false: the item does not apply, null."""
    row = edition_of(case, REFRACTOR).figure("pupillary_distance_mm")
    error = case.not_negative("indication_mm") - case.positive("standard_mm")
    is_there = case.flag("has_function", default=True)
    conform = abs(error) <= row.decimal() if is_there else None
    return with_mark({"limit_abs_mm": tidy(row.decimal()), "conform": conform}, row)


def focimeter(case: CaseInputs) -> Result:
    """optical.focimeter; vertex power by JJG 580, whose table was not read: never legal."""
    standard = case.decimal("standard_D")
    rows = edition_of(case, FOCIMETER).rows("vertex_power")
    row = first_row(
        r for r in rows if not r.has("up_to_d") or abs(standard) <= r.decimal("up_to_d")
    )
    error = case.decimal("indication_D") - standard
    limit = row.decimal("limit_d")
    result = {
        "error_D": tidy(error),
        "limit_abs_D": row.text("limit_d"),
        "conform": abs(error) <= limit,
    }
    return with_mark(result, row)


def distance_meter(case: CaseInputs) -> Result:
    """optical.pd_meter; a pupillary distance meter by JJG 952, from memory: never legal."""
    row = edition_of(case, DISTANCE_METER).figure("distance_mm")
    error = case.not_negative("indication_mm") - case.positive("standard_mm")
    limit = tidy(row.decimal())
    return with_mark({"limit_abs_mm": limit, "conform": abs(error) <= row.decimal()}, row)


def _band(case: CaseInputs, power: Decimal) -> Row:
    rows = edition_of(case, REFRACTOR).rows("sphere")
    return first_row(
        row for row in rows if not row.has("up_to_d") or power <= row.decimal("up_to_d")
    )


RULES = {
    "taxi.distance_error": distance_error,
    "meter.water_error_Q3": water_error,
    "optical.refractor_sphere": refractor_sphere,
    "optical.refractor_pd": refractor_distance,
    "optical.focimeter": focimeter,
    "optical.pd_meter": distance_meter,
}
