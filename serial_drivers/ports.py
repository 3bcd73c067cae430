"""Which ports there are: the machine's, and the simulated ones that the program has made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from serial_drivers.transport import FoundPort, found_ports

# Kernel and maker names; only the pairs marked so in the reference were seen in public text.
_ADAPTERS = {
    (0x0403, 0x6001): "FTDI FT232R",
    (0x0403, 0x6010): "FTDI FT2232",
    (0x0403, 0x6011): "FTDI FT4232",
    (0x0403, 0x6014): "FTDI FT232H",
    (0x0403, 0x6015): "FTDI FT-X",
    (0x1A86, 0x7523): "WCH CH340",
    (0x1A86, 0x5523): "WCH CH341",
    (0x4348, 0x5523): "WCH HL-340",
    (0x1A86, 0x55D2): "WCH CH342",
    (0x1A86, 0x55D3): "WCH CH343",
    (0x1A86, 0x55D4): "WCH CH9102",
    (0x1A86, 0x55D5): "WCH CH344",
    (0x067B, 0x2303): "Prolific PL2303",
    (0x10C4, 0xEA60): "Silicon Labs CP210x",
    (0x10C4, 0xEA70): "Silicon Labs CP2105",
    (0x10C4, 0xEA71): "Silicon Labs CP2108",
    (0x9710, 0x7720): "MosChip MCS7720",
    (0x9710, 0x7840): "MosChip MCS7840",
    (0x04E2, 0x1410): "Exar XR21V1410",
    (0x0483, 0x5740): "STM32 virtual port",
    (0x04D8, 0x00DD): "Microchip MCP2221",
}
_PL2303_G = (0x067B, frozenset((0x23A3, 0x23B3, 0x23C3, 0x23D3, 0x23E3, 0x23F3)))
_MOXA = 0x110A
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
    def adapter_name(self) -> str:
        """Return the adapter's maker and chip, empty for a port on the board or an unknown one."""
        return adapter_name(self.vid, self.pid)

    @property
    def identity(self) -> tuple[str, ...]:
        """Return what to know the same port by after replugging.

        Chips without a serial number (CH340) are known by their USB socket.
        """
        if self.vid is None or self.pid is None:
            return (self.device,)
        place = self.serial_number or self.location or self.device
        return (f"{self.vid:04x}:{self.pid:04x}", place)


def adapter_name(vid: int | None, pid: int | None) -> str:
    """Return the name for a USB vendor and product number, empty if unknown."""
    if vid is None or pid is None:
        return ""
    if vid == _PL2303_G[0] and pid in _PL2303_G[1]:
        return "Prolific PL2303G"
    if vid == _MOXA:
        return "Moxa UPort"
    return _ADAPTERS.get((vid, pid), "")


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


def _info(port: FoundPort) -> PortInfo:
    return PortInfo(
        device=port.device,
        description=port.description or "",
        vid=port.vid,
        pid=port.pid,
        serial_number=port.serial_number,
        location=port.location,
    )
