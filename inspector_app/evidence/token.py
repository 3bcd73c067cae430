"""The signed token of the QR code on a report: small enough for QR version 7-M, checked offline.

Layout of the signed payload, big-endian: key id 8 | first half of the record's SHA-256, 16 | days
since 2000-01-01, 2 | outcome 1 | first bytes of the kind key's SHA-256, 2 | the inspection number,
UTF-8, 1..32. Then the inspector's Ed25519 signature, 64. Text form: `HP1:` and base45.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import parse_qs, quote, urlsplit

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.judgement import Outcome
from inspector_app.evidence import base45
from inspector_app.evidence.signatures import KeyHolder, is_valid, key_id_of

PREFIX = "HP1:"
_CONTEXT = b"hengping-token-v1\n"
_HEAD = struct.Struct(">8s16sHB2s")
_SIGNATURE = 64
_MAX_NUMBER = 32
_EPOCH = date(2000, 1, 1)
_OUTCOMES = (Outcome.PASS, Outcome.FAIL, Outcome.INCOMPLETE, Outcome.NOT_APPLICABLE)
_MAX_TEXT = 4096
_MAX_ADDRESS = 200


class Genuineness(StrEnum):
    """What checking a token can find."""

    GENUINE = "genuine"
    UNKNOWN_KEY = "unknown_key"
    FORGED = "forged"
    NOT_A_TOKEN = "not_a_token"  # noqa: S105 - the finding's name, no password


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What the QR code says.

    record_prefix: first 32 hex digits of the record's SHA-256. signer: key id, 16 hex digits.
    kind_code: 4 hex digits, see `kind_code`.
    """

    number: str
    kind_code: str
    on: date
    outcome: Outcome
    record_prefix: str
    signer: str

    def is_for(self, record_sha256: str) -> bool:
        """Say whether the token speaks of the record of this hash (64 hex digits)."""
        return len(record_sha256) == hashlib.sha256().digest_size * 2 and record_sha256.startswith(
            self.record_prefix
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCheck:
    """A finding and what the token says; token is None only for NOT_A_TOKEN."""

    genuineness: Genuineness
    token: Token | None = None


def kind_code(kind: str) -> str:
    """Return the 4 hex digits under which a kind's key travels in a token."""
    return hashlib.sha256(kind.encode()).hexdigest()[:4]


def make(
    *, number: str, kind: str, on: date, outcome: Outcome, record_sha256: str, signer: KeyHolder
) -> str:
    """Return the signed text, about 165 characters for a number of 14.

    Raises InputInvalid for an empty number, one over 32 bytes or a date outside 2000..2179.
    """
    encoded = number.encode()
    days = (on - _EPOCH).days
    if not 1 <= len(encoded) <= _MAX_NUMBER:
        raise InputInvalid("number_too_long", field="number", value=number[:_MAX_NUMBER])
    if not 0 <= days < 1 << 16:
        raise InputInvalid("date_out_of_range", field="on", value=on)
    payload = _HEAD.pack(
        bytes.fromhex(signer.key_id),
        bytes.fromhex(record_sha256)[:16],
        days,
        _OUTCOMES.index(outcome),
        bytes.fromhex(kind_code(kind)),
    )
    payload += encoded
    return PREFIX + base45.encode(payload + signer.sign(_CONTEXT + payload))


def with_address(token: str, base_url: str) -> str:
    """Return the office's public address carrying the token: `<base_url>?t=<token>`.

    Raises InputInvalid(`address_invalid`) unless base_url is one as `is_public_address` says.
    """
    if not is_public_address(base_url):
        raise InputInvalid("address_invalid", field="base_url", value=base_url[:200])
    return f"{base_url}?t={quote(token, safe='')}"


def is_public_address(base_url: str) -> bool:
    """Say whether it can carry a token: http(s), ASCII, at most 200 long, no query or fragment."""
    try:
        parts = urlsplit(base_url)
    except ValueError:  # an unclosed bracket
        return False
    is_plain = base_url.isascii() and base_url.isprintable() and " " not in base_url
    return (
        is_plain
        and len(base_url) <= _MAX_ADDRESS
        and parts.scheme in {"http", "https"}
        and bool(parts.netloc)
        and not (parts.query or parts.fragment)
    )


def verify(text: str, public_keys: Iterable[bytes]) -> TokenCheck:
    """Check a scanned text (bare, or an address carrying it) with the known raw public keys."""
    try:
        raw = base45.decode(_bare(text))
        payload, signature = raw[:-_SIGNATURE], raw[-_SIGNATURE:]
        token = _parsed(payload)
    except (InputInvalid, struct.error, ValueError, IndexError):
        return TokenCheck(genuineness=Genuineness.NOT_A_TOKEN)
    keys = _by_id(public_keys)
    if token.signer not in keys:
        return TokenCheck(genuineness=Genuineness.UNKNOWN_KEY, token=token)
    genuine = is_valid(keys[token.signer], signature, _CONTEXT + payload)
    return TokenCheck(
        genuineness=Genuineness.GENUINE if genuine else Genuineness.FORGED, token=token
    )


def _by_id(public_keys: Iterable[bytes]) -> Mapping[str, bytes]:
    return {key_id_of(key): key for key in public_keys}


def _bare(text: str) -> str:
    if len(text) > _MAX_TEXT:
        raise InputInvalid("not_a_token", field="text")
    found = text.strip("\r\n\t")
    if found[:8].lower().startswith(("http://", "https://")):
        found = (parse_qs(urlsplit(found).query).get("t") or [""])[0]
    if not found.startswith(PREFIX):
        raise InputInvalid("not_a_token", field="text")
    return found[len(PREFIX) :]


def _parsed(payload: bytes) -> Token:
    key, record, days, outcome, kind = _HEAD.unpack_from(payload)
    number = payload[_HEAD.size :].decode()
    if not 1 <= len(number.encode()) <= _MAX_NUMBER:
        raise InputInvalid("not_a_token", field="number")
    return Token(
        number=number,
        kind_code=kind.hex(),
        on=_EPOCH + timedelta(days=days),
        outcome=_OUTCOMES[outcome],
        record_prefix=record.hex(),
        signer=key.hex(),
    )
