"""Answers of DL/T 645 meters in several frames: joined, and what ends the joining."""

from __future__ import annotations

from decimal import Decimal

import pytest

from inspector_app.domain.indication import FrameProblem, Indication
from serial_drivers.catalog import find_driver
from serial_drivers.decoding import decode_vectors
from serial_drivers.driver import Turn
from serial_drivers.framing import BUFFER_LIMIT
from serial_drivers.layers import bcd, dlt645

METER, OTHER = "000000000161", "000000000162"
BLOCK, SINGLE = bytes.fromhex("00FF0100"), bytes.fromhex("00000100")
FIGURES = ("10.00", "6.50", "3.50", "0.00")
BODY = b"".join(bcd.packed(Decimal(each), 4, 2) or b"" for each in FIGURES)


def first(body: bytes, di: bytes = BLOCK, meter: str = METER) -> bytes:
    return dlt645.built(meter, 0xB1, di + body)


def rest(
    number: int, body: bytes, *, more: bool = False, di: bytes = BLOCK, meter: str = METER
) -> bytes:
    return dlt645.built(meter, 0xB2 if more else 0x92, di + body + bytes([number]))


def ask(number: int) -> bytes:
    return b"\xfe" * 4 + dlt645.built(METER, 0x12, BLOCK + bytes([number]))


def seen(*frames: bytes, name: str = "dlt645-2007") -> list[Indication | FrameProblem]:
    reader = find_driver(name).new_reader()
    said = [item for frame in frames for item in reader.feed(frame)]
    return said + reader.finish()


def figures(said: list[Indication | FrameProblem]) -> list[object]:
    return [each.extra("values") for each in said if isinstance(each, Indication)]


def problems(said: list[Indication | FrameProblem]) -> list[tuple[str, str]]:
    return [(each.kind, each.detail) for each in said if isinstance(each, FrameProblem)]


def test_three_parts_that_cut_a_value_are_joined_to_one_list() -> None:
    parts = first(BODY[:6]), rest(1, BODY[6:9], more=True), rest(2, BODY[9:])
    said = seen(*parts)
    assert problems(said) == []
    assert figures(said) == [None, None, FIGURES]
    last = said[-1]
    assert isinstance(last, Indication)
    assert (last.unit, last.extra("address"), last.extra("di")) == ("kWh", METER, "0001FF00")
    assert last.extra("more_follows") is None
    assert last.raw == b"".join(parts)


def test_the_kept_bytes_of_a_joined_answer_say_the_same_again_and_are_explained() -> None:
    driver = find_driver("dlt645-2007")
    last = seen(first(BODY[:8]), rest(1, BODY[8:]))[-1]
    assert isinstance(last, Indication)
    assert driver.decode(last.raw) == (last,)
    fields = driver.explain(last.raw)
    assert (fields[0].start, fields[-1].stop) == (0, len(last.raw))
    assert sum(field.stop - field.start for field in fields) == len(last.raw)


def test_the_command_decode_joins_frames_that_follow_one_another_with_the_questions_between() -> (
    None
):
    talk = first(BODY[:8]) + ask(1) + b"\xfe\xfe" + rest(1, BODY[8:])
    (result,) = decode_vectors([{"id": 1, "protocol": "dlt645-2007", "hex": talk.hex()}])
    assert result["indications"][-1]["values"] == list(FIGURES)
    assert [problem["kind"] for problem in result["problems"]] == ["echo"]


@pytest.mark.parametrize("name", ["dlt645-2007", f"dlt645-2007@{METER}", "dlt645-2007#energy"])
def test_a_value_in_two_parts_is_one_value(name: str) -> None:
    data = bcd.packed(Decimal("1234.56"), 4, 2) or b""
    said = seen(first(data[:1], SINGLE), rest(1, data[1:], di=SINGLE), name=name)[-1]
    assert isinstance(said, Indication)
    assert (str(said.value), said.unit) == ("1234.56", "kWh")


