from __future__ import annotations

from typing import TypeVar

import pytest

from inspector_app.domain.exceptions import PortLost, PortUnavailable
from serial_drivers.catalog import find_driver
from serial_drivers.driver import Turn
from serial_drivers.ports.port_events import (
    Failed,
    IndicationReceived,
    Lost,
    Opened,
    PortEvent,
    Reconnected,
    Sent,
    packed,
    unpacked,
)
from serial_drivers.ports.port_loop import Order, PortLoop, Stop, settings_for
from serial_drivers.ports.port_session import PortInterpreter

FRAME = bytes.fromhex("022b3030313536303031 3903")
OTHER = bytes.fromhex("022b3030313635303031 3903")
GONE = object()
Kind = TypeVar("Kind")


class FakeClock:
    def __init__(self) -> None:
        self.ns = 0
        self.sessions = 0

    def utc_us(self) -> int:
        return 1_795_392_000_000_000 + self.ns // 1000

    def monotonic_ns(self) -> int:
        return self.ns

    def new_session_id(self) -> str:
        self.sessions += 1
        return f"session-{self.sessions}"


class FakeWorld:
    """Plays one list of reads per opening: bytes, b"" for silence, GONE for a pulled cable."""

    def __init__(
        self, protocol: str, *openings: list[object] | PortUnavailable, device: str = "COM9"
    ) -> None:
        self.device = device
        self.clock = FakeClock()
        self.events: list[PortEvent] = []
        self.written: list[bytes] = []
        self.spoken: list[tuple[int, bytes]] = []
        self.waits: list[float] = []
        self.discarded = self.closed = 0
        self.orders: list[Order] = []
        self._openings = list(openings)
        self._reads: list[object] = []
        driver = find_driver(protocol)
        self._interpreter = PortInterpreter(driver)
        self.loop = PortLoop(
            settings_for(driver, device),
            driver,
            open_transport=self.open,
            clock=self.clock,
            emit=self.emit,
            next_order=self.next_order,
        )

    line = "9600 8N1"

    def open(self) -> FakeWorld:
        opening = self._openings.pop(0)
        if isinstance(opening, PortUnavailable):
            raise opening
        self._reads = opening
        return self

    def read(self, timeout_s: float) -> bytes:
        self.clock.ns += int(timeout_s * 1e9)
        read = self._reads.pop(0)
        if read is GONE:
            raise PortLost(device="COM9", detail="gone")
        assert isinstance(read, bytes)
        return read

    def write(self, data: bytes) -> None:
        self._note(data)

    def set_speed(self, baudrate: int) -> None:
        self._note(str(baudrate).encode())

    def _note(self, word: bytes) -> None:
        self.written.append(word)
        self.spoken.append((self.clock.ns, word))

    def discard_input(self) -> None:
        self.discarded += 1

    def close(self) -> None:
        self.closed += 1

    def next_order(self, timeout_s: float) -> Order | None:
        if self.orders:
            return self.orders.pop(0)
        self.clock.ns += int(timeout_s * 1e9)
        if timeout_s:
            self.waits.append(timeout_s)
        return Stop.STOP if not self._reads and not self._openings else None

    def of(self, kind: type[Kind]) -> list[Kind]:
        return [event for event in self.events if isinstance(event, kind)]

    def emit(self, events: list[PortEvent]) -> None:
        for event in unpacked(packed(events)):
            self.events.extend(self._interpreter.interpret(event))

    def run(self) -> None:
        self.loop.run()


def test_a_stream_becomes_indications_counted_in_its_session() -> None:
    world = FakeWorld("yaohua-tf0", [FRAME[:5], FRAME[5:] + OTHER])
    world.run()
    seen = [event.indication for event in world.of(IndicationReceived)]
    assert [(str(i.value), i.session_id, i.sequence) for i in seen] == [
        ("1560", "session-1", 1),
        ("1650", "session-1", 2),
    ]
    assert seen[0].monotonic_ns == 200_000_000
    assert world.closed == 1


