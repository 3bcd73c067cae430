"""Opens a file that somebody names: at once, and only if it is one. Every refusal is in words."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from inspector_app.domain.exceptions import InputInvalid

_REFUSALS: Final = {
    errno.ENOENT: "input_missing",
    errno.EACCES: "input_forbidden",
    errno.EISDIR: "input_is_folder",
    errno.ENXIO: "input_not_plain",
}


@contextmanager
def opened(path: Path, *, is_any: bool = False) -> Iterator[BinaryIO]:
    """Open a file to read; what is no plain file (a pipe, a device) could keep us waiting for ever.

    is_any: take such too, and wait, as a command may be given another's output. The caller bounds
    what it reads.
    Raises InputInvalid(`input_missing`, `input_forbidden`, `input_is_folder`, `input_not_plain`,
    `input_unreadable`), also for what the disk refuses while the file is read.
    """
    try:
        opener = None if is_any else _at_once
        with open(path, "rb", opener=opener) as file:
            if not is_any and not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise InputInvalid("input_not_plain", file=path)
            yield file
    except OSError as failure:
        code = _REFUSALS.get(failure.errno or 0, "input_unreadable")
        raise InputInvalid(code, file=path, detail=failure.strerror or failure) from None


def _at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
