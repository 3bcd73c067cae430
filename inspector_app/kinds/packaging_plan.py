"""What is measured of a pack, and the figures taken from it. No kind of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.domain.figures import number_of
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.measurement import PlanRow
from inspector_app.domain.text import Text
from inspector_app.kinds.trials import choice, count_of, number, trial_row, words
from inspector_app.metrology import packaging
from inspector_app.metrology.packaging import Content
from inspector_app.metrology.regulations import Regulation, RegulationBook, Row
from inspector_app.metrology.rounding import EXACT

MOST_LAYERS = 10
MOST_ITEMS = 6
OUTER = ("length", "width", "height")
FOODS = (
    ("mooncake", Text(zh="月饼", en="mooncakes")),
    ("zongzi", Text(zh="粽子", en="zongzi")),
    ("tea", Text(zh="茶叶（一般）", en="tea (general)")),
    ("tea_compressed", Text(zh="紧压茶", en="compressed tea")),
    ("tea_listed_leafy", Text(zh="松散型茶（名录内）", en="loose leafy tea (listed)")),
    ("tea_infusion", Text(zh="叶、花类代用茶", en="leaf or flower infusions")),
    ("grain", Text(zh="粮食及其加工品", en="grain and its products")),
    ("food", Text(zh="其他食品", en="other food")),
    ("cosmetic_liquid", Text(zh="液态、膏霜类化妆品", en="liquid or cream cosmetics")),
    ("cosmetic_powder", Text(zh="粉类化妆品", en="powder cosmetics")),
    ("cosmetic_wax", Text(zh="蜡基类化妆品", en="wax cosmetics")),
    ("toothpaste", Text(zh="牙膏", en="toothpaste")),
)
FRESH = (
    ("vegetable", Text(zh="蔬菜（含食用菌）", en="vegetables and edible fungi")),
    ("egg", Text(zh="蛋", en="eggs")),
    ("fruit", Text(zh="水果（下列以外）", en="fruit (other than below)")),
    ("strawberry", Text(zh="草莓", en="strawberries")),
    ("cherry", Text(zh="樱桃", en="cherries")),
    ("bayberry", Text(zh="杨梅", en="bayberries")),
    ("loquat", Text(zh="枇杷", en="loquats")),
    ("meat", Text(zh="畜禽肉", en="meat and poultry")),
    ("aquatic", Text(zh="水产品", en="aquatic products")),
)
TEAS = frozenset({"tea", "tea_compressed", "tea_listed_leafy", "tea_infusion"})
RULES_OF_GOODS = {
    "precious_material": Text(
        zh="未使用贵金属、红木等贵重材料", en="No precious metal, rosewood or the like"
    ),
    "mixed_pack": Text(zh="未与其他产品混装", en="Not packed together with other goods"),
    "mixed_with_dearer_goods": Text(
        zh="未与价格高于自身的其他产品混装", en="Not packed together with dearer goods"
    ),
}

_SIZES = (Text(zh="长", en="length"), Text(zh="宽", en="width"), Text(zh="高", en="height"))
LAYER = (
    words("what", Text(zh="名称、材质", en="what it is made of"), required=False),
    *(
        number(key, label, "mm", ("0.1", "5000"), required=False)
        for key, label in zip(OUTER, _SIZES, strict=True)
    ),
    number(
        "film_um",
        Text(zh="仅为薄膜时的厚度", en="thickness where it is only a film"),
        "μm",
        ("1", "5000"),
        required=False,
    ),
)
OUTERMOST = (
    *LAYER,
    number(
        "volume_cm3",
        Text(zh="非长方体的实测外体积", en="outer volume where no cuboid"),
        "cm³",
        ("0.1", "1000000"),
        required=False,
    ),
)
ITEM = (
    choice(
        "goods",
        Text(zh="品类（与商品不同时）", en="goods (where other than the product)"),
        FOODS,
        required=False,
    ),
    number(
        "unit_net",
        Text(zh="单件净含量", en="single net content"),
        "g (mL)",
        ("0.01", "100000"),
    ),
    number("count", Text(zh="件数", en="how many"), "", ("1", "10000")),
    number(
        "k",
        Text(zh="表 A.1 中的必要空间系数 k", en="coefficient k by table A.1"),
        "1",
        ("0.1", "100"),
        required=False,
    ),
)
COST = (
    number(
        "cost",
        Text(zh="除第一层外的包装成本", en="cost of packaging without the first layer"),
        "yuan",
        ("0", "1000000"),
    ),
    number("price", Text(zh="销售价格", en="selling price"), "yuan", ("0.01", "10000000")),
)
MASS = (
    number(
        "packaging_mass",
        Text(zh="包装总质量", en="mass of all packaging"),
        "g",
        ("0", "100000"),
        live=True,
    ),
    number(
        "content_mass",
        Text(zh="内装物质量", en="mass of the content"),
        "g",
        ("0.1", "100000"),
        live=True,
    ),
)
_KEPT = (
    choice(
        "kept",
        Text(zh="检查情况", en="found"),
        (("yes", Text(zh="符合", en="kept")), ("no", Text(zh="不符合", en="not kept"))),
    ),
)
_LAYERS = Text(zh="包装层", en="layers")
_ITEMS = Text(zh="内装物", en="contents")
_SPECIAL = Text(zh="专项要求", en="special rules")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One kind of goods in the pack. row: its coefficient's, None where k was typed in."""

    goods: str
    unit_net: Decimal
    count: Decimal
    k: Decimal
    row: Row | None

    @property
    def content(self) -> Content:
        """Return it as the void ratio asks for it."""
        return Content(coefficient=self.k, net=EXACT.multiply(self.unit_net, self.count))


