"""The `inspections` rows and what hangs on them, kept by the events of inspection streams."""

# ruff: noqa: ARG001 - handlers of one dispatch share one signature

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import singledispatch
from typing import Any

import msgspec

from db.search_rows import index_entry
from db.work import Work
from inspector_app.domain.events import (
    CheckAnswered,
    Event,
    EventBody,
    InspectionConcluded,
    InspectionOpened,
    InspectionReopened,
    InspectionSealed,
    InstrumentChosen,
    MeasuringInstrumentChosen,
    ObservationRecorded,
    ObservationWithdrawn,
    PremisesChosen,
    RecordMerged,
    ReportIssued,
    Voided,
)
from inspector_app.domain.exceptions import InspectorError
from inspector_app.domain.inspection import State
from inspector_app.domain.judgement import Verdict
from inspector_app.domain.quantities import Mass, plain

_HUNDREDTH = Decimal("0.01")


@singledispatch
def apply_to_inspections(body: EventBody, event: Event, work: Work) -> None:
    """Change the rows that this fact changes; any fact of a stream moves its `updated_at`."""
    _update(event, work, "")


@apply_to_inspections.register
def _(body: InspectionOpened, event: Event, work: Work) -> None:
    work.execute(
        "INSERT INTO inspections (inspection_id, opened, number, kind, state, "
        'premises_name, instrument_name, "on", updated_at, observations, answers) '
        "VALUES (?, ?, ?, ?, ?, '', '', ?, ?, 0, 0) ON CONFLICT (inspection_id) DO NOTHING",
        (
            event.stream_id,
            event.event_id,
            body.number,
            body.kind,
            State.DRAFT.value,
            body.on.isoformat(),
            event.recorded_at.isoformat(),
        ),
    )
    index_inspection(event.stream_id, work)


@apply_to_inspections.register
def _(body: PremisesChosen, event: Event, work: Work) -> None:
    chosen = body.premises
    _update(event, work, ", premises_id = ?, premises_name = ?", chosen.premises_id, chosen.name)


@apply_to_inspections.register(MeasuringInstrumentChosen)
@apply_to_inspections.register(InstrumentChosen)
def _(body: InstrumentChosen | MeasuringInstrumentChosen, event: Event, work: Work) -> None:
    chosen = body.instrument
    name = " ".join(part for part in (chosen.name, chosen.model, chosen.serial_number) if part)
    _update(event, work, ", instrument_id = ?, instrument_name = ?", chosen.instrument_id, name)


@apply_to_inspections.register
def _(body: ObservationRecorded, event: Event, work: Work) -> None:
    _update(event, work, ", observations = observations + 1")


@apply_to_inspections.register
def _(body: RecordMerged, event: Event, work: Work) -> None:
    _update(event, work, ", observations = observations + ?", len(body.observations))


@apply_to_inspections.register
def _(body: ObservationWithdrawn, event: Event, work: Work) -> None:
    inserted = work.execute(
        "INSERT INTO withdrawals (observation_id, inspection_id) VALUES (?, ?) "
        "ON CONFLICT (observation_id) DO NOTHING",
        (body.observation_id, event.stream_id),
    ).rowcount
    if inserted:
        fewer = ", observations = CASE WHEN observations > 0 THEN observations - 1 ELSE 0 END"
        _update(event, work, fewer)
    else:
        _update(event, work, "")


@apply_to_inspections.register
def _(body: CheckAnswered, event: Event, work: Work) -> None:
    statement = (
        'INSERT INTO answers (inspection_id, "check") VALUES (?, ?) '
        'ON CONFLICT (inspection_id, "check") DO NOTHING'
        if body.answer
        else 'DELETE FROM answers WHERE inspection_id = ? AND "check" = ?'
    )
    work.execute(statement, (event.stream_id, body.check))
    counted = ", answers = (SELECT count(*) FROM answers WHERE inspection_id = ?)"
    _update(event, work, counted, event.stream_id)


@apply_to_inspections.register
def _(body: InspectionConcluded, event: Event, work: Work) -> None:
    _update(
        event,
        work,
        ", state = ?, outcome = ?, largest_error = ?",
        State.CONCLUDED.value,
        body.verdict.outcome.value,
        largest_relative_error(body.verdict),
    )


