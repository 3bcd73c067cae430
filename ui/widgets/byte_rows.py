"""Byte rows: the frames on the wire in hex and text, coloured by part, with the result beside."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import (
    QFont,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from inspector_app.words import gettext as _
from ui.theme import theme
from ui.theme.fonts import mono
from ui.widgets.chip import ChipKind
from ui.widgets.growing_rows import GrowingRows, Index
from ui.widgets.painting import draw_text, text_width
from ui.widgets.table import CHIP_ROLE, CellChip, CellDelegate, Table

Part = Literal["frame", "value", "decimal", "check", "other"]
PART_COLOURS: Final[dict[Part, str]] = {
    "frame": "p3",
    "value": "p1",
    "decimal": "p2",
    "check": "ok",
    "other": "text",
}
ByteVerdict = Literal["good", "bad", "unknown"]
_CHIPS: Final[dict[ByteVerdict, ChipKind]] = {"good": "ok", "bad": "bad", "unknown": "idle"}
_ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 3
_CLOCK, _HEX, _TEXT, _PARSED, _VERDICT = range(5)


@dataclass(frozen=True, slots=True)
class ByteRow:
    """One frame. parts: what each byte is, as long as raw; shorter means the rest is `other`.

    parsed: the indication, or for a bad checksum the computed beside the received figure.
    remark: the words of the chip. again: says parsed and remark in the language then in use.
    """

    clock: str
    raw: bytes
    parts: Sequence[Part] = ()
    parsed: str = ""
    verdict: ByteVerdict = "unknown"
    remark: str = ""
    again: Callable[[], tuple[str, str]] | None = None

    def said_again(self) -> ByteRow:
        """Return the row in the language in use."""
        if self.again is None:
            return self
        parsed, remark = self.again()
        return replace(self, parsed=parsed, remark=remark)

    def part(self, at: int) -> Part:
        """Return what the byte at this place is."""
        return self.parts[at] if at < len(self.parts) else "other"

    def text(self) -> str:
        """Return the bytes as text, a middle dot for what cannot be printed."""
        return "".join(chr(byte) if 0x20 <= byte < 0x7F else "\u00b7" for byte in self.raw)


class ByteModel(GrowingRows[ByteRow]):
    """The newest frames, oldest first; bounded, the capture file keeps them all."""

    def __init__(self, most: int = 2000) -> None:
        frames: deque[ByteRow] = deque()
        super().__init__(frames, _VERDICT + 1)
        self._frames = frames
        self._most = most

    def row_at(self, at: int) -> ByteRow:
        """Return a frame by its row. Raises IndexError."""
        return self._rows[at]

    def retranslate(self) -> None:
        """Say head and rows in the language in use."""
        super().retranslate()
        for at, row in enumerate(self._frames):
            self._frames[at] = row.said_again()
        if self._frames:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._frames) - 1, _VERDICT))

    def append(self, rows: Sequence[ByteRow]) -> None:
        """Append frames; call it a few times a second, not for each frame."""
        surplus = len(self._rows) + len(rows) - self._most
        if surplus > 0 and self._rows:
            drop = min(surplus, len(self._rows))
            self.beginRemoveRows(QModelIndex(), 0, drop - 1)
            for _row in range(drop):
                self._frames.popleft()
            self.endRemoveRows()
        kept = rows[-self._most :]
        if kept:
            self._add(kept)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == _ROW_ROLE:
            return row
        if role == CHIP_ROLE and index.column() == _VERDICT and row.remark:
            return CellChip(row.remark, _CHIPS[row.verdict])
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            shown = (row.clock, row.raw.hex(" ").upper(), row.text(), row.parsed, row.remark)
            return shown[index.column()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (_("Time"), _("Hexadecimal"), _("Text"), _("Parsed"), "")[section]


def byte_width(*, is_hex: bool) -> int:
    """Return the pixels that one byte takes in its column."""
    return text_width(mono(theme().type_px("dense")), "00 " if is_hex else "0") - 1


class _ByteDelegate(CellDelegate):
    """Paints each byte in the colour of its part; bad frames in one colour."""

    def _paint_content(self, painter: QPainter, area: QRect, index: Index) -> None:
        row = index.data(_ROW_ROLE)
        if not isinstance(row, ByteRow) or index.column() == _VERDICT:
            super()._paint_content(painter, area, index)
        elif index.column() in (_HEX, _TEXT):
            self._paint_bytes(painter, area, row, is_hex=index.column() == _HEX)
        else:
            colour = "text3" if index.column() == _CLOCK else "text"
            colour = "bad" if row.verdict == "bad" and index.column() == _PARSED else colour
            text = str(index.data(Qt.ItemDataRole.DisplayRole))
            draw_text(painter, area, text, theme().font("dense"), theme().colour(colour))

    def _paint_bytes(self, painter: QPainter, area: QRect, row: ByteRow, *, is_hex: bool) -> None:
        font = mono(theme().type_px("dense"))
        cell = byte_width(is_hex=is_hex)
        fits = max(1, area.width() // cell)
        shown = row.raw if len(row.raw) <= fits else row.raw[: fits - 1]
        for at, byte in enumerate(shown):
            text = f"{byte:02X}" if is_hex else row.text()[at]
            self._paint_one(
                painter,
                QRect(area.left() + at * cell, area.top(), 2 * cell, area.height()),
                text,
                font,
                self._colour(row, at),
            )
        if len(shown) < len(row.raw):
            left = area.left() + len(shown) * cell
            rest = QRect(left, area.top(), 2 * cell, area.height())
            self._paint_one(painter, rest, "…", font, "text3")

    @staticmethod
    def _colour(row: ByteRow, at: int) -> str:
        return "bad" if row.verdict == "bad" else PART_COLOURS[row.part(at)]

    @staticmethod
    def _paint_one(painter: QPainter, area: QRect, text: str, font: QFont, colour: str) -> None:
        draw_text(painter, area, text, font, theme().colour(colour))


class ByteTable(Table):
    """The table of frames; it stays at the newest row while it was there and `follows` it."""

    def __init__(self, model: ByteModel, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._bytes = model
        self.setItemDelegate(_ByteDelegate(self))
        self.setModel(model)
        model.rowsAboutToBeInserted.connect(self._on_rows_about_to_be_inserted)
        model.rowsInserted.connect(self._on_rows_inserted)
        self._was_at_end = self.follows = True
        self.form = "both"
        self.explain: Callable[[ByteRow, int | None], str] = lambda _row, _at: ""
        self.retranslate()

    def retint(self) -> None:
        """Take heights and widths of the theme in use."""
        super().retint()
        t = theme()
        self.verticalHeader().setDefaultSectionSize(t.size("row_byte"))
        side = 2 * t.space("m")
        widths = [t.size("col_clock") + side, t.size("col_hex"), t.size("col_text") + side]
        self.set_column_widths((*widths, t.size("col_parsed")))

    def retranslate(self) -> None:
        """Name table and head in the language in use."""
        self.setAccessibleName(_("Frames on the wire"))
        self._bytes.retranslate()

    def byte_at(self, place: QPoint) -> tuple[ByteRow, int | None] | None:
        """Return the frame at a place of the viewport and the byte of it, None where no frame is.

        The byte is None beside the bytes and in the other columns.
        """
        index = self.indexAt(place)
        row = index.data(_ROW_ROLE)
        if not isinstance(row, ByteRow):
            return None
        if index.column() not in (_HEX, _TEXT):
            return row, None
        left = self.visualRect(index).left() + theme().space("m") - theme().stroke
        at = (place.x() - left) // byte_width(is_hex=index.column() == _HEX)
        return row, at if 0 <= at < len(row.raw) else None

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.byte_at(event.pos())
            said = self.explain(*found) if found is not None else ""
            QToolTip.showText(event.globalPos(), said, self.viewport())
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the whole frame, not the one cell that Qt takes."""
        row = self.currentIndex().data(_ROW_ROLE)
        if event.matches(QKeySequence.StandardKey.Copy) and isinstance(row, ByteRow):
            said = (row.clock, row.raw.hex(" ").upper(), row.text(), row.parsed, row.remark)
            QGuiApplication.clipboard().setText("\t".join(said))
        else:
            super().keyPressEvent(event)

    def show_form(self, form: str) -> None:
        """Show the bytes as `hex`, as `text`, or `both` where there is room."""
        self.form = form
        self._choose_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose_columns()

    def _choose_columns(self) -> None:
        self.setColumnHidden(_HEX, self.form == "text")
        if self.form != "both":
            self.setColumnHidden(_TEXT, self.form == "hex")
            return
        # The text says again what the bytes say: it goes first when room is short.
        t, side = theme(), 2 * theme().space("m")
        fixed = t.size("col_clock") + t.size("col_hex") + t.size("col_text") + 2 * side
        needed = fixed + t.size("col_parsed") + t.size("col_remark")
        self.setColumnHidden(_TEXT, self.viewport().width() < needed)

    def _on_rows_about_to_be_inserted(self, *_places: object) -> None:
        bar = self.verticalScrollBar()
        self._was_at_end = bar.value() >= bar.maximum() - theme().size("row_byte")

    def _on_rows_inserted(self, *_places: object) -> None:
        if self._was_at_end and self.follows:
            self.scrollToBottom()
