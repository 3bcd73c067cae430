"""A named field of the form gets a value: one event, committed as it happens."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.events import FieldFilled
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.figures import checked_figure, is_writable
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.position import POSITION, POSITION_FIX, Fix, Position
from inspector_app.domain.quantities import exact_decimal
from inspector_app.kinds.catalogue import kind_for
from inspector_app.services.inspection_log import load_draft, record
from inspector_app.services.ports import EventLog

MAX_LENGTH = 4000

NUMERIC_RANGES = {
    "ambient_temperature_c": (-40, 60),
    "relative_humidity_pct": (0, 100),
}
"""Fields that hold a number, with what a thermo-hygrometer can show on site."""


@dataclass(frozen=True, slots=True)
class FillField:
    """Keep a field's value; an unchanged value adds nothing to the log."""

    log: EventLog

    def __call__(self, inspection_id: str, name: str, value: str) -> Inspection:
        """Record `name` = `value` and return the inspection.

        Another position takes away what a receiver said of its fix: that was of the old one.
        Raises InputInvalid for a name that is no identifier, a text over 4,000 characters or
        one that no paper can show, a number outside its range, what is no position, or the fix of
        a position that is not the one filled in; WrongState once concluded.
        """
        _require_sensible(name, value)
        inspection = load_draft(self.log, inspection_id)
        value = _as_declared(inspection, name, value)
        if inspection.fields.get(name, "") == value:
            return inspection
        facts = [FieldFilled(name=name, value=value)]
        if name == POSITION and inspection.fields.get(POSITION_FIX):
            facts.append(FieldFilled(name=POSITION_FIX, value=""))
        return record(self.log, inspection, *facts)


def _as_declared(inspection: Inspection, name: str, value: str) -> str:
    """Return a field with a form of its own as it is kept; any field may be emptied again."""
    if not value.strip():
        return value
    if name == POSITION:
        return str(Position.parse(value))
    if name == POSITION_FIX:
        return _fix(inspection, value)
    declared = (f for f in kind_for(inspection).particulars if f.key == name)
    figure = next(declared, None)
    return checked_figure(figure, value) if figure is not None else value


def _fix(inspection: Inspection, text: str) -> str:
    fix = Fix.parse(text)
    if inspection.fields.get(POSITION) != str(fix.position):
        raise InputInvalid("fix_of_another_position", field=POSITION_FIX)
    return fix.kept()


def _require_sensible(name: str, value: str) -> None:
    if not (name.isascii() and name.isidentifier()):
        raise InputInvalid("field_unknown", field=name[:40])
    if len(value) > MAX_LENGTH:
        raise InputInvalid("text_too_long", field=name, length=len(value), limit=MAX_LENGTH)
    if not is_writable(value):
        raise InputInvalid("text_not_writable", field=name)
    if name in NUMERIC_RANGES and value:
        low, high = NUMERIC_RANGES[name]
        if not low <= exact_decimal(value, field=name) <= high:
            raise InputInvalid("figure_out_of_range", field=name, value=value, low=low, high=high)
