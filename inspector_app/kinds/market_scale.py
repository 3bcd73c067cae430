"""A market's weighing instrument in service: marks, zero, loads, verdict (JJG 539, JJG 1204)."""

from __future__ import annotations

from inspector_app.domain.measurement import Shape
from inspector_app.domain.text import Text
from inspector_app.kinds.base import (
    WEIGHING_STEPS,
    Area,
    Basis,
    InspectionKind,
    PhotoRole,
    ShapeUse,
)
from inspector_app.kinds.scale_checks import CHECKS, JJG_539, JJG_1204, LAW_DETAILS
from inspector_app.kinds.scale_judgement import ScaleTests
from inspector_app.kinds.weighing_plan import MARKET_TESTS

SHAPES = (
    ShapeUse(shape=Shape.ZERO, title=Text(zh="零点", en="Zero")),
    ShapeUse(shape=Shape.LOAD_POINTS, title=Text(zh="示值误差", en="Error of indication")),
    ShapeUse(shape=Shape.ECCENTRICITY, title=Text(zh="偏载", en="Eccentricity")),
    ShapeUse(shape=Shape.REPEATABILITY, title=Text(zh="重复性", en="Repeatability")),
    ShapeUse(
        shape=Shape.DISCRIMINATION, title=Text(zh="鉴别阈", en="Discrimination"), optional=True
    ),
    ShapeUse(shape=Shape.TARE, title=Text(zh="除皮", en="Tare"), optional=True),
)

PHOTOS = (
    PhotoRole(key="nameplate", title=Text(zh="铭牌", en="Nameplate")),
    PhotoRole(key="seal", title=Text(zh="铅封", en="Seal"), required=False),
    PhotoRole(key="overall", title=Text(zh="整体与现场", en="The whole, on site"), required=False),
)


TESTS = ScaleTests(
    checks=CHECKS, shapes=SHAPES, photos=PHOTOS, tests=lambda _inspection: MARKET_TESTS
)

KIND = InspectionKind(
    key="market_scale",
    area=Area.MARKET,
    title=Text(zh="市场在用衡器检查", en="Market scale in service"),
    summary=Text(
        zh="标志、零点、示值误差、偏载和重复性现场检查",
        en="Marks, zero, errors of indication, eccentricity and repeatability, on site",
    ),
    basis=(
        Basis(JJG_539, "使用中检查"),
        Basis(JJG_1204, "2027-01-08 起"),
        Basis(LAW_DETAILS, "第二十四条"),
    ),
    steps=WEIGHING_STEPS,
    checks=CHECKS,
    shapes=SHAPES,
    photos=PHOTOS,
    signature_roles=("inspector", "party"),
    plan=TESTS.plan,
    assess=TESTS.assess,
    judge=TESTS.judge,
)
