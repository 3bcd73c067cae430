"""Patterns are found where they are, not where they are not, and say their statistics."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.judgement import Outcome
from inspector_app.insights.facts import InspectionFacts, PhotoFact
from inspector_app.insights.patterns import (
    ALIKE_BITS,
    chi_square_tail_9,
    last_digits,
    look_everywhere,
)
from inspector_app.insights.rates import rate_of, rates_by

PLAIN = InspectionFacts(
    inspection_id="a",
    number="261123-A",
    kind="market_scale",
    scope="445202",
    on=date(2026, 11, 23),
    outcome=Outcome.PASS,
    near_limit=False,
    premises_id="p1",
    premises_name="陈记水产",
    inspectors=("林晓敏",),
    instrument="永衡 2304718",
    readings=(),
    by_hand=(),
    photos=(),
)
OTHER = replace(
    PLAIN,
    inspection_id="b",
    number="261123-B",
    premises_id="p2",
    premises_name="李记鲜肉",
    instrument="永衡 2304719",
)
PICTURE = 0x0F1E2D3C4B5A6978


def photo(bits: int, sha256: str = "x") -> PhotoFact:
    return PhotoFact(photo_id="1", sha256=sha256, bits=bits)


def codes(*facts: InspectionFacts) -> list[str]:
    return [look.code for look in look_everywhere(facts)]


def test_records_that_share_nothing_ask_for_no_look() -> None:
    assert codes(PLAIN, OTHER) == []


def test_the_same_and_an_alike_photo_of_two_records_are_told_apart() -> None:
    one = replace(PLAIN, photos=(photo(PICTURE),))
    assert codes(one, replace(OTHER, photos=(photo(PICTURE),))) == ["same_photo"]
    alike = replace(OTHER, photos=(photo(PICTURE ^ 0b111111, "y"),))
    assert codes(one, alike) == ["alike_photo"]
    unlike = replace(OTHER, photos=(photo(PICTURE ^ 0b1111111, "y"),))
    assert codes(one, unlike) == []


def test_two_photos_of_one_record_may_be_alike() -> None:
    assert codes(replace(PLAIN, photos=(photo(PICTURE), photo(PICTURE)))) == []


def test_a_black_frame_is_like_every_other_and_says_nothing() -> None:
    assert codes(replace(PLAIN, photos=(photo(1),)), replace(OTHER, photos=(photo(1, "y"),))) == []


def test_thousands_of_black_frames_are_not_compared_with_each_other() -> None:
    frames = tuple(photo(0, str(number)) for number in range(2000))
    many = [replace(PLAIN, inspection_id=str(n), photos=frames) for n in range(5)]
    assert codes(*many) == []


@given(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 63), max_size=ALIKE_BITS))
def test_no_alike_pair_is_missed(bits: int, flipped: set[int]) -> None:
    changed = bits
    for bit in flipped:
        changed ^= 1 << bit
    if not all(8 <= each.bit_count() <= 56 for each in (bits, changed)):
        return
    one = replace(PLAIN, photos=(photo(bits),))
    two = replace(OTHER, photos=(photo(changed, "y"),))
    assert codes(one, two) == ["alike_photo"]


def test_the_same_scale_at_two_stalls_weighs_more_on_one_day() -> None:
    there = replace(OTHER, instrument=PLAIN.instrument)
    (look,) = look_everywhere([PLAIN, there])
    assert (look.code, look.weight.value) == ("instrument_at_two_places", "high")
    (later,) = look_everywhere([PLAIN, replace(there, on=date(2026, 11, 24))])
    assert later.weight.value == "middle"
    assert codes(PLAIN, replace(PLAIN, inspection_id="c")) == []


def test_identical_readings_need_four_and_two_places() -> None:
    readings = tuple((f"load_points:{n}", f"{n}.005 kg 3") for n in range(4))
    one, two = replace(PLAIN, readings=readings), replace(OTHER, readings=readings)
    assert codes(one, two) == ["identical_series"]
    assert codes(one, replace(two, premises_id="p1")) == []
    assert codes(replace(one, readings=readings[:3]), replace(two, readings=readings[:3])) == []
    assert codes(one, replace(two, readings=(*readings[:3], ("load_points:3", "9 kg")))) == []


def test_even_last_digits_ask_for_no_look_and_fives_do() -> None:
    even = tuple(f"{n / 100:.2f}" for n in range(1000, 1100))
    assert codes(replace(PLAIN, by_hand=even)) == []
    fives = tuple(f"{n}.{n % 10}5" for n in range(10, 70))
    (look,) = look_everywhere([replace(PLAIN, by_hand=fives)])
    told = dict(look.parameters)
    assert look.code == "uneven_last_digits"
    assert (told["digit"], told["share"], told["count"]) == ("5", "100", "60")
    assert codes(replace(PLAIN, by_hand=fives[:49])) == []


def test_short_figures_have_no_last_digit_to_speak_of() -> None:
    assert last_digits(["5", "0.5", "0.05", "12"]).total == 0


@pytest.mark.parametrize(
    "value,probability",
    # Published critical values of chi-square, nine degrees of freedom.
    [(4.168, 0.90), (8.343, 0.50), (14.684, 0.10), (16.919, 0.05), (21.666, 0.01), (27.877, 0.001)],
)
def test_the_tail_of_chi_square_meets_the_printed_table(value: float, probability: float) -> None:
    assert chi_square_tail_9(value) == pytest.approx(probability, rel=2e-3)


def test_chance_alone_is_rarely_called_uneven() -> None:
    called = 0
    for run in range(300):
        stream = hashlib.shake_256(str(run).encode()).digest(400)
        typed = tuple(f"{100 + int.from_bytes(stream[n : n + 2]) % 9900}" for n in range(0, 400, 2))
        called += bool(codes(replace(PLAIN, by_hand=typed)))
    assert called <= 3  # expected 0.3 of 300 at 0.1 %


def test_a_pattern_with_many_hits_is_bounded() -> None:
    crowd = [
        replace(PLAIN, inspection_id=str(n), number=str(n), photos=(photo(PICTURE),))
        for n in range(40)
    ]
    assert len(list(combinations(crowd, 2))) > 50
    assert len(look_everywhere(crowd)) == 50


def test_rates_count_what_came_to_an_end() -> None:
    facts = [
        PLAIN,
        replace(PLAIN, near_limit=True),
        replace(PLAIN, outcome=Outcome.FAIL),
        replace(PLAIN, outcome=None),
    ]
    found = rate_of(facts)
    assert (found.inside, found.guard, found.over, str(found.percent)) == (1, 1, 1, "66.7")
    assert rate_of([]).percent is None
    assert rates_by(facts, lambda fact: fact.near_limit)[True].total == 1
