"""One fetch of a record's files: run on one thread, stopped from another. No Qt here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from inspector_app.domain.events import BlobReference
from inspector_app.domain.exceptions import OfficeRefused
from inspector_app.services.fetch_evidence import Fetched, FetchEvidence, IncomingFiles, Progress
from inspector_app.services.sync_ports import Enrolment, OfficeLink, SyncStore


class Fetching:
    """Has a line of its own to the office: a long upload of the sync thread does not hold it up."""

    def __init__(
        self,
        make_link: Callable[[Enrolment], OfficeLink],
        store: SyncStore,
        files: IncomingFiles,
        wanted: Sequence[BlobReference],
    ) -> None:
        self._make_link, self._store, self._files = make_link, store, files
        self._wanted = tuple(wanted)
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._link: OfficeLink | None = None

    def run(self, on_progress: Callable[[Progress], None]) -> Fetched:
        """Fetch; blocking. Raises as `FetchEvidence`, and OfficeRefused(`not_enrolled`).

        on_progress: called on this thread. A stop in the middle of a request ends in a result
        with `is_stopped`, never in a failure.
        """
        enrolment = self._store.enrolment()
        if enrolment is None:
            raise OfficeRefused("not_enrolled")
        link = self._make_link(enrolment)
        with self._lock:
            self._link = link
        try:
            case = FetchEvidence(link=link, files=self._files)
            return case(self._wanted, on_progress, self._stopped.is_set)
        except Exception:
            if self._stopped.is_set():
                return Fetched(0, {}, is_stopped=True)
            raise
        finally:
            with self._lock:
                self._link = None
            link.close()

    def stop(self) -> None:
        """End it, also in the middle of a request; what came is kept. Any thread may call it."""
        self._stopped.set()
        with self._lock:
            link = self._link
        if link is not None:
            link.close()
