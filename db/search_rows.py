"""One searchable entry per premises, instrument, inspection and weight set."""

from __future__ import annotations

from collections.abc import Callable

from db import search_text
from db.work import Work

IndexWords = Callable[[Work, int, str], None]
"""Make `entry` found by these words (see `db.search_text`), instead of those it had."""


def index_entry(work: Work, what: str, key: str, title: str, detail: str, *fields: str) -> None:
    """Write the entry and its index; `fields` are what a search may match."""
    rows = work.rows(
        'INSERT INTO search_entries (what, "key", title, detail) VALUES (?, ?, ?, ?) '
        'ON CONFLICT (what, "key") DO UPDATE SET title = excluded.title, '
        "detail = excluded.detail RETURNING entry",
        (what, key, title, detail),
    )
    INDEXERS[work.dialect](work, rows[0][0], search_text.words(*fields))


def _index_fts5(work: Work, entry: int, words: str) -> None:
    # OR REPLACE is the only upsert that a virtual table knows.
    work.execute("INSERT OR REPLACE INTO search_index (rowid, words) VALUES (?, ?)", (entry, words))


def _index_tsvector(work: Work, entry: int, words: str) -> None:
    work.execute(
        "INSERT INTO search_index (entry, words) VALUES (?, CAST(? AS tsvector)) "
        "ON CONFLICT (entry) DO UPDATE SET words = excluded.words",
        (entry, _tsvector(words)),
    )


def _tsvector(words: str) -> str:
    """Return tokens with their positions, which no parser of PostgreSQL's gets to see."""
    tokens = words.split()[:_LAST_POSITION]
    return " ".join(f"'{token}':{position}" for position, token in enumerate(tokens, 1))


def _tsquery(text: str) -> str:
    parts = [phrase.split() for phrase in search_text.phrases(text)]
    return " & ".join(" <-> ".join(f"'{token}'" for token in part) for part in parts)


_LAST_POSITION = 16_383
"""Of a tsvector; names are never that long."""

INDEXERS: dict[str, IndexWords] = {"sqlite": _index_fts5, "postgresql": _index_tsvector}
"""The one piece that engines do differently, by `Work.dialect`, with SEARCHES."""

SEARCHES: dict[str, tuple[str, Callable[[str], str]]] = {
    "sqlite": (
        "SELECT rowid FROM search_index WHERE search_index MATCH ?",
        search_text.query,
    ),
    "postgresql": (
        "SELECT entry FROM search_index WHERE words @@ CAST(? AS tsquery)",
        _tsquery,
    ),
}
"""The statement whose rows are the entries found, and its parameter from what a person typed.

The parameter is '' where nothing searchable was typed; then there is nothing to ask.
"""
