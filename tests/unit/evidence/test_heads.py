from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from inspector_app.evidence import heads
from inspector_app.services.ports import SignedHead
from tests.helpers.evidence import signer

HEAD = SignedHead(
    device_id="device-1",
    device_seq=7,
    hash="ab" * 32,
    signature=heads.sign(signer(), "device-1", 7, "ab" * 32),
    signed_at=datetime(2026, 11, 23, tzinfo=UTC),
)


def test_the_devices_own_signature_is_genuine() -> None:
    assert heads.is_genuine(HEAD, [signer(2).public_key, signer().public_key])


@pytest.mark.parametrize(
    "altered",
    [
        replace(HEAD, device_id="device-2"),
        replace(HEAD, device_seq=8),
        replace(HEAD, hash="ac" * 32),
        replace(HEAD, signature=base64.b64encode(bytes(64)).decode()),
        replace(HEAD, signature="no base64 !"),
        replace(HEAD, signature=""),
        replace(HEAD, device_id="设备"),
    ],
)
def test_a_head_that_says_anything_else_is_not_genuine(altered: SignedHead) -> None:
    assert not heads.is_genuine(altered, [signer().public_key])


def test_another_key_does_not_vouch() -> None:
    assert not heads.is_genuine(HEAD, [signer(2).public_key, b"short"])
