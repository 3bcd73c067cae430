from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.exceptions import OutOfRange
from inspector_app.domain.instrument import AccuracyClass, Stage, WeighingInstrument
from inspector_app.domain.quantities import Mass, Money, grams, kilograms
from inspector_app.metrology.fair_scale import is_about_half, weights_class_suffices
from inspector_app.metrology.jewellery import jewellery_fit
from inspector_app.metrology.mpe import maximum_permissible_error
from inspector_app.metrology.price_computing import amount_due, amount_limit, probe_limit
from tests.unit.metrology.tables import BOOK, RETAIL, SCALES

BALANCES = BOOK.newest("jjg_1036")


def balance(maximum: str, e: str, accuracy_class: AccuracyClass) -> WeighingInstrument:
    return WeighingInstrument(
        instrument_id="i",
        name="天平",
        model="",
        serial_number="",
        manufacturer="",
        accuracy_class=accuracy_class,
        maximum_capacity=Mass.parse(maximum),
        verification_scale_interval=Mass.parse(e),
        actual_scale_interval=Mass.parse(e),
    )


@pytest.mark.parametrize(
    "maximum,e,accuracy_class,stage,metal,up_to",
    [
        ("200 g", "10 mg", AccuracyClass.II, Stage.IN_USE, "gold", "50"),
        ("200 g", "10 mg", AccuracyClass.II, Stage.INITIAL, "gold", "100"),
        ("200 g", "10 mg", AccuracyClass.II, Stage.IN_USE, "silver", "100"),
        ("60 g", "10 mg", AccuracyClass.II, Stage.INITIAL, "gold", "60"),
        ("620 g", "0.1 g", AccuracyClass.III, Stage.IN_USE, "gold", None),
        ("620 g", "0.1 g", AccuracyClass.III, Stage.IN_USE, "silver", "50"),
        ("200 g", "1 mg", AccuracyClass.I, Stage.IN_USE, "gold", "100"),
    ],
)
def test_a_balance_is_fit_up_to_where_its_limit_is_the_pieces(
    maximum: str, e: str, accuracy_class: AccuracyClass, stage: Stage, metal: str, up_to: str | None
) -> None:
    fit = jewellery_fit(
        metal, balance(maximum, e, accuracy_class), stage=stage, rules=SCALES, retail=RETAIL
    )
    assert (fit.up_to.in_unit("g") if fit.up_to else None) == (Decimal(up_to) if up_to else None)
    assert not fit.citation.confirmation.is_confirmed


@given(st.integers(1, 20_000), st.sampled_from(["10 mg", "20 mg", "50 mg", "1 mg"]))
def test_a_piece_it_holds_never_meets_a_worse_limit_than_the_annex(units: int, e: str) -> None:
    piece = grams(Decimal(units) / 100)
    scale = balance("200 g", e, AccuracyClass.II)
    fit = jewellery_fit("gold", scale, stage=Stage.IN_USE, rules=BALANCES, retail=RETAIL)
    mpe = maximum_permissible_error(piece, Mass.parse(e), AccuracyClass.II, Stage.IN_USE, BALANCES)
    if fit.holds(piece):
        assert mpe.limit <= fit.limit


def test_the_amount_is_exact_and_its_limit_half_a_step() -> None:
    due = amount_due(kilograms("2.345"), Money(Decimal("9.99"), "yuan"), kilograms("1"))
    assert due.value == Decimal("23.42655")
    assert amount_due(
        kilograms("0.75"), Money(Decimal("6.5"), "yuan"), grams(500)
    ).value == Decimal("9.75")
    assert amount_limit(Money(Decimal("0.1"), "yuan"), SCALES)[0].value == Decimal("0.05")


@given(
    st.decimals("0", "30", places=3),
    st.decimals("0", "999", places=2),
    st.sampled_from(["0.01", "0.1"]),
)
def test_a_rightly_rounded_amount_is_always_within_its_limit(
    mass: Decimal, price: Decimal, step: str
) -> None:
    due = amount_due(Mass(mass, "kg"), Money(price, "yuan"), kilograms("1"))
    limit, _ = amount_limit(Money(Decimal(step), "yuan"), SCALES)
    shown = Money(due.value.quantize(Decimal(step)), "yuan")
    assert abs(shown - due) <= limit


@pytest.mark.parametrize(
    "mass,price,per",
    [(kilograms("-1"), "1", kilograms("1")), (kilograms("1"), "-1", kilograms("1")),
     (kilograms("1"), "1", kilograms("0"))],
)  # fmt: skip
def test_no_amount_is_asked_of_nonsense(mass: Mass, price: str, per: Mass) -> None:
    with pytest.raises(OutOfRange):
        amount_due(mass, Money(Decimal(price), "yuan"), per)


def test_a_probe_may_move_the_indication_by_one_division() -> None:
    assert probe_limit(grams(5), SCALES)[0].equals(grams(5))


@pytest.mark.parametrize(
    "load,half", [("12", True), ("11.999", False), ("18", True), ("18.001", False)]
)
def test_about_half_is_forty_to_sixty_percent(load: str, half: bool) -> None:
    assert is_about_half(kilograms(load), kilograms("30"), SCALES) is half


@pytest.mark.parametrize(
    "name,enough", [("E2", True), ("F2", True), ("M1", True), ("M2", False), ("M3", False), ("?", False)]
)  # fmt: skip
def test_a_fair_scale_wants_weights_of_m1_or_finer(name: str, enough: bool) -> None:
    assert weights_class_suffices(name, SCALES) is enough