def group_of(inspection: Inspection) -> str:
    """Return the product group of the particulars, empty while it is not chosen."""
    return inspection.fields.get("group", "")


def is_fresh(inspection: Inspection) -> bool:
    """Say whether the product is fresh farm produce, which another standard judges."""
    return group_of(inspection) in {key for key, _words in FRESH}


def rules_of(inspection: Inspection, book: RegulationBook) -> Regulation:
    """Return the standard in force for the product. Raises OutOfRange before it was in force."""
    key = packaging.FRESH_KEY if is_fresh(inspection) else packaging.KEY
    return book.in_force(key, inspection.on)


def layer_count(inspection: Inspection) -> int:
    """Return how many layers are declared, 0 while it is not said."""
    return count_of(inspection, "layers", most=MOST_LAYERS, otherwise=0)


def plan(inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:
    """Return layers, contents, cost, and what is asked of these goods alone."""
    try:
        return tuple(_rows(inspection, book))
    except DomainRuleBroken:
        return ()


def _rows(inspection: Inspection, book: RegulationBook) -> Iterator[PlanRow]:
    group, layers = group_of(inspection), layer_count(inspection)
    if not group or not layers:
        return
    rules = rules_of(inspection, book)
    if not is_fresh(inspection):
        for n in range(1, count_of(inspection, "items", most=MOST_ITEMS) + 1):
            label = Text(zh=f"内装物 {n}", en=f"content {n}")
            yield trial_row(f"item:{n}", label, ITEM, group=_ITEMS, without_error=True)
    for n in range(1, layers + 1):
        figures, name = OUTERMOST if n == layers else LAYER, _layer_name(n, layers)
        inner = n != layers or is_fresh(inspection)
        yield trial_row(f"layer:{n}", name, figures, group=_LAYERS, without_error=inner)
    yield trial_row("cost", Text(zh="包装成本", en="cost"), COST, optional=True)
    if group in TEAS:
        yield trial_row("mass", Text(zh="包装与内装物质量", en="masses"), MASS, optional=True)
    special = () if is_fresh(inspection) else packaging.special_rules(group, rules, inspection.on)
    for row in special:
        breach = row.text("breach")
        yield trial_row(f"special:{breach}", RULES_OF_GOODS[breach], _KEPT, group=_SPECIAL)


def _layer_name(n: int, layers: int) -> Text:
    name_zh, name_en = f"第 {n} 层", f"layer {n}"
    if n == layers:
        return Text(zh=f"{name_zh}（最外层）", en=f"{name_en} (outermost)")
    if n == 1:
        return Text(zh=f"{name_zh}（接触内装物）", en=f"{name_en} (touches the content)")
    return Text(zh=name_zh, en=name_en)


def outermost(inspection: Inspection) -> str:
    """Return the row id of the outermost layer."""
    return f"trial:layer:{layer_count(inspection)}"


def sizes_of(figures: dict[str, str]) -> tuple[Decimal, ...] | None:
    """Return three sizes in mm, or one volume in mm³; None while they are not all there."""
    volume = number_of(figures, "volume_cm3")
    if volume is not None:
        return (EXACT.multiply(volume, Decimal(1000)),)
    return cuboid_of(figures)


def fitted(inner: tuple[Decimal, ...], outer: tuple[Decimal, ...]) -> tuple[Decimal, ...] | None:
    """Return an inner box turned so that it lies within the outer one; None where it never does."""
    ranks = sorted(range(len(outer)), key=lambda at: outer[at])
    turned = list(outer)
    for at, size in zip(ranks, sorted(inner), strict=True):
        if size > outer[at]:
            return None
        turned[at] = size
    lies_as_measured = all(a <= b for a, b in zip(inner, outer, strict=True))
    return inner if lies_as_measured else tuple(turned)


def inner_layers(inspection: Inspection) -> tuple[tuple[int, tuple[Decimal, ...]], ...]:
    """Return the inner layers measured as boxes, from the content outwards."""
    found = []
    for n in range(1, layer_count(inspection)):
        seen = inspection.observation_at(f"trial:layer:{n}")
        sizes = cuboid_of(seen.figures) if seen is not None else None
        if sizes is not None:
            found.append((n, sizes))
    return tuple(found)


def cuboid_of(figures: dict[str, str]) -> tuple[Decimal, ...] | None:
    """Return length, width and height in mm; None while they are not all there."""
    found = [number_of(figures, key) for key in OUTER]
    sizes = tuple(size for size in found if size is not None)
    return sizes if len(sizes) == len(OUTER) else None


def items_of(inspection: Inspection, rules: Regulation) -> tuple[Item, ...] | None:
    """Return the contents with their coefficients; None where a coefficient is known nowhere."""
    found = []
    for n in range(1, count_of(inspection, "items", most=MOST_ITEMS) + 1):
        seen = inspection.observation_at(f"trial:item:{n}")
        if seen is None:
            return None
        goods = seen.figures.get("goods") or group_of(inspection)
        row = packaging.coefficient(goods, rules, inspection.on)
        k = row.decimal("k") if row is not None else number_of(seen.figures, "k")
        unit_net, count = number_of(seen.figures, "unit_net"), number_of(seen.figures, "count")
        if k is None or unit_net is None or count is None:
            return None
        found.append(Item(goods=goods, unit_net=unit_net, count=count, k=k, row=row))
    return tuple(found)


def counted_layers(inspection: Inspection, rules: Regulation) -> tuple[int, tuple[int, ...]]:
    """Return how many layers count, and the numbers of the thin outer films that do not."""
    thinnest = rules.figure("film_um").decimal() if "film_um" in rules.figures else None
    films = []
    for n in range(2, layer_count(inspection) + 1):
        seen = inspection.observation_at(f"trial:layer:{n}")
        thickness = number_of(seen.figures, "film_um") if seen else None
        if thinnest is not None and thickness is not None and thickness < thinnest:
            films.append(n)
    return layer_count(inspection) - len(films), tuple(films)
