"""Boxes that several papers ask for, declared once."""

from __future__ import annotations

from inspector_app.domain.figures import Figure, FigureKind
from inspector_app.domain.text import Text
from inspector_app.reports.entries import EntryTable

LONG = 2000


def words(
    key: str, label: Text, *, required: bool = True, longest: int = 400, hint: Text | None = None
) -> Figure:
    """Return a box for text."""
    return Figure(
        key=key,
        label=label,
        kind=FigureKind.TEXT,
        required=required,
        longest=longest,
        hint=hint,
    )


def day(key: str, label: Text, *, required: bool = True) -> Figure:
    """Return a box for a date."""
    return Figure(key=key, label=label, kind=FigureKind.DATE, required=required)


def moment(key: str, label: Text, *, required: bool = True) -> Figure:
    """Return a box for date and time."""
    return Figure(key=key, label=label, kind=FigureKind.MOMENT, required=required)


def choice(key: str, label: Text, *choices: tuple[str, Text], required: bool = True) -> Figure:
    """Return a box with a list to choose from."""
    return Figure(key=key, label=label, kind=FigureKind.CHOICE, required=required, choices=choices)


ITEMS = EntryTable(
    key="items",
    title=Text(zh="物品", en="items"),
    figures=(
        words("name", Text(zh="名称", en="name")),
        words("spec", Text(zh="规格型号", en="model or size"), required=False),
        words("quantity", Text(zh="数量", en="quantity")),
        words("condition", Text(zh="状态", en="condition"), required=False),
    ),
)
ITEM_WIDTHS = (3.2, 2.6, 1.4, 2.8)
CONTACT = words("contact", Text(zh="联系人及电话", en="contact and telephone"))
