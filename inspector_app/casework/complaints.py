"""Complaints and reports: which order, whether a complaint is accepted (orders 20 and 121)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.exceptions import OutOfRange
from inspector_app.metrology.regulations import Regulation, Row
from inspector_app.metrology.verification_due import due_on

KEY = "complaints"
OVER_TIME = "over_time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """Whether a complaint is accepted; row: the ground of a refusal, else the figure asked."""

    accept: bool
    row: Row

    @property
    def ground(self) -> str:
        """Return `16(4) over three years`, empty when it is accepted."""
        return "" if self.accept else f"{self.row.text('article')} {self.row.text('words')}"


def judge_complaint(
    knew_on: date, complained_on: date, grounds: Collection[str], rules: Regulation
) -> Acceptance:
    """Return whether a complaint is accepted; the first ground of the article that holds decides.

    grounds: other grounds that hold (`not_our_duty`, `handled_elsewhere`...). More than three
    years since the person knew: over time; the same day three years later is still in time.
    Raises OutOfRange for a complaint before the harm was known.
    """
    if complained_on < knew_on:
        raise OutOfRange("complaint_before_harm", knew=knew_on, complained=complained_on)
    years = rules.figure("years_since_knowledge")
    last = due_on(knew_on, int(years.decimal()) * 12)
    holding = {*grounds, *([OVER_TIME] if complained_on > last else [])}
    for row in rules.rows("refusal"):
        if row.text("ground") in holding:
            return Acceptance(accept=False, row=row)
    return Acceptance(accept=True, row=years)


def ground_names(rules: Regulation) -> tuple[str, ...]:
    """Return the grounds of refusal that the order knows, in its own order."""
    return tuple(row.text("ground") for row in rules.rows("refusal"))
