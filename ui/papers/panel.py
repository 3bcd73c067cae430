"""The papers of one record: the list, the form of the chosen one, its preview, and issuing it.

Self-contained: any page may hold it. `show_inspection` is all it needs.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inspector_app.domain.exceptions import InspectorError
from inspector_app.domain.inspection import Inspection
from inspector_app.services.issue_report import IssuedReport
from inspector_app.services.workplace import Workplace
from inspector_app.settings import Settings
from inspector_app.words import current_language, failures
from inspector_app.words import gettext as _
from ui.inspect.documents import Documents, Paper
from ui.inspect.preview_card import PreviewCard
from ui.papers.entries_form import EntriesForm
from ui.papers.issued import IssuedPapers, VoidWish
from ui.papers.label_printer import LabelPrinting
from ui.papers.model import PapersState, PaperState, items
from ui.papers.paper_list import PaperList
from ui.papers.presenter import NextNumber, PapersPresenter
from ui.task_runner import TaskRunner
from ui.theme import theme
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.label import Elide
from ui.widgets.paragraph import Paragraph
from ui.widgets.see_through import see_through

_PAUSE_MS = 400
"""How long nothing is typed before the preview is drawn again."""


class PapersPanel(QWidget):
    """Signal issued(inspection_id): a paper was written or declared void."""

    issued = Signal(str)

    def __init__(
        self,
        workplace: Workplace,
        runner: TaskRunner,
        parent: QWidget | None = None,
        *,
        settings: Settings | None = None,
    ) -> None:
        super().__init__(parent)
        self.presenter = PapersPresenter(workplace, runner, self)
        self.documents = Documents(workplace, runner, self)
        self.list, self.banner = PaperList(), Banner()
        self.title, self.number = Elide("", "lead"), Paragraph("", "cap")
        self.form: EntriesForm | None = None
        self.kept = IssuedPapers()
        self.issue_button = Button(icon="doc", kind="primary")
        self.save_draft = Button(icon="save")
        self.open, self.save, self.print = (
            Button(icon="doc"),
            Button(icon="save"),
            Button(icon="print"),
        )
        self.label_print = Button(icon="print")
        self.printing = LabelPrinting(self.label_print, runner, self, settings=settings)
        self.preview_card = PreviewCard()
        self.paper: Paper | None = None
        self._state: PapersState | None = None
        self._next: NextNumber | None = None
        self._wanted = ""
        self._typed: dict[str, dict[str, str]] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._build()
        self._connect()
        self.retranslate()

    # --- building --------------------------------------------------------------------------

    def _build(self) -> None:
        self.list_card = Card()
        self._list_scroll = _scroller(self.list)
        self.list_card.body.addWidget(self._list_scroll)
        self.list.focused.connect(lambda focused: self._on_list_focus(focused=focused))
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme().space("m"))
        across.addWidget(self.list_card)
        across.addWidget(self._build_middle(), 1)
        across.addWidget(self.preview_card)

    def _build_middle(self) -> QWidget:
        self.home = QWidget()
        self._home_column = QVBoxLayout(self.home)
        self._home_column.setContentsMargins(0, 0, theme().space("s"), 0)
        self._home_column.setSpacing(theme().space("m"))
        self._home_column.addWidget(self.kept)
        card = Card()
        head = QHBoxLayout()
        head.setSpacing(theme().space("m"))
        head.addWidget(self.title, 1)
        head.addWidget(self.label_print)
        self.label_print.setAutoDefault(True)
        issued = _foot(self.print, self.save, self.open)
        foot = _foot(self.save_draft, self.issue_button)
        card.body.addLayout(head)
        card.body.addWidget(self.number)
        card.body.addWidget(self.banner)
        card.body.addWidget(_scroller(self.home), 1)
        card.body.addLayout(issued)
        card.body.addLayout(foot)
        self.banner.hide()
        return card

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.loaded.connect(self._on_loaded)
        presenter.drawn.connect(self._show_paper)
        presenter.numbered.connect(self._on_numbered)
        presenter.issued.connect(self._on_issued)
        presenter.voided.connect(self._on_voided)
        presenter.found.connect(self._show_paper)
        presenter.failed.connect(self._on_failed)
        self.kept.void_asked.connect(self._on_void_asked)
        self.kept.show_asked.connect(self.presenter.find)
        self.documents.failed.connect(self._on_failed)
        self.documents.paper_ready.connect(self._show_paper)
        self.list.chosen.connect(self._on_chosen)
        self.issue_button.clicked.connect(self.issue)
        self.save_draft.clicked.connect(self._on_save)
        self.save.clicked.connect(self._on_save)
        self.open.clicked.connect(self._on_open)
        self.print.clicked.connect(self.print_paper)
        self.printing.printed.connect(self._on_printed)
        self.printing.failed.connect(self._on_failed)
        self._pause.timeout.connect(self.draw)

    # --- showing ---------------------------------------------------------------------------

    def show_inspection(self, inspection_id: str, wanted: str = "") -> None:
        """Show the papers of this record; what was typed for another one is forgotten.

        wanted: key of the paper to choose, where the record has it.
        """
        self._wanted = wanted
        if self._state is None or self._state.inspection.inspection_id != inspection_id:
            self._typed = {}
            self._state = None
        self.presenter.load(inspection_id)

    def chosen(self) -> PaperState | None:
        """Return the paper in view."""
        return self._state.of(self.list.chosen_key()) if self._state else None

    def _on_loaded(self, state: PapersState) -> None:
        first = self._state is None
        self._state = state
        keys = [one.report.key for one in state.papers]
        asked, self._wanted = self._wanted, ""
        wanted = asked if asked in keys else self.list.chosen_key()
        first = first or wanted != self.list.chosen_key()
        self.list.set_steps(items(state), wanted if wanted in keys else keys[0])
        if first or wanted not in keys:
            self._show_chosen()
        else:
            self._show_kept()
        self._arrange()
        self._show_in_list()

    def choose(self, key: str) -> None:
        """Choose a paper, as a click would."""
        self.list.choose(key)

    def _on_chosen(self, _key: str) -> None:
        self._show_in_list()
        self._show_chosen()

    def _show_in_list(self) -> None:
        """Bring the chosen paper into view in the list, at its full height by now."""
        row = theme().size("step_row")
        self.list.adjustSize()
        self._list_scroll.ensureVisible(0, self.list.chosen_top() + row // 2, 0, row)

    def _on_list_focus(self, *, focused: bool) -> None:
        self.list_card.set_kind("chosen" if focused else "plain")

    def _show_chosen(self) -> None:
        chosen = self.chosen()
        self.banner.hide()
        if self.form is not None:
            self._home_column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        if chosen is None:
            return
        self.form = EntriesForm(chosen.report)
        self.form.show_values(self._typed.get(chosen.report.key, chosen.known))
        self.form.changed.connect(self._on_typed)
        self._home_column.addWidget(self.form)
        self._next = None
        self._show_kept()
        if chosen.report.number_kind:
            self.presenter.ask_number(chosen.report)
        self.draw()
        self._arrange()

    def _show_kept(self) -> None:
        chosen = self.chosen()
        if chosen is not None and self._state is not None:
            people = [person.name for person in self._state.inspection.inspectors]
            self.kept.show_papers(chosen.issued, chosen.voided, second=people[1:2])

    def _on_typed(self) -> None:
        chosen = self.chosen()
        if chosen is not None and self.form is not None:
            self._typed[chosen.report.key] = self.form.values()
            self._pause.start()

    def values(self) -> dict[str, str]:
        """Return what stands in the form of the chosen paper."""
        return self.form.values() if self.form is not None else {}

    def draw(self) -> None:
        """Draw the chosen paper as it would be now."""
        self._pause.stop()
        chosen = self.chosen()
        if chosen is None or self._state is None:
            return
        if chosen.missing:
            self._show_paper(None)
            return
        self.presenter.draw(self._state.inspection, chosen.report, self.values())

    def _on_numbered(self, number: NextNumber) -> None:
        chosen = self.chosen()
        if chosen is not None and chosen.report.key == number.report:
            self._next = number
            self._arrange()

    def _show_paper(self, paper: Paper | None) -> None:
        self.paper = paper
        chosen, language = self.chosen(), current_language()
        missing = [need.title.in_language(language) for need in chosen.missing] if chosen else []
        self.preview_card.show_paper(paper, _("Needs {names}").format(names=", ".join(missing)))
        self._arrange()

    # --- issuing ---------------------------------------------------------------------------

    def issue(self) -> None:
        """Write and keep the chosen paper with what stands in the form."""
        chosen = self.chosen()
        if chosen is None or self._state is None:
            return
        self._pause.stop()
        self.banner.hide()
        self.issue_button.setEnabled(False)
        inspection_id = self._state.inspection.inspection_id
        self.presenter.issue(inspection_id, chosen.report, self.values())

    def _on_issued(self, done: IssuedReport) -> None:
        self._show_paper(Paper(name=done.name, data=done.pdf, is_draft=False))
        said = _("{number}: kept with the record.") if done.document_number else _("Kept: {name}")
        words = said.format(number=done.document_number, name=done.name)
        self.banner.say(_("Paper issued"), words, "ok")
        self.banner.show()
        inspection_id = done.inspection.inspection_id
        self.presenter.load(inspection_id)
        chosen = self.chosen()
        if chosen is not None and chosen.report.number_kind:
            self.presenter.ask_number(chosen.report)
        self.issued.emit(inspection_id)
        self.open.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_void_asked(self, wish: VoidWish) -> None:
        if self._state is not None:
            self.banner.hide()
            self.presenter.void(self._state.inspection.inspection_id, wish)

    def _on_voided(self, done: Inspection) -> None:
        """Say it, and show the paper as it would be issued anew with the next number."""
        title = _("Paper declared void")
        self.banner.say(title, _("Its number stays taken; the next paper gets the next one."), "ok")
        self.banner.show()
        self.kept.close_form()
        self.presenter.load(done.inspection_id)
        self.draw()
        self.issued.emit(done.inspection_id)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_failed(self, failure: Exception) -> None:
        """Say what happened, what was kept and what to do; our own bugs go to the crash log."""
        self._arrange()
        if not isinstance(failure, InspectorError):
            raise failure
        advice = failures.explain(failure)
        words = " ".join(filter(None, (advice.happened, advice.kept, advice.to_do)))
        self.banner.say(advice.title, words, "warn")
        self.banner.show()
        field = failure.parameters.get("field", "")
        if not self.kept.set_error(field, advice.happened) and self.form is not None:
            self.form.set_error(field, advice.happened)

    def _on_save(self) -> None:
        if self.paper is None:
            return
        title, kinds = _("Save a copy"), _("Documents (*.pdf)")
        target, _filter = QFileDialog.getSaveFileName(self, title, self.paper.name, kinds)
        if target:
            self.documents.save_as(self.paper, Path(target))

    def _on_open(self) -> None:
        if self.paper is not None:
            self.documents.open_outside(self.paper)

    def print_paper(self) -> bool:
        """Print what is shown; say whether it was printed."""
        return self.preview_card.print_paper()

    def _on_printed(self, printer: str) -> None:
        self.banner.say(_("Printed"), _("Sent to {name}.").format(name=printer), "ok")
        self.banner.show()

    def _final(self) -> tuple[Button, ...]:
        """Return the buttons of a paper that was issued."""
        return (self.label_print, self.print, self.save, self.open)

    # --- words and states ------------------------------------------------------------------

    def _arrange(self) -> None:
        chosen = self.chosen()
        can_issue = chosen is not None and not chosen.missing
        is_sealed = self._state is not None and self._state.is_sealed
        no_number = self._next is not None and self._next.failure is not None
        self.issue_button.setEnabled(can_issue and is_sealed and not no_number)
        is_final = self.paper is not None and not self.paper.is_draft
        self.save_draft.setVisible(not is_final)
        self.save_draft.setEnabled(self.paper is not None)
        for button in self._final():
            button.setVisible(is_final)
        style = chosen.report.paper if chosen is not None else None
        self.printing.show_paper(style, self.preview_card.pages if is_final else None)
        self._say()

    def _say(self) -> None:
        chosen = self.chosen()
        self.title.set_text(_title(chosen))
        words = self._number_words(chosen)
        self.number.set_text(words)
        self.number.setVisible(bool(words))

    def _number_words(self, chosen: PaperState | None) -> str:
        if chosen is None or self._state is None:
            return ""
        if not self._state.is_sealed:
            return _("Papers are issued once the record is sealed; drafts can be saved before.")
        if self._next is None:
            return chosen.report.form
        if self._next.failure is not None:
            return failures.sentence(self._next.failure)
        return _("Next number: {number}").format(number=self._next.number)

    def set_compact(self, *, compact: bool) -> None:
        """Leave the preview out in a small window; the paper can still be opened."""
        self.preview_card.setVisible(not compact)

    def enter(self) -> None:
        """Give the focus to the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Say the words in the language in use."""
        self.issue_button.setText(_("Issue"))
        self.save_draft.setText(_("Save a draft"))
        self.open.setText(_("Open PDF"))
        self.save.setText(_("Save a copy"))
        self.print.setText(_("Print"))
        self.label_print.setText(_("Label printer"))
        self.label_print.setToolTip(_("Print on a receipt or label printer at a port"))
        self.preview_card.title.setText(_("Preview"))
        for button in (self.issue_button, self.save_draft, *self._final()):
            button.updateGeometry()
        width = self.list.width() + 3 * theme().space("l")
        self.list_card.setFixedWidth(width)
        if self._state is not None:
            self.list.set_steps(items(self._state), self.list.chosen_key())
            if self.paper is None or self.paper.is_draft:
                self.draw()
        self._say()


def _title(chosen: PaperState | None) -> str:
    return chosen.report.title.in_language(current_language()) if chosen else _("Papers")


def _foot(*buttons: Button) -> QHBoxLayout:
    """Return a row of buttons at the right; what is kept and what is to come stand apart."""
    foot = QHBoxLayout()
    foot.setSpacing(theme().space("s"))
    foot.addStretch(1)
    for button in buttons:
        button.setAutoDefault(True)
        foot.addWidget(button)
    return foot


def _scroller(inner: QWidget) -> QScrollArea:
    scroll = see_through(QScrollArea(), inner)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return scroll
