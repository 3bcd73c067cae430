"""The probe run on simulated scales, by the bytes they send: honest ones and each fault."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from inspector_app.metrology.wire_probes.result import Outcome, Probe, ProbeResult
from serial_drivers.aids.probe_run import ProbeRun, ProbeStep
from serial_drivers.aids.prompts import Prompt
from serial_drivers.aids.repeatability_run import RepeatabilityRun
from serial_drivers.simulators import Faults, ScaleNature
from tests.helpers.wired_scale import WiredScale

D, SMALL = Decimal("0.005"), Decimal("0.025")
STREAMING = ("yaohua-tf0", "st-gs-generic", "toledo-continuous")
PATIENCE = 40
LOADS = (Decimal("4.137"), Decimal("4.411"), Decimal("3.928"))


class Person:
    """Does what the run asks, and says so when nothing shows."""

    def __init__(self, scale: WiredScale, run: ProbeRun) -> None:
        self._scale, self._run, self._lying = scale, run, list[Decimal]()

    def finish(self) -> dict[Probe, ProbeResult]:
        """Follow the run to its end; return what each probe says."""
        for _turn in range(PATIENCE):
            if self._run.is_over:
                break
            self._obey(self._run.step)
        assert self._run.is_over
        return {result.probe: result for result in self._run.results()}

    def _obey(self, step: ProbeStep) -> None:
        match step:
            case ProbeStep.SMALL_ON:
                self._scale.cell.put(SMALL)
            case ProbeStep.SMALL_OFF:
                self._scale.cell.put(-SMALL)
            case ProbeStep.UP:
                self._put(LOADS[len(self._lying)])
            case ProbeStep.DOWN:
                self._scale.cell.put(-self._lying.pop())
        self._wait_while(step, 4)
        if step in {ProbeStep.SMALL_ON, ProbeStep.SMALL_OFF}:
            self._run.confirm()
        if step not in {ProbeStep.UP, ProbeStep.DOWN}:
            self._wait_while(step, 70)

    def _put(self, load: Decimal) -> None:
        self._lying.append(load)
        self._scale.cell.put(load)

    def _wait_while(self, step: ProbeStep, seconds: int) -> None:
        for seen in self._scale.play(seconds):
            self._run.see(seen)
            if self._run.step is not step:
                return


def probed(protocol: str, faults: Faults, **nature: object) -> dict[Probe, ProbeResult]:
    usual = ScaleNature(interval=D, noise=0.15, faults=faults)
    scale = WiredScale(protocol, replace(usual, **nature))  # type: ignore[arg-type]
    return Person(scale, ProbeRun(interval=D, small=SMALL)).finish()


def striking(found: dict[Probe, ProbeResult]) -> set[Probe]:
    return {probe for probe, result in found.items() if result.outcome is Outcome.LOOK_HERE}


@pytest.mark.parametrize(
    "nature",
    [
        Faults(),
        Faults(zero_speed=D / 2, zero_band=D / 2),
        Faults(creep=D * 2 / 5, creep_s=25, hysteresis=D * 2 / 5),
    ],
    ids=["perfect", "lawful zero tracking", "a load cell's own creep and hysteresis"],
)
@pytest.mark.parametrize("protocol", STREAMING)
def test_an_honest_scale_is_left_alone_by_every_probe(protocol: str, nature: Faults) -> None:
    found = probed(protocol, nature)
    assert {result.outcome for result in found.values()} == {Outcome.NOTHING_NOTICED}


@pytest.mark.parametrize(
    "faults, wanted",
    [
        (Faults(creep=Decimal("0.030"), creep_s=25), {Probe.CHANGES_WITH_TIME}),
        (Faults(shown_interval=Decimal("0.010")), {Probe.ANOTHER_INTERVAL}),
        (
            Faults(shown_interval=Decimal("0.001")),
            {Probe.ANOTHER_INTERVAL, Probe.STEPS_OFF_GRID},
        ),
        (Faults(hysteresis=Decimal("0.020")), {Probe.ASYMMETRIC_HYSTERESIS}),
        (Faults(hysteresis=Decimal("-0.020")), {Probe.ASYMMETRIC_HYSTERESIS}),
        (
            Faults(zero_speed=Decimal("0.010"), zero_band=Decimal("0.060")),
            {Probe.ZERO_TRACKING},
        ),
        (
            Faults(zero_speed=Decimal("1.000"), zero_band=Decimal("0.060")),
            {Probe.ZERO_TRACKING},
        ),
    ],
    ids=["creep", "2 d", "d / 5", "reads more down", "reads less down", "eaten", "swallowed"],
)
@pytest.mark.parametrize("protocol", STREAMING)
def test_each_fault_is_noticed_by_its_own_probe(
    protocol: str, faults: Faults, wanted: set[Probe]
) -> None:
    assert wanted <= striking(probed(protocol, faults))


def test_a_repeatability_run_catches_five_loads_from_the_bytes() -> None:
    scale = WiredScale("yaohua-tf0", ScaleNature(interval=D, noise=0.1))
    run = RepeatabilityRun(5, D)
    for _turn in range(PATIENCE):
        if run.is_over:
            break
        if run.prompt is Prompt.PUT_LOAD_ON:
            scale.cell.put(Decimal(10))
        elif run.prompt is Prompt.TAKE_LOAD_OFF:
            scale.cell.take_all()
        for seen in scale.play(4):
            run.see(seen)
    figures = run.figures()
    assert figures is not None
    assert (figures.n, run.is_over) == (5, True)
    assert figures.spread <= D
    assert all(weighing.indication.raw for weighing in run.weighings)
