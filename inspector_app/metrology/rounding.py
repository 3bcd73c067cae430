"""Writing numbers: rounded once, at the end, half to even (GB/T 8170-2008 3.2)."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from enum import StrEnum
from functools import lru_cache

from inspector_app.domain.quantities import MINUS, Mass, Quantity, plain

# Enough for any product of typed figures; the default 28 digits would round silently.
EXACT = Context(prec=120, rounding=ROUND_HALF_EVEN)
_DIGITS_SHOWN = 6
_ENDLESS = 21
"""Characters from the point on: more than twenty decimals come of a division only."""


class Rounding(StrEnum):
    """How a rule rounds. HALF_EVEN is GB/T 8170; the others where a source says so or is silent."""

    HALF_EVEN = "half_even"
    HALF_UP = "half_up"
    UP = "up"
    """Away from zero, whatever is cut off (OIML R 87)."""


_DECIMAL_MODES = {
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.UP: ROUND_UP,
}


def round_to(number: Decimal, step: Decimal) -> Decimal:
    """Return the number rounded to the decimals of `step` (`0.01`), half to even."""
    return number.quantize(step, rounding=ROUND_HALF_EVEN, context=EXACT)


def round_by(number: Decimal, step: Decimal, way: Rounding) -> Decimal:
    """Return the number rounded to the decimals of `step` (`0.1`) in a rule's way."""
    return number.quantize(step, rounding=_DECIMAL_MODES[way], context=EXACT)


def round_up_to_digits(number: Decimal, digits: int) -> Decimal:
    """Return a positive number rounded up to so many significant digits (for uncertainties)."""
    if not number:
        return Decimal(0)
    step = Decimal(1).scaleb(number.adjusted() - digits + 1)
    return number.quantize(step, rounding=ROUND_UP, context=EXACT)


@lru_cache(4096)
def tidy(number: Decimal) -> str:
    """Return the number without needless zeros or exponent, ASCII minus: `2.5`, `5`, `-12`.

    A quotient without end is shown with six decimals. Equal numbers look alike here, whatever
    their zeros, so the answers may be kept by value.
    """
    text = plain(number)
    point = text.find(".")
    if point >= 0:
        if len(text) - point > _ENDLESS:
            text = plain(round_to(number, Decimal(1).scaleb(-_DIGITS_SHOWN)))
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def shown(mass: Quantity) -> str:
    """Return `8 g`, `−1 g`: no needless zeros, true minus; `8` where the unit is 1."""
    value, unit = tidy(mass.value), mass.unit
    if value[0] == "-":
        value = MINUS + value[1:]
    return value if unit == "1" else f"{value} {unit}"


def shown_signed(mass: Quantity) -> str:
    """Return `+8 g`, `−1 g`, `0 g`."""
    return f"+{shown(mass)}" if mass.value > 0 else shown(mass)


def shown_at_least(mass: Mass, like: Mass) -> str:
    """Return the mass with no fewer decimals than `like` has, in the unit of `like`."""
    value = mass.in_unit(like.unit)
    digits, wanted = tidy(value), _decimals(plain(like.value))
    have = _decimals(digits)
    if wanted > have:
        digits += ("" if have else ".") + "0" * (wanted - have)
    return f"{digits.replace('-', MINUS)} {like.unit}"


def quotient(top: Quantity, bottom: Quantity) -> Decimal:
    """Return how many times `bottom` goes into `top`. Raises ZeroDivisionError."""
    return EXACT.divide(top.in_unit(bottom.unit), bottom.value)


def part_of(mass: Mass, ratio: tuple[Decimal, Decimal]) -> Mass:
    """Return mass x numerator / denominator; multiplied first, so that 3/3 loses nothing."""
    return Mass(EXACT.divide(EXACT.multiply(mass.value, ratio[0]), ratio[1]), mass.unit)


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])
