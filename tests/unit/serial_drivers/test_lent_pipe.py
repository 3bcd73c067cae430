"""A pipe between two takers: each event is taken once, in order, by one of them at a time."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from random import Random  # noqa: TID251 - seeded

import pytest

from serial_drivers.clock import moment_of
from serial_drivers.ports import lent_pipe
from serial_drivers.ports.batch_pipe import BatchReader, batch_writer
from serial_drivers.ports.lent_pipe import MUCH, LentPipe
from serial_drivers.ports.port_events import Lost, PortEvent, Received, packed, packed_read
from tests.helpers.thread_attendant import ThreadAttendant

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="only where pipes can be waited on")
PATIENCE_S = 30.0
LOST = Lost(session_id="s", at=moment_of(7), monotonic_ns=7, reason="port_lost")


class Table:
    """A pipe, both its ends, what was taken, and the owner's thread."""

    def __init__(self) -> None:
        self.ours, self.theirs = multiprocessing.Pipe()
        self._write = batch_writer(self.theirs)
        self.taken: list[PortEvent] = []
        self.pauses = 0
        self.pipe = LentPipe(BatchReader(self.ours), self.taken.extend, self._on_pause)
        self.lent, self.back = threading.Event(), threading.Event()

    def _on_pause(self) -> None:
        self.pauses += 1

    def say(self, data: bytes) -> None:
        self._write(packed_read("s", 1, 1, data))

    def say_lost(self) -> None:
        self._write(packed([LOST]))

    def write_raw(self, connection: Connection, piece: bytes) -> None:
        os.write(connection.fileno(), piece)

    def lend(self) -> None:
        """Let a thread lend it; return once it is lent."""

        def attend(_pipe: LentPipe, descriptor: int) -> None:
            os.close(descriptor)
            self.lent.set()

        def lend() -> None:
            self.pipe.lend(attend)
            self.back.set()

        threading.Thread(target=lend, daemon=True).start()
        assert self.lent.wait(PATIENCE_S)

    def read_data(self) -> list[bytes]:
        return [event.data for event in self.taken if isinstance(event, Received)]

    def is_back(self) -> bool:
        return self.back.wait(PATIENCE_S)


@pytest.fixture
def table() -> Iterator[Table]:
    made = Table()
    yield made
    made.pipe.reclaim()
    made.ours.close()
    made.theirs.close()


def test_who_serves_takes_what_has_come_and_the_owner_waits(table: Table) -> None:
    table.lend()
    table.say(b"a")
    table.say(b"b")
    assert table.pipe.serve()
    assert table.read_data() == [b"a", b"b"]
    table.pipe.rest()
    assert table.pauses == 1
    assert not table.back.is_set()


def test_serving_when_nothing_has_come_does_not_wait(table: Table) -> None:
    table.lend()
    assert table.pipe.serve()
    assert table.taken == []


def test_half_a_batch_waits_for_its_other_half(table: Table) -> None:
    table.lend()
    read, write = multiprocessing.Pipe(duplex=False)
    batch_writer(write)(packed_read("s", 1, 1, b"whole"))
    whole = os.read(read.fileno(), 1000)
    for piece in (whole[:3], whole[3:9]):
        table.write_raw(table.theirs, piece)
        assert table.pipe.serve()
        assert table.taken == []
    table.write_raw(table.theirs, whole[9:])
    assert table.pipe.serve()
    assert table.read_data() == [b"whole"]
    read.close()
    write.close()


def test_a_loss_goes_to_the_owner_after_what_came_before_it(table: Table) -> None:
    table.lend()
    table.say(b"a")
    table.say_lost()
    table.say(b"after")
    assert not table.pipe.serve()
    assert table.is_back()
    assert table.read_data() == [b"a"]
    assert table.pipe.has_more(0)
    assert table.pipe.read() == [LOST]
    (after,) = table.pipe.read()
    assert isinstance(after, Received)
    assert after.data == b"after"


