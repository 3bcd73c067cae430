"""Signatures of charging sessions: genuine, changed, of another key, of an unknown method."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from inspector_app.evidence.ocmf_signature import SignatureState, signature_state
from inspector_app.metrology.signed_readings import read_data_sets
from tests.helpers.ocmf import key, payload, public_hex, signed

CURVES: dict[str, type[ec.EllipticCurve]] = {
    "secp192r1": ec.SECP192R1,
    "secp256k1": ec.SECP256K1,
    "secp256r1": ec.SECP256R1,
    "secp384r1": ec.SECP384R1,
    "secp521r1": ec.SECP521R1,
    "brainpoolP256r1": ec.BrainpoolP256R1,
    "brainpool256r1": ec.BrainpoolP256R1,
    "brainpool384r1": ec.BrainpoolP384R1,
}


def state(text: str, public_key: str) -> SignatureState:
    (found,) = read_data_sets(text)
    return signature_state(found.payload, found.signature, public_key)


@pytest.mark.parametrize("name", CURVES)
def test_a_genuine_signature_is_valid_on_every_curve(name: str) -> None:
    curve = CURVES[name]
    text = signed(curve=curve, algorithm=f"ECDSA-{name}-SHA256")
    assert state(text, public_hex(curve)) is SignatureState.VALID


def test_the_default_method_and_every_form_of_the_key() -> None:
    public = key().public_key()
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    for text in (der.hex(), base64.b64encode(der).decode(), point.hex(), der.hex(" ")):
        assert state(signed(), text) is SignatureState.VALID


def test_one_changed_character_is_found() -> None:
    text = signed()
    at = text.index("1512.345")
    assert state(text[: at + 3] + "3" + text[at + 4 :], public_hex()) is SignatureState.INVALID


def test_white_space_added_to_the_payload_breaks_it() -> None:
    assert state(signed().replace('"PG":', '"PG": '), public_hex()) is SignatureState.INVALID


@pytest.mark.parametrize(
    "text, public_key, wanted",
    [
        (signed(), "", SignatureState.NO_KEY),
        (signed(), "zz", SignatureState.KEY_UNREADABLE),
        (signed(), public_hex(ec.SECP384R1), SignatureState.KEY_UNREADABLE),
        (signed(algorithm="RSA"), public_hex(), SignatureState.UNSUPPORTED),
        (signed(algorithm="ECDSA-secp112r1-SHA256"), public_hex(), SignatureState.UNSUPPORTED),
        (signed(algorithm="ECDSA-secp192k1-SHA256"), public_hex(), SignatureState.KEY_UNREADABLE),
        (signed(algorithm="ECDSA-secp256r1-MD5"), public_hex(), SignatureState.UNSUPPORTED),
    ],
)
def test_what_cannot_be_checked_is_never_called_invalid(
    text: str, public_key: str, wanted: SignatureState
) -> None:
    assert state(text, public_key) is wanted


@pytest.mark.parametrize("broken", ["", "zz", "00", "30" * 40])
def test_a_signature_that_is_none_is_invalid(broken: str) -> None:
    (found,) = read_data_sets(signed(payload()))
    section = {**found.signature, "SD": broken}
    assert signature_state(found.payload, section, public_hex()) is SignatureState.INVALID
