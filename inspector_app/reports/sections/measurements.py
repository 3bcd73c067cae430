"""Every measurement: what was put on, what was shown, the error, its limit and the rule.

One section per shape. Values taken back and values typed by hand stay, marked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from inspector_app.domain.indication import StabilityBasis
from inspector_app.domain.judgement import Assessment, Band, Outcome
from inspector_app.domain.measurement import Observation, Shape
from inspector_app.domain.quantities import Quantity
from inspector_app.domain.text import Text
from inspector_app.kinds.base import ShapeUse
from inspector_app.reports.base import Block, Cell, Table, Tone
from inspector_app.reports.sections import labels
from inspector_app.reports.sections.context import (
    TONES,
    Context,
    cited,
    point_word,
    unit_word,
    written,
)
from inspector_app.words import figures

Section = Callable[[Context, ShapeUse, tuple[Observation, ...]], Iterator[Block]]

_POINT = Text(zh="测量点", en="Point")
_LOAD = Text(zh="载荷 L", en="Load L")
_INDICATION = Text(zh="示值 I", en="Indication I")
_ADDED = Text(zh="附加 ΔL", en="Added ΔL")
_ERROR = Text(zh="误差 Ec", en="Error Ec")
_PLAIN_ERROR = Text(zh="误差", en="Error")
_LIMIT = Text(zh="最大允许误差", en="Limit")
_PLAIN_LIMIT = Text(zh="限值", en="Limit")
_RULE = Text(zh="依据", en="Rule")
_RESULT = Text(zh="结论", en="Result")
_RECORDED = Text(zh="记录值", en="Recorded")
_FIGURES = Text(zh="结算情况", en="Settlement")
_UNDER = Text(zh="（依据：{rule}）", en=" ({rule})")
_BY_HAND = Text(zh="手工录入", en="entered by hand")
_DERIVED = Text(zh="稳定由连续示值判定", en="stability derived")
_JOINED = Text(zh="来自记录 {number}", en="from record {number}")
_WITHDRAWN = Text(zh="已撤回：{reason}", en="withdrawn: {reason}")

_UNDECIDED = Text(zh="未判定", en="Undecided")
_GUARDED = Text(zh="合格（邻近限值）", en="Pass (near limit)")


def measurements(context: Context) -> Iterator[Block]:
    """Yield a section for each shape that the kind uses and that has observations."""
    for use in context.kind.shapes:
        observed = tuple(o for o in context.inspection.observations if o.shape is use.shape)
        if observed:
            yield from SECTIONS[use.shape](context, use, observed)


def weighed(context: Context, use: ShapeUse, observed: tuple[Observation, ...]) -> Iterator[Block]:
    """Yield loads and indications with their errors."""
    yield _table(
        context,
        use,
        observed,
        columns=((_POINT, 2.0), (_LOAD, 1.7), (_INDICATION, 1.9), (_ADDED, 1.5)),
        cells=_weighed_cells,
    )


def _weighed_cells(context: Context, each: Observation) -> tuple[Cell, ...]:
    row = context.row(each.row_id)
    return (
        Cell(text=_name(context, each)),
        _figure(figures.trimmed_mass(each.load or (row.load if row else None))),
        _figure(figures.mass(each.shown.mass)),
        _figure(figures.trimmed_mass(each.changeover_load)),
    )


def reweighed(
    context: Context, use: ShapeUse, observed: tuple[Observation, ...]
) -> Iterator[Block]:
    """Yield lots weighed again beside what the trader settled."""
    yield _table(
        context,
        use,
        observed,
        columns=((_POINT, 1.7), (_FIGURES, 4.4), (_INDICATION, 1.8)),
        cells=_reweighed_cells,
    )


def _reweighed_cells(context: Context, each: Observation) -> tuple[Cell, ...]:
    figured = "\n".join(
        _settled(context, name, value) for name, value in each.figures.items() if value
    )
    return (
        Cell(text=_name(context, each)),
        Cell(text=figured or labels.NOT_STATED),
        _figure(figures.mass(each.shown.mass)),
    )


def tried(context: Context, use: ShapeUse, observed: tuple[Observation, ...]) -> Iterator[Block]:
    """Yield trials: under each group's name its rows, with every figure that was written down."""
    groups: dict[str, list[Observation]] = {}
    for each in observed:
        row = context.row(each.row_id)
        groups.setdefault(context.say(row.group) if row and row.group else "", []).append(each)
    for group, rows in groups.items():
        table = _table(
            context,
            use,
            tuple(rows),
            columns=((_POINT, 2.0), (_RECORDED, 5.0)),
            cells=_tried_cells,
        )
        yield replace(table, caption=f"{group} · {table.caption}") if group else table


def _tried_cells(context: Context, each: Observation) -> tuple[Cell, ...]:
    row = context.row(each.row_id)
    declared = row.figures if row else ()
    lines = [
        f"{context.say(figure.label)} {written(context, figure, each.figures[figure.key])}"
        + (f" ({each.readings[figure.key].source})" if figure.key in each.readings else "")
        for figure in declared
        if figure.key in each.figures
    ]
    return Cell(text=_name(context, each)), Cell(text="\n".join(lines) or labels.NOT_STATED)


