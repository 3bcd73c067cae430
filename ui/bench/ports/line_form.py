"""Any speed and format for the chosen port: adapters run at more speeds than a protocol names."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.words import failures
from inspector_app.words import gettext as _
from serial_drivers.driver import SerialLine
from serial_drivers.line import parse_line
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.field import Field


def line_of(text: str, before: SerialLine) -> SerialLine:
    """Return the line that was typed; a speed alone keeps the format of the line before.

    Raises InputInvalid(`line_unreadable`).
    """
    typed = text.strip()
    return parse_line(f"{typed} {str(before).split()[1]}" if " " not in typed else typed)


class LineForm(QWidget):
    """One field, hidden until asked for.

    Signals: wanted(SerialLine): read at this line; cancelled.
    """

    wanted = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = SerialLine()
        self.field = Field()
        self.read, self.away = Button(icon="plug", dense=True), Button(icon="close", dense=True)
        self._column, line = QVBoxLayout(self), QHBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.read)
        line.addWidget(self.away)
        line.addStretch(1)
        self._column.addWidget(self.field)
        self._column.addLayout(line)
        self.setFocusProxy(self.field.edit)
        self.field.edited.connect(lambda _text: self.field.set_error(""))
        self.field.edit.returnPressed.connect(self._on_read)
        self.read.clicked.connect(self._on_read)
        self.away.clicked.connect(self._on_away)
        self.setVisible(False)
        self.retranslate()
        self.retint()

    def open_for(self, line: SerialLine) -> None:
        """Begin with the line that is read now."""
        self._before = line
        self.field.set_error("")
        self.field.set_text(str(line))
        self.setVisible(True)
        self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.edit.selectAll()

    @Slot()
    def put_away(self) -> None:
        """Hide it; nothing was changed."""
        self.setVisible(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Escape, as by the button."""
        if event.key() == Qt.Key.Key_Escape:
            self._on_away()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_away(self) -> None:
        self.put_away()
        self.cancelled.emit()

    @Slot()
    def _on_read(self) -> None:
        try:
            line = line_of(self.field.text(), self._before)
        except InputInvalid as failure:
            self.field.set_error(failures.sentence(failure))
            self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.put_away()
        self.wanted.emit(line)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.field.set_caption(_("Speed and format"))
        self.field.set_placeholder("9600 8N1")
        self.field.edit.setToolTip(_("Speed, data bits, parity N, E or O, stop bits"))
        self.read.setText(_("Read at this line"))
        self.away.setAccessibleName(_("Cancel"))
        self.away.setToolTip(_("Cancel"))

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        self._column.setSpacing(theme().space("s"))
