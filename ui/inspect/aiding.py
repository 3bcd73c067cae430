"""Watches the live instrument for a measurement: rest as the kind asks, new loads, what to mind.

No widgets; one per measuring pane, set anew for each instrument and unit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from inspector_app.domain.exceptions import UnitMismatch
from inspector_app.domain.indication import Indication
from inspector_app.domain.instrument import WeighingInstrument
from inspector_app.domain.measurement import Shape
from inspector_app.domain.rest import Rest
from inspector_app.words import figures
from inspector_app.words import gettext as _
from serial_drivers.aids.load_watch import RUN_REST, LoadWatch, Settled, Sight
from serial_drivers.aids.warm_up import WarmUp
from serial_drivers.stability import RestGate
from ui.inspect.measurement_model import Hint, MeasurementModel

_FROM_ZERO = frozenset((Shape.REPEATABILITY, Shape.ECCENTRICITY))
"""Tests whose every load is put on an empty scale that shows zero."""
_BY_ITSELF = frozenset((Shape.LOAD_POINTS, *_FROM_ZERO))
"""Tests whose loads may be captured by themselves: one load, one reading."""


@dataclass(slots=True)
class Aiding:
    """What the stream says beyond its newest figure."""

    _gate: RestGate = field(default_factory=lambda: RestGate(Rest()))
    _watch: LoadWatch = field(default_factory=LoadWatch)
    _warm: WarmUp = field(default_factory=WarmUp)
    _for: object = None
    _ever_zero: bool = False
    _taken: Settled | None = None
    unit: str = ""

    def set_up(self, model: MeasurementModel) -> None:
        """Take rest and interval from the kind and instrument of the inspection shown."""
        view, inspection, unit = model.view, model.inspection, model.live.shown_unit() or ""
        instrument = inspection.instrument if inspection is not None else None
        rest = view.kind.rest if view is not None else Rest()
        wanted = (rest, instrument, unit)
        if wanted == self._for:
            return
        self._for, self.unit, self._ever_zero, self._taken = wanted, unit, False, None
        interval = _interval_in(instrument, unit)
        self._gate = RestGate(rest, interval)
        self._watch = LoadWatch(interval, _stricter(rest, RUN_REST))

    def see(self, indication: Indication) -> tuple[Indication, Settled | None]:
        """Return the indication as it counts here, and what has newly come to rest."""
        self._warm.see(indication)
        settled = self._watch.see(indication)
        if settled is not None and settled.sight is Sight.ZERO:
            self._ever_zero = True
        return self._gate.judge(indication), settled

    def take(self) -> None:
        """Note that what lies on the scale now was captured: the next load begins at zero."""
        self._taken = self._watch.settled

    def may_capture_itself(self, settled: Settled | None, model: MeasurementModel) -> bool:
        """Say whether this new load is one that the current row waits for."""
        row = model.row()
        if settled is None or settled.sight is not Sight.LOAD or row is None:
            return False
        if row.shape not in _BY_ITSELF or row.load is None or row.load.value <= 0:
            return False
        if row.shape in _FROM_ZERO and not settled.zero_seen:
            return False
        return not model.delta and model.may_capture() and not model.is_far()

    def hint(self, model: MeasurementModel) -> Hint:
        """Return what to mind before the next capture; an empty one while there is nothing."""
        settled, row = self._watch.settled, model.row()
        if settled is None or row is None or row.load is None or not model.may_capture():
            return Hint()
        if row.load.value > 0 and settled.sight is Sight.NEAR_ZERO:
            shown = f"{figures.number(settled.value)} {self.unit}".strip()
            return Hint(_("Not back at zero: {shown}").format(shown=shown), is_urgent=True)
        if row.shape in _FROM_ZERO and settled.sight is Sight.LOAD and settled is self._taken:
            return Hint(_("Take the load off: zero comes before the next one"), is_urgent=True)
        if settled.sight is Sight.LOAD and not self._was_zero(row.shape, settled):
            return Hint(_("Zero was not seen before this load"), is_urgent=True)
        if not self._warm.is_warm and not model.has_kept:
            minutes = self._warm.seconds // 60
            return Hint(_("Read for {minutes} min: is it warm?").format(minutes=minutes))
        return Hint()

    def _was_zero(self, shape: Shape, settled: Settled) -> bool:
        if shape in _FROM_ZERO:
            return settled.zero_seen
        return self._ever_zero or shape not in _BY_ITSELF


def _stricter(one: Rest, other: Rest) -> Rest:
    return Rest(
        band=min(one.band, other.band),
        seconds=max(one.seconds, other.seconds),
        frames=max(one.frames, other.frames),
    )


def _interval_in(instrument: WeighingInstrument | None, unit: str) -> Decimal | None:
    if instrument is None:
        return None
    try:
        return instrument.actual_scale_interval.in_unit(unit)
    except UnitMismatch:
        return None
