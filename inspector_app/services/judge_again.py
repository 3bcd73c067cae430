"""Judge a kept inspection by another edition, beside its verdict and never in its place.

Nothing is recorded here: what comes out is a comparison for the eye.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.exceptions import WrongState
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Finding, Outcome, Verdict
from inspector_app.kinds.catalogue import kind_of
from inspector_app.kinds.judging import judged, judged_with_notes
from inspector_app.metrology.regulations import Notes, Regulation, RegulationBook, Standing
from inspector_app.services.inspection_log import load
from inspector_app.services.ports import EventLog

_DECIDING = frozenset({Outcome.PASS, Outcome.FAIL, Outcome.INCOMPLETE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A subject decided otherwise; None where one of the two says nothing of it."""

    subject: str
    kept: Finding | None
    other: Finding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A kept verdict beside the one by another edition. on: the inspection's day."""

    kept: Verdict
    other: Verdict
    edition: Regulation
    on: date
    differences: tuple[Difference, ...]

    @property
    def standing(self) -> Standing:
        """Return what the other edition was on the inspection's day."""
        return self.edition.standing(self.on)


@dataclass(frozen=True, slots=True)
class JudgeAgain:
    """Compare a concluded or sealed inspection with what another edition would have said."""

    log: EventLog
    book: RegulationBook

    def editions(self, inspection_id: str) -> tuple[Regulation, ...]:
        """Return the editions it can be judged by. Raises as `__call__` does."""
        return other_editions(load(self.log, inspection_id), self.book)

    def __call__(self, inspection_id: str, key: str, edition: str) -> Comparison:
        """Return the comparison; nothing is kept.

        Raises WrongState(`inspection_unknown`, `inspection_without_verdict`), InputInvalid for an
        edition not held or one whose figures are not in the tables.
        """
        return compared(load(self.log, inspection_id), self.book, key, edition)


def other_editions(inspection: Inspection, book: RegulationBook) -> tuple[Regulation, ...]:
    """Return every edition, but those in use, of the regulations that the judgement asked for.

    A regulation that the one in use replaced for these instruments is among them. Raises
    WrongState(`inspection_without_verdict`) for a draft.
    """
    _kept_verdict(inspection)
    notes = judged_with_notes(kind_of(inspection.kind), inspection, book)[1]
    in_use = {rules.number for rules in notes.given.values()}
    keys = dict.fromkeys([*notes.keys, *_replaced_by(notes)])
    return tuple(r for key in keys for r in book.editions(key) if r.number not in in_use)


def compared(inspection: Inspection, book: RegulationBook, key: str, edition: str) -> Comparison:
    """Return the kept verdict beside the one by this edition of `key`, by number or year."""
    kept = _kept_verdict(inspection)
    pinned = book.pinned(key, edition)
    other = judged(kind_of(inspection.kind), inspection, pinned)
    return Comparison(
        kept=kept,
        other=other,
        edition=pinned.edition(key, edition),
        on=inspection.on,
        differences=tuple(_differences(kept.findings, other.findings)),
    )


def _kept_verdict(inspection: Inspection) -> Verdict:
    if inspection.verdict is None:
        raise WrongState("inspection_without_verdict", number=inspection.number)
    return inspection.verdict


def _replaced_by(notes: Notes) -> Iterator[str]:
    return (rules.replaces for rules in notes.given.values() if rules.replaces)


def _differences(kept: Iterable[Finding], other: Iterable[Finding]) -> Iterator[Difference]:
    one, two = _by_subject(kept), _by_subject(other)
    for subject in dict.fromkeys([*one, *two]):
        for at in range(max(len(one[subject]), len(two[subject]))):
            first = one[subject][at] if at < len(one[subject]) else None
            second = two[subject][at] if at < len(two[subject]) else None
            if first is None or second is None or first.outcome is not second.outcome:
                yield Difference(subject=subject, kept=first, other=second)


def _by_subject(findings: Iterable[Finding]) -> defaultdict[str, list[Finding]]:
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.outcome in _DECIDING:
            found[finding.subject].append(finding)
    return found
