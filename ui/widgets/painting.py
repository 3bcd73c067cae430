"""Painting shared by the widgets: text on an exact baseline, boxes with sharp edges, patterns."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from ui.theme import theme

MINUS: Final = "\u2212"
DASH: Final = "\u2013"
_LINE_HEIGHT: Final = 1.45  # of Noto Sans SC: boxes of this height fit both languages alike
_CENTRE = Qt.AlignmentFlag.AlignCenter


def line_height(px: int) -> int:
    """Return the box height that a line of this size needs in either language."""
    return round(px * _LINE_HEIGHT)


def text_width(font: QFont, text: str) -> int:
    """Return the advance of this text, rounded up to whole pixels."""
    return int(QFontMetricsF(font).horizontalAdvance(text)) + 1


def draw_text(
    painter: QPainter,
    rect: QRect | QRectF,
    text: str,
    font: QFont,
    colour: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    """Draw one line, elided if it must, centred by its capitals.

    Qt centres by line height, which differs between Inter and Noto: rows would jump by language.
    """
    area, metrics = QRectF(rect), QFontMetricsF(font)
    shown = text
    if metrics.horizontalAdvance(text) > area.width() + 0.5:
        shown = metrics.elidedText(text, elide, area.width())
    width = metrics.horizontalAdvance(shown)
    left = area.left()
    if align & Qt.AlignmentFlag.AlignRight:
        left = area.right() - width
    elif align & Qt.AlignmentFlag.AlignHCenter:
        left = area.center().x() - width / 2
    baseline = round(area.center().y() + metrics.capHeight() / 2)
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(QPointF(round(left), baseline), shown)


def draw_box(
    painter: QPainter,
    rect: QRect | QRectF,
    *,
    ground: QColor | None,
    edge: QColor | None,
    radius: float,
    stroke: float = 1.0,
) -> None:
    """Draw a rounded box whose edge lies inside rect, on whole pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = stroke / 2 if edge is not None else 0.0
    painter.setPen(QPen(edge, stroke) if edge is not None else Qt.PenStyle.NoPen)
    painter.setBrush(ground if ground is not None else Qt.BrushStyle.NoBrush)
    area = QRectF(rect).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(area, radius, radius)


def hatch_brush(colour: QColor, step: int, stroke: float, ratio: float) -> QBrush:
    """Return a tile of 45-degree lines, the pattern of everything over the limit."""
    return _tile(colour, step, stroke, ratio, diagonal=True)


def bars_brush(colour: QColor, step: int, stroke: float, ratio: float) -> QBrush:
    """Return a tile of horizontal lines, the pattern of the guard band."""
    return _tile(colour, step, stroke, ratio, diagonal=False)


def _tile(colour: QColor, step: int, stroke: float, ratio: float, *, diagonal: bool) -> QBrush:
    tile = QPixmap(round(step * ratio), round(step * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, diagonal)
    painter.setPen(QPen(colour, stroke))
    if diagonal:
        for start in (-step, 0, step):  # neighbours' corners, so that the tile has no seam
            painter.drawLine(QPointF(start, step), QPointF(start + step, 0))
    else:
        painter.drawLine(QPointF(0, step / 2), QPointF(step, step / 2))
    painter.end()
    return QBrush(tile)


def signed(figure: str) -> str:
    """Return the figure with a true minus, and a plus if it is above zero: `+7`, `\u22123`, `0`."""
    text = figure.replace("-", MINUS)
    is_zero = not text.strip("+0. ").strip(MINUS).strip("0.")
    if is_zero:
        return text.lstrip(f"+{MINUS}")
    return text if text.startswith((MINUS, "+")) else f"+{text}"


def draw_selection(painter: QPainter, rect: QRect) -> None:
    """Draw the ground of the current row or step: tint plus the bar at the left."""
    painter.fillRect(rect, theme().colour("sel"))
    bar = QRect(rect.left(), rect.top(), theme().tokens.stroke_px["accent_bar"], rect.height())
    painter.fillRect(bar, theme().colour("accent"))
