"""Lots sold by weight, weighed again as trials (order 66, annex 1). No kind of its own."""

from __future__ import annotations

from decimal import Decimal

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment
from inspector_app.domain.measurement import Observation, PlanRow
from inspector_app.domain.quantities import MINUS, Mass
from inspector_app.domain.text import Text
from inspector_app.kinds.trials import (
    assessed,
    choice,
    count_of,
    number,
    numbers_of,
    trial_row,
    words,
)
from inspector_app.metrology import retail
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.metrology.rounding import tidy

KEY = "retail_weighing"
MOST_LOTS = 10
USUAL_LOTS = 3
GRAM = Decimal("0.1")
GOODS = (
    ("grain", Text(zh="粮食", en="grain")),
    ("vegetable", Text(zh="蔬菜", en="vegetables")),
    ("fruit", Text(zh="水果", en="fruit")),
    ("meat", Text(zh="肉类", en="meat")),
    ("egg", Text(zh="蛋", en="eggs")),
    ("poultry", Text(zh="禽类", en="poultry")),
    ("seafood", Text(zh="海产品", en="sea products")),
    ("freshwater", Text(zh="淡水产品", en="freshwater products")),
    ("pastry", Text(zh="糕点", en="pastry")),
    ("candy", Text(zh="糖果", en="sweets")),
    ("condiment", Text(zh="调味品", en="condiments")),
    ("dried_vegetable", Text(zh="干菜", en="dried vegetables")),
    ("mountain_delicacy", Text(zh="山珍", en="mountain delicacies")),
    ("sea_delicacy", Text(zh="海珍", en="sea delicacies")),
    ("other", Text(zh="其他（按单价）", en="other (by its price)")),
    ("live_fish", Text(zh="活鱼（不适用附表）", en="live fish (not in the annex)")),
    ("live_poultry", Text(zh="活禽（不适用附表）", en="live poultry (not in the annex)")),
    ("soaked", Text(zh="水发物（不适用附表）", en="soaked goods (not in the annex)")),
)
LOTS = number(
    "lots", Text(zh="复称批数", en="lots to weigh again"), "", ("1", str(MOST_LOTS)), required=False
)
LOT = (
    words("what", Text(zh="商品名称", en="goods"), required=False),
    choice("goods", Text(zh="类别", en="category"), GOODS),
    number("price", Text(zh="单价", en="unit price"), "yuan/kg", ("0.01", "100000")),
    number("settled", Text(zh="结算重量", en="mass settled"), "kg", ("0.001", "1000")),
    number(
        "checked",
        Text(zh="复称重量（去皮）", en="net mass re-weighed"),
        "kg",
        ("0", "1000"),
        live=True,
    ),
    choice(
        "method",
        Text(zh="核称方法", en="method"),
        (
            ("high", Text(zh="高准确度称重法", en="more accurate scale")),
            ("equal", Text(zh="等准确度称重法", en="equally accurate scale")),
        ),
    ),
)
_METHODS = {"equal": retail.Method.EQUAL, "high": retail.Method.HIGH}
GROUP = Text(zh="复称", en="re-weighing")


def lot_rows(inspection: Inspection) -> tuple[PlanRow, ...]:
    """Return a row for each lot to be weighed again, three unless said."""
    count = count_of(inspection, "lots", most=MOST_LOTS, otherwise=USUAL_LOTS)
    return tuple(
        trial_row(f"lot:{n}", Text(zh=f"第 {n} 批", en=f"lot {n}"), LOT, group=GROUP)
        for n in range(1, count + 1)
    )


def assess_lot(
    inspection: Inspection, observation: Observation, book: RegulationBook
) -> Assessment | None:
    """Return re-weighed minus settled against -L (high accuracy) or -2 L (equal accuracy).

    The stricter of the bands by category and by price. None for goods that the annex excludes.
    """
    figures = observation.figures
    given = numbers_of(figures, "price", "settled", "checked")
    if given is None:
        return None
    price, settled, checked = given
    rules = book.in_force(KEY, inspection.on)
    goods = figures.get("goods", "")
    band = retail.choose_band(None if goods == "other" else goods, price, rules)
    if band.band is None:
        return None
    mass = Mass(settled, "kg")
    deviation = retail.negative_deviation(band.band, mass, rules)
    found = retail.judge_reweigh(
        mass,
        Mass(checked, "kg"),
        deviation=deviation,
        method=_METHODS.get(figures.get("method", ""), retail.Method.HIGH),
        rules=rules,
    )
    short = f"{tidy(checked)} kg {MINUS} {tidy(settled)} kg = "
    short += f"{tidy(-found.difference.in_unit('g'))} g".replace("-", MINUS)
    return assessed(
        -found.difference.to("g"),
        lower=-found.allowed.to("g"),
        upper=None,
        citation=found.citation,
        step=GRAM,
        lines=(f"{short}; {band.band.value}: L = {tidy(deviation.limit.in_unit('g'))} g",),
    )
