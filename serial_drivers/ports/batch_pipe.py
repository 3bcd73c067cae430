"""How batches of events cross from a port's process to ours: one write there, one read here.

`Connection.send_bytes` and `recv_bytes` do the same with two reads and a dozen calls, which is a
tenth of the way from the last byte to the screen. Windows pipes keep to the Connection.
"""

from __future__ import annotations

import os
import select
import struct
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

    descriptor: what becomes readable when something has come. fill and next_whole are POSIX only.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.descriptor = connection.fileno()
        self._held = b""
        if _IS_POSIX:
            self._waiting = select.poll()
            self._waiting.register(self.descriptor, select.POLLIN)

    def read(self) -> bytes:
        """Wait for the next batch and return it. Raises EOFError or OSError at the end."""
        if not _IS_POSIX:
            return self._connection.recv_bytes()
        while (batch := self.next_whole()) is None:
            self.fill()
        return batch

    def fill(self, most: int = CHUNK) -> int:
        """Wait until something has come and take it in; return how many bytes it was."""
        more = os.read(self.descriptor, most)
        if not more:
            raise EOFError
        self._held += more
        return len(more)

    def next_whole(self) -> bytes | None:
        """Return the next batch of what was taken in, None where it is not whole yet."""
        held, size = self._held, _LENGTH.size
        if len(held) < size:
            return None
        end = size + _LENGTH.unpack_from(held)[0]
        if len(held) < end:
            return None
        self._held = held[end:]
        return held[size:end]

    def has_more(self, seconds: float) -> bool:
        """Wait so long at most; say whether a batch, or the end, is there to be read."""
        if not _IS_POSIX:
            return self._connection.poll(seconds)
        return self._is_whole() or bool(self._waiting.poll(seconds * 1000))

    def _is_whole(self) -> bool:
        size = _LENGTH.size
        return len(self._held) >= size and len(self._held) >= size + int(
            _LENGTH.unpack_from(self._held)[0]
        )
