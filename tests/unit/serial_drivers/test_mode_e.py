"""Mode E of IEC 62056-21: a meter behind an optical head led into HDLC, or read in mode C."""

from __future__ import annotations

from decimal import Decimal

import pytest

from inspector_app.domain.indication import FrameProblem, Indication
from serial_drivers.catalog import find_driver
from serial_drivers.driver import Display, Turn
from serial_drivers.layers import mode_e
from serial_drivers.ports.port_events import IndicationReceived, ProblemSeen, Received, Sent
from serial_drivers.ports.port_session import PortInterpreter

IDENTITY = b"/ISk5\\2MT382-1000\r\n"
SHOWN = Display(value=Decimal("230.9"), unit="V", stable=True)


def seen(name: str, data: bytes) -> list[Indication | FrameProblem]:
    reader = find_driver(name).new_reader()
    return reader.feed(data) + reader.finish()


def one(name: str, data: bytes) -> Indication:
    (said,) = seen(name, data)
    assert isinstance(said, Indication)
    return said


def test_a_whole_talk_is_opened_with_parity_and_goes_on_at_the_speed_offered() -> None:
    driver = find_driver("dlms-hdlc/e@1#voltage_a")
    client, meter = driver.new_reader(), driver.new_reader()
    assert driver.voice.answer is not None
    assert driver.follow_up is not None
    word: bytes | Turn | None = driver.commands.read
    words, heard, speeds = [], [], []
    while word is not None:
        data = word.data if isinstance(word, Turn) else word
        speeds += [word.baudrate] if isinstance(word, Turn) else []
        words.append(data)
        (asked,) = meter.feed(data) + meter.finish()
        assert isinstance(asked, Indication)
        reply = driver.voice.answer(asked, SHOWN)
        assert reply is not None
        (said,) = client.feed(reply.reply)
        assert isinstance(said, Indication)
        heard.append(said)
        word = driver.follow_up(said)
    assert words[0] == b"\xaf\x3f\x21\x8d\x0a", "even parity in the top bit"
    assert mode_e.without_parity(words[1]) == b"\x06252\r\n"
    assert speeds == [9600]
    assert (str(heard[-2].value), heard[-2].unit) == ("230.9", "V")
    assert heard[-1].extra("closed") is True


@pytest.mark.parametrize("sent", [IDENTITY, mode_e.with_parity(IDENTITY)])
def test_an_identification_is_read_with_or_without_its_parity(sent: bytes) -> None:
    said = one("dlms-hdlc/e", sent)
    assert (said.extra("manufacturer"), said.extra("ident")) == ("ISK", "MT382-1000")
    assert (said.extra("mode_e"), said.error) == (True, None)


def test_a_wrong_parity_is_no_line() -> None:
    damaged = bytearray(mode_e.with_parity(IDENTITY))
    damaged[9] ^= 0x01
    (said, *_rest) = seen("dlms-hdlc/e", bytes(damaged))
    assert isinstance(said, FrameProblem)
    assert (said.kind, said.detail) == ("checksum_error", "parity")


def test_a_meter_without_mode_e_is_told_and_left_alone() -> None:
    said = one("dlms-hdlc/e", b"/ISk5MT372\r\n")
    assert (said.error, said.extra("mode_e")) == ("mode_e_not_offered", False)
    follow_up = find_driver("dlms-hdlc/e").follow_up
    assert follow_up is not None
    assert follow_up(said) is None


def test_the_meters_consent_is_no_echo_and_the_link_is_asked_for() -> None:
    driver = find_driver("dlms-hdlc/e")
    interpreter = PortInterpreter(driver)
    facts = {"session_id": "1", "at": None, "monotonic_ns": 1}
    word = mode_e.option("5")
    interpreter.interpret(Sent(data=word, **facts))  # type: ignore[arg-type]
    events = interpreter.interpret(Received(data=word, **facts))  # type: ignore[arg-type]
    assert not [event for event in events if isinstance(event, ProblemSeen)]
    (said,) = (event.indication for event in events if isinstance(event, IndicationReceived))
    assert driver.follow_up is not None
    assert driver.follow_up(said) == find_driver("dlms-hdlc").commands.read


def test_the_readout_driver_tells_of_mode_e_and_falls_back_to_mode_c() -> None:
    offered = one("iec62056-21", IDENTITY)
    follow_up = find_driver("iec62056-21").follow_up
    assert follow_up is not None
    assert (offered.extra("mode_e"), offered.extra("ident")) == (True, "MT382-1000")
    assert follow_up(offered) == Turn(b"\x06050\r\n", 9600)
    assert one("iec62056-21", b"/LGZ5ZMD310AT\r\n").extra("mode_e") is None
    assert one("iec62056-21", b"\x06252\r\n").extra("mode") == "binary"
