"""What the aids say: what to do now, what was measured, in the language in use."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from inspector_app.metrology.wire_probes.result import Outcome
from inspector_app.words import figures
from inspector_app.words import gettext as _
from serial_drivers.aids.drift_run import DriftFigures
from serial_drivers.aids.prompts import Prompt
from serial_drivers.aids.repeatability_run import RepeatabilityFigures, Weighing
from serial_drivers.keeping.run_file import IntervalFrom
from ui.bench.ports.plate_interval import PlateInterval
from ui.widgets.chip import ChipKind

OUTCOME_CHIPS: dict[Outcome, tuple[ChipKind, str]] = {
    Outcome.NOTHING_NOTICED: ("idle", "check"),
    Outcome.LOOK_HERE: ("warn", "eye"),
    Outcome.NOT_ENOUGH_DATA: ("idle", "pending"),
}
Pairs = Sequence[tuple[str, str]]


def prompt_line(prompt: Prompt) -> str:
    """Return what to do now, in a few words."""
    return {
        Prompt.EMPTY_THE_SCALE: _("Empty the scale and wait for zero"),
        Prompt.SET_TO_ZERO: _("Not back at zero: empty it, set it to zero"),
        Prompt.PUT_LOAD_ON: _("Put the load on"),
        Prompt.TAKE_LOAD_OFF: _("Take the load off"),
        Prompt.ANOTHER_LOAD: _("Another load than the first: put the same one on"),
        Prompt.OTHER_UNIT: _("The unit changed: set the scale to the first one"),
        Prompt.PUT_SMALL_LOAD_ON: _("Put the small load on, at once"),
        Prompt.TAKE_SMALL_LOAD_OFF: _("Take the small load off"),
        Prompt.ADD_LOAD: _("Put the next load on, the others stay"),
        Prompt.HOLD: _("Touch nothing"),
        Prompt.REMOVE_LOAD: _("Take the loads off one by one, the last one first"),
        Prompt.WATCHING: _("Watching: one value a second"),
        Prompt.SIGNAL_LOST: _("No signal: it goes on when it is back"),
        Prompt.FINISHED: _("Finished"),
    }[prompt]


def title_of(aid: str) -> str:
    """Return what an aid is called."""
    return {
        "repeatability": _("Repeatability"),
        "drift": _("Drift"),
        "probes": _("Wire probes"),
    }[aid]


def about(aid: str) -> str:
    """Return what an aid does, before it is started."""
    return {
        "repeatability": _(
            "The same load, put on and taken off: each value is taken by itself once it is at "
            "rest and zero was seen before it."
        ),
        "drift": _(
            "One value a second, unattended, until its time is over or you stop it. Each lies on "
            "the disk at once; a pulled cable is a gap."
        ),
        "probes": _(
            "Five probes that need only the wire. They state their statistics and at most say "
            "“look here”; they never judge."
        ),
    }[aid]


def interval_line(known: PlateInterval) -> str:
    """Return where the d that was filled in comes from, and what to mind."""
    name = known.name
    if known.origin == "profile":
        return _("e of the saved profile stands for d: type d if the plate names another one.")
    if known.origin == "inspection":
        return _("d of {name}, which is under inspection; another one may be typed.").format(
            name=name
        )
    return _("d of {name} as registered; another one may be typed.").format(name=name)


def origin_word(origin: IntervalFrom) -> str:
    """Return in two words where d came from."""
    return {
        "": "",
        "typed": _("typed"),
        "inspection": _("under inspection"),
        "instrument": _("as registered"),
        "profile": _("profile e"),
    }[origin]


def interval_pairs(interval: Decimal, unit: str, origin: IntervalFrom) -> Pairs:
    """Return the d that the figures are given in, none if nobody said it."""
    if not interval:
        return ()
    said = origin_word(origin)
    shown = f"{figures.number(interval)} {unit}".strip()
    return ((_("d used"), f"{shown} ({said})" if said else shown),)


def warm_up_line(seconds: int) -> str:
    """Return how long the scale has been read, while that is short for warming up."""
    return _("Read for {minutes} min: has it been on for its warm-up time?").format(
        minutes=seconds // 60
    )


def repeatability_pairs(
    found: RepeatabilityFigures | None, count: int, unit: str, interval: Decimal
) -> Pairs:
    """Return the statistics of a repeatability run."""
    if found is None:
        return ((_("Weighings"), f"0 / {count}"),)
    return (
        (_("Weighings"), f"{found.n} / {count}"),
        (_("Lowest – highest"), f"{_value(found.lowest)} – {_value(found.highest)} {unit}"),
        (_("Spread"), _with_intervals(found.spread, unit, interval)),
        (_("Mean"), f"{_rounded(found.mean, found.lowest)} {unit}"),
        (_("Standard deviation"), _deviation(found, unit)),
        (_("Largest return to zero"), f"{_value(found.worst_return)} {unit}"),
    )


def weighing_line(weighings: Sequence[Weighing]) -> str:
    """Return the values in the order they were taken."""
    return " · ".join(_value(weighing.value) for weighing in weighings)


def drift_pairs(found: DriftFigures | None, unit: str, interval: Decimal) -> Pairs:
    """Return the statistics of a drift run."""
    if found is None:
        return ((_("Values"), "0"),)
    return (
        (_("Values"), str(found.n)),
        (_("Time"), clock(found.span_s)),
        (_("First – last"), f"{_value(found.first)} – {_value(found.last)} {unit}"),
        (_("Changed"), _with_intervals(found.changed, unit, interval, signed=True)),
        (_("Lowest – highest"), f"{_value(found.lowest)} – {_value(found.highest)} {unit}"),
        (_("Gaps"), str(found.gaps)),
    )


def clock(seconds: Decimal) -> str:
    """Return `1:02:05` or `2:05`."""
    whole = int(seconds)
    hours, minutes = divmod(whole // 60, 60)
    tail = f"{whole % 60:02d}"
    return f"{hours}:{minutes:02d}:{tail}" if hours else f"{minutes}:{tail}"


def _value(value: Decimal) -> str:
    return figures.number(value)


def _with_intervals(value: Decimal, unit: str, interval: Decimal, *, signed: bool = False) -> str:
    sign = "+" if signed and value > 0 else ""
    text = f"{sign}{_value(value)} {unit}".strip()
    if not interval:
        return text
    intervals = figures.trimmed_number(_places(value / interval, 2))
    return f"{text} ({intervals} d)"


def _deviation(found: RepeatabilityFigures, unit: str) -> str:
    if found.deviation is None:
        return figures.NONE
    return f"{_rounded(found.deviation, found.lowest)} {unit}".strip()


def _rounded(value: Decimal, like: Decimal) -> str:
    """Return a computed figure with one decimal more than the readings have."""
    exponent = like.as_tuple().exponent
    return _value(_places(value, 1 - exponent if isinstance(exponent, int) else 3))


def _places(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-max(places, 0)), ROUND_HALF_EVEN)
