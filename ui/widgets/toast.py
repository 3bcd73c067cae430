"""Toast: one sentence at the bottom of the window that leaves by itself; never for errors."""

from __future__ import annotations

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QObject,
    QPoint,
    QPropertyAnimation,
    QRect,
    Qt,
    QTimer,
)
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import paint_icon, theme
from ui.widgets.painting import draw_box, draw_text, text_width


class Toast(QWidget):
    """Lies over the window's foot and takes no mouse, so it hides nothing that can be pressed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._text, self._icon = "", "check"
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._slide = QPropertyAnimation(self, b"pos", self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutQuad)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setProperty("overlay", "true")
        window.installEventFilter(self)
        self.hide()

    def say(self, text: str, icon: str = "check") -> None:
        """Show this sentence for a few seconds and speak it to screen readers."""
        self._text, self._icon = text, icon
        self.setAccessibleName(text)
        target = self._place()
        self.raise_()
        self.show()
        motion = theme().tokens.motion_ms
        self._slide.stop()
        self._slide.setDuration(motion["unfold"])
        self._slide.setStartValue(target + QPoint(0, theme().space("m")))
        self._slide.setEndValue(target)
        self._slide.start()
        self._timer.start(motion["toast"])
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
        self.update()

    def _place(self) -> QPoint:
        t, window = theme(), self.parentWidget()
        assert window is not None
        width = text_width(t.font("body", 500), self._text) + t.size("icon_small") + t.space("s")
        room = window.width() - 2 * t.space("xl")
        self.resize(min(width + 2 * t.space("l"), room), t.size("toast"))
        target = QPoint(
            (window.width() - self.width()) // 2, window.height() - self.height() - t.space("xl")
        )
        self.move(target)
        return target

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._slide.stop()
            self._place()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme()
        draw_box(painter, self.rect(), ground=t.colour("text"), edge=None, radius=t.radius("ctl"))
        px, side = t.size("icon_small"), t.space("l")
        paint_icon(painter, self._icon, QRect(side, (self.height() - px) // 2, px, px), "surface")
        room = self.rect().adjusted(side + px + t.space("s"), 0, -side, 0)
        draw_text(painter, room, self._text, t.font("body", 500), t.colour("surface"))
