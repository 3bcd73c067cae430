"""The signature of an OCMF data set: ECDSA over the payload as sent (OCMF 1.4, tables 8, 22).

The key is not in the data: it comes from the charger's display, its label or a register.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from enum import StrEnum

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key

DEFAULT = "ECDSA-secp256r1-SHA256"
_CURVES: dict[str, type[ec.EllipticCurve]] = {
    "secp192r1": ec.SECP192R1,
    "secp256k1": ec.SECP256K1,
    "secp256r1": ec.SECP256R1,
    "secp384r1": ec.SECP384R1,
    "brainpool256r1": ec.BrainpoolP256R1,
    "brainpool384r1": ec.BrainpoolP384R1,
}


def _base64(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


_ENCODINGS: dict[str, Callable[[str], bytes]] = {"hex": bytes.fromhex, "base64": _base64}


class SignatureState(StrEnum):
    """What can be said of a signature.

    NO_KEY: none was given. KEY_UNREADABLE: what was given is no public key of a known curve.
    UNSUPPORTED: an algorithm, an encoding or a curve that this program cannot check.
    """

    VALID = "valid"
    INVALID = "invalid"
    NO_KEY = "no_key"
    KEY_UNREADABLE = "key_unreadable"
    UNSUPPORTED = "unsupported"


def signature_state(payload: str, signature: Mapping[str, str], public_key: str) -> SignatureState:
    """Return what can be said of a data set's signature.

    payload: the section between the bars, letter by letter. signature: its third section.
    public_key: hex or base64, a DER SubjectPublicKeyInfo or the bare point; spaces do not count.
    """
    if not public_key.strip():
        return SignatureState.NO_KEY
    parts = signature.get("SA", DEFAULT).split("-")
    decode = _ENCODINGS.get(signature.get("SE", "hex").casefold())
    curve = _CURVES.get(parts[1]) if len(parts) == 3 and parts[0] == "ECDSA" else None
    if curve is None or parts[2] != "SHA256" or decode is None:
        return SignatureState.UNSUPPORTED
    if signature.get("SM", "application/x-der") != "application/x-der":
        return SignatureState.UNSUPPORTED
    key = _key_of("".join(public_key.split()), curve())
    if key is None:
        return SignatureState.KEY_UNREADABLE
    try:
        key.verify(
            decode(signature.get("SD", "")), payload.encode("utf-8"), ec.ECDSA(hashes.SHA256())
        )
    except (InvalidSignature, ValueError, binascii.Error):
        return SignatureState.INVALID
    except UnsupportedAlgorithm:
        return SignatureState.UNSUPPORTED
    return SignatureState.VALID


def _key_of(text: str, curve: ec.EllipticCurve) -> ec.EllipticCurvePublicKey | None:
    """Return the public key, None where the text holds none of this curve."""
    for decode in _ENCODINGS.values():
        try:
            data = decode(text)
        except (ValueError, binascii.Error):
            continue
        key = _der(data) or _point(data, curve)
        if key is not None and key.curve.name == curve.name:
            return key
    return None


def _der(data: bytes) -> ec.EllipticCurvePublicKey | None:
    try:
        key = load_der_public_key(data)
    except (ValueError, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, ec.EllipticCurvePublicKey) else None


def _point(data: bytes, curve: ec.EllipticCurve) -> ec.EllipticCurvePublicKey | None:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(curve, data)
    except (ValueError, UnsupportedAlgorithm):
        return None
