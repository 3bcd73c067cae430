"""DLMS over HDLC: a whole talk with the simulated meter, parts joined, addresses, data, refusals."""

from __future__ import annotations

import struct
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.indication import FrameProblem, Indication
from serial_drivers.catalog import find_driver
from serial_drivers.driver import Display
from serial_drivers.layers import axdr, cosem, hdlc
from serial_drivers.layers.axdr import Cursor, Cut, Unsound

FROM_METER = b"\xe6\xe7\x00"
SHOWN = Display(value=Decimal("230.9"), unit="V", stable=True)


def said_by_meter(
    apdu: bytes, sent: int = 0, *, own: str = "1", has_more: bool = False, is_first: bool = True
) -> bytes:
    content = (FROM_METER if is_first else b"") + apdu
    control = hdlc.information_control(sent, 1)
    return hdlc.built("16", own, control, content, has_more=has_more)


def seen(data: bytes, name: str = "dlms-hdlc") -> list[Indication | FrameProblem]:
    reader = find_driver(name).new_reader()
    return reader.feed(data) + reader.finish()


def last(data: bytes, name: str = "dlms-hdlc") -> Indication:
    said = seen(data, name)[-1]
    assert isinstance(said, Indication)
    return said


def next_word(said: Indication, name: str = "dlms-hdlc") -> bytes:
    """Return what the client says next, empty for nothing."""
    follow_up = find_driver(name).follow_up
    assert follow_up is not None
    word = follow_up(said)
    assert word is None or isinstance(word, bytes)
    return word or b""


def talk(name: str) -> list[Indication]:
    """Let the driver and its own simulated meter speak until the driver has nothing to add."""
    driver = find_driver(name)
    client, meter, heard = driver.new_reader(), driver.new_reader(), []
    word: object = driver.commands.read
    assert driver.voice.answer is not None
    assert driver.follow_up is not None
    while isinstance(word, bytes):
        asked = (meter.feed(word) + meter.finish())[0]
        assert isinstance(asked, Indication)
        answer = driver.voice.answer(asked, SHOWN)
        assert answer is not None
        (said,) = client.feed(answer.reply)
        assert isinstance(said, Indication)
        heard.append(said)
        word = driver.follow_up(said)
    return heard


def test_a_whole_talk_gives_the_value_with_scaler_and_unit_and_closes_the_link() -> None:
    heard = talk("dlms-hdlc@1_17#voltage_a")
    frames = [said.extra("frame") for said in heard]
    assert frames == ["UA", "AARE accepted", "GET.response", "GET.response", "UA"]
    assert heard[-1].extra("closed") is True
    value = heard[3]
    assert (str(value.value), value.unit, value.extra("scaler")) == ("230.9", "V", "-1")


def test_the_kept_bytes_of_a_value_say_the_same_again() -> None:
    value = talk("dlms-hdlc#voltage_b")[3]
    again = last(value.raw)
    assert (again.value, again.unit) == (value.value, value.unit)


def test_a_number_without_its_scaler_in_the_same_talk_has_no_unit() -> None:
    value = talk("dlms-hdlc#voltage_b")[3]
    alone = value.raw[value.raw.index(b"\x7e", 1) + 1 :]
    assert (str(last(alone).value), last(alone).unit) == ("2309", None)
    ended = hdlc.built("16", "1", 0x1F)
    cut = value.raw[: -len(alone)] + ended + alone
    assert last(cut).unit is None, "a link that was cut takes the scaler with it"


def test_a_serial_number_is_read_without_a_scaler() -> None:
    heard = talk("dlms-hdlc#serial")
    assert len(heard) == 4
    assert heard[2].extra("data") == "SIM0001"


def test_a_register_that_the_meter_has_not_ends_the_talk() -> None:
    refused = last(said_by_meter(cosem.get_failure(2, 4)), "dlms-hdlc#1_0_99_8_0_255")
    assert refused.error == "object_undefined"
    assert next_word(refused) == hdlc.built("1", "16", 0x53)


