"""Reading a case's inputs, whatever somebody wrote into them: every fault names its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.domain.instrument import AccuracyClass, Stage
from inspector_app.domain.quantities import Mass, exact_decimal
from inspector_app.metrology.regulations import RegulationBook

Name = TypeVar("Name")
_LONGEST_TEXT = 200
_LONGEST_NUMBER = 60
_LONGEST_LIST = 10_000
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLASSES = {
    AccuracyClass.I: ("i", "ⅰ", "1", "①", "一", "特种准确度"),
    AccuracyClass.II: ("ii", "ⅱ", "2", "②", "二", "高准确度"),
    AccuracyClass.III: ("iii", "ⅲ", "3", "③", "三", "中准确度"),
    AccuracyClass.IIII: ("iiii", "iv", "ⅳ", "4", "④", "四", "普通准确度"),
}
"""As plates, certificates and forms write them, lower case, without the word for class."""
_CLASS_WORD = re.compile(r"^class\s*|\s*(级|級|等级)$")
_STAGES = {
    Stage.INITIAL: ("initial", "initial_verification", "首次检定", "首检"),
    Stage.SUBSEQUENT: ("subsequent", "subsequent_verification", "后续检定", "后续"),
    Stage.IN_USE: ("in_use", "in_service", "in_use_inspection", "使用中检查", "使用中", "在用"),
}


@dataclass(frozen=True, slots=True)
class CaseInputs:
    """The inputs of one case with the book its rule looks things up in.

    Every reader raises InputInvalid with `field`: `missing`, `not_a_number`, `not_text`...
    """

    values: Mapping[str, Any]
    book: RegulationBook

    def has(self, name: str) -> bool:
        """Say whether the input is there and not null."""
        return self.values.get(name) is not None

    def decimal(self, name: str) -> Decimal:
        """Return an exact number; floats, NaN and exponents beyond reason are refused."""
        return _number(self._need(name), name)

    def not_negative(self, name: str) -> Decimal:
        """Return an exact number that is nought or more."""
        found = self.decimal(name)
        if found < 0:
            raise OutOfRange("quantity_negative", field=name, value=f"{found:f}"[:40])
        return found

    def positive(self, name: str) -> Decimal:
        """Return an exact number that is more than nought."""
        found = self.not_negative(name)
        if not found:
            raise OutOfRange("quantity_zero", field=name)
        return found

    def mass(self, name: str, unit: str) -> Mass:
        """Return a number as a mass in `unit`."""
        return Mass(self.decimal(name), unit)

    def positive_mass(self, name: str, unit: str) -> Mass:
        """Return a number as a mass in `unit`, more than nought."""
        return Mass(self.positive(name), unit)

    def optional_mass(self, name: str, unit: str) -> Mass | None:
        """Return a mass, None when the input is absent."""
        return self.mass(name, unit) if self.has(name) else None

    def masses(self, name: str, unit: str) -> tuple[Mass, ...]:
        """Return a list of numbers as masses in `unit`."""
        return tuple(Mass(value, unit) for value in self.decimals(name))

    def decimals(self, name: str) -> tuple[Decimal, ...]:
        """Return a list of exact numbers."""
        return tuple(_number(value, name) for value in self._list(name))

    def whole(self, name: str, default: int | None = None) -> int:
        """Return a whole number."""
        if default is not None and not self.has(name):
            return default
        number = self.decimal(name)
        if number != number.to_integral_value():
            raise InputInvalid("not_whole", field=name, value=str(number))
        return int(number)

    def text(self, name: str, *, may_be_blank: bool = False) -> str:
        """Return a text of bounded length. may_be_blank: where a blank is judged like any other."""
        found = self._need(name)
        if not isinstance(found, str) or len(found) > _LONGEST_TEXT:
            raise InputInvalid("not_text", field=name)
        if not (found.strip() or may_be_blank):
            raise InputInvalid("missing", field=name)
        return found

    def optional_text(self, name: str) -> str | None:
        """Return a text, None when the input is absent."""
        return self.text(name) if self.has(name) else None

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return true or false; nothing else passes for one."""
        if not self.has(name):
            return default
        found = self.values[name]
        if not isinstance(found, bool):
            raise InputInvalid("not_a_flag", field=name)
        return found

    def day(self, name: str) -> date:
        """Return a date written `2027-01-08`."""
        return _day(self.text(name), name)

    def days(self, name: str) -> frozenset[date]:
        """Return a list of dates, no date when the input is absent."""
        found = self._list(name) if self.has(name) else []
        return frozenset(_day(value, name) for value in found)

    def accuracy_class(self, default: AccuracyClass | None = None) -> AccuracyClass:
        """Return `accuracy_class`, in any of the spellings of plates and certificates."""
        if default is not None and not self.has("accuracy_class"):
            return default
        text = self.text("accuracy_class", may_be_blank=True).strip()
        found = _spelled(_CLASS_WORD.sub("", text.casefold()), _CLASSES)
        if found is None:
            raise InputInvalid("class_unknown", field="accuracy_class", value=text[:20])
        return found

    def stage(self) -> Stage:
        """Return `stage`: initial, subsequent or in_use, also by its Chinese name."""
        text = self.text("stage")
        found = _spelled(text, _STAGES)
        if found is None:
            raise InputInvalid("stage_unknown", field="stage", value=text[:20])
        return found

    def _list(self, name: str) -> list[Any]:
        found = self._need(name)
        if not isinstance(found, list) or len(found) > _LONGEST_LIST:
            raise InputInvalid("not_a_list", field=name)
        return found

    def _need(self, name: str) -> Any:
        if not self.has(name):
            raise InputInvalid("missing", field=name)
        return self.values[name]


def _spelled(text: str, names: Mapping[Name, tuple[str, ...]]) -> Name | None:
    """Return what is called so; case, spaces and hyphens make no difference."""
    wanted = re.sub(r"[\s\-]+", "_", text.strip().casefold())
    return next((name for name, known in names.items() if wanted in known), None)


def _day(value: object, name: str) -> date:
    if not isinstance(value, str) or not _ISO_DATE.fullmatch(value):
        raise InputInvalid("not_a_date", field=name, value=str(value)[:20])
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InputInvalid("not_a_date", field=name, value=value[:20]) from None


def _number(value: object, name: str) -> Decimal:
    if isinstance(value, str) and len(value) > _LONGEST_NUMBER:
        raise InputInvalid("not_a_number", field=name, value=value[:20])
    if isinstance(value, int) and value.bit_length() > 4 * _LONGEST_NUMBER:
        raise InputInvalid("not_a_number", field=name)
    return exact_decimal(value, field=name)
