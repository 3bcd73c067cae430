"""OCMF: what is read, and that each check finds its own fault and no other."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.metrology.regulations import Regulation, load_book
from inspector_app.metrology.signed_readings import (
    check_session,
    read_data_sets,
    session_energy,
)
from tests.helpers.ocmf import payload, signed


@pytest.fixture(scope="module")
def rules() -> Regulation:
    return load_book().newest("ocmf")


def failing(text: str, rules: Regulation, meter_number: str = "33021") -> set[str]:
    found = check_session(read_data_sets(text), meter_number=meter_number, rules=rules)
    return {each.check for each in found if not each.conforms}


def readings(*changes: dict[str, Any]) -> list[dict[str, Any]]:
    whole = payload()["RD"]
    return [{**entry, **change} for entry, change in zip(whole, changes, strict=True)]


def test_a_good_session_passes_every_check(rules: Regulation) -> None:
    sets = read_data_sets(signed())
    assert failing(signed(), rules) == set()
    assert str(session_energy(sets)) == "12.345"
    assert sets[0].readings[1].state == "G"  # inherited from the reading before


@pytest.mark.parametrize(
    "changes, check",
    [
        ({"MS": "33022"}, {"serial"}),
        ({"PG": "17"}, {"schema"}),
        ({"PG": "T017"}, {"schema"}),
        ({"RD": readings({}, {"RV": 1499.999})}, {"register", "plausible"}),
        ({"RD": readings({}, {"TM": "2026-11-23T08:59:59,999+0800 S"})}, {"register", "plausible"}),
        ({"RD": readings({"TX": "C"}, {})}, {"pairing"}),
        ({"RD": readings({}, {"TX": "C"})}, {"pairing"}),
        ({"RD": readings({}, {"TX": "B"})}, {"pairing"}),
        ({"RD": readings({}, {"ST": "M"})}, {"state"}),
        ({"RD": readings({}, {"EF": "E"})}, {"state"}),
        ({"RD": readings({}, {"ST": "Q"})}, {"schema", "state"}),
        ({"RD": readings({}, {"TM": "2026-11-23 09:42"})}, {"schema", "plausible", "clock"}),
        ({"RD": readings({"TM": "2026-11-23T09:00:00,000+0800 U"}, {})}, {"clock"}),
        ({"RD": readings({}, {"RV": 2200.001})}, {"plausible"}),
        ({"RD": readings({}, {"TM": "2026-12-23T09:42:00,000+0800 S"})}, {"plausible"}),
        ({"RD": readings({}, {"RV": "1512.345"})}, {"schema", "plausible"}),
        ({"RD": readings({"RU": "mi"}, {})}, {"schema", "register", "plausible"}),
    ],
)
def test_each_fault_is_found_by_its_own_check(
    changes: dict[str, Any], check: set[str], rules: Regulation
) -> None:
    assert failing(signed(payload(**changes)), rules) == check


def test_the_power_just_inside_and_just_outside(rules: Regulation) -> None:
    # 42 min at 1000 kW are 700 kWh.
    inside, outside = readings({}, {"RV": 2200.000}), readings({}, {"RV": 2200.001})
    assert failing(signed(payload(RD=inside)), rules) == set()
    assert failing(signed(payload(RD=outside)), rules) == {"plausible"}


def test_a_session_in_two_data_sets_needs_both_in_order(rules: Regulation) -> None:
    first, last = payload()["RD"]
    begin = signed(payload(PG="T17", RD=[first]))
    end = signed(payload(PG="T18", RD=[{**first, **last}]))
    assert failing(f"{begin}\n{end}", rules) == set()
    assert failing(f"{end}\n{begin}", rules) >= {"pagination", "pairing", "register"}
    assert failing(begin, rules) == {"pairing", "plausible"}
    other = signed(payload(PG="T19", RD=[{**first, **last}]))
    assert failing(f"{begin}\n{other}", rules) == {"pagination"}
    foreign = signed(payload(PG="T18", MS="99", RD=[{**first, **last}]))
    assert failing(f"{begin}\n{foreign}", rules) == {"serial"}


def test_several_registers_are_each_paired(rules: Regulation) -> None:
    first, last = payload()["RD"]
    second = {**first, "RI": "1-b:2.8.0", "RV": 0}
    closing = {**first, **last, "RI": "1-b:2.8.0", "RV": 3}
    whole = [first, {**first, **last}, second, closing]
    assert failing(signed(payload(RD=whole)), rules) == set()
    assert failing(signed(payload(RD=whole[:3])), rules) == {"pairing"}


def test_an_unknown_register_number_is_no_comparison(rules: Regulation) -> None:
    found = check_session(read_data_sets(signed()), meter_number="", rules=rules)
    assert "serial" not in {each.check for each in found}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "OCMF",
        "OCMF|{}",
        "OCMF|{}|{}|{}",
        "OCMF|[]|{}",
        "OCMF|{|{}",
        'OCMF|{"PG":"T1","PG":"T2"}|{}',
        'OCMF|{"RD":NaN}|{}',
        "before OCMF|{}|{}",
        "OCMF|" + "[" * 30_000 + "|{}",
    ],
)
def test_what_is_no_session_is_refused_in_words(text: str) -> None:
    with pytest.raises(InputInvalid, match="ocmf_unreadable"):
        read_data_sets(text)


@pytest.mark.parametrize(
    "text,where",
    [
        ('OCMF|{"PG":"T1","PG":"T2"}|{}', '"PG" … "PG"'),
        ('OCMF|{"PG":"T1|{}', '{"PG":"T1'),
        ('OCMF|{"PG": T1}|{}', '{"PG": T1}'),
    ],
)
def test_where_it_breaks_off_is_shown_by_its_own_letters(text: str, where: str) -> None:
    with pytest.raises(InputInvalid) as caught:
        read_data_sets(text)
    assert caught.value.parameters["detail"] == where


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from(["PG", "MS", "RD", "FV", "GS"]), _json), _json)
def test_no_content_ever_breaks_the_checks(content: dict[str, Any], entry: object) -> None:
    rules = load_book().newest("ocmf")
    text = json.dumps({**payload(), **content, "RD": [entry, *payload()["RD"]]})
    if "|" in text:
        return
    found = check_session(read_data_sets(f"OCMF|{text}|{{}}"), meter_number="1", rules=rules)
    assert {each.check for each in found} >= {"schema", "pairing", "register"}


@pytest.mark.parametrize("number", ["1e99999999", "1e-99999999", "-1e400", "1234567890123456"])
def test_a_number_without_sense_is_a_fault_of_the_format(number: str, rules: Regulation) -> None:
    text = json.dumps(payload()).replace("1512.345", number)
    assert failing(signed(text), rules) == {"schema", "plausible"}


@pytest.mark.parametrize("unit", [["kWh"], {}, 5, None])
def test_a_unit_of_another_type_is_a_fault_of_the_format(unit: object, rules: Regulation) -> None:
    assert "schema" in failing(signed(payload(RD=readings({"RU": unit}, {}))), rules)


@pytest.mark.parametrize("place", ["MS", "GI", "XX"])
def test_half_a_surrogate_pair_is_no_data_set(place: str) -> None:
    with pytest.raises(InputInvalid, match="ocmf_unreadable") as caught:
        read_data_sets(signed(payload(**{place: "\ud83d"})))
    str(caught.value).encode()


def test_reasons_of_thousands_of_registers_stay_readable(rules: Regulation) -> None:
    many = [{**payload()["RD"][0], "RI": f"{n}" * 300} for n in range(300)]
    found = check_session(
        read_data_sets(signed(payload(RD=many))), meter_number="33021", rules=rules
    )
    assert max(len(each.lines) for each in found) <= 65
    assert max(len(line) for each in found for line in each.lines) <= 600
