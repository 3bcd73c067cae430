"""Find box: typing searches, the arrows move through the hits below, Enter takes one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.inspect.hit_list import HitList
from ui.theme import theme
from ui.widgets.field import Field
from ui.widgets.label import Elide

_PAUSE_MS = 120  # a scanner types a code in one burst: one search, not thirty
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class FindBox(QWidget):
    """A field and its hits. Signals: searched(text) after a pause, picked(key)."""

    searched = Signal(str)
    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self.hits, self.nothing = Field(), HitList(), Elide("", "cap")
        self._take_first = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.field.edited.connect(lambda _text: self._pause.start())
        self.hits.picked.connect(self.picked)
        self.field.edit.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("s"))
        for widget in (self.field, self.hits, self.nothing):
            column.addWidget(widget)
        self.setFocusProxy(self.field.edit)

    def text(self) -> str:
        """Return what is searched for."""
        return self.field.text().strip()

    def clear(self) -> None:
        """Empty the field and search for nothing, which lists the first entries."""
        self.field.set_text("")
        self._search()

    def search_for(self, text: str, *, take_first: bool = False) -> None:
        """Search for this text; take_first: the first hit is picked as soon as it is there."""
        self.field.set_text(text)
        self._take_first = take_first
        self._search()

    def answered(self, text: str, found: int) -> None:
        """Say that the hits for this text are shown; older answers are of no use."""
        if text == self.text() and self._take_first:
            self._take_first = False
            if found:
                self.hits.take_current()

    def _search(self) -> None:
        self._pause.stop()
        self.searched.emit(self.text())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key = Qt.Key(event.key())
        if key in _MOVES:
            self.hits.move_current(_MOVES[key])
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self._pause.isActive():  # typed or scanned faster than the search: wait for it
                self._take_first = True
                self._search()
            else:
                self.hits.take_current()
            return True
        return False
