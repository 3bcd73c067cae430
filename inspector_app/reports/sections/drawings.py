"""What a kind draws of its measured values: a box with its sizes, the points of a lot."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.reports.base import Block, DrawingBlock
from inspector_app.reports.sections.context import Context


def drawings(context: Context) -> Iterator[Block]:
    """Yield the kind's drawings; nothing where a rule refuses the values, as the verdict says."""
    draw = context.kind.drawing
    if draw is None:
        return
    try:
        found = draw(context.inspection, context.book)
    except DomainRuleBroken:
        return
    for drawing in found:
        yield DrawingBlock(drawing=drawing, language=context.words.language)
