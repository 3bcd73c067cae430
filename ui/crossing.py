"""A bounded queue from a reader thread to the UI thread: one wake-up for many things. No Qt."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Final, Generic, TypeVar

Item = TypeVar("Item")
MOST: Final = 20_000
"""Things that may be left out and wait at most; an ordinary port has one or two.

More than half a second of frames at thirty times the rate of a 115200 line, some 20 MB: a machine
that is busy for a moment loses none.
"""
_KEPT: Final = 1000
PATIENCE_S: Final = 0.25
"""How long the reader may hold its line back until the window has made room.

A port that can flood like this (USB) waits without losing anything; a window that stands still for
longer must not keep bytes from the capture.
"""
AT_ONCE: Final = 200
"""Things taken at a time: some milliseconds of the UI thread."""


class Crossing(Generic[Item]):
    """`put` on one side, `take` on the other, which returns at once.

    may_drop: says of a thing whether it may be left out when too many wait and no room is made
    within patience_s. Of those the newest stay; all others stay always, in their order.
    """

    def __init__(
        self,
        may_drop: Callable[[Item], bool],
        most: int = MOST,
        *,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._may_drop, self._most, self._patience_s = may_drop, most, patience_s
        self._items: deque[Item] = deque()
        self._lock = threading.Lock()
        self._room = threading.Condition(self._lock)
        self._is_awake = False
        self._droppable = 0
        self.missed = 0

    def __len__(self) -> int:
        """Return how many things wait."""
        return len(self._items)

    def put(self, item: Item) -> bool:
        """Append, waiting for room a little; return whether the other side has to be woken."""
        may_drop = self._may_drop(item)
        with self._lock:
            if may_drop and self._droppable >= self._most:
                self._room.wait_for(lambda: self._droppable < self._most, self._patience_s)
            self._items.append(item)
            self._droppable += may_drop
            if self._droppable > self._most:
                self._thin()
            was_awake, self._is_awake = self._is_awake, True
        return not was_awake

    def _thin(self) -> None:
        """Leave out the oldest of what may be left out."""
        surplus = self._droppable - min(_KEPT, self._most // 4)
        self._droppable -= surplus
        kept: deque[Item] = deque()
        for item in self._items:
            if surplus > 0 and self._may_drop(item):
                surplus -= 1
                self.missed += 1
            else:
                kept.append(item)
        self._items = kept

    def take(self, most: int = AT_ONCE) -> list[Item]:
        """Return what waits, oldest first, at most so many."""
        with self._lock:
            count = min(most, len(self._items))
            taken = [self._items.popleft() for _number in range(count)]
            self._droppable -= sum(map(self._may_drop, taken))
            self._room.notify()
            return taken

    def has_more(self) -> bool:
        """Say whether to take again; if not, the next `put` wakes."""
        with self._lock:
            self._is_awake = bool(self._items)
            return self._is_awake
