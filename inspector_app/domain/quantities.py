"""Exact quantities: a Decimal and a unit. A float never gets in, trailing zeros never get lost.

`1.500 kg` is not `1.5 kg`: the zeros are the instrument's resolution, so every conversion by a
power of ten moves the exponent instead of multiplying.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import ClassVar, Self

from inspector_app.domain.exceptions import InputInvalid, UnitMismatch

MINUS = "\N{MINUS SIGN}"
PLAIN_SPACE = " "


def exact_decimal(value: object, *, field: str = "value") -> Decimal:
    """Return `value` as a finite Decimal; accepts str, int and Decimal.

    Raises InputInvalid for a float, a bool, NaN, infinity or text that is no number. Accepts the
    full-width digits and the U+2212 minus that Chinese input methods produce.
    """
    if type(value) is Decimal:  # by far the most: judging makes quantities of quantities
        number = value
    elif isinstance(value, bool | float) or not isinstance(value, str | int | Decimal):
        raise InputInvalid("not_exact", field=field, value=repr(value)[:_MOST_QUOTED])
    else:
        text = value.strip().replace(MINUS, "-") if isinstance(value, str) else value
        try:
            number = Decimal(text)
        except ArithmeticError:
            raise InputInvalid("not_a_number", field=field, value=str(value)[:40]) from None
    if not number.is_finite() or abs(number.adjusted()) > _MAX_EXPONENT:
        raise InputInvalid("not_a_number", field=field, value=str(value)[:40])
    return number


_MAX_EXPONENT = 30
_MOST_QUOTED = 60
"""Characters of what was entered that a failure repeats."""


def plain(number: Decimal) -> str:
    """Return the number as written on a scale: no exponent, trailing zeros kept, ASCII minus."""
    return format(number, "f")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in one of the class's units. Arithmetic is exact and stays in the left unit."""

    value: Decimal
    unit: str

    FACTORS: ClassVar[dict[str, Decimal]] = {}

    def __post_init__(self) -> None:
        """Refuse floats and unknown units at the door."""
        value = self.value
        fits = type(value) is Decimal and value.is_finite()
        if not fits or abs(value.adjusted()) > _MAX_EXPONENT:
            object.__setattr__(self, "value", exact_decimal(value))
        if self.unit not in self.FACTORS:
            raise UnitMismatch(unit=self.unit, expected="/".join(self.FACTORS))

    @classmethod
    def parse(cls, text: str, *, unit: str | None = None) -> Self:
        """Read `15.010 kg` or, with `unit` given, `15.010`. Raises InputInvalid or UnitMismatch."""
        number, _, suffix = text.strip().partition(PLAIN_SPACE)
        return cls(exact_decimal(number), (suffix.strip() or unit or ""))

    def to(self, unit: str) -> Self:
        """Return the same quantity in `unit`, keeping the resolution if a power of ten allows."""
        if unit == self.unit:
            return self
        return type(self)(self._number_in(unit), unit)

    def in_unit(self, unit: str) -> Decimal:
        """Return the bare number in `unit`."""
        return self.value if unit == self.unit else self._number_in(unit)

    def _number_in(self, unit: str) -> Decimal:
        if unit not in self.FACTORS:
            raise UnitMismatch(unit=unit, expected="/".join(self.FACTORS))
        shift, ratio = _conversion(self.FACTORS[self.unit], self.FACTORS[unit])
        return self.value * ratio if shift is None else _expand(self.value.scaleb(shift))

    def __add__(self, other: Self) -> Self:
        """Return the sum in the left unit."""
        return type(self)(self.value + other.in_unit(self.unit), self.unit)

    def __sub__(self, other: Self) -> Self:
        """Return the difference in the left unit."""
        return type(self)(self.value - other.in_unit(self.unit), self.unit)

    def __mul__(self, factor: Decimal | int) -> Self:
        """Return the quantity times an exact factor."""
        return type(self)(self.value * factor, self.unit)

    def __neg__(self) -> Self:
        """Return the opposite."""
        return type(self)(-self.value, self.unit)

    def __abs__(self) -> Self:
        """Return the magnitude."""
        return type(self)(abs(self.value), self.unit) if self.value.is_signed() else self

    def __lt__(self, other: Self) -> bool:
        """Compare magnitudes across units."""
        return self.value < other.in_unit(self.unit)

    def __le__(self, other: Self) -> bool:
        """Compare magnitudes across units."""
        return self.value <= other.in_unit(self.unit)

    def __gt__(self, other: Self) -> bool:
        """Compare magnitudes across units."""
        return self.value > other.in_unit(self.unit)

    def __ge__(self, other: Self) -> bool:
        """Compare magnitudes across units."""
        return self.value >= other.in_unit(self.unit)

    def equals(self, other: Self) -> bool:
        """Say whether both are the same amount, whatever their units and zeros."""
        return self.value == other.in_unit(self.unit)

    def __str__(self) -> str:
        """Return `15.010 kg`, as the scale shows it."""
        return f"{plain(self.value)} {self.unit}"


