"""What a DLMS client hears of one meter: frames joined to answers, numbers given their meaning.

State of one session. A register's number gets scaler and unit only where both came in one talk;
their questions carry numbers of their own (ASKS_SCALER, ASKS_VALUE), which the answers repeat.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from inspector_app.domain.indication import Extra, FrameProblem, Indication
from serial_drivers.driver import Decoded, malformed
from serial_drivers.framing import BUFFER_LIMIT
from serial_drivers.layers import axdr, cosem, dlms_wrapper, hdlc
from serial_drivers.layers.axdr import Cut, Data, Unsound
from serial_drivers.layers.cosem import Apdu
from serial_drivers.layers.dlms_blocks import GENERAL, GeneralBlock, general_block

TO_METER, FROM_METER = b"\xe6\xe6\x00", b"\xe6\xe7\x00"
ASKS_SCALER, ASKS_VALUE = 2, 3
PUBLIC_CLIENT = "16"
_ASKING = frozenset((0x60, 0x62, 0xC0, 0xC1, 0xC3))
"""First bytes of what only a client says."""
_SCALERS = range(-18, 19)
_MODULUS = 8
Extras = tuple[tuple[str, Extra], ...]


class Conversation:
    """Decodes the frames of one session; keeps parts of answers until they are whole.

    address: of which meter answers are wanted, empty for any.
    """

    def __init__(self, address: str = "") -> None:
        self._address = address
        self._is_closing = False
        self._forget()

    def _forget(self) -> None:
        self._scaler: tuple[int, str | None, bytes] | None = None
        self._drop_parts()

    def _drop_parts(self) -> None:
        self._segments = self._blocks = self._general = self._raw = b""
        self._next_segment: int | None = None
        self._next_block = self._next_general = 1
        self._turns = 0

    def decode(self, frame: bytes) -> Decoded:
        """Return one frame's content."""
        if frame[:2] == dlms_wrapper.VERSION:
            return self._wrapped(frame)
        if frame[:1] != hdlc.FLAG and frame[0] & 0xF0 != 0xA0:
            return self._read(frame, (), frame, asks=False)
        message = hdlc.taken_apart(hdlc.with_flag(frame))
        is_question = asks(message)
        meter = message.destination if is_question else message.source
        client = message.source if is_question else message.destination
        if self._address not in ("", meter, client):
            return (FrameProblem(kind="wrong_address", raw=frame, detail=meter),)
        who: Extras = (("address", meter), ("client", client))
        if message.name in ("I", "UI"):
            return self._informed(message, who, frame, asks=is_question)
        return self._linked(message.name, who, frame, is_question=is_question)

    def _wrapped(self, frame: bytes) -> Decoded:
        parts = dlms_wrapper.taken_apart(frame)
        is_question = parts.message[0] in _ASKING or (
            parts.source == PUBLIC_CLIENT != parts.destination
        )
        meter, client = parts.source, parts.destination
        if is_question:
            meter, client = client, meter
        if self._address not in ("", meter):
            return (FrameProblem(kind="wrong_address", raw=frame, detail=meter),)
        if len(self._raw) + len(frame) > BUFFER_LIMIT:
            self._drop_parts()
            return (FrameProblem(kind="too_long", raw=frame, detail="more than is kept"),)
        who: Extras = (("address", meter), ("client", client), ("wrapper", True))
        return self._read(parts.message, who, frame, asks=is_question)

    def _linked(self, name: str, who: Extras, frame: bytes, *, is_question: bool) -> Decoded:
        told: Extras = (("frame", name), *who)
        if is_question:
            told = (("cmd", name), *told)
        elif name == "UA" and self._is_closing:
            told += (("closed", True),)
        if name in ("SNRM", "DISC", "UA", "DM"):
            self._is_closing = False
            self._forget()
        error = {"DM": "disconnected", "FRMR": "frame_rejected"}.get(name)
        return (Indication(error=error, extras=told, raw=frame),)

    def _informed(self, message: hdlc.Message, who: Extras, frame: bytes, *, asks: bool) -> Decoded:
        sent, received = message.numbers
        numbered: Extras = (("ns", sent), ("nr", received)) if message.name == "I" else ()
        if self._next_segment is not None and sent != self._next_segment:
            self._drop_parts()
            return malformed(frame, "a segment is missing")
        self._segments += message.information
        if len(self._raw) + len(frame) > BUFFER_LIMIT:
            self._drop_parts()
            return (FrameProblem(kind="too_long", raw=frame, detail="more than is kept"),)
        if message.has_more:
            self._raw += frame
            self._next_segment = (sent + 1) % _MODULUS
            told: Extras = (("frame", "segment"), *who, *numbered, ("more_follows", True))
            return (Indication(extras=(*told, ("waits", message.waits)), raw=frame),)
        whole, self._segments, self._next_segment = self._segments, b"", None
        is_headed = whole[:3] in (TO_METER, FROM_METER)
        content = whole[3:] if is_headed else whole
        return self._read(content, (*who, *numbered), frame, asks=asks)

    def _read(self, message: bytes, who: Extras, frame: bytes, *, asks: bool) -> Decoded:
        try:
            part = general_block(message)
            if part is not None and (asks or not self._completes(part)):
                return self._part(part, who, frame, asks=asks)
            if part is not None:
                message, self._general = self._general, b""
            apdu = cosem.whole(message)
            if apdu.block is not None:
                return self._block(apdu, apdu.block, who, frame)
        except (Cut, Unsound):
            self._drop_parts()
            return malformed(frame, "no message of the public client")
        return self._told(apdu, apdu.data, who, frame)

    def _completes(self, part: GeneralBlock) -> bool:
        """Add a meter's block to those before it; say whether it was the last."""
        if part.number == 1:
            self._general, self._next_general = b"", 1
        if part.number != self._next_general:
            raise Unsound
        self._general += part.content
        self._next_general += 1
        return part.is_last

    def _part(self, part: GeneralBlock, who: Extras, frame: bytes, *, asks: bool) -> Decoded:
        told: Extras = (("frame", GENERAL), *who, ("general_block", part.number))
        if asks:
            return (Indication(extras=(("cmd", GENERAL), *told), raw=frame),)
        self._raw += frame
        self._turns += not part.streams
        told += (("more_follows", True), ("waits", not part.streams), ("turn", self._turns))
        return (Indication(extras=told, raw=frame),)

    def _block(
        self, apdu: Apdu, block: tuple[int, bool, bytes], who: Extras, frame: bytes
    ) -> Decoded:
        number, is_last, content = block
        if number == 1:
            self._blocks, self._next_block = b"", 1
        elif self._next_block == 1:  # the rest of an answer whose beginning nobody heard
            return (Indication(extras=(*_named(apdu), *who, ("block", number)), raw=frame),)
        if number != self._next_block:
            raise Unsound
        self._blocks += content
        if is_last:
            whole, self._blocks, self._next_block = self._blocks, b"", 1
            return self._told(replace(apdu, has_data=True), axdr.data_of(whole), who, frame)
        self._raw += frame
        self._next_block += 1
        told = (*_named(apdu), *who, ("block", number), ("more_follows", True))
        return (Indication(extras=told, raw=frame),)

    def _told(self, apdu: Apdu, data: Data, who: Extras, frame: bytes) -> Decoded:
        raw, told = self._raw + frame, (*_named(apdu), *apdu.facts, *who)
        self._drop_parts()
        if apdu.error is not None or not apdu.has_data:
            said = Indication(error=apdu.error, extras=told, raw=raw)
        elif (pair := _scaler_unit(data)) is not None:
            self._scaler = (*pair, raw) if apdu.invoke == ASKS_SCALER else None
            said = Indication(unit=pair[1], extras=(("scaler", str(pair[0])), *told), raw=raw)
        elif isinstance(data, Decimal):
            said = self._valued(data, apdu, told, raw)
        else:
            said = Indication(extras=(("data", cosem.as_extra(data)), *told), raw=raw)
        self._is_closing = ends(said)
        return (said,)

    def _valued(self, number: Decimal, apdu: Apdu, told: Extras, raw: bytes) -> Indication:
        if self._scaler is None or apdu.invoke != ASKS_VALUE:
            return Indication(value=number, extras=told, raw=raw)
        scaler, unit, asked = self._scaler
        self._scaler = None
        told = (("scaler", str(scaler)), *told)
        return Indication(value=scaled(number, scaler), unit=unit, extras=told, raw=asked + raw)


