"""A case with a pressing deadline as a row of Today."""

from __future__ import annotations

from inspector_app.services.list_cases import CaseCard
from inspector_app.words import gettext as _
from ui.cases import wording
from ui.today.lists import Line

CASE_PREFIX = "case:"


def case_line(card: CaseCard) -> Line:
    """Return the row: which deadline of which case, until when, by which article."""
    deadline = card.deadline
    chip = wording.deadline_chip(deadline)
    name = wording.said(deadline.rule.title) if deadline is not None else ""
    until = wording.last_day(deadline) if deadline is not None else ""
    article = wording.article(deadline) if deadline is not None else ""
    return Line(
        key=CASE_PREFIX + card.case.case_id,
        title=" · ".join(part for part in (name, card.case.title) if part),
        detail=" · ".join(part for part in (until, article, card.number) if part),
        icon="cases",
        icon_colour="bad" if chip.kind == "bad" else "warn",
        chip=chip.text,
        chip_kind=chip.kind,
        chip_icon=chip.icon,
        action=_("Open"),
    )