def test_much_at_once_is_taken_and_the_rest_left_to_the_owner(table: Table) -> None:
    table.lend()
    for _number in range(3):
        table.say(b"x" * (MUCH // 2))
    assert not table.pipe.serve()
    assert table.is_back()
    assert len(table.taken) == 1
    assert [len(table.pipe.read()) for _number in range(2)] == [1, 1]


def test_the_end_is_met_by_the_owner(table: Table) -> None:
    table.lend()
    table.theirs.close()
    assert not table.pipe.serve()
    assert table.is_back()
    with pytest.raises(EOFError):
        table.pipe.read()


def test_a_taker_that_fails_gives_the_pipe_back(table: Table) -> None:
    table.taken = []
    table.pipe = LentPipe(BatchReader(table.ours), _fail, lambda: None)
    table.lend()
    table.say(b"a")
    with pytest.raises(LookupError):
        table.pipe.serve()
    assert table.is_back()


def _fail(_events: list[PortEvent]) -> None:
    raise LookupError


def test_after_closing_nobody_is_asked_to_serve(table: Table) -> None:
    table.lend()
    table.pipe.reclaim()
    assert table.is_back()
    assert not table.pipe.serve()
    table.pipe.rest()
    assert table.pauses == 0
    table.pipe.lend(lambda _pipe, _descriptor: pytest.fail("lent after it was reclaimed"))


class BusyTurn:
    """A turn that is asked for by another just while it is held: once, at its end."""

    def __init__(self, ask: Callable[[], None]) -> None:
        self._lock, self._ask = threading.Lock(), ask

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_error: object) -> None:
        self._ask()
        self._lock.release()

    def acquire(self, blocking: bool = True) -> bool:
        return self._lock.acquire(blocking=blocking)

    def release(self) -> None:
        self._lock.release()


def test_closing_just_while_it_is_lent_keeps_nobody_waiting(table: Table) -> None:
    table.pipe._turn = BusyTurn(table.pipe.reclaim)  # type: ignore[assignment]
    owner = threading.Thread(
        target=lambda: table.pipe.lend(lambda _pipe, descriptor: os.close(descriptor)), daemon=True
    )
    owner.start()
    owner.join(PATIENCE_S)
    assert not owner.is_alive()
    assert not table.pipe.is_lent


def test_closing_while_it_is_served_ends_the_serving() -> None:
    table = Table()
    table.pipe = LentPipe(BatchReader(table.ours), lambda _: table.pipe.reclaim(), lambda: None)
    table.lend()
    table.say(b"a")
    assert not table.pipe.serve()
    assert table.is_back()
    table.ours.close()
    table.theirs.close()


@pytest.mark.parametrize(
    "waits, late_s, taken_back",
    [(True, 0.2, True), (True, 0.05, False), (False, 0.2, False)],
)
def test_a_window_that_stands_still_loses_the_pipe_only_when_bytes_wait(
    table: Table,
    monkeypatch: pytest.MonkeyPatch,
    waits: bool,
    late_s: float,
    taken_back: bool,
) -> None:
    now = [100.0]
    monkeypatch.setattr(lent_pipe, "monotonic", lambda: now[0])
    table.lend()
    if waits:
        table.say(b"a")
    now[0] += late_s
    table.pipe.reclaim_from_standstill()
    assert table.pipe.is_lent is not taken_back
    if taken_back:
        assert table.is_back()
        assert len(table.pipe.read()) == 1


def test_the_pipe_cannot_change_hands_while_the_watch_asks_whether_bytes_wait(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two polls of one pipe at once raise: the port's own thread once ended by it."""
    now = [100.0]
    monkeypatch.setattr(lent_pipe, "monotonic", lambda: now[0])
    table.lend()
    now[0] += 1.0
    batches, asked = table.pipe._batches, []

    def has_more(_seconds: float) -> bool:
        table.pipe.reclaim()
        asked.append(table.pipe.is_lent)
        return False

    monkeypatch.setattr(batches, "has_more", has_more)
    table.pipe.reclaim_from_standstill()
    assert asked == [True]
    table.pipe.reclaim_from_standstill()
    assert asked == [True]
    assert table.is_back()


def _write_numbers(say: Callable[[bytes], None], count: int, seed: int) -> None:
    chance = Random(seed)
    number = 0
    while number < count:
        for _together in range(chance.choice((1, 1, 1, 2, 90))):
            say(b"%d;" % number + b"." * chance.choice((0, 0, 300)))
            number += 1
            if number == count:
                break
        threading.Event().wait(0.002)  # longer than the owner looks before it lends


@pytest.mark.parametrize("seed", range(4))
def test_every_event_is_taken_once_and_in_order_however_the_pipe_changes_hands(
    table: Table, seed: int
) -> None:
    count, attendant, chance = 2000, ThreadAttendant(), Random(seed)
    threading.Thread(target=_write_numbers, args=(table.say, count, seed), daemon=True).start()
    stop = threading.Event()

    def disturb() -> None:
        while not stop.wait(0.002):
            if chance.random() < 0.1:
                attendant.standstill.set()
            else:
                attendant.standstill.clear()
            table.pipe.reclaim_from_standstill()

    threading.Thread(target=disturb, daemon=True).start()
    while len(table.taken) < count:
        if table.pipe.has_more(0.001):
            table.taken += table.pipe.read()
        else:
            table.pipe.lend(lambda pipe, fd: _until_all(table, count, attendant, pipe, fd))
    stop.set()
    numbers = [int(data.split(b";")[0]) for data in table.read_data()]
    assert numbers == list(range(count))
    assert attendant.lent
    assert attendant.served


def _until_all(
    table: Table, count: int, attendant: ThreadAttendant, pipe: LentPipe, descriptor: int
) -> None:
    """Lend for as long as something is to come: nobody says anything after the last."""
    if len(table.taken) >= count:
        os.close(descriptor)
        pipe.reclaim()
        return
    attendant.attend(pipe, descriptor)
    threading.Thread(target=_give_back_at_end, args=(table, count, pipe), daemon=True).start()


def _give_back_at_end(table: Table, count: int, pipe: LentPipe) -> None:
    while pipe.is_lent:
        if len(table.taken) >= count:
            pipe.reclaim()
        threading.Event().wait(0.001)
