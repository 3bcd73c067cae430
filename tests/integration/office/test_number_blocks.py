"""Document numbers over HTTP: asked in a session only, given once, refused with a code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from inspector_app.sync.messages import NumberBlocksAsked, NumberBlocksGranted, NumberSeries
from office.api.numbers import MOST_SERIES
from office.app import make_app
from office.codes import make_code
from office.parts import OfficeParts
from office.server import OfficeSettings, open_up
from tests.helpers.evidence import FakeClock
from tests.helpers.office_caller import Caller, in_process, new_chain, problem
from tests.helpers.office_chain import NOW

SERIES = NumberSeries(prefix="粤市监揭榕责改", year=NOW.year)


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[OfficeParts]:
    office = open_up(OfficeSettings(data=tmp_path / "data", host="127.0.0.1", port=0))
    yield replace(office.parts, clock=FakeClock(NOW))
    office.close()


@pytest.fixture
def caller(parts: OfficeParts) -> Iterator[Caller]:
    with in_process(make_app(parts)) as client:
        yield Caller(client)


def enrolled(caller: Caller, parts: OfficeParts) -> Caller:
    code, chain = make_code(parts, "laptop", ["445200"], "test"), new_chain()
    caller.begin(code)
    assert caller.enrol(code, chain).status_code == 200
    assert caller.hello(chain).status_code == 200
    return caller


def asked(caller: Caller, *series: NumberSeries) -> NumberBlocksGranted:
    answer = caller.post("/v1/number-blocks", NumberBlocksAsked(series=series))
    assert answer.status_code == 200
    return msgspec.json.decode(answer.content, type=NumberBlocksGranted)


def test_each_series_gets_a_block_and_the_next_asking_the_next(
    parts: OfficeParts, caller: Caller
) -> None:
    enrolled(caller, parts)
    other = NumberSeries(prefix="粤市监揭榕登保", year=NOW.year)
    first, second = asked(caller, SERIES, other).blocks
    assert (first.prefix, first.first, second.prefix, second.first) == (
        SERIES.prefix,
        1,
        other.prefix,
        1,
    )
    held = NumberSeries(prefix=SERIES.prefix, year=SERIES.year, held=((first.first, first.last),))
    assert asked(caller, held).blocks[0].first == first.last + 1


def test_a_stranger_gets_none(caller: Caller) -> None:
    answer = caller.post("/v1/number-blocks", NumberBlocksAsked(series=(SERIES,)))
    assert problem(answer)[1] == "session_expired"


def test_what_is_no_series_is_refused_by_its_code(parts: OfficeParts, caller: Caller) -> None:
    enrolled(caller, parts)
    wrong = NumberSeries(prefix="〔〕", year=NOW.year)
    answer = caller.post("/v1/number-blocks", NumberBlocksAsked(series=(wrong,)))
    assert problem(answer)[1] == "number_block_refused"


def test_too_many_at_once_are_refused(parts: OfficeParts, caller: Caller) -> None:
    enrolled(caller, parts)
    many = NumberBlocksAsked(series=(SERIES,) * (MOST_SERIES + 1))
    assert problem(caller.post("/v1/number-blocks", many))[1] == "request_unreadable"
