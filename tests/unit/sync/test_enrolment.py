from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.sync import enrolment

SECRETS = st.binary(min_size=16, max_size=16)


@given(SECRETS)
def test_a_code_read_from_its_text_is_the_code(secret: bytes) -> None:
    code = enrolment.Code(secret)
    assert enrolment.parse(code.text()) == code


@given(SECRETS)
def test_a_scanned_code_brings_the_offices_address(secret: bytes) -> None:
    code = enrolment.Code(secret, "https://192.168.1.5:8443")
    assert enrolment.parse(code.qr_text()) == code


@given(SECRETS)
def test_a_code_may_be_typed_carelessly(secret: bytes) -> None:
    code = enrolment.Code(secret)
    typed = code.text().lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert enrolment.parse(f"  {typed}\n") == code


@given(SECRETS, st.integers(0, 27))
def test_one_wrong_letter_is_nearly_always_noticed(secret: bytes, at: int) -> None:
    letters = enrolment.Code(secret).text().replace("-", "")
    other = "2" if letters[at] != "2" else "3"
    wrong = letters[:at] + other + letters[at + 1 :]
    # One in 256 passes the check byte, and is then another code, which no office knows; the last
    # letter carries bits that say nothing.
    with suppress(InputInvalid):
        assert enrolment.parse(wrong).secret != secret or at == 27


@pytest.mark.parametrize("text", ["", "HPE1:", "ABCD", "HPE1:https://x#", "U" * 28, "衡" * 28])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(InputInvalid, match="enrolment_code_invalid"):
        enrolment.parse(text)


def test_a_code_is_named_without_being_told() -> None:
    code = enrolment.new_code()
    assert code.secret.hex() not in code.code_id + code.key.hex()
    assert code.code_id != enrolment.new_code().code_id


def test_the_offices_proof_holds_for_its_own_authority_only() -> None:
    key = enrolment.new_code().key
    said = {"office_id": "o", "authority": "PEM", "nonce": "n"}
    proof = enrolment.office_proof(key, **said)
    assert enrolment.is_equal(proof, enrolment.office_proof(key, **said))
    for name in said:
        altered = enrolment.office_proof(key, **said | {name: "other"})
        assert not enrolment.is_equal(proof, altered)


def test_parts_cannot_be_shifted_from_one_field_into_the_next() -> None:
    key = enrolment.new_code().key
    one = enrolment.device_proof(key, device_id="ab", public_key="c", name="")
    two = enrolment.device_proof(key, device_id="a", public_key="bc", name="")
    assert one != two
