"""What the sealed records on this laptop say together: rates, and where to look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.inspection import Inspection, State
from inspector_app.insights.facts import InspectionFacts, facts_of
from inspector_app.insights.patterns import Look, look_everywhere
from inspector_app.insights.rates import Rate, month_of, rate_of, rates_by
from inspector_app.services.ports import EventLog, Registry

MOST_RECORDS = 2000
"""The newest records are looked at; the view says how many there are."""
SLICE = 50
"""Records read in one go, so that the storage is free again after a moment."""
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
    """Read the newest sealed records, own and pulled: which, then the facts of a slice of them.

    Thousands of records take seconds to read. A caller reads them by slices, so that what a person
    does meanwhile does not wait, and looks for patterns (`view_of`) away from the storage.
    """

    log: EventLog
    registry: Registry

    def newest(self) -> tuple[str, ...]:
        """Return the ids of the newest sealed records, one more than are looked at if there are."""
        rows = self.registry.list_inspections(state=State.SEALED, limit=MOST_RECORDS + 1)
        return tuple(row.inspection_id for row in rows)

    def facts(self, ids: Sequence[str]) -> tuple[InspectionFacts, ...]:
        """Return what these records say, flat."""
        return tuple(facts_of(Inspection.fold(self.log.stream(each))) for each in ids)


def view_of(on: date, facts: Sequence[InspectionFacts], *, sealed: int) -> InsightsView:
    """Return what the facts say on a day. sealed: how many records there were to look at."""
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
        sealed=sealed,
    )
