"""The office's signature over a scope's Merkle tree: what it says, and whether it holds."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime

from inspector_app.evidence.signatures import KeyHolder, is_valid
from inspector_app.sync.messages import Checkpoint


def statement(
    office_id: str, scope: str, epoch: int, size: int, root: str, signed_at: datetime
) -> bytes:
    """Return the exact bytes that an office signs. root: hex; signed_at: aware, UTC."""
    lines = ("hengping-checkpoint-v1", office_id, scope, epoch, size, root, signed_at.isoformat())
    return ("\n".join(map(str, lines)) + "\n").encode()


def sign(
    key: KeyHolder,
    *,
    office_id: str,
    scope: str,
    epoch: int,
    size: int,
    root: bytes,
    signed_at: datetime,
) -> Checkpoint:
    """Return the signed checkpoint over the 32 bytes of a root."""
    message = statement(office_id, scope, epoch, size, root.hex(), signed_at)
    return Checkpoint(
        office_id=office_id,
        scope=scope,
        epoch=epoch,
        size=size,
        root=root.hex(),
        signed_at=signed_at,
        signature=base64.b64encode(key.sign(message)).decode("ascii"),
    )


def is_genuine(checkpoint: Checkpoint, office_key: bytes) -> bool:
    """Say whether the office of this raw public key signed it."""
    c = checkpoint
    try:
        signature = base64.b64decode(c.signature, validate=True)
    except (binascii.Error, ValueError):
        return False
    message = statement(c.office_id, c.scope, c.epoch, c.size, c.root, c.signed_at)
    return is_valid(office_key, signature, message)
