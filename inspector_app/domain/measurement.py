"""The closed set of shapes a measurement can have, its plan rows and its observations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.figures import Figure
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
    TRIAL = "trial"
    """A row of declared figures: a delivery, a charge, a package, a box, a lens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One point to be measured.

    row_id: unique within the inspection, e.g. `load_points:3`. load: what is really put on (made
    from `pieces` of the kit); target: what the rule asked for. limit: the MPE at that load, None
    where the shape has none of its own. label: position or purpose (`centre`, `Min`, `500 e`).
    figures: what a TRIAL asks to be written down, in order. group: rows of one nozzle, one gun,
    one lot stand together under it. series: what runs have in common that are judged together (a
    flow point); their ids begin alike. optional: the row may stay empty. material: what of `load`
    is no weights but material that took their place at the same indication. load_error: the limit
    error of `load` where it is not simply that of `pieces` (material, a vehicle). without_error:
    only written down (a tare, totals): nothing of this row alone lies against a limit.
    """

    row_id: str
    shape: Shape
    label: Text
    load: Mass | None = None
    target: Mass | None = None
    pieces: tuple[Mass, ...] = ()
    limit: Mass | None = None
    figures: tuple[Figure, ...] = ()
    group: Text | None = None
    series: Text | None = None
    optional: bool = False
    material: Mass | None = None
    load_error: Mass | None = None
    without_error: bool = False

    def figure(self, key: str) -> Figure | None:
        """Return a declared figure by key, None if the row has no such box."""
        return next((figure for figure in self.figures if figure.key == key), None)


def titles(rows: Iterable[PlanRow], subject: str) -> tuple[Text, ...]:
    """Return what a finding's subject is called: of a row, or of a series by its runs' ids.

    From the large to the small: group, series, label. Empty for what is neither.
    """
    for row in rows:
        if row.row_id == subject:
            return tuple(part for part in (row.group, row.series, row.label) if part)
        if row.row_id.startswith(subject + ":"):
            return tuple(part for part in (row.group, row.series) if part)
    return ()


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


def kept_value(indication: Indication, *, source: str, protocol: str) -> RecordedIndication:
    """Return the kept form of an indication of any quantity, in the unit of the wire.

    Raises InputInvalid when it has no value (`indication_missing`), or one whose meaning was only
    guessed (`indication_inferred`).
    """
    if indication.value is None:
        raise InputInvalid("indication_missing", field="indication")
    if indication.extra("inferred"):
        raise InputInvalid("indication_inferred", field="indication")
    return RecordedIndication(
        value=indication.value,
        unit=indication.unit or "",
        stability_basis=indication.stability_basis or StabilityBasis.WIRE,
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
    indication: None for a TRIAL, whose values are all figures. figures: further figures of the
    shape as text (a re-weigh's settled mass, price, method; all of a TRIAL, in declared units).
    readings: by figure key, what an instrument on a port said where it filled the figure itself.
    """

    observation_id: str
    row_id: str
    shape: Shape
    indication: RecordedIndication | None = None
    load: Mass | None = None
    changeover_load: Mass | None = None
    figures: dict[str, str] = field(default_factory=dict)
    withdrawn: bool = False
    withdrawal_reason: str = ""
    recorded_at: datetime | None = None
    readings: dict[str, RecordedIndication] = field(default_factory=dict)

    @property
    def shown(self) -> RecordedIndication:
        """Return the indication of a weighing. Raises InputInvalid(`indication_missing`)."""
        if self.indication is None:
            raise InputInvalid("indication_missing", field="indication")
        return self.indication

    @property
    def entered_by_hand(self) -> bool:
        """Say whether a person typed it; a TRIAL is, unless an instrument filled a figure."""
        if self.indication is None:
            return not self.readings
        return self.indication.entered_by_hand
