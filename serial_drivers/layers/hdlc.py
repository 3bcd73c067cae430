"""The HDLC frames of meters that speak DLMS/COSEM (IEC 62056-46).

Wire: 7E, format (1010, one bit for "segments follow", eleven bits of length), destination, source,
control, and where information follows the CRC of this head (HCS), the information, the CRC of
all (FCS), 7E. The length counts from format to FCS. An address has one, two or four bytes of seven
bits each, the last with bit 0 set. Nothing is stuffed: 7E may stand inside. One flag may end a
frame and begin the next, which is then given without its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from serial_drivers.framing import Blank, Broken, Complete, Noise, Outcome, ScanShape
from serial_drivers.layers.checksums import crc_x25, mismatch

FLAG = b"\x7e"
POLL = 0x10
_TYPE, _SEGMENTED = 0xA0, 0x08
_SHORTEST = 9
_U_FRAMES = {0x83: "SNRM", 0x43: "DISC", 0x63: "UA", 0x0F: "DM", 0x87: "FRMR", 0x03: "UI"}
_S_FRAMES = {0x01: "RR", 0x05: "RNR", 0x09: "REJ"}
READY = frozenset(_S_FRAMES.values())
ASKING = frozenset(("SNRM", "DISC"))
_LIMIT = 127


@dataclass(frozen=True, slots=True)
class Message:
    """A frame taken apart. Addresses are `upper` or `upper_lower` in decimal digits.

    name: `I` for numbered information, else the name of the frame. has_more: segments follow.
    """

    name: str
    destination: str
    source: str
    control: int
    information: bytes
    has_more: bool

    @property
    def numbers(self) -> tuple[int, int]:
        """Return N(S) and N(R), 0..7, of a frame named `I`."""
        return self.control >> 1 & 7, self.control >> 5

    @property
    def waits(self) -> bool:
        """Say whether the sender now waits for the other side (poll or final bit)."""
        return bool(self.control & POLL)


def information_control(sent: int, received: int) -> int:
    """Return the control byte of an information frame with these numbers, polling."""
    return (received & 7) << 5 | POLL | (sent & 7) << 1


def ready_control(received: int) -> int:
    """Return the control byte of RR: ready for the frame of this number, polling."""
    return (received & 7) << 5 | POLL | 0x01


def address_bytes(address: str) -> bytes:
    """Return an address on the wire; two bytes, or four where a part is above 127."""
    parts = [int(part) for part in address.split("_")]
    if len(parts) == 1 and parts[0] <= _LIMIT:
        return bytes([parts[0] << 1 | 1])
    parts = parts if len(parts) == 2 else [parts[0], 0]
    wide = any(part > _LIMIT for part in parts)
    sevens = [part >> shift & _LIMIT for part in parts for shift in ((7, 0) if wide else (0,))]
    return bytes(seven << 1 for seven in sevens[:-1]) + bytes([sevens[-1] << 1 | 1])


def _address_text(data: bytes) -> str:
    sevens = [byte >> 1 for byte in data]
    if len(sevens) == 4:
        return f"{sevens[0] << 7 | sevens[1]}_{sevens[2] << 7 | sevens[3]}"
    return "_".join(map(str, sevens))


def built(
    destination: str, source: str, control: int, information: bytes = b"", *, has_more: bool = False
) -> bytes:
    """Return the frame for these parts."""
    addresses = address_bytes(destination) + address_bytes(source)
    checks = 4 if information else 2
    length = 2 + len(addresses) + 1 + len(information) + checks
    kind = (_TYPE | (_SEGMENTED if has_more else 0)) << 8 | length
    body = kind.to_bytes(2, "big") + addresses + bytes([control])
    if information:
        body += crc_x25(body) + information
    return FLAG + body + crc_x25(body) + FLAG


def length_of(window: bytes) -> int:
    """Return the length that a frame's head declares, both flags counted."""
    return ((window[1] & 0x07) << 8 | window[2]) + 2


def begins(window: bytes) -> bool:
    """Say whether a frame may begin with these bytes."""
    return (
        window[0] == FLAG[0]
        and (len(window) < 2 or window[1] & 0xF0 == _TYPE)
        and (len(window) < 3 or length_of(window) >= _SHORTEST)
    )


