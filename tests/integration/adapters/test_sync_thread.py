from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from inspector_app.adapters.clock import SystemClock
from inspector_app.adapters.sync_thread import SyncSnapshot, SyncThread
from inspector_app.domain.exceptions import (
    OfficeNotTrusted,
    OfficeRefused,
    OfficeUnreachable,
    StorageUnavailable,
)
from inspector_app.services.sync_ports import Enrolment, OfficeLink
from inspector_app.sync.back_off import BackOff
from inspector_app.sync.batches import Batch
from inspector_app.sync.machine import Phase
from inspector_app.sync.messages import HelloAnswer, HelloRequest, PushAnswer
from tests.helpers.fake_office import FakeLaptop, FakeLink, FakeOffice, Fault

QUICK = BackOff(lambda: 0.0, first=0.02, longest=0.02)
SECONDS = 5


class Watched:
    """A thread with its news."""

    def __init__(self, laptop: FakeLaptop, make_link: Callable[[Enrolment], OfficeLink]) -> None:
        self.snapshots: list[SyncSnapshot] = []
        self.completed: list[datetime] = []
        self._came = threading.Condition()
        self.thread = SyncThread(
            store=laptop,
            make_link=make_link,
            clock=SystemClock(),
            signer=laptop.signer,
            back_off=QUICK,
            on_complete=lambda at, _ahead: self.completed.append(at),
        )
        self.thread.listen(self._note)

    def _note(self, snapshot: SyncSnapshot) -> None:
        with self._came:
            self.snapshots.append(snapshot)
            self._came.notify_all()

    def until(self, true: Callable[[SyncSnapshot], bool]) -> SyncSnapshot:
        """Return the first snapshot from now on, or the newest, for which it is true."""
        with self._came:
            seen = max(len(self.snapshots) - 1, 0)
            assert self._came.wait_for(lambda: any(map(true, self.snapshots[seen:])), SECONDS)
            return next(filter(true, self.snapshots[seen:]))


@pytest.fixture
def office() -> FakeOffice:
    return FakeOffice()


@pytest.fixture
def laptop(office: FakeOffice) -> FakeLaptop:
    return FakeLaptop(office, "device-a")


@pytest.fixture
def watched(office: FakeOffice, laptop: FakeLaptop) -> Iterator[Watched]:
    one = Watched(laptop, lambda _enrolment: FakeLink(office, laptop.device_id))
    yield one
    assert one.thread.stop()


def all_sent(snapshot: SyncSnapshot) -> bool:
    return snapshot.state.phase is Phase.ALL_SENT


def test_what_waits_at_the_start_is_sent_at_once(watched: Watched, laptop: FakeLaptop) -> None:
    laptop.write(3)
    watched.thread.start()
    snapshot = watched.until(all_sent)
    assert (snapshot.queue.events, snapshot.result and snapshot.result.pushed) == (0, 3)
    assert watched.completed == [snapshot.state.at]
    assert Phase.SENDING in {s.state.phase for s in watched.snapshots}


def test_a_poke_sends_new_events(watched: Watched, laptop: FakeLaptop) -> None:
    watched.thread.start()
    watched.until(all_sent)
    laptop.write(1)
    watched.thread.poke()
    watched.until(lambda s: s.state.phase is Phase.WAITING)
    snapshot = watched.until(lambda s: all_sent(s) and s.queue.events == 0)
    assert snapshot.result is not None
    assert snapshot.result.pushed == 1


def test_a_lost_network_heals_without_a_person(
    watched: Watched, office: FakeOffice, laptop: FakeLaptop
) -> None:
    laptop.write(1)
    office.faults = [Fault("push", "after"), Fault("hello", "before")]
    watched.thread.start()
    watched.until(all_sent)
    phases = [s.state.phase for s in watched.snapshots]
    assert Phase.OFFLINE in phases
    assert Phase.NEEDS_YOU not in phases


@pytest.mark.parametrize(
    "failure, code",
    [
        (OfficeNotTrusted("certificate_expired"), "certificate_expired"),
        (OfficeRefused("device_revoked"), "device_revoked"),
        (StorageUnavailable("disk_full"), "disk_full"),
        (ZeroDivisionError("a bug"), "inspector_error"),
    ],
)
def test_what_does_not_heal_is_put_to_a_person_and_a_press_tries_again(
    watched: Watched, office: FakeOffice, failure: Exception, code: str
) -> None:
    office.faults = [Fault("hello", "before", failure)]
    watched.thread.start()
    assert watched.until(lambda s: s.state.phase is Phase.NEEDS_YOU).state.code == code
    watched.thread.retry()
    watched.until(all_sent)


