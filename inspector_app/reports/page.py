"""The sheet that a document is written on, in mm; from the standard where it has figures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspector_app.casework import official_layout
from inspector_app.metrology.regulations import RegulationBook


class PageStyle(StrEnum):
    """How a sheet is set: which sizes of type, what stands at its head and foot."""

    RECORD = "record"
    """A4, the dense form of a record with its tables."""
    OFFICIAL = "official"
    """A4 of GB/T 9704: 3号 body, 22 lines of 28 characters."""
    SLIP = "slip"
    """A paper roll: as long as what stands on it."""
    LABEL = "label"
    """A sticker; what does not fit on it is refused."""
    STRIP = "strip"
    """A seal strip, in large characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFormat:
    """A sheet. height 0: as long as needed. left, top: margins of the type area, width x depth."""

    style: PageStyle
    width: float
    height: float
    left: float
    top: float
    area: tuple[float, float]
    lines: int = 22
    chars: int = 28


RECORD = PageFormat(style=PageStyle.RECORD, width=210, height=297, left=28, top=37, area=(156, 225))
SLIP = PageFormat(style=PageStyle.SLIP, width=80, height=0, left=4, top=4, area=(72, 0))
LABEL = PageFormat(style=PageStyle.LABEL, width=60, height=40, left=2, top=1.5, area=(56, 37))
STRIP = PageFormat(style=PageStyle.STRIP, width=297, height=105, left=12, top=10, area=(273, 85))


def official(book: RegulationBook) -> PageFormat:
    """Return the A4 sheet with the margins and the grid of the newest GB/T 9704 held."""
    rules = book.editions(official_layout.KEY)[-1]
    layout = official_layout.official_layout("A4", rules)
    across, down = layout.type_area
    return PageFormat(
        style=PageStyle.OFFICIAL,
        width=layout.left + across + layout.right,
        height=layout.top + down + layout.bottom,
        left=layout.left,
        top=layout.top,
        area=(across, down),
        lines=layout.lines,
        chars=layout.chars,
    )
