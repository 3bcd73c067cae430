"""DLMS over TCP: the wrapper as framing, a whole talk, and general block transfer joined."""

from __future__ import annotations

from decimal import Decimal

import pytest
from dlms_cosem.protocol.acse import ApplicationAssociationRequest
from dlms_cosem.protocol.xdlms import GetRequestNormal
from dlms_cosem.wrappers import WrapperHeader, WrapperProtocolDataUnit
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.indication import FrameProblem, Indication
from serial_drivers.catalog import find_driver
from serial_drivers.decoding import decode_vectors
from serial_drivers.driver import Display
from serial_drivers.framing import BUFFER_LIMIT
from serial_drivers.layers import axdr, cosem, dlms_blocks, dlms_wrapper, hdlc

SHOWN = Display(value=Decimal("230.9"), unit="V", stable=True)


def said_by_meter(apdu: bytes, port: str = "1") -> bytes:
    return dlms_wrapper.built(port, "16", apdu)


def seen(data: bytes, name: str = "dlms-hdlc") -> list[Indication | FrameProblem]:
    reader = find_driver(name).new_reader()
    return reader.feed(data) + reader.finish()


def talk(name: str) -> tuple[list[bytes], list[Indication]]:
    """Return what the driver said, and what it heard of its own simulated meter."""
    driver = find_driver(name)
    client, meter = driver.new_reader(), driver.new_reader()
    assert driver.voice.answer is not None
    assert driver.follow_up is not None
    words: list[bytes] = []
    heard: list[Indication] = []
    word: object = driver.commands.read
    while isinstance(word, bytes):
        words.append(word)
        (asked,) = meter.feed(word)
        assert isinstance(asked, Indication)
        answer = driver.voice.answer(asked, SHOWN)
        assert answer is not None
        (said,) = client.feed(answer.reply)
        assert isinstance(said, Indication)
        heard.append(said)
        word = driver.follow_up(said)
    return words, heard


def test_a_whole_talk_over_tcp_gives_the_value_and_releases_the_association() -> None:
    words, heard = talk("dlms-hdlc/tcp@1#voltage_a")
    assert [said.extra("frame") for said in heard] == [
        "AARE accepted",
        "GET.response",
        "GET.response",
        "RLRE",
    ]
    value = heard[2]
    assert (str(value.value), value.unit, value.extra("address")) == ("230.9", "V", "1")
    assert {word[8] for word in words} == {0x60, 0xC0, 0x62}, "nothing is set or acted"
    (again,) = find_driver("dlms-hdlc/tcp").decode(value.raw)
    assert isinstance(again, Indication)
    assert (again.value, again.unit) == (value.value, value.unit)
    fields = find_driver("dlms-hdlc/tcp").explain(value.raw)
    assert [field.start for field in fields] == [0, *(field.stop for field in fields[:-1])]
    assert fields[-1].stop == len(value.raw)


def test_our_questions_are_read_by_a_foreign_implementation() -> None:
    words, _heard = talk("dlms-hdlc/tcp#energy")
    association, scaler = (
        WrapperProtocolDataUnit(word[8:], WrapperHeader.from_bytes(word[:8])) for word in words[:2]
    )
    for unit in (association, scaler):
        header = unit.wrapper_header
        assert (header.source_wport, header.destination_wport) == (16, 1)
        assert header.length == len(unit.data)
    assert ApplicationAssociationRequest.from_bytes(association.data).authentication is None
    asked = GetRequestNormal.from_bytes(scaler.data).cosem_attribute
    assert (asked.instance.to_string(), asked.attribute) == ("1-0:1.8.0.255", 3)


@pytest.mark.parametrize("name", ["dlms-hdlc", "dlms-hdlc/tcp", "dlms-wrapper"])
def test_a_wrapped_stream_is_read_message_by_message(name: str) -> None:
    wires = b"".join(said_by_meter(cosem.get_response(1, axdr.whole(n))) for n in (7, 8, 9))
    values = [said.value for said in seen(wires, name) if isinstance(said, Indication)]
    assert values == [7, 8, 9]


def test_the_command_decode_reads_the_wrapper_and_tells_question_from_answer() -> None:
    question = dlms_wrapper.built(
        "16", "1", cosem.get_request(cosem.Attribute(3, "1.0.1.8.0.255", 2), 1)
    )
    answer = said_by_meter(cosem.get_response(1, axdr.whole(5009)))
    (result,) = decode_vectors(
        [{"id": 1, "protocol": "dlms-hdlc", "hex": (question + answer).hex()}]
    )
    asked, said = result["indications"]
    assert (asked["cmd"], asked["obis"], asked["value"]) == ("GET.request", "1.0.1.8.0.255", None)
    assert (said["value"], said["address"], result["problems"]) == ("5009", "1", [])


@pytest.mark.parametrize(
    "wire, kind",
    [
        ("00010001001000", "incomplete"),
        ("0001000100100009c401c1000600", "incomplete"),
        ("0002000100100009c401c1000600001391", "noise"),
        ("00010001001000ff" + "c4" * 10, "incomplete"),
        ("0001000100100002c401", "malformed"),
        ("000100010010000ac401c100060000139100", "malformed"),
    ],
)
def test_what_is_no_wrapped_message_gives_nothing(wire: str, kind: str) -> None:
    said = seen(bytes.fromhex(wire), "dlms-hdlc/tcp")
    assert {each.kind for each in said if isinstance(each, FrameProblem)} == {kind}
    assert not any(isinstance(each, Indication) for each in said)


