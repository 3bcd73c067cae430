from __future__ import annotations

import random  # noqa: TID251 - seeded
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.sync import machine
from inspector_app.sync.back_off import LONGEST_RETRY_AFTER_SECONDS, BackOff
from inspector_app.sync.machine import LONGEST_WAIT_SECONDS, Phase, SyncState, Trouble

AT = datetime(2026, 11, 24, tzinfo=UTC)
BACK_OFF = BackOff(random.Random(7).random)
MOVES = ("poke", "hand", "begin", "good", "network", "busy", "person", "later", "earlier")


def fail(state: SyncState, trouble: Trouble, now: float, retry_after: float = 0) -> SyncState:
    return machine.failed(
        state, trouble, "c", {}, now=now, back_off=BACK_OFF, retry_after=retry_after
    )


def moved(state: SyncState, move: str, now: float, amount: float) -> tuple[SyncState, float]:
    if move == "poke":
        return machine.poked(state, now=now), now
    if move == "hand":
        return machine.by_hand(state, now=now), now
    if move in {"later", "earlier"}:
        return state, now + (amount if move == "later" else -amount)
    if move == "begin":
        return (machine.began(state) if state.phase is not Phase.SENDING else state), now
    if state.phase is not Phase.SENDING:
        return state, now
    if move == "good":
        return machine.succeeded(state, now=now, at=AT), now
    return fail(state, Trouble(move), now, amount), now


@given(st.lists(st.tuples(st.sampled_from(MOVES), st.floats(0, 1e7))))
def test_whatever_happens_a_next_round_is_always_in_sight(moves: list[tuple[str, float]]) -> None:
    state, now = machine.started(enrolled=True, now=0.0), 0.0
    for move, amount in moves:
        state, now = moved(state, move, now, amount)
        wait = state.wait(now)
        if state.phase is Phase.SENDING:
            assert wait is None
        else:
            assert wait is not None
            assert 0 <= wait <= LONGEST_WAIT_SECONDS


@given(st.lists(st.tuples(st.sampled_from(MOVES), st.floats(0, 1e7))))
def test_a_press_of_the_button_makes_a_round_due_now(moves: list[tuple[str, float]]) -> None:
    state, now = machine.started(enrolled=True, now=0.0), 0.0
    for move, amount in moves:
        state, now = moved(state, move, now, amount)
    pressed = machine.by_hand(state, now=now)
    if state.phase is Phase.SENDING:
        assert machine.succeeded(pressed, now=now, at=AT).wait(now) == machine.GATHER_SECONDS
    else:
        assert pressed.wait(now) == 0


@given(st.integers(1, 10**6), st.floats(0, 1e9), st.integers())
def test_a_delay_is_bounded_and_obeys_the_office(
    attempt: int, retry_after: float, seed: int
) -> None:
    delay = BackOff(random.Random(seed).random).delay(attempt, retry_after)
    assert 1.0 <= delay <= LONGEST_RETRY_AFTER_SECONDS
    assert delay >= min(retry_after, LONGEST_RETRY_AFTER_SECONDS)


def test_delays_double_up_to_five_minutes_and_differ_between_laptops() -> None:
    middle = BackOff(lambda: 0.5)
    assert [middle.delay(n) for n in (1, 2, 3, 20)] == [1.5, 3.0, 6.0, 225.0]
    first, second = BackOff(random.Random(1).random), BackOff(random.Random(2).random)
    assert first.delay(5) != second.delay(5)


def test_a_laptop_without_an_office_waits_for_nothing() -> None:
    state = machine.started(enrolled=False, now=5.0)
    assert (state.phase, state.wait(99.0)) == (Phase.NOT_ENROLLED, None)
    assert machine.by_hand(machine.poked(state, now=9.0), now=9.0).wait(9.0) is None
    assert machine.enrolled(state, now=9.0).wait(9.0) == 0


def test_new_events_are_gathered_for_a_moment_and_never_postponed() -> None:
    state = machine.succeeded(machine.began(SyncState()), now=0.0, at=AT)
    first = machine.poked(state, now=10.0)
    assert (first.phase, first.wait(10.0)) == (Phase.WAITING, 1.0)
    assert machine.poked(first, now=10.9).wait(10.9) == pytest.approx(0.1)


def test_new_events_do_not_shorten_a_back_off() -> None:
    state = fail(machine.began(SyncState()), Trouble.BUSY, 0.0, retry_after=120)
    assert machine.poked(state, now=1.0).wait(1.0) == pytest.approx(state.wait(1.0))


def test_an_event_written_during_a_round_brings_the_next_one_soon() -> None:
    state = machine.poked(machine.began(SyncState()), now=1.0)
    assert machine.succeeded(state, now=2.0, at=AT).wait(2.0) == machine.GATHER_SECONDS


@pytest.mark.parametrize(
    "trouble, phase",
    [
        (Trouble.NETWORK, Phase.OFFLINE),
        (Trouble.BUSY, Phase.WAITING),
        (Trouble.PERSON, Phase.NEEDS_YOU),
    ],
)
def test_only_what_a_person_must_decide_is_put_to_a_person(trouble: Trouble, phase: Phase) -> None:
    assert fail(machine.began(SyncState()), trouble, 0.0).phase is phase


def test_trouble_keeps_the_time_of_the_last_success_and_a_success_forgets_the_trouble() -> None:
    good = machine.succeeded(machine.began(SyncState()), now=0.0, at=AT)
    bad = fail(machine.began(good), Trouble.NETWORK, 1.0)
    assert (bad.at, bad.attempts, bad.code) == (AT, 1, "c")
    again = machine.succeeded(machine.began(bad), now=2.0, at=AT)
    assert (again.attempts, again.code) == (0, "")
