"""The steps beside the page: which there are, how far each is, and what its second line says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from inspector_app.domain.inspection import State
from inspector_app.domain.measurement import Shape
from inspector_app.kinds.base import WEIGHING_STEPS, Step
from inspector_app.services.plan_inspection import InspectionView, ShapeView, StepState, StepView
from inspector_app.words import current_language, ngettext, reasons
from inspector_app.words import gettext as _
from ui.inspect import model
from ui.widgets.step_list import Step as StepItem
from ui.widgets.step_list import StepState as ItemState

_STATES: Final[dict[StepState, ItemState]] = {
    StepState.TODO: "waiting",
    StepState.PARTLY: "current",
    StepState.ATTENTION: "attention",
    StepState.DONE: "done",
}


_CHOSEN: Final = frozenset({Step.PREMISES, Step.INSTRUMENT})


def step_title(step: Step) -> str:
    """Return what a step is called."""
    return {
        Step.PREMISES: _("Premises"),
        Step.INSTRUMENT: _("Instrument"),
        Step.MEASURING_INSTRUMENT: _("Instrument"),
        Step.CHECKS: _("Marks"),
        Step.PARTICULARS: _("Particulars"),
        Step.MEASUREMENTS: _("Measurements"),
        Step.TRIALS: _("Trials"),
        Step.EVIDENCE: _("Evidence"),
        Step.CONCLUSION: _("Conclusion"),
        Step.SIGNATURES: _("Signatures"),
    }[step]


def new_steps() -> list[StepItem]:
    """Return the steps of an inspection that is not open yet."""
    return [
        StepItem(
            key=step.value,
            title=step_title(step),
            detail=_("to choose") if step in _CHOSEN else _("later"),
            state="current" if step is Step.PREMISES else "waiting",
        )
        for step in WEIGHING_STEPS
    ]


def step_items(view: InspectionView) -> list[StepItem]:
    """Return the steps of an inspection with their state and second line."""
    return [
        StepItem(
            key=part.step.value,
            title=step_title(part.step),
            detail=_DETAILS[part.step](view, part),
            state=_state(view, part),
            badge=_badge(part),
        )
        for part in view.steps
    ]


def _badge(part: StepView) -> str:
    counted = part.step in {Step.CHECKS, Step.MEASUREMENTS, Step.TRIALS} and part.total
    return f"{part.done}/{part.total}" if counted else ""


def _state(view: InspectionView, part: StepView) -> ItemState:
    """A failed point is attention while one may still act on it; judged, the step is done."""
    if part.state is StepState.ATTENTION and view.inspection.state is State.SEALED:
        return "done"
    return _STATES[part.state]


def done_of(view: InspectionView) -> str:
    """Return `4 / 7`."""
    done = sum(part.state is StepState.DONE for part in view.steps)
    return f"{done} / {len(view.steps)}"


def _premises(view: InspectionView, _part: StepView) -> str:
    place = view.inspection.premises
    if place is None:
        return _("to choose")
    return " ".join(filter(None, (place.market, place.stall))) or place.name


def _instrument(view: InspectionView, _part: StepView) -> str:
    one = view.inspection.instrument
    return _("to choose") if one is None else model.instrument_line(one)


def _measuring_instrument(view: InspectionView, _part: StepView) -> str:
    one = view.inspection.measuring_instrument
    return _("to choose") if one is None else " ".join(filter(None, (one.name, one.serial_number)))


def _particulars(view: InspectionView, part: StepView) -> str:
    if not part.total:
        filled = sum(bool(view.inspection.fields.get(f.key)) for f in view.kind.particulars)
        return _("{n} filled in, none required").format(n=filled)
    return _("{done} of {total} filled in").format(done=part.done, total=part.total)


def _trials(view: InspectionView, part: StepView) -> str:
    trials = [shape for shape in view.shapes if shape.use.shape is Shape.TRIAL]
    if not any(shape.rows for shape in trials):
        return _("needs the particulars")
    return _rows_words(trials, part) if part.total else _("optional")


def _checks(view: InspectionView, part: StepView) -> str:
    bad = sum(check.answer == "no" for check in view.checks)
    if bad:
        return ngettext("{n} does not comply", "{n} do not comply", bad).format(n=bad)
    if part.done == part.total:
        return _("All {n} answered").format(n=part.total)
    return _("{done} of {total} answered").format(done=part.done, total=part.total)


def _measurements(view: InspectionView, part: StepView) -> str:
    weighed = [shape for shape in view.shapes if shape.use.shape is not Shape.TRIAL]
    if not any(shape.rows for shape in weighed):
        return _("needs instrument and weights")
    return _rows_words(weighed, part)


def _rows_words(shapes: Sequence[ShapeView], part: StepView) -> str:
    rows = [row for shape in shapes for row in shape.rows]
    judged = [r.assessment for r in rows if r.assessment is not None and r.assessment.is_decided]
    over = sum(not found.conforms for found in judged)
    if over:
        return ngettext("{n} point over the limit", "{n} points over the limit", over).format(
            n=over
        )
    for shape in shapes:
        if not shape.is_complete and not shape.use.optional:
            title = shape.use.title.in_language(current_language())
            return f"{title} {shape.done} / {shape.asked}"
    return _("All {n} points measured").format(n=part.total)


def _evidence(view: InspectionView, _part: StepView) -> str:
    lacking = view.missing_photos
    if lacking:
        title = lacking[0].title.in_language(current_language())
        return _("Photo missing: {title}").format(title=title)
    count = len(view.inspection.photos_kept())
    return ngettext("{n} photo", "{n} photos", count).format(n=count)


def _conclusion(view: InspectionView, _part: StepView) -> str:
    if view.inspection.state is not State.DRAFT:
        return reasons.verdict_word(view.verdict)
    count = len(view.missing)
    if not count:
        return _("ready")
    return ngettext("{n} thing missing", "{n} things missing", count).format(n=count)


def _signatures(view: InspectionView, part: StepView) -> str:
    if view.inspection.state is State.SEALED:
        return _("Sealed")
    return _("{done} of {total} signed").format(done=part.done, total=part.total)


_DETAILS: Final[dict[Step, Callable[[InspectionView, StepView], str]]] = {
    Step.PREMISES: _premises,
    Step.INSTRUMENT: _instrument,
    Step.MEASURING_INSTRUMENT: _measuring_instrument,
    Step.CHECKS: _checks,
    Step.PARTICULARS: _particulars,
    Step.MEASUREMENTS: _measurements,
    Step.TRIALS: _trials,
    Step.EVIDENCE: _evidence,
    Step.CONCLUSION: _conclusion,
    Step.SIGNATURES: _signatures,
}


def next_step(view: InspectionView, after: Step | None = None) -> Step:
    """Return the first unfinished step, at or after the one following `after`."""
    steps = [part.step for part in view.steps]
    unfinished = [part.step for part in view.steps if part.state is not StepState.DONE]
    if after is not None and after in steps:
        later = steps[steps.index(after) + 1 :]
        return later[0] if later else after
    return unfinished[0] if unfinished else steps[-1]
