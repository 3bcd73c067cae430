"""The send bar: hex or text, what was sent before, the driver's commands."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from inspector_app.words import gettext as _
from serial_drivers.driver import Commands, ScaleDriver
from ui.theme import polish, theme
from ui.widgets.button import Button
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.label import Label

_ESCAPES: Final = {"\\r": "\r", "\\n": "\n", "\\t": "\t", "\\e": "\x1b"}
_MOST_HISTORY: Final = 50
LONGEST: Final = 1024


class NotSendable(ValueError):
    """What was typed is no sequence of bytes."""


def bytes_of(text: str, *, is_hex: bool) -> bytes:
    r"""Return the bytes of `52 0D 0A`, or of text with the escapes \r \n \t \e.

    At most 1024 bytes. Raises NotSendable.
    """
    if is_hex:
        try:
            data = bytes.fromhex(text.replace("0x", "").replace(",", " "))
        except ValueError:
            raise NotSendable(text) from None
    else:
        for escape, character in _ESCAPES.items():
            text = text.replace(escape, character)
        try:
            data = text.encode("latin-1")
        except UnicodeEncodeError:
            raise NotSendable(text) from None
    if not data or len(data) > LONGEST:
        raise NotSendable(text)
    return data


def changing(commands: Commands) -> dict[bytes, str]:
    """Return the commands that change the instrument, with their names."""
    named = (
        (commands.zero, _("Set zero")),
        (commands.tare, _("Tare")),
        (commands.clear_tare, _("Clear tare")),
    )
    return {data: name for data, name in named if data is not None}


def harmless(commands: Commands) -> dict[bytes, str]:
    """Return the commands that change nothing, with their names."""
    named = [(commands.read, _("Read")), (commands.read_stable, _("Read at rest"))]
    named += [(data, _("Identify")) for data in commands.identify[:1]]
    return {data: name for data, name in named if data is not None}


class SendBar(QWidget):
    """Signals: wanted(bytes, name): send this; name is empty for typed bytes."""

    wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._driver: ScaleDriver | None = None
        self._history: list[str] = []
        self._place = 0
        self._is_compact = False
        self._label, self.edit = Label(role="strong"), QLineEdit()
        self.mode = ChoiceRow()
        self.commands, self.send = Button(icon="more"), Button(icon="send")
        self._quick = [Button(kind="ghost") for _at in range(3)]
        self._menu = QMenu(self)
        self._line = QHBoxLayout(self)
        self._build()
        self.retranslate()
        self.retint()

    def _build(self) -> None:
        for widget in (self._label, self.edit, self.mode, *self._quick, self.commands, self.send):
            self._line.addWidget(widget)
        self._line.setStretchFactor(self.edit, 1)
        self._label.setBuddy(self.edit)
        self.mode.setSizePolicy(self.send.sizePolicy())
        self.mode.set_choices((("hex", "Hex"), ("text", "Text")))
        self.mode.set_current("hex")
        self.mode.chosen.connect(lambda _key: self._show_hint())
        self.edit.setMaxLength(4 * LONGEST)
        self.edit.returnPressed.connect(self._on_send)
        self.edit.textEdited.connect(lambda _text: self._mark(wrong=False))
        self.edit.installEventFilter(self)
        self.send.clicked.connect(self._on_send)
        self.commands.clicked.connect(self._on_commands)
        for at, button in enumerate(self._quick):
            button.clicked.connect(lambda _on=False, n=at: self._on_quick(n))

    def show_driver(self, driver: ScaleDriver | None) -> None:
        """Offer this protocol's commands."""
        self._driver = driver
        calm = harmless(driver.commands) if driver is not None else {}
        rough = changing(driver.commands) if driver is not None else {}
        names = list(calm.values())
        for at, button in enumerate(self._quick):
            has = at < len(names)
            button.setText(names[at] if has else "")
            button.setVisible(has and not self._is_compact)
        self._menu.clear()
        for data, name in calm.items():
            self._add(name, data)
        self._menu.addSeparator()
        for data, name in rough.items():
            self._add(_("{name}…").format(name=name), data, name)
        self.commands.setVisible(bool(rough) or (bool(calm) and self._is_compact))

    def _add(self, text: str, data: bytes, name: str = "") -> None:
        act = self._menu.addAction(text)
        act.triggered.connect(lambda _on=False: self.wanted.emit(data, name or text))

    def set_compact(self, compact: bool) -> None:
        """In a narrow window the commands stand in one menu."""
        self._is_compact = compact
        self.show_driver(self._driver)

    def _on_quick(self, at: int) -> None:
        if self._driver is not None:
            data, name = list(harmless(self._driver.commands).items())[at]
            self.wanted.emit(data, name)

    def _on_commands(self) -> None:
        self._menu.popup(self.commands.mapToGlobal(self.commands.rect().bottomLeft()))

    def _on_send(self) -> None:
        text = self.edit.text().strip() if self._is_hex() else self.edit.text()
        if not text:
            return
        try:
            data = bytes_of(text, is_hex=self._is_hex())
        except NotSendable:
            self._mark(wrong=True)
            return
        if not self._history or self._history[-1] != text:
            self._history = [*self._history[1 - _MOST_HISTORY :], text]
        self._place = len(self._history)
        self.wanted.emit(data, "")

    def _is_hex(self) -> bool:
        return self.mode.current() == "hex"

    def _mark(self, *, wrong: bool) -> None:
        sentence = _("Pairs of hexadecimal digits, such as 52 0D 0A; at most 1024 bytes.")
        if not self._is_hex():
            sentence = _("Plain characters and \\r \\n \\t \\e; at most 1024 bytes.")
        polish(self.edit, state="error" if wrong else "")
        self.edit.setToolTip(sentence if wrong else "")
        self.edit.setAccessibleDescription(sentence if wrong else "")

    def _show_hint(self) -> None:
        self.edit.setPlaceholderText("52 0D 0A" if self._is_hex() else "R\\r\\n")
        self._mark(wrong=False)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None and self._history:
                self._place = min(max(self._place + step, 0), len(self._history))
                known = self._place < len(self._history)
                self.edit.setText(self._history[self._place] if known else "")
                return True
        return False

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._label.setText(_("Send"))
        self.send.setText(_("Send"))
        self.send.setAccessibleName(_("Send the bytes"))
        self.mode.set_choices((("hex", _("Hex")), ("text", _("Text"))))
        self.mode.setAccessibleName(_("How the bytes are written"))
        self.edit.setAccessibleName(_("Bytes to send"))
        self.commands.setAccessibleName(_("Commands of the instrument"))
        self.commands.setToolTip(_("Commands of the instrument"))
        self._show_hint()
        self.show_driver(self._driver)

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        t = theme()
        self.setFixedHeight(max(t.size("bar"), t.size("ctl") + 2 * t.space("s")))
        self.edit.setFixedHeight(t.size("ctl"))
        self._line.setContentsMargins(t.space("l"), 0, t.space("m"), 0)
        self._line.setSpacing(t.space("s"))
