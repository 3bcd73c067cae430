"""What lists and searches read, each a function of the event; a replay gives the same rows.

No projection is ever written but through `Projections.apply`.
"""

from __future__ import annotations

from collections.abc import Iterator

from db import tables
from db.inspection_rows import apply_to_inspections
from db.register_rows import apply_to_registers
from db.unit_of_work import UnitOfWork
from inspector_app.domain.events import Event
from inspector_app.evidence import chain

_CHUNK = 500


class Projections:
    """Keeps the derived tables in step with the log."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def apply(self, event: Event) -> None:
        """Take one event in, inside its own transaction. Unknown facts change nothing."""
        apply_to_inspections(event.body, event, self._work)
        apply_to_registers(event.body, event, self._work)

    def rebuild(self) -> int:
        """Drop every row and replay the log in one transaction; return the count of events."""
        with self._work.transaction():
            self._clear()
            count = 0
            for event in self._all_events():
                self.apply(event)
                count += 1
            return count

    def is_current(self) -> bool:
        """Say whether this program's projections wrote the rows."""
        rows = self._work.rows(
            "SELECT value FROM facts_about_this_file WHERE name = 'projections_version'"
        )
        return bool(rows) and rows[0][0] == str(tables.PROJECTIONS_VERSION)

    def mark_current(self) -> None:
        """Note that the rows are of this program's version."""
        with self._work.transaction():
            self._work.execute(
                "INSERT OR REPLACE INTO facts_about_this_file (name, value) VALUES (?, ?)",
                ("projections_version", str(tables.PROJECTIONS_VERSION)),
            )

    def _clear(self) -> None:
        for table in tables.PROJECTIONS:
            self._work.execute(f'DELETE FROM "{table.name}"')  # noqa: S608 - names of our own
        self._work.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")

    def _all_events(self) -> Iterator[Event]:
        after = 0
        while True:
            rows = self._work.rows(
                "SELECT device_seq, record FROM events WHERE device_seq > ? "
                "ORDER BY device_seq LIMIT ?",
                (after, _CHUNK),
            )
            if not rows:
                return
            for after, record in rows:  # noqa: B007 - the last one is where the next chunk begins
                yield chain.event_of(record)
