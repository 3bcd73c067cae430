from __future__ import annotations

from datetime import date

import pytest

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.evaluation import evaluate_cases
from inspector_app.metrology import energy_metering, water_label
from inspector_app.metrology.energy_metering import Level, check_rate, required_rates
from inspector_app.metrology.water_label import water_label_duty
from tests.unit.metrology.tables import BOOK

OLD, NEW = BOOK.editions(energy_metering.KEY)
LABELS = BOOK.newest(water_label.KEY)


@pytest.mark.parametrize(
    "energy,rates",
    [
        ("electricity", (100, 100, 95)), ("raw_coal", (100, 100, 90)), ("coke", (100, 100, 90)),
        ("refined_oil", (100, 100, 95)), ("residue", (100, 100, 90)), ("lpg", (100, 100, 90)),
        ("coal_gas", (100, 90, 80)), ("steam", (100, 80, 70)), ("hot_water", (100, 95, 80)),
        ("recoverable", (100, 80, 60)), ("other", (100, 90, 80)),
    ],
)  # fmt: skip
def test_required_rates_of_2006(energy: str, rates: tuple[int, int, int]) -> None:
    row = required_rates(energy, OLD)
    assert tuple(int(row.decimal(level.column)) for level in Level) == rates


def test_nothing_is_made_up_for_the_edition_of_2025() -> None:
    with pytest.raises(InputInvalid) as refused:
        required_rates("electricity", NEW)
    assert refused.value.code == "figures_not_read"


def test_the_editions_change_on_1_february_2026() -> None:
    assert BOOK.in_force(energy_metering.KEY, date(2026, 1, 31)) is OLD
    assert BOOK.in_force(energy_metering.KEY, date(2026, 2, 1)) is NEW


@pytest.mark.parametrize("installed,conforms", [(19, True), (18, False)])
def test_a_rate_at_the_requirement_conforms(installed: int, conforms: bool) -> None:
    found = check_rate("hot_water", Level.SUB_UNIT, needed=20, installed=installed, rules=OLD)
    assert found.conforms is conforms


@pytest.mark.parametrize("needed,installed", [(0, 0), (-1, 1), (3, -1)])
def test_impossible_numbers_of_instruments_are_refused(needed: int, installed: int) -> None:
    with pytest.raises(OutOfRange):
        check_rate("steam", Level.UNIT, needed=needed, installed=installed, rules=OLD)


@pytest.mark.parametrize(
    "installed, rate, surplus", [(9, "90.0", 0), (10, "100.0", 0), (11, "100.0", 1)]
)
def test_more_than_needed_is_named_and_not_counted(installed: int, rate: str, surplus: int) -> None:
    counts = {"energy": "electricity", "level": "unit", "needed": 10, "installed": installed}
    item = {"id": 1, "rule": "energy.rate_check", "inputs": {**counts, "edition": "2006"}}
    (answer,) = evaluate_cases([item])
    assert answer["result"]["rate_pct"] == rate
    assert answer["result"]["surplus"] == surplus
    assert answer["result"]["conform"] is (installed >= 10)


def test_an_unknown_energy_is_refused() -> None:
    with pytest.raises(InputInvalid) as refused:
        required_rates("antimatter", OLD)
    assert refused.value.code == "energy_unknown"


@pytest.mark.parametrize(
    "made,checked,required",
    [
        (date(2024, 12, 31), date(2025, 12, 31), False),
        (date(2024, 12, 31), date(2026, 1, 1), True),
        (date(2025, 1, 1), date(2025, 1, 1), True),
        (date(2020, 1, 1), date(2020, 1, 1), False),
    ],
)
def test_taps_need_the_label_by_their_day_of_making(
    made: date, checked: date, required: bool
) -> None:
    duty = water_label_duty("tap", made, checked, LABELS)
    assert (duty.required, duty.settled) == (required, True)


def test_what_became_of_older_showers_is_not_settled() -> None:
    duty = water_label_duty("shower", date(2022, 6, 30), date(2026, 1, 1), LABELS)
    assert (duty.required, duty.settled) == (False, False)


def test_a_product_cannot_be_checked_before_it_was_made() -> None:
    with pytest.raises(OutOfRange):
        water_label_duty("tap", date(2025, 1, 2), date(2025, 1, 1), LABELS)


def test_a_product_outside_the_catalogue_is_refused() -> None:
    with pytest.raises(InputInvalid):
        water_label_duty("kettle", date(2025, 1, 2), date(2025, 1, 3), LABELS)
