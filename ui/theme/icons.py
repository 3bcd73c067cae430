"""Icons: one family of SVG outlines, tinted by the theme and sharp at any device pixel ratio."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from inspector_app import resource_files
from ui.theme.current import theme


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return resource_files.read_text(f"icons/{name}.svg")


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str, stroke: float) -> QSvgRenderer:
    svg = _source(name).replace("currentColor", colour)
    svg = svg.replace('stroke-width="1.75"', f'stroke-width="{stroke}"')
    return QSvgRenderer(QByteArray(svg.encode()))


@lru_cache(maxsize=512)
def _pixmap(name: str, colour: str, stroke: float, px: int) -> QPixmap:
    pixmap = QPixmap(px, px)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _renderer(name, colour, stroke).render(painter, QRectF(0, 0, px, px))
    painter.end()
    return pixmap


def icon_pixmap(name: str, colour_token: str, px: int, ratio: float = 1.0) -> QPixmap:
    """Return the icon as a pixmap of px by px points for this device pixel ratio.

    name: file in `resources/icons` without its ending. Raises FileNotFoundError if unknown.
    """
    colour = theme().tokens.colours[colour_token]
    pixmap = QPixmap(_pixmap(name, colour, theme().tokens.icon_stroke, round(px * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def paint_icon(painter: QPainter, name: str, rect: QRect | QRectF, colour_token: str) -> None:
    """Draw the icon centred in rect, as large as the rect's shorter side."""
    area = QRectF(rect)
    px = int(min(area.width(), area.height()))
    ratio = painter.device().devicePixelRatio()
    at = area.center() - QPointF(px / 2, px / 2)
    painter.drawPixmap(at.toPoint(), icon_pixmap(name, colour_token, px, ratio))
