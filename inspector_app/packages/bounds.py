"""What a text may be before any parser reads it: how deep, how long, how many entries.

A parser's work grows with the square of a key's parts, and sooner or later with everything else.
One pass over the signs of a text costs what it weighs and says in which line the text is absurd.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from inspector_app.domain.exceptions import InputInvalid

MOST_DEPTH = 16
"""Parts of a dotted key, and brackets within brackets; the shipped texts need four."""
MOST_WORD = 100
"""Signs of a bare name or number; what is longer is written as a text."""
MOST_ENTRIES = 50_000
"""Of a whole package; the shipped regulations together have a fifth of it."""
MOST_LINES = 40_000
"""Of a whole package; likewise a sixth."""

# Texts and comments first, so that a sign within one counts for nothing. Every alternative takes
# what it took for good (`*+`): no text makes the search start over.
_SIGN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"{3,5}+'
    r"|'''(?:[^']|'(?!''))*+'{3,5}+"
    r'|"(?:[^"\\\n]|\\.)*+"'
    r"|'[^'\n]*+'"
    r"|\#[^\n]*+"
    r"|(?P<word>[A-Za-z0-9_+\-]++)"
    r"|(?P<sign>[.\[\]{}=,\n\"'])",
    re.DOTALL,
)


def require_readable(files: Mapping[str, str]) -> None:
    """Refuse texts that no parser should be given, file by file in the order of their names.

    Raises InputInvalid: `package_too_deep`, `package_word_too_long` (with file and line),
    `package_entries`, `package_lines` (with the file where there came to be too many).
    """
    lines = entries = 0
    for name in sorted(files):
        lines += files[name].count("\n") + 1
        if lines > MOST_LINES:
            raise InputInvalid("package_lines", field="files", name=name, limit=MOST_LINES)
        entries += _entries(name, files[name], MOST_ENTRIES - entries)


def _entries(name: str, text: str, most: int) -> int:
    """Return how many entries a text has: each `=`, `,` and opening bracket makes one."""
    entries = parts = brackets = 0
    for found in _SIGN.finditer(text):
        word, sign = found["word"], found["sign"]
        if word and len(word) > MOST_WORD:
            raise _refusal("package_word_too_long", name, found, MOST_WORD)
        if sign is None:
            continue
        if sign in "\"'":
            break  # a text that is not closed: no parser comes past it either
        entries += sign in "=,[{"
        parts = parts + 1 if sign == "." else 0
        brackets += (sign in "[{") - (sign in "]}")
        if parts >= MOST_DEPTH or brackets > MOST_DEPTH:
            raise _refusal("package_too_deep", name, found, MOST_DEPTH)
        if entries > most:
            raise InputInvalid("package_entries", field="files", name=name, limit=MOST_ENTRIES)
    return entries


def _refusal(code: str, name: str, found: re.Match[str], limit: int) -> InputInvalid:
    line = found.string.count("\n", 0, found.start()) + 1
    return InputInvalid(code, field="files", name=name, line=line, limit=limit)
