"""What the search of the top bar finds: a list under the box, moved through by the arrows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from inspector_app.services.find_subject import FindSubject
from inspector_app.services.ports import Found
from inspector_app.words import gettext as _
from ui.inspect.hit_list import Hit, HitList
from ui.main_window import MainWindow
from ui.task_runner import TaskRunner
from ui.widgets.card import Card

PAUSE_MS: Final = 120  # a scanner types a code in one burst: one search, not thirty
MOST: Final = 6
_MOVES: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ICONS: Final = {
    "premises": "place",
    "instrument": "inspect",
    "inspection": "doc",
    "case": "cases",
}


class SearchHits(QObject):
    """Signals: chosen(Found) when a hit is taken; unknown(text) when Enter finds none."""

    chosen = Signal(object)
    unknown = Signal(str)

    def __init__(
        self, window: MainWindow, find: FindSubject, runner: TaskRunner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._box, self._find, self._runner = window.top_bar.search, find, runner
        self._found: dict[str, Found] = {}
        self._takes_first = False
        self._answered = ""
        self.card = Card(window, margins=False)
        self.card.setProperty("overlay", "true")
        self.hits = HitList(most=MOST)
        self.hits.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard stays in the box
        self.card.body.addWidget(self.hits)
        self.card.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self._box.textEdited.connect(self._on_edited)
        self._box.installEventFilter(self)
        self.hits.picked.connect(self._on_picked)

    def _on_edited(self, text: str) -> None:
        if text.strip():
            self._pause.start()
        else:
            self._close()

    def _search(self) -> None:
        self._pause.stop()
        text = self._box.text().strip()
        find: Callable[[str, int], Sequence[Found]] = self._find
        self._runner.run(lambda: find(text, MOST), lambda found: self._show(text, found))

    def _show(self, text: str, found: Sequence[Found]) -> None:
        if text != self._box.text().strip() or not self._box.hasFocus():
            return
        shown = [one for one in found if one.what in _ICONS]
        self._list(text, shown)
        if self._takes_first:
            self._take()
        elif shown:
            self._place()
        else:
            self.card.hide()

    def _list(self, text: str, shown: Sequence[Found]) -> None:
        self._answered = text
        self._found = {one.key: one for one in shown}
        self.hits.setAccessibleName(_("Found"))
        self.hits.show_hits(
            [Hit(one.key, one.title, one.detail, _ICONS[one.what]) for one in shown]
        )

    def look_up(self, text: str) -> None:
        """Search for what a scanner read: one hit is taken, of several a person chooses."""
        find: Callable[[str, int], Sequence[Found]] = self._find
        self._runner.run(lambda: find(text, MOST), lambda found: self._looked_up(text, found))

    def _looked_up(self, text: str, found: Sequence[Found]) -> None:
        shown = [one for one in found if one.what in _ICONS]
        if len(shown) == 1:
            self._close()
            self.chosen.emit(shown[0])
        elif shown:
            self._box.setText(text)
            self._box.setFocus()
            self._list(text, shown)
            self._place()
        else:
            self.unknown.emit(text)

    def _place(self) -> None:
        corner = self._box.mapTo(self._box.window(), QPoint(0, self._box.height()))
        self.card.setFixedSize(self._box.width(), self.card.sizeHint().height())
        self.card.move(corner)
        self.card.show()
        self.card.raise_()

    def _take(self) -> None:
        self._takes_first = False
        if not self.hits.take_current():
            self.unknown.emit(self._box.text().strip())
            self._close()

    def _on_picked(self, key: str) -> None:
        found = self._found[key]
        self._box.clear()
        self._close()
        self.chosen.emit(found)

    def _close(self) -> None:
        self._pause.stop()
        self._takes_first = False
        self._answered = ""
        self.card.hide()

    def _on_enter(self) -> None:
        text = self._box.text().strip()
        if text and text == self._answered:
            self._take()
        elif text:  # typed or scanned faster than the search: wait for it
            self._takes_first = True
            self._search()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._close()
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key = Qt.Key(event.key())
        if key in _MOVES and self.card.isVisible():
            self.hits.move_current(_MOVES[key])
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._on_enter()
            return True
        if key == Qt.Key.Key_Escape:
            self._close()
        return False
