"""The folder of kept runs: where a new one goes, which are there, and those that were discarded.

Nothing is deleted while a person may still take it back: a discarded run lies aside until the
program starts the next time.
"""

from __future__ import annotations

import itertools
from datetime import datetime
from pathlib import Path
from typing import Final

from inspector_app.domain.exceptions import InputInvalid
from serial_drivers.keeping.run_file import SUFFIX, mark_seen
from serial_drivers.keeping.run_reader import RunFile, read_run

_DISCARDED: Final = ".discarded"


class RunShelf:
    """The runs of one laptop. Every method but `path_for` may raise OSError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_for(self, aid: str, began: datetime) -> Path:
        """Return where a run that begins now is kept: `20261128T001500Z-drift.hprun`."""
        stem = f"{began:%Y%m%dT%H%M%S}Z-{aid}"
        names = itertools.chain((stem,), (f"{stem}-{n}" for n in itertools.count(2)))
        paths = (self.folder / f"{name}{SUFFIX}" for name in names)
        return next(path for path in paths if not (path.exists() or _aside(path).exists()))

    def all(self) -> tuple[RunFile, ...]:
        """Return every run that has a value, the newest first; a file that is no run is left."""
        found = []
        for path in self.folder.glob(f"*{SUFFIX}"):
            try:
                found.append(read_run(path))
            except (InputInvalid, OSError):  # its bytes stay where they are
                continue
        kept = [one for one in found if one.count]
        return tuple(sorted(kept, key=lambda one: one.header.started_at, reverse=True))

    def settle(self, path: Path) -> None:
        """Note that a person has seen that a run was not finished: it is not offered again."""
        mark_seen(path)

    def discard(self, path: Path) -> None:
        """Put a run aside."""
        path.rename(_aside(path))

    def take_back(self, path: Path) -> None:
        """Put a run that was discarded back."""
        _aside(path).rename(path)

    def clear_away(self) -> None:
        """Delete what was discarded before the program was started."""
        for path in self.folder.glob(f"*{SUFFIX}{_DISCARDED}"):
            path.unlink(missing_ok=True)


def _aside(path: Path) -> Path:
    return path.with_name(path.name + _DISCARDED)
