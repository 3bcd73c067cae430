"""The pipe of one port, which its own thread may lend to another that also waits for events.

While the wire is calm the window's thread takes the batches itself: a figure then needs one wake-up
less on its way. Whatever is not calm goes back to the port's own thread, which can wait without
anybody noticing: much at once, an opening, a loss, the end, and a window that stands still.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from time import monotonic

from serial_drivers.ports.batch_pipe import CHUNK, BatchReader
from serial_drivers.ports.port_events import Failed, Lost, Opened, PortEvent, unpacked

MUCH: int = CHUNK // 16
"""Bytes taken in one go that are too many for a thread that has something else to do."""
_STANDSTILL_S = 0.1
_OUT_OF_THE_ORDINARY = (Opened, Lost, Failed)

Attend = Callable[["LentPipe", int], None]
"""Asks another thread to call `serve` and `rest` whenever the descriptor, which it has to close,
can be read, until `serve` says no. Called on the port's thread; returns at once."""


class LentPipe:
    """Batches of events for one taker at a time.

    take: gets each ordinary batch, on the thread that serves. on_pause: is called there when
    nothing more waits. read, has_more, lend: for the owner, the port's thread. serve, rest: for the
    other. The rest: for any. Neither is ever called on two threads at once.
    """

    def __init__(
        self,
        batches: BatchReader,
        take: Callable[[list[PortEvent]], object],
        on_pause: Callable[[], None],
    ) -> None:
        self._batches, self._take, self._on_pause = batches, take, on_pause
        self._turn = threading.Lock()
        self._is_lent = self._is_wanted = False
        self._back = threading.Event()
        self._served_at = 0.0

    def read(self) -> list[PortEvent]:
        """Wait for the next batch and return it. Raises EOFError or OSError at the end."""
        return unpacked(self._batches.read())

    def has_more(self, seconds: float) -> bool:
        """Wait so long at most; say whether a batch, or the end, is there to be read."""
        return self._batches.has_more(seconds)

    def lend(self, attend: Attend) -> None:
        """Give the pipe away and return when it has come back, for whatever reason."""
        with self._turn:
            if self._is_wanted:
                return
            self._back.clear()
            self._is_lent, self._served_at = True, monotonic()
        self._reclaim_late()
        attend(self, os.dup(self._batches.descriptor))
        self._back.wait()

    @property
    def is_lent(self) -> bool:
        """Say whether `serve` would do anything."""
        return self._is_lent

    def serve(self) -> bool:
        """Take what is there without waiting; say whether to come again."""
        with self._turn:
            if not self._is_lent:
                return False
            self._served_at = monotonic()
            is_calm = False
            try:
                with contextlib.suppress(EOFError, OSError):  # the owner meets it again, and knows
                    is_calm = self._served()
            finally:
                if not is_calm or self._is_wanted:
                    self._return()
            return self._is_lent

    def _served(self) -> bool:
        """Pass on the ordinary; say whether it was little, and nothing else came."""
        batches = self._batches
        taken = batches.arrived(MUCH)
        while batches.whole:
            batch = batches.whole.popleft()
            events = unpacked(batch)
            for event in events:
                if isinstance(event, _OUT_OF_THE_ORDINARY):
                    batches.whole.appendleft(batch)
                    return False
            self._take(events)
        return taken < MUCH

    def rest(self) -> None:
        """Do what may wait until a figure is shown."""
        with self._turn:
            if self._is_lent:
                self._on_pause()

    def reclaim_from_standstill(self) -> None:
        """Take the pipe back from a thread that has let bytes wait for a tenth of a second.

        Asked within the turn: were the pipe given back meanwhile, its owner would wait in the very
        poll that this asks, and two at once raise in either thread.
        """
        if not self._turn.acquire(blocking=False):
            return
        try:
            is_late = self._is_lent and monotonic() - self._served_at > _STANDSTILL_S
            if self._is_wanted or (is_late and self._batches.has_more(0)):
                self._return()
        finally:
            self._turn.release()

    def reclaim(self) -> None:
        """Take the pipe back for good: the port is to be closed. Returns at once."""
        self._is_wanted = True
        if self._turn.acquire(blocking=False):  # else `serve` is at work, and sees it at its end
            self._return()
            self._turn.release()

    def _reclaim_late(self) -> None:
        """Take back what was reclaimed while the turn was held, for which nobody waits there."""
        if self._is_wanted:
            self.reclaim()

    def _return(self) -> None:
        self._is_lent = False
        self._back.set()
