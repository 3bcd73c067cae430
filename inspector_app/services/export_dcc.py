"""The measured results of a sealed inspection as a digital calibration certificate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.inspection import Inspection
from inspector_app.evidence.calibration_certificate import CalibrationCertificate
from inspector_app.kinds.catalogue import kind_of
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.dcc_of_inspection import dcc_of
from inspector_app.services.inspection_log import load
from inspector_app.services.ports import EventLog, Registry

_WINDOW = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDcc:
    """The file's bytes and the name it should have."""

    data: bytes
    name: str


@dataclass(frozen=True, slots=True)
class ExportDcc:
    """write: certificate to XML (`adapters.dcc_writer`)."""

    log: EventLog
    book: RegulationBook
    write: Callable[[CalibrationCertificate], bytes]

    def __call__(self, inspection_id: str) -> WrittenDcc:
        """Return the certificate; nothing is recorded, for it says nothing new.

        Raises WrongState (`inspection_unknown`, not sealed), InputInvalid
        (`dcc_nothing_measured`).
        """
        return self.of(load(self.log, inspection_id))

    def of(self, inspection: Inspection) -> WrittenDcc:
        """Return the certificate of an inspection at hand; raises as a call does."""
        certificate = dcc_of(inspection, kind_of(inspection.kind), self.book)
        return WrittenDcc(data=self.write(certificate), name=f"{inspection.number}-dcc.xml")


def inspection_named(registry: Registry, name: str) -> str:
    """Return the id of the inspection with this number (or id).

    Raises InputInvalid(`dcc_inspection_unknown`).
    """
    offset = 0
    while rows := registry.list_inspections(offset=offset, limit=_WINDOW):
        for row in rows:
            if name in {row.number, row.inspection_id}:
                return row.inspection_id
        offset += len(rows)
    raise InputInvalid("dcc_inspection_unknown", field="inspection", number=name[:60])
