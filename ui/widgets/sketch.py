"""A drawing of the domain (a pack with its sizes, the points of a lot), in the theme in use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from inspector_app.domain.drawing import (
    TEXT_HEIGHT,
    Anchor,
    Dot,
    Drawing,
    Label,
    Point,
    Spot,
    Stroke,
    Tone,
)
from inspector_app.words import current_language
from ui.theme import theme
from ui.widgets.card import Card
from ui.widgets.label import Label as Caption
from ui.widgets.paragraph import Paragraph

_COLOURS: Final = {
    Tone.INK: "text",
    Tone.MUTED: "text2",
    Tone.ACCENT: "p1",
    Tone.GOOD: "ok",
    Tone.WARN: "warn",
    Tone.BAD: "bad",
}
_FACES: Final = {Tone.GOOD: "okbg", Tone.WARN: "warnbg", Tone.BAD: "badbg"}


class Sketch(QWidget):
    """Shows one drawing as large as its width allows, in the middle; empty until one is given.

    Its words grow no larger than those beside it: a wide window shows the drawing whole.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing: Drawing | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_drawing(self, drawing: Drawing) -> None:
        """Show this one; the same again changes nothing."""
        if drawing == self._drawing:
            return
        self._drawing = drawing
        self.retranslate()
        self.updateGeometry()
        self.update()

    def drawing(self) -> Drawing | None:
        """Return what is shown."""
        return self._drawing

    def retranslate(self) -> None:
        """Say what it shows in the language in use."""
        if self._drawing is not None:
            language = current_language()
            self.setAccessibleName(self._drawing.title.in_language(language))
            self.setAccessibleDescription(self._drawing.sentence.in_language(language))
            self.update()

    def retint(self) -> None:
        """Draw again in the theme in use, as large as its words are there."""
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if self._drawing is None:
            return 0
        return int(self._scale(width, self._drawing) * self._drawing.height)

    @staticmethod
    def _scale(width: int, drawing: Drawing) -> float:
        """Return pixels per tenth of a millimetre."""
        return min(width / drawing.width, theme().type_px("body") / TEXT_HEIGHT)

    def sizeHint(self) -> QSize:
        width = theme().size("detail")
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        width = theme().size("step")
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        drawing = self._drawing
        if drawing is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = min(self._scale(self.width(), drawing), self.height() / drawing.height)
        painter.translate(max(0.0, (self.width() - scale * drawing.width) / 2), 0.0)
        for mark in drawing.marks:
            match mark:
                case Stroke():
                    self._stroke(painter, mark, scale)
                case Point():
                    self._point(painter, mark, scale)
                case Label():
                    self._label(painter, mark, scale)

    @staticmethod
    def _placed(spot: Spot, scale: float) -> QPointF:
        return QPointF(spot[0] * scale, spot[1] * scale)

    def _stroke(self, painter: QPainter, mark: Stroke, scale: float) -> None:
        t = theme()
        pen = QPen(t.colour(_COLOURS[mark.tone]), t.tokens.stroke_px["plot"])
        if mark.dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        shape = QPolygonF([self._placed(spot, scale) for spot in mark.spots])
        if not mark.closed:
            painter.drawPolyline(shape)
            return
        face = t.colour(_FACES.get(mark.tone, "idlebg"))
        painter.setBrush(face if mark.filled else Qt.BrushStyle.NoBrush)
        painter.drawPolygon(shape)

    def _point(self, painter: QPainter, mark: Point, scale: float) -> None:
        t = theme()
        place, radius = self._placed(mark.spot, scale), t.size("strip_dot") / 2
        colour = t.colour(_COLOURS[mark.tone])
        around = QRectF(place.x() - radius, place.y() - radius, 2 * radius, 2 * radius)
        if mark.dot is Dot.CROSS:
            painter.setPen(QPen(colour, 2 * t.tokens.stroke_px["plot"]))
            painter.drawLine(around.topLeft(), around.bottomRight())
            painter.drawLine(around.bottomLeft(), around.topRight())
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        if mark.dot is Dot.SQUARE:
            painter.drawRect(around)
        else:
            painter.drawEllipse(around)

    def _label(self, painter: QPainter, mark: Label, scale: float) -> None:
        font = QFont(theme().font("cap"))  # the theme's own is shared
        font.setPixelSize(max(1, round(TEXT_HEIGHT * scale)))
        painter.setFont(font)
        painter.setPen(QColor(theme().colour(_COLOURS[mark.tone])))
        text, place = mark.text.in_language(current_language()), self._placed(mark.spot, scale)
        width = painter.fontMetrics().horizontalAdvance(text)
        share = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}[mark.anchor]
        painter.drawText(QPointF(place.x() - width * share, place.y()), text)


class SketchCard(Card):
    """The drawings of an inspection below one another, each with title and sentence; or hidden."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._shown: tuple[tuple[Drawing, ...], str] = ((), "")
        self.sketches: list[Sketch] = []
        self._home = QVBoxLayout()
        self._home.setSpacing(theme().space("s"))
        self.body.addLayout(self._home)
        self.hide()

    def show_drawings(self, drawings: Sequence[Drawing]) -> None:
        """Show these, in the language in use; the same again changes nothing."""
        language = current_language()
        if self._shown == (tuple(drawings), language):
            return
        self._shown = (tuple(drawings), language)
        while (item := self._home.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.sketches = []
        for drawing in drawings:
            sketch = Sketch()
            sketch.show_drawing(drawing)
            self._home.addWidget(Caption(drawing.title.in_language(language), "strong"))
            self._home.addWidget(sketch)
            self._home.addWidget(Paragraph(drawing.sentence.in_language(language), "cap"))
            self.sketches.append(sketch)
        self.setVisible(bool(drawings))
