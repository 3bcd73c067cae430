"""The laptop's way to its office over HTTPS: the port OfficeLink, and the first meeting."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from inspector_app.adapters.office_channel import (
    SILENCE_SECONDS,
    SMALL_ANSWER,
    OfficeChannel,
    Reply,
    decoded,
    refusal,
)
from inspector_app.adapters.office_tls import pinned, unverified
from inspector_app.adapters.tus_client import TusClient
from inspector_app.domain.exceptions import (
    EvidenceBroken,
    InputInvalid,
    InspectorError,
    OfficeRefused,
    OfficeUnreachable,
)
from inspector_app.packages.envelope import MOST_BYTES
from inspector_app.services.ports import Clock
from inspector_app.sync.addresses import normalised
from inspector_app.sync.batches import MEDIA_TYPE, Batch, pack_batch, unpack_page
from inspector_app.sync.messages import (
    MAX_BODY_BYTES,
    MAX_FILE_BYTES,
    MAX_PAGE_EVENTS,
    BlobsWanted,
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

PIECE_BYTES = 4 * 1024 * 1024
WATCHED_PIECE_BYTES = 256 * 1024
"""What one answer brings while a person looks on: a second of a slow line."""
JSON = {"Content-Type": "application/json"}
_OK = frozenset({200, 201, 204})
_PARTIAL = 206
_NOT_MODIFIED = 304
_UNAUTHORISED = 401
_NOT_FOUND = 404
_WHOLE_LAPTOP = frozenset({"device_revoked", "device_unknown"})


class HttpOfficeLink:
    """Implements the port OfficeLink; reconnects and renews its session by itself.

    present: makes a freshly signed hello, for when a session runs out between two requests.
    """

    def __init__(
        self,
        addresses: Sequence[str],
        authority: str,
        *,
        present: Callable[[], HelloRequest],
        clock: Clock,
        silence: float = SILENCE_SECONDS,
    ) -> None:
        bases = tuple(dict.fromkeys(normalised(address) for address in addresses))
        self._channel = OfficeChannel(bases, pinned(authority), clock, silence=silence)
        self._present = present
        self._clock = clock
        self._session = ""
        self._uploads = TusClient(
            self._authorised,
            self._refusal,
            clock,
            is_stored=lambda sha256: sha256 not in self.wanted([sha256]),
        )

    def hello(self, request: HelloRequest) -> HelloAnswer:
        """Present the device and keep the session for what follows."""
        body = msgspec.json.encode(request)
        reply = self._channel.request("POST", "/v1/hello", content=body, headers=JSON)
        answer = decoded(self._good(reply).body, HelloAnswer)
        self._session = answer.session
        return answer

    def push(self, batch: Batch) -> PushAnswer:
        """Send a batch."""
        headers = {"Content-Type": MEDIA_TYPE}
        reply = self._authorised("POST", "/v1/push", content=pack_batch(batch), headers=headers)
        return decoded(self._good(reply).body, PushAnswer)

    def pull(self, cursor: Cursor) -> PullPage:
        """Ask for the events after a cursor."""
        reply = self._authorised(
            "GET",
            f"/v1/scopes/{cursor.scope}/events",
            params={"epoch": cursor.epoch, "after": cursor.seq, "limit": MAX_PAGE_EVENTS},
            limit=MAX_BODY_BYTES,
        )
        try:
            return unpack_page(self._good(reply).body)
        except (InputInvalid, UnicodeDecodeError) as error:
            raise OfficeUnreachable("office_answer_invalid", why=str(error)[:120]) from error

    def wanted(self, sha256: Sequence[str]) -> tuple[str, ...]:
        """Return those of some files that the office lacks."""
        answer = self._asked("/v1/blobs/want", BlobsWanted(sha256=tuple(sha256)))
        return decoded(answer.body, BlobsWanted).sha256

    def send_blob(
        self, sha256: str, file: Path, on_progress: Callable[[int], None] | None = None
    ) -> None:
        """Send a file, resuming where a cut left off; see `TusClient.send`."""
        self._uploads.send(sha256, file, on_progress)

    def fetch_blob(self, sha256: str) -> bytes:
        """Return a file of a readable record in pieces, its hash checked.

        Raises EvidenceBroken(`blob_altered`) when what came is another file.
        """
        data, size = bytearray(), 1
        while len(data) < size:
            piece, size = self._piece(sha256, len(data), PIECE_BYTES)
            data += piece
        if hashlib.sha256(data).hexdigest() != sha256:
            raise EvidenceBroken("blob_altered", sha256=sha256)
        return bytes(data)

    def fetch_piece(self, sha256: str, start: int) -> tuple[bytes, int]:
        """Return at least one byte of a file from `start`, and the size of the whole."""
        return self._piece(sha256, start, WATCHED_PIECE_BYTES)

    def diverged(self, checkpoint: Checkpoint) -> ScopeHead:
        """Show the office its own word that its tree no longer matches."""
        return decoded(self._asked("/v1/diverged", checkpoint).body, ScopeHead)

    def number_blocks(self, asked: NumberBlocksAsked) -> NumberBlocksGranted:
        """Ask for blocks of document numbers; an office without this route grants none."""
        body = msgspec.json.encode(asked)
        reply = self._authorised("POST", "/v1/number-blocks", content=body, headers=JSON)
        if reply.status == _NOT_FOUND:
            return NumberBlocksGranted(blocks=())
        return decoded(self._good(reply).body, NumberBlocksGranted)

    def package(self, known: str) -> bytes | None:
        """Return the newest package of rules for this laptop; None where that is the known one."""
        headers = {"If-None-Match": f'"{known}"'} if known else {}
        reply = self._authorised("GET", "/v1/package", headers=headers, limit=MOST_BYTES)
        return None if reply.status == _NOT_MODIFIED else self._good(reply).body

    def close(self) -> None:
        """Give the connections back; safe from any thread."""
        self._channel.close()

    def _piece(self, sha256: str, start: int, most: int) -> tuple[bytes, int]:
        """Return the bytes from `start` on, and the size of the whole file."""
        last = start + most - 1
        reply = self._authorised(
            "GET",
            f"/v1/blobs/{sha256}",
            headers={"Range": f"bytes={start}-{last}"},
            limit=MAX_FILE_BYTES,
        )
        if reply.status != _PARTIAL:
            # An office without ranges sends it all: the part that is here already is left out.
            body = self._good(reply).body
            return body[start:], len(body)
        size = reply.headers.get("content-range", "").rpartition("/")[2]
        if not (size.isascii() and size.isdigit()) or len(size) > 12 or not reply.body:
            raise OfficeUnreachable("office_answer_invalid", why="range")
        if int(size) > MAX_FILE_BYTES:
            raise OfficeRefused("blob_too_large", limit=MAX_FILE_BYTES)
        return reply.body, int(size)

    def _asked(self, path: str, question: msgspec.Struct) -> Reply:
        body = msgspec.json.encode(question)
        return self._good(self._authorised("POST", path, content=body, headers=JSON))

    def _authorised(
        self,
        method: str,
        path: str,
        *,
        content: bytes = b"",
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Reply:
        """Ask within the session, beginning a new one at most once."""
        if not self._session:
            self.hello(self._present())
        for attempt in (1, 2):
            reply = self._channel.request(
                method,
                path,
                content=content,
                headers={**(headers or {}), "Authorization": f"Bearer {self._session}"},
                # A PATCH may have been taken in part: the upload's own HEAD decides.
                repeat=method != "PATCH",
                **more,
            )
            if reply.status != _UNAUTHORISED or attempt == 2:
                break
            failure = self._refusal(reply)
            if failure.code in _WHOLE_LAPTOP:
                raise failure
            self.hello(self._present())
        return reply

    def _good(self, reply: Reply) -> Reply:
        if reply.status not in _OK:
            raise self._refusal(reply)
        return reply

    def _refusal(self, reply: Reply) -> InspectorError:
        return refusal(reply, self._clock)


class HttpEnrolmentLink:
    """Implements the port EnrolmentLink."""

    def __init__(self, clock: Clock, *, silence: float = SILENCE_SECONDS) -> None:
        self._clock = clock
        self._silence = silence

    def begin(self, address: str, request: EnrolBegin) -> EnrolOffer:
        """Ask over unauthenticated TLS; what comes back must prove itself."""
        channel = OfficeChannel(
            [normalised(address)], unverified(), self._clock, silence=self._silence
        )
        return decoded(self._posted(channel, "/v1/enrol/begin", request), EnrolOffer)

    def enrol(self, address: str, authority: str, request: EnrolRequest) -> EnrolAnswer:
        """Ask over TLS pinned to the proven authority."""
        channel = OfficeChannel(
            [normalised(address)], pinned(authority), self._clock, silence=self._silence
        )
        return decoded(self._posted(channel, "/v1/enrol", request), EnrolAnswer)

    def _posted(self, channel: OfficeChannel, path: str, question: msgspec.Struct) -> bytes:
        try:
            body = msgspec.json.encode(question)
            reply = channel.request("POST", path, content=body, headers=JSON, limit=SMALL_ANSWER)
            if reply.status not in _OK:
                raise refusal(reply, self._clock)
            return reply.body
        finally:
            channel.close()
