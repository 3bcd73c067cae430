"""The send bar: hex or text, what was sent before, the driver's commands."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from inspector_app.settings import Settings
from inspector_app.words import gettext as _
from serial_drivers.driver import ScaleDriver
from ui.bench.wire.send_history import SendHistory
from ui.bench.wire.sendable import ENDINGS, LONGEST, NotSendable, bytes_of, changing, harmless
from ui.theme import polish, theme
from ui.widgets.button import Button
from ui.widgets.choice import Select
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.label import Label


class SendBar(QWidget):
    """Signals: wanted(bytes, name): send this; name is empty for typed bytes."""

    wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None, *, settings: Settings | None = None) -> None:
        super().__init__(parent)
        self._driver: ScaleDriver | None = None
        self.history = SendHistory(settings)
        self._offered, self._has_rough = 0, False
        self._endings = {"hex": 0, "text": 0}
        self._is_compact = False
        self._label, self.edit = Label(role="strong"), QLineEdit()
        self.mode, self.ending = ChoiceRow(), Select()
        self.commands, self.send = Button(icon="more"), Button(icon="send")
        self._quick = [Button(kind="ghost") for _at in range(3)]
        self._menu = QMenu(self)
        self._line = QHBoxLayout(self)
        self._build()
        self.retranslate()
        self.retint()

    def _build(self) -> None:
        first = (self._label, self.edit, self.ending, self.mode)
        for widget in (*first, *self._quick, self.commands, self.send):
            self._line.addWidget(widget)
        self._line.setStretchFactor(self.edit, 1)
        self._label.setBuddy(self.edit)
        self.mode.setSizePolicy(self.send.sizePolicy())
        self.mode.set_choices((("hex", "Hex"), ("text", "Text")))
        self.mode.set_current("hex")
        self.mode.chosen.connect(lambda _key: self._show_hint())
        self.ending.activated.connect(self._on_ending)
        self.edit.setMaxLength(4 * LONGEST)
        self.edit.returnPressed.connect(self._on_send)
        self.edit.textEdited.connect(lambda _text: self._mark(wrong=False))
        self.edit.installEventFilter(self)
        self.send.clicked.connect(self._on_send)
        self.commands.clicked.connect(self._on_commands)
        for at, button in enumerate(self._quick):
            button.clicked.connect(lambda _on=False, n=at: self._on_quick(n))

    def show_driver(self, driver: ScaleDriver | None) -> None:
        """Offer this protocol's commands; none where it is only listened to."""
        self._driver = driver
        speaks = driver is not None and not driver.listens_only
        calm = harmless(driver.commands) if driver is not None and speaks else {}
        rough = changing(driver.commands) if driver is not None and speaks else {}
        names = list(calm.values())
        for at, button in enumerate(self._quick):
            button.setText(names[at] if at < len(names) else "")
        self._offered = len(names)
        self._menu.clear()
        for data, name in calm.items():
            self._add(name, data)
        self._menu.addSeparator()
        for data, name in rough.items():
            self._add(_("{name}…").format(name=name), data, name)
        self._has_rough = bool(rough)
        self._share_room()
        self._show_hint()

    def _share_room(self) -> None:
        """Show as many commands as leave room to type; the others stand in the menu."""
        t = theme()
        fixed = (self.ending, self.mode, self.send)
        taken = sum(each.sizeHint().width() + t.space("s") for each in fixed)
        taken += t.space("l") + t.space("m") + 2 * t.size("field_least")
        if not self._is_compact:
            taken += self._label.sizeHint().width() + t.space("s")
        taken += self.commands.sizeHint().width() + t.space("s")
        shown = 0
        for button in self._quick[: min(self._offered, len(self._quick))]:
            taken += button.sizeHint().width() + t.space("s")
            shown += taken <= self.width() and not self._is_compact
        for at, button in enumerate(self._quick):
            button.setVisible(at < shown)
        self.commands.setVisible(self._has_rough or self._offered > shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _add(self, text: str, data: bytes, name: str = "") -> None:
        act = self._menu.addAction(text)
        act.triggered.connect(lambda _on=False: self.wanted.emit(data, name or text))

    def places(self) -> list[QWidget]:
        """Return what Tab reaches, from the left."""
        ends = (*self._quick, self.commands, self.send)
        return [self.edit, self.ending, *self.mode.findChildren(Button), *ends]

    def set_compact(self, compact: bool) -> None:
        """In a narrow window the commands stand in one menu."""
        self._is_compact = compact
        self._label.setVisible(not compact)
        self._name_send()
        self.show_driver(self._driver)

    def _name_send(self) -> None:
        """In a narrow window the arrow says it, and leaves room to type."""
        self.send.setText("" if self._is_compact else _("Send"))
        self.send.setToolTip(_("Send the bytes") if self._is_compact else "")

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
            data = bytes_of(text, is_hex=self._is_hex(), ending=self._chosen_end())
        except NotSendable:
            self._mark(wrong=True)
            return
        self.history.add(self.mode.current(), text)
        self.wanted.emit(data, "")

    def _on_ending(self, at: int) -> None:
        """Hex and text keep an ending each: what ends a text would spoil a frame of bytes."""
        self._endings[self.mode.current()] = at

    def _is_hex(self) -> bool:
        return self.mode.current() == "hex"

    def _chosen_end(self) -> str:
        return ENDINGS[max(0, self.ending.currentIndex())]

    def _mark(self, *, wrong: bool) -> None:
        sentence = _("Pairs of hexadecimal digits, such as 52 0D 0A; at most 1024 bytes.")
        if not self._is_hex():
            sentence = _("Plain characters and \\r \\n \\t \\e \\x02; at most 1024 bytes.")
        polish(self.edit, state="error" if wrong else "")
        self.edit.setToolTip(sentence if wrong else "")
        self.edit.setAccessibleDescription(sentence if wrong else "")

    def _show_hint(self) -> None:
        hint = "52 0D 0A" if self._is_hex() else "\\x02R\\r\\n"
        if self._driver is not None and self._driver.listens_only:
            hint = _("Only listened to: nothing is sent here")
        self.edit.setPlaceholderText(hint)
        self.ending.setCurrentIndex(self._endings[self.mode.current()])
        self._mark(wrong=False)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None and len(self.history):
                self._recall(self.history.step(step))
                return True
        return False

    def _recall(self, known: tuple[str, str] | None) -> None:
        """Put back what was sent, in the form in which it was written."""
        if known is not None:
            self.mode.set_current(known[0])
            self._show_hint()
        self.edit.setText(known[1] if known is not None else "")

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._label.setText(_("Send"))
        self._name_send()
        self.send.setAccessibleName(_("Send the bytes"))
        self.mode.set_choices((("hex", _("Hex")), ("text", _("Text"))))
        self.mode.setAccessibleName(_("How the bytes are written"))
        self.ending.clear()
        self.ending.addItems([end or _("As typed") for end in ENDINGS])
        self.ending.setAccessibleName(_("Line end or check put behind the bytes"))
        self.ending.setToolTip(_("Line end or check put behind the bytes"))
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
