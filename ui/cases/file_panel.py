"""The file of one case: head, nearest deadline, timeline, law, what is recorded, and its papers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector_app.casework.case_deadlines import CaseDeadline
from inspector_app.reports.base import Report
from inspector_app.reports.catalogue import reports_for
from inspector_app.services.case_file import CaseFileView
from inspector_app.words import gettext as _
from inspector_app.words import ngettext
from ui.cases import wording
from ui.cases.deadline_banner import NoticeBar
from ui.cases.law_pane import LawPane
from ui.cases.record_form import RecordForm
from ui.cases.timeline import Timeline
from ui.theme import theme
from ui.widgets.banner import EmptyState
from ui.widgets.button import Button
from ui.widgets.card import Card, Rule
from ui.widgets.chip import Chip
from ui.widgets.label import Elide
from ui.widgets.tabs import Tabs

SHOWN_PAPERS: Final = 2
TIMELINE, LAW, RECORD = "timeline", "law", "record"


class PaperButton(Button):
    """A document's name; it gives way when the foot is narrow, the tooltip says it whole."""

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().size("field_least"), self.height())


class CasePanel(Card):
    """One case. Signals: back_wanted, inspection_wanted(id), paper_wanted(inspection_id, report),
    saved(act, key, values), answered(prompt, answer, reason).
    """  # noqa: D205 - the signals are the summary

    back_wanted = Signal()
    inspection_wanted = Signal(str)
    paper_wanted = Signal(str, str)
    saved = Signal(str, str, object)
    answered = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing="m")
        self._view: CaseFileView | None = None
        self._today = date.min
        self._empty, self._content = EmptyState("cases"), QWidget()
        self.back = Button(icon="left", kind="ghost", dense=True)
        self._number, self._title, self._who = (
            Elide("", "lead"),
            Elide("", "strong"),
            Elide("", "cap"),
        )
        self._stage = Chip()
        self.banner, self.prompt_banner = NoticeBar("clock"), NoticeBar("flag")
        self.tabs = Tabs()
        self.timeline, self.law, self.form = Timeline(), LawPane(), RecordForm()
        self._stack = QStackedWidget()
        self._foot_word = Elide("", "cap2")
        self._foot = QHBoxLayout()
        self._foot_buttons: list[Button] = []
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        head, names = QHBoxLayout(), QVBoxLayout()
        names.setSpacing(0)
        for label in (self._number, self._title, self._who):
            names.addWidget(label)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        head.addWidget(self._stage, 0, Qt.AlignmentFlag.AlignTop)
        for pane in (self.timeline, self.law, self.form):
            self._stack.addWidget(_scrolled(pane))
        foot = QHBoxLayout()
        self._foot_word.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        foot.addWidget(self._foot_word)
        foot.addStretch(1)
        foot.addLayout(self._foot)
        self._foot.setSpacing(theme().space("s"))
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("s"))
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(self.prompt_banner)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        column.addWidget(Rule())
        column.addLayout(foot)
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(self._content, 1)
        self._content.setVisible(False)
        self.back.setVisible(False)

    def _connect(self) -> None:
        self.back.clicked.connect(self.back_wanted)
        self.banner.acted.connect(self._on_deadline)
        self.prompt_banner.acted.connect(lambda: self.choose_tab(LAW))
        self.tabs.chosen.connect(self._on_tab)
        self.timeline.inspection_wanted.connect(self.inspection_wanted)
        self.form.take_back_asked.connect(self._on_take_back)
        self.law.answered.connect(self.answered)
        self.form.saved.connect(self.saved)

    # --- showing -----------------------------------------------------------------------------

    @property
    def case_id(self) -> str:
        """Return the case shown, empty if none is."""
        return self._view.case.case_id if self._view is not None else ""

    def show_file(self, view: CaseFileView | None, today: date) -> None:
        """Show this file, or that none is chosen."""
        is_other = view is None or view.case.case_id != self.case_id
        self._view, self._today = view, today
        self._empty.setVisible(view is None)
        self._content.setVisible(view is not None)
        self.timeline.show_entries(view.timeline if view is not None else (), today)
        self.law.show_file(view)
        self.form.show_file(view, today)
        if is_other:
            self.choose_tab(TIMELINE)
        self._retranslate_view()

    def show_images(self, images: Mapping[str, bytes]) -> None:
        """Show the photos that lie here, by hash."""
        self.timeline.show_images(images)

    def set_compact(self, *, compact: bool) -> None:
        """In a small window the file takes the board's room; a button leads back."""
        self.back.setVisible(compact)
        self._show_prompt_banner()

    def choose_tab(self, key: str) -> None:
        """Show `timeline`, `law` or `record`."""
        self.tabs.choose(key)
        self._on_tab(key)

    def record(self, what: str = "") -> None:
        """Go to the form, for this kind of happening if it is offered."""
        self.choose_tab(RECORD)
        self.form.record(what)
        self.form.enter()

    def refuse(self, field: str, sentence: str) -> None:
        """Say at the form what is wrong."""
        self.form.refuse(field, sentence)

    def recorded(self) -> None:
        """Show what was recorded in the timeline."""
        self.choose_tab(TIMELINE)

    def _on_tab(self, key: str) -> None:
        self._stack.setCurrentIndex((TIMELINE, LAW, RECORD).index(key))
        self._show_prompt_banner()

    def _show_prompt_banner(self) -> None:
        """Say that a question waits where it cannot be seen; the tab's title says it too."""
        waits = self._view is not None and bool(self._view.open_prompts)
        is_seen = self.tabs.chosen_key() != TIMELINE or not self.back.isHidden()
        self.prompt_banner.setVisible(waits and not is_seen)

    def _on_deadline(self) -> None:
        deadline = self._shown_deadline()
        if deadline is None:
            return
        if deadline.may_extend:
            self.choose_tab(RECORD)
            self.form.extend(deadline)
            self.form.enter()
        else:
            ends = {what.value for what in deadline.rule.ends}
            offered = [k.what.value for k in self._view.next_up] if self._view is not None else []
            self.record(next((what for what in offered if what in ends), ""))

    def _on_take_back(self, happening_id: str) -> None:
        if self._view is not None and happening_id:
            self.form.take_back(self._view.case.happening(happening_id))
            self.form.enter()

    def _shown_deadline(self) -> CaseDeadline | None:
        return self._view.nearest if self._view is not None else None

    # --- papers ------------------------------------------------------------------------------

    def foot_buttons(self, view: CaseFileView) -> list[Button]:
        """Return the buttons of the documents that the case's records can be written as.

        Each emits `paper_wanted(inspection_id, report_key)`: the one place where papers are asked
        for. The first two stand as buttons, the rest in a menu behind a third.
        """
        wanted = [
            (inspection.inspection_id, report)
            for inspection in view.inspections
            for report in reports_for(inspection.kind)
        ]
        buttons = [self._paper_button(*each) for each in wanted[:SHOWN_PAPERS]]
        if rest := wanted[SHOWN_PAPERS:]:
            buttons.append(self._more_papers(rest))
        return buttons

    def _paper_button(self, inspection_id: str, report: Report) -> Button:
        button = PaperButton(wording.said(report.title), icon="doc", dense=True)
        button.setToolTip(wording.said(report.title))
        button.clicked.connect(lambda: self.paper_wanted.emit(inspection_id, report.key))
        return button

    def _more_papers(self, rest: list[tuple[str, Report]]) -> Button:
        button, menu = Button(icon="more", dense=True), QMenu(self)
        for inspection_id, report in rest:
            act = menu.addAction(wording.said(report.title))
            act.triggered.connect(
                lambda _on=False, i=inspection_id, r=report.key: self.paper_wanted.emit(i, r)
            )
        button.setAccessibleName(_("More documents"))
        button.setToolTip(_("More documents"))
        button.clicked.connect(
            lambda: menu.popup(
                button.mapToGlobal(button.rect().topLeft()) - menu.rect().bottomLeft()
            )
        )
        return button

    def _show_foot(self, view: CaseFileView) -> None:
        while (item := self._foot.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._foot_buttons = self.foot_buttons(view)
        for button in self._foot_buttons:
            self._foot.addWidget(button)
        has_any = bool(self._foot_buttons)
        self._foot_word.set_text(
            _("Papers") if has_any else _("No record yet to write a document from")
        )
        # One word is shown whole, the long sentence may end in an ellipsis.
        self._foot_word.setMinimumWidth(self._foot_word.sizeHint().width() if has_any else 0)

    # --- language and theme --------------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._empty.say(
            _("No case chosen"), _("Choose a card to see its timeline and what is due.")
        )
        self.back.setText(_("Board"))
        self.tabs.setAccessibleName(_("Parts of the file"))
        self._retranslate_view()

    def _retranslate_view(self) -> None:
        view = self._view
        law = _("Consequences")
        waiting = len(view.open_prompts) if view is not None else 0
        self.tabs.set_tabs(
            (
                (TIMELINE, _("Timeline")),
                (LAW, f"{law} · {waiting}" if waiting else law),
                (RECORD, _("Log an event")),
            ),
            self.tabs.chosen_key() or TIMELINE,
        )
        if view is None:
            return
        self._number.set_text(view.number)
        self._title.set_text(view.case.title)
        self._who.set_text(wording.who(view.case))
        self._stage.set_state(wording.stage_word(view.stage), "info", icon="")
        self._say_deadline(view)
        words = ngettext(
            "{n} question waits for an answer", "{n} questions wait for an answer", waiting
        )
        self._show_prompt_banner()
        self.prompt_banner.say(
            words.format(n=waiting),
            _("Whether the police must be told. Answer with a reason."),
            "warn",
            _("Answer"),
        )
        self._show_foot(view)

    def _say_deadline(self, view: CaseFileView) -> None:
        deadline = view.nearest
        self.banner.setVisible(deadline is not None)
        if deadline is None:
            return
        self.banner.say(
            wording.banner_title(deadline),
            wording.banner_text(deadline),
            wording.deadline_chip(deadline).kind,
            _("Extend") if deadline.may_extend else _("Log an event"),
        )


def _scrolled(pane: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidget(pane)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.viewport().setAutoFillBackground(False)
    pane.setAutoFillBackground(False)
    return scroll
