"""What the nameplate and the file alone already say about an instrument. No kind of its own."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.exceptions import OutOfRange
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.instrument import WeighingInstrument
from inspector_app.domain.judgement import Citation, Finding, Outcome, Reason, reason
from inspector_app.domain.remembered import remembered
from inspector_app.kinds.weighing_rules import WeighingRules
from inspector_app.metrology.applicable_regulation import (
    MOST_E_IN_D,
    PRICE_SCALES,
    interval_is_suspect,
    price_scale_transition,
)
from inspector_app.metrology.classes import check_class
from inspector_app.metrology.regulations import Regulation, RegulationBook
from inspector_app.metrology.rounding import shown, tidy

LAW_DETAILS = Citation("中华人民共和国计量法实施细则", "第二十二条")


def nameplate_findings(
    inspection: Inspection, rules: WeighingRules, book: RegulationBook, *, networked: bool = False
) -> tuple[Finding, ...]:
    """Return findings on class, interval, verification date and the change of regulation.

    networked: a price-computing scale that reports to a market's system may stay until 2030.
    """
    return (
        *plate_findings(inspection, rules),
        *_transition_findings(rules, inspection, book, networked=networked),
    )


def plate_findings(inspection: Inspection, rules: WeighingRules) -> tuple[Finding, ...]:
    """Return findings on class, interval and verification date."""
    return (*_marked_findings(rules), _verification_finding(rules.instrument, inspection))


@remembered(32)
def _marked_findings(rules: WeighingRules) -> tuple[Finding, ...]:
    """Return what the plate's figures say: nothing measured changes it."""
    return (*_class_findings(rules), *_interval_findings(rules))


def _class_findings(rules: WeighingRules) -> Iterator[Finding]:
    instrument = rules.instrument
    name = instrument.accuracy_class.value
    try:
        checked = check_class(
            instrument.maximum_capacity, rules.e, instrument.accuracy_class, rules.weighing
        )
    except OutOfRange as broken:
        why = reason("class_does_not_fit", accuracy_class=name, e=shown(rules.e), n="?")
        yield Finding(
            subject="nameplate:class",
            outcome=Outcome.FAIL,
            reason=why,
            citation=rules.weighing.rows("class_limits")[0].citation,
            about=(("problem", broken.code),),
        )
        return
    n = tidy(checked.number_of_intervals)
    fits = checked.n_within_limits
    code = "class_fits" if fits else "class_does_not_fit"
    yield _finding(
        "nameplate:class",
        reason(code, accuracy_class=name, e=shown(rules.e), n=n),
        checked.citation,
        holds=fits,
    )
    minimum = instrument.minimum_capacity
    if minimum is not None and not checked.accepts_minimum(minimum):
        limit = shown(checked.minimum_lower_limit)
        yield _finding(
            "nameplate:min",
            reason("min_below_limit", minimum=shown(minimum), limit=limit),
            checked.citation,
            holds=False,
        )


def _interval_findings(rules: WeighingRules) -> Iterator[Finding]:
    d = rules.instrument.actual_scale_interval
    try:
        suspect = interval_is_suspect(rules.e, d, rules.weighing)
    except OutOfRange:
        return  # an interval of 0: the class's finding says it
    finer = not suspect and not rules.e.equals(d)
    code = "d_differs_from_e" if suspect else "d_finer_than_e" if finer else "e_equals_d"
    yield _finding(
        "nameplate:interval",
        reason(code, d=shown(d), e=shown(rules.e)),
        interval_citation(rules.weighing, equal=rules.e.equals(d)),
        holds=not suspect,
    )


def interval_citation(weighing: Regulation, *, equal: bool) -> Citation:
    """Return what says how d and e belong together; an equal pair of a balance needs no figure."""
    if MOST_E_IN_D not in weighing.figures:
        return weighing.figure("scale_interval_equals_d").citation
    if equal:
        return weighing.rows("class_limits")[0].citation
    return weighing.figure(MOST_E_IN_D).citation


def _verification_finding(instrument: WeighingInstrument, inspection: Inspection) -> Finding:
    until = instrument.verification_valid_until
    if until is None:
        return Finding(
            subject="nameplate:verification",
            outcome=Outcome.ADVISORY,
            reason=reason("verification_unknown"),
            citation=LAW_DETAILS,
        )
    valid = inspection.on <= until
    code = "verification_valid" if valid else "verification_expired"
    said = reason(code, until=until.isoformat())
    return _finding("nameplate:verification", said, LAW_DETAILS, holds=valid)


def _transition_findings(
    rules: WeighingRules, inspection: Inspection, book: RegulationBook, *, networked: bool
) -> Iterator[Finding]:
    """Warn, never fail: the notice of 2026-09-04 forces no replacement of verified scales.

    Only of the scales that JJG 1204 took over: a balance or a platform scale above 100 kg stays.
    """
    if rules.weighing.key != PRICE_SCALES:
        return
    on = inspection.on
    found = price_scale_transition("use_verified_old", on, networked=networked, book=book)
    if found.result == "ok" or found.citation is None:
        return
    new = book.newest(PRICE_SCALES)
    said = reason("transition_warning", since=new.effective_from.isoformat(), regulation=new.number)
    yield Finding(
        subject="nameplate:transition",
        outcome=Outcome.ADVISORY,
        reason=said,
        citation=found.citation,
    )


def _finding(subject: str, said: Reason, citation: Citation, *, holds: bool) -> Finding:
    outcome = Outcome.PASS if holds else Outcome.FAIL
    return Finding(subject=subject, outcome=outcome, reason=said, citation=citation)
