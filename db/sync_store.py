"""The laptop's side of synchronising: queue, receipts, cursors. Implements the port `SyncStore`.

The queue is no table: it is the events without a receipt. Each method is one durable transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from db.blob_store import FolderBlobStore
from db.driver_work import driver_work
from db.event_log import LocalEventLog
from db.projections import Projections
from db.sync_pages import RECEIPT, PulledPages, receipt_row
from db.sync_views import ENROLMENT
from db.unit_of_work import UnitOfWork
from inspector_app.evidence import chain
from inspector_app.services.sync_ports import Enrolment, RecordState
from inspector_app.sync import batches
from inspector_app.sync.batches import Batch, Head
from inspector_app.sync.messages import PushAnswer

_OPENING = "office_opening"
"""Under which name the office's newest known start is kept among the facts about this file."""


class LocalSyncStore(PulledPages):
    """What the sync thread works on."""

    def __init__(
        self,
        work: UnitOfWork,
        log: LocalEventLog,
        projections: Projections,
        blobs: FolderBlobStore,
    ) -> None:
        super().__init__(work, log, projections)
        self._blobs = blobs

    # --- the office ------------------------------------------------------------------------

    def keep_enrolment(self, enrolment: Enrolment) -> None:
        """Keep it; another office than before forgets receipts and cursors, never events."""
        with self._work.transaction():
            known = self.enrolment()
            if known is not None and known.office_id != enrolment.office_id:
                self._work.execute("DELETE FROM receipts")
                self._work.execute("DELETE FROM cursors")
                self._work.execute("UPDATE blob_transfers SET stored = 0, problem = ''")
            self._work.execute(
                "INSERT INTO facts_about_this_file (name, value) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (ENROLMENT, msgspec.json.encode(enrolment).decode()),
            )

    def head(self) -> tuple[str, int, str]:
        """Return (device_id, device_seq, hash) of the newest link."""
        rows = self._work.rows(
            "SELECT device_seq, hash FROM events ORDER BY device_seq DESC LIMIT 1"
        )
        seq, tip = (rows[0][0], bytes(rows[0][1]).hex()) if rows else (0, chain.GENESIS)
        return self._log.device_id, seq, tip

    # --- up --------------------------------------------------------------------------------

    def next_batch(self, max_events: int, max_bytes: int) -> Batch | None:
        """Return the oldest events without a receipt, with a head signed at the last; or None."""
        with self._work.transaction():
            first = self._first_waiting()
            rows = self._work.rows(
                "SELECT device_seq, hash, record FROM events WHERE device_seq >= ? "
                "ORDER BY device_seq LIMIT ?",
                (first, max_events),
            )
            if not rows:
                return None
            sizes = [len(record) for _, _, record in rows]
            count = batches.within_limits(sizes, max_events=max_events, max_bytes=max_bytes)
            last_seq, last_hash, _ = rows[count - 1]
            signed = self._log.sign_link(last_seq, bytes(last_hash).hex())
        head = Head(
            device_id=signed.device_id,
            device_seq=signed.device_seq,
            hash=signed.hash,
            signature=signed.signature,
            signed_at=signed.signed_at,
        )
        records = tuple(bytes(record) for _, _, record in rows[:count])
        return Batch(head=head, first_seq=rows[0][0], records=records)

    def keep_answer(self, answer: PushAnswer) -> None:
        """Keep receipts. Raises EvidenceBroken(`checkpoint_not_genuine`) with nothing kept."""
        for checkpoint in answer.checkpoints:
            self.require_genuine(checkpoint)
        with self._work.transaction():
            _, newest, _ = self.head()
            known = [o for o in answer.outcomes if 1 <= o.device_seq <= newest]
            driver = driver_work(self._work)
            driver.many(RECEIPT, [receipt_row(o, answer.received_at) for o in known])
            self.refold_placed([o.device_seq for o in known])

    def forget_receipts_after(self, device_seq: int) -> int:
        """Queue again what an office restored from a backup lost; return how many events."""
        with self._work.transaction():
            lost = self._work.execute(
                "DELETE FROM receipts WHERE device_seq > ?", (device_seq,)
            ).rowcount
            if lost:
                self._work.execute("UPDATE blob_transfers SET stored = 0")
            return lost

    def meet_opening(self, opening: str) -> None:
        """Offer every file again once the office's server was started anew; '' asks nothing."""
        with self._work.transaction():
            rows = self._work.rows(
                "SELECT value FROM facts_about_this_file WHERE name = ?", (_OPENING,)
            )
            if not opening or (rows and rows[0][0] == opening):
                return
            self._work.execute(
                "INSERT INTO facts_about_this_file (name, value) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (_OPENING, opening),
            )
            self._work.execute("UPDATE blob_transfers SET stored = 0")

    def mark_blob(self, sha256: str, *, stored: bool, problem: str = "") -> None:
        """Note that the office has the file, or why it does not take it."""
        with self._work.transaction():
            self._work.execute(
                "UPDATE blob_transfers SET stored = ?, problem = ? WHERE sha256 = ?",
                (int(stored), problem, sha256),
            )

    def blob_path(self, sha256: str) -> Path:
        """Return where the file lies."""
        return self._blobs.path(sha256)

    def record_states(self, inspection_ids: Sequence[str]) -> dict[str, RecordState]:
        """Return how far each of some records has come.

        Of another laptop's record all files lying here, each checked, say that the office has
        them: they came from there.
        """
        with self._work.transaction():
            states = super().record_states(inspection_ids)
            for key, state in states.items():
                if state is RecordState.ACCEPTED and self._is_fetched(key):
                    states[key] = RecordState.COMPLETE
            return states

    # --- inside ----------------------------------------------------------------------------

    def _first_waiting(self) -> int:
        """Return the oldest link without a receipt; the one after the newest if all have one."""
        rows = self._work.rows(
            "SELECT coalesce(min(e.device_seq), 0) FROM events e WHERE e.device_seq > "
            "(SELECT coalesce(max(device_seq), 0) FROM receipts)"
        )
        newest = self._work.rows("SELECT coalesce(max(device_seq), 0) FROM events")
        return int(rows[0][0]) or int(newest[0][0]) + 1

    def _is_fetched(self, stream_id: str) -> bool:
        """Say whether a record that others alone wrote lies here with every file."""
        work = driver_work(self._work)
        if work.rows("SELECT 1 FROM events WHERE stream_id = ? LIMIT 1", (stream_id,)):
            return False
        rows = work.rows("SELECT record FROM remote_events WHERE stream_id = ?", (stream_id,))
        return all(
            self._blobs.path(blob.sha256).exists()
            for (record,) in rows
            for blob in chain.event_of(bytes(record)).blobs
        )
