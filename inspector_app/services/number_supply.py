"""Blocks of numbers for every kind of paper, as a round with the office asks for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.reports.catalogue import reports
from inspector_app.services.number_blocks import NumberBook, Numbering
from inspector_app.services.ports import Clock
from inspector_app.sync.messages import NumberBlock, NumberSeries

_MOST_FIRST = 10**9


class NumberSupply(Protocol):
    """What a round with the office needs of the laptop's numbers."""

    def wanted(self) -> tuple[NumberSeries, ...]:
        """Return the series of which few numbers are left."""
        ...

    def keep(self, block: NumberBlock) -> None:
        """Keep a block of the office. Raises WrongState(`number_block_overlaps`)."""
        ...


@dataclass(frozen=True, slots=True)
class PaperNumbers:
    """Implements `NumberSupply` over the laptop's book, asked anew each time: Settings change."""

    book: Callable[[], NumberBook]
    clock: Clock

    def wanted(self) -> tuple[NumberSeries, ...]:
        """Return the series of the declared papers of which few numbers are left.

        A prefix in Settings that makes no number asks for none: issuing says what is wrong.
        """
        kinds = (report.number_kind for report in reports() if report.number_kind)
        try:
            return self.book().wanted(kinds, self.clock.today())
        except DomainRuleBroken:
            return ()

    def keep(self, block: NumberBlock) -> None:
        """Keep a block of the office."""
        self.book().keep(block)


def numbering_of(get: Callable[[str], str], *, has_office: bool) -> Numbering:
    """Return how numbers are written, as Settings say. get: the value of a setting's key."""
    first, digits = get("number_first"), get("number_digits")
    return Numbering(
        province=get("number_province").strip(),
        place=get("number_place").strip(),
        digits=int(digits) if digits.isdecimal() else 0,
        kinds=_kinds(get("number_kinds")),
        has_office=has_office,
        first=int(first) if first.isdecimal() and 0 < int(first) < _MOST_FIRST else 1,
    )


def _kinds(text: str) -> Mapping[str, str]:
    """Read `责改=责令 委托=检委`: other words for the declared kinds."""
    pairs = (pair.partition("=") for pair in text.replace("＝", "=").split())
    return {kind.strip(): word.strip() for kind, _sign, word in pairs if word.strip()}
