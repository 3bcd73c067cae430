"""What DL/T 645-2007 and its edition of 1997 have in common: the frame.

Wire: FE FE FE FE (sometimes, mostly before answers), 68, six bytes of address, 68, control,
length, data each raised by 33h, sum of all bytes from the first 68, 16. Addresses, identifiers and
values are packed digits, least significant byte first. 68 may stand in the data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.text import Text
from serial_drivers.declaring import ADDRESS, CHECK, COMMAND, FRAME, VALUE, card
from serial_drivers.driver import ByteField, ByteRole
from serial_drivers.framing import Broken, Complete, ScanShape
from serial_drivers.layers.bcd import digits_of
from serial_drivers.layers.checksums import mismatch, sum8

START, END, RAISED = 0x68, 0x16, 0x33
PREAMBLE = b"\xfe"
ANSWER, FAILED, MORE = 0x80, 0x40, 0x20
HEAD = 10
LONGEST_DATA = 200
EVERYONE = "AAAAAAAAAAAA"
_ADDRESS = re.compile(r"\d{12}")
CARD = card(
    ("12 字节以上", "12 bytes and more"),
    "68 / 16",
    Text(zh="和, 模 256", en="sum modulo 256"),
    Text(zh="无此标志", en="no such flag"),
)


@dataclass(frozen=True, slots=True)
class Message:
    """A frame taken apart. address: twelve digits (AA for everyone). data: without the 33h."""

    address: str
    control: int
    data: bytes


def begins(window: bytes) -> bool:
    """Say whether a frame may begin with these bytes."""
    return (
        window[0] == START
        and (len(window) < 8 or window[7] == START)
        and (len(window) < HEAD or window[9] <= LONGEST_DATA)
    )


def _surely(window: bytes) -> bool:
    return len(window) >= 8 and begins(window)


def measure(window: bytes) -> Complete | Broken | None:
    """Judge length, end and sum."""
    if len(window) < HEAD or len(window) < HEAD + window[9] + 2:
        return None
    length = HEAD + window[9] + 2
    if window[length - 1] != END:
        return Broken(length, "malformed", "no 16 at the end")
    wrong = mismatch(bytes([sum8(window[: length - 2])]), window[length - 2 : length - 1])
    return Complete(length) if wrong is None else Broken(length, "checksum_error", wrong)


def is_request(frame: bytes) -> bool:
    """Say whether a host sent the frame."""
    return not frame[8] & ANSWER


def new_shape() -> ScanShape:
    """Return the frame shape."""
    return ScanShape(begins, measure, _surely, is_request=is_request, skip=PREAMBLE)


def taken_apart(frame: bytes) -> Message:
    """Return a checked frame's parts."""
    data = bytes((byte - RAISED) & 0xFF for byte in frame[HEAD:-2])
    return Message(frame[6:0:-1].hex().upper(), frame[8], data)


def built(address: str, control: int, data: bytes = b"") -> bytes:
    """Return the frame for these parts."""
    head = bytes([START]) + bytes.fromhex(address)[::-1] + bytes([START, control, len(data)])
    body = head + bytes((byte + RAISED) & 0xFF for byte in data)
    return body + bytes([sum8(body), END])


def identifier(data: bytes, length: int) -> str:
    """Return the data identifier that data begins with, most significant byte first."""
    return data[:length][::-1].hex().upper()


def digits(data: bytes) -> str:
    """Return the digits of a value that is text, as they stand where they are none."""
    return digits_of(data) or data[::-1].hex().upper()


def checked_address(text: str) -> str:
    """Return a meter's address as twelve digits. Raises InputInvalid(`bad_address`)."""
    if not text.isdigit() or len(text) > 12:
        raise InputInvalid("bad_address", field="address", value=text[:40])
    return text.zfill(12)


def explain(frame: bytes) -> tuple[ByteField, ...]:
    """Return the fields of a frame."""
    end = len(frame)
    fields = (
        ByteField(0, 1, ByteRole.FRAMING, FRAME),
        ByteField(1, 7, ByteRole.ADDRESS, ADDRESS),
        ByteField(7, 8, ByteRole.FRAMING, FRAME),
        ByteField(8, 9, ByteRole.COMMAND, COMMAND),
        ByteField(9, 10, ByteRole.FRAMING, Text(zh="长度", en="Length")),
        ByteField(10, end - 2, ByteRole.VALUE, VALUE),
        ByteField(end - 2, end - 1, ByteRole.CHECK, CHECK),
        ByteField(end - 1, end, ByteRole.FRAMING, FRAME),
    )
    return tuple(field for field in fields if field.start < field.stop)
