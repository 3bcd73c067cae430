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
_CHUNK = 65_536
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
    """The reading end, for one thread. The connection's other direction is free for orders."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._descriptor = connection.fileno()
        self._held = b""
        if _IS_POSIX:
            self._waiting = select.poll()
            self._waiting.register(self._descriptor, select.POLLIN)

    def read(self) -> bytes:
        """Wait for the next batch and return it. Raises EOFError or OSError at the end."""
        if not _IS_POSIX:
            return self._connection.recv_bytes()
        while not self._is_whole():
            more = os.read(self._descriptor, _CHUNK)
            if not more:
                raise EOFError
            self._held += more
        end = _LENGTH.size + _LENGTH.unpack_from(self._held)[0]
        batch, self._held = self._held[_LENGTH.size : end], self._held[end:]
        return batch

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
