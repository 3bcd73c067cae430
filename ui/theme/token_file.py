"""Reads the little TOML that the token file needs: tables, whole and decimal numbers, strings.

tomllib would do, but loading it takes 4 ms of the first paint; a test holds the two together.
"""

from __future__ import annotations

from typing import Any


def read_tables(text: str) -> dict[str, Any]:
    """Return the tables of this text as nested dicts. Raises ValueError with the line's number."""
    root: dict[str, Any] = {}
    table = root
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            table = _table(root, line, number)
            continue
        key, equals, value = line.partition("=")
        if not equals:
            raise ValueError(f"line {number}: neither table nor value")
        table[key.strip()] = _value(value.strip(), number)
    return root


def _table(root: dict[str, Any], line: str, number: int) -> dict[str, Any]:
    if not line.endswith("]") or line.startswith("[["):
        raise ValueError(f"line {number}: not a plain table")
    table = root
    for part in line[1:-1].split("."):
        table = table.setdefault(part, {})
    return table


def _value(text: str, number: int) -> str | int | float:
    if len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1]:
        return text[1:-1]
    try:
        return float(text) if "." in text else int(text)
    except ValueError as problem:
        raise ValueError(f"line {number}: neither number nor plain string") from problem
