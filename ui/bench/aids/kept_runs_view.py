"""The kept runs of the bench: a table of all of them, and beside it what the chosen one says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.metrology.wire_probes.result import ProbeResult
from inspector_app.words import gettext as _
from serial_drivers.keeping.run_reader import RunFile
from ui.bench.aids import aid_words
from ui.bench.aids.aid_results import AidResults
from ui.bench.aids.run_sheets import RunScale, run_pairs, values_line
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card, row
from ui.widgets.chip import chip_width
from ui.widgets.painting import text_width
from ui.widgets.paragraph import Paragraph
from ui.widgets.table import CHIP_ROLE, CellChip, Table

_Index = QModelIndex | QPersistentModelIndex
_LIST, _DETAIL = 9, 11
"""How the two cards share the width."""
_BEGUN, _RUN, _COUNT, _STATE = range(4)


def scale_of(one: RunFile) -> RunScale:
    """Return in what the values of a kept run are."""
    return RunScale(one.header.unit, one.header.interval, one.header.interval_from)


class RunsModel(QAbstractTableModel):
    """Every kept run, the newest first. under_way: the file that is being written."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: tuple[RunFile, ...] = ()
        self.under_way: Path | None = None

    def show_runs(self, runs: Sequence[RunFile], under_way: Path | None) -> None:
        """Show these."""
        self.beginResetModel()
        self.runs, self.under_way = tuple(runs), under_way
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.runs)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else _STATE + 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        one = self.runs[index.row()]
        chip = self._chip(one)
        if role == CHIP_ROLE and index.column() == _STATE:
            return chip
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == _COUNT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            title = aid_words.title_of(one.header.aid)
            return (begun(one), title, str(one.count), chip.text)[index.column()]
        return None

    def _chip(self, one: RunFile) -> CellChip:
        if one.path == self.under_way:
            return CellChip(_("Under way"), "live")
        if one.is_finished:
            return CellChip(_("Finished"), "idle", "check")
        return CellChip(_("Cut off"), "warn")

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == _COUNT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (_("Begun"), _("Run"), _("Values"), _("State"))[section]


def begun(one: RunFile) -> str:
    """Return when a run began, in local time."""
    return one.header.started_at.astimezone().strftime("%Y-%m-%d %H:%M")


class KeptRunsView(QWidget):
    """Signals: chosen(path) when a row is chosen, discard_wanted(path)."""

    chosen = Signal(object)
    discard_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model, self.table, self.results = RunsModel(), Table(), AidResults(margins=False)
        self.table.setModel(self.model)
        self.export = Button(icon="export", dense=True)
        self.discard = Button(icon="close", dense=True)
        self._list, self._detail = Card(margins=False), Card()
        self._title, self._source = Paragraph("", "lead"), Paragraph("", "cap")
        self._note = Paragraph("", "dense", tone="warn")
        self._probes: Sequence[ProbeResult] = ()
        self._build()
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.discard.clicked.connect(self._on_discard)
        self.retranslate()
        self.retint()

    def _build(self) -> None:
        self._list.body.addWidget(self.table, 1)
        for widget in (self._title, self._source, self._note):
            self._detail.body.addWidget(widget)
        self._detail.body.addWidget(self.results, 1)
        self._detail.body.addLayout(row(1, self.discard, self.export))
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.addWidget(self._list, _LIST)
        self._across.addWidget(self._detail, _DETAIL)

    # --- showing ---------------------------------------------------------------------------

    def show_runs(self, runs: Sequence[RunFile], under_way: Path | None) -> None:
        """Show these; the chosen one stays chosen."""
        before = self.current()
        self.model.show_runs(runs, under_way)
        self.choose(before.path if before is not None else None)

    def choose(self, path: Path | None) -> None:
        """Choose the run of this file, the newest if it is not there."""
        paths = [one.path for one in self.model.runs]
        if not paths:
            self._on_row()
            return
        self.table.selectRow(paths.index(path) if path in paths else 0)

    def current(self) -> RunFile | None:
        """Return the chosen run."""
        at = self.table.current_row()
        return self.model.runs[at] if 0 <= at < len(self.model.runs) else None

    def show_probes(self, path: Path, probes: Sequence[ProbeResult]) -> None:
        """Show what the probes say of this run, if it is still the chosen one."""
        one = self.current()
        if one is not None and one.path == path:
            self._probes = probes
            self._show()

    def _on_row(self, *_places: object) -> None:
        self._probes = ()
        self._show()
        one = self.current()
        if one is not None:
            self.chosen.emit(one.path)

    def _on_discard(self) -> None:
        one = self.current()
        if one is not None:
            self.discard_wanted.emit(one.path)

    def _show(self) -> None:
        one = self.current()
        is_under_way = one is not None and one.path == self.model.under_way
        title = _("{run}, begun {begun}")
        run = aid_words.title_of(one.header.aid) if one is not None else ""
        at = begun(one) if one is not None else ""
        self._title.set_text(title.format(run=run, begun=at) if one is not None else "")
        self.export.setEnabled(one is not None)
        self.discard.setEnabled(one is not None and not is_under_way)
        self._source.set_text(one.header.source if one is not None else "")
        self._note.set_text(self._noted(one) if one is not None and not is_under_way else "")
        for paragraph in (self._title, self._source, self._note):
            paragraph.setVisible(bool(paragraph.text()))
        if one is None:
            self.results.show_found((), "", ())
        else:
            pairs = run_pairs(one.run, scale_of(one))
            self.results.show_found(pairs, values_line(one.run), self._probes)

    def _noted(self, one: RunFile) -> str:
        """Say what is missing of a run."""
        if one.unread:
            return _("Its last line was torn and is left out; all before it is whole.")
        return "" if one.is_finished else _("It was cut off; everything up to then is here.")

    # --- language, theme, size -------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Give each column what it needs; the count goes first when room is short."""
        t, side = theme(), 2 * theme().space("m")
        chips = ((_("Under way"), "live"), (_("Finished"), "check"), (_("Cut off"), "warn"))
        chip = max(chip_width(word, icon) for word, icon in chips) + side
        # The table itself is given its width only after this.
        room = self.width() * _LIST // (_LIST + _DETAIL) - t.size("scrollbar") - side
        date = text_width(t.font("dense"), "2026-11-28 00:15") + side
        titles = (aid_words.title_of(aid) for aid in ("repeatability", "drift"))
        title = max(text_width(t.font("dense"), word) for word in titles) + side
        count = text_width(t.font("dense", 600), _("Values")) + side
        is_short = room < date + title + count + chip
        self.table.setColumnHidden(_COUNT, is_short)
        rest = room - date - chip - (0 if is_short else count)
        self.table.set_column_widths((date, max(title, rest), count, chip))

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.table.setAccessibleName(_("Kept runs"))
        self.table.set_empty_text(_("Repeatability and drift runs appear here once begun."))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, _STATE)
        named = (
            (self.export, _("Export"), _("Write the values of this run to a file")),
            (self.discard, _("Discard"), _("Discard this run; it can be taken back")),
        )
        for button, word, said in named:
            button.setText(word)
            button.setToolTip(said)
        self._share_width()
        self._show()

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        self._across.setSpacing(theme().space("m"))
        self._share_width()
