"""The lower card of the bench: one page at a time, its tools beside the tabs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.card import Card, Rule
from ui.widgets.tabs import Tabs


class LowerTabs(Card):
    """Pages below the reading. Each brings its title, and tools that stand beside the tabs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, margins=False)
        self.tabs, self._tools, self._pages = Tabs(), QStackedWidget(), QStackedWidget()
        self._titles: dict[str, Callable[[], str]] = {}
        self._head = QHBoxLayout()
        self._head.addWidget(self.tabs)
        self._head.addWidget(self._tools, 1)
        self.body.addLayout(self._head)
        self.body.addWidget(Rule())
        self.body.addWidget(self._pages, 1)
        self.tabs.chosen.connect(self._on_chosen)
        self.retint()

    def add(self, key: str, title: Callable[[], str], page: QWidget, tools: QWidget) -> None:
        """Add a page behind its tab; the first one is chosen."""
        self._titles[key] = title
        self._pages.addWidget(page)
        self._tools.addWidget(tools)
        self.retranslate()

    def choose(self, key: str) -> None:
        """Show this page."""
        self.tabs.choose(key)

    def _on_chosen(self, key: str) -> None:
        at = list(self._titles).index(key)
        self._pages.setCurrentIndex(at)
        self._tools.setCurrentIndex(at)

    def retranslate(self) -> None:
        """Name the tabs in the language in use."""
        chosen = self.tabs.chosen_key() or next(iter(self._titles), "")
        self.tabs.set_tabs([(key, title()) for key, title in self._titles.items()], chosen)
        self.tabs.setAccessibleName(_("Bytes or aids"))

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        super().retint()
        if hasattr(self, "_head"):
            t = theme()
            self._head.setContentsMargins(t.space("l"), t.space("xs"), t.space("m"), 0)
            self._head.setSpacing(t.space("l"))
