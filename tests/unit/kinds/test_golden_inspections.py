from __future__ import annotations

from typing import Any

import pytest

from inspector_app.domain.judgement import Outcome
from inspector_app.domain.quantities import Mass
from inspector_app.kinds.catalogue import kind_of, kinds
from inspector_app.metrology.regulations import RegulationBook, load_book
from tests.helpers.golden_inspections import golden_cases, inspection_from


@pytest.fixture(scope="module")
def book() -> RegulationBook:
    return load_book()


@pytest.mark.parametrize(
    "key,base,case",
    [pytest.param(*found, id=f"{found[0]}: {found[2]['name']}") for found in golden_cases()],
)
def test_a_golden_inspection_reaches_its_written_verdict(
    key: str, base: dict[str, Any], case: dict[str, Any], book: RegulationBook
) -> None:
    inspection = inspection_from(key, base, case, book)
    verdict = kind_of(key).judge(inspection, book)

    said = [
        (f.subject, f.reason.code, f.outcome.value, f.lines)
        for f in verdict.findings
        if f.outcome is not Outcome.PASS
    ]
    assert verdict.outcome.value == case["outcome"], said
    assert sorted({f.subject for f in verdict.failures()}) == sorted(case.get("failing", [])), said
    advice = {f.subject for f in verdict.findings if f.outcome is Outcome.ADVISORY}
    assert set(case.get("advising", [])) <= advice
    assert not set(case.get("silent", [])) & {f.subject for f in verdict.findings}
    if "legal" in case:
        assert verdict.legal is case["legal"]
    if "regulation" in case:
        assert verdict.regulation == case["regulation"]
    if "score" in case:
        assert verdict.score is not None
        assert [verdict.score.points, verdict.score.grade] == case["score"], said
    if verdict.outcome is Outcome.NOT_APPLICABLE:
        assert verdict.score is not None


@pytest.mark.parametrize(
    "key,base,case",
    [pytest.param(*f, id=f"{f[0]}: {f[2]['name']}") for f in golden_cases() if "errors" in f[2]],
)
def test_a_golden_row_has_its_written_error(
    key: str, base: dict[str, Any], case: dict[str, Any], book: RegulationBook
) -> None:
    inspection = inspection_from(key, base, case, book)
    rows = {row.row_id: row for row in kind_of(key).plan(inspection, book)}

    for row_id, error in case["errors"].items():
        seen = inspection.observation_at(row_id)
        assert seen is not None
        found = kind_of(key).assess(inspection, rows[row_id], seen, book)
        assert found is not None
        assert found.error.equals(Mass.parse(error)), f"{row_id}: {found.error}"


def test_every_kind_has_a_golden_file_with_a_pass_a_fail_and_an_unfinished_case() -> None:
    for kind in kinds():
        outcomes = {case["outcome"] for key, _, case in golden_cases() if key == kind.key}
        # What gives a score can neither pass nor fail.
        scored = {"not_applicable", "incomplete"}
        assert outcomes in ({"pass", "fail", "incomplete"}, scored), kind.key
