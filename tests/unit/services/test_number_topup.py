"""A round with the office brings the numbers that are wanted, and a refusal of them stops nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from inspector_app.domain.exceptions import OfficeRefused, WrongState
from inspector_app.services.synchronise import RoundResult, Synchronise
from inspector_app.sync.messages import NumberBlock, NumberBlocksAsked, NumberBlocksGranted
from inspector_app.sync.messages import NumberSeries as Series
from tests.helpers.fake_office import FakeLaptop, FakeLink, FakeOffice
from tests.helpers.fakes import FakeClock

SERIES = Series(prefix="市监揭榕责改", year=2026)


@dataclass
class Supply:
    """Wants one series until it has a block of it."""

    blocks: list[NumberBlock] = field(default_factory=list)
    overlaps: bool = False

    def wanted(self) -> tuple[Series, ...]:
        return () if self.blocks else (SERIES,)

    def keep(self, block: NumberBlock) -> None:
        if self.overlaps:
            raise WrongState("number_block_overlaps")
        self.blocks.append(block)


class RefusingLink(FakeLink):
    """An office that gives no numbers."""

    refusal = OfficeRefused("number_block_refused")

    def number_blocks(self, asked: NumberBlocksAsked) -> NumberBlocksGranted:
        raise self.refusal


def laptop_of(office: FakeOffice) -> FakeLaptop:
    laptop = FakeLaptop(office, "device-a")
    laptop.write(3)
    return laptop


def run(office: FakeOffice, supply: Supply, link: FakeLink | None = None) -> RoundResult:
    laptop = laptop_of(office)
    way = link or FakeLink(office, laptop.device_id)
    case = Synchronise(store=laptop, link=way, clock=FakeClock(), signer=laptop.signer)
    return replace(case, numbers=supply)()


def test_a_round_brings_what_is_wanted_before_it_sends() -> None:
    office, supply = FakeOffice(), Supply()
    result = run(office, supply)
    assert result.blocks_reserved == 1
    assert [(b.first, b.last) for b in supply.blocks] == [(1, 20)]
    asked = [name for name in office.requests if name in {"number_blocks", "push"}]
    assert asked[0] == "number_blocks"


def test_nothing_is_asked_for_where_nothing_is_wanted() -> None:
    office = FakeOffice()
    block = NumberBlock(block_id="b", prefix=SERIES.prefix, year=2026, first=1, last=20)
    assert run(office, Supply([block])).blocks_reserved == 0
    assert "number_blocks" not in office.requests


def test_a_block_that_overlaps_is_left_and_the_round_goes_on() -> None:
    result = run(FakeOffice(), Supply(overlaps=True))
    assert result.blocks_reserved == 0
    assert result.pushed == 3


def test_a_refusal_of_numbers_stops_nothing() -> None:
    office = FakeOffice()
    assert run(office, Supply(), RefusingLink(office, "device-a")).pushed == 3


def test_a_refusal_of_the_laptop_stops_the_round() -> None:
    office = FakeOffice()
    link = RefusingLink(office, "device-a")
    link.refusal = OfficeRefused("device_revoked")
    with pytest.raises(OfficeRefused, match="device_revoked"):
        run(office, Supply(), link)
