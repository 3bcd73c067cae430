"""The deliveries of a fuel dispenser: what is written down of each, and its error (JJG 443).

No kind of its own. One delivery into a standard measure is one trial row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.figures import Figure, FigureKind, is_plain_name, names_in, number_of
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment
from inspector_app.domain.measurement import Observation, PlanRow
from inspector_app.domain.quantities import MINUS, Ratio, Volume
from inspector_app.domain.text import Text
from inspector_app.kinds.trials import (
    UNCERTAINTY,
    assessed,
    standard_uncertainty,
    trial_row,
)
from inspector_app.metrology import fuel_dispenser
from inspector_app.metrology.regulations import Regulation, RegulationBook, Row
from inspector_app.metrology.rounding import round_to, tidy

MOST_NOZZLES = 32
NOZZLES = "nozzles"
STEP = Decimal("0.0001")
"""Of a relative error in percent, where it is written down."""
FLOW_POINTS = (
    ("q1", Text(zh="大流量 Q1", en="full flow Q1")),
    ("q2", Text(zh="次流量 Q2", en="second flow Q2")),
)
SMALLEST = "mmq"
UNANNOUNCED = (
    ("hose5", Text(zh="暗访 5 L", en="unannounced, 5 L")),
    ("hose20", Text(zh="暗访 20 L", en="unannounced, 20 L")),
)
PRESET = ("preset", Text(zh="定量加油", en="preset delivery"))

DELIVERED = Figure(
    key="delivered",
    label=Text(zh="加油机示值 VJ", en="dispenser's indication VJ"),
    unit="L",
    lowest=Decimal("0.01"),
    highest=Decimal(2000),
)
NECK = Figure(
    key="neck",
    label=Text(zh="量器颈读数 h", en="reading at the measure's neck h"),
    unit="mm",
    lowest=Decimal(-500),
    highest=Decimal(500),
)
AT_NOZZLE = Figure(
    key="t_nozzle",
    label=Text(zh="油枪口油温 tJ", en="fuel temperature at the nozzle tJ"),
    unit="°C",
    lowest=fuel_dispenser.LOWEST_C,
    highest=fuel_dispenser.HIGHEST_C,
    live=True,
)
IN_MEASURE = Figure(
    key="t_measure",
    label=Text(zh="量器内油温 tB", en="fuel temperature in the measure tB"),
    unit="°C",
    lowest=fuel_dispenser.LOWEST_C,
    highest=fuel_dispenser.HIGHEST_C,
    live=True,
)
PRICE = Figure(
    key="unit_price",
    label=Text(zh="单价", en="unit price"),
    unit="yuan",
    lowest=Decimal(0),
    highest=Decimal(1000),
    required=False,
)
AMOUNT = Figure(
    key="amount",
    label=Text(zh="显示付费金额", en="amount shown"),
    unit="yuan",
    lowest=Decimal(0),
    highest=Decimal(1000000),
    required=False,
)
RUN = (DELIVERED, NECK, AT_NOZZLE, IN_MEASURE, PRICE, AMOUNT)

PARTICULARS = (
    Figure(
        key=NOZZLES,
        label=Text(zh="检查油枪（编号，逗号分隔）", en="nozzles tested (numbers, by commas)"),
        kind=FigureKind.TEXT,
        hint=Text(zh="例如 1,2,5", en="e.g. 1,2,5"),
        most_names=MOST_NOZZLES,
    ),
    Figure(
        key="fuel",
        label=Text(zh="油品", en="fuel"),
        kind=FigureKind.CHOICE,
        choices=(
            ("gasoline", Text(zh="汽油", en="petrol")),
            ("diesel", Text(zh="轻柴油", en="light diesel")),
            ("kerosene", Text(zh="煤油", en="kerosene")),
        ),
    ),
    Figure(
        key="measure_number",
        label=Text(zh="标准量器编号", en="standard measure no."),
        kind=FigureKind.TEXT,
    ),
    Figure(
        key="measure_valid_until",
        label=Text(zh="标准量器证书有效期至", en="its certificate is valid until"),
        kind=FigureKind.DATE,
    ),
    Figure(
        key="measure_material",
        label=Text(zh="标准量器材质", en="its material"),
        kind=FigureKind.CHOICE,
        choices=(
            ("stainless", Text(zh="不锈钢", en="stainless steel")),
            ("carbon", Text(zh="碳钢", en="carbon steel")),
        ),
    ),
    Figure(
        key="measure_volume",
        label=Text(zh="20 °C 校准容积 V0", en="volume at 20 °C, V0"),
        unit="L",
        lowest=Decimal("0.5"),
        highest=Decimal(2000),
    ),
    Figure(
        key="neck_zero",
        label=Text(zh="V0 处颈读数 h0", en="neck reading at V0, h0"),
        unit="mm",
        lowest=Decimal(-500),
        highest=Decimal(500),
    ),
    Figure(
        key="neck_constant",
        label=Text(zh="颈分度常数", en="neck constant"),
        unit="mL/mm",
        lowest=Decimal("0.01"),
        highest=Decimal(1000),
    ),
    UNCERTAINTY,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One delivery computed. volumes in litres; error in percent, unrounded."""

    indicated: Decimal
    measured: Decimal
    true: Decimal
    error: Decimal
    lines: tuple[str, ...]


def nozzles_of(inspection: Inspection) -> tuple[str, ...]:
    """Return the nozzles named in the particulars, each once, then those of merged records.

    A nozzle named twice is tested once: its rows exist once. What cannot be a name is refused
    where it is entered, and all too many: `left_out` tells of records of before that was so.
    """
    tested = (
        name
        for fields in _particulars(inspection)
        for name in [n for n in names_in(fields.get(NOZZLES, "")) if is_plain_name(n)][
            :MOST_NOZZLES
        ]
    )
    return tuple(dict.fromkeys(tested))


