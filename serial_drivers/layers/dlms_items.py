"""The quantities that are read of a DLMS/COSEM meter by name, or by their logical name (OBIS)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.text import Text
from serial_drivers.layers import cosem
from serial_drivers.layers.cosem import Attribute

_REGISTER, _CLOCK, _DATA = 3, 8, 1
_OBIS = re.compile(r"\d{1,3}(?:_\d{1,3}){5}")


@dataclass(frozen=True, slots=True)
class Item:
    """A quantity: its class and logical name; unit number and scaler of a simulated one."""

    class_id: int
    obis: str
    label: Text
    unit: int = cosem.COUNT
    scaler: int = 0

    @property
    def value(self) -> Attribute:
        """Return the attribute with the value."""
        return Attribute(self.class_id, self.obis, 2)

    @property
    def scaler_unit(self) -> Attribute | None:
        """Return the attribute with scaler and unit, None where the class has none."""
        return Attribute(_REGISTER, self.obis, 3) if self.class_id == _REGISTER else None


def _register(obis: str, unit: int, scaler: int, zh: str, en: str) -> Item:
    return Item(_REGISTER, obis, Text(zh=zh, en=en), unit, scaler)


ITEMS = {
    "energy": _register("1.0.1.8.0.255", 30, 0, "正向有功电能", "energy imported"),
    "energy_export": _register("1.0.2.8.0.255", 30, 0, "反向有功电能", "energy exported"),
    "reactive_energy": _register("1.0.3.8.0.255", 32, 0, "正向无功电能", "reactive energy"),
    "power": _register("1.0.1.7.0.255", 27, 0, "有功功率", "active power"),
    "voltage_a": _register("1.0.32.7.0.255", 35, -1, "A相电压", "voltage of phase A"),
    "voltage_b": _register("1.0.52.7.0.255", 35, -1, "B相电压", "voltage of phase B"),
    "voltage_c": _register("1.0.72.7.0.255", 35, -1, "C相电压", "voltage of phase C"),
    "current_a": _register("1.0.31.7.0.255", 33, -3, "A相电流", "current of phase A"),
    "current_b": _register("1.0.51.7.0.255", 33, -3, "B相电流", "current of phase B"),
    "current_c": _register("1.0.71.7.0.255", 33, -3, "C相电流", "current of phase C"),
    "frequency": _register("1.0.14.7.0.255", 44, -2, "频率", "frequency"),
    "power_factor": _register("1.0.13.7.0.255", 255, -3, "功率因数", "power factor"),
    "serial": Item(_DATA, "0.0.96.1.0.255", Text(zh="表号", en="serial number")),
    "clock": Item(_CLOCK, "0.0.1.0.0.255", Text(zh="时钟", en="clock")),
}


def item_of(quantity: str) -> Item:
    """Return what a quantity's name reads. Raises InputInvalid(`unknown_quantity`)."""
    if quantity in ITEMS:
        return ITEMS[quantity]
    if _OBIS.fullmatch(quantity) and all(int(part) <= 0xFF for part in quantity.split("_")):
        obis = ".".join(str(int(part)) for part in quantity.split("_"))
        return Item(_REGISTER, obis, Text(zh=obis, en=obis), 30)
    raise InputInvalid("unknown_quantity", field="quantity", value=quantity[:40])
