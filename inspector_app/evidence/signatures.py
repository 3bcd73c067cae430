"""Ed25519 as this project uses it: who may sign, what is signed, and how it is checked."""

from __future__ import annotations

import hashlib
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

KEY_ID_DIGITS = 16


class KeyHolder(Protocol):
    """A private Ed25519 key that never leaves its keeper (the port `Signer` is one)."""

    @property
    def key_id(self) -> str:
        """Return the first 16 hex digits of the public key's SHA-256."""
        ...

    @property
    def public_key(self) -> bytes:
        """Return the 32 raw bytes."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature."""
        ...


def key_id_of(public_key: bytes) -> str:
    """Return the first 16 hex digits of the SHA-256 of a raw public key."""
    return hashlib.sha256(public_key).hexdigest()[:KEY_ID_DIGITS]


def is_valid(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether `signature` (64 bytes) is this key's (32 raw bytes) over `message`."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
