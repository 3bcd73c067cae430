"""A kept inspection judged by another edition: beside its verdict, recorded nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from inspector_app.domain.exceptions import InputInvalid, WrongState
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Outcome
from inspector_app.kinds.base import InspectionKind
from inspector_app.kinds.catalogue import kind_of, kinds
from inspector_app.kinds.judging import judged
from inspector_app.metrology.regulations import Standing, load_book
from inspector_app.services.judge_again import compared, other_editions
from tests.helpers.golden_inspections import golden_cases, inspection_from

BOOK = load_book()
# The published example's errors are 0.1770, 0.2081 and 0.2302 %; with 50.18 L shown in the third
# run it is 0.310 %: the mean 0.23 % stays within 0.30 %, the range 0.133 % is over the 0.10 % of
# 2015 and 2023 and within the 0.15 % of 2006.
THIRD_RUN = {"trial:1:q1:3": {"delivered": "50.18"}}


def concluded(key: str, case: dict[str, object], **changes: object) -> Inspection:
    base = next(base for kind, base, _case in golden_cases() if kind == key)
    draft = replace(inspection_from(key, base, case, BOOK), **changes)  # type: ignore[arg-type]
    return replace(draft, verdict=judged(kind_of(key), draft, BOOK))


def dispenser(**changes: object) -> Inspection:
    return concluded("fuel_dispenser", {"rows": THIRD_RUN}, **changes)


def test_what_fails_today_would_have_passed_by_the_edition_of_2006() -> None:
    kept = dispenser()
    found = compared(kept, BOOK, "jjg_443", "JJG 443-2006")
    assert found.kept.outcome is Outcome.FAIL
    assert found.other.outcome is Outcome.PASS
    assert found.other.regulation == "JJG 443-2006"
    assert [d.subject for d in found.differences] == ["trial:1:q1"]
    difference = found.differences[0]
    assert difference.kept is not None
    assert difference.other is not None
    assert (difference.kept.outcome, difference.other.outcome) == (Outcome.FAIL, Outcome.PASS)


def test_a_comparison_by_unconfirmed_figures_uses_no_words_of_a_legal_verdict() -> None:
    assert compared(dispenser(), BOOK, "jjg_443", "2015").other.legal is False


def test_the_kept_verdict_stays_what_it_is() -> None:
    kept = dispenser()
    before = kept.verdict
    assert compared(kept, BOOK, "jjg_443", "2006").kept is before
    assert kept.verdict is before


def test_the_comparison_names_the_other_edition_with_its_hash() -> None:
    found = compared(dispenser(), BOOK, "jjg_443", "2006")
    used = {one.number: one.digest for one in found.other.editions}
    assert used["JJG 443-2006"] == BOOK.edition("jjg_443", "2006").digest
    assert used["JJG 443-2023"] == BOOK.edition("jjg_443", "2023").digest  # it lends the rest


@pytest.mark.parametrize(
    "on,edition,said",
    [
        ("2026-11-23", "2006", Standing.REPLACED),
        ("2024-04-30", "2023", Standing.NOT_YET),
        ("2024-05-01", "2023", Standing.IN_FORCE),
    ],
)
def test_an_edition_not_in_force_says_so(on: str, edition: str, said: Standing) -> None:
    assert BOOK.edition("jjg_443", edition).standing(date.fromisoformat(on)) is said


def test_the_editions_offered_are_all_but_those_in_use() -> None:
    offered = [rules.number for rules in other_editions(dispenser(), BOOK)]
    assert offered == ["JJG 443-2006", "JJG 443-2015"]


def test_a_price_computing_scale_can_be_held_against_the_regulation_to_come() -> None:
    kept = concluded("market_scale", {"instrument": {"price_computing": True}})
    assert kept.instrument is not None
    assert kept.instrument.price_computing
    assert [r.number for r in other_editions(kept, BOOK)] == ["JJG 1204-2025"]
    found = compared(kept, BOOK, "jjg_1204", "2025")
    assert (found.standing, found.other.regulation) == (Standing.NOT_YET, "JJG 1204-2025")
    assert found.other.legal is False


def test_after_the_change_it_can_be_held_against_the_regulation_before() -> None:
    kept = concluded(
        "market_scale", {"instrument": {"price_computing": True}, "on": date(2027, 2, 1)}
    )
    assert kept.verdict is not None
    assert kept.verdict.regulation == "JJG 1204-2025"
    assert "JJG 539-2016" in [r.number for r in other_editions(kept, BOOK)]
    assert compared(kept, BOOK, "jjg_539", "2016").other.regulation == "JJG 539-2016"


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.key)
def test_every_kind_can_be_judged_by_every_edition_offered(kind: InspectionKind) -> None:
    kept = concluded(kind.key, {})
    for rules in other_editions(kept, BOOK):
        found = compared(kept, BOOK, rules.key, rules.number)
        assert found.edition is rules
        assert rules.number in {used.number for used in found.other.editions}


def test_a_draft_has_nothing_to_compare_with() -> None:
    draft = replace(dispenser(), verdict=None)
    for ask in (
        lambda: other_editions(draft, BOOK),
        lambda: compared(draft, BOOK, "jjg_443", "2006"),
    ):
        with pytest.raises(WrongState) as refused:
            ask()
        assert refused.value.code == "inspection_without_verdict"


def test_an_edition_not_held_is_refused() -> None:
    with pytest.raises(InputInvalid) as refused:
        compared(dispenser(), BOOK, "jjg_443", "1998")
    assert refused.value.code == "edition_unknown"
