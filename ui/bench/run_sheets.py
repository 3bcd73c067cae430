"""What a run of the aids has measured, as sheets for a file: every value, then what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from inspector_app.services.sheets import Sheet, Value
from inspector_app.words import gettext as _
from serial_drivers.aids.drift_run import DriftRun
from serial_drivers.aids.repeatability_run import RepeatabilityRun
from ui.bench import aid_words

_MS: Final = Decimal("0.001")


def run_sheets(run: RepeatabilityRun | DriftRun, unit: str, interval: Decimal) -> tuple[Sheet, ...]:
    """Return the values, exact to the digit, and the figures; nothing before the first value.

    unit: of the values, empty if not known. interval: d in that unit, 0 if it was not said.
    """
    if isinstance(run, DriftRun):
        rows, columns = _drift(run, unit)
        pairs = aid_words.drift_pairs(run.figures(), unit, interval)
    else:
        rows, columns = _weighings(run, unit)
        pairs = aid_words.repeatability_pairs(run.figures(), run.count, unit, interval)
    if not rows:
        return ()
    figures = Sheet(title=_("Figures"), columns=(_("Figure"), _("Value")), rows=pairs)
    return (Sheet(title=_("Values"), columns=columns, rows=rows), figures)


def _drift(run: DriftRun, unit: str) -> tuple[Sequence[Sequence[Value]], tuple[str, ...]]:
    samples = tuple(run.samples)  # the run may go on meanwhile
    rows = [((one.at_s - samples[0].at_s).quantize(_MS), one.value) for one in samples]
    return rows, (_("Seconds"), _of_unit(_("Value"), unit))


def _weighings(
    run: RepeatabilityRun, unit: str
) -> tuple[Sequence[Sequence[Value]], tuple[str, ...]]:
    rows = [(n, one.value, one.back) for n, one in enumerate(tuple(run.weighings), start=1)]
    titles = (_of_unit(_("Value"), unit), _of_unit(_("Return to zero"), unit))
    return rows, (_("No."), *titles)


def _of_unit(title: str, unit: str) -> str:
    return f"{title} ({unit})" if unit else title
