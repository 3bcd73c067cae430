"""A device on a pseudo-terminal that says whatever a test makes it say, right or wrong."""

from __future__ import annotations

import contextlib
import hashlib
import os
import select
import threading
import time
from collections.abc import Callable

from serial_drivers.simulators.pty_port import PtyPort
from tests.helpers.closing import Closing

_WAIT_S = 0.1
Answer = Callable[[bytes], bytes]


class Talker(Closing):
    """`path` is the port. say(n): the n-th piece, every pause_s; answer: what is heard is answered.

    A piece that does not fit because nobody reads is dropped, as on a wire.
    """

    def __init__(
        self,
        say: Callable[[int], bytes] = lambda _n: b"",
        *,
        pause_s: float = 0.05,
        answer: Answer = lambda _heard: b"",
    ) -> None:
        self._port = PtyPort("device")
        self.path = self._port.path
        self._say, self._pause_s, self._answer = say, pause_s, answer
        self.said = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="talker")
        self._thread.start()

    def _run(self) -> None:
        number = 0
        with contextlib.suppress(OSError):
            while not self._ended.is_set():
                heard = self._port.read(self._pause_s)
                answer = self._answer(heard) if heard else b""
                piece = answer or (b"" if heard else self._say(number))
                number += not heard
                if piece:
                    self._port.write(piece)
                    self.said += len(piece)

    def close(self) -> None:
        """Fall silent and take the port away."""
        self._ended.set()
        self._thread.join()
        self._port.close()


class Babbler(Closing):
    """Says so many bytes a second for as long as somebody reads; what does not fit is said later.

    said, hash: of all that went out.
    """

    def __init__(self, piece: bytes, rate: int) -> None:
        self._port = PtyPort("babbler")
        self.path = self._port.path
        self.said, self.hash = 0, hashlib.sha256()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(piece, rate), name="babbler")

    def begin(self) -> None:
        """Babble from now on; what came before a port is opened would be thrown away."""
        self._thread.start()

    def _run(self, piece: bytes, rate: int) -> None:
        line = self._port._master
        began, left = time.monotonic(), piece
        while not self._ended.is_set():
            early_s = self.said / rate - (time.monotonic() - began)
            if early_s > 0:
                self._ended.wait(early_s)
            elif select.select([], [line], [], _WAIT_S)[1]:
                with contextlib.suppress(BlockingIOError):
                    length = os.write(line, left)
                    self.hash.update(left[:length])
                    self.said += length
                    left = left[length:] or piece

    def fall_silent(self) -> None:
        """Say no more; the port stays."""
        self._ended.set()
        self._thread.join()

    def close(self) -> None:
        self.fall_silent()
        self._port.close()


def with_parity(data: bytes) -> bytes:
    """Return seven-bit bytes with even parity in the top bit, as 8N1 hears a 7E1 device."""
    return bytes(byte | 0x80 if byte.bit_count() % 2 else byte for byte in data)


def at_wrong_speed(data: bytes) -> bytes:
    """Return what a receiver at another speed makes of it: the bits in other company."""
    bits = "".join(f"0{byte:08b}"[::-1] + "1" for byte in data)
    slowed = "".join(bit * 2 for bit in bits)[3:]
    return bytes(int(slowed[at : at + 8], 2) for at in range(0, len(slowed) - 8, 10))


def descriptors() -> int:
    """Return how many files this process has open."""
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - names only
