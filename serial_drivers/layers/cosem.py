"""The messages of DLMS/COSEM (xDLMS APDUs, IEC 62056-53), as a public client reads them.

Association: AARQ (60) and AARE (61) in BER, no password and no ciphering. Reading: GET.request
(C0) names class, logical name (OBIS) and attribute; GET.response (C4) brings data or says why not,
whole, in numbered blocks, or for a list. D8 and 0E say that a service failed, 0F is data that the
meter sends by itself. Nothing that sets or acts is ever built here; seen on the line it is named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inspector_app.domain.indication import Extra
from serial_drivers.layers.axdr import Cursor, Cut, Data, Unsound, moment, read, told

GET, AARE, REFUSED = "GET.response", "AARE accepted", "AARE rejected"
_AARQ = bytes.fromhex("601DA109060760857405080101BE10040E01000000065F1F0400001010FFFF")
"""Logical names, no ciphering; of the services only get, in blocks too."""
_APPLICATION = bytes.fromhex("A109060760857405080101")
_RESULTS = {
    1: "hardware_fault",
    2: "temporary_failure",
    3: "read_write_denied",
    4: "object_undefined",
    9: "object_class_inconsistent",
    11: "object_unavailable",
    12: "type_unmatched",
    13: "scope_of_access_violated",
    14: "data_block_unavailable",
    15: "long_get_aborted",
    16: "no_long_get_in_progress",
    17: "long_set_aborted",
    18: "no_long_set_in_progress",
    19: "data_block_number_invalid",
    250: "other_reason",
}
_STATES = {1: "service_not_allowed", 2: "service_unknown"}
_SERVICES = {
    1: "operation_not_possible",
    2: "service_not_supported",
    3: "other_reason",
    4: "pdu_too_long",
    5: "deciphering_error",
    6: "invocation_counter_error",
}
_DIAGNOSTICS = {
    1: "no_reason_given",
    2: "application_context_name_not_supported",
    3: "calling_ap_title_not_recognized",
    11: "authentication_mechanism_name_not_recognised",
    12: "authentication_mechanism_name_required",
    13: "authentication_failure",
    14: "authentication_required",
}
_PASSED_BY = {
    0xC1: ("SET.request", True),
    0xC3: ("ACTION.request", True),
    0xC5: ("SET.response", False),
    0xC7: ("ACTION.response", False),
    0xC2: ("EVENT-NOTIFICATION", False),
}
_CIPHERED = frozenset((0xC8, 0xC9, 0xCB, 0xCC, 0xCD, 0xCF, 0xD0, 0xD3, 0xDB, 0xDC, 0xDD, 0xDF))
_CIPHERED |= {0x21, 0x28}
_BARE = {
    0xC0: (1, b"\x01\x02\x03"),
    0xC4: (1, b"\x01\x02\x03"),
    0xD8: (1, b"\x01\x02"),
    0x60: (2, b"\x80\xa1"),
    0x61: (2, b"\x80\xa1"),
    0x62: (2, b"\x80\xbe"),
    0x63: (2, b"\x80\xbe"),
    0x0F: (5, b"\x00\x0c"),
} | dict.fromkeys((0xC1, 0xC3, 0xC5, 0xC7), (1, b"\x01\x02\x03"))
"""Messages that may stand without a frame: where a byte stands that tells them, and its values."""
UNITS = {
    1: "a",
    2: "mo",
    3: "wk",
    4: "d",
    5: "h",
    6: "min",
    7: "s",
    8: "deg",
    9: "C",
    11: "m",
    12: "m/s",
    13: "m3",
    14: "m3",
    15: "m3/h",
    16: "m3/h",
    17: "m3/d",
    18: "m3/d",
    19: "L",
    20: "kg",
    21: "N",
    22: "Nm",
    23: "Pa",
    24: "bar",
    25: "J",
    26: "J/h",
    27: "W",
    28: "VA",
    29: "var",
    30: "Wh",
    31: "VAh",
    32: "varh",
    33: "A",
    34: "coulomb",
    35: "V",
    36: "V/m",
    37: "F",
    38: "ohm",
    40: "Wb",
    41: "T",
    42: "A/m",
    43: "H",
    44: "Hz",
    45: "1/Wh",
    46: "1/varh",
    47: "1/VAh",
    48: "V2h",
    49: "A2h",
    50: "kg/s",
    51: "S",
    52: "K",
    56: "%",
    57: "Ah",
    70: "dBm",
    72: "dB",
}
"""Units of the Blue Book by number, in the project's spelling. 255 is a bare number."""
COUNT = 255


