from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.casework.document_number import document_number, parse_document_number
from inspector_app.casework.official_layout import KEY, official_layout
from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from tests.unit.metrology.tables import BOOK


@pytest.mark.parametrize(
    "text",
    [
        "闽市监光处〔2026〕0088号",
        "闽市监光告〔2026〕090101号",
        "冀市监石处〔2025〕13012325000098号",
    ],
)
def test_numbers_as_seen_are_read_and_written_back(text: str) -> None:
    assert str(parse_document_number(text)) == text


def test_the_forms_of_order_121_are_written_with_their_ordinal() -> None:
    number = document_number(place="揭", kind="投受", year=2026, sequence=7, ordinal=True)
    assert str(number) == "市监揭投受〔2026〕第7号"


@given(
    st.sampled_from(["", "粤"]),
    st.integers(1949, 9999),
    st.integers(1, 10**9),
    st.integers(0, 12),
    st.booleans(),
)
def test_a_number_built_is_the_number_read(
    province: str, year: int, sequence: int, digits: int, ordinal: bool
) -> None:
    built = document_number(
        province=province, place="揭", kind="罚", year=year, sequence=sequence, digits=digits,
        ordinal=ordinal,
    )  # fmt: skip
    read = parse_document_number(str(built))
    assert (read.prefix, read.year, read.sequence) == (built.prefix, year, sequence)
    assert str(read) == str(built)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "粤市监揭罚[2026]1号",
        "粤市监揭罚〔26〕1号",
        "粤市监揭罚〔2026〕0号",
        "粤市监揭罚〔2026〕1",
        "〔2026〕1号",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InputInvalid) as refused:
        parse_document_number(text)
    assert refused.value.code == "document_number_invalid"


@pytest.mark.parametrize("year,sequence,digits", [(1, 1, 0), (2026, 0, 0), (2026, 1, 99)])
def test_impossible_parts_give_no_number(year: int, sequence: int, digits: int) -> None:
    with pytest.raises(OutOfRange):
        document_number(place="揭", kind="罚", year=year, sequence=sequence, digits=digits)


def test_a_prefix_that_cannot_be_read_back_is_refused() -> None:
    with pytest.raises(InputInvalid):
        document_number(place="揭〔", kind="罚", year=2026, sequence=1)


def test_the_margins_fill_the_sheet() -> None:
    found = official_layout("a4", BOOK.newest(KEY))
    assert found.left + found.type_area[0] + found.right == 210
    assert found.top + found.type_area[1] + found.bottom == 297


def test_only_a4_is_laid_out() -> None:
    with pytest.raises(InputInvalid):
        official_layout("A3", BOOK.newest(KEY))
