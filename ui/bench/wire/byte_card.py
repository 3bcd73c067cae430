"""The bytes on the wire: legend, pause, record, and the table of frames."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.words import gettext as _
from serial_drivers.driver import ScaleDriver
from ui.bench.wire.byte_finder import ByteFinder
from ui.bench.wire.byte_words import explain_byte
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.byte_rows import PART_COLOURS, ByteModel, ByteRow, ByteTable, Part
from ui.widgets.chip import chip_width
from ui.widgets.choice import Select
from ui.widgets.painting import draw_text, text_width

_FORMS = ("both", "hex", "text")
HEX_COLUMN, TEXT_COLUMN, PARSED_COLUMN = 1, 2, 3


class FrameModel(ByteModel):
    """Frames whose accessible description says what their bytes are for."""

    def __init__(self) -> None:
        super().__init__()
        self.driver: ScaleDriver | None = None

    def explain(self, row: ByteRow, at: int | None) -> str:
        """Return what a frame is, and the byte at this place of it."""
        return explain_byte(self.driver, row, at)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self.explain(self._rows[index.row()], None)
        return super().data(index, role)


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

    Signals: paused(is_paused), and record_, stop_, log_, stop_log_wanted.
    """

    paused = Signal(bool)
    record_wanted = Signal()
    stop_wanted = Signal()
    log_wanted = Signal()
    stop_log_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = FrameModel()
        self.table = ByteTable(self.model)
        self.table.explain = self.model.explain
        self.tools, self._legend = QWidget(), Legend()
        self.pause, self.record = Button(icon="stop", dense=True), Button(icon="rec", dense=True)
        self.log, self.form = Button(icon="export", dense=True), Select(dense=True)
        self.is_paused = self.is_recording = self.is_logging = self._is_compact = False
        self._head = QHBoxLayout(self.tools)
        self._head.setContentsMargins(0, 0, 0, 0)
        self.finder = ByteFinder(self.table, self.model, self)
        tools = (self.finder.button, self.form, self.pause, self.record, self.log)
        for widget in (self._legend, self.finder, *tools):
            self._head.addWidget(widget)
        self._head.setStretchFactor(self._legend, 1)
        self._head.setStretchFactor(self.finder, 1)
        self.finder.opened.connect(self._legend.setHidden)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(self.table, 1)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pause.clicked.connect(self._on_pause)
        self.record.clicked.connect(self._on_record)
        self.log.clicked.connect(self._on_log)
        self.form.currentIndexChanged.connect(self._on_form)
        self.retranslate()
        self.retint()

    def _on_pause(self) -> None:
        self.is_paused = not self.is_paused
        self._name_buttons()
        self.paused.emit(self.is_paused)

    def _on_record(self) -> None:
        (self.stop_wanted if self.is_recording else self.record_wanted).emit()

    def _on_log(self) -> None:
        (self.stop_log_wanted if self.is_logging else self.log_wanted).emit()

    def _on_form(self, at: int) -> None:
        if at >= 0:
            self.table.show_form(_FORMS[at])
            self._share_room()

    def choose_form(self, form: str) -> None:
        """Show the bytes as `hex`, `text` or `both`."""
        self.form.setCurrentIndex(_FORMS.index(form))

    def show_log(self, *, is_logging: bool) -> None:
        """Say whether a log is being written."""
        self.is_logging = is_logging
        self._name_buttons()

    def set_compact(self, compact: bool) -> None:
        """In a narrow window the buttons are icons."""
        self._is_compact = compact
        self._name_buttons()

    def show_recording(self, *, is_recording: bool) -> None:
        """Say whether a capture is being written."""
        self.is_recording = is_recording
        self._name_buttons()

    def _name_buttons(self) -> None:
        named = (
            (self.pause, self.is_paused, _("Pause"), _("Go on"), ("stop", "play")),
            (self.record, self.is_recording, _("Record"), _("Stop recording"), ("rec", "stop")),
            (self.log, self.is_logging, _("Log"), _("Stop log"), ("export", "stop")),
        )
        for button, is_on, start, stop, icons in named:
            name = stop if is_on else start
            button.setText("" if self._is_compact else name)
            button.set_icon(icons[is_on])
            button.setAccessibleName(name)
            button.setToolTip(name)
        if not self.is_logging:
            self.log.setToolTip(_("Write every reading to a CSV file"))

    def places(self) -> list[QWidget]:
        """Return what Tab reaches, in the order of the eye."""
        finder = (self.finder.edit, self.finder.button)
        return [*finder, self.form, self.pause, self.record, self.log, self.table]

    def show_driver(self, driver: ScaleDriver | None) -> None:
        """Explain frames by this driver."""
        self.model.driver = driver

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        form = self.table.form
        self.form.blockSignals(True)
        self.form.clear()
        self.form.addItems([_("Hex and text"), _("Hex"), _("Text")])
        self.form.blockSignals(False)
        self.choose_form(form)
        self.form.setAccessibleName(_("How the bytes are shown"))
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
        if self.table.form == "text":
            least = t.size("col_text") + side
            self.table.setColumnWidth(TEXT_COLUMN, max(least, min(t.size("col_hex"), room // 2)))
            return
        if not self.table.isColumnHidden(TEXT_COLUMN):
            self.table.setColumnWidth(TEXT_COLUMN, t.size("col_text") + side)
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
