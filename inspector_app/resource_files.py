"""The only reader of `resources/`, in the source tree and in a frozen program alike."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath


def _root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    return (Path(frozen) if frozen else Path(__file__).resolve().parent.parent) / "resources"


def path(name: str) -> Path:
    """Return the file's place. Raises ValueError for an absolute name or one with `..`."""
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or "\\" in name:
        raise ValueError(name)
    return _root().joinpath(*pure.parts)


def read_text(name: str) -> str:
    """Return the UTF-8 text of `resources/<name>`. Raises FileNotFoundError."""
    return path(name).read_text(encoding="utf-8")


def read_bytes(name: str) -> bytes:
    """Return the bytes of `resources/<name>`. Raises FileNotFoundError."""
    return path(name).read_bytes()


def list_names(folder: str, suffix: str = "") -> tuple[str, ...]:
    """Return the names `folder/file` with this suffix, sorted."""
    found = sorted(p.name for p in path(folder).iterdir() if p.name.endswith(suffix))
    return tuple(f"{folder}/{name}" for name in found)
