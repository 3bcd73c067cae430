"""The reader behind the intake: follows each scope by its seq, and notes and lists what it meets.

Everything that takes thought (decoding, folding, judging) happens before the transaction that
writes, so that a push never waits for it; the cursor, compared again there, keeps it to once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from db.office import alarms, listing, notes, tables
from db.office.entries import COLUMNS, Entry, entry_of
from db.office.work import OfficeWork, Transaction
from inspector_app.packages.shelf import RuleShelf
from inspector_app.services.ports import IdSource

_READERS = 0x48500003
"""The lock that one reader holds while it writes: two would meet at shared register entries."""
_VERSION = "lists_version"


class _Cursor(NamedTuple):
    """How far a scope was read. seq: notes; listed: lists, behind while they are filled anew."""

    seq: int
    listed: int


class _Page(NamedTuple):
    """What comes next. fresh: never noted before; otherwise it is only listed again."""

    cursor: _Cursor
    fresh: bool
    entries: Sequence[Entry]
    notes: Sequence[notes.Note]


class OfficeReader:
    """Keeps up what the pages read; one worker at a time, however many processes there are."""

    def __init__(self, work: OfficeWork, *, shelf: Callable[[], RuleShelf], ids: IdSource) -> None:
        self._work, self._shelf, self._ids = work, shelf, ids

    def require_current_lists(self) -> None:
        """Have the lists filled anew from the first event where an older program filled them."""
        with self._work.writing() as t:
            t.beside_others(_READERS, alone=True)
            rows = t.rows("SELECT value FROM facts WHERE name = ?", (_VERSION,))
            if rows and int(rows[0][0]) >= tables.LISTS_VERSION:
                return
            listing.clear(t)
            t.execute("UPDATE projected SET listed = 0")
            t.execute(
                "INSERT INTO facts (name, value) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (_VERSION, str(tables.LISTS_VERSION)),
            )

    def catch_up(self, now: datetime, limit: int) -> int:
        """Read the next events of every scope; return how many."""
        return sum(self._read_on(scope, now, limit) for scope in self._behind())

    def _behind(self) -> list[str]:
        with self._work.reading() as t:
            rows = t.rows(
                "SELECT s.scope FROM scopes s LEFT JOIN projected p ON p.scope = s.scope "
                "WHERE s.head > coalesce(p.listed, 0) ORDER BY s.scope"
            )
        return [scope for (scope,) in rows]

    def _read_on(self, scope: str, now: datetime, limit: int) -> int:
        shelf = self._shelf()
        with self._work.reading() as t:
            page = _page(t, scope, limit, shelf)
        with self._work.writing() as t:
            t.beside_others(_READERS, alone=True)
            if _locked(t, scope) != page.cursor:
                return 0
            failed = self._note(t, page, now)
            self._list(t, page, failed, now)
            _move(t, scope, page)
        return len(page.entries)

    def _note(self, t: Transaction, page: _Page, now: datetime) -> set[str]:
        """Write the notes down; return the event ids of those that could not be understood."""
        failed: set[str] = set()
        for entry, note in zip(page.entries, page.notes, strict=page.fresh):
            failure = note.failure or (t.attempt(note.keep) if note.statements else None)
            if failure is not None:
                failed.add(entry.event_id)
                self._tell(t, entry, failure, now)
            elif note.alarm is not None:
                code, said = note.alarm
                alarms.raise_alarm(t, self._ids, code, said, entry.device_id, now)
        return failed

    def _list(self, t: Transaction, page: _Page, failed: set[str], now: datetime) -> None:
        if page.fresh and page.cursor.listed < page.cursor.seq:
            return  # the lists are being filled anew and come to these later
        for entry, failure in listing.take(t, page.entries):
            # Alarms are for what is new: filling the lists anew must not raise them again.
            if page.fresh and entry.event_id not in failed:
                self._tell(t, entry, failure, now)

    def _tell(self, t: Transaction, entry: Entry, failure: Exception, now: datetime) -> None:
        said = {"why": str(failure)[:200].replace("\0", " "), "hash": entry.hash}
        alarms.raise_alarm(t, self._ids, "projection_failed", said, "", now)


def _page(t: Transaction, scope: str, limit: int, shelf: RuleShelf) -> _Page:
    """Return the next page: what was never read comes before what is only listed again."""
    cursor = _cursor(t, scope)
    found = _entries(t, scope, cursor.seq, limit)
    if found:
        said = [notes.note_of(t, entry, shelf) for entry in found]
        return _Page(cursor, True, found, said)
    return _Page(cursor, False, _entries(t, scope, cursor.listed, limit), ())


def _entries(t: Transaction, scope: str, after: int, limit: int) -> list[Entry]:
    rows = t.rows(
        f"SELECT {COLUMNS} FROM events WHERE scope = ? AND seq > ? ORDER BY seq LIMIT ?",  # noqa: S608 - own
        (scope, after, limit),
    )
    return [entry_of(row) for row in rows]


def _cursor(t: Transaction, scope: str, lock: str = "") -> _Cursor:
    rows = t.rows("SELECT seq, listed FROM projected WHERE scope = ?" + lock, (scope,))  # noqa: S608 - own
    return _Cursor(*rows[0]) if rows else _Cursor(0, 0)


def _locked(t: Transaction, scope: str) -> _Cursor:
    """Return how far a scope was read, held until the commit."""
    t.execute(
        "INSERT INTO projected (scope, seq) VALUES (?, 0) ON CONFLICT (scope) DO NOTHING", (scope,)
    )
    return _cursor(t, scope, t.for_update)


def _move(t: Transaction, scope: str, page: _Page) -> None:
    if not page.entries:
        return
    last = page.entries[-1].seq
    seq, listed = page.cursor
    is_listed = not page.fresh or seq == listed
    moved = _Cursor(max(seq, last or 0), (last or 0) if is_listed else listed)
    t.execute("UPDATE projected SET seq = ?, listed = ? WHERE scope = ?", (*moved, scope))
