"""What a run of the aids has measured: on screen, for the clipboard, and as sheets for a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from inspector_app.services.sheets import Sheet, Value
from inspector_app.words import gettext as _
from serial_drivers.aids.drift_run import DriftRun
from serial_drivers.aids.repeatability_run import RepeatabilityRun
from serial_drivers.keeping.run_file import IntervalFrom, KeptRun
from ui.bench.aids import aid_words

_MS: Final = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class RunScale:
    """In what the values of a run are: their unit, empty if not known, and d in it, 0 if unsaid."""

    unit: str = ""
    interval: Decimal = Decimal(0)
    origin: IntervalFrom = ""


def run_pairs(run: KeptRun, scale: RunScale) -> aid_words.Pairs:
    """Return what a run comes to, and the d that was used."""
    unit, interval = scale.unit, scale.interval
    if isinstance(run, DriftRun):
        pairs = aid_words.drift_pairs(run.figures(), unit, interval)
    else:
        pairs = aid_words.repeatability_pairs(run.figures(), run.count, unit, interval)
    return (*pairs, *aid_words.interval_pairs(interval, unit, scale.origin))


def values_line(run: KeptRun) -> str:
    """Return the values as a person reads them, empty where they are too many."""
    return "" if isinstance(run, DriftRun) else aid_words.weighing_line(run.weighings)


def values_text(run: KeptRun) -> str:
    """Return the values as lines of seconds or numbers and figures, for a spreadsheet."""
    if isinstance(run, DriftRun):
        began = run.samples[0].at_s if run.samples else Decimal(0)
        return "\n".join(f"{s.at_s - began:.3f}\t{s.value:f}" for s in run.samples)
    return "\n".join(
        f"{at}\t{w.value:f}\t{'' if w.back is None else format(w.back, 'f')}"
        for at, w in enumerate(run.weighings, start=1)
    )


def run_sheets(run: KeptRun, scale: RunScale) -> tuple[Sheet, ...]:
    """Return the values, exact to the digit, and the figures; nothing before the first value."""
    rows, columns = _drift(run, scale) if isinstance(run, DriftRun) else _weighings(run, scale)
    if not rows:
        return ()
    pairs = run_pairs(run, scale)
    figures = Sheet(title=_("Figures"), columns=(_("Figure"), _("Value")), rows=pairs)
    return (Sheet(title=_("Values"), columns=columns, rows=rows), figures)


def _drift(run: DriftRun, scale: RunScale) -> tuple[Sequence[Sequence[Value]], tuple[str, ...]]:
    samples = tuple(run.samples)  # the run may go on meanwhile
    rows = [((one.at_s - samples[0].at_s).quantize(_MS), one.value) for one in samples]
    return rows, (_("Seconds"), _of_unit(_("Value"), scale.unit))


def _weighings(
    run: RepeatabilityRun, scale: RunScale
) -> tuple[Sequence[Sequence[Value]], tuple[str, ...]]:
    rows = [(n, one.value, one.back) for n, one in enumerate(tuple(run.weighings), start=1)]
    titles = (_of_unit(_("Value"), scale.unit), _of_unit(_("Return to zero"), scale.unit))
    return rows, (_("No."), *titles)


def _of_unit(title: str, unit: str) -> str:
    return f"{title} ({unit})" if unit else title
