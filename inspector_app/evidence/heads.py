"""Signed heads: one signature over a device's newest link vouches for the whole chain before it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from typing import Protocol

from inspector_app.evidence.signatures import KeyHolder, is_valid


class Head(Protocol):
    """What a signed head says (`services.ports.SignedHead` is one)."""

    @property
    def device_id(self) -> str:
        """Return the device."""
        ...

    @property
    def device_seq(self) -> int:
        """Return the number of the newest link."""
        ...

    @property
    def hash(self) -> str:
        """Return the newest link's hash, hex."""
        ...

    @property
    def signature(self) -> str:
        """Return the Ed25519 signature, base64."""
        ...


def statement(device_id: str, device_seq: int, head_hash: str) -> bytes:
    """Return the exact bytes that a device signs: four lines of ASCII."""
    return f"hengping-head-v1\n{device_id}\n{device_seq}\n{head_hash}\n".encode("ascii")


def sign(key: KeyHolder, device_id: str, device_seq: int, head_hash: str) -> str:
    """Return the base64 signature over the head."""
    return base64.b64encode(key.sign(statement(device_id, device_seq, head_hash))).decode("ascii")


def is_genuine(head: Head, public_keys: Iterable[bytes]) -> bool:
    """Say whether one of the device's keys signed this head."""
    try:
        signature = base64.b64decode(head.signature, validate=True)
        message = statement(head.device_id, head.device_seq, head.hash)
    except (binascii.Error, ValueError):
        return False
    return any(is_valid(key, signature, message) for key in public_keys)
