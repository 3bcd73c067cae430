"""Goods with an energy or water efficiency label, one row each. No kind of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from inspector_app.domain.figures import Figure
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Citation, Finding, reason
from inspector_app.domain.measurement import PlanRow
from inspector_app.domain.text import Text
from inspector_app.kinds.trials import (
    advice,
    choice,
    count_of,
    decided,
    incomplete,
    number,
    trial_row,
    words,
)

MOST_PRODUCTS = 20
PRODUCTS = number(
    "products",
    Text(zh="检查产品数", en="products to check"),
    "",
    ("1", str(MOST_PRODUCTS)),
    required=False,
)
_YES_NO = (("yes", Text(zh="是", en="yes")), ("no", Text(zh="否", en="no")))
_GRADES = tuple((str(n), Text(zh=f"{n} 级", en=f"grade {n}")) for n in range(1, 6))
LABEL: tuple[Figure, ...] = (
    words("model", Text(zh="产品型号（铭牌）", en="model on the nameplate")),
    choice("label", Text(zh="产品或包装上有标识", en="label on product or package"), _YES_NO),
    words("label_model", Text(zh="标识上的型号", en="model on the label"), required=False),
    choice("grade", Text(zh="标识上的等级", en="grade on the label"), _GRADES, required=False),
    choice("filed", Text(zh="备案的等级", en="grade on file"), _GRADES, required=False),
    words("qr", Text(zh="二维码扫描结果", en="text of the QR code"), required=False),
    choice(
        "web", Text(zh="网络销售页面已展示", en="shown on the web page"), _YES_NO, required=False
    ),
)
_GROUP = Text(zh="产品", en="products")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a product's findings cite.

    missing: no label where it is asked for; false: it differs from the product or the file.
    """

    missing: Citation
    false: Citation


def product_rows(inspection: Inspection, figures: tuple[Figure, ...]) -> tuple[PlanRow, ...]:
    """Return a row for each product to be checked."""
    count = count_of(inspection, "products", most=MOST_PRODUCTS)
    return tuple(
        trial_row(f"product:{n}", Text(zh=f"产品 {n}", en=f"product {n}"), figures, group=_GROUP)
        for n in range(1, count + 1)
    )


def label_findings(row_id: str, figures: dict[str, str], rules: Rules) -> Iterator[Finding]:
    """Yield what a label says against nameplate, file and QR code; nothing where there is none."""
    model, on_label = figures.get("model", ""), figures.get("label_model", "")
    grade, filed = figures.get("grade", ""), figures.get("filed", "")
    if not on_label or not grade:
        yield incomplete(row_id, reason("label_unread"))
        return
    same = _bare(model) == _bare(on_label)
    said = reason("model_agrees" if same else "model_differs", model=model, label=on_label)
    yield decided(row_id, same, said, rules.false, (f"{model} / {on_label}",))
    if filed:
        same = grade == filed
        said = reason("grade_agrees" if same else "grade_differs", grade=grade, filed=filed)
        yield decided(row_id, same, said, rules.false, (f"{grade} / {filed}",))
    else:
        yield advice(row_id, reason("grade_not_looked_up"))
    qr = figures.get("qr", "")
    if not qr:
        yield advice(row_id, reason("qr_silent"))
    elif _bare(model) not in _bare(qr):
        yield advice(row_id, reason("qr_of_another", model=model, text=qr[:80]))
    if figures.get("web") == "no":
        yield advice(row_id, reason("web_without_label"))


def missing_label(row_id: str, figures: dict[str, str], rules: Rules) -> Finding:
    """Return the failure of a product that must carry a label and has none."""
    model = figures.get("model", "")
    return decided(row_id, False, reason("label_missing", model=model), rules.missing, (model,))


def _bare(text: str) -> str:
    """Return a model's letters and figures alone: `KFR-35 GW` is `kfr35gw`."""
    return "".join(character for character in text.casefold() if character.isalnum())
