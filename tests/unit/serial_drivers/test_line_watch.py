"""What the bytes of a line show to be wrong with it, and what they do not."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pytest

from inspector_app.domain.indication import Indication
from serial_drivers.catalog import find_driver
from serial_drivers.driver import Display
from serial_drivers.ports.line_watch import LineTrouble, LineWatch
from tests.helpers import transcripts
from tests.helpers.talker import at_wrong_speed, with_parity

_S = 1_000_000_000


def frame(protocol: str, value: str = "5.000") -> bytes:
    driver = find_driver(protocol)
    shown = Display(value=Decimal(value), unit="kg", stable=True)
    if driver.voice.stream is not None:
        return driver.voice.stream(shown)
    return b"S S      5.000 kg\r\n"


def judged(protocol: str, pieces: Iterable[bytes], *, sent: bytes = b"") -> LineTrouble | None:
    """Feed pieces, ten a second, through the reader as a port would; judge at the end."""
    driver = find_driver(protocol)
    watch, reader, now = LineWatch(driver), driver.new_reader(), 0
    for number, piece in enumerate(pieces):
        now = number * _S // 10
        if sent:
            watch.sent(sent)
        watch.received(now, piece)
        for seen in reader.feed(piece):
            watch.seen(now, seen)
    return watch.trouble(now)


@pytest.mark.parametrize("protocol", ["yaohua-tf0", "mt-sics", "toledo-continuous"])
def test_a_healthy_line_shows_nothing(protocol: str) -> None:
    assert judged(protocol, [frame(protocol)] * 60) is None


@pytest.mark.parametrize("protocol", ["yaohua-tf0", "mt-sics", "toledo-continuous"])
def test_bytes_at_another_speed_are_named(protocol: str) -> None:
    garbled = at_wrong_speed(frame(protocol) * 3)
    assert judged(protocol, [garbled] * 40) is LineTrouble.WRONG_SPEED


@pytest.mark.parametrize("protocol", ["yaohua-tf0", "cas-10"])
def test_seven_bits_with_parity_are_named(protocol: str) -> None:
    assert judged(protocol, [with_parity(frame(protocol))] * 40) is LineTrouble.WRONG_PARITY


@pytest.mark.parametrize("protocol", ["mt-sics", "toledo-continuous"])
def test_seven_bits_with_parity_are_no_trouble_where_they_are_read(protocol: str) -> None:
    assert judged(protocol, [with_parity(frame(protocol))] * 40) is None


@pytest.mark.parametrize("protocol", ["yaohua-tf0", "mt-sics"])
def test_half_a_frame_for_ever_is_named(protocol: str) -> None:
    half = frame(protocol)[:6]
    assert judged(protocol, [half, *[b""] * 40]) is LineTrouble.HALF_FRAME
    assert judged("yaohua-tf0", [frame("yaohua-tf0")[:6]] * 40) is LineTrouble.HALF_FRAME


def test_a_flood_is_named_although_its_frames_are_good() -> None:
    assert judged("yaohua-tf0", [frame("yaohua-tf0") * 800] * 15) is LineTrouble.FLOOD


def test_two_devices_that_break_into_one_another_are_named() -> None:
    one, other = frame("yaohua-tf0", "5.000"), frame("yaohua-tf0", "7.250")
    mixed = [one, one[:5] + other, other[:7] + one] * 15
    assert judged("yaohua-tf0", mixed) is LineTrouble.TWO_DEVICES


def test_one_broken_frame_among_many_says_nothing() -> None:
    pieces = [frame("yaohua-tf0")] * 60
    pieces[30] = pieces[30][:4] + b"\x00" + pieces[30][5:]
    assert judged("yaohua-tf0", pieces) is None


def test_an_echo_before_each_answer_is_named_and_no_trouble() -> None:
    question = b"SI\r\n"
    answers = [question + b"S S      5.000 kg\r\n"] * 20
    assert judged("mt-sics", answers, sent=question) is LineTrouble.ECHO


def test_little_evidence_says_nothing_yet() -> None:
    assert judged("yaohua-tf0", [at_wrong_speed(frame("yaohua-tf0"))] * 5) is None
    assert judged("yaohua-tf0", []) is None


def test_what_is_over_is_forgotten() -> None:
    watch = LineWatch(find_driver("yaohua-tf0"))
    watch.received(0, b"x" * 100_000)
    assert watch.trouble(0) is LineTrouble.FLOOD
    assert watch.trouble(10 * _S) is None


def test_another_instrument_of_the_bus_is_named_and_no_trouble_beside_ours() -> None:
    (ours, *_rest) = [f for f, row in transcripts.rows(find_driver("dlt645-2007")) if row["value"]]
    address = indication_address(ours)
    assert judged("dlt645-2007@999999999999", [ours] * 40) is LineTrouble.OTHER_ADDRESS
    assert judged(f"dlt645-2007@{address}", [ours] * 40) is None


def indication_address(frame: bytes) -> str:
    (seen,) = find_driver("dlt645-2007").new_reader().feed(frame)
    assert isinstance(seen, Indication)
    return str(seen.extra("address"))
