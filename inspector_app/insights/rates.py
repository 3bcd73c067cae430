"""Pass rates by division, kind and month: counts of sealed records, shares rounded once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from inspector_app.domain.judgement import Band
from inspector_app.insights.facts import InspectionFacts, band_name

Key = TypeVar("Key", bound=Hashable)
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How records came out: passed clear of the limits, passed near one, failed."""

    inside: int = 0
    guard: int = 0
    over: int = 0

    @property
    def total(self) -> int:
        """Return how many came to an end."""
        return self.inside + self.guard + self.over

    @property
    def passed(self) -> int:
        """Return how many passed."""
        return self.inside + self.guard

    @property
    def percent(self) -> Decimal | None:
        """Return the share that passed in percent to one decimal; None of nothing."""
        if not self.total:
            return None
        return (Decimal(self.passed) * 100 / self.total).quantize(_TENTH)


def rate_of(facts: Iterable[InspectionFacts]) -> Rate:
    """Return the rate of these records; unfinished ones do not count."""
    counted = Counter(band_name(fact) for fact in facts)
    return Rate(inside=counted[Band.INSIDE], guard=counted[Band.GUARD], over=counted[Band.OVER])


def rates_by(
    facts: Iterable[InspectionFacts], key: Callable[[InspectionFacts], Key]
) -> dict[Key, Rate]:
    """Return the rate of each group, in the order the groups first appear."""
    groups: dict[Key, list[InspectionFacts]] = defaultdict(list)
    for fact in facts:
        groups[key(fact)].append(fact)
    return {name: rate_of(group) for name, group in groups.items()}


def month_of(fact: InspectionFacts) -> str:
    """Return `2026-11`."""
    return f"{fact.on:%Y-%m}"