def test_only_questions_and_the_link_are_ever_said() -> None:
    for part, _title in find_driver("dlms-hdlc").profiles:
        if part.startswith("/"):
            continue  # over TCP: test_dlms_wrapper.py
        driver = find_driver("dlms-hdlc" + part)
        words = [next_word(said, driver.key) for said in talk(driver.key)]
        for word in filter(None, [driver.commands.read, *words]):
            message = hdlc.taken_apart(word)
            if message.information:
                assert message.information[3] in (0x60, 0xC0)
            else:
                assert message.name in ("SNRM", "DISC")


def test_an_answer_in_segments_is_joined_and_each_is_acknowledged() -> None:
    whole = cosem.get_response(3, axdr.octets(b"A meter with a long name"))
    first = said_by_meter(whole[:10], 2, has_more=True)
    rest = said_by_meter(whole[10:], 3, is_first=False)
    part, joined = seen(first + rest)
    assert isinstance(part, Indication)
    assert isinstance(joined, Indication)
    assert part.extra("frame") == "segment"
    assert next_word(part) == hdlc.built("1", "16", hdlc.ready_control(3))
    assert joined.extra("data") == "A meter with a long name"
    assert joined.raw == first + rest


def test_a_missing_segment_gives_nothing() -> None:
    whole = cosem.get_response(3, axdr.whole(5))
    first = said_by_meter(whole[:6], 2, has_more=True)
    rest = said_by_meter(whole[6:], 4, is_first=False)
    assert isinstance(seen(first + rest)[-1], FrameProblem)


def block(number: int, content: bytes, *, is_last: bool) -> bytes:
    head = bytes([0xC4, 2, 0xC3, is_last]) + number.to_bytes(4, "big")
    return head + bytes([0, len(content)]) + content


def test_an_answer_in_blocks_is_joined_and_the_next_is_asked_for() -> None:
    data = axdr.whole(123456)
    first = said_by_meter(block(1, data[:2], is_last=False))
    part, value = seen(first + said_by_meter(block(2, data[2:], is_last=True), 1))
    assert isinstance(part, Indication)
    assert isinstance(value, Indication)
    message = hdlc.taken_apart(next_word(part))
    assert message.information[3:] == cosem.next_block(1, 3)
    assert str(value.value) == "123456"
    wrong = first + said_by_meter(block(3, data[2:], is_last=True), 1)
    assert isinstance(seen(wrong)[-1], FrameProblem)


def test_another_meter_of_the_line_is_not_taken() -> None:
    frame = said_by_meter(cosem.get_response(3, axdr.whole(5)), own="2")
    (other,) = seen(frame, "dlms-hdlc@1")
    assert isinstance(other, FrameProblem)
    assert other.kind == "wrong_address"
    assert last(frame, "dlms-hdlc@2").value == 5


@pytest.mark.parametrize(
    "address, wire", [("1", "03"), ("1_17", "0223"), ("1_16383", "0002feff"), ("300", "04580001")]
)
def test_an_address_has_one_two_or_four_bytes(address: str, wire: str) -> None:
    assert hdlc.address_bytes(address).hex() == wire
    frame = hdlc.built("16", address, 0x73)
    assert hdlc.taken_apart(frame).source.startswith(address)
    assert last(frame).extra("client") == "16"


@pytest.mark.parametrize("name", ["dlms-hdlc@x", "dlms-hdlc@1_2_3", "dlms-hdlc@16384"])
def test_what_is_no_address_is_refused(name: str) -> None:
    with pytest.raises(InputInvalid) as caught:
        find_driver(name)
    assert caught.value.code == "bad_address"


@pytest.mark.parametrize("quantity", ["mass", "1_0_1_8_0_256", "1_0_1_8"])
def test_what_is_no_quantity_is_refused(quantity: str) -> None:
    with pytest.raises(InputInvalid) as caught:
        find_driver(f"dlms-hdlc#{quantity}")
    assert caught.value.code == "unknown_quantity"


