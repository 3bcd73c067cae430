"""What the evaluate command answers for goods, papers and deadlines, beyond the golden cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from inspector_app.evaluation import RULES, evaluate_cases
from tests.unit.metrology.tables import BOOK

GOLDEN = json.loads(
    (Path(__file__).parents[2] / "golden" / "domain_cases.json").read_text(encoding="utf-8")
)
GROUPS = (
    "prepack.", "overpack.", "energy.", "label.", "calendar.", "deadline.", "law.", "complaint.",
    "doc.", "id.",
)  # fmt: skip


def answer(rule: str, **inputs: Any) -> dict[str, Any]:
    (found,) = evaluate_cases([{"id": "x", "rule": rule, "inputs": inputs}], BOOK)
    result: dict[str, Any] = found.get("result") or found["error"]
    return result


@pytest.mark.parametrize("group", GROUPS)
def test_every_golden_rule_of_goods_and_papers_is_served(group: str) -> None:
    rules = {case["rule"] for case in GOLDEN if case["rule"].startswith(group)}
    assert rules
    assert rules <= set(RULES)


@pytest.mark.parametrize(
    "rule,inputs,code",
    [
        ("prepack.T", {"Qn_g_or_mL": "50001"}, "no_annex_limit"),
        ("prepack.T", {"Qn_g_or_mL": "-5"}, "content_not_positive"),
        ("prepack.T", {}, "missing"),
        ("prepack.T", {"Qn_g_or_mL": "25", "rounding": "down"}, "rounding_unknown"),
        ("prepack.T", {"Qn": "3", "unit": "m"}, "content_unit_unknown"),
        ("prepack.plan", {"lot_size": 10_000_000}, "lot_size_out_of_range"),
        ("prepack.plan", {"lot_size": 5, "edition": "JJF 1070-1999"}, "edition_unknown"),
        ("prepack.plan", {"lot_size": 5, "date": "1999-01-01"}, "no_edition_in_force"),
        (
            "prepack.decision",
            {"Qn_g": "100", "lot_size": 40, "net_contents_g": ["100"]},
            "sample_size_wrong",
        ),
        (
            "overpack.void_ratio",
            {"product": "cake", "outer_mm": [9, 9, 9], "total_net_g": "1", "unit_net_g": "1"},
            "missing",
        ),
        ("overpack.fresh_layers", {"group": "chair", "layers": 1}, "product_unknown"),
        ("overpack.fresh_layers", {"group": "egg", "layers": 0}, "layer_count"),
        ("energy.required_rate", {"energy": "steam", "date": "2026-02-01"}, "figures_not_read"),
        ("energy.required_rate", {"energy": "steam"}, "missing"),
        ("energy.edition", {"date": "1990-01-01"}, "no_edition_in_force"),
        ("deadline.pay_fine", {"event_date": "2026-06-15", "calendar": "JP"}, "calendar_unknown"),
        ("deadline.pay_fine", {"event_date": "2026-06-15", "excluded_days": 3}, "no_time_excluded"),
        ("deadline.holiday_roll", {"event_date": "2026-06-15", "n": -1}, "period_out_of_range"),
        (
            "deadline.holiday_roll",
            {"event_date": "2026-06-15", "n": 1, "unit": "moons"},
            "period_unit_unknown",
        ),
        ("deadline.prior_registration_report", {"event_time": "2026-06-15"}, "not_a_moment"),
        (
            "deadline.complaint_mediation",
            {"accepted_date": "2026-06-01", "order": "99"},
            "edition_unknown",
        ),
        ("law.fine_cap", {"violation": "whistling"}, "violation_unknown"),
        ("law.late_surcharge", {"fine": "0", "days_overdue": 3}, "fine_or_days_negative"),
        ("law.hearing_right", {"party": "cat", "fine": "1"}, "party_unknown"),
        ("complaint.rule_edition", {"received": "2010-01-01"}, "no_edition_in_force"),
        (
            "complaint.accept",
            {
                "knew_of_harm": "2026-01-01",
                "complaint_date": "2026-04-01",
                "identity_refused": True,
            },
            "ground_unknown",
        ),
        ("doc.margins_gbt9704", {"paper": "A3"}, "paper_unknown"),
    ],
)
def test_what_cannot_be_judged_is_refused_by_its_code(
    rule: str, inputs: dict[str, Any], code: str
) -> None:
    assert answer(rule, **inputs)["code"] == code


@pytest.mark.parametrize(
    "rule,inputs",
    [
        ("prepack.plan", {"lot_size": 40, "date": "2024-10-12"}),
        ("prepack.T", {"Qn_g_or_mL": "500", "edition": "70/2023"}),
        ("prepack.T", {"Qn_g_or_mL": "25", "edition": "75/2005"}),
        ("prepack.finite_lot_factor_option", {"lot_size": 50, "n": 10, "edition": "2005"}),
        (
            "overpack.cost_ratio",
            {"product": "tea", "packaging_cost_ex_first_layer": "1", "sale_price": "200"},
        ),
        (
            "overpack.void_ratio",
            {
                "product": "mooncake", "k": "9", "outer_mm": [300, 250, 60],
                "total_net_g": "600", "unit_net_g": "75",
            },
        ),
        ("law.hearing_right", {"party": "person", "fine": "10000"}),
        ("deadline.case_decision", {"event_date": "2026-03-08"}),
    ],
)  # fmt: skip
def test_an_unconfirmed_figure_or_reading_gives_no_words_of_a_verdict(
    rule: str, inputs: dict[str, Any]
) -> None:
    found = answer(rule, **inputs)
    assert found["legal"] is False
    assert found["confirmation"] in {"inferred", "memory"}


@pytest.mark.parametrize(
    "rule,inputs",
    [
        ("prepack.plan", {"lot_size": 40, "edition": "JJF 1070-2005"}),
        ("prepack.T", {"Qn_g_or_mL": "500", "date": "2023-05-31"}),
        ("energy.required_rate", {"energy": "steam", "date": "2026-01-31"}),
        ("law.fine_cap", {"violation": "overpack_serious"}),
        ("deadline.seizure", {"event_date": "2026-04-02"}),
    ],
)
def test_a_confirmed_figure_may_carry_a_verdict_and_cites_its_clause(
    rule: str, inputs: dict[str, Any]
) -> None:
    found = answer(rule, **inputs)
    assert found["legal"] is True
    assert found["cites"]


def test_the_year_of_an_edition_is_enough_for_both_tables_of_a_decision() -> None:
    inputs = {"Qn_g": "100", "lot_size": 1, "net_contents_g": ["101"]}
    assert answer("prepack.decision", **inputs, edition="2005")["legal"] is True
    assert answer("prepack.decision", **inputs, edition="2023")["legal"] is False


def test_contents_in_kilograms_are_judged_in_grams() -> None:
    found = answer("prepack.decision", Qn="1", unit="kg", lot_size=1, net_contents=["0.985"])
    assert (found["T_g"], found["mean_g"], found["accept"]) == ("15.0", "985.000", True)


def test_one_layer_packs_get_no_verdict_when_the_void_is_too_large() -> None:
    pack = {"product": "tea", "outer_mm": [300, 250, 90], "total_net_g": "200", "unit_net_g": "100"}
    assert answer("overpack.void_ratio", **pack)["conform"] is False
    found = answer("overpack.void_ratio", **pack, layers=1)
    assert (found["conform"], found["legal"]) == (None, False)


def test_a_year_without_a_notice_is_an_answer_not_an_error() -> None:
    assert answer("calendar.year", year=2027) == {"calendar_missing": True}
    assert answer("calendar.is_workday", date="2027-03-01") == {"calendar_missing": 2027}
    assert answer("deadline.close_case", event_date="2026-12-28") == {"calendar_missing": 2027}


def test_given_holidays_stand_for_the_calendar_where_none_is_named() -> None:
    inputs = {"event_date": "2026-12-28", "holidays": ["2027-01-01"]}
    assert answer("deadline.simple_archive", **inputs)["due"] == "2027-01-07"


def test_the_transfer_follows_its_approval_by_24_hours() -> None:
    found = answer(
        "deadline.criminal_transfer", report_date="2026-06-12", approved_at="2026-06-14T10:00"
    )
    assert (found["approve_by"], found["transfer_by"]) == ("2026-06-15", "2026-06-15T10:00:00")


def test_a_pick_list_takes_its_size_from_the_plan() -> None:
    found = answer("prepack.pick_list", lot_size=40, seed="2026-11-24 A")
    assert (found["n"], found["units"]) == (10, [3, 9, 22, 24, 28, 30, 31, 33, 38, 39])


def test_days_overdue_are_counted_from_the_due_day() -> None:
    found = answer("law.late_surcharge", fine="3000", due="2026-06-30", paid="2026-07-10")
    assert found["surcharge"] == "900.00"
    early = answer("law.late_surcharge", fine="3000", due="2026-06-30", paid="2026-06-10")
    assert early["surcharge"] == "0.00"


@pytest.mark.parametrize(
    "party,limit", [("firm", "3000"), ("natural person", "200"), ("企业", "3000")]
)
def test_a_party_has_the_names_that_people_give_it(party: str, limit: str) -> None:
    assert answer("law.simple_procedure", party=party, fine="1")["limit_yuan"] == limit


def test_the_day_of_an_event_may_always_be_called_event_date() -> None:
    assert (
        answer("deadline.criminal_transfer", event_date="2026-06-12")["approve_by"] == "2026-06-15"
    )
    found = answer("deadline.enforcement_after_demand", event_date="2026-06-12")
    assert found["earliest_apply_after"] == "2026-06-29"
    found = answer("deadline.complaint_mediation", event_date="2026-06-01")
    assert found["end_mediation_if_no_agreement_by"] == "2026-07-31"


def test_a_moment_may_be_written_with_a_blank() -> None:
    found = answer("deadline.prior_registration_report", event_time="2026-06-12 09:30")
    assert found["due"] == "2026-06-13T09:30:00"


def test_a_limit_that_only_an_older_order_had_is_not_unknown() -> None:
    found = answer("deadline.mediation_end_notice", event_date="2026-06-12")
    assert found["code"] == "no_edition_in_force"


def test_days_are_calendar_days() -> None:
    assert answer("deadline.holiday_roll", event_date="2026-09-16", n=15, unit="days")["due"] == (
        "2026-10-08"
    )