def asks(message: hdlc.Message) -> bool:
    """Say whether a host sent the frame."""
    if message.name in hdlc.READY:  # both sides say so
        return message.source == PUBLIC_CLIENT != message.destination
    return message.name in hdlc.ASKING or message.information[:3] == TO_METER


def _named(apdu: Apdu) -> Extras:
    named: Extras = (("frame", apdu.name),)
    if apdu.asks:
        named = (("cmd", apdu.name), *named)
    return (*named, ("invoke", apdu.invoke)) if apdu.name.startswith("GET") else named


def _scaler_unit(data: Data) -> tuple[int, str | None] | None:
    """Return scaler and unit, None for other data; a bare number has no unit."""
    if not isinstance(data, tuple) or len(data) != 2:
        return None
    scaler, unit = data
    if not isinstance(scaler, Decimal) or type(unit) is not int or int(scaler) not in _SCALERS:
        return None
    return int(scaler), None if unit == cosem.COUNT else cosem.UNITS.get(unit, f"unit {unit}")


def scaled(number: Decimal, scaler: int) -> Decimal:
    """Return a register's number times ten to the scaler, its resolution kept."""
    value = number.scaleb(scaler)
    return Decimal(f"{value:f}") if scaler > 0 else value


def ends(said: Indication) -> bool:
    """Say whether the talk is over: the value came, or an answer that no value will follow."""
    if said.extra("cmd") is not None or said.extra("more_follows") is not None:
        return False
    is_value = said.extra("frame") == cosem.GET and said.extra("invoke") == ASKS_VALUE
    is_carried = said.extra("ns") is not None or said.extra("wrapper") is not None
    return is_value or (said.error is not None and is_carried)
