"""ECDSA in plain integers, against signatures made elsewhere and against another implementation."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from inspector_app.evidence.ocmf_signature import SignatureState, signature_state
from inspector_app.evidence.weierstrass import SECP192K1, Curve, is_signed, public_point
from tests.helpers.ocmf import key

# Key and signatures made with the OpenSSL command line on secp192k1, once.
TEXT = b'{"FV":"1.4","PG":"T1","MS":"192"}'
KEY = bytes.fromhex(
    "3046301006072a8648ce3d020106052b8104001f03320004864a7a859f2e0a14eb2b474754f289ac880756fca2"
    "7ee65abec9c10da31a998fc2c29a2191c60c9abe4c307fcce5db35"
)
COMPRESSED = bytes.fromhex(
    "302e301006072a8648ce3d020106052b8104001f031a0003864a7a859f2e0a14eb2b474754f289ac880756fca2"
    "7ee65a"
)
SIGNATURES = tuple(
    map(
        bytes.fromhex,
        (
            (
                "3036021900d25e8a0f3e45c87a2894aab1e53279b2e8473c8a04c5a22d021900f9861cd38db06fa541380c"
                "73379d34b343338907e372685a"
            ),
            (
                "3035021863a54f5263827e5daa06803ad18ea736451f016546290d5c021900a90a2a43ee7ed233d74bc3d6"
                "dd9f7809bc435f2ec34cf19d"
            ),
        ),
    )
)
SECP192R1 = Curve(
    p=2**192 - 2**64 - 1,
    a=-3,
    b=0x64210519E59C80E70FA7E9AB72243049FEB8DEECC146B9B1,
    n=0xFFFFFFFFFFFFFFFFFFFFFFFF99DEF836146BC9B1B4D22831,
    base=(
        0x188DA80EB03090F67CBF20EB43A18800F4FF0AFD82FF1012,
        0x07192B95FFC8DA78631011ED6B24CDD573F977A11E794811,
    ),
    oid=bytes.fromhex("06082a8648ce3d030101"),
)
DIGEST = hashlib.sha256(TEXT).digest()


def point() -> tuple[int, int]:
    found = public_point(KEY, SECP192K1)
    assert found is not None
    return found


def state(signature: bytes, text: str, public_key: str, method: str) -> SignatureState:
    section = {"SA": method, "SD": signature.hex()}
    return signature_state(text, section, public_key)


@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_signature_made_elsewhere_is_genuine(signature: bytes) -> None:
    assert is_signed(point(), signature, DIGEST, SECP192K1)
    for public_key in (KEY.hex(), base64.b64encode(KEY).decode(), KEY[-49:].hex(" ").upper()):
        found = state(signature, TEXT.decode(), public_key, "ECDSA-secp192k1-SHA256")
        assert found is SignatureState.VALID


def test_the_key_is_the_same_in_every_form() -> None:
    for data in (KEY[-49:], COMPRESSED, COMPRESSED[-25:]):
        assert public_point(data, SECP192K1) == point()


def test_every_changed_bit_of_signature_and_text_is_found() -> None:
    whole = SIGNATURES[0]
    for n in range(8 * len(whole)):
        changed = bytearray(whole)
        changed[n // 8] ^= 1 << n % 8
        assert not is_signed(point(), bytes(changed), DIGEST, SECP192K1), n
    # The last quarter of the digest is longer than the order and counts for nothing.
    for n in range(192):
        digest = bytearray(DIGEST)
        digest[n // 8] ^= 1 << n % 8
        assert not is_signed(point(), SIGNATURES[0], bytes(digest), SECP192K1), n


@pytest.mark.parametrize("r, s", [(0, 1), (1, 0), (SECP192K1.n, 1), (1, SECP192K1.n), (-1, 1)])
def test_numbers_outside_the_group_are_no_signature(r: int, s: int) -> None:
    try:
        data = encode_dss_signature(r, s)
    except ValueError:
        data = bytes.fromhex("30060201ff020101")
    assert not is_signed(point(), data, DIGEST, SECP192K1)


def test_signature_and_opposite_key() -> None:
    """The group has an inverse for each point; a key is not its mirror image."""
    x, y = point()
    assert not is_signed((x, SECP192K1.p - y), SIGNATURES[0], DIGEST, SECP192K1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        KEY[:-1],
        KEY + b"\0",
        KEY[:-1] + b"\0",  # not on the curve
        b"\4" + bytes(48),
        b"\4" + b"\xff" * 48,
        b"\2" + b"\xff" * 24,
        b"\5" + KEY[-48:],
        KEY.replace(b"\x81\x04\x00\x1f", b"\x81\x04\x00\x20"),
        b"\0",
    ],
)
def test_what_is_no_key_of_the_curve_is_none(data: bytes) -> None:
    assert public_point(data, SECP192K1) is None
    found = state(SIGNATURES[0], TEXT.decode(), data.hex() or "zz", "ECDSA-secp192k1-SHA256")
    assert found is SignatureState.KEY_UNREADABLE


def test_the_base_point_lies_on_the_curve_and_has_its_order() -> None:
    for curve in (SECP192K1, SECP192R1):
        x, y = curve.base
        assert public_point(b"\4" + x.to_bytes(24, "big") + y.to_bytes(24, "big"), curve)
        # Private key 1: r = x of the base point; s = e + r with the nonce 1.
        e = int.from_bytes(DIGEST, "big") >> 64
        signature = encode_dss_signature(x % curve.n, (e + x) % curve.n)
        assert is_signed(curve.base, signature, DIGEST, curve)


def test_the_arithmetic_agrees_with_another_implementation() -> None:
    """Twenty signatures of the library on the sister curve, each also with a changed text."""
    private = key(ec.SECP192R1)
    data = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    found = public_point(data, SECP192R1)
    assert found is not None
    for n in range(20):
        text = json.dumps({"n": n}).encode()
        signature = private.sign(text, ec.ECDSA(hashes.SHA256()))
        assert is_signed(found, signature, hashlib.sha256(text).digest(), SECP192R1)
        assert not is_signed(found, signature, hashlib.sha256(text + b" ").digest(), SECP192R1)


# The curves that meters mostly use, likewise made with the OpenSSL command line.
FROZEN = {
    "secp192r1": (
        (
            "3049301306072a8648ce3d020106082a8648ce3d03010103320004c6e1783b4399092eb5e61dd1e4625a2ec7dd"
            "3122c73f5153004ff28ee4377cb12f4d908cae1e5cd51c74b0d47e0b7fa6"
        ),
        (
            "3035021900bab7682962705dec605715b64de44cd40d3816d3ca97171902187e5dd718d2f30382385c89851e1b"
            "9f534ab83d12360bfc2d"
        ),
    ),
    "secp521r1": (
        (
            "30819b301006072a8648ce3d020106052b81040023038186000401c0e5f4befb9ed2978c17d52204bff6f6338d"
            "32ccca98489f32d8a293048ff0fc00e3211ebdfc54b46adee981a180cc2bc9f90ba91e761fb9f592eb96c4b287"
            "3b9700c5ba624f4a3dabe40cfa8527616f0bdd4243aa9336f4dea20a26db59b92149170dce8ecc35fa64f08cfc"
            "b98f7d7d120431c32c073f4d90e67d772e71c46aaa7648"
        ),
        (
            "308187024201e188f2c1cbb69aafa6c7710bf62b8aefda549534cadb6dbd7c78019abff2d0c882a1f0cfb3f240"
            "7fa32287cac34fe0e737bb7d898a65b78c522794b505c56feb5b024170b6d64d735ce8c0b5e337945b6fdda8e3"
            "e1248323c44288f1140690dc861788a363c9000e37c308ed060db196d71e006ef6b778b8d5d91d7a9b8ab74b84"
            "cb0724"
        ),
    ),
}


@pytest.mark.parametrize("name", FROZEN)
def test_signatures_made_elsewhere_on_the_librarys_curves(name: str) -> None:
    public_key, signature = FROZEN[name]
    method = f"ECDSA-{name}-SHA256"
    data = bytes.fromhex(signature)
    assert state(data, TEXT.decode(), public_key, method) is SignatureState.VALID
    assert state(data, TEXT.decode() + " ", public_key, method) is SignatureState.INVALID
    other = state(data, TEXT.decode(), KEY.hex(), method)
    assert other is SignatureState.KEY_UNREADABLE