def measure(window: bytes) -> Complete | Broken | None:
    """Judge addresses, head, length, end and CRC."""
    if len(window) < 3:
        return None
    length, control = length_of(window), control_at(window)
    if control is None:
        return None
    if control == 0 or length < control + 4 or length in (control + 5, control + 6):
        return _broken(window, length, "malformed", "no such head")
    if length > control + 4:
        if len(window) < control + 3:
            return None
        received = window[control + 1 : control + 3]
        wrong = mismatch(crc_x25(window[1 : control + 1]), received)
        if wrong is not None:
            return _broken(window, length, "checksum_error", f"head: {wrong}")
    if len(window) < length:
        return None
    if window[length - 1 : length] != FLAG:
        return _broken(window, length, "malformed", "no 7E at the end")
    wrong = mismatch(crc_x25(window[1 : length - 3]), window[length - 3 : length - 1])
    return Complete(length) if wrong is None else Broken(length, "checksum_error", wrong)


def control_at(window: bytes) -> int | None:
    """Return where the control byte stands, 0 for no such addresses, None while bytes miss."""
    end: int | None = 3
    for _address in range(2):
        end = _address_end(window, end) if end else end
    return end if not end or end < len(window) else None


def _address_end(window: bytes, start: int) -> int | None:
    reach = window[start : start + 4]
    last = next((at for at, byte in enumerate(reach) if byte & 1), None)
    if last is None:
        return None if len(reach) < 4 else 0
    return 0 if last == 2 else start + last + 1


def _broken(window: bytes, length: int, kind: str, detail: str) -> Broken | None:
    """Give up what is no frame, up to the flag with which it or another may end or begin."""
    flag = window.find(FLAG, 1, length)
    if flag < 0:
        return Broken(length, kind, detail) if len(window) >= length else None
    return Broken(length if flag == length - 1 else flag, kind, detail)


def taken_apart(frame: bytes) -> Message:
    """Return a checked frame's parts."""
    control = control_at(frame) or 0
    middle = _address_end(frame, 3) or 0
    byte = frame[control]
    bare = byte & ~POLL
    name = "I" if not byte & 1 else _S_FRAMES.get(byte & 0x0F) if byte & 3 == 1 else None
    return Message(
        name=name or _U_FRAMES.get(bare, f"{bare:02X}"),
        destination=_address_text(frame[3:middle]),
        source=_address_text(frame[middle:control]),
        control=byte,
        information=frame[control + 3 : -3],
        has_more=bool(frame[1] & _SEGMENTED),
    )


def with_flag(frame: bytes) -> bytes:
    """Return a frame with the opening flag that it may share with the one before it."""
    return frame if frame[:1] == FLAG else FLAG + frame


@dataclass(slots=True)
class HdlcShape:
    """HDLC frames; or one message without a frame, if it is all that ever comes.

    bare: how long the message without a frame at the cursor is, 0 for none, None while bytes are
    missing. is_request: as in ScanShape.
    """

    bare: Callable[[bytes], int | None]
    is_request: Callable[[bytes], bool]
    _is_first: bool = True
    _is_after_flag: bool = False
    _scan: ScanShape = field(init=False)

    def __post_init__(self) -> None:
        """Keep the shape of what stands between flags."""
        self._scan = ScanShape(begins, measure, _surely, is_request=self.is_request)

    def examine(self, window: bytes) -> Outcome | None:
        """Look for a frame; what may be a message without one has to wait for the end."""
        if self._is_first and window[:1] != FLAG and self.bare(window) in (None, len(window)):
            return None
        return self._noted(window, self._shared(window, self._scan.examine))

    def examine_end(self, window: bytes) -> Outcome:
        """Judge the last bytes."""
        if self._is_first and window[:1] != FLAG and self.bare(window) == len(window):
            self._is_first = False
            return Complete(len(window))
        outcome = self._shared(window, self._scan.examine_end)
        self._noted(window, outcome)
        return outcome or Broken(len(window), "incomplete")

    def _shared(self, window: bytes, judge: Callable[[bytes], Outcome | None]) -> Outcome | None:
        """Judge what stands at the cursor, with the flag before it where that may be shared."""
        if window[:2] == 2 * FLAG:
            return Blank(1)
        if self._is_after_flag and window[0] & 0xF0 == _TYPE:
            outcome = judge(FLAG + window)
            if outcome is None:
                return None
            if isinstance(outcome, Complete | Broken) and outcome.length > 1:
                return replace(outcome, length=outcome.length - 1)
        outcome = judge(window)
        # A flag ends the noise before it, for what follows it may not have come yet.
        flag = window.find(FLAG, 1, outcome.length) if isinstance(outcome, Noise) else -1
        return Noise(flag) if flag > 0 else outcome

    def _noted(self, window: bytes, outcome: Outcome | None) -> Outcome | None:
        if outcome is not None:
            self._is_first = False
            last = window[outcome.length - 1 : outcome.length]
            self._is_after_flag = last == FLAG and isinstance(outcome, Complete | Blank)
        return outcome


def _surely(window: bytes) -> bool:
    return begins(window) and isinstance(measure(window), Complete)
