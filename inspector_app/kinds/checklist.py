"""Judging a kind's checks: one finding per question. No kind of its own (no `KIND`)."""

from __future__ import annotations

from collections.abc import Iterable

from inspector_app.domain.events import CheckAnswered
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import (
    Citation,
    Finding,
    Outcome,
    Verdict,
    reason,
)
from inspector_app.domain.remembered import remembered
from inspector_app.kinds.base import Basis, Check
from inspector_app.metrology.regulations import RegulationBook


def check_findings(inspection: Inspection, checks: Iterable[Check]) -> tuple[Finding, ...]:
    """Return one finding per check, in the order of the list.

    INCOMPLETE for an unanswered check that must be answered; ADVISORY for a `no` that decides
    nothing and for an unanswered optional check.
    """
    return tuple(_check_finding(check, inspection.answers.get(check.key)) for check in checks)


@remembered(512)
def _check_finding(check: Check, given: CheckAnswered | None) -> Finding:
    answer = given.answer if given else ""
    outcome = {
        "yes": Outcome.PASS,
        "no": Outcome.FAIL if check.decisive else Outcome.ADVISORY,
        "not_applicable": Outcome.NOT_APPLICABLE,
        "": Outcome.INCOMPLETE if check.must_answer else Outcome.NOT_APPLICABLE,
    }[answer]
    code = {
        "yes": "check_yes",
        "no": "check_no" if check.decisive else "check_no_to_correct",
        "not_applicable": "check_not_applicable",
        "": "check_unanswered" if check.must_answer else "check_left_open",
    }[answer]
    note = given.note if given else ""
    return Finding(
        subject=f"check:{check.key}",
        outcome=outcome,
        reason=reason(code, check=check.key),
        citation=citation_of(check.basis),
        about=(("note", note),) if note else (),
    )


def citation_of(basis: Basis) -> Citation:
    """Return a legal basis as the citation of a finding, by its Chinese (legal) title."""
    return Citation(basis.document.zh, basis.article, basis.confirmation)


def verdict_of(findings: tuple[Finding, ...], *, regulation: str, book: RegulationBook) -> Verdict:
    """Return the conclusion these findings lead to.

    Anything missing: INCOMPLETE. Else a failure: FAIL. `legal` is False when the conclusion rests
    on unconfirmed figures: every failure of a FAIL does, or any deciding finding of a PASS does
    (optional tests do not decide a PASS).
    """
    outcomes = [finding.outcome for finding in findings]
    if Outcome.INCOMPLETE in outcomes:
        outcome = Outcome.INCOMPLETE
    elif Outcome.FAIL in outcomes:
        outcome = Outcome.FAIL
    else:
        outcome = Outcome.PASS
    return Verdict(
        outcome=outcome,
        findings=findings,
        regulation=regulation,
        rules_digest=book.digest,
        legal=_is_legal(outcome, findings),
    )


def _is_legal(outcome: Outcome, findings: tuple[Finding, ...]) -> bool:
    if outcome is Outcome.INCOMPLETE:
        return False
    deciding = [f for f in findings if f.outcome is outcome and not _is_optional(f)]
    if outcome is Outcome.FAIL:
        failures = [f for f in findings if f.outcome is Outcome.FAIL]
        return any(_is_confirmed(f) for f in failures)
    return all(_is_confirmed(f) for f in deciding)


def _is_confirmed(finding: Finding) -> bool:
    return finding.citation is None or finding.citation.confirmation.is_confirmed


def _is_optional(finding: Finding) -> bool:
    return ("optional", "yes") in finding.about