def left_out(inspection: Inspection) -> tuple[str, ...]:
    """Return what stands among the nozzles and has no rows: no plain names, and all too many."""
    tested = set(nozzles_of(inspection))
    told = ",".join(fields.get(NOZZLES, "") for fields in _particulars(inspection))
    return tuple(name for name in names_in(told) if name not in tested)


def _particulars(inspection: Inspection) -> tuple[Mapping[str, str], ...]:
    return (inspection.fields, *(each.fields for each in inspection.merged))


def runs_of(nozzle: str, flow: tuple[str, Text], runs: int) -> tuple[PlanRow, ...]:
    """Return the rows of one flow point of one nozzle."""
    key, words = flow
    return tuple(
        trial_row(
            f"{nozzle}:{key}:{run}",
            Text(zh=f"第 {run} 次", en=f"run {run}"),
            RUN,
            group=group_of(nozzle),
            series=words,
        )
        for run in range(1, runs + 1)
    )


def single(nozzle: str, test: tuple[str, Text]) -> PlanRow:
    """Return the one optional row of a further test of a nozzle."""
    key, words = test
    return trial_row(f"{nozzle}:{key}:1", words, RUN, group=group_of(nozzle), optional=True)


def group_of(nozzle: str) -> Text:
    """Return the title under which a nozzle's rows stand."""
    return Text(zh=f"{nozzle} 号油枪", en=f"nozzle {nozzle}")


def is_delivery(row: PlanRow) -> bool:
    """Say whether the row is a delivery (an identity or totals row is none)."""
    return row.figures == RUN


def delivery_of(inspection: Inspection, seen: Observation, rules: Regulation) -> Delivery | None:
    """Return the delivery computed, None while the measure's particulars are missing.

    V_B = V0 + k (h - h0) / 1000; V_Bt by `volume_at_nozzle`; E = (VJ - V_Bt) / V_Bt (JJG 443).
    Raises OutOfRange where the standard volume comes out as nothing.
    """
    told = inspection.fields_of(seen)
    found = [
        *(number_of(seen.figures, figure.key) for figure in RUN[:4]),
        *(number_of(told, k) for k in ("measure_volume", "neck_zero", "neck_constant")),
    ]
    fuel, material = told.get("fuel"), told.get("measure_material")
    if None in found or not fuel or not material:
        return None
    indicated, neck, nozzle, measure, nominal, zero, per_mm = (n for n in found if n is not None)
    fluid = fuel_dispenser.expansion_of(rules, "fluid_expansion", fuel)
    vessel = fuel_dispenser.expansion_of(rules, "measure_expansion", material)
    volume = fuel_dispenser.measure_volume(nominal, per_mm=per_mm, read=neck, zero=zero)
    true = fuel_dispenser.volume_at_nozzle(
        volume,
        nozzle=nozzle,
        measure=measure,
        expansion=fuel_dispenser.Expansion(
            fluid=fluid.decimal("per_c"), measure=vessel.decimal("per_c")
        ),
        reference=rules.figure("reference_temperature_c").decimal(),
    )
    error = fuel_dispenser.relative_error(indicated, true)
    bracket = (
        f"1 + {fluid.text('per_c')}×({tidy(nozzle)} {MINUS} {tidy(measure)})"
        f" + {vessel.text('per_c')}×({tidy(measure)} {MINUS} 20)"
    )
    neck_line = f"{tidy(nominal)} + {tidy(per_mm)}×({tidy(neck)} {MINUS} {tidy(zero)})/1000"
    quotient = f"({tidy(indicated)} {MINUS} {_litres(true)}) / {_litres(true)}"
    return Delivery(
        indicated=indicated,
        measured=volume,
        true=true,
        error=error,
        lines=(
            f"VB = {neck_line} = {tidy(volume)} L",
            f"VBt = VB×[{bracket}] = {_litres(true)} L",
            f"E = {quotient} = {round_to(error, Decimal('0.0001'))} %",
        ),
    )


def assess_delivery(
    inspection: Inspection, row: PlanRow, seen: Observation, book: RegulationBook
) -> Assessment | None:
    """Return one delivery's error against the limit of its test."""
    if not is_delivery(row):
        return None
    rules = book.in_force(fuel_dispenser.KEY, inspection.on)
    delivery = delivery_of(inspection, seen, rules)
    if delivery is None:
        return None
    limit_row = limit_of(row, rules)
    limit = Ratio(limit_row.decimal(), "%")
    error = Ratio(delivery.error, "%")
    return assessed(
        error,
        lower=-limit,
        upper=limit,
        citation=limit_row.citation,
        lines=delivery.lines,
        known=standard_uncertainty(inspection, rules, book),
        step=STEP,
    )


def limit_of(row: PlanRow, rules: Regulation) -> Row:
    """Return the row of the limit: the smallest quantity has its own."""
    name = "minimum_quantity_mpe_pct" if f":{SMALLEST}:" in row.row_id else "mpe_pct"
    return rules.figure(name)


def delivered_volume(seen: Observation) -> Volume:
    """Return VJ. Raises InputInvalid when it was not written down."""
    value = number_of(seen.figures, DELIVERED.key)
    if value is None:
        raise InputInvalid("figure_missing", field=DELIVERED.key, name=DELIVERED.label.zh)
    return Volume(value, "L")


def _litres(value: Decimal) -> str:
    return f"{round_to(value, Decimal('0.00001')):f}"
