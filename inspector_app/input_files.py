"""The files that a command is given: read whole, with every reason to refuse one in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.json_names import NameTwice, once_each
from inspector_app.plain_file import opened

MAX_INPUT_BYTES = 256 * 1024 * 1024
_SHOWN = 40


def read_list(file: Path) -> list[Any]:
    """Return the JSON list in a file. Raises InputInvalid with the reason in words."""
    text = read_text(file)
    try:
        items = json.loads(text, object_pairs_hook=once_each)
    except NameTwice as failure:
        raise InputInvalid("input_name_twice", file=file, name=_shown(failure.name)) from None
    except (ValueError, RecursionError) as failure:
        raise InputInvalid("input_not_json", file=file, detail=_place(failure)) from None
    if not isinstance(items, list):
        raise InputInvalid("input_not_a_list", file=file)
    return items


def read_text(file: Path) -> str:
    """Return a file's text. Raises InputInvalid with the reason in words."""
    with opened(file, is_any=True) as stream:
        data = stream.read(MAX_INPUT_BYTES + 1)
    if len(data) > MAX_INPUT_BYTES:
        raise InputInvalid("input_too_large", file=file)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise InputInvalid("input_not_text", file=file) from None


def _place(failure: Exception) -> str:
    """Return where a JSON text breaks off, as `line:column`; a dash when it cannot be said."""
    if isinstance(failure, json.JSONDecodeError):
        return f"{failure.lineno}:{failure.colno}"
    return "–"


def _shown(name: str) -> str:
    """Return a name that any terminal can write: half a surrogate pair is a name to JSON alone."""
    return name[:_SHOWN].encode("utf-8", "replace").decode("utf-8")
