"""What the kinds of utility meters share: marks, error of a run, life, verdict. No kind itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Finding, Outcome, Verdict, reason
from inspector_app.domain.quantities import MINUS, Ratio
from inspector_app.domain.text import Text
from inspector_app.kinds.base import Basis, Check, InspectionKind
from inspector_app.kinds.trials import (
    KnownUncertainty,
    assessed,
    decided,
    row_findings,
    standard_findings,
    trial_verdict,
)
from inspector_app.metrology.fuel_dispenser import relative_error
from inspector_app.metrology.regulations import Regulation, RegulationBook, Row, first_row
from inspector_app.metrology.rounding import round_to, tidy
from inspector_app.metrology.verification_due import Cycle, due_on

CYCLES = "verification_cycles"
STEP = Decimal("0.01")
"""Of the error in percent, where it is written down."""
FIRST_VERIFIED, REPLACE_BY = "first_verified", "replace_by"
LAW = Text(
    zh="中华人民共和国计量法实施细则", en="Rules for Implementing the Metrology Law of the PRC"
)


def marks(prefix: str, group: Text) -> tuple[Check, ...]:
    """Return what is looked at on every meter: plate and seal, the proof of verification."""
    return (
        Check(
            key=f"{prefix}01",
            text=Text(zh="铭牌、编号清晰，封印完好", en="Nameplate legible, seal whole"),
            basis=Basis(LAW, "第二十二条"),
            group=group,
        ),
        Check(
            key=f"{prefix}02",
            text=Text(zh="首次强制检定证明可查", en="The initial verification can be shown"),
            basis=Basis(LAW, "第十一条"),
            group=group,
        ),
    )


def meter_verdict(
    inspection: Inspection,
    kind: InspectionKind,
    regulation: str,
    cycle_of: Callable[[Regulation], Cycle | None],
    book: RegulationBook,
) -> Verdict:
    """Return the conclusion on a meter: its life, every run, and the marks.

    `regulation` is the key of the one its errors are judged by. `cycle_of` reads the life out of
    the table of cycles; what it needs and is not chosen yet (InputInvalid) leaves the life unknown.
    """
    cycles = book.in_force(CYCLES, inspection.on)
    try:
        cycle = cycle_of(cycles)
    except InputInvalid:  # not chosen yet: the particulars say so
        cycle = None
    findings = [
        *standard_findings(inspection, "standard_valid_until"),
        *life_findings(inspection, cycle, cycles),
    ]
    findings += row_findings(inspection, kind, book)
    number = book.in_force(regulation, inspection.on).number
    return trial_verdict(inspection, kind, findings, regulation=number, book=book)


def run_assessment(
    figures: tuple[Decimal, Decimal, Decimal],
    limit: Row,
    *,
    unit: str,
    symbol: str,
    known: KnownUncertainty | None = None,
) -> Assessment:
    """Return (stop - start - standard) / standard in percent against +-`limit_pct` of the row."""
    start, stop, standard = figures
    indicated = stop - start
    error = relative_error(indicated, standard)
    bound = Ratio(limit.decimal("limit_pct"), "%")
    written = round_to(error, STEP)
    return assessed(
        Ratio(error, "%"),
        lower=-bound,
        upper=bound,
        citation=limit.citation,
        known=known,
        step=STEP,
        lines=(
            f"{symbol} = {tidy(stop)} {MINUS} {tidy(start)} = {tidy(indicated)} {unit}",
            f"E = ({tidy(indicated)} {MINUS} {tidy(standard)}) / {tidy(standard)} = {written:+f} %",
        ),
    )


def life_findings(
    inspection: Inspection, cycle: Cycle | None, rules: Regulation
) -> Iterator[Finding]:
    """Yield whether the meter may still be used, by each of two days that is known.

    The one kept for its replacement, and the end of life (or cycle) from its first verification.
    INCOMPLETE when neither is known; ADVISORY when the two contradict each other.
    """
    planned = inspection.fields.get(REPLACE_BY, "")
    since = inspection.fields.get(FIRST_VERIFIED, "")
    if not planned and (not since or cycle is None):
        yield Finding(
            subject=f"field:{REPLACE_BY}",
            outcome=Outcome.INCOMPLETE,
            reason=reason("meter_life_unknown"),
        )
        return
    if planned:
        within = inspection.on <= date.fromisoformat(planned)
        said = reason("life_within" if within else "life_over", until=planned)
        rotation = first_row(r for r in rules.rows("mode") if r.text("mode") == "first_only")
        yield decided(f"field:{REPLACE_BY}", within, said, rotation.citation)
    if since and cycle is not None:
        yield from _computed(inspection, date.fromisoformat(since), cycle, planned)


def _computed(inspection: Inspection, since: date, cycle: Cycle, planned: str) -> Iterator[Finding]:
    until = due_on(since, cycle.months)
    within = inspection.on <= until
    years = tidy(Decimal(cycle.months) / 12)
    if cycle.mode == "first_only":
        said = reason(
            "meter_life_within" if within else "meter_life_over",
            since=since,
            until=until,
            years=years,
        )
    else:
        code = "meter_cycle_within" if within else "meter_cycle_over"
        said = reason(code, since=since, until=until)
    yield decided(
        f"field:{FIRST_VERIFIED}",
        within,
        said,
        cycle.row.citation,
        (f"{since} + {cycle.months} × 1/12 a = {until}",),
    )
    if planned and abs(date.fromisoformat(planned) - until) > timedelta(days=1):
        yield Finding(
            subject=f"field:{REPLACE_BY}",
            outcome=Outcome.ADVISORY,
            reason=reason("meter_life_disagrees", planned=planned, until=until, years=years),
            citation=cycle.row.citation,
        )
