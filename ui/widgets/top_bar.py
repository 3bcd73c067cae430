"""The top bar: search, connected instrument, state of sending, signed-in person."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.search_box import SearchBox
from ui.widgets.sync_chip import SyncChip
from ui.widgets.top_chips import InstrumentChip, PersonChip


class TopBar(QWidget):
    """Search, connected instrument, state of sending, signed-in person."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchBox(_search_prompt, keys="Ctrl K")
        self.instrument = InstrumentChip()
        self.sync = SyncChip()
        self.person = PersonChip()
        self._is_low = False
        self._is_narrow = False
        self.setProperty("ground", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._line = QHBoxLayout(self)
        self._line.addWidget(self.search, 1)
        self._line.addStretch(0)
        for chip in (self.instrument, self.sync, self.person):
            self._line.addWidget(chip)
        self.retint()

    def set_small(self, *, narrow: bool, low: bool) -> None:
        """Give up names and key caps in a narrow window, height in a low one."""
        self._is_narrow, self._is_low = narrow, low
        self.search.set_brief(brief=narrow)
        self.instrument.set_brief(brief=narrow)
        self.person.set_brief(brief=narrow)
        self.retint()

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        t = theme()
        self.setFixedHeight(t.size("top_c" if self._is_low else "top"))
        self.search.setMaximumWidth(t.size("search_c" if self._is_narrow else "search"))
        side = t.size("page_margin")
        self._line.setContentsMargins(side, 0, side, 0)
        self._line.setSpacing(t.space("s"))


def _search_prompt() -> str:
    return _("Search premises, instruments, records, cases")
