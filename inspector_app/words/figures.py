"""Figures as people read them: zeros kept, U+2212 for minus, a sign on every error, ISO dates."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from inspector_app.domain.quantities import MINUS, Quantity, plain

NONE = "\N{EN DASH}"
PLUS_MINUS = "±"


def number(value: Decimal) -> str:
    """Return the digits with their trailing zeros and U+2212, without exponent."""
    return plain(value).replace("-", MINUS)


_UNITS = {"C": "°C", "F": "°F", "m3": "m³", "m3/h": "m³/h"}
"""How a unit of the wire is written for people; C alone would be coulomb."""


def unit(of_wire: str | None) -> str:
    """Return a unit as people write it, empty for none."""
    return _UNITS.get(of_wire or "", of_wire or "")


def mass(value: Quantity | None, unit: str | None = None) -> str:
    """Return `15.010 kg`; an en dash for None. unit: shown instead of the mass's own."""
    if value is None:
        return NONE
    shown = value.to(unit) if unit else value
    return f"{number(shown.value)} {shown.unit}"


def signed(value: Quantity | None, unit: str | None = None) -> str:
    """Return `+7 g`, `−2.5 g` or `0 g`: an error, without useless zeros; an en dash for None."""
    if value is None:
        return NONE
    shown = value.to(unit) if unit else value
    return f"{signed_number(shown.value)} {shown.unit}"


def signed_number(value: Decimal) -> str:
    """Return `+7`, `−2.5` or `0`, trailing zeros dropped: errors are computed, not read."""
    trimmed = trimmed_number(abs(value))
    if value == 0:
        return trimmed
    return ("+" if value > 0 else MINUS) + trimmed


def trimmed_number(value: Decimal) -> str:
    """Return the digits without trailing zeros after the point, U+2212 for minus."""
    text = plain(value)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text.replace("-", MINUS)


def limit(value: Quantity | None, unit: str | None = None) -> str:
    """Return `±10 g`; an en dash for None."""
    if value is None:
        return NONE
    shown = value.to(unit) if unit else value
    return f"{PLUS_MINUS}{trimmed_number(abs(shown.value))} {shown.unit}"


def trimmed_mass(value: Quantity | None, unit: str | None = None) -> str:
    """Return `5 kg` for 5.000 kg: a nominal or computed mass; an en dash for None."""
    if value is None:
        return NONE
    shown = value.to(unit) if unit else value
    return f"{trimmed_number(shown.value)} {shown.unit}"


def day(value: date | None) -> str:
    """Return `2026-11-23`; an en dash for None."""
    return value.isoformat() if value else NONE


def moment(value: datetime | None) -> str:
    """Return `2026-11-23 10:42` in the value's own zone; an en dash for None."""
    return value.strftime("%Y-%m-%d %H:%M") if value else NONE
