"""A colleague's sealed record of the same visit joins a draft: one station, two inspectors.

The other record stays sealed as it is; the draft names it by its hash and takes its observations,
each still computed with the particulars (standard measure, instrument) that it was made with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from inspector_app.domain.events import RecordMerged
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.inspection import Inspection, State
from inspector_app.domain.merged_record import MergedRecord
from inspector_app.evidence import canonical
from inspector_app.evidence.record import FORMAT, record_sha256
from inspector_app.kinds.catalogue import kind_for
from inspector_app.services.inspection_log import load_draft, record
from inspector_app.services.ports import EventLog, Registry

_MOST_LISTED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedRecord:
    """A sealed inspection as it can be merged: its state and the hash of its record."""

    inspection: Inspection
    sha256: str


def sealed_record(data: bytes) -> SealedRecord:
    """Return the record of these bytes, as a verified PDF carries it.

    Raises InputInvalid(`merge_unreadable`) for what is no record of this program.
    """
    try:
        plain = canonical.decode(data)
        is_ours = isinstance(plain, dict) and plain.get("format") == FORMAT
        content = plain.get("inspection") if isinstance(plain, dict) and is_ours else None
        inspection = canonical.from_json(canonical.encode(content), Inspection)
    except InputInvalid:
        raise InputInvalid("merge_unreadable", field="record") from None
    return SealedRecord(inspection=inspection, sha256=record_sha256(data))


@dataclass(frozen=True, slots=True)
class FindMergeable:
    """Look among the sealed records on this laptop, own and pulled from the office."""

    log: EventLog
    registry: Registry

    def __call__(self, inspection_id: str) -> tuple[SealedRecord, ...]:
        """Return the records that could join this draft, the newest first; empty if none may."""
        draft = Inspection.fold(self.log.stream(inspection_id))
        if draft.state is not State.DRAFT or not kind_for(draft).merges_by:
            return ()
        return tuple(self._found(draft))

    def _found(self, draft: Inspection) -> Iterator[SealedRecord]:
        for row in self.registry.list_inspections(state=State.SEALED, limit=_MOST_LISTED):
            if row.kind != draft.kind or row.on != draft.on:
                continue
            other = Inspection.fold(self.log.stream(row.inspection_id))
            if other.seal is None or _refusal(draft, other) is not None:
                continue
            yield SealedRecord(inspection=other, sha256=other.seal.record_sha256)


@dataclass(frozen=True, slots=True)
class MergeRecord:
    """Take a colleague's observations into a draft, as one fact."""

    log: EventLog

    def __call__(self, inspection_id: str, source: SealedRecord) -> Inspection:
        """Record the merging and return the draft with the other's observations.

        Raises InputInvalid: `merge_not_of_kind`, `merge_itself`, `merge_twice`,
        `merge_other_kind`, `merge_other_day`, `merge_other_place`, `merge_not_finished`,
        `merge_part_twice` (a nozzle that both tested); WrongState unless a draft of this laptop.
        """
        draft, other = load_draft(self.log, inspection_id), source.inspection
        refusal = _refusal(draft, other)
        if refusal is not None:
            raise refusal
        taken = tuple(o for o in other.observations if not o.withdrawn)
        merged = MergedRecord(
            inspection_id=other.inspection_id,
            number=other.number,
            record_sha256=source.sha256,
            inspectors=other.inspectors,
            observation_ids=tuple(o.observation_id for o in taken),
            fields=dict(other.fields),
            measuring_instrument=other.measuring_instrument,
        )
        return record(self.log, draft, RecordMerged(source=merged, observations=taken))


def _refusal(draft: Inspection, other: Inspection) -> InputInvalid | None:
    """Return why a record may not join a draft, None if it may."""
    if not kind_for(draft).merges_by:
        return InputInvalid("merge_not_of_kind", field="record")
    if other.inspection_id == draft.inspection_id:
        return InputInvalid("merge_itself", field="record")
    if other.inspection_id in {each.inspection_id for each in draft.merged}:
        return InputInvalid("merge_twice", field="record", number=other.number)
    if other.kind != draft.kind:
        return InputInvalid("merge_other_kind", field="record", number=other.number)
    if other.on != draft.on:
        return InputInvalid("merge_other_day", field="record", on=other.on.isoformat())
    if not _is_same_place(draft, other):
        name = other.premises.name if other.premises else "–"
        return InputInvalid("merge_other_place", field="record", name=name)
    if other.verdict is None:
        return InputInvalid("merge_not_finished", field="record", number=other.number)
    return _collision(draft, other)


def _is_same_place(draft: Inspection, other: Inspection) -> bool:
    here, there = draft.premises, other.premises
    if here is None or there is None:
        return False
    same_code = bool(here.credit_code) and here.credit_code == there.credit_code
    return here.premises_id == there.premises_id or same_code


def _collision(draft: Inspection, other: Inspection) -> InputInvalid | None:
    own = {o.row_id for o in draft.observations if not o.withdrawn}
    twice = sorted({o.row_id.split(":")[1] for o in other.observations
                    if not o.withdrawn and o.row_id in own})  # fmt: skip
    if not twice:
        return None
    return InputInvalid("merge_part_twice", field="record", name=", ".join(twice))
