"""Every measurement: what was put on, what was shown, the error, its limit and the rule.

One section per shape. Values taken back and values typed by hand stay, marked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from inspector_app.domain.indication import StabilityBasis
from inspector_app.domain.judgement import Assessment, Band, Outcome
from inspector_app.domain.measurement import Observation, Shape
from inspector_app.domain.quantities import Mass
from inspector_app.domain.text import Text
from inspector_app.kinds.base import ShapeUse
from inspector_app.reports.base import Block, Cell, Table, Tone
from inspector_app.reports.sections import labels
from inspector_app.reports.sections.context import TONES, Context, cited
from inspector_app.words import figures
from inspector_app.words.reasons import outcome_word

Section = Callable[[Context, ShapeUse, tuple[Observation, ...]], Iterator[Block]]

_POINT = Text(zh="测量点", en="Point")
_LOAD = Text(zh="载荷 L", en="Load L")
_INDICATION = Text(zh="示值 I", en="Indication I")
_ADDED = Text(zh="附加 ΔL", en="Added ΔL")
_ERROR = Text(zh="误差 Ec", en="Error Ec")
_LIMIT = Text(zh="最大允许误差", en="Limit")
_RULE = Text(zh="依据", en="Rule")
_RESULT = Text(zh="结论", en="Result")
_FIGURES = Text(zh="结算情况", en="Settlement")
_BY_HAND = Text(zh="手工录入", en="entered by hand")
_DERIVED = Text(zh="稳定由连续示值判定", en="stability derived")
_WITHDRAWN = Text(zh="已撤回：{reason}", en="withdrawn: {reason}")

_GUARDED = Text(zh="合格（邻近限值）", en="Pass (near limit)")


def measurements(context: Context) -> Iterator[Block]:
    """Yield a section for each shape that the kind uses and that has observations."""
    for use in context.kind.shapes:
        observed = tuple(o for o in context.inspection.observations if o.shape is use.shape)
        if observed:
            yield from SECTIONS[use.shape](context, use, observed)


def weighed(context: Context, use: ShapeUse, observed: tuple[Observation, ...]) -> Iterator[Block]:
    """Yield loads and indications with their errors."""
    head = (_POINT, _LOAD, _INDICATION, _ADDED, _ERROR, _LIMIT, _RULE, _RESULT)
    yield Table(
        caption=context.say(use.title),
        head=tuple(map(context.say, head)),
        rows=tuple(_weighed_row(context, each) for each in observed),
        widths=(2.0, 1.6, 1.8, 1.4, 1.5, 1.7, 2.2, 1.8),
    )


def _weighed_row(context: Context, each: Observation) -> tuple[Cell, ...]:
    assessment = context.assessed(each)
    row = context.row(each.row_id)
    limit = row.limit if row else None
    return (
        Cell(text=_name(context, each)),
        _figure(figures.trimmed_mass(each.load or (row.load if row else None))),
        _figure(figures.mass(each.indication.mass)),
        _figure(figures.trimmed_mass(each.changeover_load)),
        _figure(figures.signed(assessment.error) if assessment else figures.NONE),
        _figure(_limits(assessment) if assessment else figures.limit(limit), align="center"),
        Cell(text=cited(assessment.citation) if assessment else ""),
        _result(context, each, assessment),
    )


def reweighed(
    context: Context, use: ShapeUse, observed: tuple[Observation, ...]
) -> Iterator[Block]:
    """Yield lots weighed again beside what the trader settled."""
    head = (_POINT, _FIGURES, _INDICATION, _ERROR, _LIMIT, _RULE, _RESULT)
    yield Table(
        caption=context.say(use.title),
        head=tuple(map(context.say, head)),
        rows=tuple(_reweighed_row(context, each) for each in observed),
        widths=(1.7, 4.2, 1.7, 1.5, 1.6, 2.0, 1.8),
    )


def _reweighed_row(context: Context, each: Observation) -> tuple[Cell, ...]:
    assessment = context.assessed(each)
    figured = "\n".join(
        f"{context.say(labels.FIGURES.get(name, Text(name, name)))} {value}"
        for name, value in each.figures.items()
        if value
    )
    return (
        Cell(text=_name(context, each)),
        Cell(text=figured or labels.NOT_STATED),
        _figure(figures.mass(each.indication.mass)),
        _figure(figures.signed(assessment.error) if assessment else figures.NONE),
        _figure(_limits(assessment) if assessment else figures.NONE, align="center"),
        Cell(text=cited(assessment.citation) if assessment else ""),
        _result(context, each, assessment),
    )


SECTIONS: dict[Shape, Section] = {
    Shape.ZERO: weighed,
    Shape.LOAD_POINTS: weighed,
    Shape.REPEATABILITY: weighed,
    Shape.ECCENTRICITY: weighed,
    Shape.DISCRIMINATION: weighed,
    Shape.TARE: weighed,
    Shape.REWEIGH: reweighed,
}
"""Every shape has its section; a test fails for a shape without one."""


def _figure(text: str, *, align: str = "right") -> Cell:
    return Cell(text=text, align=align)


def _name(context: Context, each: Observation) -> str:
    row = context.row(each.row_id)
    return context.say(row.label) if row else each.row_id


def _limits(assessment: Assessment) -> str:
    """Return `±10 g`, or the two sides where they differ."""
    lower, upper = assessment.lower, assessment.upper
    if lower is not None and upper is not None and (-lower).equals(upper):
        return figures.limit(upper)
    sides = ((lower, "≥ "), (upper, "≤ "))
    return " ".join(sign + _side(side) for side, sign in sides if side is not None) or figures.NONE


def _side(limit: Mass) -> str:
    return figures.signed(limit) if limit.value else f"0 {limit.unit}"


def _result(context: Context, each: Observation, assessment: Assessment | None) -> Cell:
    notes = _notes(context, each)
    if each.withdrawn or assessment is None:
        return Cell(text="\n".join(notes) or figures.NONE, align="center", tone=Tone.WARN)
    outcome = Outcome.PASS if assessment.conforms else Outcome.FAIL
    confirmed = assessment.citation.confirmation.is_confirmed
    word = outcome_word(outcome, context.words, legal=confirmed)
    if assessment.band is Band.GUARD and confirmed:
        word = context.say(_GUARDED)
    text = "\n".join((word, *notes))
    return Cell(text=text, align="center", tone=TONES[outcome], bold=outcome is Outcome.FAIL)


def _notes(context: Context, each: Observation) -> list[str]:
    notes = []
    if each.indication.entered_by_hand:
        notes.append(context.say(_BY_HAND))
    if each.indication.stability_basis is StabilityBasis.DERIVED:
        notes.append(context.say(_DERIVED))
    if each.withdrawn:
        notes.append(context.say(_WITHDRAWN).format(reason=each.withdrawal_reason))
    return notes
