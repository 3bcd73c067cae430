"""Opticians: refractors, focimeters, pupil distance, and the duties of order 54/2003."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from inspector_app.domain.figures import number_of
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Citation, Confirmation, Finding, Verdict
from inspector_app.domain.measurement import Observation, PlanRow, Shape
from inspector_app.domain.quantities import MINUS, Length, VergencePower
from inspector_app.domain.text import Text
from inspector_app.kinds.base import NO_INSTRUMENT, Area, Basis, InspectionKind, PhotoRole, ShapeUse
from inspector_app.kinds.duties import MEASURED_DUTY_STEPS, duty
from inspector_app.kinds.trials import (
    assessed,
    count_of,
    day,
    number,
    numbers_of,
    row_finding,
    standard_findings,
    trial_row,
    trial_verdict,
    words,
)
from inspector_app.metrology.regulations import Regulation, RegulationBook, Row, first_row
from inspector_app.metrology.rounding import EXACT, shown_signed, tidy

REFRACTOR, FOCIMETER, DISTANCE = "jjg_892", "jjg_580", "jjg_952"
MOST = 12
STEP = Decimal("0.001")
MEASURES = Text(
    zh="眼镜制配计量监督管理办法", en="Measures for the Metrology Supervision of Spectacles"
)
SHOP, DISPENSING = Text(zh="经营者", en="The shop"), Text(zh="验光配镜", en="Dispensing")
CHECKS = (
    duty(
        "OP01",
        ("建立计量管理和保护消费者权益的制度", "Rules of metrology and consumer protection exist"),
        (MEASURES, "第四条（一）"), SHOP,
    ),
    duty(
        "OP02",
        ("配备经培训的计量管理人员和技术人员", "Metrology and technical staff is trained"),
        (MEASURES, "第四条（二）"), SHOP,
    ),
    duty(
        "OP03",
        ("焦度计、验光仪、验光镜片箱、瞳距仪、角膜曲率计等登记造册、备案并周期检定",
         "Focimeter, refractor, trial lenses and so on are listed, filed and verified"),
        (MEASURES, "第四条（三）"), SHOP,
    ),
    duty(
        "OP04",
        ("未使用未检定、超周期、不合格的计量器具；使用法定计量单位；未出具虚假数据",
         "No unverified, overdue or failed instrument; legal units; no false data"),
        (MEASURES, "第四条"), SHOP,
    ),
    duty(
        "OP05",
        ("生产镜片、眼镜的：顶焦度、透过率、厚度检测设备齐全，数据准确",
         "Makers of lenses: equipment for power, transmittance and thickness, true data"),
        (MEASURES, "第五条"), DISPENSING,
    ),
    duty(
        "OP06",
        ("验光、配镜设备相适应，出具准确的数据，保留原始记录",
         "Equipment fits the work, data are true, original records are kept"),
        (MEASURES, "第七条"), DISPENSING,
    ),
    duty(
        "OP07",
        ("经营角膜接触镜的：曲率、直径、厚度等检测设备齐全",
         "Contact lenses: equipment for curvature, diameter and thickness"),
        (MEASURES, "第八条"), DISPENSING,
    ),
)  # fmt: skip
PARTICULARS = (
    number("spheres", Text(zh="验光仪试验点数", en="points of the refractor"), "",
           ("0", str(MOST)), required=False),
    number("distances", Text(zh="验光仪瞳距点数（无此功能填 0）", en="pupil distances of the "
           "refractor (0 without the function)"), "", ("0", str(MOST)), required=False),
    number("lenses", Text(zh="焦度计试验点数", en="points of the focimeter"), "",
           ("0", str(MOST)), required=False),
    number("meters", Text(zh="瞳距仪试验点数", en="points of the pupil distance meter"), "",
           ("0", str(MOST)), required=False),
    words("refractor_number", Text(zh="验光仪编号", en="refractor's number"), required=False),
    words("focimeter_number", Text(zh="焦度计编号", en="focimeter's number"), required=False),
    words("standard_number", Text(zh="标准器编号", en="standard's number")),
    day("standard_valid_until", Text(zh="标准器有效期至", en="standard valid until")),
)  # fmt: skip
_STANDARD = Text(zh="标准值", en="standard")
_SHOWN = Text(zh="示值", en="indication")
SPHERE = (
    number("standard", _STANDARD, "D", ("-30", "30")),
    number("shown_1", Text(zh="示值 1", en="indication 1"), "D", ("-35", "35")),
    number("shown_2", Text(zh="示值 2", en="indication 2"), "D", ("-35", "35"), required=False),
    number("shown_3", Text(zh="示值 3", en="indication 3"), "D", ("-35", "35"), required=False),
)
LENS = (
    number("standard", _STANDARD, "D", ("-30", "30")),
    number("shown", _SHOWN, "D", ("-35", "35")),
)
PUPILS = (
    number("standard", _STANDARD, "mm", ("40", "90")),
    number("shown", _SHOWN, "mm", ("30", "100")),
)
_ROWS = (
    ("sphere", "spheres", Text(zh="验光仪球镜度", en="refractor, sphere"), SPHERE),
    ("distance", "distances", Text(zh="验光仪瞳距", en="refractor, pupil distance"), PUPILS),
    ("lens", "lenses", Text(zh="焦度计顶焦度", en="focimeter, vertex power"), LENS),
    ("meter", "meters", Text(zh="瞳距仪", en="pupil distance meter"), PUPILS),
)
_USUAL = {"spheres": 3, "distances": 1, "lenses": 3, "meters": 0}


def plan(inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:  # noqa: ARG001 - as declared
    """Return as many points of each instrument as the particulars say."""
    return tuple(
        trial_row(f"{key}:{n}", Text(zh=f"第 {n} 点", en=f"point {n}"), figures, group=group)
        for key, field, group, figures in _ROWS
        for n in range(1, _count(inspection, field) + 1)
    )


def _count(inspection: Inspection, field: str) -> int:
    if inspection.fields.get(field, "").strip() == "0":
        return 0
    return count_of(inspection, field, most=MOST, otherwise=_USUAL[field])


def assess(
    inspection: Inspection, row: PlanRow, observation: Observation, book: RegulationBook
) -> Assessment | None:
    """Return indication (mean of up to three) minus standard against the instrument's limit."""
    what = row.row_id.split(":")[1]
    figures = observation.figures
    if what == "sphere":
        return _sphere(figures, book.in_force(REFRACTOR, inspection.on))
    given = numbers_of(figures, "standard", "shown")
    if given is None:
        return None
    standard, shown = given
    if what == "lens":
        limit = _by_power(book.in_force(FOCIMETER, inspection.on), "vertex_power", standard)
        return _power(standard, shown, limit, limit.citation)
    key, name = (
        (REFRACTOR, "pupillary_distance_mm") if what == "distance" else (DISTANCE, "distance_mm")
    )
    figure = book.in_force(key, inspection.on).figure(name)
    most = Length(figure.decimal(), "mm")
    error = Length(shown - standard, "mm")
    line = f"{tidy(shown)} {MINUS} {tidy(standard)} = {shown_signed(error)}"
    return assessed(error, lower=-most, upper=most, citation=figure.citation, lines=(line,))


