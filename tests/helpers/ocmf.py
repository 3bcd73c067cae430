"""Charging sessions in OCMF, made and signed here: no maker's data is kept in the tests."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


@cache
def key(curve: type[ec.EllipticCurve] = ec.SECP256R1) -> ec.EllipticCurvePrivateKey:
    """A key that is the same in every run."""
    return ec.derive_private_key(0x5EED1234567890ABCDEF, curve())


def public_hex(curve: type[ec.EllipticCurve] = ec.SECP256R1) -> str:
    data = key(curve).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return data.hex().upper()


def payload(**changes: Any) -> dict[str, Any]:
    """A session of 12.345 kWh in 42 minutes on meter 33021."""
    found: dict[str, Any] = {
        "FV": "1.4",
        "GI": "HENG EV-60",
        "GS": "808829900001",
        "PG": "T17",
        "MV": "HENG",
        "MM": "DC-1",
        "MS": "33021",
        "IS": True,
        "IT": "NONE",
        "RD": [
            {
                "TM": "2026-11-23T09:00:00,000+0800 S",
                "TX": "B",
                "RV": 1500.0,
                "RI": "1-b:1.8.0",
                "RU": "kWh",
                "RT": "DC",
                "EF": "",
                "ST": "G",
            },
            {"TM": "2026-11-23T09:42:00,000+0800 S", "TX": "E", "RV": 1512.345},
        ],
    }
    return {**found, **changes}


def signed(
    content: dict[str, Any] | str | None = None,
    *,
    curve: type[ec.EllipticCurve] = ec.SECP256R1,
    algorithm: str = "",
) -> str:
    """The data set with its signature."""
    text = content if isinstance(content, str) else json.dumps(content or payload())
    signature = key(curve).sign(text.encode(), ec.ECDSA(hashes.SHA256()))
    section = {"SD": signature.hex()}
    if algorithm:
        section["SA"] = algorithm
    return f"OCMF|{text}|{json.dumps(section)}"
