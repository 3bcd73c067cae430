"""A form of declared figures: one box each, grouped as they are declared. Widgets only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from inspector_app.domain.figures import Figure, FigureKind
from inspector_app.words import current_language
from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.choice import Select
from ui.widgets.document_field import DocumentField
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.tab_order import follow

_HINTS = {FigureKind.DATE: "2026-11-24", FigureKind.MOMENT: "2026-11-24T09:30:00"}


class FiguresForm(QWidget):
    """Signals: changed: something was typed; committed(key, text): a box was left or chosen;
    finished: Enter in the last box, a list too.
    """  # noqa: D205 - the signals are the summary

    changed = Signal()
    committed = Signal(str, str)
    finished = Signal()

    def __init__(self, *, columns: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most, self._columns = columns, 1
        self._cells: list[QWidget] = []
        self._figures: tuple[Figure, ...] = ()
        self.fields: dict[str, Field] = {}
        self.lists: dict[str, Select] = {}
        self._captions: dict[str, Label] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._grid: QWidget | None = None

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show boxes for these figures; the same ones again change nothing."""
        if tuple(figures) == self._figures:
            return
        self._figures = tuple(figures)
        if self._grid is not None:
            self._column.removeWidget(self._grid)
            self._grid.hide()  # deleted later: until then it would stand under the new one
            self._grid.deleteLater()
        self.fields, self.lists, self._captions = {}, {}, {}
        self._grid = QWidget()
        self._fill(self._grid)
        self._column.addWidget(self._grid)
        follow(self, self._grid)
        self.retranslate()

    def _fill(self, home: QWidget) -> None:
        grid = QGridLayout(home)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme().space("m"))
        grid.setVerticalSpacing(theme().space("s"))
        self._cells = [self._cell(figure) for figure in self._figures]
        self._lay(grid)

    def _lay(self, grid: QGridLayout) -> None:
        for at, cell in enumerate(self._cells):
            row, column = divmod(at, self._columns)
            grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignTop)
        for column in range(self._most):
            grid.setColumnStretch(column, int(column < self._columns))

    def _widest(self) -> int:
        return max((cell.minimumSizeHint().width() for cell in self._cells), default=0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand in as many columns as there is room for, so that no caption is cut."""
        super().resizeEvent(event)
        gap = theme().space("m")
        room = (event.size().width() + gap) // max(self._widest() + gap, 1)
        columns = min(max(room, 1), self._most)
        grid = self._grid.layout() if self._grid is not None else None
        if columns != self._columns and isinstance(grid, QGridLayout):
            self._columns = columns
            self._lay(grid)
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._widest(), super().minimumSizeHint().height())

    def _cell(self, figure: Figure) -> QWidget:
        if figure.kind is FigureKind.CHOICE:
            return self._list(figure)
        is_document = figure.kind is FigureKind.DOCUMENT
        field = (
            DocumentField() if is_document else Field(is_number=figure.kind is FigureKind.NUMBER)
        )
        field.edited.connect(lambda _text: self._on_edited(field))
        field.committed.connect(lambda text, key=figure.key: self.committed.emit(key, text))
        field.edit.returnPressed.connect(lambda key=figure.key: self._after(key))
        self.fields[figure.key] = field
        return field

    def _list(self, figure: Figure) -> QWidget:
        cell, box, caption = QWidget(), Select(), Label("", "capx")
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("xs"))
        column.addWidget(caption)
        column.addWidget(box)
        box.activated.connect(lambda _at, key=figure.key: self._on_chosen(key))
        box.entered.connect(lambda key=figure.key: self._after(key))
        self.lists[figure.key], self._captions[figure.key] = box, caption
        return cell

    def _on_edited(self, field: Field) -> None:
        field.set_error("")
        self.changed.emit()

    def _on_chosen(self, key: str) -> None:
        self.changed.emit()
        self.committed.emit(key, str(self.lists[key].currentData() or ""))

    def _after(self, key: str) -> None:
        keys = [figure.key for figure in self._figures]
        later = keys[keys.index(key) + 1 :]
        if later:
            self._box(later[0]).setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.finished.emit()

    def _box(self, key: str) -> QWidget:
        """Return what takes the keys of a figure: the line of its field, or its list."""
        return self.fields[key].edit if key in self.fields else self.lists[key]

    def values(self) -> dict[str, str]:
        """Return what stands in the boxes, trimmed, by key; empty ones left out."""
        found = {key: field.text().strip() for key, field in self.fields.items()}
        found |= {key: str(box.currentData() or "") for key, box in self.lists.items()}
        return {key: text for key, text in found.items() if text}

    def show_values(
        self,
        values: Mapping[str, str],
        *,
        of_another: bool = False,
        with_refused: bool = False,
    ) -> None:
        """Put these values in without a signal; a box being typed in is left alone.

        of_another: they are of another row than before, so what was typed does not belong there.
        with_refused: what was refused stays in its box with the reason, until it is corrected.
        """
        for key, field in self.fields.items():
            is_typed_in = field.edit.hasFocus() and field.edit.isModified()
            stays = is_typed_in or (with_refused and field.has_error())
            if of_another or not stays:
                field.set_text(values.get(key, ""))
                field.set_error("")
        for key, box in self.lists.items():
            box.setCurrentIndex(max(0, box.findData(values.get(key, ""))))

    def set_text(self, key: str, text: str) -> None:
        """Put a value into one box, as if typed."""
        self.fields[key].set_text(text)
        self._on_edited(self.fields[key])

    def focused_key(self) -> str:
        """Return the key of the box that has the focus, empty if none has."""
        return next((key for key, field in self.fields.items() if field.edit.hasFocus()), "")

    def set_error(self, key: str, sentence: str) -> bool:
        """Go to a box and mark it; say whether it shows the sentence, which a list cannot."""
        if key in self.lists:
            self.lists[key].setFocus(Qt.FocusReason.OtherFocusReason)
        if key not in self.fields:
            return False
        self.fields[key].set_error(sentence)
        self.fields[key].edit.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def enter(self) -> bool:
        """Go to the first empty box, else the first; say whether there is one."""
        boxes: list[QWidget] = [f.edit for f in self.fields.values() if not f.text().strip()]
        boxes += [box for box in self.lists.values() if not box.currentData()]
        boxes += [field.edit for field in self.fields.values()]
        if boxes:
            boxes[0].setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(boxes)

    def retranslate(self) -> None:
        """Say captions, units and choices in the language in use; what was typed stays."""
        language = current_language()
        for figure in self._figures:
            label = figure.label.in_language(language)
            caption = label[:1].upper() + label[1:] + (" *" if figure.required else "")
            if figure.key in self.fields:
                field = self.fields[figure.key]
                field.set_caption(caption)
                field.retranslate()
                field.set_unit(_unit_word(figure.unit))
                hint = figure.hint.in_language(language) if figure.hint else ""
                field.set_placeholder(hint or _HINTS.get(figure.kind, ""))
                continue
            self._captions[figure.key].setText(caption)
            self._say_choices(figure, caption)

    def _say_choices(self, figure: Figure, caption: str) -> None:
        box, language = self.lists[figure.key], current_language()
        kept = box.currentData()
        box.clear()
        box.addItem("–", "")
        for key, words in figure.choices:
            box.addItem(words.in_language(language), key)
        box.setCurrentIndex(max(0, box.findData(kept)))
        box.setAccessibleName(caption)


def _unit_word(unit: str) -> str:
    words = {"yuan": _("yuan"), "yuan/kg": _("yuan/kg"), "a": _("years"), "1": ""}
    return words.get(unit, unit)
