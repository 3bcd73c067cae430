"""Ink: the strokes of a signature and how they are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter, QPainterPath, QPen

from ui.theme import theme


@dataclass(frozen=True, slots=True)
class StrokePoint:
    """One sample of the pen: pixels from the pad's corner, and pressure 0 to 1."""

    x: float
    y: float
    pressure: float = 1.0


Stroke = tuple[StrokePoint, ...]


def paint_stroke(painter: QPainter, stroke: Stroke, ink: QColor) -> None:
    """Paint one stroke as a line of ink, thicker where the pen was pressed."""
    if not stroke:
        return
    width = theme().size("ink")
    mean = sum(point.pressure for point in stroke) / len(stroke)
    pen = QPen(ink, width * (0.5 + mean))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    points = [QPointF(point.x, point.y) for point in stroke]
    path = QPainterPath(points[0])
    # Curves through the middles of the samples: corners of a slow mouse become a line of ink.
    for here, following in pairwise(points):
        path.quadTo(here, (here + following) / 2)
    path.lineTo(points[-1])
    if len(points) == 1:
        painter.drawPoint(points[0])
    painter.drawPath(path)


def encoded_png(image: QImage) -> bytes:
    """Return the image as the bytes of a PNG file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    buffer.close()
    return bytes(data.data())
