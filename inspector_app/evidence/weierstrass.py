"""ECDSA checked in plain integers, for a curve that the cryptographic library does not carry.

Only checked, never made: keys, signatures and data are public, so that the time it takes gives
nothing away. SEC 1 version 2.0: 2.2.1 (the group), 2.3.4 (points), 4.1.4 (verification).
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

Point = tuple[int, int] | None
"""Affine coordinates; None is the point at infinity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """y² = x³ + a x + b over the integers modulo p, with p = 3 mod 4 and cofactor 1.

    base: generator of order n. oid: its object identifier as DER, tag and length included.
    """

    p: int
    a: int
    b: int
    n: int
    base: tuple[int, int]
    oid: bytes

    @property
    def size(self) -> int:
        """Return the bytes of a coordinate."""
        return (self.p.bit_length() + 7) // 8


SECP192K1 = Curve(
    p=2**192 - 2**32 - 2**12 - 2**8 - 2**7 - 2**6 - 2**3 - 1,
    a=0,
    b=3,
    n=0xFFFFFFFFFFFFFFFFFFFFFFFE26F2FC170F69466A74DEFD8D,
    base=(
        0xDB4FF10EC057E9AE26B07D0280B7F4341DA5D1B1EAE06C7D,
        0x9B2F2F6D9C5628A7844163D015BE86344082AA88D95E2F9D,
    ),
    oid=bytes.fromhex("06052b8104001f"),
)
"""SEC 2 version 2.0, 2.2.1."""

_EC_PUBLIC_KEY = bytes.fromhex("06072a8648ce3d0201")
_SEQUENCE, _BIT_STRING = 0x30, 0x03


def public_point(data: bytes, curve: Curve) -> tuple[int, int] | None:
    """Return the point of a public key, None where the bytes hold none of this curve.

    data: a DER SubjectPublicKeyInfo, or the bare point, compressed or not.
    """
    for length in (1 + 2 * curve.size, 1 + curve.size):
        head = _key_head(curve, length)
        if len(data) == len(head) + length and data.startswith(head):
            data = data[len(head) :]
    return _decoded(data, curve)


def is_signed(point: tuple[int, int], signature: bytes, digest: bytes, curve: Curve) -> bool:
    """Say whether the DER signature over this digest was made with the key of this point."""
    try:
        r, s = decode_dss_signature(signature)
    except ValueError:
        return False
    if not (0 < r < curve.n and 0 < s < curve.n):
        return False
    # The leftmost bits of the digest, as many as the order has (4.1.4, step 3).
    e = int.from_bytes(digest, "big") >> max(0, 8 * len(digest) - curve.n.bit_length())
    w = pow(s, -1, curve.n)
    total = _add(
        _times(e * w % curve.n, curve.base, curve), _times(r * w % curve.n, point, curve), curve
    )
    return total is not None and total[0] % curve.n == r


def _key_head(curve: Curve, length: int) -> bytes:
    """Return what stands before a point of this length in a SubjectPublicKeyInfo."""
    names = _EC_PUBLIC_KEY + curve.oid
    algorithm = bytes((_SEQUENCE, len(names))) + names
    whole = len(algorithm) + 3 + length
    return bytes((_SEQUENCE, whole)) + algorithm + bytes((_BIT_STRING, length + 1, 0))


def _decoded(data: bytes, curve: Curve) -> tuple[int, int] | None:
    size = curve.size
    x = int.from_bytes(data[1 : 1 + size], "big")
    if len(data) == 1 + 2 * size and data[0] == 4:
        y = int.from_bytes(data[1 + size :], "big")
    elif len(data) == 1 + size and data[0] in (2, 3):
        y = pow(_right_side(x, curve), (curve.p + 1) // 4, curve.p)
        y = y if y % 2 == data[0] % 2 else curve.p - y
    else:
        return None
    on_curve = x < curve.p and y < curve.p and pow(y, 2, curve.p) == _right_side(x, curve)
    return (x, y) if on_curve else None


def _right_side(x: int, curve: Curve) -> int:
    return (x * x * x + curve.a * x + curve.b) % curve.p


def _add(one: Point, two: Point, curve: Curve) -> Point:
    if one is None or two is None:
        return two if one is None else one
    (x1, y1), (x2, y2) = one, two
    if x1 == x2 and (y1 + y2) % curve.p == 0:
        return None
    if one == two:
        slope = (3 * x1 * x1 + curve.a) * pow(2 * y1, -1, curve.p)
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, curve.p)
    x3 = (slope * slope - x1 - x2) % curve.p
    return x3, (slope * (x1 - x3) - y1) % curve.p


def _times(factor: int, point: Point, curve: Curve) -> Point:
    found: Point = None
    while factor:
        if factor & 1:
            found = _add(found, point, curve)
        point = _add(point, point, curve)
        factor >>= 1
    return found
