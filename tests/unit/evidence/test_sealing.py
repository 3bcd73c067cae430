from __future__ import annotations

import json
from dataclasses import replace

import pytest

from inspector_app.domain.events import Event
from inspector_app.domain.exceptions import EvidenceBroken, WrongState
from inspector_app.evidence import chain, sealing
from inspector_app.evidence.record import record_bytes, record_sha256
from tests.helpers.evidence import FakeClock, draft, inspection_drafts, linked, signer

DRAFTS = inspection_drafts()
EVENTS = [chain.event_of(stored.record) for stored in linked(DRAFTS)]
SEALED_AT = FakeClock().now()
SEALING = sealing.seal(EVENTS, signer=signer(), sealed_at=SEALED_AT)


def test_a_seal_verifies_against_its_record() -> None:
    sealing.verify_seal(SEALING.record, SEALING.body, signer().public_key)


def test_the_record_names_every_event_by_its_hash() -> None:
    said = json.loads(SEALING.record)
    assert [entry["hash"] for entry in said["events"]] == [event.hash for event in EVENTS]
    assert said["inspection"]["observations"][0]["indication"]["value"] == "1.500"


def test_the_same_record_comes_out_after_the_seal() -> None:
    drafts = (*DRAFTS, draft(SEALING.body, "x1"))
    events = [chain.event_of(stored.record) for stored in linked(drafts)]
    assert record_sha256(record_bytes(events)) == SEALING.body.record_sha256


def test_only_a_concluded_inspection_can_be_sealed() -> None:
    with pytest.raises(WrongState):
        sealing.seal(EVENTS[:-1], signer=signer(), sealed_at=SEALED_AT)


def _broken(record: bytes, body: object, key: bytes) -> str:
    with pytest.raises(EvidenceBroken) as broken:
        sealing.verify_seal(record, body, key)  # type: ignore[arg-type]
    return broken.value.code


def test_an_altered_record_is_found() -> None:
    record = SEALING.record.replace(b"1.500", b"1.400")
    assert _broken(record, SEALING.body, signer().public_key) == "record_altered"


def test_a_record_altered_together_with_its_hash_is_found() -> None:
    record = SEALING.record.replace(b"1.500", b"1.400")
    body = replace(SEALING.body, record_sha256=record_sha256(record))
    assert _broken(record, body, signer().public_key) == "signature_invalid"


def test_another_inspectors_key_does_not_fit() -> None:
    assert _broken(SEALING.record, SEALING.body, signer(2).public_key) == "signature_invalid"


def test_a_signature_that_is_no_base64_is_refused() -> None:
    body = replace(SEALING.body, signature="签名")
    assert _broken(SEALING.record, body, signer().public_key) == "signature_invalid"


def test_a_token_of_another_record_is_found() -> None:
    other: list[Event] = [
        chain.event_of(stored.record) for stored in linked(inspection_drafts("x2", "2026-0002"))
    ]
    stranger = sealing.seal(other, signer=signer(), sealed_at=SEALED_AT)
    body = replace(SEALING.body, token=stranger.body.token)
    assert _broken(SEALING.record, body, signer().public_key) == "token_of_another_record"
