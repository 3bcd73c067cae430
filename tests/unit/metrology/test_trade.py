from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.domain.instrument import AccuracyClass
from inspector_app.domain.judgement import Confirmation
from inspector_app.domain.quantities import grams, kilograms
from inspector_app.metrology.applicable_regulation import (
    applicable_regulation,
    interval_is_suspect,
    price_scale_transition,
)
from inspector_app.metrology.consumer_law import compensation
from inspector_app.metrology.fair_scale import check_fair_scale
from inspector_app.metrology.retail import (
    Band,
    Method,
    ShortWeight,
    check_instrument_fits,
    choose_band,
    jewellery_deviation,
    judge_reweigh,
    method_row,
    negative_deviation,
    weights_fit,
)
from tests.unit.metrology.tables import BOOK, RETAIL, SCALES


@pytest.mark.parametrize(
    "band,bounds",
    [
        (Band.A, [("1", "20"), ("2", "40"), ("4", "80"), ("25", "100")]),
        (Band.B, [("2.5", "5"), ("10", "10"), ("15", "15")]),
        (Band.C, [("1", "2"), ("4", "4"), ("6", "6")]),
        (Band.D, [("0.5", "1"), ("2", "2"), ("5", "3")]),
    ],
)
def test_annex_1_bounds_belong_to_their_row(band: Band, bounds: list[tuple[str, str]]) -> None:
    for position, (bound, limit) in enumerate(bounds):
        at = negative_deviation(band, kilograms(bound), RETAIL)
        above = negative_deviation(band, kilograms(Decimal(bound) + Decimal("0.001")), RETAIL)
        following = bounds[min(position + 1, len(bounds) - 1)][1]
        assert (at.limit, at.beyond_annex) == (grams(limit), False)
        assert above.limit == grams(following)
        assert above.beyond_annex is (position == len(bounds) - 1)


def test_beyond_annex_1_the_last_limit_is_only_inferred() -> None:
    found = negative_deviation(Band.D, kilograms(8), RETAIL)
    assert found.citation.confirmation is Confirmation.INFERRED


def test_a_lot_of_no_mass_is_refused() -> None:
    with pytest.raises(OutOfRange):
        negative_deviation(Band.A, kilograms(0), RETAIL)


@pytest.mark.parametrize(
    "price,band", [("0", "A"), ("6", "A"), ("6.01", "B"), ("30", "B"), ("30.01", "C"), ("100", "C")]
)
def test_annex_1_price_bounds_belong_to_the_cheaper_band(price: str, band: str) -> None:
    assert choose_band(None, Decimal(price), RETAIL).band == band


def test_above_100_yuan_the_strictest_band_applies() -> None:
    assert choose_band("蔬菜", Decimal("100.01"), RETAIL).band == "D"


@pytest.mark.parametrize("goods", ["海产品", "Seafood", "肉", "egg", "糕点", "调味品", "家禽"])
def test_goods_of_band_b_are_known_in_both_languages(goods: str) -> None:
    assert choose_band(goods, Decimal(3), RETAIL).by_category == "B"


def test_both_bands_are_shown_and_the_stricter_used() -> None:
    found = choose_band("dried_vegetable", Decimal(20), RETAIL)
    assert (found.by_category, found.by_price, found.band) == ("C", "B", "C")


def test_goods_the_annex_does_not_name_go_by_price() -> None:
    found = choose_band("茶叶", Decimal(150), RETAIL)
    assert (found.by_category, found.band) == (None, "D")


@pytest.mark.parametrize("goods", ["live_poultry", "live_fish", "soaked", "活禽", "活鱼", "水发"])
def test_live_and_soaked_goods_are_excluded(goods: str) -> None:
    found = choose_band(goods, Decimal(20), RETAIL)
    assert found.excluded
    assert found.band is None


@pytest.mark.parametrize("category", [None, "茶叶"])
def test_goods_without_band_and_price_are_refused(category: str | None) -> None:
    with pytest.raises(InputInvalid) as refused:
        choose_band(category, None, RETAIL)
    assert refused.value.code == "band_undecided"


def _reweigh(checked: str, method: Method, scale_error: str | None = None) -> ShortWeight:
    return judge_reweigh(
        kilograms("1.500"),
        kilograms(checked),
        deviation=negative_deviation(Band.B, kilograms("1.500"), RETAIL),
        method=method,
        rules=RETAIL,
        scale_error=grams(scale_error) if scale_error is not None else None,
    )


@pytest.mark.parametrize(
    "method,at_limit,short",
    [
        (Method.HIGH, "1.495", "1.4949"),
        (Method.ORIGINAL, "1.495", "1.4949"),
        (Method.EQUAL, "1.490", "1.489"),
    ],
)
def test_article_6_allows_the_limit_and_no_more(method: Method, at_limit: str, short: str) -> None:
    assert not _reweigh(at_limit, method).is_short
    assert _reweigh(short, method).is_short


def test_a_lot_heavier_than_settled_is_never_short() -> None:
    assert not _reweigh("1.600", Method.HIGH).is_short


@pytest.mark.parametrize(
    "checked,scale_error,agrees",
    [("1.500", "5", True), ("1.500", "-5.1", False), ("1.506", "0", False), ("1.500", None, True)],
)
def test_article_6_1_scale_and_goods_must_both_agree(
    checked: str, scale_error: str | None, agrees: bool
) -> None:
    assert _reweigh(checked, Method.ORIGINAL, scale_error).agrees is agrees


