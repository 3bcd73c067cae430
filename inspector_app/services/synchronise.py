"""One round with the office: present the laptop, send what waits, fetch what others did.

Every step may be cut at any point and repeated: receipts are kept before the next request, an
event sent twice is a duplicate, a page applied twice does not follow its cursor.
"""

from __future__ import annotations

import base64
import dataclasses
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from inspector_app.domain.exceptions import (
    EvidenceBroken,
    InspectorError,
    OfficeRefused,
    WrongState,
)
from inspector_app.packages.envelope import SignedPackage
from inspector_app.services.install_package import Refused
from inspector_app.services.number_supply import NumberSupply
from inspector_app.services.ports import Clock, Signer
from inspector_app.services.sync_ports import (
    Enrolment,
    FileOnItsWay,
    OfficeLink,
    SyncStore,
    WaitingBlob,
)
from inspector_app.sync import grants
from inspector_app.sync.batches import Batch
from inspector_app.sync.messages import (
    MAX_BATCH_BYTES,
    MAX_EVENTS,
    Cursor,
    Fate,
    HelloAnswer,
    HelloRequest,
    NumberBlocksAsked,
    PushAnswer,
    ScopeHead,
)
from inspector_app.sync.sessions import hello_statement

Progress = Callable[[str, int, int], None]
"""Called with the step (`hello`, `events`, `files`, `pull`), done and total."""

OnFile = Callable[[FileOnItsWay], None]
"""Called as bytes of a file arrive at the office."""

FILES_AT_ONCE = 100
_NOT_THE_FILE = frozenset(
    {
        "device_revoked",
        "device_unknown",
        "hello_not_genuine",
        "office_differs",
        "protocol_unknown",
        "session_expired",
    }
)
"""Refusals of the laptop, not of the one file that was being sent."""


@dataclass(slots=True, kw_only=True)
class RoundResult:
    """What one round did. Counts of events unless named otherwise.

    requeued: lost by an office restored from a backup, and queued again. pulled: new here.
    scopes_reset: divisions read again from the start. is_cancelled: stopped between two requests.
    blocks_reserved: blocks of document numbers that came.
    package: number of a package of rules that was installed, 0 for none. package_refusal: why
    an offered one was not.
    clock_ahead_ms: by how much this laptop's clock was ahead of the office's, to a request's time.
    """

    pushed: int = 0
    accepted: int = 0
    duplicates: int = 0
    held: int = 0
    quarantined: int = 0
    requeued: int = 0
    files_sent: int = 0
    files_failed: int = 0
    pulled: int = 0
    scopes_reset: int = 0
    blocks_reserved: int = 0
    package: int = 0
    package_refusal: InspectorError | None = None
    is_cancelled: bool = False
    clock_ahead_ms: int | None = None

    @property
    def moved(self) -> int:
        """Return how many events and files changed sides; 0 when both sides already agreed."""
        return self.pushed + self.files_sent + self.pulled

    @property
    def package_problem(self) -> str:
        """Return the code of why an offered package was not installed, '' for none."""
        return self.package_refusal.code if self.package_refusal is not None else ""


class PackageKeeper(Protocol):
    """What a round asks of the laptop's packages of rules; see `LaptopPackages`."""

    def known(self) -> str:
        """Return the SHA-256 of the package that holds, '' for none."""
        ...

    def wants(self, offered: str) -> bool:
        """Say whether the package of this SHA-256 should be fetched."""
        ...

    def take(self, data: bytes) -> SignedPackage | None:
        """Install it; None when it was refused, which `refused` then explains."""
        ...

    @property
    def refused(self) -> Refused | None:
        """Return the newest refusal."""
        ...


