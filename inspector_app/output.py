"""What a command says: results to standard output, progress and reasons to standard error.

A stream may be closed, full, or of an encoding that lacks a character; none of these is a crash.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import json
import os
import sys
from typing import Final

from inspector_app.domain.exceptions import OutsideFailure

_ESCAPING: Final = "json-escapes"
_NO_TEXT: Final = "\N{REPLACEMENT CHARACTER}"
_BREAKS: Final = "\n\t"


class HadEnough(Exception):
    """Whoever read our lines has gone: the end of the work, and no failure."""


def prepare() -> None:
    r"""Let standard output write what its encoding lacks as JSON escapes it: `\u00b5`.

    Half a surrogate pair is a text to JSON, but to no encoding: it goes back as it came, escaped.
    """
    codecs.register_error(_ESCAPING, _escaped)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors=_ESCAPING)


def _escaped(refused: UnicodeError) -> tuple[str, int]:
    assert isinstance(refused, UnicodeEncodeError)
    lacking = refused.object[refused.start : refused.end]
    return json.dumps(lacking)[1:-1], refused.end


def say(line: str) -> None:
    """Print a line of the result at once.

    Raises HadEnough, OutsideFailure(`output_refused`).
    """
    if sys.stdout is None:  # closed before we began
        raise OutsideFailure("output_refused", detail=os.strerror(errno.EBADF))
    try:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        hush()
        raise HadEnough from None
    except OSError as failure:
        hush()
        raise OutsideFailure("output_refused", detail=failure.strerror) from None


def say_json(value: object) -> None:
    """Print a value as JSON, indented."""
    say(json.dumps(value, ensure_ascii=False, indent=1))


def say_failure(code: str, sentence: str) -> None:
    """Print why there is no result, or no more of it, for a script: one object on one line."""
    say(json.dumps({"type": "failure", "code": code, "text": sentence}, ensure_ascii=False))


def complain(line: str) -> None:
    """Say what is no part of the result. A terminal obeys control characters: none goes through."""
    told = "".join(c if c.isprintable() or c in _BREAKS else _NO_TEXT for c in line)
    with contextlib.suppress(OSError):  # nobody is there to be told
        if sys.stderr is not None:
            sys.stderr.write(told + "\n")
            sys.stderr.flush()


def hush() -> None:
    """Let what still waits for a broken standard output go nowhere when the program ends."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


class Progress:
    """How much was done, on a terminal's one line; a script is told nothing of it."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr is not None and sys.stderr.isatty()

    def __call__(self, percent: int) -> None:
        """Show 0 to 100 %."""
        if self._is_shown:
            with contextlib.suppress(OSError):
                sys.stderr.write(f"\r{percent} %" if percent < 100 else "\r     \r")
                sys.stderr.flush()
