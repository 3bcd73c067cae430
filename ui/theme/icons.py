"""Icons: one family of SVG outlines, tinted by the theme and sharp at any device pixel ratio."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
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


class _TintedEngine(QIconEngine):
    """Paints at the asked size and in the theme of the moment, so a switch needs no new icons."""

    def __init__(self, name: str, colour_token: str) -> None:
        super().__init__()
        self._name = name
        self._colour = colour_token

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        colour = "off" if mode == QIcon.Mode.Disabled else self._colour
        paint_icon(painter, self._name, rect, colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def clone(self) -> QIconEngine:
        return _kept_engine(self._name, self._colour)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, _scale: float
    ) -> QPixmap:
        colour = "off" if mode == QIcon.Mode.Disabled else self._colour
        px = min(size.width(), size.height())
        return icon_pixmap(self._name, colour, px)


def _kept_engine(name: str, colour_token: str) -> QIconEngine:
    return _TintedEngine(name, colour_token)


def themed_icon(name: str, colour_token: str = "text2") -> QIcon:
    """Return a QIcon for Qt's own widgets (menus, actions); it follows the theme by itself."""
    return QIcon(_kept_engine(name, colour_token))
