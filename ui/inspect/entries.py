"""Typed forms become register entries; what cannot be understood is named by its field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from inspector_app.domain.exceptions import InputInvalid, UnitMismatch
from inspector_app.domain.instrument import AccuracyClass, Premises, WeighingInstrument
from inspector_app.domain.quantities import Mass, exact_decimal
from inspector_app.words import gettext as _

Values = Mapping[str, str]
_UNITS = ("kg", "mg", "g", "t", "ct", "lb", "oz")


class FormInvalid(InputInvalid):
    """A form has fields that cannot be understood; `errors` are sentences by field."""

    code = "form_invalid"

    def __init__(
        self, code: str | None = None, errors: Mapping[str, str] | None = None, **parameters: object
    ) -> None:
        self.errors = dict(errors or {})
        super().__init__(code, **parameters)


def premises_from(values: Values) -> Premises:
    """Return the place that a form describes, still without an id."""
    return Premises(premises_id="", **{key: text.strip() for key, text in values.items()})


def mass_from(text: str) -> Mass:
    """Return `30 kg`, `30kg` or `200 g` as a mass; a bare figure is in kg.

    Raises InputInvalid or UnitMismatch.
    """
    wanted = text.strip()
    lower = wanted.lower()
    for unit in _UNITS:
        if lower.endswith(unit):
            return Mass(exact_decimal(wanted[: -len(unit)].strip()), unit)
    return Mass(exact_decimal(wanted), "kg")


class _Reader:
    """Reads fields one by one and gathers what is wrong with them."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self.errors: dict[str, str] = {}

    def mass(self, key: str, *, needed: bool = True) -> Mass | None:
        text = self._values.get(key, "")
        if not text:
            if needed:
                self.errors[key] = _("Needed: a mass such as 30 kg.")
            return None
        try:
            return mass_from(text)
        except (InputInvalid, UnitMismatch):
            self.errors[key] = _("A mass such as 30 kg or 200 g; what you typed is kept.")
            return None

    def day(self, key: str) -> date | None:
        text = self._values.get(key, "")
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.errors[key] = _("A date such as 2027-03-18; what you typed is kept.")
            return None


def instrument_from(values: Values, premises_id: str | None) -> WeighingInstrument:
    """Return the instrument that a form describes, still without an id.

    Raises FormInvalid naming every field that cannot be understood.
    """
    reader = _Reader(values)
    maximum = reader.mass("maximum_capacity")
    minimum = reader.mass("minimum_capacity", needed=False)
    e = reader.mass("verification_scale_interval")
    d = reader.mass("actual_scale_interval", needed=False) or e
    until = reader.day("verification_valid_until")
    if reader.errors or maximum is None or e is None or d is None:
        raise FormInvalid(errors=reader.errors)
    return WeighingInstrument(
        instrument_id="",
        name=values["name"],
        model=values["model"],
        serial_number=values["serial_number"],
        manufacturer=values["manufacturer"],
        accuracy_class=AccuracyClass(values["accuracy_class"]),
        maximum_capacity=maximum,
        minimum_capacity=minimum,
        verification_scale_interval=e,
        actual_scale_interval=d,
        price_computing=values.get("price_computing", "") == "yes",
        type_approval_number=values["type_approval_number"],
        verification_certificate=values["verification_certificate"],
        verification_valid_until=until,
        premises_id=premises_id,
    )
