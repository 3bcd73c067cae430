"""What a port is called: a device of this machine, or a terminal server's address. Pure."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import urlsplit

from inspector_app.domain.exceptions import PortUnavailable

SCHEMES = ("socket", "rfc2217")
"""`socket`: bytes over plain TCP. `rfc2217`: the same with line settings (RFC 2217)."""
_MOST = 300
_WINDOWS = re.compile(r"(?:\\\\[.?]\\)?com(\d+)", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkAddress:
    """A port of a terminal server. port: 1..65535."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        """Return the address as people write it: `rfc2217://192.168.1.9:4001`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def is_network(device: str) -> bool:
    """Say whether this names a port of a terminal server rather than one of this machine."""
    return "://" in device


def has_line(device: str) -> bool:
    """Say whether speed and parity can be chosen there: not over plain TCP."""
    return not device.startswith("socket://")


def parse_address(text: str) -> NetworkAddress:
    """Return `socket://host:port` or `rfc2217://host:port`, taken apart.

    Anything else is refused, options behind the port too: PortUnavailable(`address_unreadable`).
    """
    refused = PortUnavailable("address_unreadable", device=text[:_MOST])
    try:
        parts = urlsplit(text.strip())
        port = parts.port or 0
    except ValueError:  # a port that is no number or too large, an unclosed bracket
        raise refused from None
    rest = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    is_plain = len(text) <= _MOST and text.isprintable() and " " not in text.strip()
    if parts.scheme not in SCHEMES or not parts.hostname or not port or rest or not is_plain:
        raise refused
    return NetworkAddress(scheme=parts.scheme, host=parts.hostname, port=port)


def short_name(device: str) -> str:
    r"""Return the name for people: `COM12`, `ttyUSB0`, `192.168.1.9:4001`."""
    if is_network(device):
        return device.partition("://")[2]
    found = _WINDOWS.fullmatch(device)
    return f"COM{int(found[1])}" if found else PurePath(device).name


def system_name(device: str, *, on_windows: bool = os.name == "nt") -> str:
    r"""Return the name to open: on Windows `\\.\COM12`, which holds for every number.

    The bare name reaches COM1 to COM9 only; other systems' names stay as they are.
    """
    found = _WINDOWS.fullmatch(device) if on_windows else None
    return rf"\\.\COM{int(found[1])}" if found else device
