"""What the sealed records on this laptop say together: rates, and where to look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.inspection import Inspection, State
from inspector_app.insights.facts import InspectionFacts, facts_of
from inspector_app.insights.patterns import Look, look_everywhere
from inspector_app.insights.rates import Rate, month_of, rate_of, rates_by
from inspector_app.services.ports import EventLog, Registry

MOST_RECORDS = 2000
"""The newest records are looked at; the view says how many there are."""
_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class InsightsView:
    """The Insights page. year: the records of this calendar year. months: oldest first.

    looked_at, sealed: how many of how many sealed records the patterns were looked for in.
    """

    on: date
    year: Rate
    short_weight: int
    by_scope: dict[str, Rate]
    by_kind: dict[str, Rate]
    months: dict[str, Rate]
    looks: tuple[Look, ...]
    looked_at: int
    sealed: int


@dataclass(frozen=True, slots=True)
class Insights:
    """Read the newest sealed records, own and pulled."""

    log: EventLog
    registry: Registry

    def __call__(self, on: date) -> InsightsView:
        """Return what they say on a day."""
        rows = self.registry.list_inspections(state=State.SEALED, limit=MOST_RECORDS + 1)
        facts = tuple(self._facts([row.inspection_id for row in rows[:MOST_RECORDS]]))
        this_year = [fact for fact in facts if fact.on.year == on.year]
        by_month = rates_by(sorted(facts, key=lambda fact: fact.on), month_of)
        return InsightsView(
            on=on,
            year=rate_of(this_year),
            short_weight=sum(
                fact.kind == "retail_reweigh" and rate_of([fact]).over for fact in this_year
            ),
            by_scope=rates_by(this_year, lambda fact: fact.scope),
            by_kind=rates_by(this_year, lambda fact: fact.kind),
            months=dict(list(by_month.items())[-_MONTHS:]),
            looks=look_everywhere(facts),
            looked_at=len(facts),
            sealed=len(rows),
        )

    def _facts(self, ids: list[str]) -> Iterator[InspectionFacts]:
        for inspection_id in ids:
            yield facts_of(Inspection.fold(self.log.stream(inspection_id)))
