"""The lists of Today: rows with an icon, two lines, a chip and one button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card, Rule
from ui.widgets.chip import Chip, ChipKind
from ui.widgets.icon_mark import IconMark
from ui.widgets.label import Elide, Label
from ui.widgets.meter import Meter
from ui.widgets.see_through import see_through


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row. key: handed back when its button is pressed. progress: done and total, or None.

    chip_meaning: the chip's word in a sentence, shown as its tooltip.
    """

    key: str
    title: str
    detail: str
    icon: str = ""
    icon_colour: str = "text2"
    chip: str = ""
    chip_kind: ChipKind = "idle"
    chip_icon: str | None = "clock"
    chip_meaning: str = ""
    action: str = ""
    progress: tuple[int, int] | None = None


class LineRow(QWidget):
    """One row of a list."""

    acted = Signal(str)

    def __init__(self, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = line
        t = theme()
        self.setFixedHeight(t.size("row_task"))
        across = QHBoxLayout(self)
        across.setContentsMargins(t.space("l"), 0, t.space("m"), 0)
        across.setSpacing(t.space("m"))
        if line.icon:
            across.addWidget(IconMark(line.icon, line.icon_colour, "icon"))
        across.addLayout(self._words(), 1)
        if line.chip:
            chip = Chip(line.chip, line.chip_kind, icon=line.chip_icon)
            chip.setToolTip(line.chip_meaning)
            chip.setAccessibleDescription(line.chip_meaning)
            across.addWidget(chip)
        if line.action:
            self.button = Button(line.action, dense=True)
            self.button.setAccessibleName(f"{line.action}: {line.title}")
            self.button.clicked.connect(lambda: self.acted.emit(self._line.key))
            across.addWidget(self.button)

    def _words(self) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(Elide(self._line.title, "body"))
        if self._line.progress is None:
            words.addWidget(Elide(self._line.detail, "cap"))
        else:
            words.addLayout(self._meter(*self._line.progress))
        words.addStretch(1)
        return words

    def _meter(self, done: int, total: int) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme().space("s"))
        meter = Meter(small=True)
        meter.show_share(done / total if total else 0.0, self._line.detail)
        meter.setFixedWidth(theme().size("mini_strip") // 2)
        line.addWidget(meter)
        line.addWidget(Elide(self._line.detail, "cap"), 1)
        return line


class LineList(Card):
    """A titled card of rows; empty says what that means.

    acted: the row's key. The list scrolls inside the card when it is longer than its room.
    """

    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, margins=False)
        self._title, self._note = Label(role="lead"), Label(role="cap")
        self._empty = Label(role="dense", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._lines: tuple[Line, ...] = ()
        self._build()

    def _build(self) -> None:
        t = theme()
        head = QHBoxLayout()
        head.setSpacing(t.space("s"))
        head.setContentsMargins(t.space("l"), t.space("m"), t.space("l"), t.space("s"))
        head.addWidget(self._title)
        head.addWidget(self._note)
        head.addStretch(1)
        self.body.addLayout(head)
        self.body.addWidget(Rule())
        inner = QWidget()
        inner.setLayout(self._rows)
        scroll = see_through(QScrollArea(), inner)
        scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._scroll = scroll
        self._empty.setContentsMargins(t.space("l"), t.space("s"), t.space("l"), t.space("s"))
        self.body.addWidget(self._empty)
        self.body.addWidget(scroll, 1)
        self.body.addStretch(0)

    def say(self, title: str, note: str, empty: str) -> None:
        """Name the card."""
        self._title.setText(title)
        self._note.setText(note)
        self._empty.setText(empty)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these rows, replacing what was there only if something changed."""
        self._empty.setVisible(not lines)
        self._scroll.setVisible(bool(lines))
        if tuple(lines) == self._lines:
            return
        self._lines = tuple(lines)
        self.rebuild()

    def rebuild(self) -> None:
        """Build the rows anew, after a change of theme or content."""
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()  # it is deleted only later, and must not show meanwhile
                widget.deleteLater()
        for at, line in enumerate(self._lines):
            if at:
                self._rows.addWidget(Rule())
            row = LineRow(line)
            row.acted.connect(self.acted)
            self._rows.addWidget(row)
        self._rows.addStretch(1)

    def retint(self) -> None:
        """Rows have the theme's height."""
        super().retint()
        if hasattr(self, "_rows"):
            self.rebuild()
