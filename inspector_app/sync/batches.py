"""Batches on the wire: zstd over one line of header and one canonical record a line.

Canonical JSON holds no line break, so a line is a record, and a batch is little more than the
compressed records themselves. Whatever comes in is bounded before it is unpacked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import msgspec
import zstandard

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.sync.messages import (
    MAX_BODY_BYTES,
    MAX_EVENTS,
    Checkpoint,
    PulledEvent,
    PullPage,
)

MEDIA_TYPE = "application/vnd.hengping.batch+zstd"
LEVEL = 3

Header = TypeVar("Header")


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """A device's signature over its newest link in a batch (`evidence.heads.Head` is one)."""

    device_id: str
    device_seq: int
    hash: str
    signature: str
    signed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Contiguous records of one device, ending at the signed head. first_seq: of records[0]."""

    head: Head
    first_seq: int
    records: tuple[bytes, ...]


class _PushHeader(msgspec.Struct, frozen=True, kw_only=True):
    head: Head
    first_seq: int


class _PageHeader(msgspec.Struct, frozen=True, kw_only=True):
    scope: str
    epoch: int
    after: int
    head: int
    checkpoint: Checkpoint | None = None


def pack_batch(batch: Batch) -> bytes:
    """Return the body of a push."""
    header = msgspec.json.encode(_PushHeader(head=batch.head, first_seq=batch.first_seq))
    return compress(b"\n".join((header, *batch.records)))


def unpack_batch(body: bytes) -> Batch:
    """Return what a push carries. Raises InputInvalid: `batch_too_large`, `batch_unreadable`."""
    lines = decompress(body).split(b"\n")
    header = _decoded(lines[0], _PushHeader)
    records = tuple(lines[1:])
    if not 1 <= len(records) <= MAX_EVENTS:
        raise InputInvalid("batch_too_large", field="events", value=len(records))
    if header.first_seq < 1 or header.head.device_seq != header.first_seq + len(records) - 1:
        raise InputInvalid("batch_unreadable", field="head")
    return Batch(head=header.head, first_seq=header.first_seq, records=records)


def pack_page(page: PullPage) -> bytes:
    """Return the body of an answer to a pull: a record, or the bare hash of the reader's own."""
    header = msgspec.json.encode(
        _PageHeader(
            scope=page.scope,
            epoch=page.epoch,
            after=page.after,
            head=page.head,
            checkpoint=page.checkpoint,
        )
    )
    lines = (event.record or event.hash.encode("ascii") for event in page.events)
    return compress(b"\n".join((header, *lines)))


def unpack_page(body: bytes) -> PullPage:
    """Return a page. hash is empty where the record is there: the reader computes it.

    Raises InputInvalid as `unpack_batch`.
    """
    first, *lines = decompress(body).split(b"\n")
    header = _decoded(first, _PageHeader)
    events = tuple(
        PulledEvent(seq, "", line) if line[:1] == b"{" else PulledEvent(seq, line.decode("ascii"))
        for seq, line in enumerate(lines, header.after + 1)
    )
    return PullPage(
        scope=header.scope,
        epoch=header.epoch,
        after=header.after,
        head=header.head,
        events=events,
        checkpoint=header.checkpoint,
    )


def within_limits(sizes: Sequence[int], *, max_events: int, max_bytes: int) -> int:
    """Return how many records of these sizes one batch takes, at least 1 if there is any."""
    total = 0
    for count, size in enumerate(sizes[:max_events]):
        total += size + 1
        if count and total > max_bytes:
            return count
    return min(len(sizes), max_events)


def compress(data: bytes) -> bytes:
    """Return one zstd frame at level 3, its size written in its header."""
    return zstandard.ZstdCompressor(level=LEVEL).compress(data)


def decompress(body: bytes, limit: int = MAX_BODY_BYTES) -> bytes:
    """Return the content of one zstd frame, never more than `limit` bytes of memory.

    Raises InputInvalid: `batch_too_large`, `batch_unreadable`.
    """
    try:
        size = zstandard.frame_content_size(body)
        if size > limit or len(body) > limit:
            raise InputInvalid("batch_too_large", field="bytes", value=max(size, len(body)))
        if size < 0:
            raise InputInvalid("batch_unreadable", field="frame")
        return zstandard.ZstdDecompressor().decompress(
            body, max_output_size=size, allow_extra_data=False
        )
    except zstandard.ZstdError as error:
        raise InputInvalid("batch_unreadable", field="frame", why=str(error)[:120]) from error


def _decoded(line: bytes, kind: type[Header]) -> Header:
    try:
        return msgspec.json.decode(line, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputInvalid("batch_unreadable", field="header", why=str(error)[:120]) from error
