"""The closed set of shapes a measurement can have, its plan rows and its observations."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from inspector_app.domain.indication import Indication, StabilityBasis
from inspector_app.domain.quantities import Mass
from inspector_app.domain.text import Text


class Shape(StrEnum):
    """What a kind can ask to be measured; each has one widget, projection and report section."""

    ZERO = "zero"
    LOAD_POINTS = "load_points"
    REPEATABILITY = "repeatability"
    ECCENTRICITY = "eccentricity"
    DISCRIMINATION = "discrimination"
    TARE = "tare"
    REWEIGH = "reweigh"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One point to be measured.

    row_id: unique within the inspection, e.g. `load_points:3`. load: what is really put on (made
    from `pieces` of the kit); target: what the rule asked for. limit: the MPE at that load, None
    where the shape has none of its own. label: position or purpose (`centre`, `Min`, `500 e`).
    """

    row_id: str
    shape: Shape
    label: Text
    load: Mass | None = None
    target: Mass | None = None
    pieces: tuple[Mass, ...] = ()
    limit: Mass | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedIndication:
    """An indication as kept in the log: the digits, the flags and the frame's bytes in hex.

    source: `COM5 XK3190-A9 9600 8N1`, or empty when read by eye. received_at: UTC.
    """

    value: Decimal
    unit: str
    stability_basis: StabilityBasis
    net: bool | None = None
    raw_hex: str = ""
    received_at: datetime | None = None
    monotonic_ns: int = 0
    session_id: str = ""
    sequence: int = 0
    source: str = ""
    protocol: str = ""

    @property
    def mass(self) -> Mass:
        """Return the indicated mass with its zeros."""
        return Mass(self.value, self.unit)

    @property
    def entered_by_hand(self) -> bool:
        """Say whether a person typed it."""
        return self.stability_basis is StabilityBasis.BY_HAND


def recorded(
    indication: Indication, *, unit: str | None, source: str, protocol: str
) -> RecordedIndication:
    """Return the kept form of exactly this indication; `unit` only fills a unit the wire lacks.

    Raises UnitMismatch when the indication has no usable mass.
    """
    mass = indication.mass(unit)
    return RecordedIndication(
        value=mass.value,
        unit=mass.unit,
        stability_basis=indication.stability_basis or StabilityBasis.WIRE,
        net=indication.net,
        raw_hex=indication.raw.hex(),
        received_at=indication.received_at,
        monotonic_ns=indication.monotonic_ns,
        session_id=indication.session_id or "",
        sequence=indication.sequence,
        source=source,
        protocol=protocol,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One observed value with its conditions; never changed, at most withdrawn.

    changeover_load: additional weights ΔL of the flash-point method, None when read directly.
    figures: further figures of the shape as text (a re-weigh's settled mass, price, method).
    """

    observation_id: str
    row_id: str
    shape: Shape
    indication: RecordedIndication
    load: Mass | None = None
    changeover_load: Mass | None = None
    figures: dict[str, str] = field(default_factory=dict)
    withdrawn: bool = False
    withdrawal_reason: str = ""
    recorded_at: datetime | None = None
