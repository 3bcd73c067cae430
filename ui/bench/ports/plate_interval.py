"""What is known of an instrument's d, and from where: a saved profile knows only e."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from inspector_app.domain.exceptions import InspectorError
from inspector_app.domain.instrument import WeighingInstrument
from inspector_app.domain.quantities import Mass

Origin = Literal["inspection", "instrument", "profile"]
"""Under inspection now; registered, and a person said that it is this one; e of a saved profile."""


@dataclass(frozen=True, slots=True)
class PlateInterval:
    """d, or e in its place. name: of the instrument, empty if not known."""

    mass: Mass
    origin: Origin
    name: str = ""

    def figures(self, unit: str) -> str:
        """Return it in the unit of the readings, empty where that is no mass."""
        try:
            return f"{self.mass.in_unit(unit).normalize():f}"
        except InspectorError:
            return ""


def interval_of(instrument: WeighingInstrument, origin: Origin) -> PlateInterval:
    """Return d as it is registered."""
    name = f"{instrument.name} {instrument.model}".strip()
    return PlateInterval(instrument.actual_scale_interval, origin, name)
