"""Probes of the wire as sentences: by which statistics, and what else would explain them.

They ask for a look, no more: each "look here" names the innocent reasons first.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal

from inspector_app import words as current
from inspector_app.metrology.wire_probes.result import Missing, Outcome, Probe, ProbeResult
from inspector_app.words import Words, figures, marked

TITLES: dict[Probe, str] = {
    Probe.CHANGES_WITH_TIME: marked("Changes under a constant load"),
    Probe.STEPS_OFF_GRID: marked("Steps that are no multiples of d"),
    Probe.ANOTHER_INTERVAL: marked("Another d than declared"),
    Probe.ASYMMETRIC_HYSTERESIS: marked("Loading against unloading"),
    Probe.ZERO_TRACKING: marked("Zero tracking"),
}
OUTCOMES: dict[Outcome, str] = {
    Outcome.NOTHING_NOTICED: marked("Nothing noticed"),
    Outcome.LOOK_HERE: marked("Look here"),
    Outcome.NOT_ENOUGH_DATA: marked("Not enough data"),
}
STATISTICS: dict[Probe, str] = {
    Probe.CHANGES_WITH_TIME: marked(
        "{n} readings in {span} s, ten parts compared: they differ by {change} d, up to {allowed} "
        "d is rounding and noise; slope {slope} d/min, 99 % between {slope_low} and {slope_high}."
    ),
    Probe.STEPS_OFF_GRID: marked(
        "{n} changes divided by d: {off} are no whole multiples ({share} %), the smallest "
        "{smallest} d."
    ),
    Probe.ANOTHER_INTERVAL: marked(
        "Smallest common step of {n} changes: {step} d; {moves} of them in motion."
    ),
    Probe.ASYMMETRIC_HYSTERESIS: marked(
        "{n} loads up and down: the largest difference is {largest} d (1 d is rounding), the mean "
        "{mean} d; {one_way} of {differ} go one way, P = {p}."
    ),
    Probe.ZERO_TRACKING: marked(
        "A load of {load} d showed {shown} d, then lost {lost} d ({rate} d/s); emptied it showed "
        "{left} d. Rounding explains 1.5 d, lawful tracking 0.5 d/s at zero only."
    ),
}
LOOKS: dict[Probe, str] = {
    Probe.CHANGES_WITH_TIME: marked(
        "Look here. Warming up, wind, a load that moves or dries do this too: repeat it warm and "
        "sheltered."
    ),
    Probe.STEPS_OFF_GRID: marked(
        "Look here. A display switched to finer digits does this too: compare with the plate."
    ),
    Probe.ANOTHER_INTERVAL: marked(
        "Look here. Compare with the plate: the d typed above, a range with a d of its own, finer "
        "digits switched on."
    ),
    Probe.ASYMMETRIC_HYSTERESIS: marked(
        "Look here. Loads put elsewhere on the pan or touching something do this too: repeat it "
        "with the loads on the same spot."
    ),
    Probe.ZERO_TRACKING: marked(
        "Look here. A load put on very slowly is lawfully tracked: repeat it, putting the load on "
        "at once."
    ),
}
BOUND = marked("By chance at most once in {times} runs.")
MISSING: dict[Missing, str] = {
    Missing.INTERVAL: marked("Type the d of the plate first."),
    Missing.READINGS: marked("Too few readings ({n})."),
    Missing.TIME: marked("Too short: at least 30 s under one load."),
    Missing.STEPS: marked("Too few changes of the indication ({n})."),
    Missing.MOVES: marked(
        "Too few readings in motion ({n}): round weights alone cannot tell a coarser d."
    ),
    Missing.PAIRS: marked("Too few loads both up and down ({n} of 3)."),
    Missing.SMALL_LOAD: marked("The small load must be at least 3 d."),
}
_HUNDREDTH = Decimal("0.01")
_SIGNED = frozenset(("slope", "slope_low", "slope_high", "largest", "mean", "left"))


def title_of(probe: Probe, words: Words | None = None) -> str:
    """Return what the probe looks at."""
    return _say(words, TITLES[probe])


def outcome_of(outcome: Outcome, words: Words | None = None) -> str:
    """Return its word: never a verdict."""
    return _say(words, OUTCOMES[outcome])


def sentence_of(result: ProbeResult, words: Words | None = None) -> str:
    """Return the statistics, and what to do about them."""
    if result.missing is not None:
        return _say(words, MISSING[result.missing]).format(n=result.n)
    said = [_say(words, STATISTICS[result.probe]).format_map(_shown(result))]
    bound = result.figures.get("bound")
    if bound:
        times = (1 / bound).quantize(Decimal(1), ROUND_HALF_EVEN)
        said.append(_say(words, BOUND).format(times=figures.number(times)))
    if result.outcome is Outcome.LOOK_HERE:
        said.append(_say(words, LOOKS[result.probe]))
    return ("" if said[0].endswith("。") else " ").join(said)


def _shown(result: ProbeResult) -> Mapping[str, str]:
    shown = {name: _figure(name, value) for name, value in result.figures.items()}
    return {"n": str(result.n), "span": _figure("span", result.span_s), **shown}


def _figure(name: str, value: Decimal) -> str:
    """Return at most two decimals; a step keeps all of its own."""
    rounded = value if name == "step" else value.quantize(_HUNDREDTH, ROUND_HALF_EVEN)
    return (figures.signed_number if name in _SIGNED else figures.trimmed_number)(rounded)


def _say(words: Words | None, message: str) -> str:
    return (words.gettext if words else current.gettext)(message)
