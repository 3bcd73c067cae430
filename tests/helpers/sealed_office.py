"""An office that holds sealed records: pushed by a real chain, read by the real reader."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from inspector_app.adapters.keys import Ed25519Signer
from inspector_app.domain.events import (
    Event,
    EventBody,
    EventDraft,
    InspectionSealed,
    InspectorKeyIntroduced,
    ReportIssued,
    ReportVoided,
    Superseded,
    Voided,
)
from inspector_app.domain.inspection import Inspection
from inspector_app.evidence import chain, sealing
from inspector_app.evidence import token as tokens
from inspector_app.kinds.catalogue import kind_of
from inspector_app.metrology.regulations import load_book
from inspector_app.services.office_ports import OfficeStorage
from tests.helpers.inspections import AT, told
from tests.helpers.office_chain import NOW, Chain, enrol

INSPECTOR = Ed25519Signer(b"\x07" * 32)
STRANGER = Ed25519Signer(b"\x08" * 32)
KIND = "market_scale"


@dataclass(frozen=True)
class SealedRecord:
    """A record as the office has it: the inspection before its seal, the seal."""

    inspection: Inspection
    seal: InspectionSealed

    def token(
        self, other: Mapping[str, object] | None = None, *, signer: Ed25519Signer = INSPECTOR
    ) -> str:
        """Return a token of this record, with some of its facts changed."""
        assert self.inspection.verdict is not None
        facts: dict[str, object] = {
            "number": self.inspection.number,
            "kind": self.inspection.kind,
            "on": self.inspection.on,
            "outcome": self.inspection.verdict.outcome,
            "record_sha256": self.seal.record_sha256,
        }
        return tokens.make(signer=signer, **(facts | dict(other or {})))  # type: ignore[arg-type]  # a test's own facts


class SealingLaptop:
    """A laptop that seals and pushes."""

    def __init__(self, office: OfficeStorage, device_id: str = "device-seal") -> None:
        self._office = office
        self._chain = Chain(device_id)
        self._pushed = 0
        enrol(office, self._chain.device())
        self._add(
            "person-1",
            InspectorKeyIntroduced(
                person_id="person-1",
                key_id=INSPECTOR.key_id,
                public_key=base64.b64encode(INSPECTOR.public_key).decode(),
            ),
        )

    def seal(
        self, stream: str = "inspection-1", *, faulty: bool = False, kind: str = KIND
    ) -> SealedRecord:
        """Conclude and seal an inspection, push it, let the office read it."""
        bodies = told(kind_of(kind), load_book(), faulty=faulty)
        events = tuple(self._add(stream, body) for body in bodies)
        closed = sealing.seal(events, signer=INSPECTOR, sealed_at=AT + timedelta(hours=1))
        self._add(stream, closed.body)
        self.push()
        return SealedRecord(Inspection.fold(events), closed.body)

    def issue(self, stream: str, number: str, *, void: str = "") -> None:
        """Name a paper of a record, declared void if a reason is given."""
        sha256 = hashlib.sha256(number.encode()).hexdigest()
        self._add(
            stream,
            ReportIssued(
                report="order_to_correct",
                language="zh_CN",
                sha256=sha256,
                size=1,
                name="order.pdf",
                document_number=number,
            ),
        )
        if void:
            self._add(
                stream,
                ReportVoided(
                    sha256=sha256, document_number=number, reason=void, second_person="李四"
                ),
            )
        self.push()

    def void(self, stream: str) -> None:
        self._add(stream, Voided(reason="wrong instrument", second_person="李四"))
        self.push()

    def supersede(self, stream: str, number: str) -> None:
        self._add(
            stream, Superseded(by_inspection_id="later", by_number=number, reason="corrected")
        )
        self.push()

    def push(self) -> None:
        """Send what waits and have the office read it."""
        batch = self._chain.batch(self._pushed + 1)
        self._office.intake.accept(self._chain.device_id, batch, NOW)
        self._pushed = len(self._chain.records)
        while self._office.records.catch_up(NOW):
            pass

    def _add(self, stream: str, body: EventBody) -> Event:
        draft = EventDraft(stream_id=stream, scope=self._chain.scope, body=body)
        event, record = chain.link(draft, self._chain.stamp(NOW))
        self._chain.records.append(record)
        self._chain.events.append(event.event_id)
        return event
