"""Records as the office's signed-in pages read them: lists, one record whole, what was set aside.

Implemented in `db/office/record_lists.py`, by the same projections that laptops keep.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from inspector_app.domain.events import BlobReference, Event
from inspector_app.domain.inspection import Inspection, State
from inspector_app.domain.judgement import Outcome, Verdict


class Recheck(StrEnum):
    """What judging a concluded inspection again at the office gave."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNKNOWN_KIND = "unknown_kind"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordQuery:
    """Which records to list. scopes: divisions granted, None for all. text: as in the program.

    Empty strings and None ask nothing. on_from, on_until: inclusive days.
    """

    scopes: tuple[str, ...] | None
    text: str = ""
    kind: str = ""
    state: State | None = None
    outcome: Outcome | None = None
    recheck: Recheck | None = None
    device_id: str = ""
    on_from: date | None = None
    on_until: date | None = None
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """A record in a list. received_at: when its newest event was accepted.

    missing_files: named by its events, not here yet; 0 means the evidence is complete.
    """

    inspection_id: str
    number: str
    kind: str
    state: State
    outcome: Outcome | None
    recheck: Recheck
    premises_name: str
    instrument_name: str
    on: date
    scope: str
    device_id: str
    device_name: str
    received_at: datetime
    missing_files: int
    superseded_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailEntry:
    """One fact of a record's stream, in the office's order. seq: its place in the scope, None
    while what it depends on is missing. event: None where it was kept but cannot be read.
    """  # noqa: D205 - the summary needs two lines

    device_id: str
    device_name: str
    device_seq: int
    hash: str
    scope: str
    seq: int | None
    received_at: datetime
    event: Event | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFile:
    """A file that the record's events name, or the capture of a session that it holds readings of.

    stored: it lies at the office, checked.
    """

    blob: BlobReference
    name: str
    stored: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """A record whole. inspection: None where its events cannot be folded (a newer program).

    computed: the office's own verdict where it differs, else None.
    """

    row: RecordRow
    inspection: Inspection | None
    computed: Verdict | None
    trail: tuple[TrailEntry, ...]
    files: tuple[RecordFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """What was acknowledged but not believed, as it came. code: of `words.failures`."""

    entry_id: str
    device_id: str
    device_name: str
    device_seq: int
    hash: str
    code: str
    size: int
    received_at: datetime


class RecordLists(Protocol):
    """The read side of the signed-in pages. Blocking, thread-safe.

    After an upgrade the lists fill by themselves, oldest events first; they are short until then.
    """

    def count(self, query: RecordQuery) -> int:
        """Count the matches, whatever offset and limit say."""
        ...

    def list(self, query: RecordQuery) -> Sequence[RecordRow]:
        """Return a window of matches, newest inspection first."""
        ...

    def record(self, inspection_id: str, scopes: tuple[str, ...] | None) -> RecordView | None:
        """Return a record, None if unknown or outside the divisions."""
        ...

    def set_aside(self, limit: int = 100) -> Sequence[SetAside]:
        """Return the newest of what was set aside."""
        ...

    def held(self) -> int:
        """Count events that wait for what they depend on."""
        ...
