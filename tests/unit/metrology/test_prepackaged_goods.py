from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.domain.judgement import Confirmation
from inspector_app.metrology.prepackaged_goods import (
    KEY,
    canonical_unit,
    least_height,
    legal_unit,
    permitted_shortage,
    permitted_shortage_other,
)
from inspector_app.metrology.regulations import Regulation
from inspector_app.metrology.rounding import Rounding
from tests.unit.metrology.tables import BOOK

OLD, NEW = BOOK.editions(KEY)


@pytest.mark.parametrize(
    "nominal,shortage",
    [
        ("1", "0.1"), ("40", "3.6"), ("50", "4.5"), ("50.1", "4.5"), ("100", "4.5"),
        ("100.1", "4.5"), ("160", "7.2"), ("200", "9.0"), ("200.1", "9.0"), ("300", "9.0"),
        ("301", "9.0"), ("310", "9.3"), ("500", "15.0"), ("500.1", "15.0"), ("1000", "15.0"),
        ("1000.1", "15"), ("2000", "30"), ("10000", "150"), ("10001", "150"), ("15000", "150"),
        ("15001", "150"), ("20000", "200"), ("50000", "500"),
    ],
)  # fmt: skip
def test_shortage_follows_every_row_of_annex_3(nominal: str, shortage: str) -> None:
    assert f"{permitted_shortage(Decimal(nominal), OLD).value:f}" == shortage


@pytest.mark.parametrize("nominal", ["50000.1", "0", "-1"])
def test_contents_outside_annex_3_are_refused(nominal: str) -> None:
    with pytest.raises(OutOfRange):
        permitted_shortage(Decimal(nominal), OLD)


@given(st.decimals("0.1", "50000", places=1), st.decimals("0.1", "50000", places=1))
def test_shortage_never_falls_when_the_content_grows(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert permitted_shortage(low, OLD).exact <= permitted_shortage(high, OLD).exact
    low_t, high_t = (permitted_shortage(q, OLD) for q in (low, high))
    if low_t.step is high_t.step:
        assert low_t.value <= high_t.value


@pytest.mark.parametrize(
    "nominal,even,half_up,up",
    [("25", "2.2", "2.3", "2.3"), ("1100", "16", "17", "17"), ("1010", "15", "15", "16")],
)
def test_a_half_is_rounded_as_chosen(nominal: str, even: str, half_up: str, up: str) -> None:
    found = permitted_shortage(Decimal(nominal), OLD)
    assert [f"{found.rounded(way):f}" for way in Rounding] == [even, half_up, up]
    assert found.rounding_is_open


def _rounding(way: str, mark: Confirmation) -> Regulation:
    row = replace(OLD.figure("shortage_rounding"), values={"value": way}, confirmation=mark)
    return replace(OLD, figures={**OLD.figures, "shortage_rounding": row})


@pytest.mark.parametrize("way,shortage", [("half_even", "16"), ("half_up", "17"), ("up", "17")])
def test_the_office_chooses_the_rounding_by_a_row(way: str, shortage: str) -> None:
    rules = _rounding(way, Confirmation.VERIFIED)
    found = permitted_shortage(Decimal(1100), rules)
    assert f"{found.value:f}" == shortage
    assert not found.rounding_is_open
    assert f"{permitted_shortage(Decimal(1100), rules, Rounding.HALF_EVEN).value:f}" == "16"


def test_a_rounding_that_is_none_is_refused() -> None:
    with pytest.raises(InputInvalid) as refused:
        permitted_shortage(Decimal(1100), _rounding("somehow", Confirmation.VERIFIED))
    assert refused.value.code == "rounding_unknown"


@pytest.mark.parametrize(
    "nominal,unit,shortage",
    [
        ("5", "m", "0"), ("5.01", "m", "0.1002"), ("500", "cm", "0"), ("600", "cm", "12"),
        ("4", "m2", "0.12"), ("100", "cm2", "3"), ("50", "count", "0"), ("51", "count", "1"),
        ("100", "count", "1"), ("101", "count", "2"), ("150", "count", "2"), ("200", "count", "2"),
    ],
)  # fmt: skip
def test_shortage_of_other_units(nominal: str, unit: str, shortage: str) -> None:
    assert permitted_shortage_other(Decimal(nominal), unit, OLD).value == Decimal(shortage)


def test_half_a_piece_is_no_nominal_content() -> None:
    with pytest.raises(InputInvalid) as refused:
        permitted_shortage_other(Decimal("50.5"), "count", OLD)
    assert refused.value.code == "not_whole"


@pytest.mark.parametrize(
    "nominal,unit,height",
    [
        ("50", "g", 2), ("50.1", "ml", 3), ("200", "g", 3), ("200.1", "g", 4), ("1", "l", 4),
        ("1.001", "kg", 6), ("0.2", "l", 3),
    ],
)  # fmt: skip
def test_figures_height_grows_with_the_content(nominal: str, unit: str, height: int) -> None:
    assert least_height(Decimal(nominal), unit, OLD).decimal("height_mm") == height


@pytest.mark.parametrize("unit", ["m", "cm2", "count"])
def test_other_quantities_need_figures_of_2_mm(unit: str) -> None:
    assert least_height(Decimal(900), unit, OLD).decimal() == 2


@pytest.mark.parametrize(
    "nominal,unit,units",
    [
        ("999", "g", ["g"]), ("1000", "g", ["kg"]), ("999", "ml", ["mL"]), ("1", "l", ["L"]),
        ("99", "cm", ["mm", "cm"]), ("1", "m", ["m"]), ("99", "cm2", ["mm2", "cm2"]),
        ("100", "cm2", ["dm2"]), ("99.9", "dm2", ["dm2"]), ("1", "m2", ["m2"]),
        ("7", "count", ["count"]),
    ],
)  # fmt: skip
def test_the_unit_to_mark_follows_annex_1(nominal: str, unit: str, units: list[str]) -> None:
    assert legal_unit(Decimal(nominal), unit, OLD).values["units"] == units


@pytest.mark.parametrize("text,unit", [("克", "g"), (" KG ", "kg"), ("㎡", "m2"), ("个", "count")])
def test_units_are_read_as_labels_write_them(text: str, unit: str) -> None:
    assert canonical_unit(text) == unit


def test_a_unit_of_another_country_is_refused() -> None:
    with pytest.raises(InputInvalid) as refused:
        canonical_unit("oz")
    assert refused.value.code == "content_unit_unknown"


def test_the_annexes_of_2023_stand_in_unread_and_marked() -> None:
    row = permitted_shortage(Decimal(500), NEW).row
    assert row.confirmation is Confirmation.INFERRED
    assert permitted_shortage(Decimal(500), OLD).row.confirmation.is_confirmed
