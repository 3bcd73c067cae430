"""The transcripts of a driver: `KEY.txt`, and `KEY.NAME.txt` for what was captured later."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from serial_drivers.driver import ScaleDriver

FOLDER = Path(__file__).parents[1] / "transcripts"


def texts(driver: ScaleDriver, folder: Path = FOLDER) -> list[str]:
    """Return the texts of a driver's transcripts, the manual's first."""
    found = [folder / f"{driver.key}.txt", *sorted(folder.glob(f"{driver.key}.*.txt"))]
    return [file.read_text(encoding="utf-8") for file in found if file.exists()]


def rows(driver: ScaleDriver, folder: Path = FOLDER) -> list[tuple[bytes, dict[str, Any]]]:
    """Return each frame with the fields that are expected of it."""
    found: list[tuple[bytes, dict[str, Any]]] = []
    received = b""
    for line in "\n".join(texts(driver, folder)).splitlines():
        if line.startswith("< "):
            received = bytes.fromhex(line[2:])
        elif line.startswith("= "):
            found.append((received, json.loads(line[2:])))
    return found


def sent(driver: ScaleDriver, folder: Path = FOLDER) -> list[bytes]:
    """Return what the host sent."""
    return [
        line[2:].encode().decode("unicode_escape").encode("latin-1")
        for line in "\n".join(texts(driver, folder)).splitlines()
        if line.startswith("> ")
    ]