def test_a_port_that_cannot_be_opened_at_first_is_reported_and_left() -> None:
    world = FakeWorld("yaohua-tf0", PortUnavailable("port_busy", device="COM9", detail="in use"))
    world.run()
    assert world.events == [Failed(code="port_busy", device="COM9", detail="in use")]


def test_after_a_gap_nothing_is_given_out_before_two_valid_frames() -> None:
    world = FakeWorld("yaohua-tf0", [FRAME, GONE], [FRAME, FRAME + OTHER])
    world.run()
    kinds = [type(e) for e in world.events if not isinstance(e, Opened)]
    after = kinds[kinds.index(Lost) :]
    assert after.count(IndicationReceived) == 2
    assert after.index(Reconnected) < after.index(IndicationReceived)
    assert world.of(Reconnected)[0].interrupted == "session-1"
    assert [e.indication.session_id for e in world.of(IndicationReceived)][1:] == ["session-2"] * 2
    assert world.discarded == 1


@pytest.mark.parametrize(
    "device, least_s, most_s",
    [("COM9", 0.5 * 6, 0.5 * 6 + 1), ("socket://h:1", 0.5 + 1 + 2 + 4 + 5 + 5, 19)],
)
def test_a_port_is_looked_for_twice_a_second_and_a_server_ever_more_rarely(
    device: str, least_s: float, most_s: float
) -> None:
    missing = [PortUnavailable("port_missing", device=device) for _ in range(6)]
    world = FakeWorld("yaohua-tf0", [GONE], *missing, [FRAME], device=device)
    started = world.clock.ns
    world.run()
    assert least_s < (world.clock.ns - started) / 1e9 < most_s
    assert max(world.waits) <= 0.2
    assert len(world.of(Opened)) == 2


@pytest.mark.parametrize(
    "device, rests_s", [("COM9", [0.5, 0.5, 0.5, 0.5]), ("socket://s:1", [0.5, 1, 2, 4])]
)
def test_who_takes_every_call_and_hangs_up_is_called_ever_more_rarely(
    device: str, rests_s: list[float]
) -> None:
    world = FakeWorld("yaohua-tf0", *[[GONE] for _call in range(5)], [FRAME], device=device)
    world.run()
    opened = [event.monotonic_ns / 1e9 for event in world.of(Opened)]
    lost = [event.monotonic_ns / 1e9 for event in world.of(Lost)]
    gaps = [later - before for before, later in zip(lost, opened[1:], strict=True)]
    settling_s = gaps[0] - rests_s[0]
    assert [round(gap - settling_s, 3) for gap in gaps[:4]] == rests_s


def test_after_a_session_that_lasted_the_port_is_opened_at_once() -> None:
    world = FakeWorld("yaohua-tf0", [*[FRAME] * 60, GONE], [FRAME], device="socket://s:1")
    world.run()
    (lost,), (_first, again) = world.of(Lost), world.of(Opened)
    assert again.monotonic_ns - lost.monotonic_ns < 0.3e9


def test_a_port_that_is_there_again_is_read_within_two_seconds() -> None:
    """By the port's own clock: the last look that failed, a half second, two frames to prove."""
    missing = [PortUnavailable("port_missing", device="COM9") for _ in range(40)]
    world = FakeWorld("yaohua-tf0", [FRAME, GONE], *missing, [FRAME, FRAME, FRAME])
    looks: list[int] = []
    opened = world.open

    def look() -> FakeWorld:
        looks.append(world.clock.ns)
        return opened()

    world.loop._open_transport = look
    world.run()
    assert world.of(Reconnected)[0].monotonic_ns - looks[-2] < 2_000_000_000


