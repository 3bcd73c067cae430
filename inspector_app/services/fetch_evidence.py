"""Fetch the files of a record from the office: photos, captures, signatures and the report.

Small files come first, each in pieces that are kept as they come: after a cut, a stop or a restart
it goes on where it was. A file counts only once its SHA-256 is the one the record names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from inspector_app.domain.events import BlobReference
from inspector_app.domain.exceptions import EvidenceBroken, InspectorError, OfficeRefused
from inspector_app.services.ports import EventLog

NOT_THE_FILE = frozenset({"device_revoked", "device_unknown", "session_expired", "not_enrolled"})
"""Refusals of the laptop: no other file would fare better."""


class PieceLink(Protocol):
    """What this asks of the network; see `OfficeLink` for what its methods raise."""

    def fetch_piece(self, sha256: str, start: int) -> tuple[bytes, int]:
        """Return at least one byte from `start` on, and the size of the whole file."""
        ...


class IncomingFiles(Protocol):
    """Where pieces are kept until the file is whole."""

    def is_here(self, sha256: str) -> bool:
        """Say whether the whole file lies here."""
        ...

    def held(self, sha256: str) -> int:
        """Return how many bytes came so far."""
        ...

    def add(self, sha256: str, start: int, piece: bytes) -> None:
        """Keep a piece that follows what is held. Raises StorageUnavailable."""
        ...

    def finish(self, sha256: str) -> None:
        """Check and keep the whole. Raises EvidenceBroken(`file_came_altered`)."""
        ...

    def forget(self, sha256: str) -> None:
        """Throw away what came of a file."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Bytes held of all bytes asked for, and the number of the file under way, from 1."""

    held: int
    total: int
    number: int
    count: int


@dataclass(slots=True)
class Fetched:
    """What came of it. problems: failure by SHA-256 of files that did not come."""

    count: int
    problems: dict[str, InspectorError]
    is_stopped: bool = False


def missing_files(
    log: EventLog, files: IncomingFiles, inspection_id: str
) -> tuple[BlobReference, ...]:
    """Return the files a record names that do not lie here, the smallest first, each once."""
    named = {blob.sha256: blob for event in log.stream(inspection_id) for blob in event.blobs}
    lacking = [blob for blob in named.values() if not files.is_here(blob.sha256)]
    return tuple(sorted(lacking, key=lambda blob: (blob.size, blob.sha256)))


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchEvidence:
    """The use case; blocking, called off the window's thread."""

    link: PieceLink
    files: IncomingFiles

    def __call__(
        self,
        wanted: Sequence[BlobReference],
        on_progress: Callable[[Progress], None] = lambda _progress: None,
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> Fetched:
        """Fetch these. What is wrong with one file never stops the others; it is in `problems`.

        Raises OfficeUnreachable, OfficeNotTrusted, OfficeRefused (of the laptop) and
        StorageUnavailable; what came until then is kept and not asked for again.
        """
        result = Fetched(0, {})
        total, before = sum(blob.size for blob in wanted), 0
        for number, blob in enumerate(wanted, 1):

            def tell(held: int, number: int = number, before: int = before) -> None:
                at = Progress(held=before + held, total=total, number=number, count=len(wanted))
                on_progress(at)

            try:
                result.is_stopped = not self._fetch(blob, tell, is_stopped)
            except EvidenceBroken as failure:
                result.problems[blob.sha256] = failure
            except OfficeRefused as failure:
                if failure.retry_after or failure.code in NOT_THE_FILE:
                    raise
                result.problems[blob.sha256] = failure
            if result.is_stopped:
                return result
            before += blob.size
            result.count += blob.sha256 not in result.problems
        return result

    def _fetch(
        self, blob: BlobReference, tell: Callable[[int], None], is_stopped: Callable[[], bool]
    ) -> bool:
        """Fetch one file; False when a person stopped it."""
        held = self.files.held(blob.sha256)
        while held < blob.size:
            if is_stopped():
                return False
            tell(held)
            piece, size = self.link.fetch_piece(blob.sha256, held)
            if size != blob.size or held + len(piece) > size or not piece:
                # Whatever this is, its hash cannot be the one that the record names.
                self.files.forget(blob.sha256)
                raise EvidenceBroken("file_came_altered", sha256=blob.sha256)
            self.files.add(blob.sha256, held, piece)
            held += len(piece)
        tell(held)
        self.files.finish(blob.sha256)
        return True
