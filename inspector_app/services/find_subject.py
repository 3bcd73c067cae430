"""Premises, instruments and records found by what a person types or a camera scans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector_app.domain.instrument import WeighingInstrument
from inspector_app.evidence import token
from inspector_app.services.ports import Found, Registry

LABEL_PREFIX = "HPI:"
LONGEST = 4096


def label_text(instrument_id: str) -> str:
    """Return what the QR label of an instrument says."""
    return LABEL_PREFIX + instrument_id


@dataclass(frozen=True, slots=True)
class FindSubject:
    """Find by name, stall, credit code, serial number, record number or QR text."""

    registry: Registry

    def __call__(self, text: str, limit: int = 20) -> Sequence[Found]:
        """Return the hits, best first; none for an empty or absurdly long text."""
        wanted = text.strip()
        if not wanted or len(wanted) > LONGEST:
            return ()
        if wanted.startswith(LABEL_PREFIX):
            return self._of_label(wanted.removeprefix(LABEL_PREFIX))
        said = token.verify(wanted, ()).token
        return self.registry.search(said.number if said else wanted, limit)

    def _of_label(self, instrument_id: str) -> Sequence[Found]:
        found = self.registry.instrument(instrument_id)
        return (_hit(found),) if found else ()


def _hit(instrument: WeighingInstrument) -> Found:
    return Found(
        what="instrument",
        key=instrument.instrument_id,
        title=f"{instrument.name} {instrument.model}".strip(),
        detail=instrument.serial_number,
    )
