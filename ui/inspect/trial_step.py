"""The trials: rows of declared figures beside the form of the current one, judged as typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.figures import FigureKind
from inspector_app.domain.judgement import Assessment, Finding, Outcome
from inspector_app.domain.measurement import PlanRow, Shape
from inspector_app.kinds.base import Step
from inspector_app.services.plan_inspection import InspectionView, RowView
from inspector_app.words import current_language, figures
from inspector_app.words import gettext as _
from inspector_app.words.reasons import is_doubtful, outcome_word
from ui.inspect.figures_form import FiguresForm
from ui.inspect.finding_row import FindingRow
from ui.inspect.hit_list import Hit, HitList
from ui.inspect.model import capital, gauge_state, is_open, point_verdict
from ui.inspect.step_pane import StepPane
from ui.theme import theme
from ui.widgets.banner import Banner, EmptyState
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chip import ChipKind
from ui.widgets.gauge import ErrorGauge, GaugeState, verdict_word
from ui.widgets.label import Elide, Label
from ui.widgets.paragraph import Paragraph
from ui.widgets.sketch import SketchCard
from ui.widgets.tab_order import follow

_MOST_ROWS = 9
_KINDS: Mapping[Outcome, ChipKind] = {Outcome.FAIL: "bad", Outcome.INCOMPLETE: "warn"}
_CHIPS: Mapping[str, ChipKind] = {"pass": "ok", "guard": "warn", "over": "bad", "open": "warn"}


def row_words(row: PlanRow) -> tuple[str, str]:
    """Return a row's own name, and what it belongs to, each as a line of its own begins."""
    language = current_language()
    said = [part.in_language(language) for part in (row.label, row.group, row.series) if part]
    label, *above = map(capital, said)
    if row.series is not None:
        return f"{above[-1]} · {label}", " · ".join(above[:-1])
    return label, " · ".join(above)


