"""Secrets that a browser or a link carries; the office keeps only their SHA-256."""

from __future__ import annotations

import base64
import hashlib
import secrets

MOST_CHARACTERS = 100
"""Longer texts are not looked up at all."""
_TOKEN_BYTES = 32


def new_token() -> str:
    """Return a fresh secret for a cookie or a link: 32 random bytes, base64url."""
    return base64.urlsafe_b64encode(secrets.token_bytes(_TOKEN_BYTES)).decode("ascii").rstrip("=")


def token_hash(token: str) -> bytes:
    """Return what the office keeps of a token: its SHA-256, 32 bytes."""
    return hashlib.sha256(token.encode()).digest()
