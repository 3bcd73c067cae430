"""Where files live, per system. The one place that knows."""

from __future__ import annotations

import os
import sys
from pathlib import Path

NAME = "hengping"


def data_directory() -> Path:
    """Return the folder of this user's database, blobs and settings; HENGPING_DATA overrides it."""
    if chosen := os.environ.get("HENGPING_DATA"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / NAME
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / NAME
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / NAME


def has_display() -> bool:
    """Say whether a window can be shown."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
