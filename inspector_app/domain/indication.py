"""What an instrument said, once: the object that travels unchanged from the wire to the court."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter

from inspector_app.domain.exceptions import UnitMismatch
from inspector_app.domain.quantities import Mass

Extra = str | bool | int | tuple["Extra", ...] | None
"""What a further field of a frame may be: exact, frozen, and JSON as it stands."""


class StabilityBasis(StrEnum):
    """How it is known that an indication was at stable equilibrium."""

    WIRE = "wire"
    """The instrument said so itself."""
    DERIVED = "derived"
    """Several equal frames over a second or more; the wire carries no flag."""
    BY_HAND = "by_hand"
    """A person read the display and typed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indication:
    """One indication with its raw bytes.

    value: exactly the digits of the wire, trailing zeros kept; None where the instrument gave
    none (overload, error, a bare acknowledgement).
    unit: None where the wire carries none; the instrument profile then supplies it.
    stable: None where the wire has no flag. net: None where it does not say.
    extras: further fields of the frame by name (tare, ack, model, lamp, cmd...); a measured one
    is text, never a float.
    raw: the frame's bytes, bounded by the framer.
    received_at (UTC), monotonic_ns, session_id and sequence are stamped by the port worker; a
    decoder leaves them at None and 0.
    """

    value: Decimal | None = None
    unit: str | None = None
    stable: bool | None = None
    net: bool | None = None
    overload: bool = False
    underload: bool = False
    error: str | None = None
    extras: tuple[tuple[str, Extra], ...] = ()
    raw: bytes = b""
    stability_basis: StabilityBasis | None = None
    received_at: datetime | None = None
    monotonic_ns: int = 0
    session_id: str | None = None
    sequence: int = 0

    def having(self, **facts: object) -> Indication:
        """Return a copy with these fields changed, in half the time of dataclasses.replace.

        Every figure is copied twice on its way to the screen. facts: fields by name, unchecked.
        """
        copy = object.__new__(Indication)
        for put, value in zip(_PUT, _VALUES(self), strict=True):
            put(copy, value)
        for name, value in facts.items():
            object.__setattr__(copy, name, value)
        return copy

    @property
    def is_weighable(self) -> bool:
        """Say whether there is a value that no flag forbids to use."""
        return (
            self.value is not None and not self.overload and not self.underload and not self.error
        )

    def mass(self, default_unit: str | None = None) -> Mass:
        """Return the value as a Mass; `default_unit` is the profile's, used if the wire has none.

        Raises UnitMismatch when there is no value or no mass unit.
        """
        unit = self.unit or default_unit
        if self.value is None or unit not in Mass.FACTORS:
            raise UnitMismatch(unit=unit or "?", expected="/".join(Mass.FACTORS))
        return Mass(self.value, unit)

    def extra(self, name: str) -> Extra:
        """Return a further field by name, None if the frame had none."""
        return dict(self.extras).get(name)


_VALUES = attrgetter(*Indication.__slots__)
_PUT = tuple(getattr(Indication, name).__set__ for name in Indication.__slots__)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameProblem:
    """Bytes that could not become an indication, kept as evidence of that.

    kind: `checksum_error`, `malformed`, `too_long`, `incomplete`, `noise`, `echo` (a request that
    the adapter sent back), `wrong_address` (another instrument of the bus), or
    `ambiguous_resolution`, which goes beside an indication whose decimals need a person's eye.
    """

    kind: str
    raw: bytes
    detail: str = ""
