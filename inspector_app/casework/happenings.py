"""What can happen in a case: how far it has come, and what may be recorded next.

A happening is a fact with a date. Deadlines (`case_deadlines`) begin and end with them; the board's
column follows from the last one that leads anywhere. Their declarations are in `happening_kinds`.
"""

from __future__ import annotations

from collections.abc import Iterable

from inspector_app.casework.happening_base import HappeningKind, What
from inspector_app.casework.happening_kinds import KINDS
from inspector_app.domain.case import Case, CaseHappening, Stage

_BY_WHAT = {kind.what.value: kind for kind in KINDS}


def kind_of_happening(what: str) -> HappeningKind | None:
    """Return what a key means, None for one of a newer program."""
    return _BY_WHAT.get(what)


def title_of(happening: CaseHappening, language: str) -> str:
    """Return the words of a happening; a newer program's keeps its key."""
    kind = kind_of_happening(happening.what)
    return kind.title.in_language(language) if kind else happening.what


def stage_of(case: Case) -> Stage:
    """Return how far a case has come: where its last leading happening led."""
    led = (kind_of_happening(h.what) for h in reversed(case.standing()))
    return next((k.leads_to for k in led if k is not None and k.leads_to is not None), Stage.LEAD)


def official_number(case: Case) -> str:
    """Return the number under which the case was filed, else the one it was opened with."""
    filed = case.latest(What.FILED)
    return (filed.details.get("case_number", "") if filed else "") or case.number


def missing_before(kind: HappeningKind, case: Case) -> tuple[What, ...]:
    """Return the happenings of which one must be recorded first; empty if it may be recorded."""
    have = {h.what for h in case.standing()}
    return () if not kind.needs or have & set(kind.needs) else kind.needs


def offered(case: Case) -> tuple[HappeningKind, ...]:
    """Return what may be recorded next, in the order of a case's life."""
    stage = stage_of(case)
    return tuple(_offered(case, stage))


def _offered(case: Case, stage: Stage) -> Iterable[HappeningKind]:
    for kind in KINDS:
        is_its_stage = stage in kind.stages or (stage is Stage.CLOSED and kind.after_closing)
        if is_its_stage and not missing_before(kind, case):
            yield kind
