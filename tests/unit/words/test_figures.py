from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from inspector_app.domain.quantities import Mass
from inspector_app.words import figures


@pytest.mark.parametrize(
    "text,shown", [("1.500 kg", "1.500 kg"), ("-0.010 kg", "−0.010 kg"), ("0.000 kg", "0.000 kg")]
)
def test_an_indication_keeps_its_zeros(text: str, shown: str) -> None:
    assert figures.mass(Mass.parse(text)) == shown


@pytest.mark.parametrize(
    "text,shown",
    [
        ("7.0 g", "+7 g"),
        ("-2.50 g", "−2.5 g"),
        ("0.00 g", "0 g"),
        ("-0.0 g", "0 g"),
        ("100 g", "+100 g"),
    ],
)
def test_an_error_carries_its_sign_and_no_useless_zeros(text: str, shown: str) -> None:
    assert figures.signed(Mass.parse(text)) == shown


def test_a_limit_is_written_with_both_signs() -> None:
    assert figures.limit(Mass.parse("-10.0 g")) == "±10 g"


def test_a_figure_may_be_shown_in_another_unit() -> None:
    assert figures.mass(Mass.parse("1.500 kg"), "g") == "1500 g"
    assert figures.signed(Mass.parse("0.002 kg"), "g") == "+2 g"


def test_a_nominal_mass_drops_its_zeros() -> None:
    assert figures.trimmed_mass(Mass.parse("5.000 kg")) == "5 kg"
    assert figures.trimmed_number(Decimal(200)) == "200"


def test_nothing_is_an_en_dash() -> None:
    assert {
        figures.mass(None),
        figures.signed(None),
        figures.limit(None),
        figures.trimmed_mass(None),
        figures.day(None),
        figures.moment(None),
    } == {"–"}


def test_dates_are_iso() -> None:
    assert figures.day(date(2026, 11, 23)) == "2026-11-23"
    assert figures.moment(datetime(2026, 11, 23, 10, 42, 9, tzinfo=UTC)) == "2026-11-23 10:42"
