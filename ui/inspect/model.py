"""What the page's values look like in words and figures. No widgets, no storage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from inspector_app.domain.inspection import Inspection, State
from inspector_app.domain.instrument import ReferenceWeightSet, WeighingInstrument
from inspector_app.domain.judgement import Assessment, Band, Citation, Finding, Outcome
from inspector_app.domain.measurement import Observation, PlanRow, Shape, titles
from inspector_app.domain.quantities import Mass, Quantity
from inspector_app.kinds.base import InspectionKind, Step
from inspector_app.reports.sections.labels import SUBJECTS
from inspector_app.words import current_language, figures
from inspector_app.words import gettext as _
from inspector_app.words.clauses import cited_line
from ui.widgets.gauge import GaugeState
from ui.widgets.load_row import LoadRowData, RowState
from ui.widgets.strip import StripState, Verdict

VERDICTS: Final[dict[Band, Verdict]] = {
    Band.INSIDE: "pass",
    Band.GUARD: "guard",
    Band.OVER: "over",
}


def point_verdict(found: Assessment) -> Verdict:
    """Return how a point is shown; within the guard band it is over where the rule refuses it."""
    if not found.is_decided:
        return "open"
    return VERDICTS[found.band] if found.conforms else "over"


def instrument_line(one: WeighingInstrument) -> str:
    """Return `Price-computing scale ACS-30`."""
    return " ".join(filter(None, (one.name, one.model)))


def instrument_facts(one: WeighingInstrument) -> str:
    """Return name, Max, e and d, class and number in one line."""
    e, d = one.verification_scale_interval, one.actual_scale_interval
    interval = figures.trimmed_mass(e)
    intervals = f"e = d = {interval}" if e.equals(d) else f"e = {interval} · d = {d}"
    accuracy = _("class {accuracy_class}").format(accuracy_class=one.accuracy_class.value)
    number = _("serial {number}").format(number=one.serial_number) if one.serial_number else ""
    parts = (
        instrument_line(one),
        f"Max {figures.trimmed_mass(one.maximum_capacity)}",
        intervals,
        accuracy,
        number,
    )
    return " · ".join(filter(None, parts))


def weights_line(one: ReferenceWeightSet) -> str:
    """Return class and range of a set, `M1 · 1 g – 10 kg`."""
    if not one.pieces:
        return one.accuracy_class
    pieces = sorted(one.pieces, key=lambda piece: piece.in_unit("g"))
    low, high = figures.trimmed_mass(pieces[0]), figures.trimmed_mass(pieces[-1])
    return f"{one.accuracy_class} · {low} – {high}"


@dataclass(frozen=True, slots=True)
class Units:
    """In what an instrument's loads and errors are read; decimals: of a load, as it shows them."""

    load: str
    error: str
    decimals: int


def units_of(instrument: WeighingInstrument | None) -> Units:
    """Return the units of an instrument; kg and g while there is none."""
    load = load_unit(instrument)
    decimals = 3
    if instrument is not None:
        exponent = instrument.actual_scale_interval.in_unit(load).as_tuple().exponent
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return Units(load, error_unit(instrument), decimals)


def valid_to(day: date) -> str:
    """Return until when a certificate holds."""
    return _("Valid to {day}").format(day=day.isoformat())


def error_unit(instrument: WeighingInstrument | None) -> str:
    """Return the unit in which errors of this instrument are read: `g`, or `mg` for fine ones."""
    if instrument is None:
        return "g"
    e = instrument.verification_scale_interval
    return "mg" if e.in_unit("g") < Decimal("0.1") else "kg" if e.in_unit("kg") >= 1 else "g"


def load_unit(instrument: WeighingInstrument | None) -> str:
    """Return the unit in which loads and indications of this instrument are read."""
    return instrument.maximum_capacity.unit if instrument is not None else "kg"


def trimmed(mass: Quantity, unit: str) -> Decimal:
    """Return the bare figure in a unit without useless zeros."""
    number = mass.in_unit(unit).normalize()
    return number.quantize(Decimal(1)) if number == number.to_integral() else number


def strip_state(found: Assessment | None, unit: str, *, captured: bool) -> StripState:
    """Return the small strip of a row."""
    if found is None:
        return StripState()
    return StripState(
        error=trimmed(found.error, unit),
        lower=trimmed(found.lower, unit) if found.lower is not None else None,
        upper=trimmed(found.upper, unit) if found.upper is not None else None,
        guard=trimmed(found.guard, unit) if found.guard is not None else Decimal(0),
        verdict=point_verdict(found) if captured else "",
    )


