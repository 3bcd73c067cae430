"""Colours, sizes of type and the sheet: the pages of GB/T 9704-2012, drawn calmly.

仿宋, 楷体 and 小标宋 are not free, so Noto Serif SC stands for them and Noto Sans SC Bold for 黑体;
`SUBSTITUTION` says so in every file set by the standard. Sizes in points: 2号 22 (21.75 where the
grid asks), 3号 16, 4号 14, 小4号 12, 5号 10.5, 小5号 9.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from inspector_app.adapters.pdf_writer.pen import POINTS_PER_MM, Style
from inspector_app.reports.base import Tone
from inspector_app.reports.page import PageFormat, PageStyle

MM: Final = POINTS_PER_MM

INK: Final = "0.09 0.13 0.11"
MUTED: Final = "0.27 0.32 0.3"
LINE: Final = "0.62 0.67 0.65"
TINT: Final = "0.945 0.957 0.95"
MARK: Final = "0.78 0.13 0.1"
ACCENT: Final = "0.06 0.3 0.51"
BLACK: Final = "0 0 0"

TONES: Final = {
    Tone.PLAIN: INK,
    Tone.GOOD: "0.08 0.42 0.26",
    Tone.WARN: "0.49 0.31 0",
    Tone.BAD: "0.66 0.14 0.11",
}
TONE_TINTS: Final = {
    Tone.PLAIN: TINT,
    Tone.GOOD: "0.91 0.96 0.93",
    Tone.WARN: "0.99 0.95 0.86",
    Tone.BAD: "0.985 0.925 0.915",
}
SUBSTITUTION: Final = (
    "GB/T 9704 typefaces substituted: 仿宋_GB2312, 楷体_GB2312, 宋体 by Noto Serif SC; "
    "方正小标宋 by Noto Serif SC Bold; 黑体 by Noto Sans SC Bold"
)

_SERIF, _SERIF_BOLD = "NotoSerifSC-Regular", "NotoSerifSC-Bold"
_SANS, _SANS_BOLD = "NotoSansSC-Regular", "NotoSansSC-Bold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page as the rows are drawn on it. Points from the lower left corner.

    area: depth of the type area. numbered: pages carry their number. narrow: one thing beside
    another has no room. word_indent: characters that a paragraph's first line may be indented by.
    """

    style: PageStyle
    width_of_page: float
    height_of_page: float
    left: float
    width: float
    top: float
    area: float
    issuer: Style
    title: Style
    number: Style
    headings: dict[int, Style]
    body: Style
    small: Style
    label: Style
    value: Style
    head: Style
    cell: Style
    cell_bold: Style
    caption: Style
    word: Style
    page: Style
    running: Style
    qr_side: float
    strokes: tuple[float, float]
    numbered: bool = True
    narrow: bool = False

    @property
    def right(self) -> float:
        """Return the right edge of the type area."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Return the lower edge of the type area."""
        return self.top - self.area

    def as_long_as(self, height: float) -> Sheet:
        """Return the sheet cut to what stands on it; height: points of its rows."""
        margin = self.left
        whole = height + 2 * margin
        return replace(self, height_of_page=whole, top=whole - margin, area=height + 0.02)


@lru_cache(maxsize=16)
def sheet_of(page: PageFormat) -> Sheet:
    """Return the sheet of a page format."""
    across, down = page.area
    return Sheet(
        style=page.style,
        width_of_page=page.width * MM,
        height_of_page=page.height * MM,
        left=page.left * MM,
        width=across * MM,
        top=(page.height - page.top) * MM,
        area=down * MM,
        **_STYLES[page.style](page),  # type: ignore[arg-type]
    )


def _record(_page: PageFormat) -> dict[str, object]:
    return {
        "issuer": Style(_SERIF_BOLD, 16, 24, MARK),
        "title": Style(_SERIF_BOLD, 22, 31, INK),
        "number": Style(_SERIF, 10.5, 16, MUTED),
        "headings": {1: Style(_SANS_BOLD, 12, 18, INK), 2: Style(_SERIF_BOLD, 10.5, 16, INK)},
        "body": Style(_SERIF, 10.5, 17, INK),
        "small": Style(_SERIF, 9, 13.5, MUTED),
        "label": Style(_SANS, 9, 13.5, MUTED),
        "value": Style(_SERIF, 10.5, 15, INK),
        "head": Style(_SANS_BOLD, 9, 13, INK),
        "cell": Style(_SANS, 9, 13, INK),
        "cell_bold": Style(_SANS_BOLD, 9, 13, INK),
        "caption": Style(_SERIF, 9, 13, MUTED),
        "word": Style(_SANS_BOLD, 18, 26, INK),
        "page": Style(_SERIF, 14, 14, INK),
        "running": Style(_SERIF, 9, 12, MUTED),
        "qr_side": 28 * MM,
        "strokes": (38 * MM, 14 * MM),
    }


