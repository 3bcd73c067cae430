from __future__ import annotations

from datetime import date

import pytest

from inspector_app.casework.complaints import KEY, ground_names, judge_complaint
from inspector_app.domain.exceptions import OutOfRange
from inspector_app.metrology.regulations import Regulation
from tests.unit.metrology.tables import BOOK

OLD, NEW = BOOK.editions(KEY)
COMPLAINED = date(2026, 5, 6)


@pytest.mark.parametrize("on,number", [(14, "20"), (15, "121")])
def test_the_order_changes_on_15_april_2026(on: int, number: str) -> None:
    assert BOOK.in_force(KEY, date(2026, 4, on)).edition.startswith(number)


@pytest.mark.parametrize("knew,accepted", [(date(2023, 5, 6), True), (date(2023, 5, 5), False)])
def test_three_years_to_the_day_are_still_in_time(knew: date, accepted: bool) -> None:
    found = judge_complaint(knew, COMPLAINED, (), NEW)
    assert found.accept is accepted
    assert found.ground == ("" if accepted else "16(4) over three years")


def test_the_old_order_refuses_by_its_own_article() -> None:
    found = judge_complaint(date(2020, 1, 1), date(2026, 4, 14), (), OLD)
    assert found.ground == "15(4) over three years"


@pytest.mark.parametrize("rules", [OLD, NEW], ids=["order 20", "order 121"])
def test_every_ground_refuses_on_its_own(rules: Regulation) -> None:
    others = [name for name in ground_names(rules) if name != "over_time"]
    assert len(others) >= 5
    for name in others:
        assert not judge_complaint(COMPLAINED, COMPLAINED, {name}, rules).accept


def test_the_first_ground_of_the_article_is_named() -> None:
    found = judge_complaint(date(2020, 1, 1), COMPLAINED, {"other_law", "not_our_duty"}, NEW)
    assert found.ground == "16(1) not our duty or power"


def test_a_complaint_before_the_harm_is_refused() -> None:
    with pytest.raises(OutOfRange) as refused:
        judge_complaint(date(2026, 5, 7), COMPLAINED, (), NEW)
    assert refused.value.code == "complaint_before_harm"