@dataclass(frozen=True, slots=True)
class Attribute:
    """What is read: class, logical name as `1.0.1.8.0.255`, attribute."""

    class_id: int
    obis: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Apdu:
    """A message taken apart.

    asks: a host sent it. invoke: the number by which an answer names its question, 0..15.
    data: what it brings, where has_data. block: number, last or not, and bytes of a part of data.
    """

    name: str
    asks: bool = False
    invoke: int = 0
    error: str | None = None
    has_data: bool = False
    data: Data = None
    block: tuple[int, bool, bytes] | None = None
    facts: tuple[tuple[str, Extra], ...] = ()


def taken_apart(data: bytes) -> tuple[Apdu, int]:
    """Return the message that bytes begin with, and its length. Raises Cut and Unsound."""
    cursor = Cursor(data)
    tag = cursor.byte()
    reader = _READERS.get(tag)
    if reader is not None:
        apdu = reader(cursor)
        return apdu, cursor.at
    if tag in _CIPHERED:
        return Apdu(name="ciphered", error="ciphered"), len(data)
    if tag in _PASSED_BY:
        name, asks = _PASSED_BY[tag]
        return Apdu(name=name, asks=asks), len(data)
    raise Unsound


def whole(data: bytes) -> Apdu:
    """Return the message that is all of these bytes. Raises Cut and Unsound."""
    apdu, length = taken_apart(data)
    if length != len(data):
        raise Unsound
    return apdu


def bare_length(window: bytes) -> int | None:
    """Return the length of the message that unframed bytes begin with; None if cut, 0 for none."""
    at, allowed = _BARE.get(window[0], (0, b""))
    if window[at : at + 1] not in (b"", *(bytes([byte]) for byte in allowed)) or not allowed:
        return 0
    try:
        return taken_apart(window)[1]
    except Cut:
        return None
    except Unsound:
        return 0


# --- what is heard ----------------------------------------------------------------------------


def _get_request(cursor: Cursor) -> Apdu:
    kind, invoke = cursor.byte(), cursor.byte() & 0x0F
    if kind == 2:
        facts: tuple[tuple[str, Extra], ...] = (("block", cursor.number(4)),)
    elif kind in (1, 3):
        asked = [_attribute(cursor) for _ in range(1 if kind == 1 else cursor.length())]
        if not asked:
            raise Unsound
        facts = _named(asked[0])
        if kind == 3:
            facts += (("list", tuple(one.obis for one in asked)),)
    else:
        raise Unsound
    return Apdu(name="GET.request", asks=True, invoke=invoke, facts=facts)


def _attribute(cursor: Cursor) -> Attribute:
    class_id, name = cursor.number(2), cursor.take(6)
    attribute = Attribute(class_id, ".".join(map(str, name)), cursor.byte())
    if cursor.byte():  # a choice of rows: a selector and its parameters
        cursor.byte()
        read(cursor)
    return attribute


def _named(attribute: Attribute) -> tuple[tuple[str, Extra], ...]:
    return (
        ("obis", attribute.obis),
        ("class", attribute.class_id),
        ("attribute", attribute.number),
    )


def _get_response(cursor: Cursor) -> Apdu:
    kind, invoke = cursor.byte(), cursor.byte() & 0x0F
    if kind == 1:
        failed, data = _result(cursor)
        return Apdu(name=GET, invoke=invoke, error=failed, has_data=failed is None, data=data)
    if kind == 2:
        is_last, number = cursor.byte() != 0, cursor.number(4)
        if cursor.byte():
            return Apdu(name=GET, invoke=invoke, error=_reason(cursor.byte()))
        return Apdu(name=GET, invoke=invoke, block=(number, is_last, cursor.octets()))
    if kind != 3:
        raise Unsound
    rows = [_result(cursor) for _ in range(cursor.length())]
    listed = tuple(failed or value for failed, value in rows)
    return Apdu(name=GET, invoke=invoke, has_data=True, data=listed)


def _result(cursor: Cursor) -> tuple[str | None, Data]:
    choice = cursor.byte()
    if choice == 0:
        return None, read(cursor)
    if choice == 1:
        return _reason(cursor.byte()), None
    raise Unsound


def _reason(code: int) -> str:
    return _RESULTS.get(code, f"data_access_result_{code}")


