"""The QR token: small, alphanumeric for QR, and honest about what it can prove."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import qrcode
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.judgement import Outcome
from inspector_app.evidence import base45, token
from inspector_app.evidence.token import Genuineness
from tests.helpers.evidence import signer

RECORD = "0123456789abcdef" * 4
KEYS = [signer().public_key]


def _made(**changes: Any) -> str:
    values: dict[str, Any] = {
        "number": "HP-2026-000123",
        "kind": "market_scale",
        "on": date(2026, 11, 23),
        "outcome": Outcome.FAIL,
        "record_sha256": RECORD,
        "signer": signer(),
    }
    return token.make(**(values | changes))


def test_a_genuine_token_says_what_was_signed() -> None:
    checked = token.verify(_made(), KEYS)
    assert checked.genuineness is Genuineness.GENUINE
    assert checked.token is not None
    assert checked.token.number == "HP-2026-000123"
    assert checked.token.on == date(2026, 11, 23)
    assert checked.token.outcome is Outcome.FAIL
    assert checked.token.kind_code == token.kind_code("market_scale")
    assert checked.token.is_for(RECORD)
    assert checked.token.signer == signer().key_id


def test_it_fits_qr_version_7_at_level_m() -> None:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(_made())
    assert code.best_fit() <= 7
    assert set(_made()) <= set(base45.ALPHABET)


def test_a_token_of_another_record_is_not_for_this_one() -> None:
    said = token.verify(_made(), KEYS).token
    assert said is not None
    assert not said.is_for("f" * 64)
    assert not said.is_for(said.record_prefix)


def test_an_unknown_key_proves_nothing_but_is_told_apart_from_a_forgery() -> None:
    assert token.verify(_made(), []).genuineness is Genuineness.UNKNOWN_KEY
    assert token.verify(_made(signer=signer(2)), KEYS).genuineness is Genuineness.UNKNOWN_KEY


@given(st.data())
def test_no_changed_byte_passes_for_genuine(data: st.DataObject) -> None:
    raw = bytearray(base45.decode(_made()[len(token.PREFIX) :]))
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    checked = token.verify(token.PREFIX + base45.encode(bytes(raw)), KEYS)
    assert checked.genuineness is not Genuineness.GENUINE


def test_a_changed_outcome_is_a_forgery() -> None:
    raw = bytearray(base45.decode(_made()[len(token.PREFIX) :]))
    raw[26] = 0
    checked = token.verify(token.PREFIX + base45.encode(bytes(raw)), KEYS)
    assert checked.genuineness is Genuineness.FORGED
    assert checked.token is not None
    assert checked.token.outcome is Outcome.PASS


@given(st.one_of(st.text(max_size=300), st.text(base45.ALPHABET, max_size=300).map("HP1:".__add__)))
def test_any_text_gets_an_answer(text: str) -> None:
    assert token.verify(text, KEYS).genuineness in Genuineness


@pytest.mark.parametrize(
    "text", ["", "HP1:", "HP1:A", "https://x/?t=", "WIFI:S:x;;", "HP2:00", "x" * 9999]
)
def test_other_codes_are_no_tokens(text: str) -> None:
    assert token.verify(text, KEYS).genuineness is Genuineness.NOT_A_TOKEN


def test_an_office_address_carries_the_same_token() -> None:
    address = token.with_address(_made(), "https://jl.example.cn/v")
    assert address.startswith("https://jl.example.cn/v?t=HP1%3A")
    assert token.verify(address, KEYS).genuineness is Genuineness.GENUINE


@pytest.mark.parametrize(
    "address",
    [
        "",
        "jl.example.cn",
        "ftp://x/",
        "https://",
        "https://x/?a=1",
        "https://[x",
        "https://市监.cn/",
        "https://x/" + "a" * 200,
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(InputInvalid):
        token.with_address(_made(), address)


def test_a_chinese_number_travels() -> None:
    said = token.verify(_made(number="揭榕市监〔2026〕7号"), KEYS).token
    assert said is not None
    assert said.number == "揭榕市监〔2026〕7号"


@pytest.mark.parametrize(
    "changes", [{"number": ""}, {"number": "9" * 33}, {"on": date(1999, 12, 31)}]
)
def test_what_does_not_fit_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InputInvalid):
        _made(**changes)


@given(st.binary(max_size=40))
def test_base45_gives_the_bytes_back(data: bytes) -> None:
    assert base45.decode(base45.encode(data)) == data


def test_base45_writes_the_examples_of_rfc_9285() -> None:
    assert base45.encode(b"AB") == "BB8"
    assert base45.encode(b"Hello!!") == "%69 VD92EX0"
    assert base45.decode("QED8WEX0") == b"ietf!"


@pytest.mark.parametrize("text", ["GGW", "a", "::", "AAAA", "~~~"])
def test_base45_refuses_what_encodes_nothing(text: str) -> None:
    with pytest.raises(InputInvalid):
        base45.decode(text)
