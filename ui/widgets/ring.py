"""The focus ring: one overlay per window that surrounds whatever has the keyboard focus."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme import theme
from ui.widgets.painting import draw_box

# These show focus by their own edge, which the style sheet thickens. By name, because each class
# imported costs the first paint time, and the shell has only one of them.
_OWN_EDGE = ("QLineEdit", "QPlainTextEdit", "QTextEdit", "QComboBox", "QAbstractSpinBox")


class FocusRing(QWidget):
    """Draws a ring outside the focused widget; it takes no mouse and no place in a layout."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._target: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._watched: list[QWidget] = []
        self.setProperty("overlay", "true")
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self.on_focus_changed)

    def on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Follow the focus; leave when it goes to another window or to a field."""
        for watched in self._watched:
            with contextlib.suppress(RuntimeError):  # Qt has deleted it, and the filter with it
                watched.removeEventFilter(self)
        self._watched = []
        wanted = new is not None and new.window() is self.window() and self._wants_ring(new)
        self._target = new if wanted else None
        if self._target is None:
            self.hide()
            return
        # A scrolled page moves an ancestor, and its child hears nothing of that.
        self._watched = _up_to_window(self._target)
        for watched in self._watched:
            watched.installEventFilter(self)
        self._place()

    @staticmethod
    def _wants_ring(widget: QWidget) -> bool:
        own = (
            any(widget.inherits(name) for name in _OWN_EDGE)
            or widget.property("focusStyle") == "own"
        )
        return not own and not widget.isWindow()

    def _place(self) -> None:
        if self._target is None:
            return
        reach = theme().tokens.stroke_px["focus"] + theme().tokens.stroke_px["focus_gap"]
        at = self._target.mapTo(self.window(), QPoint(0, 0))
        around = QRect(at, self._target.size()).adjusted(-reach, -reach, reach, reach)
        self.setGeometry(around.intersected(self.window().rect()))
        self.raise_()
        self.setVisible(self._target.isVisible())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        elif event.type() == QEvent.Type.Hide:
            self.hide()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        stroke = theme().tokens.stroke_px
        radius = theme().radius("ctl") + stroke["focus_gap"]
        draw_box(
            QPainter(self),
            self.rect(),
            ground=None,
            edge=theme().colour("focus"),
            radius=radius,
            stroke=stroke["focus"],
        )


def _up_to_window(widget: QWidget) -> list[QWidget]:
    """Return the widget and what it stands in, without the window itself."""
    found: list[QWidget] = []
    at: QWidget | None = widget
    while at is not None and not at.isWindow():
        found.append(at)
        at = at.parentWidget()
    return found
