"""The models of the Rules room: the list of editions, and the rows of one table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from inspector_app.domain.judgement import Confirmation
from inspector_app.metrology.regulations import Regulation, RegulationBook, Row, Standing
from inspector_app.words import current_language, rule_names
from inspector_app.words import gettext as _
from inspector_app.words.clauses import clause_words
from inspector_app.words.sources import source_words
from ui import edition_words
from ui.widgets.chip import ChipKind
from ui.widgets.table import CHIP_ROLE, STYLE_ROLE, CellChip, CellStyle

Index = QModelIndex | QPersistentModelIndex
NUMBER, TITLE, PERIOD, STANDING = range(4)

_STANDING_CHIPS: Final[dict[Standing, tuple[ChipKind, str]]] = {
    Standing.IN_FORCE: ("ok", "check"),
    Standing.NOT_YET: ("warn", "clock"),
    Standing.REPLACED: ("idle", "undo"),
}
_MARK_CHIPS: Final[dict[Confirmation, tuple[ChipKind, str]]] = {
    Confirmation.VERIFIED: ("ok", "check"),
    Confirmation.VERIFIED_SECONDARY: ("info", "check"),
    Confirmation.MEMORY: ("warn", "warn"),
    Confirmation.INFERRED: ("warn", "warn"),
}


def standing_chip(rules: Regulation, today: date) -> CellChip:
    """Return whether the edition is in force today, as a chip."""
    found = rules.standing(today)
    kind, icon = _STANDING_CHIPS[found]
    return CellChip(edition_words.standing_word(found), kind, icon)


def mark_chip(mark: Confirmation) -> CellChip:
    """Return how well something is confirmed, as a chip."""
    kind, icon = _MARK_CHIPS[mark]
    return CellChip(edition_words.mark_word(mark), kind, icon)


def in_order(book: RegulationBook) -> tuple[Regulation, ...]:
    """Return all editions: the regulations by their newest number, each newest first."""
    keys = sorted({r.key for r in book.regulations}, key=lambda key: book.editions(key)[-1].number)
    return tuple(rules for key in keys for rules in reversed(book.editions(key)))


def fits(rules: Regulation, text: str) -> bool:
    """Say whether an edition has all of these words in its number, titles or key."""
    said = f"{rules.number} {rules.title.zh} {rules.title.en} {rules.key}".casefold()
    return all(word in said for word in text.casefold().split())


class EditionModel(QAbstractTableModel):
    """One row an edition."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._rows: tuple[Regulation, ...] = ()

    def show_editions(self, rows: Sequence[Regulation]) -> None:
        """Show these editions."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def edition(self, at: int) -> Regulation | None:
        """Return the edition of a row, None outside the list."""
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def row_of(self, rules: Regulation) -> int:
        """Return the row of an edition, -1 where it is not shown."""
        numbers = [(r.key, r.number) for r in self._rows]
        wanted = (rules.key, rules.number)
        return numbers.index(wanted) if wanted in numbers else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (_("Number"), _("Title"), _("In force from – to"), _("Today"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        rules = self._rows[index.row()]
        if role == CHIP_ROLE:
            is_standing = index.column() == STANDING
            return standing_chip(rules, self._today) if is_standing else None
        if role == STYLE_ROLE:
            return CellStyle(weight=600) if index.column() == NUMBER else CellStyle(colour="text2")
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return (
                rules.number,
                rules.title.in_language(current_language()),
                edition_words.period(rules),
                standing_chip(rules, self._today).text,
            )[index.column()]
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table laid out for reading.

    head, rows: the cells. notes: clause, mark and source, once for all rows that share them.
    """

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str | CellChip, ...], ...]
    notes: tuple[str, ...]


def table_sheet(name: str, rows: Sequence[Row]) -> Sheet:
    """Lay out a table: its own columns, then its marks."""
    columns = tuple(dict.fromkeys(column for row in rows for column in row.values))
    head = [rule_names.column_name(column) for column in columns]
    cells = [[_cell(row.values, column) for column in columns] for row in rows]
    return _with_marks(rule_names.table_name(name), head, cells, rows)


def figures_sheet(figures: Mapping[str, Row]) -> Sheet:
    """Lay out the lone figures of an edition."""
    cells: list[list[str | CellChip]] = []
    for key, row in figures.items():
        more = [
            f"{rule_names.column_name(column)}: {rule_names.value_words(value)}"
            for column, value in row.values.items()
            if column != "value"
        ]
        first = [rule_names.value_words(row.values["value"])] if "value" in row.values else []
        cells.append([rule_names.figure_name(key), "; ".join([*first, *more])])
    head = [_("Figure"), _("Value")]
    return _with_marks(_("Figures"), head, cells, tuple(figures.values()))


def _with_marks(
    name: str, head: list[str], cells: Sequence[list[str | CellChip]], rows: Sequence[Row]
) -> Sheet:
    """Add how well each row is confirmed, and a note of clause and source by its number."""
    notes: dict[tuple[str, Confirmation, str], int] = {}
    for row in rows:
        notes.setdefault((row.clause, row.confirmation, row.source), len(notes) + 1)
    if len({row.confirmation for row in rows}) > 1:
        head.append(_("Confirmation"))
        for line, row in zip(cells, rows, strict=True):
            line.append(mark_chip(row.confirmation))
    if len(notes) > 1:
        head.append(_("Note"))
        for line, row in zip(cells, rows, strict=True):
            line.append(str(notes[row.clause, row.confirmation, row.source]))
    return Sheet(
        name=name,
        head=tuple(head),
        rows=tuple(tuple(line) for line in cells),
        notes=tuple(
            _note(note, rows[0].regulation, at if len(notes) > 1 else 0)
            for note, at in notes.items()
        ),
    )


def _note(note: tuple[str, Confirmation, str], number: str, at: int) -> str:
    clause, mark, source = note
    text = _("{clause} · {mark} · source: {source}").format(
        clause=clause_words(clause, regulation=number),
        mark=edition_words.mark_sentence(mark),
        source=source_words(source),
    )
    return f"{at}  {text}" if at else text


def _cell(values: Mapping[str, Any], column: str) -> str | CellChip:
    return rule_names.value_words(values[column]) if column in values else "–"


class SheetModel(QAbstractTableModel):
    """The rows of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.sheet.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.sheet.head)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.sheet.head[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.sheet.rows[index.row()][index.column()]
        if role == CHIP_ROLE:
            return cell if isinstance(cell, CellChip) else None
        if role == STYLE_ROLE:
            return CellStyle(colour="text" if index.column() == 0 else "text2")
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return cell.text if isinstance(cell, CellChip) else cell
        return None


def joined(words: Iterable[str]) -> str:
    """Return a list as one line in the language in use."""
    return ("、" if current_language().startswith("zh") else ", ").join(words)
