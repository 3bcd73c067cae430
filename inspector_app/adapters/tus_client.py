"""Sends a file by tus 1.0.0: in pieces, resumed where a cut left off, checked as a whole."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable, Mapping
from io import BufferedReader
from pathlib import Path
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from inspector_app.adapters.office_channel import Reply
from inspector_app.domain.exceptions import (
    EvidenceBroken,
    InspectorError,
    OfficeRefused,
    OfficeUnreachable,
)
from inspector_app.services.ports import Clock

UPLOADS = "/v1/uploads/"
FIRST_PIECE = 1024 * 1024
SMALLEST_PIECE = 256 * 1024
LARGEST_PIECE = 8 * 1024 * 1024
QUICK_NS = 10**9
"""A piece that went in less than a second may be followed by one twice as large."""
_TRIES_WITHOUT_PROGRESS = 3
_CREATED, _NO_CONTENT, _OK = 201, 204, 200
_NOT_FOUND, _CONFLICT, _LOCKED = 404, 409, 423
_GONE = frozenset({403, 404, 410})
_VERSION = {"Tus-Resumable": "1.0.0"}


class Exchange(Protocol):
    """How the client asks, with the session already in it. Raises as `OfficeLink`."""

    def __call__(
        self, method: str, path: str, *, content: bytes = b"", headers: Mapping[str, str]
    ) -> Reply:
        """Return the answer, whatever its status."""
        ...


class TusClient:
    """Uploads of one office. Remembers what was begun, so that a later round goes on with it."""

    def __init__(
        self,
        exchange: Exchange,
        refusal: Callable[[Reply], InspectorError],
        clock: Clock,
        *,
        is_stored: Callable[[str], bool],
    ) -> None:
        self._exchange = exchange
        self._refusal = refusal
        self._clock = clock
        self._is_stored = is_stored
        self._begun: dict[str, str] = {}
        self._piece = FIRST_PIECE

    def send(
        self, sha256: str, path: Path, on_progress: Callable[[int], None] | None = None
    ) -> None:
        """Send a file whole. on_progress: bytes that the office holds.

        Raises FileNotFoundError, EvidenceBroken(`blob_altered`) before anything is sent, and
        OfficeRefused, OfficeUnreachable, OfficeNotTrusted.
        """
        with path.open("rb") as file:
            size = _checked_size(file, sha256)
            if self._finish(sha256, file, size, on_progress or (lambda _held: None)):
                self._begun.pop(sha256, None)

    def _finish(
        self, sha256: str, file: BufferedReader, size: int, on_progress: Callable[[int], None]
    ) -> bool:
        held = self._held(sha256, size)
        tries = 0
        while held < size:
            on_progress(held)
            try:
                now_held = self._send_piece(sha256, file, held)
            except OfficeUnreachable:
                self._piece = max(self._piece // 2, SMALLEST_PIECE)
                tries += 1
                if tries >= _TRIES_WITHOUT_PROGRESS:
                    raise
                now_held = self._held(sha256, size)
            tries = 0 if now_held > held else tries
            held = now_held
        on_progress(size)
        return True

    def _held(self, sha256: str, size: int) -> int:
        """Return how many bytes the office holds, beginning an upload if there is none."""
        if sha256 in self._begun:
            held = self._told(sha256, size)
            if held is not None:
                return held
            del self._begun[sha256]
            if self._is_stored(sha256):  # its last answer was lost
                return size
        self._begin(sha256, size)
        if size <= SMALLEST_PIECE:
            return 0
        # The office gives the same upload again: a run before this one may have sent a part.
        return self._told(sha256, size) or 0

    def _told(self, sha256: str, size: int) -> int | None:
        """Return the office's offset of an upload, None if it knows of none."""
        reply = self._exchange("HEAD", self._begun[sha256], headers=_VERSION)
        if reply.status in {_OK, _NO_CONTENT}:
            return _offset(reply, size)
        if reply.status not in _GONE:
            raise self._refusal(reply)
        return None

    def _begin(self, sha256: str, size: int) -> None:
        name = base64.b64encode(sha256.encode("ascii")).decode("ascii")
        headers = {"Upload-Length": str(size), "Upload-Metadata": f"sha256 {name}", **_VERSION}
        reply = self._exchange("POST", UPLOADS, headers=headers)
        location = urlsplit(urljoin(UPLOADS, reply.headers.get("location", ""))).path
        if reply.status != _CREATED:
            raise self._refusal(reply)
        if not location.startswith(UPLOADS) or location == UPLOADS:
            raise OfficeUnreachable("office_answer_invalid", why="location")
        self._begun[sha256] = location

    def _send_piece(self, sha256: str, file: BufferedReader, held: int) -> int:
        file.seek(held)
        piece = file.read(self._piece)
        if not piece:
            raise EvidenceBroken("blob_altered", sha256=sha256)
        headers = {
            "Upload-Offset": str(held),
            "Content-Type": "application/offset+octet-stream",
            **_VERSION,
        }
        began = self._clock.monotonic_ns()
        reply = self._exchange("PATCH", self._begun[sha256], content=piece, headers=headers)
        if reply.status in {_CONFLICT, _LOCKED, _NOT_FOUND}:
            # The piece before may still be on its way in, or the upload was cleared away after
            # weeks: ask where the office stands.
            raise OfficeUnreachable("upload_busy")
        if reply.status not in {_NO_CONTENT, _OK}:
            self._begun.pop(sha256, None)
            raise self._refusal(reply)
        if self._clock.monotonic_ns() - began < QUICK_NS:
            self._piece = min(self._piece * 2, LARGEST_PIECE)
        return _offset(reply, held + len(piece))


def _offset(reply: Reply, most: int) -> int:
    text = reply.headers.get("upload-offset", "")
    if not (text.isascii() and text.isdigit() and len(text) < 16 and int(text) <= most):
        raise OfficeRefused("office_answer_invalid", why="offset", retry_after=60)
    return int(text)


def _checked_size(file: BufferedReader, sha256: str) -> int:
    """Return the size of an open file whose content is what its name says."""
    if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
        raise EvidenceBroken("blob_altered", sha256=sha256)
    return os.fstat(file.fileno()).st_size
