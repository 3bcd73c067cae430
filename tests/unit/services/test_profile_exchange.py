from __future__ import annotations

import json
import zlib
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.adapters.qr import read
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.instrument import InstrumentProfile
from inspector_app.domain.quantities import Mass
from inspector_app.evidence import base45
from inspector_app.services.profile_exchange import (
    MAX_BYTES,
    PREFIX,
    SharedProfile,
    from_file,
    from_token,
    to_file,
    to_token,
)
from tests.unit.adapters.test_qr import picture

SHARED = SharedProfile(
    name="电子计价秤 ACS-15",
    profile=InstrumentProfile(
        protocol="modbus-rtu/xy-md02@7#rh",
        line="2400 8E1",
        unit="kg",
        port_hint="1a86:7523:1-2",
        detection="yaohua-tf0 at 9600 8N1: spoke by itself",
        decimal_places="3",
        verification_interval=Mass(Decimal("0.0050"), "kg"),
    ),
)


def without_adapter(profile: InstrumentProfile, **changes: str) -> InstrumentProfile:
    plain = {name: getattr(profile, name) for name in InstrumentProfile.__slots__}
    return InstrumentProfile(**(plain | {"port_hint": ""} | changes))


def test_a_file_carries_everything_but_the_adapter_exactly() -> None:
    text = to_file(SHARED)
    assert '"0.0050 kg"' in text
    assert "1a86" not in text
    found = from_file(text.encode())
    assert found == SharedProfile(name=SHARED.name, profile=without_adapter(SHARED.profile))


def test_a_code_says_the_same_and_is_read_from_its_picture() -> None:
    token = to_token(SHARED)
    (seen,) = read(picture(token))
    assert seen == token
    expected = without_adapter(SHARED.profile, detection="")
    assert from_token(f"{seen}\r\n") == SharedProfile(name=SHARED.name, profile=expected)


def changed(**fields: Any) -> bytes:
    said = json.loads(to_file(SHARED))
    profile = fields.pop("profile", {})
    said.update(fields)
    if isinstance(profile, dict):
        said["profile"].update(profile)
    else:
        said["profile"] = profile
    return json.dumps(said).encode()


@pytest.mark.parametrize(
    "data, code",
    [
        (b"", "profile_unreadable"),
        (b"\xff\xfe", "profile_unreadable"),
        (b"[" * 5000, "profile_unreadable"),
        (b"[]", "profile_unreadable"),
        (b'{"format": "another"}', "profile_unreadable"),
        (b" " * (MAX_BYTES + 1), "profile_too_large"),
        (changed(version=2), "profile_newer"),
        (changed(version="1"), "profile_unreadable"),
        (changed(version=True), "profile_unreadable"),
        (changed(version=0), "profile_unreadable"),
        (changed(profile=["x"]), "profile_unreadable"),
        (changed(name=7), "profile_field_refused"),
        (changed(name="x" * 121), "profile_field_refused"),
        (changed(profile={"protocol": ""}), "profile_field_refused"),
        (changed(profile={"protocol": "../../etc"}), "profile_field_refused"),
        (changed(profile={"protocol": 5}), "profile_field_refused"),
        (changed(profile={"line": "9600 8N1\nX"}), "profile_field_refused"),
        (changed(profile={"line": "9600 9N1"}), "profile_field_refused"),
        (changed(profile={"line": "000 8N1"}), "profile_field_refused"),
        (changed(profile={"unit": "k\x1bg"}), "profile_field_refused"),
        (changed(profile={"decimal_places": "10"}), "profile_field_refused"),
        (changed(profile={"decimal_places": 3}), "profile_field_refused"),
        (changed(profile={"verification_scale_interval": "0 kg"}), "profile_field_refused"),
        (changed(profile={"verification_scale_interval": "NaN kg"}), "profile_field_refused"),
        (changed(profile={"verification_scale_interval": "1e-999999 kg"}), "profile_field_refused"),
        (changed(profile={"verification_scale_interval": "1e-30 kg"}), "profile_field_refused"),
        (changed(profile={"verification_scale_interval": 0.005}), "profile_field_refused"),
        (changed(profile={"unit": "k\u202eg"}), "profile_field_refused"),
        (changed(name="a\u200bb"), "profile_field_refused"),
        (changed(further="x"), "profile_field_refused"),
        (changed(version=10**300), "profile_newer"),
        (b'{"version": 1, ' + changed()[1:], "profile_unreadable"),
        (changed().replace(b'"unit"', b'"unit": "g", "unit"'), "profile_unreadable"),
        (changed(profile={"command": "rm"}), "profile_field_refused"),
        (changed(profile={"port_hint": "COM3"}), "profile_field_refused"),
    ],
)
def test_what_is_no_profile_of_ours_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(InputInvalid) as caught:
        from_file(data)
    assert caught.value.code == code


def test_what_a_refusal_quotes_can_be_shown_anywhere() -> None:
    with pytest.raises(InputInvalid) as caught:
        from_file(changed(profile={"unit": "k\x1b[2J\ud800"}))
    assert caught.value.parameters["value"] == "k?[2J?"


@pytest.mark.parametrize(
    "text, code",
    [
        ("", "profile_unreadable"),
        ("HPI:scale-1", "profile_unreadable"),
        (PREFIX, "profile_unreadable"),
        (PREFIX + "é", "profile_unreadable"),
        (PREFIX + base45.encode(b"no deflate"), "profile_unreadable"),
        (PREFIX + base45.encode(zlib.compress(b" " * 10_000_000, 9)), "profile_too_large"),
        (PREFIX + "A" * MAX_BYTES, "profile_too_large"),
        (to_token(SHARED) * 2, "profile_unreadable"),
        (to_token(SHARED) + "AAA", "profile_unreadable"),
        (to_token(SHARED).lower(), "profile_unreadable"),
    ],
)
def test_a_code_that_is_none_or_swells_is_refused(text: str, code: str) -> None:
    with pytest.raises(InputInvalid) as caught:
        from_token(text)
    assert caught.value.code == code


def test_a_code_that_was_cut_anywhere_is_refused() -> None:
    whole = to_token(SHARED)
    for length in range(len(whole)):
        with pytest.raises(InputInvalid) as caught:
            from_token(whole[:length])
        assert caught.value.code == "profile_unreadable"


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fail_otherwise(data: bytes) -> None:
    with pytest.raises(InputInvalid):
        from_file(data)
    with pytest.raises(InputInvalid):
        from_token(PREFIX + base45.encode(data))
