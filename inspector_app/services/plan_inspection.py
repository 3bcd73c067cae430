"""An inspection as the window shows it: steps with their state, rows with their assessments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from inspector_app.domain.drawing import Drawing
from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.domain.figures import missing_figures
from inspector_app.domain.inspection import Inspection, State
from inspector_app.domain.judgement import Assessment, Finding, Outcome, Verdict
from inspector_app.domain.measurement import Observation, PlanRow, Shape, recorded
from inspector_app.kinds.base import Check, InspectionKind, PhotoRole, ShapeUse, Step
from inspector_app.kinds.catalogue import kind_for
from inspector_app.kinds.judging import judged
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.packages.shelf import RuleShelf
from inspector_app.services.inspection_log import load
from inspector_app.services.ports import EventLog
from inspector_app.services.record_observation import Reading
from inspector_app.services.sign_inspection import missing_signatures


class StepState(StrEnum):
    """How far a step is."""

    TODO = "todo"
    PARTLY = "partly"
    ATTENTION = "attention"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A step of the page. done, total: counts of what it asks for; 0 of 0 has nothing to count."""

    step: Step
    state: StepState
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A plan row with its counting observation and where that lies; None while unmeasured."""

    row: PlanRow
    observation: Observation | None
    assessment: Assessment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeView:
    """A shape's rows and the finding that they make together (repeatability), if any."""

    use: ShapeUse
    rows: tuple[RowView, ...]
    finding: Finding | None

    @property
    def done(self) -> int:
        """Return how many rows are measured."""
        return sum(row.observation is not None for row in self.rows)

    @property
    def asked(self) -> int:
        """Return how many rows must be measured, or are measured though they need not be."""
        return sum(row.observation is not None or not row.row.optional for row in self.rows)

    @property
    def is_complete(self) -> bool:
        """Say whether every row is measured, or none where the shape is optional."""
        return self.done == self.asked or (self.use.optional and self.done == 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    """A check with its answer: `yes`, `no`, `not_applicable` or empty."""

    check: Check
    answer: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionView:
    """Everything the page shows; pure, computed anew after each event.

    verdict: the kept one once concluded, else what the kind would say now. missing: what keeps
    the inspection from being concluded, in the kind's order. drawings: what the kind draws of the
    values so far.
    """

    inspection: Inspection
    kind: InspectionKind
    steps: tuple[StepView, ...]
    checks: tuple[CheckView, ...]
    shapes: tuple[ShapeView, ...]
    missing_photos: tuple[PhotoRole, ...]
    missing_signatures: tuple[str, ...]
    missing: tuple[Finding, ...]
    verdict: Verdict
    drawings: tuple[Drawing, ...] = ()

    @property
    def rows(self) -> tuple[RowView, ...]:
        """Return all rows, shape after shape."""
        return tuple(row for shape in self.shapes for row in shape.rows)

    @property
    def next_row(self) -> RowView | None:
        """Return the first unmeasured row that is required, None when all are measured."""
        required = (row for shape in self.shapes if not shape.use.optional for row in shape.rows)
        open_rows = (row for row in required if row.observation is None and not row.row.optional)
        return next(open_rows, None)

    def row(self, row_id: str) -> RowView | None:
        """Return a row by id, None if the plan has no such row."""
        return next((row for row in self.rows if row.row.row_id == row_id), None)


@dataclass(frozen=True, slots=True)
class PlanInspection:
    """Load an inspection and say how it stands."""

    log: EventLog
    shelf: RuleShelf

    def __call__(self, inspection_id: str) -> InspectionView:
        """Return the view, a concluded one by the book that judged it, where it is held.

        Raises WrongState(`inspection_unknown`), InputInvalid(`kind_unknown`).
        """
        inspection = load(self.log, inspection_id)
        return view_of(inspection, self.shelf.book_for(inspection))


def view_of(inspection: Inspection, book: RegulationBook) -> InspectionView:
    """Return the view of an inspection already in hand."""
    kind = kind_for(inspection)
    verdict = inspection.verdict or judged(kind, inspection, book)
    shapes = _shapes(inspection, kind, book, verdict)
    checks = tuple(_check_view(inspection, check) for check in kind.checks)
    partial = InspectionView(
        inspection=inspection,
        kind=kind,
        steps=(),
        checks=checks,
        shapes=shapes,
        missing_photos=_missing_photos(inspection, kind),
        missing_signatures=missing_signatures(inspection),
        missing=tuple(f for f in verdict.findings if f.outcome is Outcome.INCOMPLETE),
        verdict=verdict,
        drawings=_drawings(inspection, kind, book),
    )
    return replace(partial, steps=tuple(_step_view(step, partial) for step in kind.steps))


def _drawings(
    inspection: Inspection, kind: InspectionKind, book: RegulationBook
) -> tuple[Drawing, ...]:
    try:
        return kind.drawing(inspection, book) if kind.drawing is not None else ()
    except DomainRuleBroken:  # the verdict names it
        return ()


def assess_live(
    view: InspectionView, row: PlanRow, reading: Reading, book: RegulationBook
) -> Assessment | None:
    """Return where the indication on the screen would lie in this row; cheap, 20 times a second.

    None while there is nothing to say: no value, overload, a wrong unit, no zero yet.
    """
    said = reading.indication
    if row.shape is not Shape.TRIAL and (said is None or not said.is_weighable):
        return None
    try:
        seen = Observation(
            observation_id="",
            row_id=row.row_id,
            shape=row.shape,
            indication=recorded(said, unit=reading.unit, source=reading.source, protocol="")
            if said is not None
            else None,
            load=row.load,
            changeover_load=reading.changeover_load,
            figures=dict(reading.figures),
        )
        return view.kind.assess(view.inspection, row, seen, book)
    except DomainRuleBroken:
        return None


def _shapes(
    inspection: Inspection, kind: InspectionKind, book: RegulationBook, verdict: Verdict
) -> tuple[ShapeView, ...]:
    rows = kind.plan(inspection, book)
    return tuple(
        ShapeView(
            use=use,
            rows=tuple(
                _row_view(inspection, kind, row, book) for row in rows if row.shape is use.shape
            ),
            finding=_joint_finding(verdict, use.shape),
        )
        for use in kind.shapes
    )


def _joint_finding(verdict: Verdict, shape: Shape) -> Finding | None:
    return next((f for f in verdict.findings if f.subject == shape.value), None)


def _row_view(
    inspection: Inspection, kind: InspectionKind, row: PlanRow, book: RegulationBook
) -> RowView:
    seen = inspection.observation_at(row.row_id)
    found: Assessment | None = None
    if seen is not None:
        try:
            found = kind.assess(inspection, row, seen, book)
        except DomainRuleBroken:
            found = None
    return RowView(row=row, observation=seen, assessment=found)


def _check_view(inspection: Inspection, check: Check) -> CheckView:
    given = inspection.answers.get(check.key)
    return CheckView(
        check=check, answer=given.answer if given else "", note=given.note if given else ""
    )


def _missing_photos(inspection: Inspection, kind: InspectionKind) -> tuple[PhotoRole, ...]:
    taken = {photo.role for photo in inspection.photos_kept()}
    return tuple(role for role in kind.photos if role.required and role.key not in taken)


def _step_view(step: Step, view: InspectionView) -> StepView:
    done, total, trouble = _PROGRESS[step](view)
    if trouble:
        state = StepState.ATTENTION
    elif done >= total:
        state = StepState.DONE
    else:
        state = StepState.PARTLY if done else StepState.TODO
    return StepView(step=step, state=state, done=done, total=total)


Progress = tuple[int, int, bool]


def _premises(view: InspectionView) -> Progress:
    return int(view.inspection.premises is not None), 1, False


def _instrument(view: InspectionView) -> Progress:
    found = [f for f in view.verdict.findings if f.subject.startswith("nameplate:")]
    trouble = any(f.outcome is Outcome.FAIL for f in found)
    inspection = view.inspection
    chosen = inspection.instrument is not None or inspection.measuring_instrument is not None
    return int(chosen), 1, trouble


def _checks(view: InspectionView) -> Progress:
    asked = [c for c in view.checks if c.check.must_answer]
    trouble = any(c.answer == "no" for c in view.checks)
    return sum(bool(c.answer) for c in asked), len(asked), trouble


def _particulars(view: InspectionView) -> Progress:
    asked = [figure for figure in view.kind.particulars if figure.required]
    return len(asked) - len(missing_figures(asked, view.inspection.fields)), len(asked), False


def _measurements(view: InspectionView) -> Progress:
    weighed = [s for s in view.shapes if s.use.shape is not Shape.TRIAL]
    done, total, trouble = _progress_of(weighed)
    return done, max(total, 1), trouble


def _trials(view: InspectionView) -> Progress:
    """A kind of trials alone has none before its particulars are known; a scale's may be none."""
    done, total, trouble = _progress_of([s for s in view.shapes if s.use.shape is Shape.TRIAL])
    return done, total if Step.MEASUREMENTS in view.kind.steps else max(total, 1), trouble


def _progress_of(shapes: Sequence[ShapeView]) -> Progress:
    required = [s for s in shapes if not s.use.optional]
    rows = [row for s in shapes for row in s.rows]
    trouble = any(r.assessment is not None and not r.assessment.conforms for r in rows)
    return sum(s.done for s in required), sum(s.asked for s in required), trouble


def _evidence(view: InspectionView) -> Progress:
    wanted = sum(role.required for role in view.kind.photos)
    lacking = len(view.missing_photos)
    return wanted - lacking, wanted, bool(lacking)


def _conclusion(view: InspectionView) -> Progress:
    return int(view.inspection.state in {State.CONCLUDED, State.SEALED}), 1, False


def _signatures(view: InspectionView) -> Progress:
    total = len(view.kind.signature_roles)
    return total - len(view.missing_signatures), total, False


_PROGRESS: dict[Step, Callable[[InspectionView], Progress]] = {
    Step.PREMISES: _premises,
    Step.INSTRUMENT: _instrument,
    Step.MEASURING_INSTRUMENT: _instrument,
    Step.CHECKS: _checks,
    Step.PARTICULARS: _particulars,
    Step.MEASUREMENTS: _measurements,
    Step.TRIALS: _trials,
    Step.EVIDENCE: _evidence,
    Step.CONCLUSION: _conclusion,
    Step.SIGNATURES: _signatures,
}
