"""USB-serial adapters and their known trouble: data in resources/instruments/adapters.toml."""

from __future__ import annotations

import logging
import os
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from inspector_app import resource_files
from inspector_app.domain.text import Text

_FILE = "instruments/adapters.toml"
_DAMAGED = (KeyError, TypeError, ValueError, AttributeError)
"""What a row that is not as declared may raise."""
_log = logging.getLogger(__name__)
Row = TypeVar("Row")
_SYSTEMS = {"win32": "windows", "darwin": "macos"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What is known to go wrong, and what helps.

    systems: of which it is true, empty for all. is_of_forbidden: only of a port that this user
    may not open. is_of_every_port: whatever its adapter.
    """

    key: str
    text: Text
    systems: frozenset[str]
    is_of_forbidden: bool
    is_of_every_port: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """A maker's chip. pids: its product numbers, empty for all of the vendor."""

    name: str
    vid: int
    pids: frozenset[int]
    troubles: tuple[str, ...]
    was_seen: bool


@cache
def adapters() -> tuple[Adapter, ...]:
    """Return every adapter of the table."""
    return _rows("adapter", _adapter)


def _adapter(row: dict[str, Any]) -> Adapter:
    return Adapter(
        name=row["name"],
        vid=int(row["vid"], 16),
        pids=frozenset(int(pid, 16) for pid in row["pids"]),
        troubles=tuple(row["troubles"]),
        was_seen=row["seen"],
    )


@cache
def troubles() -> Mapping[str, Trouble]:
    """Return every trouble by key, in the order of the table."""
    return {one.key: one for one in _rows("trouble", _trouble)}


def _trouble(row: dict[str, Any]) -> Trouble:
    return Trouble(
        key=row["key"],
        text=Text(**row["text"]),
        systems=frozenset(row["systems"]),
        is_of_forbidden=row["when"] == "forbidden",
        is_of_every_port=row.get("of_every_port", False),
    )


def _rows(name: str, read: Callable[[dict[str, Any]], Row]) -> tuple[Row, ...]:
    """Return the rows that can be read: a port without its advice is still a port."""
    found: list[Row] = []
    for row in _table().get(name, ()):
        try:
            found.append(read(row))
        except _DAMAGED:
            _log.warning("a damaged row in %s", _FILE, exc_info=True)
    return tuple(found)


@cache
def _table() -> dict[str, Any]:
    try:
        return tomllib.loads(resource_files.read_text(_FILE))
    except (OSError, ValueError, RecursionError):
        _log.warning("%s cannot be read", _FILE, exc_info=True)
        return {}


def find_adapter(vid: int | None, pid: int | None) -> Adapter | None:
    """Return the adapter of a USB vendor and product number, None if unknown or no adapter."""
    alike = (one for one in adapters() if one.vid == vid and (not one.pids or pid in one.pids))
    return next(alike, None)


def this_system() -> str:
    """Return `linux`, `windows` or `macos`."""
    return _SYSTEMS.get(sys.platform, "linux")


def may_open(device: str) -> bool:
    """Say whether this user may open a port; True where only opening can tell."""
    return not Path(device).exists() or os.access(device, os.R_OK | os.W_OK)


def known_troubles(
    vid: int | None, pid: int | None, *, is_forbidden: bool = False, system: str = ""
) -> tuple[Trouble, ...]:
    """Return what may trouble a port on this system (or the one named), the likeliest first."""
    adapter = find_adapter(vid, pid)
    own = adapter.troubles if adapter is not None else ()
    return tuple(_that_fit(own, system or this_system(), is_forbidden=is_forbidden))


def _that_fit(own: tuple[str, ...], system: str, *, is_forbidden: bool) -> Iterator[Trouble]:
    for key, trouble in troubles().items():
        is_here = not trouble.systems or system in trouble.systems
        is_meant = trouble.is_of_every_port or key in own
        if is_here and is_meant and (is_forbidden or not trouble.is_of_forbidden):
            yield trouble