@cache
def _conversion(factor: Decimal, into: Decimal) -> tuple[int | None, Decimal]:
    """Return the shift of the exponent, None where the ratio is no power of ten, and the ratio."""
    ratio = factor / into
    is_power = ratio.normalize().as_tuple().digits == (1,)
    return (ratio.adjusted() if is_power else None), ratio


def _expand(number: Decimal) -> Decimal:
    """Turn 1.5E+3 into 1500; leave 1.500 alone."""
    exponent = number.as_tuple().exponent
    return number.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else number


@dataclass(frozen=True, slots=True, order=False)
class Mass(Quantity):
    """A conventional mass. Units: mg, g, kg, t, lb, oz, ct (the metric carat)."""

    FACTORS: ClassVar[dict[str, Decimal]] = {
        "mg": Decimal("0.001"),
        "g": Decimal(1),
        "kg": Decimal(1000),
        "t": Decimal(1000000),
        "ct": Decimal("0.2"),
        "lb": Decimal("453.59237"),
        "oz": Decimal("28.349523125"),
    }


@dataclass(frozen=True, slots=True, order=False)
class Volume(Quantity):
    """A volume. Units: mL, L, m³."""

    FACTORS: ClassVar[dict[str, Decimal]] = {
        "mL": Decimal("0.001"),
        "L": Decimal(1),
        "m³": Decimal(1000),
    }


@dataclass(frozen=True, slots=True, order=False)
class Temperature(Quantity):
    """A Celsius temperature, or a difference of two. Unit: °C."""

    FACTORS: ClassVar[dict[str, Decimal]] = {"°C": Decimal(1)}


@dataclass(frozen=True, slots=True, order=False)
class Energy(Quantity):
    """An amount of energy. Units: Wh, kWh, MJ."""

    FACTORS: ClassVar[dict[str, Decimal]] = {
        "Wh": Decimal("0.001"),
        "kWh": Decimal(1),
        "MJ": Decimal(1) / Decimal("3.6"),
    }


@dataclass(frozen=True, slots=True, order=False)
class Length(Quantity):
    """A length. Units: mm, cm, m, km."""

    FACTORS: ClassVar[dict[str, Decimal]] = {
        "mm": Decimal(1),
        "cm": Decimal(10),
        "m": Decimal(1000),
        "km": Decimal(1000000),
    }


@dataclass(frozen=True, slots=True, order=False)
class Money(Quantity):
    """An amount in yuan."""

    FACTORS: ClassVar[dict[str, Decimal]] = {"yuan": Decimal(1)}


@dataclass(frozen=True, slots=True, order=False)
class Duration(Quantity):
    """A length of time. Units: s, min, h."""

    FACTORS: ClassVar[dict[str, Decimal]] = {
        "s": Decimal(1),
        "min": Decimal(60),
        "h": Decimal(3600),
    }


@dataclass(frozen=True, slots=True, order=False)
class Ratio(Quantity):
    """A quotient of like quantities, most often a relative error. Units: %, 1."""

    FACTORS: ClassVar[dict[str, Decimal]] = {"%": Decimal(1), "1": Decimal(100)}


@dataclass(frozen=True, slots=True, order=False)
class VergencePower(Quantity):
    """The refractive power of a lens. Unit: D (dioptre, 1/m)."""

    FACTORS: ClassVar[dict[str, Decimal]] = {"D": Decimal(1)}


DIMENSIONS: tuple[type[Quantity], ...] = (
    Mass,
    Volume,
    Temperature,
    Energy,
    Length,
    Money,
    Duration,
    Ratio,
    VergencePower,
)
"""Every kind of quantity; no unit belongs to two of them."""


_SPELLINGS = {"C": "°C", "m3": "m³"}
"""Units as instruments write them in ASCII."""


def quantity(value: Decimal | int | str, unit: str) -> Quantity:
    """Return the value as the kind of quantity that its unit belongs to. Raises UnitMismatch."""
    unit = _SPELLINGS.get(unit, unit)
    for dimension in DIMENSIONS:
        if unit in dimension.FACTORS:
            return dimension(exact_decimal(value), unit)
    known = "/".join(unit for dimension in DIMENSIONS for unit in dimension.FACTORS)
    raise UnitMismatch(unit=unit or "?", expected=known)


def grams(value: Decimal | int | str) -> Mass:
    """Return a mass in grams."""
    return Mass(exact_decimal(value), "g")


def kilograms(value: Decimal | int | str) -> Mass:
    """Return a mass in kilograms."""
    return Mass(exact_decimal(value), "kg")
