"""The bytes on the wire: legend, pause, record, and the table of frames."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.words import gettext as _
from serial_drivers.driver import ScaleDriver
from ui.bench import frames
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.byte_rows import PART_COLOURS, ByteModel, ByteRow, ByteTable, Part
from ui.widgets.chip import chip_width
from ui.widgets.painting import draw_text, text_width

HEX_COLUMN, TEXT_COLUMN, PARSED_COLUMN = 1, 2, 3


class FrameModel(ByteModel):
    """Frames whose tooltip says what each byte is for."""

    def __init__(self) -> None:
        super().__init__()
        self.driver: ScaleDriver | None = None

    def row_at(self, at: int) -> ByteRow:
        """Return a frame by its row. Raises IndexError."""
        return self._rows[at]

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._explained(self._rows[index.row()])
        return super().data(index, role)

    def _explained(self, row: ByteRow) -> str:
        if row.verdict == "good" and self.driver is not None:
            return "\n".join(frames.explain_lines(self.driver, row.raw))
        return "\n".join(part for part in (row.parsed, row.raw.hex(" ").upper()) if part)


class Legend(QWidget):
    """What the colours of the bytes mean; it gives way when room is short."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[tuple[Part, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.retranslate()

    def retranslate(self) -> None:
        """Name the parts in the language in use."""
        self._parts = (
            ("frame", _("Start / end")),
            ("value", _("Sign and value")),
            ("decimal", _("Decimal places")),
            ("check", _("Check")),
        )
        self.setAccessibleName(", ".join(name for _part, name in self._parts))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme()
        left, px, font = 0, t.size("strip_dot") + 1, t.font("cap")
        for part, name in self._parts:
            width = px + t.space("s") + text_width(font, name)
            if left + width > self.width():
                return
            painter.fillRect(left, (self.height() - px) // 2, px, px, t.colour(PART_COLOURS[part]))
            room = self.rect().adjusted(left + px + t.space("s"), 0, 0, 0)
            draw_text(painter, room, name, font, t.colour("text2"))
            left += width + t.space("m")


class ByteCard(QWidget):
    """The table, and in `tools` what stands above it.

    Signals: paused(is_paused), record_wanted, stop_wanted.
    """

    paused = Signal(bool)
    record_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = FrameModel()
        self.table = ByteTable(self.model)
        self.tools, self._legend = QWidget(), Legend()
        self.pause, self.record = Button(icon="stop", dense=True), Button(icon="rec", dense=True)
        self.is_paused = self.is_recording = False
        self._head = QHBoxLayout(self.tools)
        self._head.setContentsMargins(0, 0, 0, 0)
        for widget in (self._legend, self.pause, self.record):
            self._head.addWidget(widget)
        self._head.setStretchFactor(self._legend, 1)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(self.table, 1)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pause.clicked.connect(self._on_pause)
        self.record.clicked.connect(self._on_record)
        self.retranslate()
        self.retint()

    def _on_pause(self) -> None:
        self.is_paused = not self.is_paused
        self._name_buttons()
        self.paused.emit(self.is_paused)

    def _on_record(self) -> None:
        (self.stop_wanted if self.is_recording else self.record_wanted).emit()

    def show_recording(self, *, is_recording: bool) -> None:
        """Say whether a capture is being written."""
        self.is_recording = is_recording
        self._name_buttons()

    def _name_buttons(self) -> None:
        self.pause.setText(_("Go on") if self.is_paused else _("Pause"))
        self.pause.set_icon("play" if self.is_paused else "stop")
        self.record.setText(_("Stop recording") if self.is_recording else _("Record"))
        self.record.set_icon("stop" if self.is_recording else "rec")

    def show_driver(self, driver: ScaleDriver | None) -> None:
        """Explain frames by this driver."""
        self.model.driver = driver

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.table.set_empty_text(_("Frames appear here as they come over the wire."))
        self._name_buttons()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()
        if not self.is_paused:
            self.table.scrollToBottom()

    def _share_room(self) -> None:
        """Narrow the figures first, then the bytes, so that nothing has to be scrolled sideways."""
        t, side = theme(), 2 * theme().space("m")
        room = self.width() - 2 * t.stroke - t.size("scrollbar") - t.size("col_clock") - side
        if not self.table.isColumnHidden(TEXT_COLUMN):
            room -= t.size("col_text") + side
        remark = chip_width(_("Check right"), "check") + side
        least = t.size("col_reading") + t.space("m")
        parsed = max(least, min(t.size("col_parsed"), room - t.size("col_hex") - remark))
        widest = min(t.size("col_hex"), room - parsed - remark)
        self.table.setColumnWidth(HEX_COLUMN, max(widest, least))
        self.table.setColumnWidth(PARSED_COLUMN, parsed)

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        self._head.setSpacing(theme().space("s"))
        self._share_room()
