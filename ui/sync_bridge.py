"""Between the sync thread and the window: snapshots come in by one queued signal, wishes go out.

Nothing here waits: the network is the sync thread's and the pool's, the disk the storage thread's.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from inspector_app.adapters.sync_thread import Listener, SyncSnapshot
from inspector_app.services.sync_ports import (
    Enrolment,
    Queue,
    RecordState,
    ReviewTask,
    WaitingBlob,
    WaitingRecord,
)
from inspector_app.sync import addresses
from inspector_app.sync.machine import SyncState
from ui.task_runner import TaskRunner

MOST_LISTED = 1000
"""Rows that a person may scroll; what lies beyond is counted, and moves up as others go."""
AGAIN_MS = 1000
"""While files go one after the other, the list is asked for again this often at most."""


class SyncRunner(Protocol):
    """What the bridge uses of the sync thread."""

    def poke(self) -> None:
        """Say that new events wait."""
        ...

    def retry(self) -> None:
        """Run a round now."""
        ...

    def enrolled(self) -> None:
        """Say that the office changed."""
        ...

    def stop(self) -> bool:
        """End."""
        ...


class SyncLists(Protocol):
    """What the bridge uses of the store; see `SyncStore`."""

    def head(self) -> tuple[str, int, str]:
        """Return this laptop's identity and its newest link."""
        ...

    def enrolment(self) -> Enrolment | None:
        """Return the office."""
        ...

    def keep_enrolment(self, enrolment: Enrolment) -> None:
        """Keep it."""
        ...

    def waiting_records(self, limit: int = 200) -> Sequence[WaitingRecord]:
        """Return what waits."""
        ...

    def waiting_blobs(self, limit: int = 100) -> Sequence[WaitingBlob]:
        """Return files to send."""
        ...

    def review_tasks(self) -> Sequence[ReviewTask]:
        """Return open overlaps."""
        ...

    def record_states(self, inspection_ids: Sequence[str]) -> dict[str, RecordState]:
        """Return how far some records have come."""
        ...


class SyncDesk(Protocol):
    """What the bridge uses of the open laptop."""

    @property
    def sync_store(self) -> SyncLists:
        """Return queue, receipts and cursors."""
        ...

    def enrol(self, code: str, address: str = "", name: str = "") -> Enrolment:
        """Make this laptop the office's own. Blocking."""
        ...

    def start_sync(self, listener: Listener) -> SyncRunner:
        """Return the running thread."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncDetails:
    """What the sync page lists, the first `MOST_LISTED` of each. device_id: of this laptop."""

    device_id: str = ""
    enrolment: Enrolment | None = None
    records: tuple[WaitingRecord, ...] = ()
    blobs: tuple[WaitingBlob, ...] = ()
    tasks: tuple[ReviewTask, ...] = ()


class SyncBridge(QObject):
    """Signals: changed(SyncSnapshot); details_changed(SyncDetails); enrolled();
    enrol_refused(Exception); round_ended(): receipts or others' work may have come.
    Thread: every method belongs to the UI thread.
    """  # noqa: D205 - the signals are the summary

    changed = Signal(object)
    details_changed = Signal(object)
    enrolled = Signal()
    enrol_refused = Signal(object)
    round_ended = Signal()
    _arrived = Signal(object)

    def __init__(self, desk: SyncDesk, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, runner
        self._thread: SyncRunner | None = None
        self._pending = -1
        self.details = SyncDetails()
        nothing = Queue(events=0, blobs=0, blob_bytes=0, attention=0)
        self.snapshot = SyncSnapshot(state=SyncState(), queue=nothing)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.refresh)
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Start the sync thread and ask what is kept."""
        self._thread = self._desk.start_sync(self._arrived.emit)
        self.refresh()

    def close(self) -> None:
        """Stop the sync thread; what runs may be cut at any point."""
        if self._thread is not None:
            self._thread.stop()
            self._thread = None

    @property
    def lists(self) -> SyncLists:
        """Return the store, for work off the window's thread."""
        return self._desk.sync_store

    @property
    def public_page(self) -> str:
        """Return the office's public page, '' without an office. Any thread may ask."""
        enrolment = self.details.enrolment
        return enrolment.public_page if enrolment is not None else ""

    # --- wishes ----------------------------------------------------------------------------

    def note_pending(self, count: int) -> None:
        """Take the number of events without a receipt; more than before wakes the thread."""
        is_more = count > self._pending
        self._pending = count
        if is_more:
            self.poke()

    def poke(self) -> None:
        """Say that new events wait."""
        if self._thread is not None:
            self._thread.poke()

    def retry(self) -> None:
        """Run a round now, because a person asks."""
        if self._thread is not None:
            self._thread.retry()

    def enrol(self, code: str, address: str, name: str) -> None:
        """Join the office of this code; `enrolled` or `enrol_refused` follows."""
        self._tasks.run(
            lambda: self._desk.enrol(code, address, name),
            self._on_enrolled,
            self.enrol_refused.emit,
            storage=False,
        )

    def move_office(self, address: str, on_failure: Callable[[Exception], None]) -> None:
        """Try this address first from now on; the authority kept proves who answers."""
        store = self._desk.sync_store

        def work() -> None:
            known = store.enrolment()
            if known is not None:
                first = addresses.normalised(address)
                order = tuple(dict.fromkeys((first, *known.addresses)))[:8]
                store.keep_enrolment(dataclasses.replace(known, addresses=order))

        def done(_nothing: None) -> None:
            if self._thread is not None:
                self._thread.enrolled()
            self.refresh()

        self._tasks.run(work, done, on_failure)

    def refresh(self) -> None:
        """Ask again what waits; `details_changed` follows."""
        store = self._desk.sync_store

        def work() -> SyncDetails:
            return SyncDetails(
                device_id=store.head()[0],
                enrolment=store.enrolment(),
                records=tuple(store.waiting_records(MOST_LISTED)),
                blobs=tuple(store.waiting_blobs(MOST_LISTED)),
                tasks=tuple(store.review_tasks()),
            )

        self._tasks.run(work, self._on_details)

    def ask_states(
        self, ids: Sequence[str], then: Callable[[dict[str, RecordState]], None]
    ) -> None:
        """Ask how far these records have come, in one batch."""
        if ids:
            store = self._desk.sync_store
            self._tasks.run(lambda: store.record_states(tuple(ids)), then)

    # --- answers ---------------------------------------------------------------------------

    @Slot(object)
    def _on_arrived(self, snapshot: SyncSnapshot) -> None:
        ended = snapshot.result is not self.snapshot.result
        phase_before = self.snapshot.state.phase
        self.snapshot = snapshot
        self.changed.emit(snapshot)
        if ended or snapshot.state.phase is not phase_before:
            self.refresh()
        elif snapshot.file is not None and not self._again.isActive():
            self._again.start()
        if ended:
            self.round_ended.emit()

    def _on_enrolled(self, _enrolment: Enrolment) -> None:
        if self._thread is not None:
            self._thread.enrolled()
        self.refresh()
        self.enrolled.emit()

    def _on_details(self, details: SyncDetails) -> None:
        self.details = details
        self.details_changed.emit(details)
