"""Signature pad: strokes by pen, finger or mouse; signed, refused or still empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTabletEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.words import gettext as _
from ui.theme import paint_icon, theme
from ui.widgets.ink import Stroke, StrokePoint, encoded_png, paint_stroke
from ui.widgets.painting import draw_text

PadState = Literal["empty", "signed", "refused"]
_INK: Final = QColor(Qt.GlobalColor.black)  # paper is white in every theme
_PNG_SCALE: Final = 3  # a report prints the signature at about 300 dpi


class SignaturePad(QWidget):
    """A field to sign in. Delete empties it; people who cannot draw sign by a typed name.

    changed: emitted after each stroke and when the state changes.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: list[Stroke] = []
        self._open: list[StrokePoint] = []
        self._refusal = ""
        self._typed = ""
        self._is_locked = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retint()
        self.retranslate()

    @property
    def state(self) -> PadState:
        """Whether it is signed (drawn or typed), refused, or still empty."""
        if self._refusal:
            return "refused"
        return "signed" if self._strokes or self._typed else "empty"

    def strokes(self) -> tuple[Stroke, ...]:
        """Return the finished strokes, in the order they were drawn."""
        return tuple(self._strokes)

    def typed_name(self) -> str:
        """Return the name that stands for a signature, `` if it was drawn."""
        return self._typed

    def set_strokes(self, strokes: Sequence[Stroke]) -> None:
        """Show a signature kept earlier."""
        self._strokes = [tuple(stroke) for stroke in strokes]
        self._typed, self._refusal = "", ""
        self._tell()

    def set_typed_name(self, name: str) -> None:
        """Sign by a typed name, for people who use the keyboard alone; `` takes it back."""
        self._typed = name.strip()
        self._strokes, self._refusal = [], ""
        self._tell()

    def refuse(self, reason: str) -> None:
        """Record that the person refuses to sign; the reason names the witness."""
        self._strokes, self._typed = [], ""
        self._refusal = reason
        self._tell()

    def clear(self) -> None:
        """Take the signature or the refusal away."""
        self._strokes, self._typed, self._refusal = [], "", ""
        self._tell()

    def set_locked(self, *, locked: bool) -> None:
        """Keep what is there: a sealed record is not signed again."""
        self._is_locked = locked
        self.unsetCursor() if locked else self.setCursor(Qt.CursorShape.CrossCursor)

    def png(self) -> bytes:
        """Return the signature as black on transparent PNG, three times the pad; empty if unsigned.

        A refusal gives no picture: the record says it in words.
        """
        if self.state != "signed":
            return b""
        image = QImage(self.size() * _PNG_SCALE, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.scale(_PNG_SCALE, _PNG_SCALE)
        self._paint_signature(painter, _INK)
        painter.end()
        return encoded_png(image)

    def retint(self) -> None:
        """Take the height of the theme in use."""
        self.setFixedHeight(theme().size("signature"))
        self.update()

    def retranslate(self) -> None:
        """Say the state in the language in use."""
        self._tell_name()
        self.update()

    def _tell(self) -> None:
        self._tell_name()
        self.update()
        self.changed.emit()

    def _tell_name(self) -> None:
        words = {"empty": _("not signed"), "signed": _("signed"), "refused": _("refused to sign")}
        self.setAccessibleName(_("Signature") + f", {words[self.state]}")

    def _may_draw(self) -> bool:
        return self.isEnabled() and not self._is_locked and not self._refusal and not self._typed

    def _begin(self, at: QPointF, pressure: float) -> None:
        if self._may_draw():
            self._open = [StrokePoint(at.x(), at.y(), pressure)]
            self.update()

    def _extend(self, at: QPointF, pressure: float) -> None:
        if self._open:
            x = min(max(at.x(), 0.0), float(self.width()))
            y = min(max(at.y(), 0.0), float(self.height()))
            self._open.append(StrokePoint(x, y, pressure))
            self.update()

    def _finish(self) -> None:
        if self._open:
            self._strokes.append(tuple(self._open))
            self._open = []
            self._tell()

    def sizeHint(self) -> QSize:
        return QSize(theme().size("detail"), theme().size("signature"))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().size("step"), theme().size("signature"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position(), 1.0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._extend(event.position(), 1.0)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._finish()

    def tabletEvent(self, event: QTabletEvent) -> None:
        kind = event.type()
        if kind == QEvent.Type.TabletPress:
            self._begin(event.position(), event.pressure())
        elif kind == QEvent.Type.TabletMove:
            self._extend(event.position(), event.pressure())
        elif kind == QEvent.Type.TabletRelease:
            self._finish()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        delete = event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        if delete and not self._is_locked and self.state != "empty":
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = {"signed": "line", "refused": "badline", "empty": "ctl"}[self.state]
        pen = QPen(t.colour(edge), t.stroke)
        if self.state == "empty":
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(t.colour("badbg" if self.state == "refused" else "sunken"))
        half = t.stroke / 2
        painter.drawRoundedRect(
            self.rect().toRectF().adjusted(half, half, -half, -half),
            t.radius("ctl"),
            t.radius("ctl"),
        )
        self._paint_content(painter)

    def _paint_content(self, painter: QPainter) -> None:
        t, area = theme(), self.rect()
        if self.state == "refused":
            px = t.size("icon_small")
            box = QRect(t.space("l"), (self.height() - px) // 2, px, px)
            paint_icon(painter, "close", box, "bad")
            room = area.adjusted(t.space("l") + px + t.space("s"), 0, -t.space("m"), 0)
            draw_text(painter, room, self._refusal, t.font("body", 500), t.colour("bad"))
            return
        rule = self.height() - t.space("xl")
        painter.fillRect(
            t.space("l"),
            rule,
            self.width() - 2 * t.space("l"),
            t.tokens.stroke_px["hair"],
            t.colour("line"),
        )
        if self.state == "empty" and not self._open:
            room = area.adjusted(t.space("m"), 0, -t.space("m"), -t.space("l"))
            draw_text(
                painter,
                room,
                _("Sign here (touch, pen or mouse)"),
                t.font("body"),
                t.colour("text3"),
                Qt.AlignmentFlag.AlignHCenter,
            )
            return
        self._paint_signature(painter, t.colour("text"))

    def _paint_signature(self, painter: QPainter, ink: QColor) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._typed:
            draw_text(
                painter,
                self.rect(),
                self._typed,
                theme().font("figure", 500),
                ink,
                Qt.AlignmentFlag.AlignHCenter,
            )
            return
        for stroke in (*self._strokes, tuple(self._open)):
            paint_stroke(painter, stroke, ink)
