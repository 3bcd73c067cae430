"""The Rules page: search and list at the left, the chosen edition in full at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.metrology.regulations import Regulation
from inspector_app.services.workplace import Workplace
from inspector_app.words import gettext as _
from ui.rules.detail import RuleDetail
from ui.rules.model import PERIOD, STANDING, TITLE, EditionModel, standing_chip
from ui.rules.presenter import FILTERS, RulesPresenter
from ui.task_runner import TaskRunner
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chip import chip_width, default_icon
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.table import Table

# Widths at the ordinary type size; the sunlight theme writes larger.
COLUMNS: Final = (138, 212)


class RulesPage(QWidget):
    """Every regulation and edition that this program judges by."""

    def __init__(
        self, workplace: Workplace, runner: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        today = workplace.clock.today()
        self._book, self._today = workplace.rules, today
        self.model = EditionModel(today)
        self.presenter = RulesPresenter(workplace.rules, today, runner, self)
        self._counts: dict[str, int] = {}
        self._is_compact = False
        self._title, self._foot = Label(role="title"), Label(role="dense")
        self.search = Field()
        self.filters = {name: Button(kind="filter") for name in FILTERS}
        self.filters[""].setChecked(True)
        self.table, self.detail = Table(), RuleDetail(today)
        self.table.setModel(self.model)
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
        filters = QHBoxLayout()
        filters.addWidget(self.search, 1)
        for button in self.filters.values():
            filters.addWidget(button)
        filters.addStretch(1)
        self._list = Card(margins=False)
        self._list.body.addWidget(self.table, 1)
        self._list.body.addWidget(self._foot)
        self._foot.setContentsMargins(theme().space("l"), 0, theme().space("l"), 0)
        self._across = QHBoxLayout()
        self._across.addWidget(self._list, 1)
        self._across.addWidget(self.detail, 1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addLayout(filters)
        self._column.addLayout(self._across, 1)

    def _connect(self) -> None:
        self.search.edited.connect(self.presenter.set_text)
        for name, button in self.filters.items():
            button.clicked.connect(lambda _checked=False, n=name: self.choose_filter(n))
        self.presenter.listed.connect(self._on_listed)
        self.presenter.studied.connect(self.detail.show_study)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.opened.connect(lambda _at: self.detail.scroller.setFocus())
        self.detail.edition_wanted.connect(
            lambda key, number: self._show(self._book.edition(key, number))
        )

    # --- acting ----------------------------------------------------------------------------

    def focus_first(self) -> None:
        """Go to the search field."""
        self.search.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> list[QWidget]:
        """Return the panes for F6."""
        return [self.search, self.table, self.detail]

    def set_compact(self, compact: bool) -> None:
        """Under 1100 px the list keeps number and state: the rest stands in the detail."""
        self._is_compact = compact
        self._share_columns()

    def show_regulation(self, name: str) -> None:
        """Show what a citation names: a number, a key or a title, whatever was filtered before."""
        found = self.presenter.named(name)
        if found is not None:
            self._show(found)
            return
        self._clear_filters()
        self.search.set_text(name)
        self.presenter.set_text(name)

    def choose_filter(self, name: str) -> None:
        """Show only the editions of one standing; `` shows all."""
        for other, button in self.filters.items():
            button.setChecked(other == name)
        self.presenter.set_filter(name)

    def _show(self, rules: Regulation) -> None:
        if self.model.row_of(rules) < 0:
            self._clear_filters()
        self.table.selectRow(self.model.row_of(rules))
        self.table.scrollTo(self.table.currentIndex())
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear_filters(self) -> None:
        self.search.set_text("")
        self.presenter.set_text("")
        self.choose_filter("")

    def _on_listed(self, editions: Sequence[Regulation], counts: dict[str, int]) -> None:
        chosen = self.detail.rules
        self._counts = counts
        self.model.show_editions(editions)
        self._retranslate_counts()
        at = self.model.row_of(chosen) if chosen is not None else -1
        if self.model.rowCount():
            self.table.selectRow(max(at, 0))

    def _on_row(self, index: QModelIndex) -> None:
        rules = self.model.edition(index.row()) if index.isValid() else None
        if rules is None or rules is self.detail.rules:
            return
        others = [r for r in reversed(self._book.editions(rules.key)) if r is not rules]
        self.detail.show_edition(rules, others)
        self.presenter.study(rules)

    # --- language and theme ----------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(_("Rules"))
        self.search.set_placeholder(_("Number or title of a regulation"))
        self.search.edit.setAccessibleName(_("Filter the regulations"))
        self.table.setAccessibleName(_("Regulations"))
        self.table.set_empty_text(_("No regulation fits these words."))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, STANDING)
        self._share_columns()
        self.table.viewport().update()
        self._retranslate_counts()

    def _retranslate_counts(self) -> None:
        words = {
            "": _("All {n}"),
            "in_force": _("In force {n}"),
            "not_yet": _("Not yet {n}"),
            "replaced": _("Replaced {n}"),
        }
        for name, button in self.filters.items():
            button.setText(words[name].format(n=self._counts.get(name, 0)))
            button.updateGeometry()
        self._foot.setText(_("{n} editions").format(n=self.model.rowCount()))

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        t = theme()
        margin = t.size("page_margin")
        self._column.setContentsMargins(margin, t.space("m"), margin, margin)
        self.search.setMaximumWidth(t.size("search"))
        self._foot.setFixedHeight(t.size("ctl_dense"))
        self._share_columns()

    def _share_columns(self) -> None:
        """Give number, period and standing what they need, and the title all that is left."""
        t = theme()
        share = t.type_px("dense") / 13
        number, period = (round(width * share) for width in COLUMNS)
        without_period = self._is_compact or share > 1
        taken = number + self._standing_width() + (0 if without_period else period)
        title = max(self.table.viewport().width() - taken, 4 * t.space("xl"))
        self.table.set_column_widths((number, title, period))
        self.table.setColumnHidden(PERIOD, without_period)
        self.table.setColumnHidden(TITLE, self._is_compact)

    def _standing_width(self) -> int:
        chips = (standing_chip(rules, self._today) for rules in self._book.regulations)
        widths = [chip_width(c.text, c.icon or default_icon(c.kind)) for c in chips]
        return max(widths, default=0) + 2 * theme().space("m")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the columns anew."""
        super().resizeEvent(event)
        self._across.activate()
        self._share_columns()
