"""Farm supplies: packages of seed, fertiliser, pesticide; scales where harvests are bought."""

from __future__ import annotations

from decimal import Decimal

from inspector_app.domain.figures import number_of
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.instrument import AccuracyClass, Stage
from inspector_app.domain.judgement import Assessment, Verdict
from inspector_app.domain.measurement import Observation, PlanRow, Shape
from inspector_app.domain.quantities import MINUS, Mass, Volume
from inspector_app.domain.text import Text
from inspector_app.kinds.base import NO_INSTRUMENT, Area, Basis, InspectionKind, PhotoRole, ShapeUse
from inspector_app.kinds.duties import (
    INSTRUMENTS,
    LAW_DETAILS,
    MEASURED_DUTY_STEPS,
    METROLOGY_LAW,
    PREPACKAGED,
    QUANTITY,
    SALE,
    duty,
)
from inspector_app.kinds.package_lot import shortage_citation
from inspector_app.kinds.trials import (
    assessed,
    choice,
    count_of,
    number,
    numbers_of,
    row_findings,
    trial_row,
    trial_verdict,
    words,
)
from inspector_app.metrology import prepackaged_goods
from inspector_app.metrology.applicable_regulation import DIGITAL_SCALES
from inspector_app.metrology.mpe import maximum_permissible_error
from inspector_app.metrology.prepackaged_goods import UNITS
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.metrology.rounding import EXACT, tidy

MOST = 10
STEP = Decimal("0.001")
EXCLUDED = "hazardous"
BUYING = Text(zh="农产品收购", en="Buying harvests")
CHECKS = (
    duty(
        "FA01",
        ("种子、化肥、农药、饲料等定量包装商品有净含量标注，单位合法",
         "Packages of seed, fertiliser, pesticide and feed state their net content in legal units"),
        (PREPACKAGED, "第五条"), SALE,
    ),
    duty(
        "FA02",
        ("拆零销售使用经检定合格的秤，按净重结算",
         "Loose goods are sold on a verified scale, net"),
        (METROLOGY_LAW, "第九条"), SALE,
    ),
    duty(
        "FA03",
        ("收购站（点）的地中衡、台秤经检定合格且在有效期内",
         "Weighbridges and scales of buying stations are verified and valid"),
        (LAW_DETAILS, "第二十二条"), BUYING,
    ),
    duty(
        "FA04",
        ("收购时未压秤、未任意扣减重量，扣杂扣水有据可查",
         "Nothing is deducted at will; deductions for dirt and moisture are on record"),
        (QUANTITY, "第七条"), BUYING,
    ),
    duty(
        "FA05",
        ("称重过程和结果向农户明示并出具凭证",
         "The weighing is shown to the farmer, with a ticket"),
        (QUANTITY, "第七条"), BUYING, decisive=False,
    ),
    duty(
        "FA06",
        ("水分测定、容重等计量器具经检定或校准，在有效期内",
         "Moisture and test weight instruments are verified or calibrated"),
        (METROLOGY_LAW, "第九条"), INSTRUMENTS, decisive=False,
    ),
    duty(
        "FA07",
        ("未破坏计量器具准确度，无遥控、加装装置",
         "No tampering, no remote control, nothing added"),
        (METROLOGY_LAW, "第十六条"), INSTRUMENTS,
    ),
)  # fmt: skip
PARTICULARS = (
    number("packages", Text(zh="抽查包装件数", en="packages to weigh"), "",
           ("0", str(MOST)), required=False),
    number("bridges", Text(zh="收购用衡器试验点数", en="points of the buyer's scale"), "",
           ("0", str(MOST)), required=False),
    words("check_scale", Text(zh="核查用秤编号", en="check scale's number"), required=False),
    words("scale_number", Text(zh="收购用衡器编号", en="number of the buyer's scale"),
          required=False),
)  # fmt: skip
PACKAGE = (
    words("what", Text(zh="品名、生产者", en="product and maker"), required=False),
    choice(
        "goods",
        Text(zh="类别", en="sort"),
        (
            ("seed", Text(zh="种子", en="seed")),
            ("fertiliser", Text(zh="化肥", en="fertiliser")),
            ("pesticide", Text(zh="农药", en="pesticide")),
            ("feed", Text(zh="饲料", en="feed")),
            (EXCLUDED, Text(zh="危险化学品（不适用）", en="hazardous chemical (excluded)")),
        ),
    ),
    number(
        "nominal",
        Text(zh="标注净含量", en="nominal content"),
        "",
        ("0.001", "50000"),
        unit_from="unit",
    ),
    choice(
        "unit",
        Text(zh="标注单位", en="its unit"),
        tuple((unit, Text(zh=unit, en=unit)) for unit in ("g", "kg", "mL", "L")),
    ),
    number(
        "found",
        Text(zh="实测净含量（同单位）", en="content found (same unit)"),
        "",
        ("0", "60000"),
        unit_from="unit",
    ),
)
BRIDGE = (
    number("load", Text(zh="已知载荷（砝码或已核货物）", en="known load"), "kg", ("0.1", "200000")),
    number("shown", Text(zh="衡器示值", en="indication"), "kg", ("0", "200000"), live=True),
    number("interval", Text(zh="检定分度值 e", en="interval e"), "kg", ("0.001", "500")),
)
_PACKAGES = Text(zh="定量包装", en="packages")


