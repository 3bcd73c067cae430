from __future__ import annotations

from decimal import Decimal
from random import Random  # noqa: TID251 - seeded

import pytest

from inspector_app import words
from inspector_app.metrology.wire_probes.another_interval import another_interval
from inspector_app.metrology.wire_probes.asymmetric_hysteresis import asymmetric_hysteresis
from inspector_app.metrology.wire_probes.changes_with_time import changes_with_time
from inspector_app.metrology.wire_probes.result import (
    Missing,
    Outcome,
    Probe,
    ProbeResult,
    not_enough,
)
from inspector_app.metrology.wire_probes.steps_off_grid import steps_off_grid
from inspector_app.metrology.wire_probes.zero_tracking import zero_tracking
from inspector_app.words import Words
from inspector_app.words.wire_probes import outcome_of, sentence_of, title_of
from tests.helpers.simulated_traces import D, Display, hold, small_load, staircase

VERDICTS = ("cheat", "fraud", "tamper", "fail", "illegal", "作弊", "欺诈", "不合格", "违法")
LOADS = (0.0, 413.0, 1007.0, 2011.0, 1007.0, 413.0, 0.0)


def striking() -> list[ProbeResult]:
    """Return one "look here" of each probe."""
    display = Display(Random(1), noise=0.2)
    coarse = staircase(Display(Random(1), noise=0.2, interval=2 * D), LOADS)
    fine = staircase(Display(Random(1), noise=0.2, interval=D / 5), LOADS)
    small = small_load(Random(1), intervals=5, noise=0.0, swallow=lambda seconds: min(5.0, seconds))
    return [
        changes_with_time(hold(display, 900, count=300, rate=5, fault=lambda s: s / 10), D),
        steps_off_grid(fine, D),
        another_interval(coarse, D),
        asymmetric_hysteresis(staircase(display, LOADS, down=lambda load: load and 4.0), D),
        zero_tracking(small.before, small.loaded, small.after, load=small.load, interval=D),
    ]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_look_states_its_statistics_and_is_no_verdict(language: str) -> None:
    said = Words(language)
    for result in striking():
        sentence = sentence_of(result, said)
        whole = " ".join((title_of(result.probe, said), outcome_of(result.outcome, said), sentence))
        assert result.outcome is Outcome.LOOK_HERE
        assert "Look here" in sentence or "核查" in sentence
        assert "{" not in whole
        assert sum(char.isdigit() for char in sentence) >= 3
        assert [word for word in VERDICTS if word in whole.lower()] == []


def test_every_probe_has_a_look_here_here() -> None:
    assert [result.probe for result in striking()] == list(Probe)


@pytest.mark.parametrize("missing", Missing)
def test_what_is_missing_is_said_and_nothing_else(missing: Missing) -> None:
    sentence = sentence_of(not_enough(Probe.ZERO_TRACKING, missing, n=2), Words("en"))
    assert "Look here" not in sentence
    assert "{" not in sentence


def test_figures_are_rounded_once_and_signed_where_the_direction_matters() -> None:
    result = ProbeResult(
        probe=Probe.ASYMMETRIC_HYSTERESIS,
        outcome=Outcome.NOTHING_NOTICED,
        n=3,
        figures={
            "largest": Decimal(-1),
            "mean": Decimal("0.3333333"),
            "one_way": Decimal(2),
            "differ": Decimal(2),
            "p": Decimal("0.5"),
        },
    )
    assert sentence_of(result, Words("en")) == (
        "3 loads up and down: the largest difference is −1 d (1 d is rounding), the mean +0.33 d; "
        "2 of 2 go one way, P = 0.5."
    )
