"""One road for background work: storage tasks in a row on one thread, answers on the UI thread.

The single worker makes use cases serial by construction; it owns every database session. Frozen
values cross; a failure goes to the caller's `on_failure` or to the window's failure presenter.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QThread, Signal, Slot

_log = logging.getLogger(__name__)
Result = TypeVar("Result")


class TaskRunner(QObject):
    """Runs work off the UI thread and delivers results on it.

    Signals: failed(Exception) when a task without `on_failure` raised; busy_changed(bool).
    Thread: construct, `run` and `close` on the UI thread only; raises RuntimeError elsewhere.
    """

    failed = Signal(object)
    busy_changed = Signal(bool)
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._storage = ThreadPoolExecutor(1, thread_name_prefix="storage")
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="pool")
        self._running = 0
        self._closed = False
        self._finished.connect(self._deliver)

    @property
    def is_busy(self) -> bool:
        """Say whether work is running or its answer not yet delivered."""
        return self._running > 0

    def run(
        self,
        work: Callable[[], Result],
        on_success: Callable[[Result], None] | None = None,
        on_failure: Callable[[Exception], None] | None = None,
        *,
        storage: bool = True,
    ) -> None:
        """Run `work` on the storage thread, or with storage=False on the pool (no database)."""
        if QThread.currentThread() is not self.thread():
            raise RuntimeError("TaskRunner.run belongs to the UI thread")
        if self._closed:
            return
        self._running += 1
        if self._running == 1:
            self.busy_changed.emit(True)
        future = (self._storage if storage else self._pool).submit(work)
        future.add_done_callback(lambda done: self._finished.emit((done, on_success, on_failure)))

    @Slot(object)
    def _deliver(self, parcel: tuple[Future[Any], Any, Any]) -> None:
        done, on_success, on_failure = parcel
        self._running -= 1
        if self._running == 0:
            self.busy_changed.emit(False)
        error = done.exception()
        if error is None:
            if on_success is not None and not self._closed:
                on_success(done.result())
        elif isinstance(error, Exception):
            if on_failure is not None:
                on_failure(error)
            else:
                _log.error("task failed", exc_info=error)
                self.failed.emit(error)

    def close(self) -> None:
        """Take no new work and wait for what runs; committed work is never cut short."""
        self._closed = True
        self._storage.shutdown(wait=True)
        self._pool.shutdown(wait=False, cancel_futures=True)