class TrialPane(StepPane):
    """Signals: row_chosen(row_id), figures_typed, keep_asked, undo_asked, live_asked: take the
    instrument's indication into the box with the focus; rule_asked(regulation).
    """  # noqa: D205 - the signals are the summary

    STEP = Step.TRIALS
    row_chosen = Signal(str)
    figures_typed = Signal()
    keep_asked = Signal()
    undo_asked = Signal()
    live_asked = Signal()
    rule_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows, self.form = HitList(most=_MOST_ROWS), FiguresForm()
        self.gauge, self.lines = ErrorGauge(), Paragraph("", "cap")
        self.title, self.live = Label("", "strong"), Elide("", "cap")
        self.refusal = Paragraph("", "cap", tone="bad")
        self.keep = Button(kind="primary", icon="check")
        self.undo, self.take_live = Button(icon="undo"), Button(icon="plug")
        self.empty, self.joining = EmptyState("subtask"), Banner(kind="info", icon="user")
        self.sketches = SketchCard()
        self._across, self._row_id, self._view = QWidget(), "", None
        self._said, self._said_column = QWidget(), QVBoxLayout()
        self._build()
        self._connect()
        self.retranslate()

    _view: InspectionView | None

    def _build(self) -> None:
        left, right = Card(margins=False), Card()
        left.body.addWidget(self.rows)
        left.body.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(theme().space("s"))
        foot.addWidget(self.keep)
        foot.addWidget(self.undo)
        foot.addWidget(self.take_live)
        foot.addWidget(self.live, 1)
        for widget in (self.title, self.form, self.refusal):
            right.body.addWidget(widget)
        right.body.addLayout(foot)
        right.body.addWidget(self.lines)
        self._said_column.setContentsMargins(0, 0, 0, 0)
        self._said_column.setSpacing(0)
        self._said.setLayout(self._said_column)
        right.body.addWidget(self._said)
        right.body.addStretch(1)
        beside = QVBoxLayout()
        beside.setSpacing(theme().space("m"))
        beside.addWidget(self.gauge)
        beside.addWidget(right, 1)
        line = QHBoxLayout(self._across)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().space("m"))
        line.addWidget(left, 2)
        line.addLayout(beside, 3)
        self.body.addWidget(self.joining)
        self.joining.hide()
        self.body.addWidget(self._across)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.sketches)
        self.refusal.hide()
        self.build_frame()
        self.retint()

    def _connect(self) -> None:
        self.rows.currentRowChanged.connect(self._on_row)
        self.rows.picked.connect(lambda _key: self.form.enter())
        self.form.changed.connect(self.figures_typed)
        self.form.committed.connect(lambda _key, _text: self.figures_typed.emit())
        self.form.finished.connect(self.keep_asked)
        for button in (self.keep, self.undo, self.take_live):
            button.setAutoDefault(True)  # Enter presses it, as Space does
        self.keep.clicked.connect(self.keep_asked)
        self.undo.clicked.connect(self.undo_asked)
        self.take_live.clicked.connect(self.live_asked)

    # --- showing ---------------------------------------------------------------------------

    def show_view(self, view: InspectionView, row_id: str) -> None:
        """Show the rows of the plan and the form of this one."""
        self._view = view
        rows = [row for row in view.rows if row.row.shape is Shape.TRIAL]
        self._across.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.sketches.show_drawings(view.drawings)
        self.rows.blockSignals(True)
        worst = _worst_of(view.verdict.findings)
        self.rows.show_hits([_hit(row, worst.get(row.row.row_id)) for row in rows])
        keys = self.rows.keys()
        if row_id in keys:
            self.rows.setCurrentRow(keys.index(row_id))
            self.rows.reveal()
        self.rows.blockSignals(False)
        found = view.row(row_id)
        if found is not None:
            self._show_row(found, is_fresh=row_id != self._row_id)
        self._row_id = row_id
        for widget in (self.form, self.keep, self.undo):
            widget.setEnabled(is_open(view.inspection))

    def _show_row(self, row: RowView, *, is_fresh: bool) -> None:
        name, above = row_words(row.row)
        self.title.setText(" · ".join(filter(None, (above, name))))
        self.form.show_figures(row.row.figures)
        if row.observation is not None:
            self.form.show_values(row.observation.figures, of_another=is_fresh)
        elif is_fresh:
            self.form.show_values({}, of_another=True)
        self.refuse("")
        is_kept = row.observation is not None
        self.keep.setText(_("Keep anew") if is_kept else _("Keep"))
        self.undo.setVisible(is_kept)
        self.keep.updateGeometry()
        self.gauge.setVisible(_has_error(row.row))
        self.take_live.setVisible(any(figure.live for figure in row.row.figures))
        self._say_findings(row.row.row_id if is_kept and not self.gauge.isVisibleTo(self) else "")

    def _say_findings(self, row_id: str) -> None:
        """Say what was found of a kept row that has no error to draw: identity, a signed text."""
        while (item := self._said_column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if not row_id or self._view is None:
            return
        is_said = False
        for finding in self._view.verdict.findings:
            if finding.subject == row_id:
                row = FindingRow(finding, "", with_go=False, with_doubt=not is_said)
                row.rule_asked.connect(self.rule_asked)
                self._said_column.addWidget(row)
                is_said = is_said or is_doubtful(finding)
        follow(self.take_live, self._said)

    def show_assessment(self, row: PlanRow | None, found: Assessment | None) -> None:
        """Show where the figures in the form lie; None where nothing can be said yet."""
        title = row_words(row)[0] if row is not None else ""
        if found is None:
            self.gauge.show_state(GaugeState(title=title, unit=""))
            self.lines.set_text("")
            return
        state = gauge_state((title, "E"), found, found.error.unit, None)
        if row is not None and row.series is not None:
            state = replace(state, verdict="")
        self.gauge.show_state(replace(state, unit=_("yuan")) if state.unit == "yuan" else state)
        self.lines.set_text("\n".join(found.lines))

    def show_live(self, words: str, *, may_take: bool) -> None:
        """Show what the instrument on the port says now."""
        self.live.set_text(words)
        self.take_live.setEnabled(may_take)

    def refuse(self, sentence: str, key: str = "") -> None:
        """Say what is wrong: at its box, or below the form; empty takes it away."""
        at_box = bool(key) and self.form.set_error(key, sentence)
        self.refusal.set_text("" if at_box else sentence)
        self.refusal.setVisible(bool(sentence) and not at_box)

    def _on_row(self, at: int) -> None:
        keys = self.rows.keys()
        if 0 <= at < len(keys):
            self.row_chosen.emit(keys[at])

    def enter(self) -> None:
        """Go to the form, or on when there is nothing to measure."""
        if not self._across.isVisible() or not self.form.enter():
            super().enter()

    def retint(self) -> None:
        """Take the heights of the theme in use."""
        self.gauge.setFixedHeight(theme().size("reading_c"))

    def retranslate(self) -> None:
        """Say the words in the language in use."""
        super().retranslate()
        self.heading.setText(_("Trials"))
        self.hint.set_text(_("Enter goes from box to box and keeps the row at the last one."))
        self.rows.setAccessibleName(_("Trials"))
        self.undo.setText(_("Take back"))
        self.take_live.setText(_("Read (F4)"))
        self.empty.say(
            _("No trials yet"), _("Fill in the particulars: the trials follow from them.")
        )
        self.keep.setText(_("Keep"))
        self.form.retranslate()
        if self._view is not None:
            self.show_view(self._view, self._row_id)


def _has_error(row: PlanRow) -> bool:
    """Say whether an error of this row lies somewhere between limits, so that a gauge says more."""
    return not row.without_error and any(f.kind is FigureKind.NUMBER for f in row.figures)


def _worst_of(findings: Sequence[Finding]) -> dict[str, Outcome]:
    """Return by subject what stands against it: a failure before what is missing."""
    missing = {f.subject: f.outcome for f in findings if f.outcome is Outcome.INCOMPLETE}
    return missing | {f.subject: f.outcome for f in findings if f.outcome is Outcome.FAIL}


def _hit(row: RowView, worst: Outcome | None) -> Hit:
    name, above = row_words(row.row)
    if row.observation is None:
        kind: ChipKind = "idle" if row.row.optional else "info"
        chip = _("Optional") if row.row.optional else _("To do")
        return Hit(row.row.row_id, name, above, icon="subtask", chip=chip, chip_kind=kind)
    if row.assessment is None:
        chip = outcome_word(worst) if worst is not None else _("Kept")
        kind = _KINDS[worst] if worst is not None else "ok"
        return Hit(row.row.row_id, name, above, icon="subtask", chip=chip, chip_kind=kind)
    if row.row.series is not None:  # judged together with its like: here only what was found
        found = figures.signed(row.assessment.error)
        return Hit(row.row.row_id, name, above, icon="subtask", chip=found, chip_kind="info")
    verdict = point_verdict(row.assessment)
    return Hit(
        row.row.row_id,
        name,
        above,
        icon="subtask",
        chip=verdict_word(verdict),
        chip_kind=_CHIPS[verdict],
    )