def test_a_message_after_garbage_is_found_again() -> None:
    good = said_by_meter(cosem.get_response(1, axdr.whole(7)))
    said = seen(b"\x99" * 20 + good, "dlms-hdlc/tcp")
    assert [each.value for each in said if isinstance(each, Indication)] == [7]


def test_another_meter_behind_the_same_address_is_not_taken() -> None:
    (said,) = seen(said_by_meter(cosem.get_response(1, axdr.whole(7)), "2"), "dlms-hdlc/tcp@1")
    assert isinstance(said, FrameProblem)
    assert said.kind == "wrong_address"


def test_a_refused_association_is_told_and_not_released() -> None:
    refused = bytes.fromhex("6117a109060760857405080101a203020101a305a10302010d")
    (said,) = seen(said_by_meter(refused))
    assert isinstance(said, Indication)
    follow_up = find_driver("dlms-hdlc/tcp").follow_up
    assert follow_up is not None
    assert (said.error, follow_up(said)) == ("authentication_failure", None)


def test_a_physical_address_has_no_place_in_the_wrapper() -> None:
    with pytest.raises(InputInvalid) as caught:
        find_driver("dlms-hdlc/tcp@1_17")
    assert caught.value.code == "bad_address"


# --- general block transfer ----------------------------------------------------------------------


def general(number: int, content: bytes, *, last: bool = False, streams: bool = False) -> bytes:
    control = (0x80 if last else 0) | (0x40 if streams else 0) | 1
    head = bytes([0xE0, control]) + number.to_bytes(2, "big") + b"\0\0"
    return head + bytes([len(content)]) + content


WHOLE = cosem.get_response(3, axdr.octets(b"A meter with a long name"))


def in_hdlc(apdu: bytes, sent: int) -> bytes:
    return hdlc.built("16", "1", hdlc.information_control(sent, 1), b"\xe6\xe7\x00" + apdu)


@pytest.mark.parametrize("carrier", ["hdlc", "tcp"])
def test_general_blocks_are_joined_and_each_is_acknowledged(carrier: str) -> None:
    blocks = general(1, WHOLE[:9]), general(2, WHOLE[9:20]), general(3, WHOLE[20:], last=True)
    frames = [
        in_hdlc(block, at) if carrier == "hdlc" else said_by_meter(block)
        for at, block in enumerate(blocks)
    ]
    first, second, joined = seen(b"".join(frames))
    follow_up = find_driver("dlms-hdlc").follow_up
    assert follow_up is not None
    for number, part in enumerate((first, second), 1):
        assert isinstance(part, Indication)
        word = follow_up(part)
        assert isinstance(word, bytes)
        assert dlms_blocks.acknowledgement(number, number) in word
    assert isinstance(joined, Indication)
    assert joined.extra("data") == "A meter with a long name"
    assert joined.raw == b"".join(frames)


def test_blocks_that_stream_are_not_asked_for() -> None:
    wires = [said_by_meter(general(1, WHOLE[:9], streams=True))]
    wires += [said_by_meter(general(2, WHOLE[9:], last=True))]
    part, joined = seen(b"".join(wires))
    follow_up = find_driver("dlms-hdlc").follow_up
    assert follow_up is not None
    assert isinstance(part, Indication)
    assert follow_up(part) is None
    assert isinstance(joined, Indication)
    assert joined.extra("data") == "A meter with a long name"


@pytest.mark.parametrize("numbers", [(1, 3), (2, 3), (1, 1, 3)])
def test_a_general_block_that_is_missing_gives_nothing(numbers: tuple[int, ...]) -> None:
    last = numbers[-1]
    wires = [said_by_meter(general(n, WHOLE[:9], last=n == last)) for n in numbers]
    said = seen(b"".join(wires))
    assert isinstance(said[-1], FrameProblem)
    assert not any(isinstance(each, Indication) and each.extra("data") for each in said)


def test_a_clients_acknowledgement_is_no_answer() -> None:
    (said,) = seen(dlms_wrapper.built("16", "1", dlms_blocks.acknowledgement(1, 1)))
    assert isinstance(said, Indication)
    assert said.extra("cmd") == dlms_blocks.GENERAL


def test_a_value_in_general_blocks_and_data_blocks_at_once_is_read() -> None:
    data = axdr.whole(123456)
    block = bytes([0xC4, 2, 0xC3, 1]) + (1).to_bytes(4, "big") + bytes([0, len(data)]) + data
    wires = said_by_meter(general(1, block[:7])) + said_by_meter(general(2, block[7:], last=True))
    said = seen(wires)[-1]
    assert isinstance(said, Indication)
    assert str(said.value) == "123456"


def test_blocks_without_end_are_given_up() -> None:
    wires = [said_by_meter(general(n, bytes(120))) for n in range(1, 60)]
    said = seen(b"".join(wires))
    assert "too_long" in {each.kind for each in said if isinstance(each, FrameProblem)}
    assert all(len(each.raw) <= BUFFER_LIMIT for each in said)


@given(cut=st.integers(0, 40), data=st.binary(max_size=40))
def test_no_bytes_make_the_reader_of_wrapped_messages_raise(cut: int, data: bytes) -> None:
    for wire in (said_by_meter(general(1, WHOLE))[:cut] + data, said_by_meter(data or b"\xe0")):
        assert all(len(each.raw) <= BUFFER_LIMIT for each in seen(wire))