class _Stopped(Exception):
    """The caller wants the round to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Synchronise:
    """The use case: called on the sync thread, once a round."""

    store: SyncStore
    link: OfficeLink
    clock: Clock
    signer: Signer
    program_version: str = ""
    numbers: NumberSupply | None = None
    packages: PackageKeeper | None = None

    def __call__(
        self,
        on_progress: Progress = lambda _step, _done, _total: None,
        is_cancelled: Callable[[], bool] = lambda: False,
        on_file: OnFile = lambda _file: None,
    ) -> RoundResult:
        """Run a round. Raises OfficeUnreachable, OfficeRefused, OfficeNotTrusted, EvidenceBroken.

        Whatever was done before the failure stays done. Raises OfficeRefused(`not_enrolled`)
        without an office.
        """
        enrolment = self.store.enrolment()
        if enrolment is None:
            raise OfficeRefused("not_enrolled")
        result = RoundResult()
        try:
            _Round(self, enrolment, result, _Ears(on_progress, is_cancelled, on_file)).run()
        except _Stopped:
            result.is_cancelled = True
        return result


def hello_request(
    store: SyncStore, signer: Signer, clock: Clock, program_version: str = ""
) -> HelloRequest:
    """Return a freshly signed presentation. Raises OfficeRefused(`not_enrolled`)."""
    enrolment = store.enrolment()
    if enrolment is None:
        raise OfficeRefused("not_enrolled")
    device_id, device_seq, head = store.head()
    unsigned = HelloRequest(
        device_id=device_id,
        office_id=enrolment.office_id,
        device_seq=device_seq,
        hash=head,
        nonce=secrets.token_hex(16),
        wall_clock=clock.now(),
        signature="",
        program_version=program_version,
    )
    signature = signer.sign(hello_statement(unsigned))
    fields = {name: getattr(unsigned, name) for name in unsigned.__struct_fields__}
    return HelloRequest(**fields | {"signature": base64.b64encode(signature).decode("ascii")})


@dataclass(frozen=True, slots=True)
class _Ears:
    """Who is told how far it is, and who may stop it."""

    progress: Progress
    is_cancelled: Callable[[], bool]
    file: OnFile


class _Round:
    """The state of one round."""

    def __init__(
        self,
        use_case: Synchronise,
        enrolment: Enrolment,
        result: RoundResult,
        ears: _Ears,
    ) -> None:
        self._case = use_case
        self._store = use_case.store
        self._link = use_case.link
        self._enrolment = enrolment
        self._result = result
        self._ears = ears

    def run(self) -> None:
        self._breathe()
        self._ears.progress("hello", 0, 0)
        case = self._case
        answer = self._link.hello(
            hello_request(self._store, case.signer, case.clock, case.program_version)
        )
        ahead = case.clock.now() - answer.office_time
        self._result.clock_ahead_ms = ahead // timedelta(milliseconds=1)
        self._keep_news(answer)
        self._result.requeued = self._store.forget_receipts_after(answer.last_device_seq)
        self._store.meet_opening(answer.opening)
        self._top_up_numbers()
        heads = {head.scope: head for head in answer.scopes}
        heads |= _Push(self._store, self._link, self._result, self._step).run(self._granted)
        self._send_files()
        for head in sorted(heads.values(), key=lambda head: head.scope):
            _Pull(self._store, self._link, self._result, self._step).run(head)
        self._fetch_package(answer.package)

    def _fetch_package(self, offered: str) -> None:
        """Fetch the office's newest rules last: whatever becomes of them, the events are safe."""
        packages = self._case.packages
        if packages is not None and packages.wants(offered):
            self._breathe()
            data = self._link.package(packages.known())
            signed = packages.take(data) if data is not None else None
            self._result.package = signed.package.number if signed is not None else 0
        if packages is not None and packages.refused is not None and offered:
            self._result.package_refusal = packages.refused.failure

    def _top_up_numbers(self) -> None:
        """Ask for numbers where few are left; a refusal of one series stops nothing else."""
        supply = self._case.numbers
        wanted = supply.wanted() if supply is not None else ()
        if supply is None or not wanted:
            return
        try:
            granted = self._link.number_blocks(NumberBlocksAsked(series=wanted))
        except OfficeRefused as failure:
            if failure.retry_after or failure.code in _NOT_THE_FILE:
                raise
            return  # the papers' page says that numbers are missing, and why
        for block in granted.blocks:
            with suppress(WrongState):  # a block that overlaps a held one is not taken
                supply.keep(block)
                self._result.blocks_reserved += 1

    def _granted(self, scope: str) -> bool:
        return grants.cover(self._enrolment.scopes, scope)

    def _breathe(self) -> None:
        if self._ears.is_cancelled():
            raise _Stopped

    def _step(self, step: str, done: int, total: int) -> None:
        self._ears.progress(step, done, total)
        self._breathe()

    def _keep_news(self, answer: HelloAnswer) -> None:
        """Keep a renewed certificate and the office's present addresses, if they changed."""
        known = self._enrolment
        news = dataclasses.replace(
            known,
            certificate=answer.certificate or known.certificate,
            addresses=_merged(answer.addresses, known.addresses),
            public_page=answer.public_page or known.public_page,
        )
        if news != known:
            self._store.keep_enrolment(news)
            self._enrolment = news

    def _send_files(self) -> None:
        seen: set[str] = set()
        while True:
            waiting = self._store.waiting_blobs(FILES_AT_ONCE + len(seen))
            fresh = [blob for blob in waiting if blob.sha256 not in seen][:FILES_AT_ONCE]
            if not fresh:
                return
            total = self._store.queue().blobs
            self._step("files", 0, total)
            wanted = frozenset(self._link.wanted([blob.sha256 for blob in fresh]))
            for blob in fresh:
                seen.add(blob.sha256)
                self._send_file(blob, is_wanted=blob.sha256 in wanted)
                self._step("files", self._result.files_sent, total)

    def _send_file(self, blob: WaitingBlob, *, is_wanted: bool) -> None:
        """Send one file; what is wrong with it is noted and never stops the others."""

        def tell(held: int) -> None:
            self._ears.file(FileOnItsWay(sha256=blob.sha256, held=held, size=blob.size))

        try:
            if is_wanted:
                self._link.send_blob(blob.sha256, self._store.blob_path(blob.sha256), tell)
        except FileNotFoundError:
            self._note(blob, "file_missing")
        except OSError:
            self._note(blob, "file_unreadable")
        except EvidenceBroken as failure:
            self._note(blob, failure.code)
        except OfficeRefused as failure:
            if failure.retry_after or failure.code in _NOT_THE_FILE:
                raise
            self._note(blob, failure.code)
        else:
            self._store.mark_blob(blob.sha256, stored=True)
            self._result.files_sent += is_wanted

    def _note(self, blob: WaitingBlob, problem: str) -> None:
        self._result.files_failed += 1
        self._store.mark_blob(blob.sha256, stored=False, problem=problem)


