from __future__ import annotations

from collections.abc import Callable

import pytest

from inspector_app.domain.exceptions import PortUnavailable
from serial_drivers.catalog import drivers, find_driver
from serial_drivers.driver import SerialLine
from serial_drivers.finding.detection import Candidate, Detection, Detector, Trying
from tests.helpers.virtual_wire import as_heard

TF0 = bytes.fromhex("022b3030313536303031 3903")
ST_LINE = b"ST,GS,   245.6 g\r\n"
Speak = Callable[[SerialLine], list[bytes]]


class FakeClock:
    def __init__(self) -> None:
        self.ns = 0

    def utc_us(self) -> int:
        return 1_795_392_000_000_000

    def monotonic_ns(self) -> int:
        return self.ns

    def new_session_id(self) -> str:
        return "s"


class FakeScale:
    """Speaks what `speak(line)` says, then is silent; answers what `answers` holds."""

    def __init__(
        self, speak: Speak = lambda _: [], answers: dict[bytes, bytes] | None = None
    ) -> None:
        self.clock = FakeClock()
        self.sent: list[bytes] = []
        self.opened: list[SerialLine] = []
        self.speeds: list[int] = []
        self.device = self.line = ""
        self._speak = speak
        self._answers = answers or {}
        self._queue: list[bytes] = []

    def open(self, line: SerialLine) -> FakeScale:
        self.opened.append(line)
        self._queue = self._speak(line)
        return self

    def read(self, timeout_s: float) -> bytes:
        self.clock.ns += int(timeout_s * 1e9)
        return self._queue.pop(0) if self._queue else b""

    def write(self, data: bytes) -> None:
        self.sent.append(data)
        if data in self._answers:
            self._queue.append(self._answers[data])

    def set_speed(self, baudrate: int) -> None:
        self.speeds.append(baudrate)

    def discard_input(self) -> None:
        self._queue.clear()

    def close(self) -> None: ...

    def detect(self, **options: Callable[[], bool]) -> Detection:
        return Detector(drivers(), open_transport=self.open, clock=self.clock, **options).run()  # type: ignore[arg-type]


def test_what_was_there_before_is_asked_for_first_and_alone() -> None:
    scale = FakeScale(answers={b"SI\r\n": b"S S      5.000 kg\r\n"})
    line = SerialLine(baudrate=4800)
    found = scale.detect(hints=((find_driver("mt-sics"), line),))  # type: ignore[arg-type]
    assert found.chosen is not None
    assert (found.chosen.driver.key, found.chosen.line) == ("mt-sics", line)
    assert scale.opened == [line]


def test_a_hint_that_is_not_answered_leaves_the_detection_as_it_is() -> None:
    told: list[Trying | Candidate] = []
    scale = FakeScale(at(2400, TF0, TF0))
    hints = ((find_driver("mt-sics"), SerialLine()), (find_driver("adam"), SerialLine()))
    found = scale.detect(hints=hints, on_progress=told.append)  # type: ignore[arg-type]
    assert found.chosen is not None
    assert found.chosen.driver.key == "yaohua-tf0"
    steps = [step.i for step in told if isinstance(step, Trying)]
    assert steps == list(range(1, len(steps) + 1))


def at(baudrate: int, *chunks: bytes) -> Speak:
    garbage = [b"\x80\xf8\x78\x00"] * 20
    return lambda line: list(chunks if line.baudrate == baudrate else garbage)


def test_two_frames_with_a_right_checksum_decide() -> None:
    found = FakeScale(at(2400, TF0, TF0)).detect()
    assert found.chosen is not None
    assert (found.chosen.driver.key, str(found.chosen.line)) == ("yaohua-tf0", "2400 8N1")
    assert found.chosen.poll is None
    assert "2 frames with checksum right" in found.reason
    assert TF0.hex(" ") in found.reason


def test_one_frame_with_a_checksum_is_not_enough() -> None:
    assert FakeScale(at(9600, TF0)).detect().chosen is None


def test_four_lines_without_a_checksum_are_not_enough_and_five_are() -> None:
    assert FakeScale(at(9600, ST_LINE * 4)).detect().chosen is None
    found = FakeScale(at(9600, ST_LINE * 5)).detect().chosen
    assert found is not None
    assert found.driver.key == "st-gs-generic"


