"""Cases in words: stages, sources, what is left of a deadline, amounts, lines of the timeline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from inspector_app.casework.case_deadlines import CaseDeadline, DeadlineState
from inspector_app.casework.consequences import LawOption
from inspector_app.casework.deadlines import PeriodUnit
from inspector_app.casework.happenings import kind_of_happening, title_of
from inspector_app.domain.case import Case, CaseHappening, Source, Stage
from inspector_app.domain.judgement import Confirmation
from inspector_app.domain.text import Text
from inspector_app.services.list_cases import CaseCard
from inspector_app.words import current_language, marked, ngettext
from inspector_app.words import gettext as _
from ui.inspect.model import citation_line
from ui.widgets.chip import ChipKind

STAGES: Final[dict[Stage, str]] = {
    Stage.LEAD: marked("Lead and filing"),
    Stage.INVESTIGATION: marked("Investigation"),
    Stage.NOTICE: marked("Notice and hearing"),
    Stage.DECISION: marked("Decision"),
    Stage.CLOSED: marked("Closed"),
}
SOURCES: Final[dict[Source, str]] = {
    Source.INSPECTION: marked("Supervisory check"),
    Source.COMPLAINT: marked("Complaint"),
    Source.REPORT: marked("Tip-off"),
    Source.ASSIGNED: marked("Assigned from above"),
    Source.TRANSFERRED: marked("Transferred by others"),
    Source.OTHER: marked("Other"),
}
MARKS: Final[dict[Confirmation, str]] = {
    Confirmation.VERIFIED: marked("read in the original"),
    Confirmation.VERIFIED_SECONDARY: marked("read in a secondary source"),
    Confirmation.MEMORY: marked("not confirmed"),
    Confirmation.INFERRED: marked("inferred, not confirmed"),
}
_URGENT_DAYS: Final = 2
"""From so few days left a near deadline is shown in red; hours always are."""


@dataclass(frozen=True, slots=True)
class DeadlineChip:
    """A deadline in one word, with its kind and shape."""

    text: str
    kind: ChipKind
    icon: str = "clock"


def said(text: Text) -> str:
    """Return a declared text in the window's language."""
    return text.in_language(current_language())


def listed(names: Iterable[str]) -> str:
    """Return names in a row, parted as the window's language parts them."""
    return ("、" if current_language().startswith("zh") else ", ").join(names)


def stage_word(stage: Stage) -> str:
    """Return the name of a stage."""
    return _(STAGES[stage])


def source_word(source: str) -> str:
    """Return the name of a source; one of a newer program stays as it is."""
    known = {each.value: each for each in Source}
    return _(SOURCES[known[source]]) if source in known else source


def deadline_chip(deadline: CaseDeadline | None) -> DeadlineChip:
    """Return what a card says of its nearest deadline."""
    if deadline is None:
        return DeadlineChip(_("No deadline runs"), "ok", "check")
    state, left = deadline.state, deadline.left
    if state is DeadlineState.SUSPENDED:
        return DeadlineChip(_("Clock stands still"), "idle")
    if state is DeadlineState.MISSING:
        year = deadline.missing_year or ""
        return DeadlineChip(_("{year} unknown").format(year=year), "warn", "warn")
    if state is DeadlineState.OVER and deadline.rule.then is not None:
        return DeadlineChip(said(deadline.rule.then), "info")
    if state is DeadlineState.OVERDUE:
        return DeadlineChip(_overdue(deadline), "bad", "warn")
    words = _left(left if left is not None else 0, deadline.unit)
    return DeadlineChip(words, _kind(deadline))


def _kind(deadline: CaseDeadline) -> ChipKind:
    if deadline.state is not DeadlineState.NEAR:
        return "idle"
    is_hours = deadline.unit is PeriodUnit.HOURS
    left = deadline.left
    return "bad" if is_hours or (left is not None and left <= _URGENT_DAYS) else "warn"


def _left(left: int, unit: PeriodUnit) -> str:
    if unit is PeriodUnit.HOURS:
        return ngettext("{n} hour left", "{n} hours left", left).format(n=left)
    if left == 0:
        return _("Ends today")
    if unit is PeriodUnit.WORKING_DAYS:
        return ngettext("{n} workday left", "{n} workdays left", left).format(n=left)
    return ngettext("{n} day left", "{n} days left", left).format(n=left)


def _overdue(deadline: CaseDeadline) -> str:
    left = deadline.left
    if not left:
        return _("Overdue")
    n = -left
    if deadline.unit is PeriodUnit.HOURS:
        return ngettext("{n} hour late", "{n} hours late", n).format(n=n)
    if deadline.unit is PeriodUnit.WORKING_DAYS:
        return ngettext("{n} workday late", "{n} workdays late", n).format(n=n)
    return ngettext("{n} day late", "{n} days late", n).format(n=n)


