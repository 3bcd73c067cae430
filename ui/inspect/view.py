"""The page's frame: what is inspected, the steps beside, the scrolling work. Widgets only."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.inspection import Inspection, State
from inspector_app.kinds.base import Step
from inspector_app.services.plan_inspection import InspectionView
from inspector_app.services.sync_ports import RecordState
from inspector_app.words import current_language, reasons
from inspector_app.words import gettext as _
from ui.inspect import model, steps
from ui.inspect.checks_step import ChecksPane
from ui.inspect.conclusion_step import ConclusionPane
from ui.inspect.evidence_step import ChooseFiles, EvidencePane, ask_for_files
from ui.inspect.fetch_bar import FetchBar
from ui.inspect.instrument_step import InstrumentPane
from ui.inspect.measurement_step import MeasurementPane
from ui.inspect.measuring_instrument_step import MeasuringInstrumentPane
from ui.inspect.particulars_step import ParticularsPane
from ui.inspect.premises_step import PremisesPane
from ui.inspect.scroller import StepScroller
from ui.inspect.signature_step import SignaturePane
from ui.inspect.step_pane import StepPane
from ui.inspect.trial_step import TrialPane
from ui.sync_words import record_chip, record_meaning
from ui.theme import theme
from ui.widgets.banner import Banner
from ui.widgets.card import Card, Rule
from ui.widgets.chip import Chip
from ui.widgets.icon_mark import IconMark
from ui.widgets.label import Elide, Label
from ui.widgets.step_list import StepList


class InspectView(QWidget):
    """Frame and panes. Signals step_chosen(key): a person jumps; rule_asked(regulation)."""

    step_chosen = Signal(str)
    rule_asked = Signal(str)

    def __init__(
        self, *, choose_files: ChooseFiles = ask_for_files, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.premises, self.instrument, self.checks = PremisesPane(), InstrumentPane(), ChecksPane()
        self.measurements, self.conclusion = MeasurementPane(), ConclusionPane()
        self.measuring_instrument = MeasuringInstrumentPane()
        self.particulars, self.trials = ParticularsPane(), TrialPane()
        self.evidence, self.signatures = EvidencePane(choose_files=choose_files), SignaturePane()
        panes: list[StepPane] = [
            self.premises,
            self.instrument,
            self.measuring_instrument,
            self.checks,
            self.particulars,
            self.measurements,
            self.trials,
            self.evidence,
            self.conclusion,
            self.signatures,
        ]
        self.panes = {pane.STEP: pane for pane in panes}
        self.scroller = StepScroller(panes)
        self.title, self.purpose, self.facts = Elide("", "title"), Chip(), Elide("", "cap")
        self.journey = Chip()
        self.journey.hide()
        self._state: RecordState | None = None
        self.saved_mark, self.saved = IconMark("check", "ok"), Label("", "cap")
        self.step_list, self.progress = StepList(), Label("", "cap")
        self.steps_title, self.weights_title = Label("", "capx"), Label("", "capx")
        self.weights, self.weights_until = Elide("", "body"), Elide("", "cap")
        self.banner, self.fetch_bar = Banner(), FetchBar()
        self.header, self.side = QWidget(), Card(spacing="xs", side="s")
        self._saved_at: datetime | None = None
        self._view: InspectionView | None = None
        self._is_compact, self._has_weights = False, False
        self._build()
        self.retranslate()

    def _build(self) -> None:
        self._build_header()
        self._build_side()
        self._across = QHBoxLayout()
        self._across.addWidget(self.side)
        self._across.addWidget(self.scroller, 1)
        self._strip = Card(margins=False)
        self._strip.hide()
        self.column = QVBoxLayout(self)
        self.column.addWidget(self.header)
        self.column.addWidget(self._strip)
        self.column.addWidget(self.banner)
        self.column.addWidget(self.fetch_bar)
        self.column.addLayout(self._across, 1)
        self.banner.hide()
        self.banner_close = self.banner.add_action("", self.banner.hide, icon="close")
        self.step_list.chosen.connect(self.step_chosen)
        for pane in (self.trials, self.conclusion):
            pane.rule_asked.connect(self.rule_asked)
        self.retint()

    def _build_header(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(theme().space("m"))
        first.addWidget(self.title, 0)
        first.addWidget(self.purpose, 0)
        first.addWidget(self.journey, 0)
        first.addStretch(1)
        first.addWidget(self.saved_mark)
        first.addWidget(self.saved)
        column = QVBoxLayout(self.header)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(first)
        column.addWidget(self.facts)
        self.saved_mark.hide()

    def _build_side(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.steps_title, 1)
        head.addWidget(self.progress)
        self.side.body.addLayout(head)
        self.side.body.addWidget(self.step_list)
        self.side.body.addStretch(1)
        self._weights_rule = Rule()
        widgets = (self._weights_rule, self.weights_title, self.weights, self.weights_until)
        for widget in widgets:
            self.side.body.addWidget(widget)

    # --- showing ---------------------------------------------------------------------------

    def show_new(self) -> None:
        """Show an inspection that is not open yet."""
        self._view = None
        self.show_state(None)
        self.set_read_only(read_only=False)
        self._tell_subject()
        for step, pane in self.panes.items():
            pane.setVisible(step is Step.PREMISES)
        self.step_list.set_steps(steps.new_steps(), Step.PREMISES.value)
        self.progress.setText("")
        self.premises.show_new()

    def show_view(self, view: InspectionView, current: Step) -> None:
        """Show how an inspection stands: header, steps, and which panes its kind has."""
        self._view = view
        for step, pane in self.panes.items():
            pane.setVisible(step in view.kind.steps)
        self.step_list.set_steps(steps.step_items(view), current.value)
        self.progress.setText(steps.done_of(view))
        self._tell_subject()

    def mark_step(self, step: Step) -> None:
        """Show which step is in view, without jumping."""
        items = steps.step_items(self._view) if self._view is not None else steps.new_steps()
        self.step_list.set_steps(items, step.value)

    def show_saved(self, at: datetime) -> None:
        """Say when the last change was kept."""
        self._saved_at = at
        self.saved_mark.show()
        state = self._view.inspection.state if self._view is not None else State.DRAFT
        words = _("Draft saved {time}") if state is State.DRAFT else _("Kept {time}")
        self.saved.setText(words.format(time=model.clock_text(at)))

    def set_read_only(self, *, read_only: bool) -> None:
        """Let a record of another laptop be read and not changed; its documents stay in reach."""
        for step, pane in self.panes.items():
            pane.setEnabled(not read_only or step is Step.SIGNATURES)

    def show_state(self, state: RecordState | None) -> None:
        """Say how far a sealed record has come on its way to the office; None says nothing."""
        self._state = state
        is_sealed = self._view is not None and self._view.inspection.state is State.SEALED
        self.journey.setVisible(is_sealed and state is not None)
        self.signatures.show_state(state if is_sealed else None)
        if state is not None:
            chip = record_chip(state)
            self.journey.set_state(chip.text, chip.kind, icon=chip.icon)
            self.journey.setToolTip(record_meaning(state))

    def _tell_subject(self) -> None:
        inspection = self._view.inspection if self._view is not None else None
        self.title.set_text(_subject(inspection))
        self.facts.set_text(self._facts(inspection))
        self.purpose.setVisible(inspection is not None)
        if self._view is not None and inspection is not None:
            kind = self._view.kind.title.in_language(current_language())
            sealed = inspection.state is State.SEALED
            words = reasons.verdict_word(self._view.verdict)
            self.purpose.set_state(
                f"{words} · " + _("Sealed") if sealed else kind,
                "idle" if sealed else "info",
                icon="seal" if sealed else "",
            )
        self._tell_weights(inspection)

    def _facts(self, inspection: Inspection | None) -> str:
        if inspection is None:
            return _("Choose the premises: everything else follows from them.")
        parts = [inspection.number]
        if inspection.instrument is not None:
            parts.append(model.instrument_facts(inspection.instrument))
        if self._view is not None and self._view.verdict.regulation:
            parts.append(self._view.verdict.regulation)
        return " · ".join(parts)

    def _tell_weights(self, inspection: Inspection | None) -> None:
        sets = inspection.weight_sets if inspection is not None else ()
        self.weights.set_text(model.weights_line(sets[0]) if sets else "")
        until = min((one.valid_until for one in sets), default=None)
        self.weights_until.set_text(model.valid_to(until) if until is not None else "")
        self._has_weights = bool(sets)
        self._fit_side()

    def _fit_side(self) -> None:
        """Leave the weights out where the steps need the room, then press the steps together."""
        t, layout = theme(), self.side.body
        margins = layout.contentsMargins()
        room = self.side.height() - margins.top() - margins.bottom()
        room -= self.steps_title.sizeHint().height() + layout.spacing()
        weights = (self._weights_rule, self.weights_title, self.weights, self.weights_until)
        needed = sum(widget.sizeHint().height() + layout.spacing() for widget in weights)
        fits = self.step_list.full_height() + needed + t.space("s") <= room
        for widget in weights:
            widget.setVisible(self._has_weights and fits)
        self.step_list.set_room(0 if self._is_compact else max(room, 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the column of steps anew."""
        super().resizeEvent(event)
        self._across.activate()
        self._fit_side()

    def set_compact(self, *, compact: bool) -> None:
        """Become the small page: the steps as a strip, no header, lower panes."""
        self._is_compact = compact
        home = self._strip if compact else self.side
        if self.step_list.parentWidget() is not home:
            self.step_list.set_compact(compact=compact)
            if compact:
                self._strip.body.addWidget(self.step_list)
            else:
                self.side.body.insertWidget(1, self.step_list)
        self._strip.setVisible(compact)
        self.side.setVisible(not compact)
        self.header.setVisible(not compact)
        self.measurements.set_compact(compact=compact)
        self.signatures.set_compact(compact=compact)
        self.retint()

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        t = theme()
        margin = t.size("page_margin_c" if self._is_compact else "page_margin")
        gap = t.space("xs" if self._is_compact else "m")
        # at 1024 by 600 five load points and the capture bar need every pixel (look.md §2)
        top, foot = (gap, gap) if self._is_compact else (t.space("s"), margin - t.space("xs"))
        self.column.setContentsMargins(margin, top, margin, foot)
        self.column.setSpacing(gap)
        self._across.setSpacing(t.space("m"))
        self.side.setFixedWidth(t.size("step"))
        self.header.setFixedHeight(t.size("header"))

    def retranslate(self) -> None:
        """Say the words in the language in use."""
        self.steps_title.setText(_("Steps"))
        self.weights_title.setText(_("Reference weights"))
        self.banner_close.setText(_("Close"))
        if self._saved_at is not None:
            self.show_saved(self._saved_at)
        self.show_state(self._state)
        if self._view is None:
            self.step_list.set_steps(steps.new_steps(), self.step_list.chosen_key())
        self._tell_subject()


def _subject(inspection: Inspection | None) -> str:
    if inspection is None or inspection.premises is None:
        return _("New inspection")
    place = inspection.premises
    where = " ".join(filter(None, (place.market, place.stall)))
    return " · ".join(filter(None, (where, place.name)))