def plan(inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:  # noqa: ARG001 - as declared
    """Return the packages to weigh (three unless said), then the points of the buyer's scale."""
    packages, bridges = _count(inspection, "packages", 3), _count(inspection, "bridges", 0)
    return (
        *(
            trial_row(f"package:{n}", Text(zh=f"第 {n} 件", en=f"package {n}"), PACKAGE,
                      group=_PACKAGES)
            for n in range(1, packages + 1)
        ),
        *(
            trial_row(f"bridge:{n}", Text(zh=f"第 {n} 点", en=f"point {n}"), BRIDGE, group=BUYING)
            for n in range(1, bridges + 1)
        ),
    )  # fmt: skip


def _count(inspection: Inspection, key: str, otherwise: int) -> int:
    if inspection.fields.get(key, "").strip() == "0":
        return 0
    return count_of(inspection, key, most=MOST, otherwise=otherwise)


def assess(
    inspection: Inspection, row: PlanRow, observation: Observation, book: RegulationBook
) -> Assessment | None:
    """Return a package's shortage against T, or a scale's error against its limit in service.

    A single package beyond T is short; whether the lot is, a drawn sample says (prepackaged goods).
    """
    if row.row_id.startswith("trial:bridge:"):
        return _bridge(inspection, observation, book)
    figures = observation.figures
    nominal, found = number_of(figures, "nominal"), number_of(figures, "found")
    if nominal is None or found is None or figures.get("goods") == EXCLUDED:
        return None
    dimension, factor = UNITS[prepackaged_goods.canonical_unit(figures.get("unit", "g"))]
    in_base, content = (EXACT.multiply(value, factor) for value in (nominal, found))
    goods = book.in_force(prepackaged_goods.KEY, inspection.on)
    allowed = prepackaged_goods.permitted_shortage(in_base, goods)
    kind, base = (Mass, "g") if dimension == "mass" else (Volume, "mL")
    line = f"{tidy(content)} {MINUS} {tidy(in_base)} {base}, T = {tidy(allowed.value)} {base}"
    return assessed(
        kind(content - in_base, base),
        lower=kind(-allowed.value, base),
        upper=None,
        citation=shortage_citation(allowed),
        step=STEP,
        lines=(line,),
    )


def _bridge(
    inspection: Inspection, observation: Observation, book: RegulationBook
) -> Assessment | None:
    given = numbers_of(observation.figures, "load", "shown", "interval")
    if given is None:
        return None
    load, shown, interval = given
    limit = maximum_permissible_error(
        Mass(load, "kg"),
        Mass(interval, "kg"),
        AccuracyClass.III,
        Stage.IN_USE,
        book.in_force(DIGITAL_SCALES, inspection.on),
    )
    error = Mass(shown - load, "kg")
    line = f"E = {tidy(shown)} {MINUS} {tidy(load)} = {tidy(error.value)} kg".replace(
        "= -", f"= {MINUS}"
    )
    return assessed(
        error, lower=-limit.limit, upper=limit.limit, citation=limit.citation, lines=(line,)
    )


def judge(inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return the conclusion over duties, packages and points."""
    findings = row_findings(inspection, KIND, book)
    return trial_verdict(inspection, KIND, findings, regulation=QUANTITY.zh, book=book)


KIND = InspectionKind(
    key="farm_supplies",
    area=Area.GOODS,
    title=Text(zh="农资与农产品收购计量检查", en="Farm supplies and harvest buying"),
    summary=Text(
        zh="种子、化肥、农药净含量，收购站衡器",
        en="Net contents of seed, fertiliser, pesticide; scales of buying stations",
    ),
    basis=(Basis(PREPACKAGED, "第五条至第九条"), Basis(QUANTITY, "第四条、第五条、第七条")),
    steps=MEASURED_DUTY_STEPS,
    checks=CHECKS,
    shapes=(ShapeUse(shape=Shape.TRIAL, title=Text(zh="核称", en="Weighing")),),
    photos=(
        PhotoRole(key="packages", title=Text(zh="包装与标注", en="Packages and marking")),
        PhotoRole(key="scale", title=Text(zh="收购用衡器", en="The buyer's scale"), required=False),
    ),
    signature_roles=("inspector", "second_inspector", "party"),
    plan=plan,
    assess=assess,
    judge=judge,
    category=NO_INSTRUMENT,
    particulars=PARTICULARS,
)
