"""What a paper asks besides the record: declared figures, tables of repeated rows, and the values.

Values travel flat, as texts by key; those of a table's second row are `items.2.name`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.figures import Figure, checked_figures, missing_figures
from inspector_app.domain.text import Text
from inspector_app.metrology.regulations import RegulationBook

MOST_ROWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryTable:
    """Rows of the same figures: questions with answers, items. least: rows that must be there."""

    key: str
    title: Text
    figures: tuple[Figure, ...]
    least: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What was filled in for one paper. number: its own number as printed, empty for none yet.

    on: the day it is issued; None for the inspection's own. law: the rules held on that day, by
    which its terms run; None: those that the record was judged by.
    """

    entries: Mapping[str, str] = field(default_factory=dict)
    number: str = ""
    on: date | None = None
    law: RegulationBook | None = None

    def __getitem__(self, key: str) -> str:
        """Return an entry, empty where nothing was filled in."""
        return self.entries.get(key, "")

    def rows(self, table: EntryTable) -> tuple[dict[str, str], ...]:
        """Return a table's rows that hold anything, in order."""
        return rows_of(table, self.entries)


NOTHING_FILLED = Filled()


AlsoRequired = Callable[[Mapping[str, str]], tuple[str, ...]]


def nothing_more(_given: Mapping[str, str]) -> tuple[str, ...]:
    """Return no keys: no entry makes another necessary."""
    return ()


class Asks(Protocol):
    """What declares entries: a report."""

    @property
    def entries(self) -> tuple[Figure, ...]:
        """Return the single boxes."""
        ...

    @property
    def tables(self) -> tuple[EntryTable, ...]:
        """Return the tables."""
        ...

    @property
    def also_required(self) -> AlsoRequired:
        """Return what says which entries others make necessary."""
        ...


def row_key(table: str, number: int, figure: str) -> str:
    """Return the key under which a value of a table's row travels; rows count from 1."""
    return f"{table}.{number}.{figure}"


def rows_of(table: EntryTable, entries: Mapping[str, str]) -> tuple[dict[str, str], ...]:
    """Return the rows of a table that hold anything, in order."""
    found: dict[int, dict[str, str]] = {}
    for key, text in entries.items():
        name, _dot, rest = key.partition(".")
        number, _dot, figure = rest.partition(".")
        if name == table.key and number.isdecimal() and len(number) < 4 and text.strip():
            found.setdefault(int(number), {})[figure] = text
    return tuple(found[number] for number in sorted(found))


def checked_entries(asks: Asks, given: Mapping[str, str]) -> dict[str, str]:
    """Return the entries as they are kept: checked, empty ones left out, rows numbered anew.

    Raises InputInvalid: `entries_missing` naming all that is missing, and as `checked_figures`.
    """
    missing = tuple(missing_entries(asks, given))
    if missing:
        raise InputInvalid(
            "entries_missing",
            field=missing[0][0],
            names="、".join(text.zh for _key, text in missing),
            names_en=", ".join(text.en for _key, text in missing),
        )
    tables = {table.key for table in asks.tables}
    single = {key: text for key, text in given.items() if key.partition(".")[0] not in tables}
    kept = checked_figures(asks.entries, single)
    for table in asks.tables:
        rows = rows_of(table, given)
        if len(rows) > MOST_ROWS:
            raise InputInvalid("too_many_rows", field=table.key, count=len(rows), limit=MOST_ROWS)
        for number, row in enumerate(rows, 1):
            named = tuple(
                replace(each, key=row_key(table.key, number, each.key)) for each in table.figures
            )
            kept |= checked_figures(
                named, {row_key(table.key, number, key): text for key, text in row.items()}
            )
    return kept


def merged(known: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Return the entries: what the record knows, overruled by what a person wrote.

    A table that a person wrote into is theirs as a whole.
    """
    tables = {key.partition(".")[0] for key in given if "." in key}
    kept = {k: v for k, v in known.items() if k.partition(".")[0] not in tables}
    return {**kept, **given}


def missing_entries(asks: Asks, given: Mapping[str, str]) -> Iterator[tuple[str, Text]]:
    """Yield key and label of everything required that is still empty."""
    for figure in missing_figures(asks.entries, given):
        yield figure.key, figure.label
    for key in asks.also_required(given):
        if not given.get(key, "").strip():
            yield key, next(figure.label for figure in asks.entries if figure.key == key)
    for table in asks.tables:
        rows = rows_of(table, given)
        if len(rows) < table.least:
            yield table.key, table.title
        for number, row in enumerate(rows, 1):
            for figure in missing_figures(table.figures, row):
                label = figure.label
                yield (
                    row_key(table.key, number, figure.key),
                    Text(f"{table.title.zh}{number}“{label.zh}”", f"{table.title.en} {number}: "
                         f"{label.en}"),
                )  # fmt: skip
