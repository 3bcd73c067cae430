"""The Inspect page: joins view, presenter, measuring and documents. No SQL, no serial."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.exceptions import InspectorError
from inspector_app.domain.measurement import Shape
from inspector_app.kinds.base import Step
from inspector_app.services.conclude_inspection import NotComplete
from inspector_app.services.plan_inspection import InspectionView
from inspector_app.services.workplace import Workplace
from inspector_app.settings import Settings
from inspector_app.words import failures
from ui.inspect import model, steps
from ui.inspect.beginning import Beginning
from ui.inspect.capture_bar import CaptureBar
from ui.inspect.ending import Ending
from ui.inspect.entering import Entering
from ui.inspect.evidence_step import ChooseFiles, ask_for_files
from ui.inspect.judging_again import JudgingAgain
from ui.inspect.measuring import Measuring
from ui.inspect.merging import Merging
from ui.inspect.opening import ListPorts, Opening, system_ports
from ui.inspect.papers_host import PapersHost
from ui.inspect.position_row import Placing
from ui.inspect.presenter import InspectPresenter
from ui.inspect.step_pane import StepPane
from ui.inspect.trying import Trying
from ui.inspect.view import InspectView
from ui.live_instrument import LiveInstrument
from ui.task_runner import TaskRunner


class InspectPage(QWidget):
    """The page. Signals: issued(sha256): a document was written; rule_wanted(regulation);
    case_wanted(inspection_id); exported(path): a certificate lies there.
    """  # noqa: D205 - the signals are the summary

    issued = Signal(str)
    rule_wanted = Signal(str)
    case_wanted = Signal(str)
    exported = Signal(object)

    def __init__(
        self,
        workplace: Workplace,
        runner: TaskRunner,
        live: LiveInstrument,
        settings: Settings | None = None,
        *,
        choose_files: ChooseFiles = ask_for_files,
        ports: ListPorts = system_ports,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.workplace, self.settings = workplace, settings
        self.view = InspectView(choose_files=choose_files)
        self.presenter = InspectPresenter(workplace, runner, self)
        self.beginning = Beginning(self.view, self.presenter, self)
        self.measuring = Measuring(self.view.measurements, self.presenter, live, self)
        self.trying = Trying(
            self.view.measuring_instrument,
            self.view.particulars,
            self.view.trials,
            self.presenter,
            live,
            self,
        )
        self.opening = Opening(workplace.storage, runner, live, ports, self)
        self.placing = Placing(self.view.evidence.position, live, self)
        self.entering = Entering(self.view, self.presenter, self.placing, self)
        self.merging = Merging(self.view.trials.joining, self.presenter, runner, self)
        self.ending = Ending(self.view.signatures, self.presenter, runner, self)
        self.judging_again = JudgingAgain(
            self.view.conclusion.other, self.presenter, runner, self._title_of, self
        )
        self._images_of: dict[str, bytes] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._papers: PapersHost | None = None
        self._sides = QStackedWidget()
        self._sides.addWidget(self.view)
        column.addWidget(self._sides)
        self._connect()
        self._add_shortcuts()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)
        self.start_check()

    # --- wiring ----------------------------------------------------------------------------

    def _connect(self) -> None:
        presenter, view = self.presenter, self.view
        presenter.shown.connect(self._on_shown)
        presenter.shown.connect(self.opening.show)
        presenter.left.connect(self.opening.forget)
        presenter.saved.connect(self._on_saved)
        presenter.refused.connect(self._on_refused)
        presenter.images_found.connect(self._on_images)
        presenter.chosen.connect(self._on_next)
        view.step_chosen.connect(self._on_step_chosen)
        view.scroller.passed.connect(lambda key: view.mark_step(Step(key)))
        for pane in view.panes.values():
            pane.next_asked.connect(lambda pane=pane: self._go_after(pane))
        self.measuring.refused.connect(self._on_not_captured)
        self._connect_automatic(view.measurements.bar)
        self.beginning.refused.connect(self._on_refused)
        self.trying.refused.connect(self._on_refused)
        self.merging.refused.connect(self._on_refused)
        self._connect_ending()

    def _connect_automatic(self, bar: CaptureBar) -> None:
        """Keep the switch of the capture bar from one day to the next."""
        bar.automatic.connect(self.measuring.set_automatic)
        settings = self.settings
        if settings is not None:
            bar.auto.setChecked(settings.get("auto_capture") == "yes")
            bar.automatic.connect(lambda on: settings.set("auto_capture", "yes" if on else "no"))

    def _connect_ending(self) -> None:
        presenter, conclusion = self.presenter, self.view.conclusion
        conclusion.conclude_asked.connect(presenter.conclude)
        conclusion.reopen_asked.connect(presenter.reopen)
        conclusion.go_asked.connect(self.go_to_subject)
        self.view.rule_asked.connect(self.rule_wanted)
        self.ending.refused.connect(self._on_refused)
        self.ending.issued.connect(self.issued)
        self.ending.case_wanted.connect(self.case_wanted)
        particulars, certificates = self.view.particulars, self.ending.certificates
        certificates.written.connect(self.exported)
        particulars.dcc_asked.connect(lambda: certificates.ask_import(particulars))
        self.view.signatures.papers_asked.connect(self.show_papers)

    def _add_shortcuts(self) -> None:
        for number in range(1, min(len(Step), 9) + 1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda number=number: self._jump(number))
        new = QShortcut(QKeySequence("Ctrl+N"), self)
        new.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        new.activated.connect(self.start_check)
        typing = QShortcut(QKeySequence(Qt.Key.Key_F2), self)
        typing.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        typing.activated.connect(self._on_type_by_hand)
        taking = QShortcut(QKeySequence(Qt.Key.Key_F4), self)
        taking.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        taking.activated.connect(self._on_take_live)

    # --- what the window asks --------------------------------------------------------------

    def start_check(self, premises_id: str = "", instrument_id: str = "") -> None:
        """Begin a new inspection; what was open is kept. Both empty: ask on the page."""
        self.presenter.leave()
        self.ending.clear()
        self._sides.setCurrentWidget(self.view)
        self.view.show_new()
        self.offer_kinds()
        self.view.scroller.go_to(self.view.premises)
        if premises_id or instrument_id:
            self.presenter.start(
                self.beginning.kind, premises_id=premises_id, instrument_id=instrument_id
            )
            return
        self.view.premises.search.clear()
        self.focus_first()

    def offer_kinds(self) -> None:
        """Offer the kinds there are now."""
        self.beginning.offer_kinds()

    def open_inspection(self, inspection_id: str) -> None:
        """Go on with a draft, or look at a finished inspection."""
        self.presenter.leave()
        self.ending.clear()
        self._sides.setCurrentWidget(self.view)
        self.presenter.open(inspection_id)

    def find(self, text: str) -> None:  # type: ignore[override] # hides QWidget.find(WId)
        """Begin with a search for this text, a scanned label included; one hit is taken."""
        self.start_check()
        self.view.premises.search.search_for(text)

    def focus_first(self) -> None:
        """Give the focus to what is to be done first in the step in view."""
        self.view.scroller.current().enter()

    def panes(self) -> list[QWidget]:
        """Return the panes that F6 goes round."""
        if self._papers is not None and self._sides.currentWidget() is self._papers:
            return self._papers.panes()
        return [self.view.step_list, self.view.scroller.current()]

    def set_compact(self, compact: bool) -> None:
        """Become the small page, under 1100 pixels."""
        self.view.set_compact(compact=compact)
        if self._papers is not None:
            self._papers.set_compact(compact=compact)

    def retranslate(self) -> None:
        """Say everything again in the language in use; called after the children's own."""
        self.offer_kinds()
        self.presenter.show_again()
        self.ending.draw_again()

    # --- papers ----------------------------------------------------------------------------

    def add_papers(self, papers: PapersHost) -> None:
        """Take in the side that shows the papers of a record."""
        self._papers = papers
        self._sides.addWidget(papers)
        papers.left.connect(self.leave_papers)
        papers.issued.connect(self._on_paper_issued)
        self.view.signatures.offer_papers()

    def show_papers(self) -> None:
        """Show the papers of the record in view."""
        view = self.presenter.view
        if view is not None and self._papers is not None:
            self._sides.setCurrentWidget(self._papers)
            self._papers.show_papers(view.inspection.inspection_id)

    def open_papers(self, inspection_id: str, wanted: str) -> None:
        """Open a record and show its papers, this one chosen."""
        self.open_inspection(inspection_id)
        if self._papers is not None:
            self._sides.setCurrentWidget(self._papers)
            self._papers.show_papers(inspection_id, wanted)

    def leave_papers(self) -> None:
        """Go back to the record."""
        self._sides.setCurrentWidget(self.view)
        self.focus_first()

    def _on_paper_issued(self, inspection_id: str) -> None:
        view = self.presenter.view
        if view is not None and view.inspection.inspection_id == inspection_id:
            self.presenter.open(inspection_id)

    # --- showing ---------------------------------------------------------------------------

    def _on_shown(self, view: InspectionView) -> None:
        inspection = view.inspection
        current = self.view.scroller.current()
        step = current.STEP if current.STEP in view.kind.steps else Step.PREMISES
        self.view.show_view(view, step)
        self.view.premises.show_inspection(inspection)
        self.view.instrument.show_inspection(inspection, self.workplace.clock.today())
        self.view.checks.show_inspection(inspection, view.kind)
        self.view.evidence.show_inspection(inspection, view.kind, self._images_of)
        self.view.conclusion.show_verdict(inspection, view.verdict, self._title_of)
        self.view.conclusion.sketches.show_drawings(view.drawings)
        self.view.signatures.show_view(view, self.workplace.person.name)
        self.measuring.show(view)
        self.trying.show(view)
        self.merging.show(view)
        self.ending.show(inspection)
        self.judging_again.show(view)

    def show_arrived(self) -> None:
        """Show photos, signatures and document anew: files of the open record have come."""
        view = self.presenter.view
        if view is not None:
            self.ending.clear()
            self.presenter.take(view)

    def _title_of(self, subject: str) -> str:
        view = self.presenter.view
        if view is None:
            return subject
        rows = {row.row.row_id: row.row for row in view.rows}
        return model.subject_title(subject, view.kind, rows)

    def _on_images(self, images: dict[str, bytes]) -> None:
        self._images_of = images
        view = self.presenter.view
        if view is not None:
            self.view.evidence.show_inspection(view.inspection, view.kind, images)

    def _on_saved(self, at: datetime) -> None:
        self.view.show_saved(at)
        self.view.banner.hide()

    def _on_refused(self, failure: Exception) -> None:
        """Say what happened, what was kept and what to do; our own bugs go to the crash log."""
        if not isinstance(failure, InspectorError):
            raise failure
        advice = failures.explain(failure)
        words = " ".join(filter(None, (advice.happened, advice.kept, advice.to_do)))
        self.view.banner.say(advice.title, words, "warn")
        self.view.banner.show()
        if isinstance(failure, NotComplete):
            self.presenter.show_again()

    def _on_not_captured(self, sentence: str) -> None:
        if sentence:
            self.view.measurements.bar.refusal.set_tone("warn")
            self.view.measurements.bar.refusal.set_text(sentence)

    # --- going about -----------------------------------------------------------------------

    def go_to(self, step: Step) -> None:
        """Bring a step into view and go to what is to be done there."""
        pane = self.view.panes[step]
        if pane.isHidden():
            return
        self.view.scroller.go_to(pane)
        self.view.mark_step(step)
        pane.enter()

    def go_to_subject(self, subject: str) -> None:
        """Go to where a finding's subject is entered."""
        self.go_to(model.step_of(subject))
        head, _colon, key = subject.partition(":")
        if head == "check":
            self.view.checks.go_to_check(key)
        elif head == Shape.TRIAL:
            self.trying.go_to_row(subject)
        elif self.measuring.model.view is not None and head in set(Shape):
            self.measuring.go_to_row(subject)

    def _jump(self, number: int) -> None:
        shown = [step for step, pane in self.view.panes.items() if not pane.isHidden()]
        if 1 <= number <= len(shown):
            self.go_to(shown[number - 1])

    def _on_step_chosen(self, key: str) -> None:
        pane = self.view.panes[Step(key)]
        if pane.isHidden():
            self.view.mark_step(self.view.scroller.current().STEP)
            return
        self.view.scroller.go_to(pane)

    def _go_after(self, pane: StepPane) -> None:
        view = self.presenter.view
        if view is not None:
            self.go_to(steps.next_step(view, after=pane.STEP))

    def _on_next(self, key: str) -> None:
        """Go to a step, or to the first unfinished one."""
        view = self.presenter.view
        if key:
            self.go_to(Step(key))
        elif view is not None:
            wanted = steps.next_step(view)
            instrument = view.inspection.instrument is not None
            if wanted is not Step.PREMISES and instrument and not view.inspection.weight_sets:
                wanted = Step.INSTRUMENT if Step.INSTRUMENT in view.kind.steps else wanted
            self.go_to(wanted)

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Keep what has the focus in view."""
        if new is not None and self.view.scroller.holds(new):
            self.view.scroller.show_widget(new)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space, Backspace and F2 belong to the measurement while it is in view.

        Text fields and buttons take their own keys first, so nothing is captured from inside one.
        """
        measuring = self.view.scroller.current() is self.view.measurements
        if measuring and self.view.measurements.take_key(Qt.Key(event.key())):
            return
        super().keyPressEvent(event)

    def _on_type_by_hand(self) -> None:
        if self.view.scroller.current() is self.view.measurements:
            self.view.measurements.take_key(Qt.Key.Key_F2)

    def _on_take_live(self) -> None:
        if self.view.scroller.current() is self.view.trials:
            self.trying.take_live()
