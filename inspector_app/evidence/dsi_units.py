"""Units of the program in the notation of D-SI, and what has no SI unit at all."""

from __future__ import annotations

from decimal import Decimal

from inspector_app.domain.quantities import Quantity

_UNITS = {
    "mg": r"\milli\gram",
    "g": r"\gram",
    "kg": r"\kilogram",
    "t": r"\tonne",
    "mL": r"\milli\litre",
    "L": r"\litre",
    "m³": r"\metre\tothe{3}",
    "m³/h": r"\metre\tothe{3}\per\hour",
    "g/mL": r"\gram\per\milli\litre",
    "mL/mm": r"\milli\litre\per\milli\metre",
    "°C": r"\degreecelsius",
    "Wh": r"\watt\hour",
    "kWh": r"\kilo\watt\hour",
    "MJ": r"\mega\joule",
    "mm": r"\milli\metre",
    "cm": r"\centi\metre",
    "m": r"\metre",
    "km": r"\kilo\metre",
    "s": r"\second",
    "min": r"\minute",
    "h": r"\hour",
    "%": r"\percent",
    "1": r"\one",
    "": r"\one",
    "D": r"\metre\tothe{-1}",
}
_INTO_GRAMS = frozenset({"lb", "oz", "ct"})
"""Units of mass that D-SI does not have; they are written in grams."""


def dsi_unit(unit: str) -> str | None:
    """Return the D-SI unit, None for money and whatever else is no SI quantity."""
    return _UNITS.get(unit)


def in_dsi(quantity: Quantity) -> tuple[Decimal, str] | None:
    """Return value and D-SI unit, None where there is none."""
    if quantity.unit in _INTO_GRAMS:
        quantity = quantity.to("g")
    unit = dsi_unit(quantity.unit)
    return None if unit is None else (quantity.value, unit)
