"""Attends to a port's pipe on a thread of its own, as the window does on its own."""

from __future__ import annotations

import os
import select
import threading

from serial_drivers.ports.lent_pipe import LentPipe


class ThreadAttendant:
    """Counts what it served. standstill: while set, it does nothing, as a window that is busy."""

    def __init__(self) -> None:
        self.lent = self.served = 0
        self.standstill = threading.Event()

    def attend(self, pipe: LentPipe, descriptor: int) -> None:
        self.lent += 1
        threading.Thread(target=self._serve, args=(pipe, descriptor), daemon=True).start()

    def _serve(self, pipe: LentPipe, descriptor: int) -> None:
        goes_on = True
        while goes_on:
            ready, _, _ = select.select([descriptor], [], [], 0.01)
            if self.standstill.is_set():
                goes_on = pipe.is_lent
            elif ready:
                goes_on = pipe.serve()
                self.served += 1
                pipe.rest()
            else:
                goes_on = pipe.is_lent
        os.close(descriptor)
