"""Judging with a note of the editions that were asked, and comparing two judgements."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Outcome, Verdict
from inspector_app.kinds.base import InspectionKind
from inspector_app.metrology.regulations import Notes, RegulationBook

_DECIDING = frozenset({Outcome.PASS, Outcome.FAIL, Outcome.INCOMPLETE})


def judged(kind: InspectionKind, inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return the kind's verdict with the editions that it asked for."""
    return judged_with_notes(kind, inspection, book)[0]


def judged_with_notes(
    kind: InspectionKind, inspection: Inspection, book: RegulationBook
) -> tuple[Verdict, Notes]:
    """Return the verdict and all that was asked of the book, also in vain."""
    noting, notes = book.noting()
    verdict = kind.judge(inspection, noting)
    return replace(verdict, editions=notes.editions), notes


def is_same_conclusion(stated: Verdict, again: Verdict) -> bool:
    """Say whether a verdict, judged again, says the same.

    By the same tables: to the letter, but for the editions that an older record does not name. By
    other tables (a program of another day, whose wording and advice may differ): the same outcome,
    the same regulation, and the same decision on every subject.
    """
    if stated.rules_digest == again.rules_digest:
        return stated == (again if stated.editions else replace(again, editions=()))
    return _conclusion(stated) == _conclusion(again)


def _conclusion(verdict: Verdict) -> tuple[object, ...]:
    decided = Counter((f.subject, f.outcome) for f in verdict.findings if f.outcome in _DECIDING)
    return verdict.outcome, verdict.legal, verdict.regulation, decided