def test_one_flag_may_end_a_frame_and_begin_the_next() -> None:
    first = said_by_meter(cosem.get_response(1, axdr.whole(7)))
    second = said_by_meter(cosem.get_response(1, axdr.whole(8)), 1)
    values = [s.value for s in seen(first + second[1:] + first) if isinstance(s, Indication)]
    assert values == [7, 8, 7]


def test_our_own_question_sent_back_by_the_adapter_is_an_echo() -> None:
    echo, said = seen(hdlc.built("1", "16", 0x93) + hdlc.built("16", "1", 0x73))
    assert isinstance(echo, FrameProblem)
    assert echo.kind == "echo"
    assert isinstance(said, Indication)


def test_a_clients_word_that_it_is_ready_is_no_answer_of_a_meter() -> None:
    ours = last(hdlc.built("1_17", "16", hdlc.ready_control(2)))
    assert (ours.extra("cmd"), ours.extra("address")) == ("RR", "1_17")
    theirs = last(hdlc.built("16", "1_17", hdlc.ready_control(2)))
    assert (theirs.extra("cmd"), theirs.extra("address")) == (None, "1_17")


def test_a_message_without_a_frame_is_taken_only_if_it_is_all_that_comes() -> None:
    bare = cosem.get_response(1, axdr.whole(5009))
    assert str(last(bare, "dlms-apdu").value) == "5009"
    for data in (bare + b"\x00", b"\x00" + bare, bare + bare):
        assert all(isinstance(item, FrameProblem) for item in seen(data))


def test_a_block_whose_beginning_nobody_heard_is_named_and_gives_no_data() -> None:
    for is_last in (False, True):
        said = last(said_by_meter(block(8, b"\x12\x34", is_last=is_last)))
        assert (said.extra("block"), said.value, said.extra("data")) == (8, None, None)


@pytest.mark.parametrize(
    "apdu, fact, value",
    [
        ("c101c100080000010000ff0200090c07e50118ff0e303950ffc400", "cmd", "SET.request"),
        ("c301c0000f0000280000ff0100", "cmd", "ACTION.request"),
        ("c501c100", "frame", "SET.response"),
        ("c701c00000", "frame", "ACTION.response"),
        ("6203800100", "cmd", "RLRQ"),
        ("6303800100", "frame", "RLRE"),
        ("0f0000000100020206000000051100", "data", ("5", "0")),
    ],
)
def test_other_messages_without_a_frame_are_known_by_their_name(
    apdu: str, fact: str, value: object
) -> None:
    said = last(bytes.fromhex(apdu), "dlms-apdu")
    assert (said.extra(fact), said.value) == (value, None)


DATA = [
    ("00", None),
    ("0301", True),
    ("05ffffffff", "-1"),
    ("0600001391", "5009"),
    ("0a03616263", "abc"),
    ("0902ff00", "FF00"),
    ("0d42", "42"),
    ("0404a0", "1010"),
    ("0fff", "-1"),
    ("10ff85", "-123"),
    ("11ff", "255"),
    ("1200ff", "255"),
    ("14ffffffffffffffff", "-1"),
    ("15ffffffffffffffff", "18446744073709551615"),
    ("16ff", 255),
    ("02020f05110a", ("5", "10")),
    ("010211011102", ("1", "2")),
    ("1302021211 06 000102030405".replace(" ", ""), (("1", "2"), ("772", "5"))),
]


@pytest.mark.parametrize("wire, expected", DATA)
def test_each_type_of_data_is_read(wire: str, expected: object) -> None:
    cursor = Cursor(bytes.fromhex(wire))
    assert axdr.told(axdr.read(cursor)) == expected
    assert cursor.is_at_end


@pytest.mark.parametrize("value", ["230.5", "-0.125", "0", "123456"])
def test_floats_come_as_the_digits_that_were_meant(value: str) -> None:
    number = Decimal(value)
    for tag, form in ((23, ">f"), (24, ">d")):
        data = bytes([tag]) + struct.pack(form, number)
        assert axdr.told(axdr.data_of(data)) == value
    assert axdr.data_of(b"\x17" + struct.pack(">f", float("nan"))) is None


