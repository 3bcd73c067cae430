"""What a laptop and its office say to each other, as typed values; JSON on the wire by msgspec.

Hot lists (outcomes) travel as arrays. Times are UTC, hashes lower-case hex, keys and signatures
base64. Fields may be added with a default; a new meaning is a new field or a new PROTOCOL.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

PROTOCOL = 1
MAX_EVENTS = 500
"""Events in one push."""
MAX_BATCH_BYTES = 1024 * 1024
"""Canonical bytes in one push, unless its only event is larger."""
MAX_BODY_BYTES = 8 * 1024 * 1024
"""What an office reads or unpacks at most, whatever a client claims."""
MAX_FILE_BYTES = 256 * 1024 * 1024
"""A photo, paper or capture at most: laptops keep none that is larger, offices take none."""
MAX_PAGE_EVENTS = 1000
SERVER_NAME = "hengping-office"
"""The name in every office certificate: the pinned authority, not the address, proves who it is."""


class Fate(StrEnum):
    """What became of a pushed event. Every one of them is an acknowledgement."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    HELD = "held"
    QUARANTINED = "quarantined"


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """The body of every refusal: a code of `words.failures` and its parameters.

    retry_after: seconds to wait before the next attempt, 0 when waiting does not help.
    """

    code: str
    parameters: dict[str, str] = {}
    retry_after: int = 0


class Cursor(msgspec.Struct, frozen=True, kw_only=True):
    """How far a reader has come in a scope. seq: the last one applied, 0 at the start."""

    scope: str
    epoch: int
    seq: int


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """The office's signed word: the scope's first `size` events have this Merkle root.

    root: hex. signature: base64 Ed25519 of the office over `checkpoints.statement`.
    """

    office_id: str
    scope: str
    epoch: int
    size: int
    root: str
    signed_at: datetime
    signature: str


class HelloRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A device presents itself; `signature` is its own over `sessions.hello_statement`.

    device_seq, hash: its newest link. nonce: 16 random bytes, hex.
    """

    device_id: str
    office_id: str
    device_seq: int
    hash: str
    nonce: str
    wall_clock: datetime
    signature: str
    cursors: tuple[Cursor, ...] = ()
    program_version: str = ""
    protocol: int = PROTOCOL


class ScopeHead(msgspec.Struct, frozen=True, kw_only=True):
    """A scope this device may read, and its newest seq."""

    scope: str
    epoch: int
    seq: int


class HelloAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the office knows of the device. session: bearer token of the requests that follow.

    last_device_seq, last_hash: the newest link the office has of this device (0, genesis: none);
    less than what the laptop holds receipts for means that the office was restored from a backup.
    addresses: where the office is reached now, best first. certificate: PEM, renewed or ''.
    opening: which start of the office's server this is; '' from an older one. A new one may be one
    that was restored from a backup and knows fewer files than it had said.
    package: SHA-256 of the newest package of rules for this device, '' for none.
    """

    office_id: str
    office_time: datetime
    session: str
    session_seconds: int
    last_device_seq: int
    last_hash: str
    scopes: tuple[ScopeHead, ...]
    addresses: tuple[str, ...] = ()
    public_page: str = ""
    certificate: str = ""
    program_version: str = ""
    opening: str = ""
    package: str = ""


class Outcome(msgspec.Struct, frozen=True, array_like=True):
    """One event's fate. scope, seq: its place once accepted, else '' and 0. code: why it is not."""

    device_seq: int
    fate: Fate
    scope: str = ""
    seq: int = 0
    code: str = ""


class PushAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Receipts, stored durably before they are given; one outcome for each event pushed."""

    received_at: datetime
    last_device_seq: int
    outcomes: tuple[Outcome, ...]
    checkpoints: tuple[Checkpoint, ...] = ()


class PulledEvent(msgspec.Struct, frozen=True, array_like=True):
    """One place of a scope. record is empty for the reader's own events: it has them."""

    seq: int
    hash: str
    record: bytes = b""


class PullPage(msgspec.Struct, frozen=True, kw_only=True):
    """The events after a cursor, in order and without gaps.

    head: the scope's newest seq then. checkpoint: for exactly the last seq of the page, on the
    page that reaches `head`; the reader compares it with its own frontier.
    """

    scope: str
    epoch: int
    after: int
    head: int
    events: tuple[PulledEvent, ...]
    checkpoint: Checkpoint | None = None

    @property
    def last(self) -> int:
        """Return the seq of the cursor after this page."""
        return self.events[-1].seq if self.events else self.after

    @property
    def has_more(self) -> bool:
        """Say whether another page follows."""
        return self.last < self.head


class BlobsWanted(msgspec.Struct, frozen=True, kw_only=True):
    """Asked and answered: hashes held by one side, and those the other lacks."""

    sha256: tuple[str, ...]


class NumberSeries(msgspec.Struct, frozen=True, kw_only=True):
    """A series of document numbers and the blocks of it that a laptop holds, used up or not."""

    prefix: str
    year: int
    held: tuple[tuple[int, int], ...] = ()


class NumberBlocksAsked(msgspec.Struct, frozen=True, kw_only=True):
    """A laptop asks for a block of each of these series."""

    series: tuple[NumberSeries, ...]


class NumberBlock(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers `first` to `last` of a series are the asking laptop's alone."""

    block_id: str
    prefix: str
    year: int
    first: int
    last: int


class NumberBlocksGranted(msgspec.Struct, frozen=True, kw_only=True):
    """What was reserved: asked again with the same `held`, the same block is given again."""

    blocks: tuple[NumberBlock, ...]


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """Inclusion of an event (RFC 6962): leaf index = seq - 1, path hex, nearest sibling first."""

    event_id: str
    scope: str
    seq: int
    hash: str
    path: tuple[str, ...]
    checkpoint: Checkpoint


class EnrolBegin(msgspec.Struct, frozen=True, kw_only=True):
    """The laptop names the code it was given (never the code itself) and a nonce of its own."""

    code_id: str
    nonce: str


class EnrolOffer(msgspec.Struct, frozen=True, kw_only=True):
    """The office proves with the code that this authority is its own. authority: CA PEM.

    proof: hex MAC, see `enrolment.office_proof`.
    """

    office_id: str
    authority: str
    proof: str


class EnrolRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Sent over TLS pinned to the proven authority. proof, signature: see `enrolment`."""

    code_id: str
    device_id: str
    public_key: str
    name: str
    proof: str
    signature: str
    program_version: str = ""


class EnrolAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The device belongs to the office. certificate: PEM over the device's Ed25519 key.

    office_key: base64 Ed25519 key that signs checkpoints. scopes: granted divisions (GB/T 2260);
    a code ending in 00 grants those below it. home_scope: where scopeless events are filed.
    """

    office_id: str
    office_name: str
    office_key: str
    certificate: str
    scopes: tuple[str, ...]
    home_scope: str
    addresses: tuple[str, ...]
    public_page: str
