"""What crosses to the window is bounded, in order, and loses only what may be lost."""

from __future__ import annotations

import threading

from hypothesis import given
from hypothesis import strategies as st

from ui.crossing import Crossing


def crossing(most: int) -> Crossing[str]:
    return Crossing(lambda item: item.startswith("d"), most, patience_s=0)


def test_one_wake_up_brings_over_what_waits_in_order() -> None:
    queue = crossing(100)
    assert [queue.put(item) for item in ("a", "b", "c")] == [True, False, False]
    assert queue.take() == ["a", "b", "c"]
    assert not queue.has_more()
    assert queue.put("d")


def test_much_is_taken_in_pieces() -> None:
    queue = crossing(1000)
    for number in range(500):
        queue.put(f"b{number}")
    assert len(queue.take(200)) == 200
    assert queue.has_more()
    assert len(queue.take(200)) + len(queue.take(200)) == 300
    assert not queue.has_more()


@given(st.lists(st.sampled_from(["d", "k"]), max_size=400), st.integers(4, 60))
def test_too_much_leaves_out_old_readings_and_nothing_else(kinds: list[str], most: int) -> None:
    queue, put = crossing(most), [f"{kind}{number}" for number, kind in enumerate(kinds)]
    for item in put:
        queue.put(item)
    got = queue.take(10_000)
    droppable = [item for item in put if item.startswith("d")]

    assert [item for item in got if item.startswith("k")] == [
        item for item in put if item.startswith("k")
    ]
    assert got == sorted(got, key=put.index)
    kept = [item for item in got if item.startswith("d")]
    assert queue.missed == len(droppable) - len(kept)
    assert kept == droppable[len(droppable) - len(kept) :]
    assert sum(item.startswith("d") for item in got) <= most + 1


def test_a_window_that_keeps_taking_loses_nothing() -> None:
    queue: Crossing[str] = Crossing(lambda _item: True, most=10, patience_s=60)
    put = [str(number) for number in range(1000)]
    putting = threading.Thread(target=lambda: [queue.put(item) for item in put], daemon=True)
    putting.start()
    got: list[str] = []
    while putting.is_alive() or len(queue):
        got += queue.take(7)
    assert got == put
    assert queue.missed == 0
