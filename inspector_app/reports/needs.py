"""What must be on record before a paper can be issued."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Finding, Outcome
from inspector_app.domain.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing that must be there, and how to see whether it is."""

    key: str
    title: Text
    is_met: Callable[[Inspection], bool]


def _has_instrument(inspection: Inspection) -> bool:
    return inspection.instrument is not None or inspection.measuring_instrument is not None


def to_correct(inspection: Inspection) -> tuple[Finding, ...]:
    """Return what the party must put right: what failed, and checks answered no that only advise.

    Other advice (a change of rules, a look at the screening) obliges nobody.
    """
    verdict = inspection.verdict
    found = verdict.findings if verdict is not None else ()
    return tuple(
        f
        for f in found
        if f.outcome is Outcome.FAIL
        or (f.outcome is Outcome.ADVISORY and f.subject.startswith("check:"))
    )


def _has_failed(inspection: Inspection) -> bool:
    return inspection.verdict is not None and inspection.verdict.outcome is Outcome.FAIL


PARTY = Need(
    key="party",
    title=Text(zh="当事人", en="the party"),
    is_met=lambda inspection: inspection.premises is not None,
)
INSTRUMENT = Need(
    key="instrument",
    title=Text(zh="计量器具", en="the instrument"),
    is_met=_has_instrument,
)
VERDICT = Need(
    key="verdict",
    title=Text(zh="检查结论", en="the conclusion"),
    is_met=lambda inspection: inspection.verdict is not None,
)
SOMETHING_WRONG = Need(
    key="something_wrong",
    title=Text(zh="需要改正的检查发现", en="a finding to correct"),
    is_met=lambda inspection: bool(to_correct(inspection)),
)
FAILURE = Need(
    key="failure",
    title=Text(zh="不合格（或涉嫌不合格）的结论", en="a conclusion that it fails"),
    is_met=_has_failed,
)


def unmet(needs: Iterable[Need], inspection: Inspection) -> tuple[Need, ...]:
    """Return what is missing for a paper, in the order declared."""
    return tuple(need for need in needs if not need.is_met(inspection))