def _official(page: PageFormat) -> dict[str, object]:
    """Return 3号 type on the standard's grid: so many lines of so many characters."""
    size = min(16.0, int(page.area[0] * MM / page.chars * 20) / 20)
    line = page.area[1] * MM / page.lines
    return _record(page) | {
        "issuer": Style(_SERIF_BOLD, 26, 40, BLACK),
        "title": Style(_SERIF_BOLD, 22, 34, BLACK),
        "number": Style(_SERIF, size, line, BLACK),
        "headings": {1: Style(_SANS_BOLD, size, line, BLACK), 2: Style(_SERIF, size, line, BLACK)},
        "body": Style(_SERIF, size, line, BLACK),
        "small": Style(_SERIF, 9, 13.5, INK),
        "label": Style(_SERIF, 10.5, 16, BLACK),
        "value": Style(_SERIF, 10.5, 16, BLACK),
        "head": Style(_SANS_BOLD, 10.5, 16, BLACK),
        "cell": Style(_SERIF, 10.5, 16, BLACK),
        "cell_bold": Style(_SANS_BOLD, 10.5, 16, BLACK),
        "caption": Style(_SERIF, 12, 18, BLACK),
        "qr_side": 24 * MM,
        "strokes": (38 * MM, 12 * MM),
    }


def _slip(_page: PageFormat) -> dict[str, object]:
    return {
        "issuer": Style(_SERIF_BOLD, 10.5, 15, BLACK),
        "title": Style(_SERIF_BOLD, 14, 20, BLACK),
        "number": Style(_SANS, 8, 12, BLACK),
        "headings": {1: Style(_SANS_BOLD, 9.5, 14, BLACK), 2: Style(_SANS_BOLD, 9, 13, BLACK)},
        "body": Style(_SANS, 9, 13.5, BLACK),
        "small": Style(_SANS, 7.5, 11, BLACK),
        "label": Style(_SANS, 8, 12, BLACK),
        "value": Style(_SANS, 9, 13, BLACK),
        "head": Style(_SANS_BOLD, 8, 12, BLACK),
        "cell": Style(_SANS, 8, 12, BLACK),
        "cell_bold": Style(_SANS_BOLD, 9, 13, BLACK),
        "caption": Style(_SANS, 8, 12, BLACK),
        "word": Style(_SANS_BOLD, 13, 19, BLACK),
        "page": Style(_SANS, 8, 12, BLACK),
        "running": Style(_SANS, 8, 12, BLACK),
        "qr_side": 30 * MM,
        "strokes": (34 * MM, 12 * MM),
        "numbered": False,
        "narrow": True,
    }


def _label(page: PageFormat) -> dict[str, object]:
    return _slip(page) | {
        "issuer": Style(_SANS, 6, 8, BLACK),
        "title": Style(_SANS_BOLD, 9, 12, BLACK),
        "number": Style(_SANS, 6, 8, BLACK),
        "small": Style(_SANS, 5.8, 7.8, BLACK),
        "cell_bold": Style(_SANS_BOLD, 9, 12, BLACK),
        "qr_side": 28 * MM,
    }


def _strip(page: PageFormat) -> dict[str, object]:
    return _slip(page) | {
        "issuer": Style(_SERIF_BOLD, 30, 42, BLACK),
        "title": Style(_SERIF_BOLD, 66, 86, BLACK),
        "number": Style(_SERIF, 14, 20, BLACK),
        "body": Style(_SERIF, 16, 23, BLACK),
        "small": Style(_SERIF, 9, 13, BLACK),
    }


_STYLES = {
    PageStyle.RECORD: _record,
    PageStyle.OFFICIAL: _official,
    PageStyle.SLIP: _slip,
    PageStyle.LABEL: _label,
    PageStyle.STRIP: _strip,
}