@dataclass(slots=True)
class _Push:
    """Sends the queue, oldest first, whatever the office thinks of single events."""

    store: SyncStore
    link: OfficeLink
    result: RoundResult
    step: Progress
    limit: int = MAX_EVENTS
    alone_at: int = 0
    gaps: int = 0

    def run(self, is_granted: Callable[[str], bool]) -> dict[str, ScopeHead]:
        """Empty the queue; return the heads of the readable scopes that grew by it."""
        heads: dict[str, ScopeHead] = {}
        while batch := self.store.next_batch(self.limit, MAX_BATCH_BYTES):
            self._tell()
            try:
                answer = self.link.push(batch)
            except OfficeRefused as refusal:
                self._adapt(refusal, batch)
                continue
            self._keep(batch, answer)
            for point in answer.checkpoints:
                if is_granted(point.scope):
                    heads[point.scope] = ScopeHead(
                        scope=point.scope, epoch=point.epoch, seq=point.size
                    )
        return heads

    def _tell(self) -> None:
        waiting = self.store.queue().events
        self.step("events", self.result.pushed, self.result.pushed + waiting)

    def _keep(self, batch: Batch, answer: PushAnswer) -> None:
        told = {outcome.device_seq for outcome in answer.outcomes}
        if told != set(range(batch.first_seq, batch.first_seq + len(batch.records))):
            # Nothing is kept of it: a receipt for another event would lose this one.
            raise OfficeRefused("office_answer_invalid", why="outcomes")
        self.store.keep_answer(answer)
        self.result.pushed += len(answer.outcomes)
        fates = [outcome.fate for outcome in answer.outcomes]
        self.result.accepted += fates.count(Fate.ACCEPTED)
        self.result.duplicates += fates.count(Fate.DUPLICATE)
        self.result.held += fates.count(Fate.HELD)
        self.result.quarantined += fates.count(Fate.QUARANTINED)
        following = batch.first_seq + len(batch.records)
        self.limit = 1 if following == self.alone_at else MAX_EVENTS

    def _adapt(self, refusal: OfficeRefused, batch: Batch) -> None:
        """Choose the next batch after a refusal that asks for another one; else raise it."""
        first, count = batch.first_seq, len(batch.records)
        if refusal.code == "chain_broken" and count > 1:
            bad = _number(refusal, "device_seq")
            if not first <= bad < first + count:
                raise refusal
            self.alone_at, self.limit = bad, max(1, bad - first)
        elif refusal.code == "chain_gap" and self.gaps < 2:
            expected = _number(refusal, "expected")
            if not 0 < expected < first:
                raise refusal
            self.gaps += 1
            self.result.requeued += self.store.forget_receipts_after(expected - 1)
        elif refusal.code == "batch_too_large" and count > 1:
            self.limit = count // 2
        else:
            raise refusal


