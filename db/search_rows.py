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


INDEXERS: dict[str, IndexWords] = {"sqlite": _index_fts5}
"""The one piece that engines do differently, by `Work.dialect`."""
