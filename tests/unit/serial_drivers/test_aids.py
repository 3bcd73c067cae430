"""The runs, fed by hand: what they take by themselves, what they refuse, what they ask for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from inspector_app.domain.indication import Indication
from inspector_app.metrology.wire_probes.result import Outcome
from serial_drivers.aids.drift_run import DriftRun
from serial_drivers.aids.load_watch import LoadWatch, Settled, Sight
from serial_drivers.aids.probe_run import ProbeRun, ProbeStep
from serial_drivers.aids.prompts import Prompt
from serial_drivers.aids.repeatability_run import RepeatabilityRun
from serial_drivers.aids.warm_up import WARM_AFTER_S, WarmUp
from tests.helpers.aid_streams import D, Stream


class Watching:
    """A watch that remembers what it told."""

    def __init__(self) -> None:
        self.watch = LoadWatch(D)
        self.told: list[Settled] = []

    def see(self, indication: Indication) -> None:
        settled = self.watch.see(indication)
        if settled is not None:
            self.told.append(settled)

    def sights(self) -> list[tuple[Sight, str, bool]]:
        return [(told.sight, str(told.value), told.zero_seen) for told in self.told]


# --- loads come and go -------------------------------------------------------------------------


def test_each_new_load_at_rest_is_told_once_with_whether_zero_was_seen() -> None:
    watching = Watching()
    stream = Stream(watching)
    for value in ("0.000", "5.000", "10.000", "0.000"):
        stream.rest(value)
    assert watching.sights() == [
        (Sight.ZERO, "0.000", False),
        (Sight.LOAD, "5.000", True),
        (Sight.LOAD, "10.000", False),
        (Sight.ZERO, "0.000", False),
    ]


def test_a_flicker_and_small_weights_on_a_load_are_no_new_load() -> None:
    watching = Watching()
    stream = Stream(watching)
    for value in ("5.000", "5.005", "5.010", "5.000", "4.990"):
        stream.rest(value)
    assert len(watching.told) == 1


def test_a_load_that_does_not_stand_long_enough_is_not_told() -> None:
    watching = Watching()
    Stream(watching).rest("5.000", seconds=0.5)
    assert watching.told == []


def test_an_emptied_scale_that_is_not_at_zero_is_told_as_such() -> None:
    watching = Watching()
    stream = Stream(watching)
    for value in ("0.000", "5.000", "0.010"):
        stream.rest(value)
    assert watching.sights()[-1] == (Sight.NEAR_ZERO, "0.010", False)


def test_nothing_from_before_a_gap_counts() -> None:
    watching = Watching()
    stream = Stream(watching)
    stream.rest("0.000")
    stream.session = "b"
    stream.rest("5.000")
    assert watching.sights()[-1] == (Sight.LOAD, "5.000", False)


def asked(run: RepeatabilityRun | DriftRun) -> Prompt:
    return run.prompt


# --- repeatability -----------------------------------------------------------------------------


def test_a_run_catches_every_value_by_itself_and_ends_back_at_zero() -> None:
    run = RepeatabilityRun(3, D)
    stream = Stream(run)
    stream.rest("0.000")
    assert asked(run) is Prompt.PUT_LOAD_ON
    for value in ("10.000", "10.005", "10.000"):
        stream.rest(value)
        assert asked(run) is Prompt.TAKE_LOAD_OFF
        stream.rest("0.000")
    assert run.is_over
    figures = run.figures()
    assert figures is not None
    assert (figures.n, str(figures.spread), str(figures.worst_return)) == (3, "0.005", "0.000")
    assert figures.deviation is not None
    assert figures.deviation.quantize(Decimal("0.00001")) == Decimal("0.00289")


def test_a_load_without_zero_before_it_is_not_taken() -> None:
    run = RepeatabilityRun(3, D)
    stream = Stream(run)
    stream.rest("10.000")
    assert (run.weighings, asked(run)) == ([], Prompt.EMPTY_THE_SCALE)


def test_a_scale_that_does_not_return_to_zero_must_be_set_and_its_return_is_kept() -> None:
    run = RepeatabilityRun(3, D)
    stream = Stream(run)
    for value in ("0.000", "10.000", "0.010"):
        stream.rest(value)
    assert asked(run) is Prompt.SET_TO_ZERO
    assert run.weighings[0].back == Decimal("0.010")
    stream.rest("10.010")
    assert len(run.weighings) == 1
    stream.rest("0.000")
    stream.rest("10.000")
    assert len(run.weighings) == 2


@pytest.mark.parametrize("other", ["12.000", "5.000"])
def test_another_load_is_not_mixed_in(other: str) -> None:
    run = RepeatabilityRun(3, D)
    stream = Stream(run)
    for value in ("0.000", "10.000", "0.000", other):
        stream.rest(value)
    assert (len(run.weighings), asked(run)) == (1, Prompt.ANOTHER_LOAD)


def test_another_unit_is_refused_until_the_first_is_back() -> None:
    run = RepeatabilityRun(3, D)
    stream = Stream(run)
    stream.rest("0.000")
    stream.unit = "lb"
    stream.rest("22.045")
    assert (run.weighings, asked(run)) == ([], Prompt.OTHER_UNIT)
    stream.unit = "kg"
    stream.rest("10.000")
    assert len(run.weighings) == 1


def test_a_lost_signal_keeps_what_was_taken_and_asks_for_zero_again() -> None:
    run = RepeatabilityRun(3, D)
    stream = Stream(run)
    for value in ("0.000", "10.000", "0.000"):
        stream.rest(value)
    run.interrupt()
    assert asked(run) is Prompt.SIGNAL_LOST
    stream.session = "b"
    stream.rest("10.000")
    assert (len(run.weighings), asked(run)) == (1, Prompt.EMPTY_THE_SCALE)


def test_a_stopped_run_keeps_its_values_and_takes_no_more() -> None:
    run = RepeatabilityRun(3, D)
    stream = Stream(run)
    for value in ("0.000", "10.000"):
        stream.rest(value)
    run.stop()
    stream.rest("0.000")
    stream.rest("10.000")
    assert len(run.weighings) == 1


# --- drift -------------------------------------------------------------------------------------


def test_a_drift_run_keeps_one_value_a_second_exactly_as_shown() -> None:
    run = DriftRun()
    stream = Stream(run)
    stream.rest("10.000", seconds=60)
    stream.rest("10.005", seconds=60)
    figures = run.figures()
    assert figures is not None
    assert (figures.n, str(figures.changed), str(figures.highest)) == (121, "0.005", "10.005")
    assert all(str(sample.value) in {"10.000", "10.005"} for sample in run.samples)


def test_it_ends_by_itself_after_its_time_and_stops_at_any_time_without_loss() -> None:
    timed, stopped = DriftRun(limit_s=60), DriftRun()
    for run in (timed, stopped):
        Stream(run).rest("10.000", seconds=90)
    assert timed.is_over
    assert len(timed.samples) == 61
    stopped.stop()
    assert len(stopped.samples) == 91


def test_a_lost_signal_is_a_gap_and_the_run_goes_on() -> None:
    run = DriftRun()
    stream = Stream(run)
    stream.rest("10.000", seconds=10)
    run.interrupt()
    stream.now_ns += 60_000_000_000
    stream.session = "b"
    stream.rest("10.000", seconds=10)
    assert len(run.samples) == 22
    (gap,) = run.gaps
    assert gap.to_s - gap.from_s > 60
    assert asked(run) is Prompt.WATCHING


def test_readings_in_another_unit_are_left_out() -> None:
    run = DriftRun()
    stream = Stream(run)
    stream.rest("10.000", seconds=10)
    stream.unit = "g"
    stream.rest("10000", seconds=10)
    assert asked(run) is Prompt.OTHER_UNIT
    assert {str(sample.value) for sample in run.samples} == {"10.000"}


# --- probes ------------------------------------------------------------------------------------


def step_of(run: ProbeRun) -> ProbeStep:
    return run.step


def lead(run: ProbeRun, stream: Stream, *, small: str = "0.025") -> None:
    """Do what the run asks, on a scale without a fault."""
    stream.rest("0.000", seconds=6)
    stream.rest(small, seconds=13)
    stream.rest("0.000", seconds=7)
    for value in ("4.135", "10.050"):
        stream.rest(value, seconds=3)
    stream.rest("14.995", seconds=66)
    for value in ("10.050", "4.135", "0.000"):
        stream.rest(value, seconds=3)


def test_the_run_leads_through_all_steps_by_itself() -> None:
    run = ProbeRun(interval=D, small=Decimal("0.025"))
    seen: list[ProbeStep] = []

    class Noting:
        def see(self, indication: Indication) -> None:
            run.see(indication)
            if seen[-1:] != [run.step]:
                seen.append(run.step)

    lead(run, Stream(Noting()))
    assert seen == list(ProbeStep)
    assert run.share() == 1


def test_a_scale_without_a_fault_is_left_alone_by_every_probe() -> None:
    run = ProbeRun(interval=D, small=Decimal("0.025"))
    lead(run, Stream(run))
    assert {result.outcome for result in run.results()} == {Outcome.NOTHING_NOTICED}


def test_a_small_load_that_never_shows_is_noticed_on_the_persons_word() -> None:
    run = ProbeRun(interval=D, small=Decimal("0.025"))
    stream = Stream(run)
    stream.rest("0.000", seconds=20)
    assert step_of(run) is ProbeStep.SMALL_ON
    run.confirm()
    stream.rest("0.000", seconds=12)
    assert step_of(run) is ProbeStep.SMALL_OFF
    stream.rest("-0.025", seconds=8)
    assert step_of(run) is ProbeStep.UP
    assert run.results()[-1].outcome is Outcome.LOOK_HERE


def test_without_a_small_load_its_steps_are_left_out_and_any_may_be_skipped() -> None:
    run = ProbeRun(interval=D, small=Decimal(0))
    Stream(run).rest("0.000", seconds=8)
    assert step_of(run) is ProbeStep.UP
    for wanted in (ProbeStep.HOLD, ProbeStep.DOWN, ProbeStep.DONE, ProbeStep.DONE):
        run.skip()
        assert step_of(run) is wanted


def test_a_stopped_run_says_of_each_probe_what_it_misses() -> None:
    run = ProbeRun(interval=D, small=Decimal("0.025"))
    run.stop()
    assert run.is_over
    assert {result.outcome for result in run.results()} == {Outcome.NOT_ENOUGH_DATA}


# --- warming up --------------------------------------------------------------------------------


def test_warming_up_is_counted_from_the_first_reading_and_anew_after_a_gap() -> None:
    warm = WarmUp()
    stream = Stream(warm)
    stream.rest("0.000")
    stream.now_ns += WARM_AFTER_S * 1_000_000_000
    stream.say("0.000")
    assert warm.is_warm
    stream.session = "b"
    stream.say("0.000")
    assert (warm.is_warm, warm.seconds) == (False, 0)
