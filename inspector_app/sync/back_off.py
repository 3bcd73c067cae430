"""How long to wait before the next attempt: doubling, capped, and jittered.

Full jitter from the half upwards: a thousand laptops that lost the same office at the same moment
come back spread out, and none of them waits less than half of its turn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

FIRST_SECONDS = 2.0
LONGEST_SECONDS = 300.0
LONGEST_RETRY_AFTER_SECONDS = 3600.0
"""An office may ask for patience, but a mistyped Retry-After never silences a laptop for days."""


@dataclass(frozen=True, slots=True)
class BackOff:
    """The rule. random: gives numbers in [0, 1); handed in, so that a test can seed it."""

    random: Callable[[], float]
    first: float = FIRST_SECONDS
    longest: float = LONGEST_SECONDS

    def delay(self, attempt: int, retry_after: float = 0.0) -> float:
        """Return seconds to wait after the given number of failures in a row (1, 2, 3...).

        retry_after: the office's own wish, obeyed as a minimum up to one hour; 0 for none.
        """
        doubled = self.first * 2.0 ** min(max(attempt, 1) - 1, 32)
        jittered = min(doubled, self.longest) * (0.5 + self.random() / 2)
        return max(jittered, min(retry_after, LONGEST_RETRY_AFTER_SECONDS))
