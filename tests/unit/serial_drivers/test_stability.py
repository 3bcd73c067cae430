from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from inspector_app.domain.indication import FrameProblem, Indication, StabilityBasis
from inspector_app.domain.rest import Rest
from serial_drivers.stability import RestGate, StabilityGate, may_be_recorded

SECOND = 1_000_000_000


def shown(value: str, at_s: float, session: str = "a", **flags: object) -> Indication:
    indication = Indication(
        value=Decimal(value), unit="kg", session_id=session, monotonic_ns=int(at_s * SECOND)
    )
    return replace(indication, **flags)  # type: ignore[arg-type]


def judged(*indications: Indication, interval: str | None = None) -> list[bool | None]:
    gate = StabilityGate(Decimal(interval) if interval else None)
    return [gate.judge(indication).stable for indication in indications]


def test_three_equal_frames_over_a_second_are_stable_and_marked_derived() -> None:
    gate = StabilityGate()
    for at_s in (0.0, 0.5):
        assert gate.judge(shown("1.000", at_s)).stable is False
    last = gate.judge(shown("1.000", 1.0))
    assert last.stable is True
    assert last.stability_basis is StabilityBasis.DERIVED


def test_three_frames_in_less_than_a_second_are_not_enough() -> None:
    assert judged(*(shown("1.000", t) for t in (0, 0.3, 0.9))) == [False, False, False]


def test_two_frames_over_a_second_are_not_enough() -> None:
    assert judged(shown("1.000", 0), shown("1.000", 1.5)) == [False, False]


def test_a_flicker_of_one_interval_is_stable_and_of_two_is_not() -> None:
    times = (0, 0.6, 1.2)
    one = [shown(v, t) for v, t in zip(("1.000", "1.005", "1.000"), times, strict=True)]
    two = [shown(v, t) for v, t in zip(("1.000", "1.010", "1.000"), times, strict=True)]
    assert judged(*one, interval="0.005")[-1] is True
    assert judged(*two, interval="0.005")[-1] is False


def test_without_a_known_interval_one_unit_of_the_last_place_counts() -> None:
    values = [shown(v, t) for v, t in (("1.000", 0), ("1.001", 0.6), ("1.000", 1.2))]
    assert judged(*values)[-1] is True


@pytest.mark.parametrize(
    "later",
    [
        shown("1.000", 1.0, session="b"),
        shown("1.000", 9.0),
        shown("1.000", 1.0, unit="lb"),
        Indication(overload=True, session_id="a", monotonic_ns=SECOND),
    ],
    ids=["another session", "a long gap", "another unit", "an overload"],
)
def test_nothing_from_before_a_break_counts(later: Indication) -> None:
    assert judged(shown("1.000", 0), shown("1.000", 0.5), later)[-1] is not True


def test_the_flag_of_the_wire_is_believed_at_once() -> None:
    gate = StabilityGate()
    wired = gate.judge(shown("1.000", 0, stable=True))
    assert wired.stable is True
    assert wired.stability_basis is StabilityBasis.WIRE
    assert gate.judge(shown("1.000", 1, stable=False)).stable is False


def test_a_fast_stream_becomes_stable_too_and_the_memory_stays_bounded() -> None:
    gate = StabilityGate()
    last = [gate.judge(shown("1.000", n / 400)) for n in range(2000)][-1]
    assert last.stable is True
    assert len(gate._window._recent) < 500


@pytest.mark.parametrize(
    "extra",
    [("expanded", True), ("hold", True), ("verified_digits", False), ("zero_not_captured", True)],
)
def test_a_figure_that_is_no_legal_indication_may_not_be_recorded(extra: tuple[str, bool]) -> None:
    good = shown("1.000", 0, stable=True)
    assert may_be_recorded(good)
    assert not may_be_recorded(replace(good, extras=(extra,)))


def test_an_unstable_or_empty_indication_may_not_be_recorded() -> None:
    assert not may_be_recorded(shown("1.000", 0))
    assert not may_be_recorded(Indication(overload=True, stable=True))


def test_an_echo_between_the_frames_does_not_begin_the_wait_anew() -> None:
    gate = StabilityGate()
    judged = []
    for step in range(12):
        gate.disturb(FrameProblem(kind="echo", raw=b"R"))
        at = step * 200_000_000
        seen = Indication(value=Decimal("5.000"), unit="kg", monotonic_ns=at, session_id="s")
        judged.append(gate.judge(seen).stable)
    assert judged[-1] is True

    gate.disturb(FrameProblem(kind="checksum_error", raw=b"?"))
    last = Indication(value=Decimal("5.000"), unit="kg", monotonic_ns=2_500_000_000, session_id="s")
    assert gate.judge(last).stable is False


# --- more rest than the wire's own word ----------------------------------------------------------


def rested(rest: Rest, *indications: Indication) -> list[bool | None]:
    gate = RestGate(rest, Decimal("0.005"))
    return [gate.judge(indication).stable for indication in indications]


def wired(value: str, at_s: float, *, stable: bool = True) -> Indication:
    return shown(value, at_s, stable=stable, stability_basis=StabilityBasis.WIRE)


def test_the_plain_rest_believes_the_wire_and_hands_the_very_indication_on() -> None:
    seen = wired("1.000", 0)
    assert RestGate(Rest()).judge(seen) is seen


def test_a_kind_may_ask_for_more_frames_over_more_time() -> None:
    rest = Rest(seconds=Decimal(2), frames=4)
    frames = [wired("1.000", at / 2) for at in range(6)]
    assert rested(rest, *frames) == [False, False, False, False, True, True]


@pytest.mark.parametrize(
    "between",
    [
        wired("1.010", 1.0),
        wired("1.000", 1.0, stable=False),
        Indication(overload=True, session_id="a", monotonic_ns=SECOND),
    ],
    ids=["outside the band", "moving", "an overload"],
)
def test_what_comes_between_begins_the_wait_anew(between: Indication) -> None:
    rest = Rest(seconds=Decimal(1), frames=3)
    seen = [wired("1.000", at) for at in (0, 0.4, 0.8)]
    later = [wired("1.000", at) for at in (1.2, 1.6)]
    assert rested(rest, *seen, between, *later)[-1] is False


def test_a_d_that_becomes_known_counts_from_then_on() -> None:
    gate = StabilityGate()
    flicker = [shown(v, t) for v, t in (("1.000", 0), ("1.005", 0.6), ("1.000", 1.2))]
    assert [gate.judge(one).stable for one in flicker] == [False, False, False]
    gate.take_interval(Decimal("0.005"))
    assert [gate.judge(one).stable for one in flicker] == [False, False, True]
    gate.take_interval(Decimal("0.005"))
    assert gate.judge(shown("1.005", 1.4)).stable is True