def test_an_office_that_names_a_time_is_waited_for_unless_a_person_presses(
    watched: Watched, office: FakeOffice
) -> None:
    office.faults = [Fault("hello", "before", OfficeRefused("office_busy", retry_after=500))]
    watched.thread.start()
    state = watched.until(lambda s: s.state.code == "office_busy").state
    assert state.phase is Phase.WAITING
    assert state.delay == 500
    watched.thread.retry()
    watched.until(all_sent)


def test_a_laptop_without_an_office_begins_once_it_is_enrolled(office: FakeOffice) -> None:
    laptop = FakeLaptop(office, "device-a", enrolled=False)
    one = Watched(laptop, lambda _enrolment: FakeLink(office, "device-a"))
    one.thread.start()
    one.until(lambda s: s.state.phase is Phase.NOT_ENROLLED)
    laptop.kept = office.enrol("device-a", laptop.signer.public_key)
    one.thread.enrolled()
    one.until(all_sent)
    assert one.thread.stop()


def test_what_the_office_set_aside_needs_a_person_though_all_is_sent(
    watched: Watched, laptop: FakeLaptop
) -> None:
    laptop.write(1)
    laptop.write(1, previous="f" * 64)
    watched.thread.start()
    snapshot = watched.until(lambda s: s.state.phase is Phase.NEEDS_YOU)
    assert snapshot.state.code == "sync_attention"
    assert snapshot.queue.events == 0


def test_a_listener_that_fails_costs_nobody_anything(watched: Watched, laptop: FakeLaptop) -> None:
    def fails(_snapshot: SyncSnapshot) -> None:
        raise ValueError

    watched.thread._listeners.insert(0, fails)
    watched.thread.start()
    assert all_sent(watched.until(all_sent))


def test_stop_ends_a_request_that_hangs(office: FakeOffice, laptop: FakeLaptop) -> None:
    class Hangs(FakeLink):
        asked = threading.Event()
        closed = threading.Event()

        def hello(self, request: HelloRequest) -> HelloAnswer:
            self.asked.set()
            assert self.closed.wait(SECONDS)
            raise OfficeUnreachable

        def close(self) -> None:
            self.closed.set()

    one = Watched(laptop, lambda _enrolment: Hangs(office, "device-a"))
    one.thread.start()
    assert Hangs.asked.wait(SECONDS)
    assert one.thread.stop()


def test_stop_in_the_middle_of_a_queue_keeps_the_receipts_so_far(
    office: FakeOffice, laptop: FakeLaptop
) -> None:
    class Stops(FakeLink):
        def push(self, batch: Batch) -> PushAnswer:
            answer = super().push(batch)
            threading.Thread(target=one.thread.stop).start()
            assert stopping.wait(SECONDS)
            return answer

        def close(self) -> None:
            stopping.set()

    stopping = threading.Event()
    laptop.write(1200)
    one = Watched(laptop, lambda _enrolment: Stops(office, "device-a"))
    one.thread.start()
    one.thread._thread.join(SECONDS)
    assert not one.thread._thread.is_alive()
    assert laptop.queue().events == 700


def test_another_enrolment_opens_another_link(office: FakeOffice, laptop: FakeLaptop) -> None:
    links: list[FakeLink] = []

    def make(_enrolment: Enrolment) -> FakeLink:
        links.append(FakeLink(office, "device-a"))
        return links[-1]

    one = Watched(laptop, make)
    one.thread.start()
    one.until(all_sent)
    laptop.kept = office.enrol("device-a", laptop.signer.public_key)
    laptop.kept = type(laptop.kept)(
        **{name: getattr(laptop.kept, name) for name in laptop.kept.__slots__}
        | {"addresses": ("https://127.0.0.2:8443",)}
    )
    one.thread.enrolled()
    one.until(lambda s: all_sent(s) and len(links) == 2)
    assert links[0].is_closed
    assert one.thread.stop()
    assert links[1].is_closed
