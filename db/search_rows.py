"""One searchable entry per premises, instrument, inspection and weight set."""

from __future__ import annotations

from db import search_text
from db.unit_of_work import UnitOfWork


def index_entry(
    work: UnitOfWork, what: str, key: str, title: str, detail: str, *fields: str
) -> None:
    """Write the entry and its index; `fields` are what a search may match."""
    entry = work.execute(
        "INSERT INTO search_entries (what, key, title, detail) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (what, key) DO UPDATE SET title = excluded.title, detail = excluded.detail "
        "RETURNING entry",
        (what, key, title, detail),
    ).scalar_one()
    work.execute(
        "INSERT OR REPLACE INTO search_index (rowid, words) VALUES (?, ?)",
        (entry, search_text.words(*fields)),
    )
