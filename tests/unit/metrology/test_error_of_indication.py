from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.exceptions import OutOfRange
from inspector_app.domain.instrument import AccuracyClass, Stage
from inspector_app.domain.judgement import Band
from inspector_app.domain.quantities import Mass, grams, kilograms
from inspector_app.metrology.conformity import band_between
from inspector_app.metrology.error_of_indication import (
    ErrorCalculation,
    PointReading,
    calculate_error,
    may_read_directly,
)
from inspector_app.metrology.uncertainty import expanded_uncertainty
from tests.unit.metrology.tables import SCALES, UNCERTAINTY


def _calculate(
    indication: str, changeover: str | None, load: str, zero: str = "1", stage: Stage = Stage.IN_USE
) -> ErrorCalculation:
    reading = PointReading(
        indication=Mass.parse(indication),
        load=Mass.parse(load),
        error_at_zero=grams(zero),
        changeover_load=grams(changeover) if changeover is not None else None,
    )
    return calculate_error(
        reading, e=grams(10), accuracy_class=AccuracyClass.III, stage=stage, rules=SCALES
    )


def test_the_arithmetic_is_written_out_as_on_the_inspect_page() -> None:
    assert _calculate("15.010 kg", "7", "15 kg").lines == (
        "P = I + 0.5 e − ΔL = 15.010 kg + 5 g − 7 g = 15.008 kg",
        "E = P − m = 15.008 kg − 15.000 kg = +8 g",
        "Ec = E − E₀ = 8 g − 1 g = +7 g",
        "m = 1500 e, e = 10 g; MPE = ±1.0 e × 2 = ±20 g",
        "|Ec| = 7 g ≤ 20 g",
    )


def test_a_negative_zero_error_is_bracketed_and_an_excess_shows() -> None:
    lines = _calculate("15.030 kg", "2", "15 kg", zero="-1.5", stage=Stage.INITIAL).lines
    assert lines[2:] == (
        "Ec = E − E₀ = 33 g − (−1.5 g) = +34.5 g",
        "m = 1500 e, e = 10 g; MPE = ±1.0 e = ±10 g",
        "|Ec| = 34.5 g > 10 g",
    )


def test_a_finer_result_than_the_indication_keeps_its_digits() -> None:
    assert _calculate("15.010 kg", "6.5", "15 kg").lines[0].endswith("= 15.0085 kg")


def test_without_changeover_load_the_indication_stands() -> None:
    found = _calculate("14.990 kg", None, "15 kg", zero="0")
    assert found.error.equals(grams(-10))
    assert found.lines[0] == "P = I = 14.990 kg"


def test_r76_a_4_4_3_an_error_equal_to_the_limit_conforms() -> None:
    assert _calculate("15.020 kg", None, "15 kg", zero="0").conforms
    assert not _calculate("15.030 kg", "9.9", "15 kg", zero="0").conforms


@pytest.mark.parametrize("changeover", ["-0.1", "10.1"])
def test_a_changeover_load_outside_zero_to_e_is_refused(changeover: str) -> None:
    with pytest.raises(OutOfRange) as refused:
        _calculate("15.010 kg", changeover, "15 kg")
    assert refused.value.code == "changeover_load"


@pytest.mark.parametrize("d,direct", [("2", True), ("2.1", False), ("10", False), ("1", True)])
def test_a_fifth_of_e_may_be_read_directly(d: str, direct: bool) -> None:
    assert may_read_directly(grams(10), grams(d), SCALES) is direct


@given(
    st.integers(0, 3000),
    st.integers(0, 100),
    st.decimals("0", "30", places=3),
    st.decimals("-5", "5", places=1),
)
def test_the_error_is_the_same_whatever_the_unit(
    intervals: int, tenths: int, load_kg: Decimal, zero_g: Decimal
) -> None:
    def errors(unit: str) -> ErrorCalculation:
        reading = PointReading(
            indication=grams(10 * intervals).to(unit),
            load=kilograms(load_kg).to(unit),
            error_at_zero=grams(zero_g),
            changeover_load=grams(Decimal(tenths) / 10),
        )
        return calculate_error(
            reading,
            e=grams(10),
            accuracy_class=AccuracyClass.III,
            stage=Stage.INITIAL,
            rules=SCALES,
        )

    in_kg, in_g = errors("kg"), errors("g")
    assert in_kg.corrected_error.equals(in_g.corrected_error)
    assert in_kg.conforms is in_g.conforms
    exact = 10 * intervals + 5 - Decimal(tenths) / 10 - load_kg * 1000 - zero_g
    assert in_g.corrected_error.value == exact


def test_uncertainty_grows_with_weights_and_resolution_and_rounds_up() -> None:
    # 2 sqrt(0.75^2/3 + 1^2/12) = 1.0408 and 2 sqrt(0.75^2/3 + 10^2/12) = 5.8381, by hand.
    found = [
        expanded_uncertainty(
            weights_limit=grams("0.75"),
            e=grams(10),
            by_flash_point=flash,
            rules=SCALES,
            uncertainty_rules=UNCERTAINTY,
        )
        for flash in (True, False)
    ]
    assert [str(u) for u in found] == ["1.1 g", "5.9 g"]


@pytest.mark.parametrize(
    "error,band",
    [
        ("17", Band.INSIDE),
        ("-17", Band.INSIDE),
        ("17.1", Band.GUARD),
        ("-20", Band.GUARD),
        ("20.1", Band.OVER),
    ],
)
def test_the_guard_band_lies_inside_the_limit(error: str, band: Band) -> None:
    assert band_between(grams(error), grams(-20), grams(20), grams(3)) is band


def test_without_known_uncertainty_there_is_no_guard_band() -> None:
    assert band_between(grams(20), grams(-20), grams(20), None) is Band.INSIDE
