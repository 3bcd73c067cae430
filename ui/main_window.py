"""The window's shell: rail, top bar and the rooms, each built when it is first entered.

It knows no use case: the composition root adds the pages and connects the chips.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.rail import Rail
from ui.widgets.ring import FocusRing
from ui.widgets.top_bar import TopBar


@dataclass(slots=True)
class _Room:
    """A page that may not exist yet."""

    factory: Callable[[], QWidget]
    page: QWidget | None = None


class MainWindow(QMainWindow):
    """Rail, top bar and pages.

    What a page may offer, all optional: `set_compact(compact: bool)` for windows under 1100 px,
    `focus_first()` for the first task on entry, `panes() -> list[QWidget]` for F6,
    `retint()` and `retranslate()`.
    """

    page_shown = Signal(str)
    search_submitted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rooms: dict[str, _Room] = {}
        self._current = ""
        self._is_compact = False
        self._cover: QWidget | None = None
        self.rail = Rail()
        self.top_bar = TopBar()
        self._pages = QStackedWidget()
        self._build()
        self._ring = FocusRing(self)
        self.retranslate()

    def _build(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.top_bar)
        right.addWidget(self._pages, 1)
        centre = QWidget()
        across = QHBoxLayout(centre)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addLayout(right, 1)
        self.setCentralWidget(centre)
        t = theme()
        self.setMinimumSize(t.size("minimum_width"), t.size("minimum_height"))
        self.resize(t.size("design_width"), t.size("design_height"))
        self.rail.chosen.connect(self.show_page)
        self.top_bar.search.submitted.connect(self.search_submitted)
        QShortcut(QKeySequence("Ctrl+K"), self, self._on_search)
        QShortcut(QKeySequence(Qt.Key.Key_F6), self, self._on_next_pane)
        QShortcut(QKeySequence("Shift+F6"), self, self._on_previous_pane)

    def show_fitted(self) -> None:
        """Show at the design size, or filling a screen that has no room for more."""
        free = self.screen().availableSize()
        if free.width() > self.width() and free.height() > self.height():
            self.show()
        else:
            self.showMaximized()

    def add_page(
        self,
        key: str,
        icon: str,
        title: Callable[[], str],
        factory: Callable[[], QWidget],
        *,
        at_foot: bool = False,
    ) -> None:
        """Add a room; factory is called when the room is first entered."""
        self._rooms[key] = _Room(factory)
        self.rail.add(key, icon, title, at_foot=at_foot)

    def show_page(self, key: str) -> None:
        """Show this room, building it if this is the first time. Raises KeyError if unknown."""
        page = self.page(key)
        self.rail.choose(key)
        self._pages.setCurrentWidget(page)
        self._current = key
        self._tell(page, "set_compact", self._is_compact)
        self._tell(page, "focus_first")
        self.page_shown.emit(key)

    def page(self, key: str) -> QWidget:
        """Return the page of this room, building it if needed. Raises KeyError if unknown."""
        room = self._rooms[key]
        if room.page is None:
            room.page = room.factory()
            self._pages.addWidget(room.page)
        return room.page

    def is_built(self, key: str) -> bool:
        """Say whether a room's page exists already."""
        return self._rooms[key].page is not None

    def cover(self, widget: QWidget) -> None:
        """Show this instead of the rooms, with the rail out of reach, until `uncover`."""
        self._drop_cover()
        self._cover = widget
        self._pages.addWidget(widget)
        self._pages.setCurrentWidget(widget)
        self.rail.setEnabled(False)
        self.top_bar.setEnabled(False)

    def uncover(self, key: str) -> None:
        """Take the cover away and enter this room."""
        self._drop_cover()
        self.rail.setEnabled(True)
        self.top_bar.setEnabled(True)
        self.show_page(key)

    def _drop_cover(self) -> None:
        if self._cover is not None:
            self._pages.removeWidget(self._cover)
            self._cover.deleteLater()
            self._cover = None

    def current_key(self) -> str:
        """Return the key of the room shown, `` before the first."""
        return self._current

    @property
    def is_compact(self) -> bool:
        """True while the window is under 1100 px wide."""
        return self._is_compact

    def say(self, sentence: str, icon: str = "check") -> None:
        """Show a sentence for a few seconds: something was done."""
        from ui.widgets.toast import Toast  # its animation is not part of the first paint

        toast = self.findChild(Toast) or Toast(self)
        toast.say(sentence, icon)

    def retranslate(self) -> None:
        """Name the window in the language in use."""
        self.setWindowTitle(_("Hengping"))

    @staticmethod
    def _tell(page: QWidget, method: str, *values: Any) -> None:
        act = getattr(page, method, None)
        if callable(act):
            act(*values)

    def _panes(self) -> list[QWidget]:
        page = self._pages.currentWidget()
        offered = getattr(page, "panes", None)
        inside: list[QWidget] = list(offered()) if callable(offered) else [page] if page else []
        return [*inside, self.rail, self.top_bar]

    def _on_search(self) -> None:
        self.top_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top_bar.search.selectAll()

    def _on_next_pane(self) -> None:
        self._move_pane(1)

    def _on_previous_pane(self) -> None:
        self._move_pane(-1)

    def _move_pane(self, step: int) -> None:
        panes = [pane for pane in self._panes() if pane.isVisible()]
        focused: QWidget | None = self.focusWidget()
        inside = [
            at
            for at, pane in enumerate(panes)
            if focused is not None and (pane is focused or pane.isAncestorOf(focused))
        ]
        start = inside[0] if inside else -step
        for turn in range(1, len(panes) + 1):
            target = first_focusable(panes[(start + step * turn) % len(panes)])
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme().size("compact_below")
        self.top_bar.set_small(narrow=narrow, low=self.height() < theme().size("low_below"))
        if narrow == self._is_compact:
            return
        self._is_compact = narrow
        self.rail.set_narrow(narrow=narrow)
        for room in self._rooms.values():
            if room.page is not None:
                self._tell(room.page, "set_compact", narrow)


def first_focusable(pane: QWidget) -> QWidget | None:
    """Return the pane or the first widget in it, in tab order, that can take the keyboard."""

    def takes_focus(widget: QWidget) -> bool:
        by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        return by_tab and widget.isEnabled() and widget.isVisible()

    if takes_focus(pane):
        return pane
    widget = pane.nextInFocusChain()
    while widget is not None and widget is not pane:
        if pane.isAncestorOf(widget) and takes_focus(widget):
            return widget
        widget = widget.nextInFocusChain()
    return None
