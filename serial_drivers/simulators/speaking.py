"""A load cell that speaks a driver's protocol: bytes of the host in, bytes of the scale out."""

from __future__ import annotations

from collections.abc import Callable

from inspector_app.domain.indication import Indication
from serial_drivers.driver import Action, Answer, Display, ScaleDriver
from serial_drivers.simulators.load_cell import LoadCell

_STABLE_TIMEOUT_S = 10.0
_REPEAT_S = 0.1


class SpeakingScale:
    """Streams or answers as the protocol does; no I/O and no clock of its own.

    encode: replaces the driver's own stream (a variant of the same family).
    """

    def __init__(
        self,
        driver: ScaleDriver,
        cell: LoadCell,
        *,
        encode: Callable[[Display], bytes] | None = None,
    ) -> None:
        self._driver = driver
        self._cell = cell
        self._reader = driver.new_reader()
        self._stream = encode or driver.voice.stream
        self._pace_s = 1 / driver.voice.frames_per_second
        self._until_frame_s = 0.0
        self._waiting: tuple[Indication, float] | None = None
        self._repeating: Indication | None = None
        self._until_repeat_s = 0.0

    @property
    def until_next_s(self) -> float:
        """Return how long until something is due, at most 50 ms."""
        return max(0.0, min(self._until_frame_s if self._stream else 0.05, 0.05))

    def step(self, seconds: float, heard: bytes) -> bytes:
        """Let time pass, hear the host, and return what the scale says."""
        self._cell.advance(seconds)
        said = b"".join(self._reply(request) for request in self._requests(heard))
        return said + self._late_reply(seconds) + self._repeated(seconds) + self._streamed(seconds)

    def _requests(self, heard: bytes) -> list[Indication]:
        letters = self._driver.voice.letters
        if letters:
            named = [chr(byte) for byte in heard if byte in letters]
            return [Indication(extras=(("cmd", letter),)) for letter in named]
        # A step without bytes is the gap after which a request stands as it is.
        seen = self._reader.feed(heard) if heard else self._reader.finish()
        return [each for each in seen if isinstance(each, Indication)]

    def _reply(self, request: Indication) -> bytes:
        answer = self._answer(request)
        if answer is None:
            return b""
        if answer.wait_for_stable:
            self._waiting = (request, _STABLE_TIMEOUT_S)
            return b""
        return self._act(request, answer)

    def _answer(self, request: Indication) -> Answer | None:
        respond = self._driver.voice.answer
        return respond(request, self._cell.display()) if respond else None

    def _act(self, request: Indication, answer: Answer) -> bytes:
        match answer.action:
            case Action.ZERO:
                self._cell.zero()
            case Action.TARE:
                self._cell.tare()
                again = self._answer(request)
                return again.reply if again else b""
            case Action.CLEAR_TARE:
                self._cell.clear_tare()
            case Action.REPEAT:
                self._repeating, self._until_repeat_s = request, _REPEAT_S
            case Action.STOP_REPEAT:
                self._repeating = None
            case None:
                pass
        return answer.reply

    def _late_reply(self, seconds: float) -> bytes:
        """Answer a request that waits for rest once there is rest, or its time is over."""
        if self._waiting is None:
            return b""
        request, left_s = self._waiting
        answer = self._answer(request)
        if answer is not None and not answer.wait_for_stable:
            self._waiting = None
            return self._act(request, answer)
        self._waiting = (request, left_s - seconds) if left_s > seconds else None
        return b""

    def _repeated(self, seconds: float) -> bytes:
        self._until_repeat_s -= seconds
        if self._repeating is None or self._until_repeat_s > 0:
            return b""
        self._until_repeat_s = _REPEAT_S
        answer = self._answer(self._repeating)
        return answer.reply if answer else b""

    def _streamed(self, seconds: float) -> bytes:
        self._until_frame_s -= seconds
        if self._stream is None or self._until_frame_s > 0:
            return b""
        self._until_frame_s = self._pace_s
        return self._stream(self._cell.display())
