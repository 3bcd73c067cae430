"""The one-time code that makes a laptop the office's: how it is written, and what it proves.

The code never travels. The laptop names it (`code_id`), the office answers with its certificate
authority and a MAC under the code's key, and only over TLS pinned to that authority does the
laptop send its own MAC. So a typed code alone pins the office, whatever network lies between.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from inspector_app.domain.exceptions import InputInvalid

SECRET_BYTES = 16
LIFETIME_SECONDS = 600
PREFIX = "HPE1:"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RFC4648 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_TO_WRITTEN = str.maketrans(_RFC4648, _CROCKFORD)
_FROM_WRITTEN = str.maketrans(_CROCKFORD + "OIL", _RFC4648 + "ABB")
_GROUP = 4
_LETTERS = 28


@dataclass(frozen=True, slots=True)
class Code:
    """128 random bits. address: the office's, empty when the code was typed without one."""

    secret: bytes
    address: str = ""

    @property
    def code_id(self) -> str:
        """Return the name under which the office keeps it, 16 hex digits; tells nothing of it."""
        return hashlib.sha256(b"hengping-enrolment-id\n" + self.secret).hexdigest()[:16]

    @property
    def key(self) -> bytes:
        """Return the 32 bytes that both sides prove themselves with; all the office keeps."""
        return hashlib.sha256(b"hengping-enrolment-key\n" + self.secret).digest()

    def text(self) -> str:
        """Return 28 letters and digits in groups of four, easy to read aloud and to type."""
        check = hashlib.sha256(self.secret).digest()[:1]
        letters = base64.b32encode(self.secret + check).decode("ascii").rstrip("=")
        written = letters.translate(_TO_WRITTEN)
        return "-".join(written[at : at + _GROUP] for at in range(0, len(written), _GROUP))

    def qr_text(self) -> str:
        """Return what the QR code holds: address and code."""
        return f"{PREFIX}{self.address}#{self.text()}"


def new_code(address: str = "") -> Code:
    """Return a fresh code."""
    return Code(secrets.token_bytes(SECRET_BYTES), address)


def parse(text: str) -> Code:
    """Return the code of a scanned or typed text; blanks, dashes, case, O, I, L are forgiven.

    Raises InputInvalid(`enrolment_code_invalid`).
    """
    bare, address = text.strip(), ""
    if bare[: len(PREFIX)].upper() == PREFIX:
        address, _, bare = bare[len(PREFIX) :].rpartition("#")
    letters = "".join(bare.replace("-", "").split()).upper()
    if len(letters) != _LETTERS or set(letters) - set(_CROCKFORD + "OIL"):
        raise InputInvalid("enrolment_code_invalid", field="code")
    raw = base64.b32decode(letters.translate(_FROM_WRITTEN) + "====")
    secret, check = raw[:SECRET_BYTES], raw[SECRET_BYTES:]
    if hashlib.sha256(secret).digest()[:1] != check:
        raise InputInvalid("enrolment_code_invalid", field="code")
    return Code(secret, address)


def office_proof(key: bytes, *, office_id: str, authority: str, nonce: str) -> str:
    """Return the office's MAC over its authority (PEM) and the laptop's nonce, hex."""
    return _mac(key, "office", office_id, authority, nonce)


def device_proof(key: bytes, *, device_id: str, public_key: str, name: str) -> str:
    """Return the laptop's MAC over what it asks to be enrolled as, hex."""
    return _mac(key, "device", device_id, public_key, name)


def possession_statement(*, code_id: str, device_id: str, public_key: str) -> bytes:
    """Return what the device signs to show that it holds the key it enrols."""
    return f"hengping-enrolment-v1\n{code_id}\n{device_id}\n{public_key}\n".encode()


def is_equal(proof: str, expected: str) -> bool:
    """Compare two proofs in constant time."""
    return hmac.compare_digest(proof.encode(), expected.encode())


def _mac(key: bytes, *parts: str) -> str:
    # Lengths keep two different lists of parts from giving the same bytes.
    message = b"".join(len(p.encode()).to_bytes(4, "big") + p.encode() for p in parts)
    return hmac.new(key, message, hashlib.sha256).hexdigest()
