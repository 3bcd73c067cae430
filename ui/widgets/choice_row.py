"""Choice row: a few alternatives side by side, one (or none) chosen, moved by the arrows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from ui.theme import theme
from ui.widgets.button import Button

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class ChoiceRow(QWidget):
    """Alternatives as buttons of one row. Signal chosen(key): a person chose."""

    chosen = Signal(str)

    def __init__(self, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: list[str] = []
        self._buttons: list[Button] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_clicked)
        self._layout = QHBoxLayout(self)
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
            button.deleteLater()
        self._keys = [key for key, _text in choices]
        self._buttons = [self._add(at, text) for at, (_key, text) in enumerate(choices)]

    def _add(self, at: int, text: str) -> Button:
        button = Button(text, kind="choice", parent=self)
        self._group.addButton(button, at)
        self._layout.addWidget(button, 1)
        if self.focusProxy() is None:
            self.setFocusProxy(button)
        return button

    def current(self) -> str:
        """Return the chosen key, empty if none is."""
        at = self._group.checkedId()
        return self._keys[at] if at >= 0 else ""

    def set_current(self, key: str) -> None:
        """Mark this key as chosen, without a signal."""
        if key in self._keys:
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
