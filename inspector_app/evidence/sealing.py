"""Closing a record: its bytes, hash, signature and QR token; and checking them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.events import Event, InspectionSealed
from inspector_app.domain.exceptions import EvidenceBroken, WrongState
from inspector_app.domain.inspection import Inspection, State
from inspector_app.evidence import token
from inspector_app.evidence.record import record_bytes, record_sha256
from inspector_app.evidence.signatures import KeyHolder, is_valid


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """record: the bytes that the report carries. body: the event that closes the stream."""

    record: bytes
    body: InspectionSealed


def statement(sha256: str) -> bytes:
    """Return the exact bytes that an inspector signs: two lines of ASCII."""
    return f"hengping-record-v1\n{sha256}\n".encode("ascii")


def seal(
    events: Sequence[Event], *, signer: KeyHolder, sealed_at: datetime, clock_checked: str = ""
) -> Sealing:
    """Return the sealed record of a concluded inspection. Raises WrongState in any other state."""
    inspection = Inspection.fold(events)
    inspection.require(State.CONCLUDED)
    if inspection.verdict is None:
        raise WrongState("inspection_without_verdict")
    record = record_bytes(events)
    sha256 = record_sha256(record)
    body = InspectionSealed(
        record_sha256=sha256,
        signer=signer.key_id,
        signature=base64.b64encode(signer.sign(statement(sha256))).decode("ascii"),
        token=token.make(
            number=inspection.number,
            kind=inspection.kind,
            on=inspection.on,
            outcome=inspection.verdict.outcome,
            record_sha256=sha256,
            signer=signer,
        ),
        sealed_at=sealed_at,
        clock_checked=clock_checked,
    )
    return Sealing(record=record, body=body)


def verify_seal(record: bytes, body: InspectionSealed, public_key: bytes) -> None:
    """Check record, signature and token against each other.

    Raises EvidenceBroken: `record_altered`, `signature_invalid` or `token_of_another_record`.
    """
    if record_sha256(record) != body.record_sha256:
        raise EvidenceBroken("record_altered", expected=body.record_sha256)
    if not is_valid(public_key, _signature(body), statement(body.record_sha256)):
        raise EvidenceBroken("signature_invalid", signer=body.signer)
    checked = token.verify(body.token, [public_key])
    said = checked.token
    if checked.genuineness is not token.Genuineness.GENUINE or said is None:
        raise EvidenceBroken("signature_invalid", signer=body.signer)
    if not said.is_for(body.record_sha256):
        raise EvidenceBroken("token_of_another_record", number=said.number)


def _signature(body: InspectionSealed) -> bytes:
    try:
        return base64.b64decode(body.signature, validate=True)
    except (binascii.Error, ValueError) as error:
        raise EvidenceBroken("signature_invalid", signer=body.signer) from error
