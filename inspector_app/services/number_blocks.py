"""Numbers of official papers: blocks that this laptop holds, and the next number of a series.

All of it is the fold of the device's own stream: what was reserved and what was given. A number is
given in the same commit as the document that carries it, so none is ever given twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date, timedelta

from inspector_app.casework.document_number import DocumentNumber, document_number
from inspector_app.domain.events import (
    Event,
    EventDraft,
    NumberBlockReserved,
    NumberTaken,
)
from inspector_app.domain.exceptions import InputInvalid, WrongState
from inspector_app.services.ports import EventLog
from inspector_app.sync.messages import NumberBlock, NumberSeries

LOCAL_BLOCK = 50
"""Numbers that a laptop without an office reserves for itself at a time."""
LOW = 5
"""Fewer numbers left than this: the next round with the office asks for more."""
NEXT_YEAR_FROM = timedelta(days=21)
"""How long before New Year the numbers of the next year are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """How this laptop's numbers are written: `{province}市监{place}{kind}〔2026〕1号`.

    kinds: other words for the declared kinds (文种). has_office: blocks come from the office;
    without one the laptop reserves its own. first: where its own numbers begin.
    """

    province: str = ""
    place: str = ""
    digits: int = 0
    kinds: Mapping[str, str] = field(default_factory=dict)
    has_office: bool = False
    first: int = 1

    def number(self, kind: str, year: int, sequence: int) -> DocumentNumber:
        """Return a number of a kind.

        Raises InputInvalid: `number_prefix_missing`, `document_number_invalid`.
        """
        if not self.place:
            raise InputInvalid("number_prefix_missing", field="place")
        return document_number(
            province=self.province,
            place=self.place,
            kind=self.kinds.get(kind, kind),
            year=year,
            sequence=sequence,
            digits=self.digits,
        )


@dataclass(frozen=True, slots=True)
class Held:
    """What one laptop holds of one series: its blocks in order, and the numbers given."""

    blocks: tuple[tuple[int, int], ...] = ()
    taken: frozenset[int] = frozenset()

    def next(self) -> int | None:
        """Return the lowest number never given, None when all are."""
        for first, last in sorted(self.blocks):
            given = [n for n in self.taken if first <= n <= last]
            following = max(given, default=first - 1) + 1
            if following <= last:
                return following
        return None

    @property
    def left(self) -> int:
        """Return how many numbers can still be given."""
        given = [max((n for n in self.taken if a <= n <= b), default=a - 1) for a, b in self.blocks]
        return sum(last - at for (_first, last), at in zip(self.blocks, given, strict=True))


def held_of(events: Iterable[Event], prefix: str, year: int) -> Held:
    """Return what a device's stream says of a series."""
    blocks, taken = list[tuple[int, int]](), set[int]()
    for event in events:
        body = event.body
        if not isinstance(body, NumberBlockReserved | NumberTaken):
            continue
        if (body.prefix, body.year) != (prefix, year):
            continue
        if isinstance(body, NumberTaken):
            taken.add(body.sequence)
        else:
            blocks.append((body.first, body.last))
    return Held(tuple(blocks), frozenset(taken))


@dataclass(frozen=True, slots=True)
class NumberBook:
    """The numbers of this laptop. transaction: groups what is read and appended."""

    log: EventLog
    numbering: Numbering
    transaction: Callable[[], AbstractContextManager[None]] = nullcontext

    def next(self, kind: str, on: date) -> DocumentNumber:
        """Return the number that the next paper of this kind gets; nothing is given yet.

        Raises InputInvalid(`number_prefix_missing`), WrongState(`number_block_used_up`).
        """
        series = self.numbering.number(kind, on.year, 1)
        held = self._held(series.prefix, on.year)
        following = held.next()
        if following is None:
            if self.numbering.has_office:
                raise WrongState("number_block_used_up", prefix=series.prefix, year=on.year)
            following = self._following(held)
        return self.numbering.number(kind, on.year, following)

    def take(
        self, number: DocumentNumber, drafts: tuple[EventDraft, ...], taken: tuple[str, str]
    ) -> tuple[Event, ...] | None:
        """Append a paper's facts and give it its number, in one commit.

        taken: inspection id and report key. Returns the drafts' events; None, with nothing
        written, when the number is not the next one any more.
        """
        with self.transaction():
            held = self._held(number.prefix, number.year)
            following = held.next()
            block: tuple[EventDraft, ...] = ()
            if following is None and not self.numbering.has_office:
                following = self._following(held)
                block = (self._own(_local_block(number, following)),)
            if following != number.sequence:
                return None
            given = NumberTaken(
                prefix=number.prefix,
                year=number.year,
                sequence=number.sequence,
                number=str(number),
                inspection_id=taken[0],
                report=taken[1],
            )
            events = self.log.append(*block, *drafts, self._own(given))
            return events[len(block) : len(block) + len(drafts)]

    def wanted(self, kinds: Iterable[str], today: date) -> tuple[NumberSeries, ...]:
        """Return the series of which few numbers are left; none while no place is named."""
        if not self.numbering.place:
            return ()
        years = sorted({today.year, (today + NEXT_YEAR_FROM).year})
        events = self.log.stream(self.log.device_id)
        found = []
        for kind in dict.fromkeys(kinds):
            for year in years:
                prefix = self.numbering.number(kind, year, 1).prefix
                held = held_of(events, prefix, year)
                if held.left < LOW:
                    found.append(NumberSeries(prefix=prefix, year=year, held=held.blocks))
        return tuple(found)

    def keep(self, block: NumberBlock) -> None:
        """Keep a block of the office. Raises WrongState(`number_block_overlaps`)."""
        with self.transaction():
            held = self._held(block.prefix, block.year)
            if block.first > block.last or any(
                block.first <= last and first <= block.last for first, last in held.blocks
            ):
                raise WrongState(
                    "number_block_overlaps",
                    prefix=block.prefix,
                    year=block.year,
                    first=block.first,
                    last=block.last,
                )
            body = NumberBlockReserved(
                prefix=block.prefix,
                year=block.year,
                first=block.first,
                last=block.last,
                block_id=block.block_id,
            )
            self.log.append(self._own(body))

    def _held(self, prefix: str, year: int) -> Held:
        return held_of(self.log.stream(self.log.device_id), prefix, year)

    def _following(self, held: Held) -> int:
        return max([self.numbering.first, *(last + 1 for _first, last in held.blocks)])

    def _own(self, body: NumberBlockReserved | NumberTaken) -> EventDraft:
        return EventDraft(stream_id=self.log.device_id, scope="", body=body)


def _local_block(number: DocumentNumber, first: int) -> NumberBlockReserved:
    return NumberBlockReserved(
        prefix=number.prefix, year=number.year, first=first, last=first + LOCAL_BLOCK - 1
    )
