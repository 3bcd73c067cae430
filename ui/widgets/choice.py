"""Choices: a drop-down list, a check box and a radio button drawn in the theme's strokes."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QSizePolicy,
    QWidget,
)

from ui.theme import paint_icon, theme
from ui.widgets.painting import draw_box, draw_text, text_width


class Select(QComboBox):
    """A drop-down list, 40 px high (32 if dense), with the family's arrow.

    Signal entered: Enter while it is closed, to go on as from any other box.
    """

    entered = Signal()

    def __init__(self, *, dense: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dense = dense
        self.retint()

    def retint(self) -> None:
        """Take the height of the theme in use."""
        self.setFixedHeight(theme().size("ctl_dense" if self._dense else "ctl"))

    def sizeHint(self) -> QSize:
        texts = [self.itemText(at) for at in range(self.count())] or [self.placeholderText()]
        widest = max(text_width(theme().font("body"), text) for text in texts)
        extra = 2 * theme().space("m") + theme().size("icon_small") + theme().space("s")
        return QSize(widest + extra, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        edge = "focus" if self.hasFocus() else "ctl"
        if not self.isEnabled():
            edge = "line"
        elif self.property("state") == "error":
            edge = "bad"
        thick = theme().tokens.stroke_px["focus"] if edge in ("focus", "bad") else theme().stroke
        ground = theme().colour("surface" if self.isEnabled() else "sunken")
        draw_box(
            painter,
            self.rect(),
            ground=ground,
            edge=theme().colour(edge),
            radius=theme().radius("ctl"),
            stroke=thick,
        )
        self._paint_content(painter)

    def _paint_content(self, painter: QPainter) -> None:
        px, side = theme().size("icon_small"), theme().space("m")
        arrow = QRect(self.width() - side - px, (self.height() - px) // 2, px, px)
        paint_icon(painter, "down", arrow, "text2" if self.isEnabled() else "off")
        empty = self.currentIndex() < 0
        text = self.placeholderText() if empty else self.currentText()
        colour = "text3" if empty else "text"
        area = QRect(side, 0, arrow.left() - side - theme().space("xs"), self.height())
        shown = colour if self.isEnabled() else "off"
        draw_text(painter, area, text, theme().font("body"), theme().colour(shown))


class _Mark(QAbstractButton):
    """Common drawing of a checkable mark with its text behind it."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.retint()

    def retint(self) -> None:
        """Take the height of the theme in use: the whole line can be hit."""
        self.setFixedHeight(theme().size("ctl"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = theme().size("icon") + theme().space("s") if self.text() else theme().size("icon")
        return QSize(width + text_width(theme().font("body"), self.text()), self.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _mark_rect(self) -> QRect:
        px = theme().size("icon_button")
        return QRect(0, (self.height() - px) // 2, px, px)

    def _colour(self, token: str) -> str:
        return token if self.isEnabled() else "off"

    def _paint_mark(self, painter: QPainter, rect: QRect) -> None:
        raise NotImplementedError

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        mark = self._mark_rect()
        self._paint_mark(painter, mark)
        left = mark.right() + theme().space("s")
        area = QRect(left, 0, self.width() - left, self.height())
        colour = theme().colour(self._colour("text"))
        draw_text(painter, area, self.text(), theme().font("body"), colour)


class CheckBox(_Mark):
    """A check box; checked is accent ground with a check."""

    def _paint_mark(self, painter: QPainter, rect: QRect) -> None:
        ground = self._colour("accent") if self.isChecked() else "surface"
        edge = ground if self.isChecked() else self._colour("ctl")
        draw_box(
            painter,
            rect,
            ground=theme().colour(ground),
            edge=theme().colour(edge),
            radius=theme().radius("bar"),
            stroke=theme().stroke,
        )
        if self.isChecked():
            inset = theme().stroke
            paint_icon(painter, "check", rect.adjusted(inset, inset, -inset, -inset), "onaccent")


class RadioButton(_Mark):
    """A radio button; chosen is a ring with a disc."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAutoExclusive(True)

    def _paint_mark(self, painter: QPainter, rect: QRect) -> None:
        edge = self._colour("accent" if self.isChecked() else "ctl")
        draw_box(
            painter,
            rect,
            ground=theme().colour("surface"),
            edge=theme().colour(edge),
            radius=rect.width() / 2,
            stroke=theme().tokens.stroke_px["focus"],
        )
        if self.isChecked():
            inset = rect.width() // 4
            draw_box(
                painter,
                rect.adjusted(inset, inset, -inset, -inset),
                ground=theme().colour(edge),
                edge=None,
                radius=rect.width() / 2,
            )
