"""The thread that talks to the office: woken by new events, by time and by hand. No Qt here.

Whatever goes wrong in a round ends in a state with words; the thread itself never ends before
`stop`. Its lock is held for moments only and never around disk, network or a listener, so that
`poke` may be called from the storage thread in the middle of a transaction.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.exceptions import (
    InspectorError,
    OfficeRefused,
    OfficeUnreachable,
)
from inspector_app.services.number_supply import NumberSupply
from inspector_app.services.ports import Clock, Signer
from inspector_app.services.sync_ports import (
    Enrolment,
    FileOnItsWay,
    OfficeLink,
    Queue,
    SyncStore,
)
from inspector_app.services.synchronise import PackageKeeper, RoundResult, Synchronise
from inspector_app.sync import machine
from inspector_app.sync.back_off import BackOff
from inspector_app.sync.machine import SyncState, Trouble

ATTENTION = "sync_attention"
"""The round is complete, and something in it waits for a person."""
STOP_SECONDS = 0.9
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncSnapshot:
    """What listeners get. queue: as counted then. result: of the last complete round.

    file: what is being sent now. last: wall clock of the last complete round, also of a run before.
    """

    state: SyncState
    queue: Queue
    result: RoundResult | None = None
    file: FileOnItsWay | None = None
    last: datetime | None = None


Listener = Callable[[SyncSnapshot], None]


class SyncThread:
    """Drives `sync.machine` and `Synchronise`. Listeners are called on the sync thread.

    make_link: opens the way to an office, called again when the enrolment changes. on_complete:
    called with the wall clock after each complete round, and how far that is ahead. last: the
    complete round before.
    packages: where the office's package of rules goes; set before `start`, None: it is not fetched.
    """

    def __init__(
        self,
        *,
        store: SyncStore,
        make_link: Callable[[Enrolment], OfficeLink],
        clock: Clock,
        signer: Signer,
        back_off: BackOff,
        program_version: str = "",
        on_complete: Callable[[datetime, int | None], None] = lambda _at, _ahead: None,
        last: datetime | None = None,
    ) -> None:
        self._store = store
        self._make_link = make_link
        self._clock = clock
        self._signer = signer
        self._back_off = back_off
        self._version = program_version
        self._numbers: NumberSupply | None = None
        self.packages: PackageKeeper | None = None
        self._on_complete = on_complete
        self._listeners: list[Listener] = []
        self._changed = threading.Condition()
        self._state = SyncState()
        self._stopping = False
        self._news = False
        self._link: tuple[Enrolment, OfficeLink] | None = None
        self._queue = Queue(events=0, blobs=0, blob_bytes=0, attention=0)
        self._result: RoundResult | None = None
        self._file: FileOnItsWay | None = None
        self._last = last
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)

    def listen(self, listener: Listener) -> None:
        """Call `listener(snapshot)` at every change; before `start`."""
        self._listeners.append(listener)

    def top_up(self, numbers: NumberSupply) -> None:
        """Ask the office for document numbers in each round; before `start`."""
        self._numbers = numbers

    def start(self) -> None:
        """Begin; the first round is due at once if the laptop is enrolled."""
        self._thread.start()

    def poke(self) -> None:
        """Say that new events wait."""
        self._apply(lambda state, now: machine.poked(state, now=now))

    def retry(self) -> None:
        """Run a round now, because a person asks."""
        self._apply(lambda state, now: machine.by_hand(state, now=now))

    def enrolled(self) -> None:
        """Say that the laptop belongs to an office now, or to another one."""
        self._apply(lambda state, now: machine.enrolled(state, now=now))

    def stop(self) -> bool:
        """End the thread, also in the middle of a request; True when it has ended."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
            link = self._link
        if link is not None:
            link[1].close()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)
        return not self._thread.is_alive()

    def _now(self) -> float:
        return self._clock.monotonic_ns() / 1e9

    def _apply(self, move: Callable[[SyncState, float], SyncState]) -> None:
        with self._changed:
            self._state = move(self._state, self._now())
            self._news = True
            self._changed.notify_all()

    def _run(self) -> None:
        try:
            known = self._safe_enrolment()
            self._apply(lambda _state, now: machine.started(enrolled=known, now=now))
            self._count()
            while self._wait_for_turn():
                self._round()
        finally:
            with self._changed:
                link, self._link = self._link, None
            if link is not None:
                link[1].close()

    def _safe_enrolment(self) -> bool:
        """Return whether there is an office; a storage that cannot say is asked by the round."""
        try:
            return self._store.enrolment() is not None
        except InspectorError:
            _LOG.exception("the storage did not say whether this laptop is enrolled")
            return True

    def _wait_for_turn(self) -> bool:
        """Wait until a round is due, publishing what changes meanwhile; False to end."""
        while True:
            with self._changed:
                if self._stopping:
                    return False
                wait = self._state.wait(self._now())
                if wait == 0:
                    return True
                if not self._news:
                    self._changed.wait(wait)
                    continue
                self._news = False
            self._count()
            self._publish()

    def _round(self) -> None:
        self._file = None
        self._set(machine.began)
        result: RoundResult | None = None
        try:
            result = self._synchronised()
            failure: InspectorError | None = None
        except InspectorError as error:
            failure = error
        except Exception:  # noqa: BLE001 - a bug must not silence the laptop for the rest of the day
            _LOG.exception("a round with the office broke off")
            failure = InspectorError()
        self._file = None
        if self._is_stopping():
            return
        if failure is None and result is not None:
            self._complete(result)
        else:
            self._fail(failure or InspectorError())

    def _synchronised(self) -> RoundResult:
        enrolment = self._store.enrolment()
        if enrolment is None:
            raise OfficeRefused("not_enrolled")
        case = Synchronise(
            store=self._store,
            link=self._link_to(enrolment),
            clock=self._clock,
            signer=self._signer,
            program_version=self._version,
            numbers=self._numbers,
            packages=self.packages,
        )
        return case(self._progress, self._is_stopping, self._on_file)

    def _link_to(self, enrolment: Enrolment) -> OfficeLink:
        with self._changed:
            known = self._link
        if known is not None and known[0] == enrolment:
            return known[1]
        if known is not None:
            known[1].close()
        link = self._make_link(enrolment)
        with self._changed:
            self._link = (enrolment, link)
            stopping = self._stopping
        if stopping:
            link.close()
        return link

    def _complete(self, result: RoundResult) -> None:
        self._result = result
        self._count()
        at = self._last = self._clock.now()
        code = ATTENTION if self._queue.attention else ""
        try:
            self._on_complete(at, result.clock_ahead_ms)
        except Exception:  # noqa: BLE001 - as above
            _LOG.exception("the time of the round was not kept")
        self._set(lambda state: machine.succeeded(state, now=self._now(), at=at, code=code))

    def _fail(self, failure: InspectorError) -> None:
        if failure.code == "not_enrolled":
            self._set(lambda _state: machine.started(enrolled=False, now=self._now()))
            return
        _LOG.warning("no round with the office: %s", failure)
        retry_after = failure.retry_after if isinstance(failure, OfficeRefused) else 0
        self._count()
        self._set(
            lambda state: machine.failed(
                state,
                _trouble(failure),
                failure.code,
                failure.parameters,
                now=self._now(),
                back_off=self._back_off,
                retry_after=retry_after,
            )
        )

    def _progress(self, step: str, done: int, total: int) -> None:
        self._set(lambda state: machine.progressed(state, step, done, total))

    def _on_file(self, file: FileOnItsWay) -> None:
        self._file = file
        self._publish()

    def _is_stopping(self) -> bool:
        with self._changed:
            return self._stopping

    def _set(self, move: Callable[[SyncState], SyncState]) -> None:
        with self._changed:
            self._state = move(self._state)
        self._publish()

    def _count(self) -> None:
        try:
            self._queue = self._store.queue()
        except InspectorError:
            _LOG.exception("the queue could not be counted")

    def _publish(self) -> None:
        with self._changed:
            snapshot = SyncSnapshot(
                state=self._state,
                queue=self._queue,
                result=self._result,
                file=self._file,
                last=self._last,
            )
        for listener in self._listeners:
            try:
                listener(snapshot)
            except Exception:  # noqa: BLE001 - one listener never costs the others their news
                _LOG.exception("a listener failed")


def _trouble(failure: InspectorError) -> Trouble:
    if isinstance(failure, OfficeUnreachable):
        return Trouble.NETWORK
    if isinstance(failure, OfficeRefused) and failure.retry_after:
        return Trouble.BUSY
    return Trouble.PERSON
