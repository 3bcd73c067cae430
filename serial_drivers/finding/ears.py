"""What one driver makes of the bytes that detection hears, counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.indication import Indication
from serial_drivers.driver import FrameReader, ScaleDriver, SerialLine, Turn

_SEVEN_BITS = 0x7F
_TELEGRAM_BEGUN = 32
"""So many bytes of a telegram show that it is one."""
_FACTS = frozenset(("values", "items", "address", "serial", "registers", "sentence"))
_TOLD_WHEN_ASKED = frozenset(("ident",))
"""A meter's name is an answer only to the question for it: a stream may begin with it too."""


class Proof(StrEnum):
    """What in an instrument's frames proved the protocol; kept in records in these words."""

    CHECKSUM = "checksum right"
    LAYOUT = "layout right"
    NAME = "its name in it"


@dataclass(slots=True)
class Ear:
    """Counts what one driver makes of the bytes. mask 0x7F drops the parity bit first.

    is_asked: what is heard follows a question; is_meant: this driver's own. is_quiet_line: nothing
    is heard without one.
    """

    driver: ScaleDriver
    reader: FrameReader
    mask: int = 0xFF
    is_asked: bool = False
    is_meant: bool = False
    is_quiet_line: bool = False
    good: int = 0
    bad: int = 0
    noise_bytes: int = 0
    understood_bytes: int = 0
    sample: bytes = b""
    follow_up: bytes | Turn | None = None
    seen: Indication | None = None

    def hear(self, data: bytes) -> None:
        """Take bytes and count the frames they complete."""
        for seen in self.reader.feed(bytes(byte & self.mask for byte in data)):
            if not isinstance(seen, Indication):
                self.bad += seen.kind == "checksum_error"
                self.noise_bytes += len(seen.raw) if seen.kind == "noise" else 0
                continue
            self.understood_bytes += len(seen.raw)
            if self._is_evidence(seen):
                self.good += 1
                self.sample, self.seen = seen.raw, seen
            elif self.driver.follow_up is not None:
                self.follow_up = self.driver.follow_up(seen) or self.follow_up

    def _is_evidence(self, seen: Indication) -> bool:
        if self.driver.known_by_name:
            return self.is_meant and seen.extra("model") is not None
        return _speaks_by_itself(seen, _TOLD_WHEN_ASKED if self.is_asked else frozenset())

    def next_word(self) -> bytes | Turn | None:
        """Return what the protocol's handshake asks for next, once."""
        word, self.follow_up = self.follow_up, None
        return word

    @property
    def is_convinced(self) -> bool:
        """Say whether enough good frames came, and more of them than wrong ones.

        A short layout without a checksum is met by chance in the garbage of a wrong speed: where
        bytes come by themselves there has to be less noise than frames.
        """
        if self.has_told_its_name:
            return True
        is_chance = (
            not self.driver.has_checksum
            and not self.is_quiet_line
            and self.noise_bytes > self.understood_bytes
        )
        return (
            self.good >= self.driver.frames_to_convince and self.good > self.bad and not is_chance
        )

    @property
    def is_amid_telegram(self) -> bool:
        """Say whether a telegram that is proof by itself has begun and is not yet whole."""
        is_begun = self.reader.framer.pending >= _TELEGRAM_BEGUN
        return is_begun and self.driver.proof_frames == 1 and not self.noise_bytes

    @property
    def has_told_its_name(self) -> bool:
        """Say whether it answered a question with its name, which is proof enough."""
        said = self.seen
        if said is None or not self.is_asked:
            return False
        return self.driver.known_by_name or (said.value is None and said.extra("ident") is not None)

    @property
    def proof(self) -> Proof:
        """Return what proves the protocol, for the record."""
        if self.has_told_its_name:
            return Proof.NAME
        is_checked = self.driver.has_checksum and not self._is_unchecked
        return Proof.CHECKSUM if is_checked else Proof.LAYOUT

    @property
    def _is_unchecked(self) -> bool:
        """Say whether the frame itself carried no checksum, though the protocol may have one."""
        return self.seen is not None and self.seen.extra("checked") is False

    def true_line(self, heard: SerialLine, *, may_lack_speed: bool = True) -> SerialLine:
        """Return the line the scale uses: bytes of even parity throughout were sent as 7E1.

        may_lack_speed: what is understood at a speed that the protocol never has came through a
        port without one (an instrument with USB of its own): there the usual line is as good as
        any.
        """
        if may_lack_speed and all(line.baudrate != heard.baudrate for line in self.driver.lines):
            return self.driver.line
        seven = _seven_bit_line(self.driver, heard)
        if seven is not None and (self.mask == _SEVEN_BITS or _has_even_parity(self.sample)):
            return seven
        return heard


def listening_ears(drivers: Sequence[ScaleDriver], line: SerialLine) -> list[Ear]:
    """Return an ear for each driver, and a second one where its line may have seven bits."""
    ears = [Ear(driver, driver.new_reader()) for driver in drivers]
    return ears + [
        Ear(driver, driver.new_reader(), mask=_SEVEN_BITS)
        for driver in drivers
        if _seven_bit_line(driver, line) is not None
    ]


def asking_ears(
    drivers: Sequence[ScaleDriver],
    *,
    is_quiet_line: bool = True,
    meant: ScaleDriver | None = None,
) -> list[Ear]:
    """Return an ear for each driver, for the answer to a question. meant: whose question it is."""
    return [
        Ear(
            driver,
            driver.new_reader(),
            is_asked=True,
            is_meant=driver is meant,
            is_quiet_line=is_quiet_line,
        )
        for driver in drivers
    ]


def _speaks_by_itself(seen: Indication, also: frozenset[str]) -> bool:
    """A host's command, an echo or an error alone is no instrument's indication.

    A meter that answers with its address or its figures by name has spoken too.
    """
    if seen.value is not None or seen.overload or seen.underload:
        return True
    return any(name in _FACTS | also for name, _ in seen.extras) and seen.extra("cmd") is None


def _seven_bit_line(driver: ScaleDriver, heard: SerialLine) -> SerialLine | None:
    same = (line for line in driver.lines if line.baudrate == heard.baudrate)
    return next((line for line in same if line.data_bits == 7), None)


def _has_even_parity(data: bytes) -> bool:
    return all(byte.bit_count() % 2 == 0 for byte in data)
