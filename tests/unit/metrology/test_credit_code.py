from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.metrology.credit_code import check_credit_code
from tests.unit.metrology.tables import CODES

# Real, published codes (domain.md §13).
REAL = [
    "9144030071526726XG",
    "91330100799655058B",
    "914403001922038216",
    "91110000802100433B",
    "91130123L029131995",
]
LETTERS = CODES.figure("alphabet").text()


@pytest.mark.parametrize("code", REAL)
def test_a_real_code_is_valid(code: str) -> None:
    assert check_credit_code(code, CODES).valid


@given(st.sampled_from(REAL), st.integers(0, 17), st.sampled_from(LETTERS))
def test_any_single_wrong_character_is_caught(code: str, place: int, letter: str) -> None:
    changed = code[:place] + letter + code[place + 1 :]
    assert check_credit_code(changed, CODES).valid is (changed == code)


@given(st.text(alphabet=LETTERS, min_size=17, max_size=17))
def test_the_expected_check_character_makes_the_code_valid(body: str) -> None:
    expected = check_credit_code(body + "0", CODES).expected_check_char
    assert check_credit_code(body + expected, CODES).valid


@given(st.text(max_size=40))
def test_any_text_is_judged_without_failing(text: str) -> None:
    found = check_credit_code(text, CODES)
    assert found.valid or found.reason


@pytest.mark.parametrize("letter", "IOZSV")
def test_a_letter_that_may_not_occur_is_named(letter: str) -> None:
    found = check_credit_code(f"91445200MA4W12{letter}4X5", CODES)
    assert found.reason == f"illegal character {letter} (I,O,Z,S,V excluded)"


def test_a_code_of_another_length_says_so() -> None:
    assert check_credit_code("91445200MA4W12346", CODES).reason == "length 17, must be 18"


def test_lower_case_and_spaces_are_forgiven() -> None:
    assert check_credit_code(" 9144030071526726xg ", CODES).valid


def test_a_wrong_organisation_code_only_warns() -> None:
    body = "9144030071526727X"
    expected = check_credit_code(body + "0", CODES).expected_check_char
    found = check_credit_code(body + expected, CODES)
    assert found.valid
    assert not found.organisation_check_ok