@pytest.mark.parametrize(
    "frames, why",
    [
        ([rest(2, BODY[8:])], "part 2 where 1 was to come"),
        ([rest(1, BODY[8:12], more=True), rest(1, BODY[12:])], "part 1 where 2 was to come"),
        ([rest(1, BODY[8:], meter=OTHER)], "a part of meter 000000000162"),
        ([rest(1, BODY[8:], di=SINGLE)], "or of another identifier"),
        ([dlt645.built(METER, 0xD2, b"\x02"), rest(1, BODY[8:])], "no part"),
        ([dlt645.built(METER, 0x91, BLOCK + BODY), rest(1, BODY[8:])], "a new answer"),
        ([dlt645.built(METER, 0x94)], "another answer"),
    ],
)
def test_what_does_not_fit_ends_the_joining_and_is_told(frames: list[bytes], why: str) -> None:
    said = seen(first(BODY[:8]), *frames)
    ((kind, detail),) = problems(said)
    assert kind == "incomplete"
    assert why in detail
    whole = [FIGURES] if "new answer" in why else []
    assert [each for each in figures(said) if each and len(str(each)) > 30] == whole


def test_another_meter_than_the_one_asked_ends_the_joining() -> None:
    said = seen(
        first(BODY[:8], SINGLE),
        first(BODY[:8], SINGLE, OTHER),
        rest(1, b"", di=SINGLE),
        name=f"dlt645-2007@{METER}",
    )
    assert [kind for kind, _detail in problems(said)] == ["incomplete", "wrong_address"]


def test_a_damaged_part_that_is_sent_again_is_joined_and_a_lost_one_is_not() -> None:
    good = rest(1, BODY[8:])
    damaged = good[:12] + bytes([good[12] ^ 1]) + good[13:]
    said = seen(first(BODY[:8]), damaged, good)
    assert [kind for kind, _detail in problems(said)] == ["checksum_error"]
    assert figures(said)[-1] == FIGURES


def test_an_answer_that_never_ends_is_given_up() -> None:
    body = bytes(180)
    frames = [first(body), *(rest(number, body, more=True) for number in range(1, 60))]
    said = seen(*frames)
    assert ("too_long", "parts not joined: more than is kept") in problems(said)
    assert all(len(each.raw) <= BUFFER_LIMIT for each in said)


def test_a_first_part_without_its_rest_gives_no_value() -> None:
    (said,) = seen(first(BODY[:6]))
    assert isinstance(said, Indication)
    assert (said.value, said.extra("values"), said.extra("more_follows")) == (None, None, True)


# --- the edition of 1997, whose parts have no numbers --------------------------------------------

OLD_BLOCK = bytes.fromhex("1F90")


def old(control: int, body: bytes) -> bytes:
    return dlt645.built(METER, control, OLD_BLOCK + body)


def test_parts_of_1997_are_joined_in_their_order_and_the_rest_is_asked_for() -> None:
    said = seen(old(0xA1, BODY[:6]), old(0x82, BODY[6:] + b"\xaa"), name="dlt645-1997")
    assert figures(said) == [None, FIGURES]
    follow_up = find_driver("dlt645-1997").follow_up
    assert follow_up is not None
    assert isinstance(said[0], Indication)
    assert isinstance(said[-1], Indication)
    word: bytes | Turn | None = follow_up(said[0])
    assert word == b"\xfe" * 4 + old(0x02, b"")
    assert follow_up(said[-1]) is None


def test_a_part_of_1997_asked_for_again_takes_the_place_of_the_last() -> None:
    parts = old(0xA1, BODY[:8]), old(0xA2, BODY[8:12]), old(0xA3, BODY[8:12]), old(0x82, BODY[12:])
    assert figures(seen(*parts, name="dlt645-1997"))[-1] == FIGURES


def test_a_damaged_frame_between_parts_of_1997_ends_the_joining() -> None:
    lost = old(0xA2, BODY[4:8])
    damaged = lost[:-2] + bytes([lost[-2] ^ 1]) + lost[-1:]
    said = seen(old(0xA1, BODY[:4]), damaged, old(0x82, BODY[8:]), name="dlt645-1997")
    assert problems(said)[-1] == ("incomplete", "parts not joined: a damaged frame between")
    assert FIGURES not in figures(said)