@dataclass(slots=True)
class _Pull:
    """Reads one scope up to its head, and begins again where the office's history differs."""

    store: SyncStore
    link: OfficeLink
    result: RoundResult
    step: Progress
    resets: int = 0

    def run(self, head: ScopeHead) -> None:
        cursor = self._cursor(head)
        start, target = cursor.seq, head.seq
        while cursor.seq < target:
            self.step("pull", cursor.seq - start, target - start)
            try:
                page = self.link.pull(cursor)
                self.result.pulled += self.store.apply_page(page)
            except OfficeRefused as refusal:
                if refusal.code == "scope_not_granted":
                    return  # a grant was taken back; what is here stays
                if refusal.code != "epoch_changed":
                    raise
                self._reset(cursor.scope, _number(refusal, "epoch"), refusal)
            except EvidenceBroken as failure:
                if failure.code != "office_history_differs":
                    raise
                target = self._meet_again(cursor, failure).seq
            else:
                if page.last <= cursor.seq:
                    raise OfficeRefused("office_answer_invalid", why="page")
                target = page.head
            cursor = self.store.cursor(cursor.scope)

    def _cursor(self, head: ScopeHead) -> Cursor:
        cursor = self.store.cursor(head.scope)
        if cursor.epoch != head.epoch:
            is_new = cursor.seq == 0
            self.store.reset_scope(head.scope, head.epoch)
            self.result.scopes_reset += not is_new
        elif cursor.seq > head.seq:
            # The office forgot what it has signed: show it its own word.
            self._meet_again(cursor, EvidenceBroken("office_history_differs", scope=head.scope))
        return self.store.cursor(head.scope)

    def _meet_again(self, cursor: Cursor, failure: EvidenceBroken) -> ScopeHead:
        """Agree on an epoch with the office and read the scope from its start."""
        word = self.store.last_checkpoint(cursor.scope)
        if word is None:
            head = ScopeHead(scope=cursor.scope, epoch=cursor.epoch, seq=cursor.seq + 1)
        else:
            head = self.link.diverged(word)
        self._reset(cursor.scope, head.epoch, failure)
        return head

    def _reset(self, scope: str, epoch: int, why: Exception) -> None:
        self.resets += 1
        if self.resets > 2:
            raise why
        self.store.reset_scope(scope, epoch)
        self.result.scopes_reset += 1


def _number(refusal: OfficeRefused, name: str) -> int:
    """Return a parameter of a refusal as a number; -1 for what is none, which fits no batch."""
    text = refusal.parameters.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1


def _merged(new: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """Return the address a person gave, the office's newest, then older ones; 8 at most."""
    return tuple(dict.fromkeys((*known[:1], *new, *known)))[:8]