def test_a_worker_in_place_of_another_waits_for_the_port() -> None:
    missing = PortUnavailable("port_missing", device="COM9")
    world = FakeWorld("yaohua-tf0", missing, [FRAME])
    world.loop.run(again=True)
    assert not world.of(Failed)
    assert len(world.of(IndicationReceived)) == 1


def test_the_name_that_was_opened_is_told() -> None:
    world = FakeWorld("yaohua-tf0", [GONE], [FRAME])
    world.device = "COM11"
    world.run()
    assert [event.device for event in world.of(Opened)] == ["COM11"] * 2


ANSWER = b"S S      5.000 kg\r\n"
METER = "dlt645-2007@000000000161"


def test_a_polled_scale_is_asked_at_its_pace() -> None:
    world = FakeWorld("mt-sics", [ANSWER, b""] * 5)
    world.run()
    assert world.written == [b"SI\r\n"] * 5
    assert [event.data for event in world.of(Sent)] == world.written


def test_a_scale_that_does_not_answer_is_asked_again_after_a_while() -> None:
    world = FakeWorld("mt-sics", [b""] * 12)
    world.run()
    asked = [event.monotonic_ns / 1e9 for event in world.of(Sent)]
    assert asked == [0, 0.6]


@pytest.mark.parametrize("echo", [False, True])
def test_a_slow_answer_is_not_broken_into_by_the_next_question(echo: bool) -> None:
    question = find_driver(METER).commands.read
    assert question is not None
    said = question[-16:-8] + b"\x91"  # begins otherwise than the question does
    pieces = [said[at : at + 3] for at in range(0, len(said), 3)]
    before = [question[:7], question[7:]] if echo else [b"", b""]
    world = FakeWorld(METER, [*before, *[b""] * 10, *pieces, b""])
    world.run()
    assert world.written == [question]


def test_what_was_asked_before_a_gap_is_not_waited_for_after_it() -> None:
    world = FakeWorld("mt-sics", [ANSWER, GONE], [ANSWER, ANSWER])
    world.run()
    assert world.written == [b"SI\r\n"] * 2


def test_a_stream_that_falls_silent_is_interrupted_with_the_port_open() -> None:
    world = FakeWorld("yaohua-tf0", [FRAME, *[b""] * 20, FRAME, FRAME])
    world.run()
    assert [event.reason for event in world.of(Lost)] == ["port_silent"]
    assert world.of(Reconnected)[0].interrupted == "session-1"
    assert world.closed == 1


def test_an_order_is_sent_and_reported() -> None:
    world = FakeWorld("toledo-continuous", [b"", b""])
    world.orders = [b"Z\r\n"]
    world.run()
    assert world.written == [b"Z\r\n"]


def test_a_speed_change_holds_until_the_next_question() -> None:
    answer: list[object] = [b"/ISK5\\2MT\r\n", b"", b"\x02x", b"", b"", b""]
    world = FakeWorld("iec62056-21", answer)
    world.orders = [b"/?!\r\n", Turn(b"\x06050\r\n", 9600)]
    world.run()
    assert world.written == [b"/?!\r\n", b"\x06050\r\n", b"9600", b"300", b"/?!\r\n"]
    turned = next(at for at, word in world.spoken if word == b"9600")
    said = next(at for at, word in world.spoken if word == b"\x06050\r\n")
    assert turned - said >= 0.2e9, "six bytes at 300 bit/s are out"


def test_a_turn_without_a_word_is_awaited_as_a_question_is() -> None:
    world = FakeWorld("iec62056-21", [b""] * 12)
    world.orders = [Turn(b"", 1200)]
    world.run()
    assert world.written == [b"1200"]
    assert not world.of(Sent)


def test_half_a_frame_before_a_silence_is_reported_once() -> None:
    world = FakeWorld("st-gs-generic", [b"ST,GS,+  1.2", *[b""] * 12])
    world.run()
    problems = [e.problem.kind for e in world.events if hasattr(e, "problem")]
    assert problems == ["incomplete"]
