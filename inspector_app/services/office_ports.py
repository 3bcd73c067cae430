"""What the office server asks of its storage. Implemented in `db/office/`; blocking, thread-safe.

All times come from the caller's clock. Refusals are OfficeRefused with a code of `words.failures`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from inspector_app.domain.judgement import Outcome
from inspector_app.packages.envelope import SignedPackage
from inspector_app.packages.shelf import Installed, RuleShelf
from inspector_app.services.account_ports import Accounts
from inspector_app.services.record_ports import RecordLists
from inspector_app.sync.batches import Batch
from inspector_app.sync.messages import (
    Checkpoint,
    NumberBlock,
    NumberSeries,
    Proof,
    PullPage,
    PushAnswer,
    ScopeHead,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """An enrolled laptop. scopes: granted divisions. revoked_at: None while it may come in.

    last_device_seq, last_hash: its chain as the office has it. gap: a link was set aside, so the
    next one may name any previous hash.
    """

    device_id: str
    name: str
    public_key: bytes
    scopes: tuple[str, ...]
    home_scope: str
    certificate: str
    enrolled_at: datetime
    last_device_seq: int
    last_hash: str
    last_seen: datetime | None = None
    revoked_at: datetime | None = None
    program_version: str = ""
    gap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCode:
    """A code that may still be used once. key: see `sync.enrolment.Code.key`."""

    code_id: str
    key: bytes
    name: str
    scopes: tuple[str, ...]
    made_by: str
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Something an administrator must look at: a fork, a reused id, a verdict that differs...

    code: of `words.failures`, with its parameters. at: when the office noticed. seen_by: login of
    who dealt with it, '' while open; note: what that person wrote.
    """

    alarm_id: str
    code: str
    parameters: dict[str, str]
    device_id: str
    at: datetime
    seen_by: str = ""
    seen_at: datetime | None = None
    note: str = ""


class Standing(StrEnum):
    """What the office says of a scanned token."""

    GENUINE = "genuine"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"
    FORGED = "forged"


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidPaper:
    """A paper of a record that was declared void. report: the document's key.

    number: of its own kind, '' for one that carries the record's. issued, voided: days.
    """

    report: str
    number: str
    issued: date
    voided: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedEntry:
    """What the public page needs of a record; no personal data. on, outcome: as it was judged.

    superseded_by: number of the record that replaced it, '' for none. voided: counts no longer.
    void_papers: those of its papers that count no longer, in the order of their issue.
    """

    inspection_id: str
    number: str
    record_sha256: str
    kind: str
    on: date
    outcome: Outcome
    unit: str
    voided: bool
    superseded_by: str = ""
    void_papers: Sequence[VoidPaper] = ()


class Intake(Protocol):
    """The way in. One transaction per push: device row, all scopes sorted, events."""

    def accept(self, device_id: str, batch: Batch, now: datetime) -> PushAnswer:
        """Check, append, give places; receipts are durable when this returns.

        Raises OfficeRefused: `head_not_genuine`, `chain_broken` (device_seq: push up to before it,
        then it alone, which sets it aside), `chain_gap` (expected: device_seq to begin at),
        `device_revoked`, `device_unknown`; StorageUnavailable (`disk_full`...), nothing kept.
        """
        ...

    def wanted(self, sha256: Sequence[str]) -> tuple[str, ...]:
        """Return those named that are not stored."""
        ...

    def blob_stored(self, sha256: str, size: int, now: datetime) -> None:
        """Note that a file lies checked in the blob folder."""
        ...


class Scopes(Protocol):
    """The way out: pages by (scope, seq) that never step over a late commit."""

    def heads(self, granted: Sequence[str]) -> tuple[ScopeHead, ...]:
        """Return every scope under the grants and its newest seq."""
        ...

    def page(
        self, scope: str, epoch: int, after: int, *, reader: str, now: datetime, limit: int
    ) -> PullPage:
        """Return the events after `after`; of the reader's own only the hash.

        Raises OfficeRefused(`epoch_changed`, epoch=...) when the epoch is not the scope's.
        """
        ...

    def checkpoint(self, scope: str, now: datetime) -> Checkpoint:
        """Return the signed newest tree head."""
        ...

    def proof(self, event_id: str, now: datetime) -> Proof | None:
        """Return an event's inclusion in its scope, None if unknown."""
        ...

    def diverged(self, checkpoint: Checkpoint, now: datetime) -> ScopeHead:
        """Compare an old word of our own with the tree; begin a new epoch if it does not hold.

        Raises OfficeRefused(`checkpoint_not_genuine`).
        """
        ...