def last_day(deadline: CaseDeadline) -> str:
    """Return the last day, the minute for hours; for a missing year the day it is not before."""
    if deadline.moment is not None:
        return f"{deadline.moment:%Y-%m-%d %H:%M}"
    if deadline.due is not None:
        return deadline.due.isoformat()
    earliest = deadline.not_before.isoformat() if deadline.not_before else "–"
    return _("not before {day}").format(day=earliest)


def period(deadline: CaseDeadline) -> str:
    """Return `30 days`, with what was left out."""
    n = deadline.count
    words = {
        PeriodUnit.WORKING_DAYS: ngettext("{n} working day", "{n} working days", n),
        PeriodUnit.CALENDAR_DAYS: ngettext("{n} day", "{n} days", n),
        PeriodUnit.MONTHS: ngettext("{n} month", "{n} months", n),
        PeriodUnit.YEARS: ngettext("{n} year", "{n} years", n),
        PeriodUnit.HOURS: ngettext("{n} hour", "{n} hours", n),
    }[deadline.unit].format(n=n)
    if not deadline.left_out:
        return words
    return _("{period} and {n} left out").format(period=words, n=deadline.left_out)


def banner_title(deadline: CaseDeadline) -> str:
    """Return the bold line of the banner: which deadline, and its last day."""
    words = _("{title}: last day {day}")
    return words.format(title=said(deadline.rule.title), day=last_day(deadline))


def banner_text(deadline: CaseDeadline) -> str:
    """Return the quiet line: how long, what is left, by which article, and what holds it up."""
    parts = [period(deadline), deadline_chip(deadline).text, article(deadline)]
    if deadline.state is DeadlineState.MISSING:
        parts[1] = _("the holidays of {year} are not published").format(year=deadline.missing_year)
    if deadline.doubtful:
        parts.append(_("moved off a weekend: inferred"))
    return " · ".join(dict.fromkeys(parts))


def article(deadline: CaseDeadline) -> str:
    """Return the articles that the deadline rests on, marked while unconfirmed."""
    rows = (deadline.row, *deadline.also)
    return "; ".join(dict.fromkeys(citation_line(row.citation) for row in rows))


def amount_words(option: LawOption) -> str:
    """Return what a law allows: always `may`, never a decision."""
    if not option.amount:
        return _("amount not in the tables; see the article")
    if option.is_gains_share:
        low, _sep, high = option.amount.partition(" ")[0].partition("-")
        if "%" in option.amount:
            return _("may be fined {low} to {high} of the illegal gains").format(low=low, high=high)
        return _("may be fined {low} to {high} times the illegal gains").format(low=low, high=high)
    low, dash, high = option.amount.partition("-")
    if dash:
        return _("may be fined {low} to {high} yuan").format(low=_yuan(low), high=_yuan(high))
    return _("may be fined up to {high} yuan").format(high=_yuan(low))


def _yuan(amount: str) -> str:
    return f"{Decimal(amount):,f}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def mark_chip(confirmation: Confirmation) -> DeadlineChip:
    """Return how well a figure is confirmed, as a chip."""
    confirmed = confirmation.is_confirmed
    kind: ChipKind = "idle" if confirmed else "warn"
    return DeadlineChip(_(MARKS[confirmation]), kind, "check" if confirmed else "warn")


def card_detail(card: CaseCard) -> str:
    """Return the third line of a card: where it came from, or what happened last."""
    case = card.case
    last = [h for h in case.standing() if h.recorded_at != case.opened_at]
    if card.stage is Stage.LEAD or not last:
        return " · ".join((source_word(case.source), _day(case.on)))
    newest = last[-1]
    return " · ".join((title_of(newest, current_language()), _day(newest.on)))


def handlers(case: Case, most: int = 2) -> str:
    """Return the names of who handles a case."""
    names = [person.name for person in case.handlers[:most]]
    return listed(names)


def who(case: Case) -> str:
    """Return where it was and who handles it."""
    place = case.premises
    where = " ".join(p for p in (place.market, place.stall) if p) if place is not None else ""
    name = place.name if place is not None else ""
    by = _("handled by {names}").format(names=handlers(case)) if case.handlers else ""
    return " · ".join(part for part in (name, where, by) if part)


def happening_detail(one: CaseHappening) -> str:
    """Return what else is known of a happening: its values in words, then the note."""
    kind = kind_of_happening(one.what)
    found: list[str] = []
    for detail in kind.details if kind is not None else ():
        value = one.details.get(detail.key, "")
        if value:
            choices = dict(detail.choices)
            shown = said(choices[value]) if value in choices else value
            found.append(f"{said(detail.caption)} {shown}")
    if one.note:
        found.append(one.note)
    if one.withdrawn:
        found.insert(0, _("Taken back: {reason}").format(reason=one.withdrawn))
    return " · ".join(found)


def when(on: date, at: datetime | None, today: date) -> str:
    """Return a day as the timeline shows it: short within this year, with its hour if known."""
    hour = f" {at.astimezone():%H:%M}" if at is not None else ""
    if on == today:
        return _("today") + hour
    return (f"{on:%m-%d}" if on.year == today.year else on.isoformat()) + hour


def _day(on: date) -> str:
    return f"{on:%m-%d}"
