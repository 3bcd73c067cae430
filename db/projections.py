"""What lists and searches read, each a function of the events; a replay gives the same rows.

No projection is ever written but through `Projections`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from db import tables
from db.case_rows import write_case
from db.driver_work import driver_work
from db.history import read_stream
from db.inspection_rows import (
    RENAMED_BY,
    apply_to_inspections,
    changes_rows,
    index_inspection,
    move,
)
from db.key_rows import apply_to_keys
from db.register_rows import write_entry
from db.unit_of_work import UnitOfWork
from db.work import Work
from inspector_app.domain.case import CASE_BODIES
from inspector_app.domain.events import Event
from inspector_app.domain.exceptions import EvidenceBroken
from inspector_app.evidence import chain
from inspector_app.sync.merge import REGISTER_BODIES

_CHUNK = 500
_MIXED = "SELECT stream_id FROM remote_events WHERE stream_id IN (SELECT stream_id FROM events)"
ReadStream = Callable[[str], Sequence[Event]]
FoldCase = Callable[[str, Sequence[Event], Work], None]


def project(
    events: Iterable[Event], work: Work, stream: ReadStream, *, fold_case: FoldCase | None = None
) -> None:
    """Take kept events in, in order. stream: gives all events of a stream in the office's order.

    A register entry is the fold of its stream, so each is written once, whatever follows here;
    an inspection is indexed once, after the last word of its name. fold_case: writes a case, as
    laptops do; the office keeps the events of cases and has no rows of them.
    """
    written: set[str] = set()
    moved: dict[str, str] = {}
    renamed: dict[str, None] = {}
    for event in events:
        kind = type(event.body)
        if kind in REGISTER_BODIES:
            if event.stream_id not in written:
                written.add(event.stream_id)
                write_entry(event.stream_id, stream(event.stream_id), work)
        elif kind in CASE_BODIES:
            if fold_case is not None and event.stream_id not in written:
                written.add(event.stream_id)
                fold_case(event.stream_id, stream(event.stream_id), work)
        elif changes_rows(kind):
            moved.pop(event.stream_id, None)
            apply_to_inspections(event.body, event, work)
            if kind in RENAMED_BY:
                renamed[event.stream_id] = None
        else:
            moved[event.stream_id] = event.recorded_at.isoformat()
    for stream_id, at in moved.items():
        move(stream_id, at, work)
    for stream_id in renamed:
        index_inspection(stream_id, work)


class Projections:
    """Keeps this laptop's derived tables in step with its log."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def apply(self, *events: Event) -> None:
        """Take events in, inside their own transaction. Unknown facts change nothing."""
        work: Work = self._work if len(events) == 1 else driver_work(self._work)
        project(events, work, lambda stream_id: read_stream(work, stream_id), fold_case=write_case)
        for event in events:
            apply_to_keys(event.body, event, work)

    def refold(self, stream_ids: Iterable[str]) -> None:
        """Write these entries and cases again: the order of their events has changed."""
        work = driver_work(self._work)
        for stream_id in stream_ids:
            events = read_stream(work, stream_id)
            write_entry(stream_id, events, work)
            write_case(stream_id, events, work)

    def rebuild(self) -> int:
        """Drop every row and replay the log in one transaction; return the count of events."""
        with self._work.transaction():
            self._clear()
            count = 0
            for events in self._in_order():
                self.apply(*events)
                count += len(events)
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
                "INSERT INTO facts_about_this_file (name, value) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                ("projections_version", str(tables.PROJECTIONS_VERSION)),
            )

    def _clear(self) -> None:
        for table in tables.PROJECTIONS:
            self._work.execute(f'DELETE FROM "{table.name}"')  # noqa: S608 - names of our own
        self._work.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")

    def _in_order(self) -> Iterator[list[Event]]:
        """Yield own events, then others', then the streams that both wrote in, in their order."""
        mixed = {row[0] for row in self._work.rows(_MIXED)}
        own = "SELECT device_seq, record FROM events WHERE device_seq > ? ORDER BY 1 LIMIT ?"
        other = "SELECT rowid, record FROM remote_events WHERE rowid > ? ORDER BY rowid LIMIT ?"
        for statement in (own, other):
            for events in self._chunks(statement):
                yield [event for event in events if event.stream_id not in mixed]
        for stream_id in sorted(mixed):
            yield list(read_stream(self._work, stream_id))

    def _chunks(self, statement: str) -> Iterator[list[Event]]:
        after = 0
        while rows := self._work.rows(statement, (after, _CHUNK)):
            after = rows[-1][0]
            yield [event for _, record in rows for event in readable(record)]


def readable(record: bytes) -> tuple[Event, ...]:
    """Return the event of a record, nothing for one that is kept but cannot be read."""
    try:
        return (chain.event_of(record),)
    except EvidenceBroken:
        return ()
