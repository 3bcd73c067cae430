from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from inspector_app.domain.exceptions import InputInvalid, WrongState
from inspector_app.domain.inspection import Inspection, State
from inspector_app.domain.judgement import Outcome
from inspector_app.domain.quantities import Energy, Mass, Money
from inspector_app.evidence.calibration_certificate import CalibrationCertificate, particulars_of
from inspector_app.evidence.dsi_units import in_dsi
from inspector_app.kinds.catalogue import kind_of, kinds
from inspector_app.metrology.regulations import RegulationBook, load_book
from inspector_app.packages.contents import rule_set
from inspector_app.reports.dcc_of_inspection import dcc_of
from tests.helpers.documents import device_key
from tests.helpers.inspections import sealed
from tests.helpers.packages import override

BOOK = load_book()


def inspected(kind: str, *, faulty: bool = False) -> Inspection:
    return sealed(kind, BOOK, device_key(), faulty=faulty)[0]


def made(kind: str, *, faulty: bool = False) -> CalibrationCertificate:
    return dcc_of(inspected(kind, faulty=faulty), kind_of(kind), BOOK)


def test_every_kind_that_measures_gives_a_certificate_of_its_results() -> None:
    for kind in kinds():
        if kind.shapes:
            found = made(kind.key)
            assert found.groups, kind.key
            assert all(result.quantities for group in found.groups for result in group.results)


def test_what_measured_nothing_gives_none() -> None:
    with pytest.raises(InputInvalid) as refused:
        made("market_duties")
    assert refused.value.code == "dcc_nothing_measured"


def test_only_a_sealed_inspection_is_exported() -> None:
    draft = replace(inspected("taximeter"), state=State.CONCLUDED)
    with pytest.raises(WrongState):
        dcc_of(draft, kind_of("taximeter"), BOOK)


def test_a_load_point_has_load_indication_and_error_with_its_uncertainty() -> None:
    points = next(g for g in made("market_scale").groups if g.name.en == "Error of indication")
    load, indication, error = points.results[-1].quantities
    assert (load.unit, indication.unit, error.unit) == (r"\kilogram", r"\kilogram", r"\gram")
    assert error.uncertainty is not None
    assert error.uncertainty > 0
    assert error.coverage_factor == Decimal(2)
    assert points.results[-1].conformity == "pass"


def test_a_point_over_its_limit_says_fail_and_the_whole_too() -> None:
    found = made("market_scale", faulty=True)
    said = {r.conformity for g in found.groups for r in g.results}
    assert "fail" in said
    assert found.statements[-1].conformity == "fail"


def test_an_unconfirmed_limit_carries_no_conformity() -> None:
    found = made("electricity_meter")
    assert {r.conformity for g in found.groups for r in g.results} == {""}
    assert found.statements[-1].conformity == ""


def test_a_score_carries_no_conformity_anywhere() -> None:
    found = made("meter_status_evaluation")
    assert {r.conformity for g in found.groups for r in g.results} == {""}
    assert found.statements[-1].conformity == ""
    assert "no legal verdict" in found.statements[-1].declaration.en


def test_the_document_says_that_it_is_no_calibration() -> None:
    assert "neither a calibration" in made("taximeter").statements[0].declaration.en


def test_the_identifier_holds_number_and_record() -> None:
    inspection = inspected("taximeter")
    assert inspection.seal is not None
    found = made("taximeter").identifier
    assert found.startswith(inspection.number)
    assert found.endswith(inspection.seal.record_sha256[:16])


def test_a_withdrawn_value_is_not_exported() -> None:
    inspection = inspected("market_scale")
    found = dcc_of(inspection, kind_of("market_scale"), BOOK)
    counting = [o for o in inspection.observations if not o.withdrawn]
    assert sum(len(g.results) for g in found.groups) == len(counting)
    assert len(counting) < len(inspection.observations)


def test_units_that_the_si_does_not_know_are_left_out_or_turned() -> None:
    assert in_dsi(Money(Decimal(5), "yuan")) is None
    assert in_dsi(Mass(Decimal(10), "ct")) == (Decimal("2.0"), r"\gram")
    assert in_dsi(Energy(Decimal("1.50"), "kWh")) == (Decimal("1.50"), r"\kilo\watt\hour")


def test_a_certificate_fills_only_what_it_says() -> None:
    found = particulars_of(made("taximeter"), "ab" * 32)
    assert found["issuer"] == "揭阳市市场监督管理局"
    assert found["serial_number"] == "220517"
    assert found["dcc_sha256"] == "ab" * 32
    assert "valid_until" not in found
    assert "authorisation_number" not in found
    asked = {figure.key for figure in kind_of("certificate_check").particulars}
    assert set(found) <= asked


def test_an_unfinished_outcome_never_becomes_a_conformity() -> None:
    inspection = inspected("taximeter")
    assert inspection.verdict is not None
    open_one = replace(inspection, verdict=replace(inspection.verdict, outcome=Outcome.INCOMPLETE))
    assert dcc_of(open_one, kind_of("taximeter"), BOOK).statements[-1].conformity == ""


def test_a_guard_band_that_cannot_decide_carries_no_conformity() -> None:
    rule, edition = '{ value = "guarded_acceptance" }', BOOK.newest("jjg_517").edition
    asked = override('figure = "decision_rule"', rule, "jjg_517", edition)
    book, kind = rule_set(asked).book, kind_of("taximeter")
    one = inspected("taximeter")

    def said(rules: RegulationBook, inspection: Inspection) -> set[str]:
        found = dcc_of(inspection, kind, rules)
        return {result.conformity for group in found.groups for result in group.results}

    known = replace(one, fields={**one.fields, "error_uncertainty": "0.1"})
    assert "error_uncertainty" not in one.fields
    assert said(BOOK, one) == {"pass"}
    assert said(book, one) == {""}
    assert said(book, known) == {"pass"}
