"""The Registry page: filter, table, detail; instruments and reference weights behind two tabs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.services.ports import InspectionRow
from inspector_app.services.sheets import Sheet
from inspector_app.services.workplace import Workplace
from inspector_app.words import failures, marked
from inspector_app.words import gettext as _
from ui.exporting import Exporting
from ui.inspect.entry_form import EntryForm
from ui.registry.adding import AddingCard
from ui.registry.detail import InstrumentDetail
from ui.registry.model import InstrumentModel
from ui.registry.presenter import FILTERS, RegistryPresenter
from ui.registry.sheets import register_sheets
from ui.registry.weights import ENTRIES, WeightModel
from ui.task_runner import TaskRunner
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.table import Table
from ui.widgets.tabs import Tabs

LAST_CHECK_COLUMN: Final = 4
# Widths at the ordinary type size; the sunlight theme writes larger.
INSTRUMENT_COLUMNS: Final = (88, 156, 136, 146, 106, 106)
WEIGHT_COLUMNS: Final = (160, 92, 164, 140, 106)


class RegistryPage(QWidget):
    """Signals: check_wanted(premises_id, instrument_id), inspection_wanted(inspection_id)."""

    check_wanted = Signal(str, str)
    inspection_wanted = Signal(str)

    def __init__(
        self, workplace: Workplace, runner: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace, today = workplace, workplace.clock.today()
        self.model, self.weight_model = InstrumentModel(today), WeightModel(today)
        self.presenter = RegistryPresenter(workplace, runner, self.model)
        self._counts: dict[str, int] = {}
        self._title, self._tabs = Label(role="title"), Tabs()
        self.adding = AddingCard(workplace, runner)
        self.add_premises, self.add_instrument = Button(icon="plus"), Button(icon="plus")
        self.export = Button(icon="export")
        self.exporting = Exporting(self.export, runner, self._sheets, lambda: _("Registry"))
        self._is_compact = False
        self._search = Field()
        self._filters = {name: Button(kind="filter") for name in FILTERS}
        self._filters[""].setChecked(True)
        self.table, self._weights = Table(), Table()
        self.table.setModel(self.model)
        self._weights.setModel(self.weight_model)
        self.detail = InstrumentDetail(today)
        self._form = EntryForm(ENTRIES, title=marked("New set of reference weights"), columns=4)
        self._foot = Label(role="dense")
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        self.retranslate()
        self.retint()
        self.presenter.refresh()

    # --- building --------------------------------------------------------------------------

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._tabs)
        head.addWidget(self.export)
        head.addWidget(self.add_premises)
        head.addWidget(self.add_instrument)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self._stack, 1)
        self._stack.addWidget(self._instruments_side())
        self._stack.addWidget(self._weights_side())

    def _instruments_side(self) -> QWidget:
        side = QWidget()
        filters = QHBoxLayout()
        filters.addWidget(self._search, 1)
        for button in self._filters.values():
            filters.addWidget(button)
        filters.addStretch(1)
        card = Card(margins=False)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self._foot)
        self._foot.setContentsMargins(theme().space("l"), 0, theme().space("l"), 0)
        across = QHBoxLayout()
        across.addWidget(card, 1)
        across.addWidget(self.detail)
        across.addWidget(self.adding)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(filters)
        column.addLayout(across, 1)
        return side

    def _weights_side(self) -> QWidget:
        side = QWidget()
        card, form = Card(margins=False), Card()
        card.body.addWidget(self._weights, 1)
        form.body.addWidget(self._form)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card, 1)
        column.addWidget(form)
        return side

    def _connect(self) -> None:
        self._tabs.chosen.connect(self._on_tab)
        self._search.edited.connect(self.presenter.set_text)
        for name, button in self._filters.items():
            button.clicked.connect(lambda _checked=False, n=name: self._on_filter(n))
        self.presenter.counted.connect(self._on_counted)
        self.presenter.history_ready.connect(self._on_history)
        self.presenter.weights_ready.connect(self.weight_model.show_sets)
        self.presenter.refused.connect(self._on_refused)
        self.presenter.accepted.connect(self._form.clear)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.opened.connect(self._on_opened)
        self.model.page_shown.connect(self._on_page)
        self.detail.check_wanted.connect(self.check_wanted)
        self.detail.inspection_wanted.connect(self.inspection_wanted)
        self.add_premises.clicked.connect(lambda: self._on_add(is_place=True))
        self.add_instrument.clicked.connect(lambda: self._on_add(is_place=False))
        self.adding.closed.connect(self._on_adding_closed)
        self.adding.added.connect(lambda _id: self.presenter.refresh())
        self._form.saved.connect(self.presenter.register_weights)
        self._form.cancelled.connect(self._form.clear)

    # --- acting ----------------------------------------------------------------------------

    def focus_first(self) -> None:
        """Go to the search field; what others changed meanwhile is fetched."""
        self.presenter.refresh()
        self._search.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> list[QWidget]:
        """Return the panes for F6."""
        return [self._search, self.table, self.detail]

    def set_compact(self, compact: bool) -> None:
        """Under 1100 px the table takes all the room; Enter starts a check."""
        self._is_compact = compact
        self.detail.setVisible(not compact and self.adding.isHidden())
        for name in ("overdue", "failed"):
            self._filters[name].setVisible(not compact)

    def choose_tab(self, key: str) -> None:
        """Show `instruments` or `weights`."""
        self._tabs.choose(key)
        self._on_tab(key)

    def show_text(self, text: str) -> None:
        """Show what this name or number finds, whatever was filtered before."""
        self.choose_tab("instruments")
        self._search.set_text(text)
        self.presenter.set_text(text)
        self._on_filter("")

    def _sheets(self) -> Sequence[Sheet]:
        """Return both registers whole; runs on the storage thread."""
        return register_sheets(self._workplace.storage.registry, self._workplace.clock.today())

    def _on_add(self, *, is_place: bool) -> None:
        self.choose_tab("instruments")
        place = None
        if not is_place and (row := self.model.instrument_row(max(0, self.table.current_row()))):
            place = (row.instrument.premises_id or "", row.premises_name)
        self.detail.setVisible(False)
        self.adding.open_for(place, is_place=is_place)

    def _on_adding_closed(self) -> None:
        self.detail.setVisible(not self._is_compact)
        self._search.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_tab(self, key: str) -> None:
        self._stack.setCurrentIndex(0 if key == "instruments" else 1)

    def _on_filter(self, name: str) -> None:
        for other, button in self._filters.items():
            button.setChecked(other == name)
        self.presenter.set_status(name)

    def _on_counted(self, counts: dict[str, int]) -> None:
        self._counts = counts
        self._retranslate_counts()

    def _on_row(self, index: QModelIndex) -> None:
        row = self.model.instrument_row(index.row()) if index.isValid() else None
        if row is not None:
            self.detail.show_instrument(row)
            self.presenter.ask_history(row.instrument.instrument_id)

    def _on_page(self) -> None:
        if self.table.current_row() < 0 and self.model.rowCount():
            self.table.selectRow(0)

    def _on_opened(self, at: int) -> None:
        row = self.model.instrument_row(at)
        if row is not None:
            one = row.instrument
            self.check_wanted.emit(one.premises_id or "", one.instrument_id)

    def _on_history(self, rows: Sequence[InspectionRow]) -> None:
        self.detail.show_history(rows)

    def _on_refused(self, failure: DomainRuleBroken) -> None:
        field = failure.parameters.get("field", "")
        self._form.set_errors({field or "name": failures.sentence(failure)})

    # --- language and theme ----------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(_("Registry"))
        self._tabs.set_tabs(
            (("instruments", _("Instruments")), ("weights", _("Reference weights"))),
            self._tabs.chosen_key() or "instruments",
        )
        self._tabs.setAccessibleName(_("Registers"))
        self.exporting.retranslate()
        self.add_premises.setText(_("Add premises"))
        self.add_instrument.setText(_("Add instrument"))
        self._search.set_placeholder(_("Name, number, place or credit code"))
        self._search.edit.setAccessibleName(_("Filter the register"))
        self.table.setAccessibleName(_("Instruments"))
        self._weights.setAccessibleName(_("Reference weights"))
        self.table.set_empty_text(
            _("No instrument fits. Add it here, or in a check while you are there.")
        )
        self._weights.set_empty_text(_("No reference weights yet. Enter a set below."))
        for model in (self.model, self.weight_model):
            model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, model.columnCount() - 1)
        self.table.viewport().update()
        self._retranslate_counts()

    def _retranslate_counts(self) -> None:
        words = {
            "": _("All {n}"),
            "due_soon": _("Due soon {n}"),
            "overdue": _("Overdue {n}"),
            "failed": _("Failed {n}"),
        }
        for name, button in self._filters.items():
            button.setText(words[name].format(n=self._counts.get(name, 0)))
            button.updateGeometry()
        self._foot.setText(_("{n} instruments").format(n=self.model.rowCount()))

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        t = theme()
        margin = t.size("page_margin")
        self._column.setContentsMargins(margin, t.space("m"), margin, margin)
        self.detail.setFixedWidth(t.size("detail"))
        self.adding.setFixedWidth(t.size("detail"))
        self._search.setMaximumWidth(t.size("search"))
        self._foot.setFixedHeight(t.size("ctl_dense"))
        _set_widths(self.table, INSTRUMENT_COLUMNS)
        _set_widths(self._weights, WEIGHT_COLUMNS)
        self.table.setColumnHidden(LAST_CHECK_COLUMN, _type_share() > 1)


def _type_share() -> float:
    """Return how much larger than 13 px, which the columns were measured for, cells are set."""
    return theme().type_px("dense") / 13


def _set_widths(table: Table, widths: tuple[int, ...]) -> None:
    share = _type_share()
    table.set_column_widths(tuple(round(width * share) for width in widths))