def limit_strip(limit: Mass | None, unit: str) -> StripState:
    """Return the strip of a row that has only its limit yet."""
    if limit is None:
        return StripState()
    figure = trimmed(limit, unit)
    return StripState(lower=-figure, upper=figure)


def gauge_state(
    words: tuple[str, str], found: Assessment | None, unit: str, limit: Mass | None
) -> GaugeState:
    """Return the gauge of an assessment, or of the limit alone while there is none.

    words: the title, and what the error is called in figures.
    """
    title, symbol = words
    if found is None:
        figure = trimmed(limit, unit) if limit is not None else None
        lower = -figure if figure is not None else None
        return GaugeState(title=title, lower=lower, upper=figure, unit=unit, symbol=symbol)
    strip = strip_state(found, unit, captured=True)
    return GaugeState(
        title=title,
        error=strip.error,
        lower=strip.lower,
        upper=strip.upper,
        guard=strip.guard,
        unit=unit,
        interval=trimmed(found.interval, unit) if found.interval is not None else None,
        verdict=strip.verdict,
        symbol=symbol,
        note=citation_line(found.citation),
    )


def citation_line(citation: Citation | None) -> str:
    """Return `JJG 539-2016, 5.4`, marked while the figure is not confirmed."""
    if citation is None:
        return ""
    words = cited_line(citation)
    if citation.confirmation.is_confirmed:
        return words
    return _("{rule} (not confirmed)").format(rule=words)


def how_lines(found: Assessment | None) -> tuple[str, ...]:
    """Return the arithmetic, then the rule it rests on."""
    if found is None:
        return ()
    split = max(1, len(found.lines) - 2)  # the error first, then limit, comparison and rule
    rest = (*found.lines[split:], citation_line(found.citation))
    return (";  ".join(found.lines[:split]), ";  ".join(filter(None, rest)))


def row_label(row: PlanRow) -> str:
    """Return what a row is called."""
    return row.label.in_language(current_language())


def captured_row(
    number: str,
    row: PlanRow,
    seen: Observation,
    found: Assessment | None,
    units: Units,
) -> LoadRowData:
    """Return a measured row."""
    load, error = units.load, units.error
    by_hand = seen.entered_by_hand
    delta = seen.changeover_load
    state: RowState = "by_hand" if by_hand else "captured"
    at = seen.recorded_at or seen.shown.received_at
    return LoadRowData(
        number=number,
        load=load_text(row, seen.load, units),
        reading=figures.number(seen.shown.mass.in_unit(load)),
        delta=figures.trimmed_number(delta.in_unit(error)) if delta is not None else figures.NONE,
        error=error_text(found, error),
        limit=limit_text(found, row, error),
        state=state,
        verdict=point_verdict(found) if found is not None else "",
        strip=strip_state(found, error, captured=True),
        when=clock_text(at),
        source=_("serial") if not by_hand else "",
        how=how_lines(found),
    )


def waiting_row(number: str, row: PlanRow, units: Units) -> LoadRowData:
    """Return a row still to be measured."""
    error = units.error
    return LoadRowData(
        number=number,
        load=load_text(row, row.load, units),
        limit=limit_text(None, row, error),
        strip=limit_strip(row.limit, error),
    )


def live_row(
    number: str,
    row: PlanRow,
    reading: str,
    delta: str,
    found: Assessment | None,
    units: Units,
) -> LoadRowData:
    """Return the current row with what the instrument says now; nothing of it is kept."""
    error = units.error
    return LoadRowData(
        number=number,
        load=load_text(row, row.load, units),
        reading=reading,
        delta=delta,
        error=error_text(found, error),
        limit=limit_text(found, row, error),
        state="current",
        strip=strip_state(found, error, captured=False) if found else limit_strip(row.limit, error),
        how=how_lines(found),
    )


def load_text(row: PlanRow, load: Mass | None, units: Units) -> str:
    """Return the load with the decimals the instrument shows, the row's words where it has none."""
    if load is None:
        return row_label(row)
    figure = load.in_unit(units.load)
    with_zeros = figure.quantize(Decimal(1).scaleb(-units.decimals))
    return figures.number(with_zeros if with_zeros == figure else figure)


