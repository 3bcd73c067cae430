"""Entry form: declared fields in columns, errors under their fields, saved by Enter in the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.choice import CheckBox, Select
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.paragraph import Paragraph


@dataclass(frozen=True, slots=True)
class Entry:
    """One field. caption, hint: English msgids. choices: (value, msgid), then it is a list."""

    key: str
    caption: str
    unit: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    is_number: bool = False
    initial: str = ""
    needed: bool = False


class EntryForm(QWidget):
    """The fields of one entry. Signals: saved(dict[str, str]), cancelled."""

    saved = Signal(object)
    cancelled = Signal()

    def __init__(
        self,
        entries: Sequence[Entry],
        *,
        title: str,
        switch: tuple[str, str] | None = None,
        columns: int = 3,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._entries, self._title, self._switch_words = tuple(entries), title, switch
        self.heading, self.warning = Label("", "strong"), Paragraph("", "cap", tone="warn")
        self.fields = {
            e.key: Field(is_number=e.is_number, unit=e.unit) for e in entries if not e.choices
        }
        self.lists = {e.key: Select() for e in entries if e.choices}
        self._captions = {key: Label("", "capx") for key in self.lists}
        self.switch = CheckBox()
        self.save, self.cancel = Button(kind="primary", icon="check"), Button(kind="normal")
        self._build(columns)
        self.save.clicked.connect(self.on_save)
        self.cancel.clicked.connect(self.cancelled)
        self.clear()
        self.retranslate()

    def _build(self, columns: int) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme().space("m"))
        grid.setVerticalSpacing(theme().space("s"))
        for at, entry in enumerate(self._entries):
            grid.addWidget(
                self._cell(entry.key), at // columns, at % columns, Qt.AlignmentFlag.AlignTop
            )
            grid.setColumnStretch(at % columns, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme().space("s"))
        foot.addWidget(self.switch)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("s"))
        column.addWidget(self.heading)
        column.addLayout(grid)
        column.addWidget(self.warning)
        column.addLayout(foot)
        self.switch.setVisible(self._switch_words is not None)

    def _cell(self, key: str) -> QWidget:
        if key in self.fields:
            field = self.fields[key]
            field.edited.connect(lambda _text: field.set_error(""))
            field.edit.returnPressed.connect(lambda: self._after(field.edit))
            return field
        cell = QWidget()
        box = QVBoxLayout(cell)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme().space("xs"))
        box.addWidget(self._captions[key])
        box.addWidget(self.lists[key])
        return cell

    def _after(self, edit: QLineEdit) -> None:
        """Enter goes to the next empty field; from the last it saves."""
        edits = [field.edit for field in self.fields.values()]
        later = edits[edits.index(edit) + 1 :]
        if not later:
            self.on_save()
            return
        later[0].setFocus(Qt.FocusReason.TabFocusReason)

    def values(self) -> dict[str, str]:
        """Return what stands in the fields, trimmed, by key; the switch as `yes` or empty."""
        found = {key: field.text().strip() for key, field in self.fields.items()}
        found |= {key: str(box.currentData() or "") for key, box in self.lists.items()}
        if self._switch_words is not None:
            found[self._switch_words[0]] = "yes" if self.switch.isChecked() else ""
        return found

    def set_values(self, values: Mapping[str, str]) -> None:
        """Fill the fields named; others stay."""
        for key, value in values.items():
            if key in self.fields:
                self.fields[key].set_text(value)
            elif key in self.lists:
                self.lists[key].setCurrentIndex(max(0, self.lists[key].findData(value)))

    def clear(self) -> None:
        """Empty the form but for what stands there at first."""
        self.set_values({entry.key: entry.initial for entry in self._entries})
        self.switch.setChecked(False)
        self.set_errors({})

    def set_errors(self, errors: Mapping[str, str], warning: str = "") -> None:
        """Mark the fields named and go to the first; a warning allows saving once more."""
        for key, field in self.fields.items():
            field.set_error(errors.get(key, ""))
        loose = [text for key, text in errors.items() if key not in self.fields]
        self.warning.set_text("  ".join([*loose, warning]).strip())
        self.warning.set_tone("bad" if loose else "warn")
        self.warning.setVisible(bool(loose or warning))
        wrong = next((key for key in self.fields if key in errors), "")
        if wrong:
            self.fields[wrong].edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def enter(self) -> None:
        """Go to the first field."""
        next(iter(self.fields.values())).edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_save(self) -> None:
        """Give the values to whoever saves them."""
        self.saved.emit(self.values())

    def retranslate(self) -> None:
        """Say captions, hints and choices in the language in use; what was typed stays."""
        self.heading.setText(_(self._title))
        self.save.setText(_("Save"))
        self.cancel.setText(_("Cancel"))
        if self._switch_words is not None:
            self.switch.setText(_(self._switch_words[1]))
        for entry in self._entries:
            caption = _(entry.caption) + (" *" if entry.needed else "")
            if entry.key in self.fields:
                self.fields[entry.key].set_caption(caption)
                self.fields[entry.key].set_placeholder(_(entry.hint))
                continue
            self._captions[entry.key].setText(caption)
            self._fill(self.lists[entry.key], entry)

    @staticmethod
    def _fill(box: Select, entry: Entry) -> None:
        kept = box.currentData() if box.count() else entry.initial
        box.clear()
        for value, text in entry.choices:
            box.addItem(_(text), value)
        box.setCurrentIndex(max(0, box.findData(kept)))
        box.setAccessibleName(_(entry.caption))
