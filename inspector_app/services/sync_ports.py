"""What synchronising asks of the laptop's disk and of the network. See `sync.messages`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from inspector_app.sync.batches import Batch
from inspector_app.sync.messages import (
    Checkpoint,
    Cursor,
    EnrolAnswer,
    EnrolBegin,
    EnrolOffer,
    EnrolRequest,
    HelloAnswer,
    HelloRequest,
    NumberBlocksAsked,
    NumberBlocksGranted,
    PullPage,
    PushAnswer,
    ScopeHead,
)


class RecordState(StrEnum):
    """How far a record has come; each state includes those before it.

    LOCAL: an event of it has no receipt. SENT: every event has one, but the office holds or has
    set aside some. ACCEPTED: every event has its place in a scope. COMPLETE: and every file of it
    (photos, captures, PDF) lies at the office, checked by its SHA-256.
    """

    LOCAL = "local"
    SENT = "sent"
    ACCEPTED = "accepted"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """What binds this laptop to its office. authority: CA PEM. office_key: 32 raw bytes.

    addresses: where to try, best first; any may be edited, the authority proves who answers.
    device_name: what this laptop called itself. enrolled_at: by its own clock, None if it was
    enrolled before this was kept. Both are for people only.
    """

    office_id: str
    office_name: str
    office_key: bytes
    authority: str
    certificate: str
    scopes: tuple[str, ...]
    home_scope: str
    addresses: tuple[str, ...]
    public_page: str
    device_name: str = ""
    enrolled_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What waits. attention: items a person must look at (set aside, refused files, overlaps)."""

    events: int
    blobs: int
    blob_bytes: int
    attention: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingBlob:
    """A file not yet known to lie at the office. problem: a failure code, '' for none yet.

    name: caption or file name for people. inspection_id: '' for files of no inspection.
    """

    sha256: str
    size: int
    role: str
    name: str
    inspection_id: str
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOnItsWay:
    """A file that is being sent. held: bytes that the office confirmed, of `size`."""

    sha256: str
    held: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRecord:
    """A record (or register entry, or device matter) with events that wait or need a person.

    what: `inspection`, `premises`, `instrument`, `weight_set`, `person`, `device`. events: how
    many wait. problem: code of the worst outcome among them, '' when they merely wait.
    """

    what: str
    key: str
    title: str
    events: int
    since: datetime
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One side of an overlap: the value, who wrote it where and when."""

    event_id: str
    value: str
    device_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTask:
    """Two edits of one field, neither of which had seen the other. Both values are kept.

    what: `premises` or `instrument`. edits: in the office's order, the provisional winner last.
    """

    task_id: str
    what: str
    key: str
    title: str
    field: str
    edits: tuple[Edit, ...]


class SyncStore(Protocol):
    """The laptop's side: queue, receipts, cursors. Every method is one durable transaction."""

    def enrolment(self) -> Enrolment | None:
        """Return the office this laptop belongs to, or None."""
        ...

    def keep_enrolment(self, enrolment: Enrolment) -> None:
        """Keep it; another office than before forgets receipts and cursors, never events."""
        ...

    def queue(self) -> Queue:
        """Count what waits."""
        ...

    def head(self) -> tuple[str, int, str]:
        """Return (device_id, device_seq, hash) of the newest link."""
        ...

    def next_batch(self, max_events: int, max_bytes: int) -> Batch | None:
        """Return the oldest events without a receipt, with a head signed at the last; or None."""
        ...

    def keep_answer(self, answer: PushAnswer) -> None:
        """Keep receipts. Raises EvidenceBroken(`checkpoint_not_genuine`) with nothing kept."""
        ...

    def forget_receipts_after(self, device_seq: int) -> int:
        """Queue again what an office restored from a backup lost; return how many events."""
        ...

    def meet_opening(self, opening: str) -> None:
        """Offer every file again once the office's server was started anew; '' asks nothing.

        An office restored from a backup may know all events of a laptop and yet not their files.
        """
        ...

    def cursor(self, scope: str) -> Cursor:
        """Return how far a scope was applied; epoch 0 and seq 0 at first."""
        ...

    def apply_page(self, page: PullPage) -> int:
        """Apply events, move cursor and frontier, give receipts to own events; return new ones.

        Raises EvidenceBroken(`office_history_differs`, scope=...) with nothing kept when the
        checkpoint does not match the frontier or the page does not follow the cursor.
        """
        ...

    def reset_scope(self, scope: str, epoch: int) -> None:
        """Start a scope again at 0 in a new epoch; events here are met again, not doubled."""
        ...

    def last_checkpoint(self, scope: str) -> Checkpoint | None:
        """Return the newest genuine checkpoint of a scope."""
        ...

    def waiting_blobs(self, limit: int = 100) -> Sequence[WaitingBlob]:
        """Return files to send: small ones (200 kB) first, then each record's in turn."""
        ...

    def mark_blob(self, sha256: str, *, stored: bool, problem: str = "") -> None:
        """Note that the office has the file, or why it does not take it."""
        ...

    def blob_path(self, sha256: str) -> Path:
        """Return where the file lies."""
        ...

    def waiting_records(self, limit: int = 200) -> Sequence[WaitingRecord]:
        """Return what waits or needs a person, those that need one first."""
        ...

    def review_tasks(self) -> Sequence[ReviewTask]:
        """Return open overlaps."""
        ...

    def record_state(self, inspection_id: str) -> RecordState:
        """Return how far a record has come."""
        ...

    def record_states(self, inspection_ids: Sequence[str]) -> dict[str, RecordState]:
        """Return how far each of some records has come."""
        ...


