from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.instrument import InstrumentProfile, WeighingInstrument
from inspector_app.domain.quantities import Mass, grams, kilograms
from inspector_app.services.example_market import LoadExampleMarket
from inspector_app.services.find_subject import FindSubject, label_text
from inspector_app.services.introduce_person import IntroducePerson
from inspector_app.services.profile_versions import profile_versions
from inspector_app.services.register_instrument import (
    AmendInstrument,
    RegisterInstrument,
    SaveProfile,
)
from inspector_app.services.register_premises import AmendPremises, RegisterPremises
from inspector_app.services.register_weight_set import RegisterWeightSet
from inspector_app.services.today import Today, Urgency
from inspector_app.services.validation import (
    EntryRefused,
    Severity,
    instrument_problems,
    premises_problems,
    weight_set_problems,
)
from tests.helpers.golden_inspections import PREMISES
from tests.unit.services.conftest import SCALE, WEIGHTS, Desk

TODAY = date(2026, 11, 23)


def problems_of(desk: Desk, changed: WeighingInstrument) -> dict[str, tuple[str, Severity]]:
    found = instrument_problems(changed, desk.book, today=TODAY)
    return {p.field: (p.reason.code, p.severity) for p in found}


def test_a_right_nameplate_has_no_problems(desk: Desk) -> None:
    assert problems_of(desk, SCALE) == {}


@pytest.mark.parametrize(
    "changes,field,code",
    [
        ({"maximum_capacity": grams(100)}, "maximum_capacity", "max_below_min"),
        ({"actual_scale_interval": grams(20)}, "actual_scale_interval", "d_above_e"),
        ({"verification_scale_interval": grams(0)}, "verification_scale_interval", "not_positive"),
        (
            {
                "verification_scale_interval": Mass.parse("0.05 g"),
                "actual_scale_interval": Mass.parse("0.05 g"),
            },
            "verification_scale_interval",
            "class_does_not_fit",
        ),
        (
            {"verified_on": date(2026, 11, 24), "verification_valid_until": date(2027, 11, 23)},
            "verified_on",
            "date_in_future",
        ),
        (
            {"verified_on": date(2026, 1, 2), "verification_valid_until": date(2026, 1, 1)},
            "verification_valid_until",
            "ends_before_it_begins",
        ),
        ({"name": " "}, "name", "name_missing"),
    ],
)
def test_an_impossible_nameplate_marks_its_field_and_is_refused(
    desk: Desk, changes: dict[str, object], field: str, code: str
) -> None:
    wrong = replace(SCALE, **changes)  # type: ignore[arg-type]
    found = instrument_problems(wrong, desk.book, today=TODAY)
    assert (field, code, Severity.ERROR) in {(p.field, p.reason.code, p.severity) for p in found}
    register = RegisterInstrument(
        desk.log, desk.registry, desk.clock, desk.ids, desk.book, "445202"
    )
    before = len(desk.log.events)
    with pytest.raises(EntryRefused) as refused:
        register(wrong)
    assert refused.value.problems == found
    assert len(desk.log.events) == before


@pytest.mark.parametrize(
    "changes,field,code",
    [
        ({"maximum_capacity": kilograms(150)}, "verification_scale_interval", "class_does_not_fit"),
        ({"minimum_capacity": grams(100)}, "minimum_capacity", "min_below_limit"),
        (
            {"verification_valid_until": date(2026, 11, 22)},
            "verification_valid_until",
            "verification_expired",
        ),
        ({"serial_number": ""}, "serial_number", "serial_number_missing"),
    ],
)
def test_what_an_inspector_may_really_find_is_a_warning(
    desk: Desk, changes: dict[str, object], field: str, code: str
) -> None:
    odd = replace(SCALE, instrument_id="", **changes)  # type: ignore[arg-type]
    assert problems_of(desk, odd)[field] == (code, Severity.WARNING)
    register = RegisterInstrument(
        desk.log, desk.registry, desk.clock, desk.ids, desk.book, "445202"
    )
    entered = register(odd)
    assert desk.registry.instrument(entered.instrument_id) == entered


def test_a_credit_code_with_a_wrong_check_digit_warns_and_passes(desk: Desk) -> None:
    wrong = replace(PREMISES, premises_id="", credit_code="92445202MA4X811154")
    found = premises_problems(wrong, desk.book)
    assert [(p.field, p.severity, p.reason.code) for p in found] == [
        ("credit_code", Severity.WARNING, "credit_code_check")
    ]
    assert dict(found[0].reason.parameters)["expected"] == "3"
    entered = RegisterPremises(desk.log, desk.ids, desk.book)(wrong)
    assert desk.registry.premises(entered.premises_id) == entered


def test_premises_without_a_name_or_division_are_refused(desk: Desk) -> None:
    with pytest.raises(EntryRefused) as refused:
        RegisterPremises(desk.log, desk.ids, desk.book)(replace(PREMISES, name="", scope="44"))
    assert {p.field for p in refused.value.problems} == {"name", "scope"}


def test_an_amendment_keeps_only_the_changed_fields(desk: Desk) -> None:
    changed = replace(PREMISES, phone="0663-8000000")
    AmendPremises(desk.log, desk.registry, desk.book)(changed)
    body = desk.log.events[-1].body
    assert getattr(body, "after", None) == {"phone": "0663-8000000"}
    assert desk.registry.premises(PREMISES.premises_id) == changed