class Devices(Protocol):
    """Laptops and the codes that let them in."""

    def offer(self, code: OpenCode) -> None:
        """Keep a new code."""
        ...

    def code(self, code_id: str) -> OpenCode | None:
        """Return a code, used or expired ones too, None if never made."""
        ...

    def enrol(self, code_id: str, device: Device, now: datetime) -> None:
        """Use the code up and keep the device, in one transaction.

        Raises OfficeRefused: `enrolment_code_used`, `enrolment_code_expired`,
        `enrolment_code_unknown`, `device_exists` (another key under this id).
        """
        ...

    def device(self, device_id: str) -> Device | None:
        """Return a device or None."""
        ...

    def list(self) -> Sequence[Device]:
        """Return all devices, newest first."""
        ...

    def seen(self, device_id: str, now: datetime, program_version: str) -> None:
        """Note that it called."""
        ...

    def revoke(self, device_id: str, now: datetime) -> None:
        """Let it in no more; what it sent stays."""
        ...

    def begin_opening(self, opening: str) -> None:
        """Note that a server starts: laptops then ask once more which of their files are here."""
        ...

    def opening(self) -> str:
        """Return the newest start's mark, '' before the first."""
        ...


class Records(Protocol):
    """What the web pages read, kept up by the projector behind the intake."""

    def catch_up(self, now: datetime, limit: int = 500) -> int:
        """Project the next accepted events and judge concluded inspections again; return how many.

        Safe to call from several processes: one works, the others return 0.
        """
        ...

    def blob_is_readable(self, sha256: str, scopes: Sequence[str] | None) -> bool:
        """Say whether an event within the grants (None: within any) names this file."""
        ...

    def public_key(self, key_id: str) -> bytes | None:
        """Return an inspector's or device's raw key by its id, as introduced in a genuine chain."""
        ...

    def sealed(self, record_prefix: str) -> SealedEntry | None:
        """Return the sealed record whose SHA-256 begins so (32 hex digits)."""
        ...

    def verdict(self, inspection_id: str) -> str:
        """Return what judging again gave: `agrees`, `differs`, `unknown_kind` or `not_yet`."""
        ...

    def alarms(self, limit: int = 100) -> Sequence[Alarm]:
        """Return what an administrator must look at, the open ones first, then newest first."""
        ...

    def raise_alarm(self, alarm: Alarm) -> None:
        """Keep an alarm that was noticed outside the storage (a password tried again and again)."""
        ...

    def see_alarm(self, alarm_id: str, by: str, note: str, now: datetime) -> None:
        """Note that a person dealt with an alarm; the first who did stands."""
        ...

    def open_alarms(self) -> int:
        """Count the alarms nobody has dealt with."""
        ...


class NumberBlocks(Protocol):
    """Document numbers, reserved for laptops in blocks."""

    def grant(self, device_id: str, series: NumberSeries, now: datetime) -> NumberBlock:
        """Return a block of the series that is this device's alone.

        Asked again with the same `held`, the same block is given again. Raises
        InputInvalid(`number_block_refused`).
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPackage:
    """A package of rules as the office published it. size: of the signed file, in bytes."""

    number: int
    sha256: str
    scopes: tuple[str, ...]
    rules_digest: str
    published_at: datetime
    published_by: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPackage:
    """The package that a laptop's own chain says it installed last."""

    number: int
    sha256: str
    installed_at: datetime


class Packages(Protocol):
    """The packages of rules: published once, in order, and handed out."""

    def shelf(self) -> RuleShelf:
        """Return the rules held, those of a package just published included."""
        ...

    def publish(self, installed: Installed, by: str, now: datetime) -> None:
        """Keep a package as the newest. Raises InputInvalid(`package_number_taken`)."""
        ...

    def newest(self) -> tuple[int, str]:
        """Return number and SHA-256 of the newest package, 0 and '' for none."""
        ...

    def newest_for(self, scope: str) -> str:
        """Return the SHA-256 of the newest package for a division, '' for none."""
        ...

    def file(self, sha256: str) -> SignedPackage | None:
        """Return a published package, None for one that is not."""
        ...

    def list(self) -> Sequence[PublishedPackage]:
        """Return what was published, newest first."""
        ...

    def held(self) -> Mapping[str, HeldPackage]:
        """Return which package each laptop said that it has, by device."""
        ...


class OfficeStorage(Protocol):
    """The open office database. See `db.office.storage.open_office`."""

    @property
    def intake(self) -> Intake:
        """Return the way in."""
        ...

    @property
    def scopes(self) -> Scopes:
        """Return the way out."""
        ...

    @property
    def devices(self) -> Devices:
        """Return the laptops."""
        ...

    @property
    def records(self) -> Records:
        """Return what the public page and the planes read."""
        ...

    @property
    def record_lists(self) -> RecordLists:
        """Return what the signed-in pages read."""
        ...

    @property
    def packages(self) -> Packages:
        """Return the packages of rules."""
        ...

    @property
    def accounts(self) -> Accounts:
        """Return who may sign in."""
        ...

    @property
    def numbers(self) -> NumberBlocks:
        """Return the document numbers."""
        ...

    def close(self) -> None:
        """Give the connections back."""
        ...