def error_text(found: Assessment | None, unit: str) -> str:
    """Return the error with its sign, a dash while there is none."""
    return figures.NONE if found is None else figures.signed_number(found.error.in_unit(unit))


def limit_text(found: Assessment | None, row: PlanRow, unit: str) -> str:
    """Return `±20`, or the one side that is limited."""
    if found is None:
        return figures.limit(row.limit, unit).removesuffix(f" {unit}")
    if found.upper is not None and found.lower is not None:
        return f"{figures.PLUS_MINUS}{figures.trimmed_number(found.upper.in_unit(unit))}"
    side = found.upper if found.upper is not None else found.lower
    if side is None:
        return figures.NONE
    sign = "≤" if found.upper is not None else "≥"
    return f"{sign} {figures.trimmed_number(side.in_unit(unit))}"


def clock_text(at: datetime | None) -> str:
    """Return the local time of day, `10:42:16`."""
    return at.astimezone().strftime("%H:%M:%S") if at is not None else ""


def capital(text: str) -> str:
    """Return a name as a line of its own begins; kinds declare theirs as within a sentence."""
    return text[:1].upper() + text[1:]


def subject_title(subject: str, kind: InspectionKind, rows: Mapping[str, PlanRow]) -> str:
    """Return in words what a finding is about."""
    language = current_language()
    head, _colon, key = subject.partition(":")
    if head == "check":
        texts = [c.text.in_language(language) for c in kind.checks if c.key == key]
        return texts[0] if texts else key
    if head == "photo":
        photos = [p.title.in_language(language) for p in kind.photos if p.key == key]
        return photos[0] if photos else key
    if head == "field":
        named = [f.label.in_language(language) for f in kind.particulars if f.key == key]
        return capital(named[0]) if named else key
    parts = titles(rows.values(), subject) if head == Shape.TRIAL else ()
    if parts:
        return " · ".join(capital(part.in_language(language)) for part in parts)
    shapes = {use.shape.value: use.title.in_language(language) for use in kind.shapes}
    row = rows.get(subject)
    if row is not None:
        return " · ".join(filter(None, (shapes.get(head, ""), row_title(row))))
    if head in shapes:
        return shapes[head]
    known = SUBJECTS.get(subject) or SUBJECTS.get(head)
    return known.in_language(language) if known is not None else head


def row_title(row: PlanRow) -> str:
    """Return label and load of a row without saying the same twice."""
    label, load = row_label(row), figures.trimmed_mass(row.load) if row.load is not None else ""
    return label if not load or load in label else f"{label} {load}"


_STEP_OF_SUBJECT: Final = {
    "premises": Step.PREMISES,
    "instrument": Step.INSTRUMENT,
    "nameplate": Step.INSTRUMENT,
    "weights": Step.INSTRUMENT,
    "standards": Step.INSTRUMENT,
    "reach": Step.INSTRUMENT,
    "measurements": Step.INSTRUMENT,
    "check": Step.CHECKS,
    "field": Step.PARTICULARS,
    "score": Step.PARTICULARS,
    "trial": Step.TRIALS,
    "substitution": Step.PARTICULARS,
    "rolling": Step.PARTICULARS,
    "fit": Step.PARTICULARS,
    "generation": Step.CHECKS,
    "half": Step.INSTRUMENT,
    "photo": Step.EVIDENCE,
}


def step_of(subject: str) -> Step:
    """Return the step where a finding's subject is dealt with."""
    return _STEP_OF_SUBJECT.get(subject.partition(":")[0], Step.MEASUREMENTS)


def missing_by_step(findings: Sequence[Finding]) -> dict[Step, int]:
    """Count what is missing by step."""
    counts: dict[Step, int] = {}
    for finding in findings:
        if finding.outcome is Outcome.INCOMPLETE:
            step = step_of(finding.subject)
            counts[step] = counts.get(step, 0) + 1
    return counts


def signature_role_word(role: str) -> str:
    """Return who signs."""
    return {
        "inspector": _("Inspector"),
        "second_inspector": _("Second inspector"),
        "party": _("Party"),
        "witness": _("Witness"),
    }.get(role, role)


def is_open(inspection: Inspection | None) -> bool:
    """Say whether anything may still be entered."""
    return inspection is not None and inspection.state is State.DRAFT