def test_an_amended_instrument_names_what_changed(desk: Desk) -> None:
    amend = AmendInstrument(desk.log, desk.registry, desk.clock, desk.book, "445202")
    amend(replace(SCALE, seal_numbers=("JY-1",)))
    assert getattr(desk.log.events[-1].body, "changed", None) == ("seal_numbers",)
    before = len(desk.log.events)
    amend(replace(SCALE, seal_numbers=("JY-1",)))
    assert len(desk.log.events) == before


def test_a_saved_profile_is_there_at_the_next_visit(desk: Desk) -> None:
    profile = InstrumentProfile(protocol="yaohua-tf0", line="9600 8N1", unit="kg")
    SaveProfile(desk.log, desk.registry, "445202")("scale", profile)
    known = desk.registry.instrument("scale")
    assert known is not None
    assert known.profile == profile


def test_each_profile_saved_is_a_version_and_the_same_again_is_none(desk: Desk) -> None:
    save = SaveProfile(desk.log, desk.registry, "445202")
    first = InstrumentProfile(protocol="yaohua-tf0", line="9600 8N1", unit="kg")
    second = replace(
        first,
        line="4800 8N1",
        decimal_places="0",
        verification_interval=Mass(Decimal("0.0050"), "kg"),
    )
    for profile in (first, second, second):
        save("scale", profile)
    versions = profile_versions(desk.log, "scale")
    assert [(one.number, one.profile) for one in versions] == [(2, second), (1, first)]
    assert versions[0].saved_at >= versions[1].saved_at
    assert profile_versions(desk.log, "no-such") == ()


def test_expired_weights_may_be_entered_but_are_marked(desk: Desk) -> None:
    old = replace(WEIGHTS, weight_set_id="", valid_until=date(2026, 1, 1))
    found = weight_set_problems(old, desk.book, today=TODAY)
    assert [(p.field, p.severity) for p in found] == [("valid_until", Severity.WARNING)]
    RegisterWeightSet(desk.log, desk.clock, desk.ids, desk.book, "445202")(old)
    assert len(desk.registry.weight_sets()) == 2


def test_a_weight_that_no_class_knows_is_refused(desk: Desk) -> None:
    odd = replace(WEIGHTS, pieces=(grams(3),))
    with pytest.raises(EntryRefused) as refused:
        RegisterWeightSet(desk.log, desk.clock, desk.ids, desk.book, "445202")(odd)
    assert refused.value.problems[0].reason.code == "piece_unknown"


def test_a_person_needs_name_and_unit(desk: Desk) -> None:
    introduce = IntroducePerson(desk.log, desk.ids, "445202")
    with pytest.raises(InputInvalid, match="name_missing"):
        introduce(" ", "局")
    with pytest.raises(InputInvalid, match="unit_missing"):
        introduce("林晓敏", "")
    person = introduce("林晓敏", "局", card_number="V-52-0117")
    assert desk.registry.people() == (person,)


def test_the_example_market_loads_once_and_only_once(desk: Desk) -> None:
    load = LoadExampleMarket(desk.log, desk.registry, desk.clock)
    first = load()
    assert first.premises >= 12
    assert first.instruments >= 12
    assert first.weight_sets == 4
    again = load()
    assert (again.premises, again.instruments, again.weight_sets) == (0, 0, 0)


def test_the_example_city_has_a_place_for_every_list_checked_away_from_the_market(
    desk: Desk,
) -> None:
    LoadExampleMarket(desk.log, desk.registry, desk.clock)()
    names = {premises.name for premises in desk.registry.list_premises()}
    assert names >= {"月满茶饼行", "榕江米厂直销处", "东门家电城", "建兴卫浴五金", "明视眼镜店",
                     "海港大排档", "惠民超市东门店", "禾丰农资经营部", "榕东加油站"}  # fmt: skip


def test_every_entry_of_the_example_market_is_one_a_person_could_have_made(desk: Desk) -> None:
    LoadExampleMarket(desk.log, desk.registry, desk.clock)()
    for premises in desk.registry.list_premises():
        assert premises_problems(premises, desk.book) == (), premises.name
    for row in desk.registry.list_instruments():
        found = instrument_problems(row.instrument, desk.book, today=TODAY)
        assert [p for p in found if p.severity is Severity.ERROR] == []
    for weights in desk.registry.weight_sets():
        found = weight_set_problems(weights, desk.book, today=TODAY)
        assert [p for p in found if p.severity is Severity.ERROR] == []


def test_today_shows_what_is_due_and_the_weights_that_may_not_be_used(desk: Desk) -> None:
    LoadExampleMarket(desk.log, desk.registry, desk.clock)()
    draft = desk.opened()
    view = Today(desk.registry, desk.clock)()
    assert view.overdue >= 3
    assert view.due_soon >= 3
    assert view.tasks[0].urgency is Urgency.OVERDUE
    assert view.tasks[0].days < 0
    assert [n.reason.code for n in view.notices if n.severe] == ["weights_expired"]
    assert [row.inspection_id for row in view.drafts] == [draft.inspection_id]
    assert view.month.checked == 0


def test_a_scanned_label_finds_its_instrument(desk: Desk) -> None:
    found = FindSubject(desk.registry)(label_text("scale"))
    assert [(hit.what, hit.key) for hit in found] == [("instrument", "scale")]


def test_a_typed_name_finds_its_premises(desk: Desk) -> None:
    assert [hit.key for hit in FindSubject(desk.registry)(" 陈记 ")] == ["pr1"]


@pytest.mark.parametrize("text", ["", "   ", "HPI:nobody", "x" * 5000])
def test_nothing_sensible_finds_nothing(desk: Desk, text: str) -> None:
    assert list(FindSubject(desk.registry)(text)) == []
