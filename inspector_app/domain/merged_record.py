"""What a draft keeps of a colleague's sealed record that joined it."""

from __future__ import annotations

from dataclasses import dataclass, field

from inspector_app.domain.instrument import MeasuringInstrument, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedRecord:
    """The other record: which, of what hash, by whom, and with which particulars it was measured.

    record_sha256: hash of the sealed record, which stays as it is. fields, measuring_instrument:
    the other record's; its observations are computed with them (another standard measure).
    observation_ids: which observations of this inspection came with it.
    """

    inspection_id: str
    number: str
    record_sha256: str
    inspectors: tuple[Person, ...]
    observation_ids: tuple[str, ...]
    fields: dict[str, str] = field(default_factory=dict)
    measuring_instrument: MeasuringInstrument | None = None
