"""Where positions lie on the receptor: round it from the front left, as the rows are numbered."""

from __future__ import annotations

import itertools

import pytest

from ui.widgets.position_picture import cells


def test_quarters_go_round_from_the_front_left() -> None:
    assert list(cells(4)) == [(0, 1), (1, 1), (1, 0), (0, 0)]


@pytest.mark.parametrize("count", range(1, 17))
def test_every_support_has_a_place_of_its_own_in_two_rows(count: int) -> None:
    found = list(cells(count))
    assert len(set(found)) == len(found) == count
    assert {row for _column, row in found} <= {0, 1}
    assert max(column for column, _row in found) < (count + 1) // 2


def test_neighbours_are_neighbours_on_the_receptor() -> None:
    found = list(cells(8))
    for (one, row), (other, next_row) in itertools.pairwise(found):
        assert abs(one - other) + abs(row - next_row) == 1