@apply_to_inspections.register
def _(body: InspectionReopened, event: Event, work: Work) -> None:
    reset = ", state = ?, outcome = NULL, largest_error = NULL"
    _update(event, work, reset, State.DRAFT.value)


@apply_to_inspections.register
def _(body: InspectionSealed, event: Event, work: Work) -> None:
    _update(event, work, ", state = ?", State.SEALED.value)
    _refresh_instrument_of(event.stream_id, work)


@apply_to_inspections.register
def _(body: Voided, event: Event, work: Work) -> None:
    _update(event, work, ", state = ?", State.VOIDED.value)
    _refresh_instrument_of(event.stream_id, work)


@apply_to_inspections.register
def _(body: ReportIssued, event: Event, work: Work) -> None:
    work.execute(
        "INSERT INTO issued_reports (sha256, inspection_id, report, language, name, size) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
        (body.sha256, event.stream_id, body.report, body.language, body.name, body.size),
    )
    _update(event, work, "")


RENAMED_BY = frozenset({PremisesChosen, InstrumentChosen, MeasuringInstrumentChosen})
"""Facts after which an inspection is found by other words: see `index_inspection`."""


def changes_rows(kind: type[EventBody]) -> bool:
    """Say whether facts of this kind change more of a row than when it last moved."""
    return apply_to_inspections.dispatch(kind) is not apply_to_inspections.dispatch(EventBody)


def move(inspection_id: str, at: str, work: Work) -> None:
    """Note when something last happened to an inspection; of other streams there is no row."""
    statement = "UPDATE inspections SET updated_at = ? WHERE inspection_id = ?"
    work.execute(statement, (at, inspection_id))


def refresh_instrument(instrument_id: str, work: Work) -> None:
    """Bring an instrument's last outcome and history in step with its sealed inspections."""
    sealed: Sequence[Any] = work.rows(
        'SELECT outcome, "on", largest_error FROM inspections '
        'WHERE instrument_id = ? AND state = ? ORDER BY "on", opened',
        (instrument_id, State.SEALED.value),
    )
    outcome, checked, _ = sealed[-1] if sealed else (None, None, None)
    history = [error for _, _, error in sealed if error is not None]
    work.execute(
        "UPDATE instruments SET last_outcome = ?, last_checked = ?, history = ? "
        "WHERE instrument_id = ?",
        (outcome, checked, msgspec.json.encode(history), instrument_id),
    )


def largest_relative_error(verdict: Verdict) -> str | None:
    """Return the largest |Ec| / MPE over the findings, two decimals; None without any.

    Counts findings that say `error` (`−1 g`) and a symmetric `limit` (`±10 g`), but for zero,
    whose limit is no MPE. Words that are no masses are passed over: a list never stops an append.
    """
    ratios = [
        ratio
        for finding in verdict.findings
        if not finding.subject.startswith("zero")
        and (ratio := _relative_error(dict(finding.about))) is not None
    ]
    return plain(max(ratios).quantize(_HUNDREDTH)) if ratios else None


def _relative_error(said: Mapping[str, str]) -> Decimal | None:
    limit_text = said.get("limit", "")
    if "error" not in said or not limit_text.startswith("±"):
        return None
    try:
        error, limit = Mass.parse(said["error"]), Mass.parse(limit_text[1:])
    except InspectorError:
        return None
    return abs(error.in_unit(limit.unit) / limit.value) if limit.value else None


def _refresh_instrument_of(inspection_id: str, work: Work) -> None:
    rows = work.rows(
        "SELECT instrument_id FROM inspections WHERE inspection_id = ?", (inspection_id,)
    )
    if rows and rows[0][0] is not None:
        refresh_instrument(rows[0][0], work)


def _update(event: Event, work: Work, more: str, *values: object) -> None:
    work.execute(
        f"UPDATE inspections SET updated_at = ?{more} WHERE inspection_id = ?",  # noqa: S608 - own
        (event.recorded_at.isoformat(), *values, event.stream_id),
    )


def index_inspection(inspection_id: str, work: Work) -> None:
    """Let an inspection be found by its number and by what was chosen."""
    rows = work.rows(
        "SELECT number, premises_name, instrument_name FROM inspections WHERE inspection_id = ?",
        (inspection_id,),
    )
    for number, premises_name, instrument_name in rows:
        detail = " · ".join(part for part in (premises_name, instrument_name) if part)
        index_entry(work, "inspection", inspection_id, number, detail, number, detail)
