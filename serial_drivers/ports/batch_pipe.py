"""How batches of events cross from a port's process to ours: one write there, one read here.

`Connection.send_bytes` and `recv_bytes` do the same with two reads and a dozen calls, which is a
tenth of the way from the last byte to the screen. Windows pipes keep to the Connection.
"""

from __future__ import annotations

import os
import select
import struct
from collections import deque
from collections.abc import Callable
from multiprocessing.connection import Connection

_LENGTH = struct.Struct("<I")
CHUNK = 65_536
_IS_POSIX: bool = os.name == "posix"


def batch_writer(connection: Connection) -> Callable[[bytes], None]:
    """Return what sends one batch. Raises BrokenPipeError once the other end is gone."""
    if not _IS_POSIX:
        return connection.send_bytes
    descriptor = connection.fileno()

    def write(batch: bytes) -> None:
        left = _LENGTH.pack(len(batch)) + batch
        while left:
            left = left[os.write(descriptor, left) :]

    return write


class BatchReader:
    """The reading end, for one thread at a time. The other direction is free for orders.

    descriptor: what becomes readable when something has come. whole: batches that are taken in and
    wait to be read. arrived is for POSIX only.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.descriptor = connection.fileno()
        self._held = b""
        self.whole: deque[bytes] = deque()
        if _IS_POSIX:
            self._waiting = select.poll()
            self._waiting.register(self.descriptor, select.POLLIN)

    def read(self) -> bytes:
        """Wait for the next batch and return it. Raises EOFError or OSError at the end."""
        if not _IS_POSIX:
            return self._connection.recv_bytes()
        while not self.whole:
            self._take_in(os.read(self.descriptor, CHUNK))
        return self.whole.popleft()

    def arrived(self, most: int) -> int:
        """Take in what is there, at most so much, without waiting; return how many bytes it was.

        Raises EOFError or OSError at the end.
        """
        if not self._waiting.poll(0):
            return 0
        more = os.read(self.descriptor, most)
        self._take_in(more)
        return len(more)

    def has_more(self, seconds: float) -> bool:
        """Wait so long at most; say whether a batch, or the end, is there to be read."""
        if not _IS_POSIX:
            return self._connection.poll(seconds)
        return bool(self.whole) or bool(self._waiting.poll(seconds * 1000))

    def _take_in(self, more: bytes) -> None:
        if not more:
            raise EOFError
        held, at, size = self._held + more, 0, _LENGTH.size
        while len(held) >= at + size:
            end = at + size + _LENGTH.unpack_from(held, at)[0]
            if len(held) < end:
                break
            self.whole.append(held[at + size : end])
            at = end
        self._held = held[at:]
