"""Margins of an official paper (GB/T 9704-2012)."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.metrology.regulations import Regulation, Row

KEY = "official_layout"
_PAPER = "A4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Sheet and type area in mm; lines and characters of body text on a page."""

    top: int
    left: int
    type_area: tuple[int, int]
    right: int
    bottom: int
    lines: int
    chars: int
    row: Row


def official_layout(paper: str, rules: Regulation) -> Layout:
    """Return the layout of a paper size; right and bottom are what is left of the sheet.

    Raises InputInvalid for any paper but A4.
    """
    if paper.strip().upper() != _PAPER:
        raise InputInvalid("paper_unknown", field="paper", value=paper[:20])
    names = ("paper_width_mm", "paper_height_mm", "top_mm", "left_mm")
    width, height, top, left = (int(rules.figure(name).decimal()) for name in names)
    area = rules.figure("type_area_width_mm"), rules.figure("type_area_height_mm")
    across, down = (int(row.decimal()) for row in area)
    return Layout(
        top=top,
        left=left,
        type_area=(across, down),
        right=width - left - across,
        bottom=height - top - down,
        lines=int(rules.figure("lines").decimal()),
        chars=int(rules.figure("chars").decimal()),
        row=area[0],
    )
