"""The regulation tables as values: editions with their dates, rows with clause and confirmation.

Pure: texts in, book out. `load_book` is the one helper that reads the shipped files.
"""

from __future__ import annotations

import hashlib
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from inspector_app import resource_files
from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.domain.judgement import Citation, Confirmation, EditionUsed
from inspector_app.domain.quantities import exact_decimal
from inspector_app.domain.text import Text

FOLDER = "regulations"
_MARKS = ("clause", "confirmation", "source")


class Standing(StrEnum):
    """What an edition is on a day."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    REPLACED = "replaced"


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
        """Return the row's key and its other names (`also`), lower case.

        A name of several words is known with spaces and hyphens too: `live_fish`, `live fish`.
        """
        also = self.values.get("also", [])
        known = (str(word).casefold() for word in (self._get(name), *also))
        return frozenset(word.replace("_", gap) for word in known for gap in "_ -")

    def is_called(self, name: str, wanted: str) -> bool:
        """Say whether `wanted` is one of the row's names: case, width, spaces and signs apart."""
        return bare_name(wanted) in {bare_name(known) for known in self.names(name)}

    def _get(self, name: str) -> Any:
        if name not in self.values:
            raise InputInvalid("regulation_row", field=name, regulation=self.regulation)
        return self.values[name]


