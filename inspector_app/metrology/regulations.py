"""The regulation tables as values: editions with their dates, rows with clause and confirmation.

Pure: texts in, book out. `load_book` is the one helper that reads the shipped files.
"""

from __future__ import annotations

import hashlib
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from inspector_app import resource_files
from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.domain.judgement import Citation, Confirmation
from inspector_app.domain.quantities import exact_decimal
from inspector_app.domain.text import Text

FOLDER = "regulations"
_MARKS = ("clause", "confirmation", "source")


def bare_name(text: str) -> str:
    """Return a name as it is compared: `Coal / coke` and `coal_coke` are one."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in plain if c.isalnum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table, or a lone figure, with where it comes from.

    values: the row's own columns as the file has them (text, bool, date, list or table).
    """

    regulation: str
    values: Mapping[str, Any]
    clause: str
    confirmation: Confirmation
    source: str

    @property
    def citation(self) -> Citation:
        """Return what a finding carries."""
        return Citation(self.regulation, self.clause, self.confirmation)

    def has(self, name: str) -> bool:
        """Say whether the row has this column; an absent bound is an open one."""
        return name in self.values

    def decimal(self, name: str = "value") -> Decimal:
        """Return a column as an exact number. Raises InputInvalid when absent or no number."""
        return exact_decimal(self._get(name), field=name)

    def ratio(self, name: str = "value") -> tuple[Decimal, Decimal]:
        """Return a column written `1/3` (or `0.5`) as numerator and denominator, exact."""
        top, _, bottom = str(self._get(name)).partition("/")
        return exact_decimal(top, field=name), exact_decimal(bottom or "1", field=name)

    def text(self, name: str = "value") -> str:
        """Return a column as text. Raises InputInvalid when absent."""
        return str(self._get(name))

    def names(self, name: str) -> frozenset[str]:
        """Return the row's key and its other names (`also`), lower case."""
        also = self.values.get("also", [])
        return frozenset(str(word).casefold() for word in (self._get(name), *also))

    def is_called(self, name: str, wanted: str) -> bool:
        """Say whether `wanted` is one of the row's names: case, width, spaces and signs apart."""
        return bare_name(wanted) in {bare_name(known) for known in self.names(name)}

    def _get(self, name: str) -> Any:
        if name not in self.values:
            raise InputInvalid("regulation_row", field=name, regulation=self.regulation)
        return self.values[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulation:
    """One edition of a regulation with its figures and tables.

    key: stable across editions, e.g. `jjg_539`. number: as cited, e.g. `JJG 539-2016`.
    effective_from: first day in force; effective_to: last day, None while it has no end.
    figures_from: key of the regulation whose figures stand in while this one's were not read; its
    own key means its other editions.
    """

    key: str
    number: str
    title: Text
    edition: str
    effective_from: date
    effective_to: date | None
    clause: str
    confirmation: Confirmation
    source: str
    figures: Mapping[str, Row]
    tables: Mapping[str, tuple[Row, ...]]
    figures_from: str | None = None

    def figure(self, name: str) -> Row:
        """Return a lone figure. Raises InputInvalid when the edition has none of this name."""
        if name not in self.figures:
            raise InputInvalid("regulation_figure", field=name, regulation=self.number)
        return self.figures[name]

    def rows(self, table: str) -> tuple[Row, ...]:
        """Return a table's rows in file order. Raises InputInvalid for an unknown table."""
        if table not in self.tables:
            raise InputInvalid("regulation_table", field=table, regulation=self.number)
        return self.tables[table]

    def is_in_force(self, on_date: date) -> bool:
        """Say whether the edition applies on that day, both ends included."""
        return self.effective_from <= on_date and (
            self.effective_to is None or on_date <= self.effective_to
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RegulationBook:
    """All editions of all regulations. digest: SHA-256 (hex) of the texts it was read from."""

    regulations: tuple[Regulation, ...]
    digest: str

    def in_force(self, key: str, on_date: date) -> Regulation:
        """Return the newest edition of `key` in force on a day.

        Raises OutOfRange (`no_edition_in_force`) when none is, InputInvalid for an unknown key.
        """
        found = [r for r in self.editions(key) if r.is_in_force(on_date)]
        if not found:
            raise OutOfRange("no_edition_in_force", regulation=key, on=on_date.isoformat())
        return found[-1]

    def newest(self, key: str) -> Regulation:
        """Return the edition with the latest first day. Raises InputInvalid for an unknown key."""
        return self.editions(key)[-1]

    def editions(self, key: str) -> tuple[Regulation, ...]:
        """Return the editions of `key`, oldest first. Raises InputInvalid for an unknown key."""
        found = sorted(
            (r for r in self.regulations if r.key == key), key=lambda r: r.effective_from
        )
        if not found:
            raise InputInvalid("regulation_unknown", field="regulation", regulation=key)
        return tuple(found)


def parse_regulations(texts: Mapping[str, str]) -> RegulationBook:
    """Return the book of these TOML texts by file name.

    Raises InputInvalid naming the file for broken TOML, a missing mark or a missing column.
    """
    parsed = tuple(_parse_one(name, texts[name]) for name in sorted(texts))
    return RegulationBook(
        regulations=tuple(_with_borrowed_figures(r, parsed) for r in parsed),
        digest=_digest(texts),
    )


def load_book() -> RegulationBook:
    """Return the book shipped with the program."""
    names = resource_files.list_names(FOLDER, ".toml")
    return parse_regulations({name: resource_files.read_text(name) for name in names})


def _digest(texts: Mapping[str, str]) -> str:
    whole = hashlib.sha256()
    for name in sorted(texts):
        # The length between name and text keeps two files from passing for one.
        data = texts[name].replace("\r\n", "\n").encode()
        whole.update(f"{name}\0{len(data)}\0".encode() + data)
    return whole.hexdigest()


def _parse_one(name: str, text: str) -> Regulation:
    try:
        data = tomllib.loads(text)
        head = data["regulation"]
        number = head["number"]
        return Regulation(
            key=head["key"],
            number=number,
            title=Text(head["title"]["zh"], head["title"]["en"]),
            edition=head["edition"],
            effective_from=head["effective_from"],
            effective_to=head.get("effective_to"),
            clause=head["clause"],
            confirmation=Confirmation(head["confirmation"]),
            source=head["source"],
            figures={key: _row(number, row) for key, row in data.get("figure", {}).items()},
            tables={
                key: tuple(_row(number, row) for row in rows)
                for key, rows in data.get("table", {}).items()
            },
            figures_from=head.get("figures_from"),
        )
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError, AttributeError) as exc:
        raise InputInvalid("regulation_file", field=name, detail=str(exc)[:200]) from exc


def _row(number: str, row: Mapping[str, Any]) -> Row:
    for mark in _MARKS:
        if not str(row[mark]).strip():
            raise ValueError(mark)
    return Row(
        regulation=number,
        values={key: value for key, value in row.items() if key not in _MARKS},
        clause=row["clause"],
        confirmation=Confirmation(row["confirmation"]),
        source=row["source"],
    )


def _with_borrowed_figures(taker: Regulation, everything: tuple[Regulation, ...]) -> Regulation:
    givers = [r for r in everything if r.key == taker.figures_from and r is not taker]
    if not givers:
        return taker
    giver = max(givers, key=lambda r: r.effective_from)
    return replace(
        taker,
        figures={**{k: _borrowed(r, taker) for k, r in giver.figures.items()}, **taker.figures},
        tables={
            **{k: tuple(_borrowed(r, taker) for r in rows) for k, rows in giver.tables.items()},
            **taker.tables,
        },
    )


def _borrowed(row: Row, taker: Regulation) -> Row:
    """Return another edition's row as this one's, marked inferred: nobody read it here yet."""
    return replace(
        row,
        regulation=taker.number,
        confirmation=Confirmation.INFERRED,
        source=f"{row.regulation}: {row.source}",
    )
