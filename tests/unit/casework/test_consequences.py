"""Which findings suggest what: several laws side by side, every mark shown, nothing decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from inspector_app.casework.consequences import (
    KEY,
    prompt_keys,
    prompts_for,
    suggestions_for,
    unmapped,
)
from inspector_app.casework.penalties import fine_row
from inspector_app.domain.events import CasePromptAnswered
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Confirmation, Finding, Outcome, Verdict, reason
from inspector_app.kinds.catalogue import kind_of, kinds
from inspector_app.kinds.judging import judged
from inspector_app.metrology.regulations import Row
from tests.helpers.cases import case, event
from tests.helpers.golden_inspections import golden_cases, inspection_from
from tests.unit.metrology.tables import BOOK

ROWS = BOOK.newest(KEY).rows("consequence")


def _failed(kind: str, *findings: tuple[str, str]) -> Inspection:
    base = next(each for each in golden_cases() if each[0] == kind)
    inspection = inspection_from(*base, BOOK)
    failures = tuple(
        Finding(subject=subject, outcome=Outcome.FAIL, reason=reason(code))
        for subject, code in findings
    )
    verdict = Verdict(outcome=Outcome.FAIL, findings=failures, regulation="", rules_digest="")
    return replace(inspection, verdict=verdict, on=date(2026, 11, 23))


def _keys(inspection: Inspection) -> list[str]:
    return [one.key for one in suggestions_for(inspection, BOOK)]


@pytest.mark.parametrize(
    "kind,subject,code,key",
    [
        ("retail_reweigh", "reweigh:1", "short_weight", "retail_short_weight"),
        ("retail_reweigh", "reweigh:1", "own_scale_wrong", "own_scale_wrong"),
        ("market_scale", "load_points:3", "over_limit", "failed_instrument_in_use"),
        ("market_scale", "repeatability", "repeatability_over", "failed_instrument_in_use"),
        ("market_scale", "check:PS07", "check_no", "overdue_verification"),
        ("market_scale", "nameplate:verification", "verification_expired", "overdue_verification"),
        ("market_scale", "check:PS04", "check_no", "seal_broken"),
        ("market_scale", "check:PS13", "check_no", "cheating_device"),
        ("market_scale", "nameplate:interval", "d_differs_from_e", "cheating_device"),
        ("prepackaged_goods", "trial:mean", "mean_content_short", "prepack_short"),
        ("prepackaged_goods", "check:PG02", "check_no", "prepack_label"),
        ("market_duties", "check:MK01", "check_no", "market_rules_missing"),
        ("market_duties", "check:MK06", "check_no", "market_register"),
        ("market_duties", "check:MK07", "check_no", "market_tolerates"),
        ("fuel_dispenser", "trial:1:q1", "mean_over", "dispenser_error"),
        ("fuel_dispenser", "trial:1:identity", "ledger_differs", "dispenser_cheating"),
        ("fuel_dispenser", "check:FD01", "check_no", "dispenser_overdue"),
        ("ev_charger", "trial:load:1", "over_limit", "failed_instrument_in_use"),
        ("taximeter", "check:TX02", "check_no", "taximeter_altered"),
        ("utility_meter", "field:replace_by", "life_over", "overdue_verification"),
        ("weighbridge", "check:WB08", "check_no", "cheating_device"),
        ("weighbridge", "rolling", "rolling_over", "failed_instrument_in_use"),
        (
            "price_computing_scale",
            "trial:probe:keys",
            "probe_changes_indication",
            "cheating_device",
        ),
        ("price_computing_scale", "trial:amount:1", "payment_over", "empty_scale_not_zero"),
        ("price_computing_scale", "trial:seal", "ledger_differs", "seal_broken"),
        ("price_computing_scale", "generation", "new_scale_lacks", "plate_or_approval"),
        ("jewellery_scale", "trial:piece:1", "over_limit", "market_trader_short"),
        ("jewellery_scale", "fit:gold", "unfit_for_metal", "scale_unfit_for_goods"),
        ("fair_scale", "check:FS02", "check_no", "market_register"),
        ("fair_scale", "repeatability", "fair_range_over", "failed_instrument_in_use"),
        ("ev_charger", "trial:session:1", "ocmf_signature_invalid", "charger_data"),
        ("excessive_packaging", "trial:layer", "layers_over", "overpack"),
        ("energy_label", "trial:product:1", "label_missing", "energy_label_missing"),
        ("energy_label", "trial:product:1", "grade_differs", "energy_label_false"),
        ("water_label", "trial:product:1", "model_differs", "water_label_false"),
        ("optical_shop", "trial:sphere:1", "over_limit", "failed_instrument_in_use"),
        ("optical_shop", "check:OP05", "check_no", "optical_equipment"),
        ("restaurant", "trial:lot:1", "over_limit", "market_trader_short"),
        ("restaurant", "check:RS04", "check_no", "not_settled_net"),
        ("shop", "check:SH04", "check_no", "non_legal_unit"),
        ("farm_supplies", "trial:bridge:1", "over_limit", "failed_instrument_in_use"),
        ("farm_supplies", "trial:package:1", "over_limit", "package_short"),
        ("farm_supplies", "check:FA04", "check_no", "buyer_short"),
        ("fuel_station_duties", "check:FS01", "check_no", "station_duty"),
        ("self_commitment", "check:SC02", "check_no", "cheating_device"),
        ("electricity_meter", "trial:load:1", "over_limit", "failed_instrument_in_use"),
        ("gas_meter", "field:first_verified", "meter_life_over", "overdue_verification"),
        (
            "certificate_check",
            "field:certificate_number",
            "certificate_denied",
            "forged_certificate",
        ),
        ("certificate_check", "field:valid_until", "certificate_expired", "certificate_not_valid"),
        ("energy_metering_review", "trial:steam:unit", "rate_short", "energy_metering"),
    ],
)
def test_a_finding_suggests_its_consequence(kind: str, subject: str, code: str, key: str) -> None:
    assert key in _keys(_failed(kind, (subject, code)))


@pytest.mark.parametrize(
    "kind,subject,code,keys",
    [
        ("jewellery_scale", "trial:piece:1", "over_limit", ["market_trader_short"]),
        ("price_computing_scale", "trial:empty", "scale_is_not_empty", ["empty_scale_not_zero"]),
        ("ev_charger", "trial:session:1", "ocmf_serial_bad", ["charger_data"]),
        ("energy_label", "trial:product:1", "label_missing", ["energy_label_missing"]),
        ("fuel_station_duties", "check:FS03", "check_no", ["station_duty"]),
        ("certificate_check", "cycle", "cycle_too_long", ["certificate_not_valid"]),
    ],
)
def test_what_is_no_fault_of_an_instrument_is_not_called_one(
    kind: str, subject: str, code: str, keys: list[str]
) -> None:
    assert _keys(_failed(kind, (subject, code))) == keys


def test_every_failure_of_the_golden_cases_is_spoken_of() -> None:
    silent = {
        (key, finding.subject)
        for key, base, told in golden_cases()
        for finding in unmapped(_judged(key, base, told), BOOK)
    }
    assert silent == {("retail_reweigh", "check:RW01"), ("retail_reweigh", "reweigh:1")}


def _judged(key: str, base: dict[str, Any], told: dict[str, Any]) -> Inspection:
    inspection = inspection_from(key, base, told, BOOK)
    return replace(inspection, verdict=judged(kind_of(key), inspection, BOOK))


def test_several_laws_stand_side_by_side_with_amount_and_mark() -> None:
    (found,) = suggestions_for(_failed("market_scale", ("check:PS06", "check_no")), BOOK)
    said = {(o.basis, o.amount, o.confirmation) for o in found.options}
    assert ("计量法27 / 实施细则48", "2000", Confirmation.VERIFIED) in said
    assert ("消费者权益保护法56", "1-10 x illegal gains", Confirmation.VERIFIED) in said
    assert found.confirmation is Confirmation.INFERRED
    assert found.prompt == "cheating_crime"


def test_an_unconfirmed_amount_keeps_its_mark() -> None:
    (found,) = suggestions_for(_failed("prepackaged_goods", ("check:PG01", "check_no")), BOOK)
    assert [o.confirmation for o in found.options] == [Confirmation.MEMORY]


def test_an_article_without_an_amount_in_the_tables_says_none() -> None:
    (found,) = suggestions_for(_failed("market_duties", ("check:MK01", "check_no")), BOOK)
    assert [(o.basis, o.amount) for o in found.options] == [("消费者权益保护法实施条例 50", "")]


def test_only_failures_count_and_a_draft_suggests_nothing() -> None:
    inspection = _failed("market_scale", ("check:PS04", "check_no"))
    assert inspection.verdict is not None
    quiet = tuple(replace(f, outcome=Outcome.ADVISORY) for f in inspection.verdict.findings)
    assert _keys(replace(inspection, verdict=replace(inspection.verdict, findings=quiet))) == []
    assert _keys(replace(inspection, verdict=None)) == []


def test_the_law_is_that_of_the_day() -> None:
    short = _failed("retail_reweigh", ("reweigh:1", "short_weight"))
    old = suggestions_for(replace(short, on=date(2020, 1, 2)), BOOK)
    assert [one.options for one in old] == [(), ()]


def test_a_finding_that_no_row_speaks_of_is_named() -> None:
    inspection = _failed(
        "retail_reweigh", ("check:RW01", "check_no"), ("reweigh:1", "short_weight")
    )
    assert [f.subject for f in unmapped(inspection, BOOK)] == ["check:RW01"]


def test_a_prompt_waits_until_somebody_answers() -> None:
    found = suggestions_for(_failed("market_scale", ("check:PS06", "check_no")), BOOK)
    opened = case(("lead_found", "2026-11-23"))
    (waiting,) = prompts_for(opened, found, BOOK)
    assert waiting.answer is None
    assert waiting.confirmation is Confirmation.MEMORY
    said = CasePromptAnswered(
        prompt="cheating_crime", answer="no_transfer", reason="损失 120 元", by="林晓敏"
    )
    (answered,) = prompts_for(opened.after(event(said, 9)), found, BOOK)
    assert answered.answer is not None
    assert answered.answer.reason == "损失 120 元"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text("key"))
def test_every_row_names_what_exists(row: Row) -> None:
    values = row.values
    known = {kind.key for kind in kinds()}
    assert set(values["kinds"]) <= known
    for violation in values["fines"]:
        assert fine_row(violation, BOOK).text("basis")
    assert values["fines"] or values["laws"]
    if "prompt" in values:
        assert values["prompt"] in prompt_keys(BOOK)
    checks = {f"check:{c.key}" for key in values["kinds"] for c in kind_of(key).checks}
    asked = {p for p in values["findings"] if p.startswith("check:") and "*" not in p}
    assert asked <= checks


def test_every_key_is_used_once() -> None:
    keys = [row.text("key") for row in ROWS]
    assert len(keys) == len(set(keys))


def test_decisive_checks_of_the_kinds_are_spoken_of() -> None:
    silent = [
        check.key
        for kind in kinds()
        for check in kind.checks
        if check.decisive and unmapped(_any(kind.key, check.key), BOOK)
    ]
    assert silent == ["EV02", "RW01", "SC06"]


def _any(kind: str, check: str) -> Inspection:
    return _failed(kind, (f"check:{check}", "check_no"))
