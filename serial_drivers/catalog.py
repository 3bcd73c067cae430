"""Finds the drivers by walking `drivers/`; works in a frozen program too."""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import cache, lru_cache

import serial_drivers.drivers as folder
from inspector_app.domain.exceptions import InputInvalid
from serial_drivers.code_scanner import SCANNER
from serial_drivers.driver import ScaleDriver, Target


def module_names() -> tuple[str, ...]:
    """Return the full names of the driver modules; the freezer's hidden imports."""
    found = pkgutil.iter_modules(folder.__path__, folder.__name__ + ".")
    return tuple(sorted(module.name for module in found))


@cache
def drivers() -> tuple[ScaleDriver, ...]:
    """Return every driver, by key."""
    declared = (importlib.import_module(name).DRIVER for name in module_names())
    return tuple(sorted(declared, key=lambda driver: driver.key))


PUMP_BUSES = {
    "gilbarco-2wire": "Gilbarco Two-Wire",
    "wayne-dart": "Wayne DART",
    "tatsuno": "Tatsuno",
    "censtar-gkl": "Censtar GKL",
}
"""Buses by which a forecourt controls its pumps, by key and name. No driver of them may be written:
who polls there takes part in the control, and may release or block a sale."""


_NAME = re.compile(r"([\w-]+)(?:/([\w-]+))?(?:@(\w+))?(?:#(\w+))?", re.ASCII)


_PART = re.compile(r"\w*", re.ASCII)


@lru_cache(maxsize=256)
def find_driver(name: str) -> ScaleDriver:
    """Return the driver of this key or alias, for one instrument where the name says which.

    A code scanner is found by its name too, though no driver of an instrument.

    name: `key`, or `key/profile@address#quantity` with any of the parts behind the key.
    Raises InputInvalid(`unknown_protocol`, `pump_bus`), and what the driver refuses of the parts.
    """
    key, target = taken_apart(name)
    if key in PUMP_BUSES:
        raise InputInvalid("pump_bus", protocol=PUMP_BUSES[key])
    for driver in (*drivers(), SCANNER):
        if key in (driver.key, *driver.aliases):
            return _configured(driver, target)
    known = ", ".join(driver.key for driver in drivers())
    raise InputInvalid("unknown_protocol", protocol=name[:80], known=known)


def taken_apart(name: str) -> tuple[str, Target]:
    """Return key and parts of a driver's name; an empty key for what is no name."""
    parts = _NAME.fullmatch(name)
    if parts is None:
        return "", Target()
    key, profile, address, quantity = parts.groups(default="")
    return key, Target(profile=profile, address=address, quantity=quantity)


def one_of_bus(driver: ScaleDriver, target: Target) -> ScaleDriver:
    """Return the driver for another instrument of the bus, or another quantity of it.

    Raises InputInvalid: `bad_address` for what no name can carry, and what the driver refuses.
    """
    if not _PART.fullmatch(target.address):
        raise InputInvalid("bad_address", field="address", value=target.address[:40])
    key, _now = taken_apart(driver.key)
    return find_driver(target.name(key))


def _configured(driver: ScaleDriver, target: Target) -> ScaleDriver:
    if target == Target():
        return driver
    if driver.configure is None:
        raise InputInvalid("unknown_protocol", protocol=target.name(driver.key), known=driver.key)
    return driver.configure(target)
