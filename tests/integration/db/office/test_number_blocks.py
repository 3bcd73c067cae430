"""The office's numbers: a block is one laptop's alone, whoever asks at once, whatever is lost."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from db.office.number_blocks import BLOCK
from db.office.storage import OfficeDatabase
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.sync.messages import NumberBlock, NumberSeries
from tests.helpers.office_chain import NOW

PREFIX = "粤市监揭榕责改"
YEAR = NOW.year


def series(
    held: Sequence[NumberBlock] = (), *, prefix: str = PREFIX, year: int = YEAR
) -> NumberSeries:
    return NumberSeries(
        prefix=prefix, year=year, held=tuple((block.first, block.last) for block in held)
    )


def test_two_laptops_never_hold_the_same_numbers(office: OfficeDatabase) -> None:
    numbers = office.numbers
    first = numbers.grant("d1", series(), NOW)
    second = numbers.grant("d2", series(), NOW)
    third = numbers.grant("d1", series([first]), NOW)
    assert [(b.first, b.last) for b in (first, second, third)] == [
        (1, BLOCK),
        (BLOCK + 1, 2 * BLOCK),
        (2 * BLOCK + 1, 3 * BLOCK),
    ]


def test_an_answer_that_was_lost_is_given_again(office: OfficeDatabase) -> None:
    numbers = office.numbers
    lost = numbers.grant("d1", series(), NOW)
    assert numbers.grant("d1", series(), NOW) == lost


def test_kinds_and_years_count_apart(office: OfficeDatabase) -> None:
    numbers = office.numbers
    numbers.grant("d1", series(), NOW)
    assert numbers.grant("d1", series(prefix="粤市监揭榕登保"), NOW).first == 1
    assert numbers.grant("d1", series(year=YEAR + 1), NOW).first == 1


def test_numbers_that_laptops_hold_are_not_given_again_after_a_loss(office: OfficeDatabase) -> None:
    numbers = office.numbers  # an office that has forgotten everything
    kept = NumberBlock(block_id="b", prefix=PREFIX, year=YEAR, first=101, last=120)
    assert numbers.grant("d1", series([kept]), NOW).first == 121
    assert numbers.grant("d2", series(), NOW).first == 141


@pytest.mark.parametrize(
    "wrong",
    [
        series(prefix=""),
        series(prefix="粤市监〔2026〕"),
        series(prefix="粤 市监"),
        series(prefix="很" * 30),
        series(year=YEAR + 2),
        series(year=0),
        NumberSeries(prefix=PREFIX, year=YEAR, held=((0, 5),)),
        NumberSeries(prefix=PREFIX, year=YEAR, held=((9, 5),)),
        NumberSeries(prefix=PREFIX, year=YEAR, held=((1, 10**12),)),
        NumberSeries(prefix=PREFIX, year=YEAR, held=tuple((n, n) for n in range(1, 1002))),
    ],
)
def test_what_is_no_series_is_refused_and_moves_nothing(
    office: OfficeDatabase, wrong: NumberSeries
) -> None:
    numbers = office.numbers
    with pytest.raises(InputInvalid, match="number_block_refused"):
        numbers.grant("d1", wrong, NOW)
    assert numbers.grant("d1", series(), NOW + timedelta(days=1)).first == 1


def test_many_at_once_get_blocks_of_their_own(office: OfficeDatabase) -> None:
    numbers = office.numbers

    def ask(laptop: int) -> list[NumberBlock]:
        held: list[NumberBlock] = []
        for _round in range(5):
            held.append(numbers.grant(f"d{laptop}", series(held), NOW))
        return held

    with ThreadPoolExecutor(6) as pool:
        blocks = [block for held in pool.map(ask, range(6)) for block in held]
    given = sorted((block.first, block.last) for block in blocks)
    assert given == [(1 + BLOCK * n, BLOCK * (n + 1)) for n in range(30)]
