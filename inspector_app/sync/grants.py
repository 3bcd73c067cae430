"""Which divisions a grant covers: GB/T 2260 codes, whose trailing zero pairs mean all below."""

from __future__ import annotations

from collections.abc import Sequence


def cover(granted: Sequence[str], scope: str) -> bool:
    """Say whether one of the grants covers a division: 445200 covers 445202, 440000 covers both."""
    return any(scope.startswith(_stem(grant)) for grant in granted)


def _stem(grant: str) -> str:
    while len(grant) > 2 and grant.endswith("00"):
        grant = grant[:-2]
    return grant
