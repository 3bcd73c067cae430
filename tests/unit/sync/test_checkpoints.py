from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.adapters.keys import Ed25519Signer
from inspector_app.sync import checkpoints
from inspector_app.sync.messages import Checkpoint

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
OFFICE = Ed25519Signer(b"\x07" * 32)


def checkpoint() -> Checkpoint:
    return checkpoints.sign(
        OFFICE, office_id="o", scope="445202", epoch=1, size=3, root=b"\x01" * 32, signed_at=NOW
    )


def test_a_checkpoint_holds_after_its_way_over_the_wire() -> None:
    sent = msgspec.json.encode(checkpoint())
    assert checkpoints.is_genuine(msgspec.json.decode(sent, type=Checkpoint), OFFICE.public_key)


@pytest.mark.parametrize(
    "altered",
    [
        {"office_id": "p"},
        {"scope": "445203"},
        {"epoch": 2},
        {"size": 4},
        {"root": "02" * 32},
        {"signed_at": NOW + timedelta(seconds=1)},
        {"signature": "AAAA"},
        {"signature": "no base64"},
    ],
)
def test_an_altered_checkpoint_does_not_hold(altered: dict[str, object]) -> None:
    changed = msgspec.structs.replace(checkpoint(), **altered)
    assert not checkpoints.is_genuine(changed, OFFICE.public_key)


def test_another_office_cannot_vouch() -> None:
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    assert not checkpoints.is_genuine(checkpoint(), other)