def _exception(cursor: Cursor) -> Apdu:
    state, service = cursor.byte(), cursor.byte()
    if service == 6 and not cursor.is_at_end:
        cursor.take(4)
    error = _SERVICES.get(service, f"service_error_{service}")
    facts = (("state", _STATES.get(state, str(state))),)
    return Apdu(name="exception", error=error, facts=facts)


def _service_error(cursor: Cursor) -> Apdu:
    service, kind, value = cursor.take(3)
    told_as = (("service", service), ("error_class", kind), ("error_value", value))
    return Apdu(name="confirmed service error", error="service_error", facts=told_as)


def _notification(cursor: Cursor) -> Apdu:
    cursor.take(4)
    at = moment(cursor.octets())
    facts: tuple[tuple[str, Extra], ...] = (("meter_time", at),) if at else ()
    return Apdu(name="DATA-NOTIFICATION", has_data=True, data=read(cursor), facts=facts)


def _association_request(cursor: Cursor) -> Apdu:
    cursor.octets()
    return Apdu(name="AARQ", asks=True)


def _association_answer(cursor: Cursor) -> Apdu:
    parts = _tagged(Cursor(cursor.octets()))
    result, diagnostic = parts.get(0xA2, b"\x02\x01\x01")[-1], parts.get(0xA3, b"\x00")[-1]
    facts: tuple[tuple[str, Extra], ...] = ()
    initiated = parts.get(0xBE, b"")[2:]
    if initiated[:1] == b"\x08" and len(initiated) >= 12:
        facts = (("max_pdu", int.from_bytes(initiated[-4:-2], "big")),)
    if result == 0:
        return Apdu(name=AARE, facts=facts)
    reason = _DIAGNOSTICS.get(diagnostic, f"diagnostic_{diagnostic}")
    return Apdu(name=REFUSED, error=reason, facts=facts)


def _tagged(cursor: Cursor) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    try:
        while not cursor.is_at_end:
            tag = cursor.byte()
            found[tag] = cursor.octets()
    except Cut:
        raise Unsound from None
    return {tag: content for tag, content in found.items() if content}


def _release(name: str, *, asks: bool) -> Callable[[Cursor], Apdu]:
    def reader(cursor: Cursor) -> Apdu:
        cursor.octets()
        return Apdu(name=name, asks=asks)

    return reader


_READERS: dict[int, Callable[[Cursor], Apdu]] = {
    0xC0: _get_request,
    0xC4: _get_response,
    0xD8: _exception,
    0x0E: _service_error,
    0x0F: _notification,
    0x60: _association_request,
    0x61: _association_answer,
    0x62: _release("RLRQ", asks=True),
    0x63: _release("RLRE", asks=False),
}


# --- what is said -----------------------------------------------------------------------------


RELEASE = b"\x62\x00"
"""The RLRQ that ends an association where no link is cut: over TCP."""


def association_request(longest: int = 0xFFFF) -> bytes:
    """Return the AARQ of a public client. longest: bytes of a message that it will take."""
    return _AARQ[:-2] + longest.to_bytes(2, "big")


def get_request(wanted: Attribute, invoke: int) -> bytes:
    """Return the request for one attribute."""
    name = bytes(int(part) for part in wanted.obis.split("."))
    head = bytes([0xC0, 1, 0xC0 | invoke]) + wanted.class_id.to_bytes(2, "big")
    return head + name + bytes([wanted.number, 0])


def next_block(number: int, invoke: int) -> bytes:
    """Return the request for the block after this one."""
    return bytes([0xC0, 2, 0xC0 | invoke]) + number.to_bytes(4, "big")


def association_answer() -> bytes:
    """Return the AARE of a simulated meter."""
    accepted = bytes.fromhex("A203020100A305A103020100")
    initiated = bytes.fromhex("BE10040E0800065F1F040000101004C80007")
    body = _APPLICATION + accepted + initiated
    return bytes([0x61, len(body)]) + body


def get_response(invoke: int, data: bytes) -> bytes:
    """Return the answer of a simulated meter; data with its tag."""
    return bytes([0xC4, 1, 0xC0 | invoke, 0]) + data


def get_failure(invoke: int, code: int) -> bytes:
    """Return the refusal of a simulated meter."""
    return bytes([0xC4, 1, 0xC0 | invoke, 1, code])


def as_extra(data: Data) -> Extra:
    """Return data as a further field; date and time of twelve octets as a moment."""
    return moment(data) or told(data)
