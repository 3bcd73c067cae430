"""JSON whose names stand once each: of two alike, two readers could take different ones."""

from __future__ import annotations

from typing import Any


class NameTwice(ValueError):
    """An object has a name twice. name: which."""

    def __init__(self, name: str) -> None:
        super().__init__(f'"{name}" … "{name}"')
        self.name = name


def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object, for `json.loads(object_pairs_hook=...)`. Raises NameTwice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        raise NameTwice(next(name for name in found if names.count(name) > 1))
    return found
