"""Measures, colours and styles of the documents: the page of GB/T 9704-2012, drawn calmly.

仿宋 and 小标宋 are not free, so Noto Serif SC stands for them and Noto Sans SC Bold for 黑体.
Sizes in points: 2号 22, 3号 16, 4号 14, 小4号 12, 5号 10.5, 小5号 9.
"""

from __future__ import annotations

from typing import Final

from inspector_app.adapters.pdf_writer.pen import PAGE_HEIGHT, POINTS_PER_MM, Style
from inspector_app.reports.base import Tone

MM: Final = POINTS_PER_MM
LEFT: Final = 28 * MM
WIDTH: Final = 156 * MM
TOP: Final = PAGE_HEIGHT - 37 * MM
AREA: Final = 225 * MM
BOTTOM: Final = TOP - AREA
RIGHT: Final = LEFT + WIDTH

INK: Final = "0.09 0.13 0.11"
MUTED: Final = "0.27 0.32 0.3"
LINE: Final = "0.62 0.67 0.65"
TINT: Final = "0.945 0.957 0.95"
MARK: Final = "0.78 0.13 0.1"
ACCENT: Final = "0.06 0.3 0.51"

ISSUER: Final = Style("NotoSerifSC-Bold", 16, 24, MARK)
TITLE: Final = Style("NotoSerifSC-Bold", 22, 31, INK)
NUMBER: Final = Style("NotoSerifSC-Regular", 10.5, 16, MUTED)
HEADINGS: Final = {
    1: Style("NotoSansSC-Bold", 12, 18, INK),
    2: Style("NotoSerifSC-Bold", 10.5, 16, INK),
}
BODY: Final = Style("NotoSerifSC-Regular", 10.5, 17, INK)
SMALL: Final = Style("NotoSerifSC-Regular", 9, 13.5, MUTED)
LABEL: Final = Style("NotoSansSC-Regular", 9, 13.5, MUTED)
VALUE: Final = Style("NotoSerifSC-Regular", 10.5, 15, INK)
HEAD: Final = Style("NotoSansSC-Bold", 9, 13, INK)
CELL: Final = Style("NotoSansSC-Regular", 9, 13, INK)
CELL_BOLD: Final = Style("NotoSansSC-Bold", 9, 13, INK)
CAPTION: Final = Style("NotoSerifSC-Regular", 9, 13, MUTED)
WORD: Final = Style("NotoSansSC-Bold", 18, 26, INK)
PAGE: Final = Style("NotoSerifSC-Regular", 14, 14, INK)
RUNNING: Final = Style("NotoSerifSC-Regular", 9, 12, MUTED)

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