def _sphere(figures: dict[str, str], rules: Regulation) -> Assessment | None:
    standard = number_of(figures, "standard")
    shown = [number_of(figures, key) for key in ("shown_1", "shown_2", "shown_3")]
    read = [value for value in shown if value is not None]
    if standard is None or not read:
        return None
    mean = EXACT.divide(sum(read, Decimal(0)), Decimal(len(read)))
    limit = _by_power(rules, "sphere", standard)
    citation = limit.citation
    if limit.has("up_to_d") and abs(standard) == limit.decimal("up_to_d"):
        # at the bound itself the stricter limit is our reading (jjg_892_2011.toml)
        citation = Citation(citation.regulation, citation.clause, Confirmation.INFERRED)
    return _power(standard, mean, limit, citation)


def _power(standard: Decimal, shown: Decimal, limit: Row, citation: Citation) -> Assessment:
    most = VergencePower(limit.decimal("limit_d"), "D")
    error = VergencePower(shown - standard, "D")
    ends = tidy(standard).replace("-", MINUS)
    line = f"{tidy(shown).replace('-', MINUS)} {MINUS} ({ends}) = {shown_signed(error)}"
    return assessed(error, lower=-most, upper=most, citation=citation, step=STEP, lines=(line,))


def _by_power(rules: Regulation, table: str, power: Decimal) -> Row:
    rows = rules.rows(table)
    return first_row(r for r in rows if not r.has("up_to_d") or abs(power) <= r.decimal("up_to_d"))


def judge(inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return the conclusion over duties and points."""
    findings = tuple(_findings(inspection, book))
    return trial_verdict(inspection, KIND, findings, regulation=MEASURES.zh, book=book)


def _findings(inspection: Inspection, book: RegulationBook) -> Iterator[Finding]:
    yield from standard_findings(inspection, "standard_valid_until")
    for row in plan(inspection, book):
        yield from row_finding(inspection, row, lambda r, o: assess(inspection, r, o, book))


KIND = InspectionKind(
    key="optical_shop",
    area=Area.PLACES,
    title=Text(zh="眼镜制配计量检查", en="Optician"),
    summary=Text(
        zh="验光仪、焦度计、瞳距，经营者义务", en="Refractor, focimeter, pupil distance; duties"
    ),
    basis=(Basis(MEASURES, "第四条至第八条"),),
    steps=MEASURED_DUTY_STEPS,
    checks=CHECKS,
    shapes=(ShapeUse(shape=Shape.TRIAL, title=Text(zh="示值试验", en="Points tried")),),
    photos=(PhotoRole(key="instruments", title=Text(zh="仪器与标志", en="Instruments and marks")),),
    signature_roles=("inspector", "second_inspector", "party"),
    plan=plan,
    assess=assess,
    judge=judge,
    category=NO_INSTRUMENT,
    particulars=PARTICULARS,
)
