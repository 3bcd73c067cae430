"""How an office's address may be written."""

from __future__ import annotations

import ipaddress
import re

from inspector_app.domain.exceptions import InputInvalid

DEFAULT_PORT = 8443
_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\.?")


def normalised(address: str) -> str:
    """Return `https://host:port` for `192.168.1.5`, `office.example:8443`, `https://...`.

    Raises InputInvalid(`office_address_invalid`).
    """
    bare = address.strip()
    scheme, mark, rest = bare.partition("://")
    if mark and scheme.lower() != "https":
        raise InputInvalid("office_address_invalid", field="address", value=address[:80])
    host, port = _split((rest if mark else bare).rstrip("/"))
    if not _is_host(host) or not 0 < port < 65536:
        raise InputInvalid("office_address_invalid", field="address", value=address[:80])
    return f"https://{host}:{port}"


def _split(text: str) -> tuple[str, int]:
    if text.startswith("["):
        host, bracket, rest = text.partition("]")
        host, text = host + bracket, rest
        _, colon, port = text.partition(":")
    else:
        if text.count(":") > 1:
            return f"[{text}]", DEFAULT_PORT
        host, colon, port = text.partition(":")
    if not colon:
        return host, DEFAULT_PORT
    return host, int(port) if port.isascii() and port.isdigit() and len(port) < 6 else 0


def _is_host(host: str) -> bool:
    if host.startswith("["):
        try:
            return ipaddress.ip_address(host[1:-1]).version == 6
        except ValueError:
            return False
    return _NAME.fullmatch(host) is not None and ".." not in host
