"""Reading a TOML text that an office wrote: no entry ignored, each fault with its place.

An entry that is misspelt would otherwise be passed over in silence, and a rule with it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NoReturn

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.judgement import Confirmation
from inspector_app.domain.text import Text

MOST_TEXT = 400
_REQUIRED = object()


def read_toml(name: str, text: str) -> Entries:
    """Return the whole file as entries. Raises InputInvalid(`package_toml`) naming the file."""
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as failure:
        detail = "nested too deep" if isinstance(failure, RecursionError) else str(failure)[:200]
        raise InputInvalid("package_toml", field="files", name=name, detail=detail) from None
    return Entries(name, "", found)


class Entries:
    """One table of the file. Each reader takes its entry out; `done` refuses what is left."""

    def __init__(self, name: str, place: str, values: Mapping[str, Any]) -> None:
        self.name, self.place = name, place
        self._left = dict(values)

    def text(self, key: str, *, most: int = MOST_TEXT, default: str | None = None) -> str:
        """Return a text that is not empty, or `default` where there is none."""
        value = self._take(key, _REQUIRED if default is None else default)
        if (
            not isinstance(value, str)
            or len(value) > most
            or (default is None and not value.strip())
        ):
            self.wrong(key, "text")
        return value.strip()

    def word(self, key: str, pattern: str) -> str:
        """Return a text of this pattern."""
        value = self._take(key)
        if not isinstance(value, str) or re.fullmatch(pattern, value) is None:
            self.wrong(key, pattern)
        return value

    def words(self, key: str) -> Text:
        """Return `{ zh = "…", en = "…" }`."""
        inner = self.table(key)
        found = Text(zh=inner.text("zh"), en=inner.text("en"))
        inner.done()
        return found

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            self.wrong(key, "true, false")
        return value

    def whole(self, key: str, *, least: int, most: int, default: int | None = None) -> int:
        """Return a whole number within bounds."""
        value = self._take(key, _REQUIRED if default is None else default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.wrong(key, f"{least}-{most}")
        return value

    def day(self, key: str) -> date:
        """Return a date."""
        value = self._take(key)
        if isinstance(value, datetime) or not isinstance(value, date):
            self.wrong(key, "2026-11-23")
        return value

    def day_or_none(self, key: str) -> date | None:
        """Return a date where there is one."""
        return self.day(key) if key in self._left else None

    def choice(self, key: str, offered: tuple[str, ...], *, default: str | None = None) -> str:
        """Return one of the words offered."""
        value = self._take(key, _REQUIRED if default is None else default)
        if value not in offered:
            self.wrong(key, ", ".join(offered))
        return str(value)

    def confirmation(self) -> Confirmation:
        """Return how well the entry is confirmed."""
        return Confirmation(self.choice("confirmation", tuple(c.value for c in Confirmation)))

    def table(self, key: str) -> Entries:
        """Return a table within this one."""
        value = self._take(key)
        if not isinstance(value, dict):
            self.wrong(key, "{ … }")
        return Entries(self.name, f"{self.place}{key}.", value)

    def has(self, key: str) -> bool:
        """Say whether the entry is there."""
        return key in self._left

    def tables(self, key: str, *, least: int = 0, most: int = 200) -> tuple[Entries, ...]:
        """Return a list of tables, `[[key]]` in the file."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.wrong(key, f"[[{key}]]")
        if not least <= len(value) <= most:
            self.wrong(key, f"[[{key}]] {least}-{most}")
        return tuple(
            Entries(self.name, f"{self.place}{key} {n}: ", one) for n, one in enumerate(value, 1)
        )

    def list_of(
        self, key: str, offered: tuple[str, ...], default: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Return different words out of those offered."""
        value = self._take(key, list(default))
        is_list = isinstance(value, list) and value and all(one in offered for one in value)
        if not is_list or len(set(value)) != len(value):
            self.wrong(key, ", ".join(offered))
        return tuple(value)

    def plain(self, key: str) -> dict[str, Any]:
        """Return a table as it is; what may stand in it is checked by who asks."""
        value = self._take(key, {})
        if not isinstance(value, dict):
            self.wrong(key, "{ … }")
        return value

    def done(self) -> None:
        """Refuse the file if it says anything that nobody read."""
        for key in self._left:
            raise InputInvalid(
                "package_entry_unknown", field="files", name=self.name, entry=self.place + key[:60]
            )

    def wrong(self, key: str, wanted: str) -> NoReturn:
        """Refuse an entry. wanted: what could stand there, in signs rather than words."""
        raise InputInvalid(
            "package_entry_wrong",
            field="files",
            name=self.name,
            entry=self.place + key,
            wanted=wanted[:200],
        )

    def _take(self, key: str, default: object = _REQUIRED) -> Any:
        if key in self._left:
            return self._left.pop(key)
        if default is _REQUIRED:
            raise InputInvalid(
                "package_entry_missing", field="files", name=self.name, entry=self.place + key
            )
        return default
