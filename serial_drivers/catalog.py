"""Finds the drivers by walking `drivers/`; works in a frozen program too."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import serial_drivers.drivers as folder
from inspector_app.domain.exceptions import InputInvalid
from serial_drivers.driver import ScaleDriver


def module_names() -> tuple[str, ...]:
    """Return the full names of the driver modules; the freezer's hidden imports."""
    found = pkgutil.iter_modules(folder.__path__, folder.__name__ + ".")
    return tuple(sorted(module.name for module in found))


@cache
def drivers() -> tuple[ScaleDriver, ...]:
    """Return every driver, by key."""
    declared = (importlib.import_module(name).DRIVER for name in module_names())
    return tuple(sorted(declared, key=lambda driver: driver.key))


def find_driver(name: str) -> ScaleDriver:
    """Return the driver of this key or alias. Raises InputInvalid(`unknown_protocol`)."""
    for driver in drivers():
        if name == driver.key or name in driver.aliases:
            return driver
    known = ", ".join(driver.key for driver in drivers())
    raise InputInvalid("unknown_protocol", protocol=name, known=known)