def first_row(fitting: Iterable[Row]) -> Row:
    """Return the first of the rows that fit.

    Raises InputInvalid(`regulation_no_row`) for none: the shipped tables have one for every case,
    but a package may have changed what the others were found by.
    """
    for row in fitting:
        return row
    raise InputInvalid("regulation_no_row", field="regulation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A worked example: a rule of the evaluate command, its inputs, the results that it must give.

    lines: the arithmetic by hand, language-neutral. source: where it was worked out.
    """

    rule: str
    inputs: Mapping[str, Any]
    expected: Mapping[str, Any]
    source: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulation:
    """One edition of a regulation with its figures and tables.

    key: stable across editions, e.g. `jjg_539`. number: as cited, e.g. `JJG 539-2016`.
    effective_from: first day in force; effective_to: last day, None while it has no end.
    figures_from: key of the regulation whose figures stand in while this one's were not read; its
    own key means its other editions. lender: the edition that they were taken from. replaces: key
    of the regulation that its instruments were judged by before. digest: SHA-256 (hex) of its file.
    no_example: why there is no worked example, in words; None where there is one.
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
    lender: EditionUsed | None = None
    replaces: str | None = None
    digest: str = ""
    examples: tuple[Example, ...] = ()
    no_example: Text | None = None

    @property
    def used(self) -> EditionUsed:
        """Return what a verdict keeps of the edition."""
        return EditionUsed(key=self.key, number=self.number, digest=self.digest)

    def is_named(self, name: str) -> bool:
        """Say whether a person means this edition: by number, edition, or the year it ends with."""
        wanted = _squeezed(name)
        names = {_squeezed(self.number), _squeezed(self.edition)}
        return wanted in names or any(n.endswith((f"-{wanted}", f"/{wanted}")) for n in names)

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

    def standing(self, on_date: date) -> Standing:
        """Return whether the edition is in force on a day, not yet, or no longer."""
        if on_date < self.effective_from:
            return Standing.NOT_YET
        return Standing.IN_FORCE if self.is_in_force(on_date) else Standing.REPLACED


@dataclass(slots=True)
class Notes:
    """What a book was asked for while one thing was judged; filled by `RegulationBook.noting`.

    given: the editions answered with, in the order asked. keys: all regulations asked for an
    edition of a day, also those that had none. looked_up: those asked for their newest edition.
    """

    given: dict[tuple[str, str], Regulation] = field(default_factory=dict)
    keys: dict[str, None] = field(default_factory=dict)
    looked_up: dict[str, None] = field(default_factory=dict)

    @property
    def editions(self) -> tuple[EditionUsed, ...]:
        """Return the editions, each followed by the one that it borrowed figures from."""
        found: dict[tuple[str, str], EditionUsed] = {}
        for rules in self.given.values():
            for used in filter(None, (rules.used, rules.lender)):
                found.setdefault((used.key, used.number), used)
        return tuple(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class RegulationBook:
    """All editions of all regulations. digest: SHA-256 (hex) of the texts it was read from.

    pins: editions chosen whatever the day, by key (`pinned`). notes: where to write down what is
    asked for (`noting`). origin: the book that a noting one was made from.
    """

    regulations: tuple[Regulation, ...]
    digest: str
    pins: Mapping[str, Regulation] = field(default_factory=dict)
    notes: Notes | None = field(default=None, compare=False, repr=False)
    origin: RegulationBook | None = field(default=None, compare=False, repr=False)
    _by_key: dict[str, tuple[Regulation, ...]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def __post_init__(self) -> None:
        # Looked up thousands of times a second while judging: sorted once, here.
        ordered = sorted(self.regulations, key=lambda r: r.effective_from)
        for rules in ordered:
            self._by_key[rules.key] = (*self._by_key.get(rules.key, ()), rules)

    @property
    def plain(self) -> RegulationBook:
        """Return the book that notes nothing: the same object for every judgement by it."""
        return self if self.origin is None else self.origin

    def note(self, asked: Notes) -> None:
        """Write down what was asked earlier, for an answer that is remembered."""
        if self.notes is not None:
            for key, given in asked.given.items():
                self.notes.given.setdefault(key, given)
            self.notes.keys |= asked.keys
            self.notes.looked_up |= asked.looked_up

    def in_force(self, key: str, on_date: date) -> Regulation:
        """Return the newest edition of `key` in force on a day, or the pinned one.

        Raises OutOfRange (`no_edition_in_force`) when none is, InputInvalid for an unknown key.
        """
        found = self.held(key, on_date)
        if found is None:
            raise OutOfRange("no_edition_in_force", regulation=key, on=on_date.isoformat())
        return found

    def held(self, key: str, on_date: date) -> Regulation | None:
        """Return what `in_force` does, None for a day without an edition.

        Raises InputInvalid for an unknown key.
        """
        found = self.pins.get(key)
        if found is None:
            editions = reversed(self.editions(key))
            found = next((r for r in editions if r.is_in_force(on_date)), None)
        if self.notes is not None:
            self.notes.keys[key] = None
            if found is not None:
                self.notes.given.setdefault((key, found.number), found)
        return found

    def newest(self, key: str) -> Regulation:
        """Return the edition with the latest first day. Raises InputInvalid for an unknown key."""
        if self.notes is not None:
            self.notes.looked_up[key] = None
        return self.editions(key)[-1]

    def editions(self, key: str) -> tuple[Regulation, ...]:
        """Return the editions of `key`, oldest first. Raises InputInvalid for an unknown key."""
        found = self._by_key.get(key)
        if found is None:
            raise InputInvalid("regulation_unknown", field="regulation", regulation=key)
        return found

    def edition(self, key: str, name: str) -> Regulation:
        """Return the edition of this number, edition or year. Raises InputInvalid otherwise."""
        found = next((r for r in reversed(self.editions(key)) if r.is_named(name)), None)
        if found is None:
            raise InputInvalid("edition_unknown", field="edition", value=name[:40])
        return found

    def pinned(self, key: str, name: str) -> RegulationBook:
        """Return the same book, in which this edition of `key` is in force on every day.

        name: its number, edition or year. Raises InputInvalid for an edition not held.
        """
        return replace(self, pins={**self.pins, key: self.edition(key, name)}, origin=None)

    def noting(self) -> tuple[RegulationBook, Notes]:
        """Return the same book writing down what it is asked for, and the notes."""
        notes = Notes()
        return replace(self, notes=notes, origin=self.plain), notes


def parse_regulations(texts: Mapping[str, str]) -> RegulationBook:
    """Return the book of these TOML texts by file name.

    Raises InputInvalid naming the file for broken TOML, a missing mark or a missing column.
    """
    return assembled(parse_editions(texts), digest_of(texts))


def parse_editions(texts: Mapping[str, str]) -> tuple[Regulation, ...]:
    """Return each text's edition with its own figures only; see `assembled`."""
    return tuple(_parse_one(name, texts[name]) for name in sorted(texts))


def assembled(editions: tuple[Regulation, ...], digest: str) -> RegulationBook:
    """Return the book of these editions, figures borrowed where an edition names another's."""
    borrowed = tuple(_with_borrowed_figures(r, editions) for r in editions)
    return RegulationBook(regulations=borrowed, digest=digest)


def shipped_texts() -> dict[str, str]:
    """Return the texts shipped with the program by file name."""
    names = resource_files.list_names(FOLDER, ".toml")
    return {name: resource_files.read_text(name) for name in names}


@cache
def load_book() -> RegulationBook:
    """Return the book shipped with the program, read once: it does not change while it runs."""
    return parse_regulations(shipped_texts())


def _digest_of(text: str) -> str:
    return hashlib.sha256(_plain(text)).hexdigest()


def _plain(text: str) -> bytes:
    """Return a text's bytes, the same on every system."""
    return text.replace("\r\n", "\n").encode()


def digest_of(texts: Mapping[str, str]) -> str:
    """Return the SHA-256 (hex) over names and texts."""
    whole = hashlib.sha256()
    for name in sorted(texts):
        # The length between name and text keeps two files from passing for one.
        data = _plain(texts[name])
        whole.update(f"{name}\0{len(data)}\0".encode() + data)
    return whole.hexdigest()


def _squeezed(name: str) -> str:
    return "".join(name.split()).casefold()


def _parse_one(name: str, text: str) -> Regulation:
    try:
        data = tomllib.loads(text)
        head = data["regulation"]
        number = head["number"]
        return Regulation(
            key=head["key"],
            number=number,
            title=_text(head["title"]),
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
            replaces=head.get("replaces"),
            digest=_digest_of(text),
            examples=tuple(_example(one) for one in data.get("example", ())),
            no_example=_text(head["no_example"]) if "no_example" in head else None,
        )
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError, AttributeError) as exc:
        raise InputInvalid("regulation_file", field=name, detail=str(exc)[:200]) from exc


def _text(words: Mapping[str, str]) -> Text:
    return Text(words["zh"], words["en"])


def _example(data: Mapping[str, Any]) -> Example:
    if not str(data["source"]).strip():
        raise ValueError("source")
    return Example(
        rule=data["rule"],
        inputs=data["inputs"],
        expected=data["expected"],
        source=data["source"],
        lines=tuple(data.get("lines", ())),
    )


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
        lender=giver.used,
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
