"""The form of one paper: its boxes, and its tables with rows that are added and taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.figures import LONGEST, Figure, FigureKind
from inspector_app.reports.base import Report
from inspector_app.reports.entries import MOST_ROWS, EntryTable, row_key, rows_of
from inspector_app.words import current_language
from inspector_app.words import gettext as _
from ui.inspect.figures_form import FiguresForm
from ui.papers.long_field import LongField
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.label import Label


def is_long(figure: Figure) -> bool:
    """Say whether a box needs several lines."""
    return figure.kind is FigureKind.TEXT and figure.longest > LONGEST


class Boxes(QWidget):
    """Boxes of figures in the order of their length: short ones side by side, long ones below.

    Signal changed: something was typed or chosen.
    """

    changed = Signal()

    def __init__(self, figures: Sequence[Figure], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._long = tuple(figure for figure in figures if is_long(figure))
        self.short = FiguresForm(columns=2)
        self.long = {figure.key: LongField() for figure in self._long}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("s"))
        self.short.show_figures([figure for figure in figures if not is_long(figure)])
        self.short.changed.connect(self.changed)
        column.addWidget(self.short)
        for field in self.long.values():
            field.edited.connect(lambda _text, field=field: field.set_error(""))
            field.edited.connect(lambda _text: self.changed.emit())
            column.addWidget(field)
        self.retranslate()

    def values(self) -> dict[str, str]:
        """Return what stands in all boxes, empty ones too: clearing one is an answer."""
        found = {key: field.text().strip() for key, field in self.short.fields.items()}
        found |= {key: str(box.currentData() or "") for key, box in self.short.lists.items()}
        return found | {key: field.text().strip() for key, field in self.long.items()}

    def show_values(self, values: Mapping[str, str]) -> None:
        """Put these values in without a signal."""
        self.short.show_values(values)
        for box in self.short.fields.values():
            if not box.edit.hasFocus():
                box.edit.setCursorPosition(0)  # an address is read from its beginning
        for key, field in self.long.items():
            field.set_text(values.get(key, ""))

    def set_error(self, key: str, sentence: str) -> bool:
        """Mark a box and go to it; say whether there is such a box."""
        if key in self.long:
            self.long[key].set_error(sentence)
            self.long[key].edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if key in self.short.lists:
            self.short.lists[key].setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return self.short.set_error(key, sentence)

    def retranslate(self) -> None:
        """Say the captions of the long boxes in the language in use."""
        language = current_language()
        for figure in self._long:
            label = figure.label.in_language(language)
            star = " *" if figure.required else ""
            self.long[figure.key].set_caption(label[:1].upper() + label[1:] + star)
            hint = figure.hint.in_language(language) if figure.hint else ""
            self.long[figure.key].set_placeholder(hint)


class RowsForm(QWidget):
    """The rows of one table. Signal changed: something was typed, added or taken away."""

    changed = Signal()

    def __init__(self, table: EntryTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self.rows: list[Boxes] = []
        self._cards: list[tuple[Card, Label]] = []
        self._title = Label("", "strong")
        self.add, self.remove = Button(icon="plus", dense=True), Button(icon="undo", dense=True)
        self._column = QVBoxLayout()
        self._build()
        self.add.clicked.connect(self._on_add)
        self.remove.clicked.connect(self._on_remove)
        self.retranslate()

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme().space("s"))
        self._column.setSpacing(theme().space("s"))
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addWidget(self.remove)
        foot.addStretch(1)
        whole.addWidget(self._title)
        whole.addLayout(self._column)
        whole.addLayout(foot)

    def _on_add(self) -> None:
        self._append().short.enter()
        self.changed.emit()

    def _append(self) -> Boxes:
        boxes, card = Boxes(self._table.figures), Card(kind="sunken")
        label = Label("", "cap")
        card.body.addWidget(label)
        card.body.addWidget(boxes)
        boxes.changed.connect(self.changed)
        self.rows.append(boxes)
        self._cards.append((card, label))
        self._column.addWidget(card)
        self._say()
        return boxes

    def _on_remove(self) -> None:
        if self.rows:
            self.rows.pop()
            card, _label = self._cards.pop()
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._say()
        self.changed.emit()

    def values(self) -> dict[str, str]:
        """Return what stands in the rows, by the keys that a paper reads."""
        return {
            row_key(self._table.key, number, key): text
            for number, boxes in enumerate(self.rows, 1)
            for key, text in boxes.values().items()
        }

    def show_values(self, values: Mapping[str, str]) -> None:
        """Show these rows, and as many empty ones as there must be."""
        rows = rows_of(self._table, values)
        while len(self.rows) > max(len(rows), self._table.least):
            self._on_remove()
        while len(self.rows) < max(len(rows), self._table.least):
            self._append()
        for boxes, row in zip(self.rows, [*rows, *({} for _row in self.rows)], strict=False):
            boxes.show_values(row)

    def set_error(self, key: str, sentence: str) -> bool:
        """Mark a box and go to it; say whether there is such a box."""
        table, _dot, rest = key.partition(".")
        number, _dot, figure = rest.partition(".")
        if table != self._table.key or not number.isdecimal():
            return False
        at = int(number) - 1
        return 0 <= at < len(self.rows) and self.rows[at].set_error(figure, sentence)

    def _say(self) -> None:
        title = self._table.title.in_language(current_language())
        self._title.setText(title[:1].upper() + title[1:])
        for number, (_card, label) in enumerate(self._cards, 1):
            label.setText(_("No. {n}").format(n=number))
        self.remove.setEnabled(len(self.rows) > self._table.least)
        self.add.setEnabled(len(self.rows) < MOST_ROWS)

    def retranslate(self) -> None:
        """Say the words in the language in use."""
        self.add.setText(_("Add a row"))
        self.remove.setText(_("Take the last away"))
        for button in (self.add, self.remove):
            button.updateGeometry()
        self._say()


class EntriesForm(QWidget):
    """All that one paper asks. Signal changed: something was typed or chosen."""

    changed = Signal()

    def __init__(self, report: Report, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = Boxes(report.entries)
        self.tables = [RowsForm(table) for table in report.tables]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("m"))
        forms: list[Boxes | RowsForm] = [self.boxes, *self.tables]
        for form in forms:
            form.changed.connect(self.changed)
            column.addWidget(form)
        column.addStretch(1)

    def values(self) -> dict[str, str]:
        """Return everything that stands in the form; empty boxes are answers too."""
        found = self.boxes.values()
        for table in self.tables:
            found |= table.values()
        return found

    def show_values(self, values: Mapping[str, str]) -> None:
        """Put these values in without a signal."""
        self.boxes.show_values(values)
        for table in self.tables:
            table.show_values(values)

    def set_error(self, key: str, sentence: str) -> bool:
        """Mark a box and go to it; say whether there is such a box."""
        forms: list[Boxes | RowsForm] = [self.boxes, *self.tables]
        return any(form.set_error(key, sentence) for form in forms)
