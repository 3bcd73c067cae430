"""The kind's checks with their answers, legal basis and notes, a table per group."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from inspector_app.domain.text import Text
from inspector_app.kinds.base import Check
from inspector_app.reports.base import Block, Cell, Table, Tone
from inspector_app.reports.sections import labels
from inspector_app.reports.sections.context import Context
from inspector_app.words.clauses import article_of

_HEAD = (
    Text(zh="编号", en="No."),
    Text(zh="检查内容", en="Question"),
    Text(zh="结果", en="Answer"),
    Text(zh="依据", en="Basis"),
)
_NOTE = Text(zh="说明：{note}", en="Note: {note}")
_TONES = {"yes": Tone.GOOD, "no": Tone.BAD, "": Tone.WARN}


def checks(context: Context) -> Iterator[Block]:
    """Yield one table per group of the kind's list, in the list's order."""
    for group, asked in groupby(context.kind.checks, key=lambda check: check.group):
        yield Table(
            caption=context.say(group),
            head=tuple(map(context.say, _HEAD)),
            rows=tuple(_row(context, check) for check in asked),
            widths=(1.0, 6.0, 1.3, 4.0),
        )


def _row(context: Context, check: Check) -> tuple[Cell, ...]:
    given = context.inspection.answers.get(check.key)
    answer = given.answer if given else ""
    noted = (context.say(_NOTE).format(note=given.note),) if given and given.note else ()
    said = labels.ANSWERS.get(answer)
    basis = article_of(check.basis.document, check.basis.article, context.words.language)
    return (
        Cell(text=check.key, align="center"),
        Cell(text="\n".join((context.say(check.text), *noted))),
        Cell(
            text=context.say(said) if said else answer,
            align="center",
            tone=_TONES.get(answer, Tone.PLAIN),
            bold=answer == "no",
        ),
        Cell(text=basis),
    )
