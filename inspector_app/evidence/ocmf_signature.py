"""The signature of an OCMF data set: ECDSA over the payload as sent (OCMF 1.4, tables 8, 22).

The key is not in the data: it comes from the charger's display, its label or a register.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key

from inspector_app.evidence import weierstrass
from inspector_app.evidence.weierstrass import SECP192K1

DEFAULT = "ECDSA-secp256r1-SHA256"
_CURVES: dict[str, type[ec.EllipticCurve]] = {
    "secp192r1": ec.SECP192R1,
    "secp256k1": ec.SECP256K1,
    "secp256r1": ec.SECP256R1,
    "secp384r1": ec.SECP384R1,
    "secp521r1": ec.SECP521R1,
    "brainpool256r1": ec.BrainpoolP256R1,
    "brainpoolP256r1": ec.BrainpoolP256R1,
    "brainpool384r1": ec.BrainpoolP384R1,
    "brainpoolP384r1": ec.BrainpoolP384R1,
}
"""The table's, and what makers write besides. secp192k1, the only other, is checked here."""
_PLAIN = "secp192k1"
IsSigned = Callable[[bytes, bytes], bool]
"""A public key's answer to a signature (DER) and the text it is said to be over."""


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
    if decode is None or len(parts) != 3 or parts[0] != "ECDSA" or parts[2] != "SHA256":
        return SignatureState.UNSUPPORTED
    if parts[1] not in {*_CURVES, _PLAIN}:
        return SignatureState.UNSUPPORTED
    if signature.get("SM", "application/x-der") != "application/x-der":
        return SignatureState.UNSUPPORTED
    is_signed = _key_of("".join(public_key.split()), parts[1])
    if is_signed is None:
        return SignatureState.KEY_UNREADABLE
    try:
        good = is_signed(decode(signature.get("SD", "")), payload.encode("utf-8"))
    except (ValueError, binascii.Error):
        return SignatureState.INVALID
    except UnsupportedAlgorithm:
        return SignatureState.UNSUPPORTED
    return SignatureState.VALID if good else SignatureState.INVALID


def _key_of(text: str, curve: str) -> IsSigned | None:
    """Return the public key, None where the text holds none of this curve."""
    read = _plain_key if curve == _PLAIN else _library_key
    found = (read(data, curve) for data in _decodings(text))
    return next((key for key in found if key is not None), None)


def _decodings(text: str) -> Iterator[bytes]:
    for decode in _ENCODINGS.values():
        try:
            yield decode(text)
        except (ValueError, binascii.Error):
            continue


def _plain_key(data: bytes, _curve: str) -> IsSigned | None:
    point = weierstrass.public_point(data, SECP192K1)
    if point is None:
        return None

    def is_signed(signature: bytes, text: bytes) -> bool:
        digest = hashlib.sha256(text).digest()
        return weierstrass.is_signed(point, signature, digest, SECP192K1)

    return is_signed


def _library_key(data: bytes, name: str) -> IsSigned | None:
    curve = _CURVES[name]()
    key = _der(data) or _point(data, curve)
    if key is None or key.curve.name != curve.name:
        return None

    def is_signed(signature: bytes, text: bytes) -> bool:
        try:
            key.verify(signature, text, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return True

    return is_signed


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
