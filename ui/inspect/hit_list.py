"""Hit list: found places, instruments or weights, one of them current; arrows move, Enter takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.theme import paint_icon, theme
from ui.widgets.chip import ChipKind, chip_width, default_icon, paint_chip
from ui.widgets.painting import draw_selection, draw_text, line_height

_HIT = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Hit:
    """One line: what it is, its two lines of words, and a state in a chip (empty: none)."""

    key: str
    title: str
    detail: str
    icon: str = "place"
    chip: str = ""
    chip_kind: ChipKind = "idle"
    marked: bool = False


class _HitDelegate(QStyledItemDelegate):
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(theme().size("step"), theme().size("row_task"))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        hit: Hit = index.data(_HIT)
        rect: QRect = option.rect
        state = option.state
        t = theme()
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            draw_selection(painter, rect)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, t.colour("hover"))
        inner = rect.adjusted(t.space("m"), 0, -t.space("m"), 0)
        px = t.size("icon_button")
        box = QRect(inner.left(), rect.center().y() - px // 2, px, px)
        paint_icon(painter, "pass" if hit.marked else hit.icon, box, _icon_colour(hit))
        self._paint_words(painter, inner.adjusted(px + t.space("m"), 0, 0, 0), hit)
        painter.setPen(t.pen("rule", "hair"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    @staticmethod
    def _paint_words(painter: QPainter, area: QRect, hit: Hit) -> None:
        t = theme()
        if hit.chip:
            icon = default_icon(hit.chip_kind)
            width = chip_width(hit.chip, icon)
            top = area.center().y() - t.size("chip") // 2
            chip = QRect(area.right() - width, top, width, t.size("chip"))
            paint_chip(painter, chip, hit.chip, icon, hit.chip_kind)
            area = area.adjusted(0, 0, -width - t.space("m"), 0)
        first = line_height(t.type_px("body"))
        second = line_height(t.type_px("cap")) if hit.detail else 0
        top = area.top() + (area.height() - first - second) // 2
        draw_text(
            painter,
            QRect(area.left(), top, area.width(), first),
            hit.title,
            t.font("body", 500),
            t.colour("text"),
        )
        draw_text(
            painter,
            QRect(area.left(), top + first, area.width(), second),
            hit.detail,
            t.font("cap"),
            t.colour("text3"),
        )


def _icon_colour(hit: Hit) -> str:
    return "ok" if hit.marked else "text2"


class HitList(QListWidget):
    """A short list as high as its rows. Signal picked(key)."""

    picked = Signal(str)

    def __init__(self, *, most: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self.setItemDelegate(_HitDelegate(self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.itemClicked.connect(self._on_item)
        self.show_hits(())

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Show these, the first one current; the same keys again keep the current one."""
        kept, scrolled = self.current_key(), self.verticalScrollBar().value()
        self.clear()
        for hit in hits:
            item = QListWidgetItem(self)
            item.setData(_HIT, hit)
            said = [part for part in (hit.title, hit.detail) if part]
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(said))
            item.setToolTip("\n".join(said))
        keys = [hit.key for hit in hits]
        if hits:
            self.setCurrentRow(keys.index(kept) if kept in keys else 0)
        self.setVisible(bool(hits))
        self._fit()
        self.verticalScrollBar().setValue(scrolled)
        self.reveal()

    def reveal(self) -> None:
        """Bring the current line into view with the one below it, which is what comes next."""
        for row in (self.currentRow() + 1, self.currentRow()):
            if 0 <= row < self.count():
                self.scrollToItem(self.item(row))

    def keys(self) -> list[str]:
        """Return the keys shown, from the top."""
        return [self.item(row).data(_HIT).key for row in range(self.count())]

    def current_key(self) -> str:
        """Return the key of the current line, empty if there is none."""
        row = self.currentRow()
        return self.keys()[row] if row >= 0 else ""

    def choose(self, key: str) -> None:
        """Make the line of this key current; one that is not here changes nothing."""
        if key in self.keys():
            self.setCurrentRow(self.keys().index(key))

    def move_current(self, step: int) -> None:
        """Move the current line up (-1) or down (+1), staying inside."""
        if self.count():
            self.setCurrentRow(min(max(self.currentRow() + step, 0), self.count() - 1))

    def take_current(self) -> bool:
        """Pick the current line; say whether there was one."""
        key = self.current_key()
        if key:
            self.picked.emit(key)
        return bool(key)

    def retint(self) -> None:
        """Take the row height of the theme in use."""
        self._fit()

    def _fit(self) -> None:
        rows = min(self.count(), self._most)
        self.setFixedHeight(rows * theme().size("row_task") + 2 * self.frameWidth())

    def _on_item(self, item: QListWidgetItem) -> None:
        self.picked.emit(item.data(_HIT).key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.take_current()
            return
        super().keyPressEvent(event)
