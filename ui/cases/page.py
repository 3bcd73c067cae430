"""The Cases page: board or table, filters, the file at the right, and a case opened by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.services.case_file import CaseFileView
from inspector_app.services.case_log import local_now
from inspector_app.services.list_cases import CaseBoard
from inspector_app.services.sheets import Sheet
from inspector_app.services.workplace import Workplace
from inspector_app.words import failures, marked, ngettext
from inspector_app.words import gettext as _
from ui.cases import wording
from ui.cases.board import Board
from ui.cases.file_panel import CasePanel
from ui.cases.model import CaseModel
from ui.cases.presenter import CasesPresenter
from ui.cases.sheets import case_sheets
from ui.exporting import Exporting
from ui.inspect.entry_form import Entry, EntryForm
from ui.task_runner import TaskRunner
from ui.theme import theme
from ui.widgets.banner import EmptyState
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.field import Field
from ui.widgets.label import Elide, Label
from ui.widgets.table import Table

TYPING_PAUSE_MS: Final = 150
# Widths at the ordinary type size; the sunlight theme writes larger.
COLUMNS: Final = (172, 148, 118, 134, 154, 88)
WIDE_ONLY: Final = (2, 5)  # stage and handler give way to larger type
NEW_CASE: Final = (
    Entry(
        "source",
        marked("Source"),
        choices=tuple((source.value, text) for source, text in wording.SOURCES.items()),
        initial="complaint",
    ),
    Entry("on", marked("Found on"), hint="2026-11-23", needed=True),
    Entry("title", marked("Case: who, and what is alleged"), needed=True),
    Entry("facts", marked("Facts"), needed=True),
    Entry(
        "premises", marked("Premises in the register"), hint=marked("name, stall or credit code")
    ),
)


class CasesPage(QWidget):
    """Signals: inspection_wanted(inspection_id), paper_wanted(inspection_id, report_key),
    check_wanted.
    """  # noqa: D205 - the signals are the summary

    inspection_wanted = Signal(str)
    paper_wanted = Signal(str, str)
    check_wanted = Signal()

    def __init__(
        self, workplace: Workplace, runner: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self.presenter = CasesPresenter(workplace, runner, self)
        self._found = CaseBoard(cards=())
        self._is_compact = False
        self._title, self._note = Label(role="title"), Elide("", "dense")
        self.as_board, self.as_table = Button(kind="filter"), Button(kind="filter")
        self.mine = Button(kind="filter", icon="user")
        self.filters = Button(kind="filter", icon="filter")
        self.export = Button(icon="export", dense=True)
        self.exporting = Exporting(self.export, runner, self._sheets, lambda: _("Cases"))
        self.add = Button(icon="plus", dense=True)
        self._search = Field()
        self.pressing, self.closed = Button(kind="filter"), Button(kind="filter")
        self._filter_row = QWidget()
        self.board, self.table, self.model = Board(), Table(), CaseModel()
        self.empty = EmptyState("cases")
        self.panel = CasePanel()
        self.form = EntryForm(NEW_CASE, title=marked("Open a case by hand"), columns=1)
        self._left, self._right = QStackedWidget(), QStackedWidget()
        self._typing = QTimer(self)
        self._build()
        self._connect()
        self.as_board.setChecked(True)
        self._filter_row.setVisible(False)
        self.retranslate()
        self.retint()
        self.presenter.refresh()

    # --- building --------------------------------------------------------------------------

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme().space("s"))
        head.addWidget(self._title)
        head.addWidget(self._note, 1)
        shown = (self.as_board, self.as_table, self.mine, self.filters, self.export, self.add)
        for button in shown:
            head.addWidget(button)
        row = QHBoxLayout(self._filter_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space("s"))
        row.addWidget(self._search, 1)
        row.addWidget(self.pressing)
        row.addWidget(self.closed)
        row.addStretch(1)
        table, form = Card(margins=False), Card()
        self.table.setModel(self.model)
        table.body.addWidget(self.table)
        form.body.addWidget(self.form)
        form.body.addStretch(1)
        self.first = self.empty.add_action("", self.check_wanted.emit, icon="plus")
        for widget in (self.board, table, self.empty):
            self._left.addWidget(widget)
        self._right.addWidget(self.panel)
        self._right.addWidget(form)
        across = QHBoxLayout()
        across.setSpacing(theme().space("m"))
        across.addWidget(self._left, 1)
        across.addWidget(self._right)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self._filter_row)
        self._column.addLayout(across, 1)

    def _connect(self) -> None:
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_PAUSE_MS)
        self._typing.timeout.connect(self._on_filter)
        self.as_board.clicked.connect(lambda: self.show_as(table=False))
        self.as_table.clicked.connect(lambda: self.show_as(table=True))
        self.filters.clicked.connect(self._on_filters)
        self._search.edited.connect(lambda _text: self._typing.start())
        for button in (self.mine, self.pressing, self.closed):
            button.clicked.connect(self._on_filter)
        self.add.clicked.connect(self.open_form)
        self.form.saved.connect(self.presenter.open_by_hand)
        self.form.cancelled.connect(self._close_form)
        self.board.opened.connect(self.open_case)
        self.table.opened.connect(self._on_row_opened)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.panel.back_wanted.connect(self._on_back)
        self.panel.inspection_wanted.connect(self.inspection_wanted)
        self.panel.paper_wanted.connect(self.paper_wanted)
        self.panel.saved.connect(self.presenter.save)
        self.panel.answered.connect(self.presenter.answer)
        self.presenter.board_ready.connect(self._on_board)
        self.presenter.file_ready.connect(self._on_file)
        self.presenter.images_ready.connect(self.panel.show_images)
        self.presenter.recorded.connect(self.panel.recorded)
        self.presenter.refused.connect(self._on_refused)
        self.presenter.new_refused.connect(self._on_new_refused)
        self.presenter.opened.connect(self._on_opened)

    # --- acting ----------------------------------------------------------------------------

    def focus_first(self) -> None:
        """Go to the open card; what others did meanwhile is fetched."""
        self.presenter.refresh()
        self.board.focus_card(self.presenter.case_id)

    def panes(self) -> list[QWidget]:
        """Return the panes for F6."""
        return [self._left, self._right]

    def set_compact(self, compact: bool) -> None:
        """Under 1100 px the file takes the board's room while it is open."""
        self._is_compact = compact
        self.panel.set_compact(compact=compact)
        self._retranslate_note()
        self._arrange()

    def open_case(self, case_id: str) -> None:
        """Open the file of this case."""
        self._right.setCurrentIndex(0)
        self.presenter.open(case_id)
        self.board.mark(case_id)
        self._arrange()

    def open_from_inspection(self, inspection_id: str) -> None:
        """Open the case of a failed record, the one there is or a new one."""
        self.presenter.open_from_inspection(inspection_id)

    def show_as(self, *, table: bool) -> None:
        """Show the cases as a board or as a table."""
        self.as_board.setChecked(not table)
        self.as_table.setChecked(table)
        self._show_board()

    def open_form(self) -> None:
        """Enter a case that rests on no record."""
        self.form.clear()
        self.form.set_values({"on": self._workplace.clock.today().isoformat()})
        self._right.setCurrentIndex(1)
        self._arrange()
        self.form.enter()

    def _close_form(self) -> None:
        self._right.setCurrentIndex(0)
        self._arrange()

    def _on_back(self) -> None:
        case_id = self.presenter.case_id
        self.presenter.open("")
        self._arrange()
        self.board.focus_card(case_id)

    def _on_opened(self, case_id: str) -> None:
        self._right.setCurrentIndex(0)
        self.board.mark(case_id)
        self._arrange()

    def _arrange(self) -> None:
        """Give the room to what is looked at: beside one another, or one at a time."""
        is_open = bool(self.presenter.case_id) or self._right.currentIndex() == 1
        self._left.setVisible(not self._is_compact or not is_open)
        has_any = bool(self._found.cards) or is_open
        self._right.setVisible(is_open if self._is_compact else has_any)
        if self._is_compact:
            self._right.setMinimumWidth(0)
            self._right.setMaximumWidth(self.maximumWidth())
        else:
            self._right.setFixedWidth(theme().size("case_file"))

    def _on_filters(self) -> None:
        self._filter_row.setVisible(self.filters.isChecked())
        if self.filters.isChecked():
            self._search.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._search.set_text("")
        for button in (self.pressing, self.closed):
            button.setChecked(False)
        self._on_filter()

    def _on_filter(self) -> None:
        self.presenter.filter = replace(
            self.presenter.filter,
            mine=self.mine.isChecked(),
            pressing=self.pressing.isChecked(),
            closed=self.closed.isChecked(),
            text=self._search.text().strip(),
        )
        self.presenter.refresh()

    def _sheets(self) -> Sequence[Sheet]:
        """Return every case and deadline, whatever is filtered; runs on the storage thread."""
        work = self._workplace
        return case_sheets(work.storage.cases, work.rules, local_now(work.clock))

    # --- showing ---------------------------------------------------------------------------

    def _on_board(self, board: CaseBoard) -> None:
        self._found = board
        self._show_board()
        self._retranslate_note()
        self._arrange()

    def _show_board(self) -> None:
        cards = self.presenter.shown(self._found)
        self.board.show_cards(cards, self.presenter.case_id)
        self.model.show_cards(cards)
        row = self.model.row_of(self.presenter.case_id)
        if row >= 0:
            self.table.selectRow(row)
        is_empty = not self._found.cards
        self._left.setCurrentIndex(2 if is_empty else int(self.as_table.isChecked()))

    def _on_file(self, view: CaseFileView | None) -> None:
        self.panel.show_file(view, self._workplace.clock.today())

    def _on_row(self, index: QModelIndex) -> None:
        card = self.model.card(index.row()) if index.isValid() else None
        is_other = card is not None and card.case.case_id != self.presenter.case_id
        if card is not None and is_other and not self._is_compact and self.as_table.isChecked():
            self.open_case(card.case.case_id)

    def _on_row_opened(self, at: int) -> None:
        card = self.model.card(at)
        if card is not None:
            self.open_case(card.case.case_id)

    def _on_refused(self, failure: DomainRuleBroken) -> None:
        self.panel.refuse(failure.parameters.get("field", ""), failures.sentence(failure))

    def _on_new_refused(self, failure: DomainRuleBroken) -> None:
        field = failure.parameters.get("field", "")
        self.form.set_errors({field or "title": failures.sentence(failure)})

    # --- language and theme ----------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(_("Cases"))
        self.exporting.retranslate()
        for button, text in (
            (self.as_board, _("Board")),
            (self.as_table, _("Table")),
            (self.mine, _("Mine")),
            (self.filters, _("Filter")),
            (self.add, _("New case")),
            (self.pressing, _("Deadline near or over")),
            (self.closed, _("Closed too")),
            (self.first, _("Start a check")),
        ):
            button.setText(text)
            button.updateGeometry()
        self._search.set_placeholder(_("Name, number or place"))
        self._search.edit.setAccessibleName(_("Filter the cases"))
        self.table.setAccessibleName(_("Cases"))
        self.table.set_empty_text(_("No case fits the filter."))
        self.empty.say(
            _("No case yet"),
            _(
                "Seal a check that failed and press “Open a case” at its end, "
                "or enter a complaint with “New case”."
            ),
        )
        self.model.headerDataChanged.emit(
            Qt.Orientation.Horizontal, 0, self.model.columnCount() - 1
        )
        self._retranslate_note()

    def _retranslate_note(self) -> None:
        count, near = self._found.open_count, len(self._found.pressing)
        words = ngettext("{n} case open", "{n} cases open", count).format(n=count)
        if near:
            due = ngettext("{n} near its deadline", "{n} near their deadline", near)
            words = f"{words} · {due.format(n=near)}"
        self._note.set_text("" if self._is_compact else words)

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        t = theme()
        margin = t.size("page_margin")
        self._column.setContentsMargins(margin, t.space("m"), margin, margin)
        self._column.setSpacing(t.space("m"))
        self._search.setMaximumWidth(t.size("search"))
        share = t.type_px("dense") / 13
        self.table.set_column_widths(tuple(round(width * share) for width in COLUMNS))
        for column in WIDE_ONLY:
            self.table.setColumnHidden(column, share > 1)
        self._arrange()