def _settled(context: Context, name: str, value: str) -> str:
    label, shown = labels.FIGURES.get(name), labels.VALUES.get(value)
    said = context.say(shown) if shown else value
    return f"{context.say(label) if label else name} {said}"


def _table(
    context: Context,
    use: ShapeUse,
    observed: tuple[Observation, ...],
    *,
    columns: tuple[tuple[Text, float], ...],
    cells: Callable[[Context, Observation], tuple[Cell, ...]],
) -> Table:
    """Return a shape's table: its own columns, then error, limit and result.

    The rule stands above the table where all rows share it, else in a column.
    """
    assessed = [(each, context.assessed(each)) for each in observed]
    rules = dict.fromkeys(cited(context, found.citation) for _each, found in assessed if found)
    shared = len(rules) <= 1
    error = use.judged or (_PLAIN_ERROR if use.shape is Shape.TRIAL else _ERROR)
    columns = (*columns, (error, 1.6), (_PLAIN_LIMIT if use.judged else _LIMIT, 2.2))
    columns += ((_RESULT, 2.3),) if shared else ((_RULE, 2.7), (_RESULT, 1.6))
    rule = context.say(_UNDER).format(rule=next(iter(rules))) if shared and rules else ""
    return Table(
        caption=context.say(use.title) + rule,
        head=tuple(context.say(title) for title, _width in columns),
        rows=tuple(
            (*cells(context, each), *_judged(context, use, each, found, with_rule=not shared))
            for each, found in assessed
        ),
        widths=tuple(width for _title, width in columns),
    )


def _judged(
    context: Context,
    use: ShapeUse,
    each: Observation,
    found: Assessment | None,
    *,
    with_rule: bool,
) -> tuple[Cell, ...]:
    row = context.row(each.row_id)
    limit = _limits(found) if found else figures.limit(row.limit if row else None)
    value = figures.trimmed_mass if use.judged else figures.signed
    error = value(found.error) if found else figures.NONE
    if use.judged:
        limit = limit.replace("+", "")
    if found is not None:
        unit = found.error.unit
        error, limit = (text.replace(unit, unit_word(context, unit)) for text in (error, limit))
    return (
        _figure(error),
        _figure(limit, align="center"),
        *((Cell(text=cited(context, found.citation) if found else ""),) if with_rule else ()),
        _result(context, each, found),
    )


SECTIONS: dict[Shape, Section] = {
    Shape.ZERO: weighed,
    Shape.LOAD_POINTS: weighed,
    Shape.REPEATABILITY: weighed,
    Shape.ECCENTRICITY: weighed,
    Shape.DISCRIMINATION: weighed,
    Shape.TARE: weighed,
    Shape.REWEIGH: reweighed,
    Shape.TRIAL: tried,
}
"""Every shape has its section; a test fails for a shape without one."""


def _figure(text: str, *, align: str = "right") -> Cell:
    return Cell(text=text, align=align)


def _name(context: Context, each: Observation) -> str:
    row = context.row(each.row_id)
    parts = (row.series, row.label) if row else ()
    return " · ".join(context.say(part) for part in parts if part) or each.row_id


def _limits(assessment: Assessment) -> str:
    """Return `±10 g`, or the two sides where they differ."""
    lower, upper = assessment.lower, assessment.upper
    if lower is not None and upper is not None and (-lower).equals(upper):
        return figures.limit(upper)
    sides = ((lower, "≥ "), (upper, "≤ "))
    return " ".join(sign + _side(side) for side, sign in sides if side is not None) or figures.NONE


def _side(limit: Quantity) -> str:
    return figures.signed(limit) if limit.value else f"0 {limit.unit}"


def _result(context: Context, each: Observation, assessment: Assessment | None) -> Cell:
    notes = _notes(context, each)
    row = context.row(each.row_id)
    if row is not None and row.series is not None and not each.withdrawn:
        # Runs of a series are judged together: the conclusion says how, not each of them.
        return Cell(text="\n".join(notes) or figures.NONE, align="center")
    if each.withdrawn or assessment is None:
        return Cell(text="\n".join(notes) or figures.NONE, align="center", tone=Tone.WARN)
    if not assessment.is_decided:
        text = "\n".join((context.say(_UNDECIDED), *notes))
        return Cell(text=text, align="center", tone=Tone.WARN)
    outcome = Outcome.PASS if assessment.conforms else Outcome.FAIL
    confirmed = assessment.citation.confirmation.is_confirmed
    word = point_word(context, outcome, legal=confirmed)
    if assessment.band is Band.GUARD and assessment.conforms and confirmed:
        word = context.say(_GUARDED)
    text = "\n".join((word, *notes))
    return Cell(text=text, align="center", tone=TONES[outcome], bold=outcome is Outcome.FAIL)


def _notes(context: Context, each: Observation) -> list[str]:
    notes = []
    if each.entered_by_hand:
        notes.append(context.say(_BY_HAND))
    if each.indication and each.indication.stability_basis is StabilityBasis.DERIVED:
        notes.append(context.say(_DERIVED))
    if source := context.inspection.merged_with(each):
        notes.append(context.say(_JOINED).format(number=source.number))
    if each.withdrawn:
        notes.append(context.say(_WITHDRAWN).format(reason=each.withdrawal_reason))
    return notes