class OfficeLink(Protocol):
    """The network. Blocking; called on the sync thread only.

    Every method raises OfficeUnreachable (retry later), OfficeRefused (its code says why) or
    OfficeNotTrusted (certificate of another authority, expired).
    """

    def hello(self, request: HelloRequest) -> HelloAnswer:
        """Present the device; the link keeps the session for the requests that follow."""
        ...

    def push(self, batch: Batch) -> PushAnswer:
        """Send a batch. OfficeRefused(`chain_broken`, device_seq=...) asks for a smaller one."""
        ...

    def pull(self, cursor: Cursor) -> PullPage:
        """Ask for the events after a cursor."""
        ...

    def wanted(self, sha256: Sequence[str]) -> tuple[str, ...]:
        """Return those of some files that the office lacks."""
        ...

    def send_blob(
        self, sha256: str, file: Path, on_progress: Callable[[int], None] | None = None
    ) -> None:
        """Send a file, resuming where a cut left off. on_progress: bytes the office holds."""
        ...

    def fetch_blob(self, sha256: str) -> bytes:
        """Return a file of a readable record, its hash checked."""
        ...

    def fetch_piece(self, sha256: str, start: int) -> tuple[bytes, int]:
        """Return at least one byte of a readable record's file from `start`, and its whole size.

        Not checked: the hash is that of the whole file.
        """
        ...

    def diverged(self, checkpoint: Checkpoint) -> ScopeHead:
        """Show the office its own word that its tree no longer matches; return the new epoch."""
        ...

    def number_blocks(self, asked: NumberBlocksAsked) -> NumberBlocksGranted:
        """Ask for blocks of document numbers; an office of an older release grants none."""
        ...

    def package(self, known: str) -> bytes | None:
        """Return the newest package of rules for this laptop; None where that is the known one.

        known: SHA-256 of a file. What comes is not proved; who installs it does that.
        """
        ...

    def close(self) -> None:
        """Give the connections back."""
        ...


class EnrolmentLink(Protocol):
    """The first meeting, before any authority is known."""

    def begin(self, address: str, request: EnrolBegin) -> EnrolOffer:
        """Ask over unauthenticated TLS; what comes back must prove itself."""
        ...

    def enrol(self, address: str, authority: str, request: EnrolRequest) -> EnrolAnswer:
        """Ask over TLS pinned to the proven authority."""
        ...
