"""Choice row: alternatives side by side, one (or none) chosen, moved by the arrows.

Where `wraps`, those that do not fit beside one another stand in rows of equal columns.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QWidget

from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.tab_order import chain

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class ChoiceRow(QWidget):
    """Alternatives as buttons. Signal chosen(key): a person chose."""

    chosen = Signal(str)

    def __init__(
        self,
        *,
        name: str = "",
        wraps: bool = False,
        dense: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._wraps, self._dense = wraps, dense
        self._keys: list[str] = []
        self._buttons: list[Button] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_clicked)
        self._columns = 1
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme().space("s"))
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show these (key, text); the same keys again only change the words."""
        if [key for key, _text in choices] == self._keys:
            for button, (_key, text) in zip(self._buttons, choices, strict=True):
                button.setText(text)
                button.updateGeometry()
            return
        for button in self._buttons:
            self._group.removeButton(button)
            self._layout.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._keys = [key for key, _text in choices]
        self._buttons = [self._add(at, text) for at, (_key, text) in enumerate(choices)]
        self._take_focus_order()
        self._lay(self._fitting(self.width()))

    def _take_focus_order(self) -> None:
        """Let Tab find the new buttons where this row stands, the first until one is chosen."""
        self.setFocusProxy(None)  # type: ignore[arg-type] # None takes the proxy away
        chain(self, self._buttons)
        if self._buttons:
            self.setFocusProxy(self._buttons[0])

    def _fitting(self, width: int) -> int:
        """Return how many columns have room; all in one row if they can."""
        if not self._wraps:
            return len(self._buttons)
        gap = self._layout.spacing()
        widest = max((b.minimumSizeHint().width() for b in self._buttons), default=1)
        room = max((width + gap) // (widest + gap), 1)
        return min(len(self._buttons), room)

    def _lay(self, columns: int) -> None:
        self._columns = max(columns, 1)
        for at, button in enumerate(self._buttons):
            self._layout.addWidget(button, *divmod(at, self._columns))
        for column in range(max(len(self._buttons), self._layout.columnCount())):
            self._layout.setColumnStretch(column, int(column < self._columns))
        self.updateGeometry()

    def _refit(self) -> None:
        columns = self._fitting(self.width())
        if columns != self._columns:
            self._lay(columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._refit()

    def event(self, event: QEvent) -> bool:
        """Count the columns anew when a button asks for another width: other words, larger type."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._refit()
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        if not self._wraps:
            return super().minimumSizeHint()
        widest = max((b.minimumSizeHint().width() for b in self._buttons), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def _add(self, at: int, text: str) -> Button:
        button = Button(text, kind="choice", dense=self._dense, parent=self)
        self._group.addButton(button, at)
        return button

    def current(self) -> str:
        """Return the chosen key, empty if none is."""
        at = self._group.checkedId()
        return self._keys[at] if at >= 0 else ""

    def set_current(self, key: str) -> None:
        """Mark this key as chosen, without a signal; an empty one marks none."""
        if not key:
            self._group.setExclusive(False)
            for button in self._buttons:
                button.setChecked(False)
            self._group.setExclusive(True)
        elif key in self._keys:
            self._buttons[self._keys.index(key)].setChecked(True)
            self.setFocusProxy(self._buttons[self._keys.index(key)])

    def button(self, key: str) -> Button:
        """Return the button of a key. Raises ValueError for an unknown one."""
        return self._buttons[self._keys.index(key)]

    def _on_clicked(self, at: int) -> None:
        self.setFocusProxy(self._buttons[at])
        self.chosen.emit(self._keys[at])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not self._buttons:
            super().keyPressEvent(event)
            return
        at = (max(self._group.checkedId(), 0) + step) % len(self._buttons)
        self._buttons[at].setFocus(Qt.FocusReason.OtherFocusReason)
        self._buttons[at].click()