@pytest.mark.parametrize("wire", ["ff", "02" * 40 + "00", "1301ffff0003 010203".replace(" ", "")])
def test_what_is_no_data_is_unsound_and_ends_soon(wire: str) -> None:
    with pytest.raises((Unsound, Cut)):
        axdr.read(Cursor(bytes.fromhex(wire)))


@given(st.binary(max_size=60))
def test_no_bytes_make_the_reader_of_messages_raise_anything_else(data: bytes) -> None:
    for tag in (b"\xc4\x01\xc1\x00", b"\x0f\x00\x00\x00\x00\x00", b"\x61", b"\xc0\x03\xc1", b""):
        try:
            cosem.taken_apart(tag + data)
        except (Cut, Unsound):
            continue


def test_date_and_time_are_told_as_a_moment() -> None:
    clock = bytes.fromhex("07ea0b17010a1e05ff800000")
    frame = said_by_meter(cosem.get_response(3, axdr.octets(clock)))
    assert last(frame).extra("data") == "2026-11-23T10:30:05"


def test_a_large_scaler_writes_all_zeros() -> None:
    pair = said_by_meter(cosem.get_response(2, axdr.scaler_unit(3, 30)))
    value = said_by_meter(cosem.get_response(3, axdr.whole(12)), 1)
    assert str(last(pair + value).value) == "12000"


@pytest.mark.parametrize(
    "apdu, error",
    [
        ("d80101", "operation_not_possible"),
        ("0e010603", "service_error"),
        ("c401c20104", "object_undefined"),
        ("c402c20100000001 0113".replace(" ", ""), "data_block_number_invalid"),
        ("cc0102", "ciphered"),
        ("6117a109060760857405080101a203020101a305a10302010d", "authentication_failure"),
    ],
)
def test_a_refusal_is_told_by_its_reason_and_ends_the_talk(apdu: str, error: str) -> None:
    said = last(said_by_meter(bytes.fromhex(apdu)))
    assert said.error == error
    assert hdlc.taken_apart(next_word(said)).name == "DISC"


def test_what_a_meter_sends_by_itself_is_told_and_not_answered() -> None:
    push = bytes.fromhex("0f00000001000203") + axdr.octets(b"K") + axdr.whole(5) + axdr.whole(6)
    said = last(hdlc.built("16", "1", 0x13, FROM_METER + push))
    assert said.extra("data") == ("K", "5", "6")
    assert next_word(said) == b""


def test_a_wrong_check_of_the_head_is_told_before_all_has_come() -> None:
    frame = bytearray(said_by_meter(cosem.get_response(3, axdr.whole(5))))
    frame[2] ^= 0x40
    problems = [s for s in seen(bytes(frame)) if isinstance(s, FrameProblem)]
    assert problems[0].kind == "checksum_error"


def test_the_frames_of_a_joined_answer_are_explained_byte_by_byte() -> None:
    raw = talk("dlms-hdlc#voltage_b")[3].raw
    driver = find_driver("dlms-hdlc")
    fields = driver.explain(raw)
    assert [f.start for f in fields] == [0, *(f.stop for f in fields[:-1])]
    assert fields[-1].stop == len(raw)
    (again,) = driver.decode(raw)
    assert isinstance(again, Indication)
    assert str(again.value) == "230.9"


def test_flags_in_a_row_behind_noise_are_read_alike_in_one_piece_or_in_bytes() -> None:
    ua = bytes.fromhex("7ea01f21022373e6c781801205019a06019a070400000001080400000001cca27e")
    for stream in (b"\x00\x7e" + ua, b"\x00\x7e\x7e\x11\x7e" + ua, b"\x13" + ua[:5] + b"\x7e" + ua):
        whole, pieces = find_driver("dlms-hdlc").new_reader(), find_driver("dlms-hdlc").new_reader()
        once = whole.feed(stream) + whole.finish()
        single = [item for byte in stream for item in pieces.feed(bytes([byte]))]
        assert single + pieces.finish() == once
