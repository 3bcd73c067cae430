"""The list of papers at the left of the panel."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent

from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.step_list import StepList


class PaperList(StepList):
    """The papers with their state. Signal focused(bool): its card shows who has the focus."""

    focused = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("focusStyle", "own")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)

    def retint(self) -> None:
        """Be wide enough for the titles of the forms."""
        super().retint()
        self.setFixedWidth(theme().size("step") + 2 * theme().space("l"))

    def chosen_top(self) -> int:
        """Return the upper edge of the chosen paper, for bringing it into view."""
        keys = [step.key for step in self._steps]
        return self._rect_of(keys.index(self._chosen)).top() if self._chosen in keys else 0

    def retranslate(self) -> None:
        """Say what this is in the language in use."""
        super().retranslate()
        self.setAccessibleName(_("Papers"))