@pytest.mark.parametrize(
    "name,method",
    [
        ("same", "original"),
        ("own", "original"),
        ("原计量器具核称法", "original"),
        ("High", "high"),
        ("高准确度称重法", "high"),
        ("equal", "equal"),
        ("等准确度称重法", "equal"),
    ],
)
def test_methods_are_known_by_their_usual_names(name: str, method: str) -> None:
    assert method_row(name, RETAIL).text("method") == method


@pytest.mark.parametrize(
    "method,mpe,fits",
    [
        (Method.HIGH, "1.6", True),
        (Method.HIGH, "1.7", False),
        (Method.EQUAL, "5", True),
        (Method.EQUAL, "5.1", False),
    ],
)
def test_article_6_the_check_instrument_must_be_good_enough(
    method: Method, mpe: str, fits: bool
) -> None:
    assert check_instrument_fits(grams(mpe), grams(5), method, RETAIL) is fits


def test_article_6_1_weights_err_by_at_most_a_third() -> None:
    assert weights_fit(grams(1), grams(3), RETAIL)
    assert not weights_fit(grams("1.01"), grams(3), RETAIL)


@pytest.mark.parametrize("metal,limit", [("gold", "0.01"), ("黄金", "0.01"), ("银", "0.1")])
def test_annex_2_limits_by_metal(metal: str, limit: str) -> None:
    assert jewellery_deviation(metal, grams(100), RETAIL).limit == grams(limit)


def test_annex_2_has_no_limit_above_100_g() -> None:
    with pytest.raises(OutOfRange) as refused:
        jewellery_deviation("gold", grams("100.01"), RETAIL)
    assert refused.value.code == "no_annex_limit"


def _regulation(maximum: str, accuracy_class: str, on: date, *, price: bool = True) -> str | None:
    found = applicable_regulation(
        BOOK,
        maximum_capacity=kilograms(maximum),
        accuracy_class=AccuracyClass(accuracy_class),
        price_computing=price,
        on_date=on,
    )
    return found.number if found else None


@pytest.mark.parametrize(
    "maximum,accuracy_class,on,price,number",
    [
        ("100", "III", date(2027, 1, 8), True, "JJG 1204-2025"),
        ("100", "IIII", date(2027, 1, 8), True, "JJG 1204-2025"),
        ("100.001", "III", date(2027, 1, 8), True, "JJG 539-2016"),
        ("30", "III", date(2027, 1, 7), True, "JJG 539-2016"),
        ("30", "III", date(2030, 1, 1), False, "JJG 539-2016"),
        ("0.6", "II", date(2027, 2, 1), True, "JJG 1036-2022"),
        ("0.6", "I", date(2026, 2, 1), False, "JJG 1036-2022"),
        ("0.6", "II", date(2023, 6, 6), False, None),
        ("0.6", "II", date(2023, 6, 7), False, "JJG 1036-2022"),
    ],
)
def test_jjg_1204_takes_price_scales_from_its_first_day(
    maximum: str, accuracy_class: str, on: date, price: bool, number: str | None
) -> None:
    assert _regulation(maximum, accuracy_class, on, price=price) == number


@pytest.mark.parametrize(
    "act,on,networked,result",
    [
        ("sell_nonconforming", date(2026, 1, 7), False, "ok"),
        ("sell_nonconforming", date(2026, 1, 8), True, "violation"),
        ("make_nonconforming", date(2026, 1, 8), False, "violation"),
        ("install_nonconforming", date(2026, 1, 8), False, "violation"),
        ("repair_nonconforming", date(2027, 1, 7), False, "ok"),
        ("repair_nonconforming", date(2027, 1, 8), False, "violation"),
        ("use_verified_old", date(2027, 1, 7), False, "ok"),
        ("use_verified_old", date(2027, 1, 8), False, "warning"),
        ("use_verified_old", date(2027, 1, 8), True, "ok"),
        ("use_verified_old", date(2030, 1, 8), True, "ok"),
        ("use_verified_old", date(2030, 1, 9), True, "warning"),
    ],
)
def test_the_transition_of_price_scales_turns_on_its_days(
    act: str, on: date, networked: bool, result: str
) -> None:
    assert price_scale_transition(act, on, networked=networked, book=BOOK).result == result


@pytest.mark.parametrize("d,suspect", [("5", False), ("5.0", False), ("2", True), ("10", True)])
def test_a_displayed_interval_unlike_e_is_suspect(d: str, suspect: bool) -> None:
    assert interval_is_suspect(grams(5), grams(d)) is suspect


def test_a_fair_scale_weighed_twice_is_not_judged() -> None:
    with pytest.raises(OutOfRange):
        check_fair_scale([grams(7500)] * 2, load=grams(7500), e=grams(5), rules=SCALES)


def test_article_55_without_fraud_refunds_the_shortage_only() -> None:
    found = compensation(
        Decimal("12.5"),
        kilograms("1.5"),
        kilograms("1.2"),
        fraud=False,
        rules=BOOK.newest("consumer_law"),
    )
    assert (str(found.refund), str(found.punitive), str(found.total)) == ("3.75", "0.00", "3.75")


def test_article_55_a_lot_that_is_not_short_gives_no_refund() -> None:
    found = compensation(
        Decimal(10), kilograms(1), kilograms(2), fraud=False, rules=BOOK.newest("consumer_law")
    )
    assert found.total == 0
