from __future__ import annotations

import pytest

from inspector_app.domain.remembered import remembered


def test_the_very_same_objects_are_asked_about_once() -> None:
    asked: list[object] = []

    @remembered(4)
    def told(one: list[int], other: str) -> int:
        asked.append(one)
        return len(one) + len(other)

    held = [1, 2]
    assert (told(held, "a"), told(held, "a")) == (3, 3)
    assert len(asked) == 1


def test_an_equal_object_is_another_one() -> None:
    asked: list[object] = []

    @remembered(4)
    def told(one: list[int]) -> int:
        asked.append(one)
        return len(one)

    first, second = [1], [1]
    assert told(first) == told(second) == 1
    assert len(asked) == 2


def test_an_identity_cannot_pass_to_another_object_while_its_answer_is_kept() -> None:
    @remembered(2)
    def told(one: list[int]) -> int:
        return one[0]

    for number in range(500):  # short-lived lists, whose places in memory are used again
        assert told([number]) == number


def test_only_the_last_answers_are_kept() -> None:
    asked: list[int] = []

    @remembered(2)
    def told(one: list[int]) -> int:
        asked.append(one[0])
        return one[0]

    lists = [[1], [2], [3]]
    for one in (*lists, lists[0]):
        told(one)
    assert asked == [1, 2, 3, 1]


def test_none_is_an_answer_and_an_exception_is_none() -> None:
    asked: list[str] = []

    @remembered(2)
    def told(what: list[str]) -> None:
        asked.append(what[0])
        if what[0] == "bad":
            raise ValueError(what[0])

    good, bad = ["good"], ["bad"]
    told(good)
    told(good)
    for _time in range(2):
        with pytest.raises(ValueError, match="bad"):
            told(bad)
    assert asked == ["good", "bad", "bad"]
