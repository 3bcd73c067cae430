"""The nearest sum that a set of weights can make: exact search, bounded."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

_NODES = 60_000
"""Bound of the search. A decimal kit needs a few dozen; only odd mixtures come near it."""


def nearest_subset(
    target: Decimal, masses: Sequence[Decimal], at_most: Decimal | None
) -> tuple[tuple[int, ...], bool]:
    """Return the indices of the pieces, heaviest first, and whether the search was complete.

    One unit throughout; target and masses positive, at least one mass not above `at_most`. At
    least one piece is chosen. Ties go to the lighter sum, then to that with heavier pieces.
    """
    search = _Search(target, masses, at_most)
    search.run()
    return search.best, search.complete


class _Search:
    """Depth first, heaviest piece first: the first leaf is the greedy one, nearly always exact."""

    def __init__(self, target: Decimal, masses: Sequence[Decimal], at_most: Decimal | None) -> None:
        self._target = target
        self._at_most = at_most
        self._order = sorted(range(len(masses)), key=lambda i: (-masses[i], i))
        self._masses = [masses[i] for i in self._order]
        self._rest = _remaining_sums(self._masses)
        self._seen: set[tuple[int, Decimal]] = set()
        self._best_key: tuple[Decimal, bool] | None = None
        self._least = self._least_distance()
        self.best: tuple[int, ...] = ()
        self.complete = True

    def run(self) -> None:
        """Walk the tree without recursion; the stack holds (next piece, sum, pieces so far)."""
        stack: list[tuple[int, Decimal, tuple[int, ...]]] = [(0, Decimal(0), ())]
        nodes = 0
        while stack and not self._is_ideal():
            nodes += 1
            if nodes > _NODES:
                self.complete = False
                return
            index, total, chosen = stack.pop()
            self._consider(total, chosen)
            if index == len(self._masses) or total >= self._target or self._hopeless(index, total):
                continue
            if (index, total) in self._seen:
                continue
            self._seen.add((index, total))
            stack.append((index + 1, total, chosen))
            heavier = total + self._masses[index]
            if self._at_most is None or heavier <= self._at_most:
                stack.append((index + 1, heavier, (*chosen, self._order[index])))

    def _consider(self, total: Decimal, chosen: tuple[int, ...]) -> None:
        if not chosen:
            return
        key = (abs(total - self._target), total > self._target)
        if self._best_key is None or key < self._best_key:
            self._best_key, self.best = key, chosen

    def _hopeless(self, index: int, total: Decimal) -> bool:
        """Say whether even all remaining pieces leave the sum farther below than the best is."""
        if self._best_key is None:
            return False
        return self._target - (total + self._rest[index]) > self._best_key[0]

    def _is_ideal(self) -> bool:
        return self._best_key is not None and self._best_key <= (self._least, False)

    def _least_distance(self) -> Decimal:
        """Return what no sum can undercut: the target's distance to a multiple of all pieces."""
        step = self._masses[0]
        for mass in self._masses:
            while mass:
                step, mass = mass, step % mass  # noqa: PLW2901 - Euclid's own two variables
        below = self._target % step
        return min(below, step - below)


def _remaining_sums(masses: Sequence[Decimal]) -> list[Decimal]:
    sums = [Decimal(0)]
    for mass in reversed(masses):
        sums.append(sums[-1] + mass)
    return sums[::-1]