def test_a_seven_bit_line_is_heard_at_eight_bits_and_named_as_what_it_is() -> None:
    def with_even_parity(data: bytes) -> bytes:
        return bytes(b | 0x80 if b.bit_count() % 2 else b for b in data)

    found = FakeScale(at(2400, with_even_parity(ST_LINE * 6))).detect().chosen
    assert found is not None
    assert str(found.line) == "2400 7E1"


def test_a_silent_port_is_asked_at_once_and_never_anything_that_changes_it() -> None:
    scale = FakeScale(answers={b"SI\r\n": b"S S      1.234 kg\r\n"})
    found = scale.detect()
    assert found.chosen is not None
    assert found.chosen.driver.key == "mt-sics"
    assert found.chosen.poll == b"SI\r\n"
    assert {str(line) for line in scale.opened} == {"115200 8N1", "9600 8N1"}
    allowed = {command for driver in drivers() for command in driver.commands.harmless}
    assert set(scale.sent) <= allowed


def test_a_scale_of_the_st_gs_family_is_known_by_its_answer_to_the_same_question() -> None:
    found = FakeScale(answers={b"SI\r\n": b"ST,+00123.45  g\r\n"}).detect().chosen
    assert found is not None
    assert found.driver.key == "st-gs-generic"


def test_an_adapter_that_echoes_is_no_scale() -> None:
    class Echo(FakeScale):
        def write(self, data: bytes) -> None:
            super().write(data)
            self._queue.append(data)

    assert Echo().detect().failure == "no_answer"


def test_silence_names_nothing_and_stays_harmless() -> None:
    scale = FakeScale()
    found = scale.detect()
    assert found.failure == "no_answer"
    assert found.candidates == ()
    allowed = {command for driver in drivers() for command in driver.commands.harmless}
    assert set(scale.sent) <= allowed
    assert scale.clock.ns <= 12e9


def test_two_protocols_on_one_wire_are_both_listed() -> None:
    sics = b"S S      1.234 kg\r\n"
    found = FakeScale(at(9600, (sics + ST_LINE) * 5)).detect()
    assert found.chosen is None
    assert {c.driver.key for c in found.candidates} == {"mt-sics", "st-gs-generic"}
    assert found.reason.startswith("ambiguous")


def test_a_busy_port_is_told_by_its_code() -> None:
    scale = FakeScale()

    def refuse(line: SerialLine) -> FakeScale:
        raise PortUnavailable("port_busy", device="COM3")

    found = Detector(drivers(), open_transport=refuse, clock=scale.clock).run()
    assert found.failure == "port_busy"


def test_a_cancelled_run_ends_and_says_so() -> None:
    scale = FakeScale(at(2400, TF0, TF0))
    found = scale.detect(is_cancelled=lambda: scale.clock.ns > 5e8)
    assert found.was_cancelled
    assert scale.clock.ns < 1e9


def test_progress_counts_each_step() -> None:
    told: list[object] = []
    scale = FakeScale()
    Detector(drivers(), open_transport=scale.open, clock=scale.clock, on_progress=told.append).run()
    steps = [step for step in told if isinstance(step, Trying)]
    assert [step.i for step in steps] == list(range(1, len(steps) + 1))
    assert steps[-1].n == len(steps) < steps[0].n, "the other speeds of a silent port are spared"


@pytest.mark.parametrize("data", [b"U" * 4000, bytes(4000)])
def test_garbage_at_every_speed_names_nothing(data: bytes) -> None:
    assert FakeScale(lambda _: [data]).detect().failure == "no_answer"


def test_a_port_on_which_nobody_understands_a_byte_is_given_up_within_twelve_seconds() -> None:
    scale = FakeScale(lambda _line: [b"\x80\xf8\x78\x00"] * 1000)
    assert scale.detect().failure == "no_answer"
    assert scale.clock.ns <= 12e9


def test_a_virtual_wire_hears_at_another_line_what_a_receiver_would() -> None:
    seven, eight = SerialLine(data_bits=7, parity="even"), SerialLine()
    text = b"ST,GS,   245.6 g\r\n"
    assert as_heard(text, eight, eight) == text
    parity = as_heard(text, seven, eight)
    assert bytes(byte & 0x7F for byte in parity) == text
    assert all(byte.bit_count() % 2 == 0 for byte in parity)
    slow = SerialLine(baudrate=2400)
    assert len(as_heard(text, slow, eight)) > len(text), "each bit is seen as four"
    assert len(as_heard(text, eight, slow)) < len(text)
    assert text not in (as_heard(text, slow, eight), as_heard(text, eight, slow))
