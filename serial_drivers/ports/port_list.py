"""Which ports there are: the machine's, and the simulated ones that the program has made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from serial_drivers.ports.adapters import Trouble, find_adapter, known_troubles, may_open
from serial_drivers.ports.transport import FoundPort, found_ports

_OF_EVERY_CHIP = re.compile(r"0*[0-9]|0*1234[0-9]*")
"""Serial numbers that a maker writes into every chip: `0001`, `00000000`, `12345678`."""
_LONGEST = 120
_NO_TEXT = "\N{REPLACEMENT CHARACTER}"
_DEAD_PORTS = re.compile(r"/dev/ttyS\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PortInfo:
    """One port. vid, pid, serial_number, location: of its USB adapter, None for others."""

    device: str
    description: str = ""
    vid: int | None = None
    pid: int | None = None
    serial_number: str | None = None
    location: str | None = None
    is_simulated: bool = False
    is_network: bool = False

    @property
    def is_added(self) -> bool:
        """Say whether a person added it: the system's list knows nothing of it."""
        return self.is_simulated or self.is_network

    @property
    def adapter_name(self) -> str:
        """Return the adapter's maker and chip, empty for a port on the board or an unknown one."""
        adapter = find_adapter(self.vid, self.pid)
        return adapter.name if adapter is not None else ""

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """Return what is known to trouble such a port on this system."""
        if self.is_added:
            return ()
        return known_troubles(self.vid, self.pid, is_forbidden=not may_open(self.device))

    @property
    def identity(self) -> tuple[str, ...]:
        """Return what to know the same port by after replugging.

        Chips without a serial number of their own (CH340, a CP210x as it left the factory) are
        known by their USB socket.
        """
        if self.vid is None or self.pid is None:
            return (self.device,)
        serial_number = self.serial_number or ""
        own = "" if _OF_EVERY_CHIP.fullmatch(serial_number) else serial_number
        place = own or self.location or serial_number or self.device
        return (f"{self.vid:04x}:{self.pid:04x}", place)

    @property
    def adapter(self) -> str:
        """Return the identity in one text: `1a86:7523:1-2`, as profiles and sessions keep it."""
        return ":".join(self.identity)


class PortList:
    """Lists ports. Simulated ones and those of terminal servers are added by whoever knows them."""

    def __init__(self, find: Callable[[], Iterable[FoundPort]] = found_ports) -> None:
        self._find = find
        self._added: dict[str, PortInfo] = {}

    def add_simulated(self, device: str, description: str) -> PortInfo:
        """Show a simulated port in the list."""
        return self._add(PortInfo(device=device, description=description, is_simulated=True))

    def add_network(self, address: str) -> PortInfo:
        """Show a terminal server's port in the list; whether it is there shows when opening."""
        return self._add(PortInfo(device=address, is_network=True))

    def _add(self, info: PortInfo) -> PortInfo:
        self._added[info.device] = info
        return info

    def remove_added(self, device: str) -> None:
        """Show a port that was added no longer."""
        self._added.pop(device, None)

    def all(self) -> tuple[PortInfo, ...]:
        """Return the added ports, then USB adapters, then others.

        The placeholders that Linux lists for absent board ports (no hardware id) are left out.
        """
        real = [_info(port) for port in self._find() if not _is_placeholder(port)]
        real.sort(key=lambda info: (info.vid is None, info.device))
        return (*self._added.values(), *real)


def _is_placeholder(port: FoundPort) -> bool:
    return bool(_DEAD_PORTS.fullmatch(port.device)) and port.description == "n/a"


def _shown(text: str) -> str:
    """Return what a device says of itself as it may be shown: it can say anything."""
    return "".join(c if c.isprintable() else _NO_TEXT for c in text[:_LONGEST])


def _info(port: FoundPort) -> PortInfo:
    return PortInfo(
        device=port.device,
        description=_shown(port.description or ""),
        vid=port.vid,
        pid=port.pid,
        serial_number=port.serial_number,
        location=port.location,
    )
