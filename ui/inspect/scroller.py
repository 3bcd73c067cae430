"""The one scrolling page: each step at least as high as the view, jumping by key, no wizard."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui.inspect.step_pane import StepPane
from ui.theme import theme


class StepScroller(QScrollArea):
    """Panes one below the other. Signal passed(step key): another pane now fills the view."""

    passed = Signal(str)

    def __init__(self, panes: list[StepPane], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panes = panes
        self._current = panes[0]
        self._wanted: QWidget | None = None
        self._is_placing = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        inside = self._inside = QWidget()
        inside.setProperty("scrolled", "true")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("m"))
        for pane in panes:
            column.addWidget(pane)
        self.setWidget(inside)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self._place)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._settle.start())

    def current(self) -> StepPane:
        """Return the pane in view."""
        return self._current

    def go_to(self, pane: StepPane) -> None:
        """Bring a pane into view."""
        self._current, self._wanted = pane, None
        self._place()
        self._settle.start()

    def _place(self) -> None:
        """Put the current pane's top at the view's top, unless one reads further down in it."""
        self._is_placing = True
        top = self._current.y()
        bar = self.verticalScrollBar()
        reading = (
            top < bar.value() <= top + max(0, self._current.height() - self.viewport().height())
        )
        if not reading:
            bar.setValue(top)
        wanted = self._wanted
        # what had the focus may be gone by now: a row shown anew, a card folded
        if wanted is not None and isValid(wanted) and self._current.isAncestorOf(wanted):
            self._reveal(wanted)
        self._is_placing = False

    def _on_scrolled(self, value: int) -> None:
        if self._is_placing:
            return
        middle = value + self.viewport().height() // 2
        for pane in self._panes:
            if not pane.isHidden() and pane.y() <= middle < pane.y() + pane.height():
                if pane is not self._current:
                    self._current = pane
                    self.passed.emit(pane.STEP.value)
                return

    def holds(self, widget: QWidget) -> bool:
        """Say whether a widget is inside one of the panes and low enough to be shown whole."""
        inside = self._inside.isAncestorOf(widget) and not isinstance(widget, StepPane)
        return inside and widget.height() < self.viewport().height()

    def show_widget(self, widget: QWidget) -> None:
        """Scroll as little as needed to have a widget in view, once the layout has settled."""
        owner = next((pane for pane in self._panes if pane.isAncestorOf(widget)), self._current)
        if owner is not self._current:
            self._current = owner
            self.passed.emit(owner.STEP.value)
        self._wanted = widget
        self._settle.start()

    def _reveal(self, widget: QWidget) -> None:
        at = widget.mapTo(self._inside, QPoint(0, 0)).y()
        bar, room = self.verticalScrollBar(), self.viewport().height()
        if at < bar.value():
            bar.setValue(at)
        elif at + widget.height() > bar.value() + room:
            bar.setValue(at + widget.height() - room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for pane in self._panes:
            pane.set_least_height(self.viewport().height())
        self._settle.start()
