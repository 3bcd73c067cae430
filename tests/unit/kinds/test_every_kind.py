from __future__ import annotations

import re
from dataclasses import replace

import pytest

from inspector_app.domain.figures import Figure, FigureKind
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Outcome
from inspector_app.domain.measurement import Shape
from inspector_app.domain.text import Text
from inspector_app.kinds.base import InspectionKind, Step
from inspector_app.kinds.catalogue import kinds
from inspector_app.metrology.regulations import RegulationBook, load_book
from inspector_app.words import failures
from inspector_app.words.reasons import SENTENCES
from tests.helpers import edges
from tests.helpers.golden_inspections import golden_cases, inspection_from

CHINESE = re.compile(r"[\u4e00-\u9fff]")
REACHED_ELSEWHERE = {
    "weights_limit_unknown": "a piece that JJG 99 does not have is refused when the set is entered",
    "layers_unread": "every group has its row; rules an office sends may lack one (below)",
    "guard_band_too_wide": "no shipped rule asks for a guard band: test_guard_band_by_package",
}
"""Reasons that no golden case is given, and why."""
every_kind = pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.key)


@pytest.fixture(scope="module")
def book() -> RegulationBook:
    return load_book()


def whole(kind: InspectionKind, book: RegulationBook) -> Inspection:
    key, base, case = next(f for f in golden_cases() if f[0] == kind.key)
    return inspection_from(key, base, case, book)


def nothing_in(kind: InspectionKind, book: RegulationBook) -> Inspection:
    full = whole(kind, book)
    return Inspection(
        inspection_id="x",
        number="1",
        kind=kind.key,
        scope="445202",
        on=full.on,
        stage=full.stage,
        inspectors=full.inspectors,
        purpose="routine",
        language="zh_CN",
    )


def texts(kind: InspectionKind) -> list[Text]:
    found = [kind.title, kind.summary, *(b.document for b in kind.basis)]
    for check in kind.checks:
        found += [check.text, check.group, check.basis.document]
    return found + [use.title for use in kind.shapes] + [role.title for role in kind.photos]


@every_kind
def test_every_declared_text_is_there_in_both_languages(kind: InspectionKind) -> None:
    for text in texts(kind):
        assert CHINESE.search(text.zh), text
        assert text.en.strip(), text
        assert not CHINESE.search(text.en), text


@every_kind
def test_every_check_cites_a_document_and_an_article(kind: InspectionKind) -> None:
    for check in kind.checks:
        assert check.basis.document.zh, check.key
        assert check.basis.article, check.key


@every_kind
def test_keys_of_checks_shapes_and_photos_are_unique(kind: InspectionKind) -> None:
    for keys in (
        [check.key for check in kind.checks],
        [use.shape for use in kind.shapes],
        [role.key for role in kind.photos],
    ):
        assert len(keys) == len(set(keys))


@every_kind
def test_every_shape_used_has_rows_and_no_row_has_another_shape(
    kind: InspectionKind, book: RegulationBook
) -> None:
    planned = {row.shape for row in kind.plan(whole(kind, book), book)}
    assert planned == {use.shape for use in kind.shapes}


@every_kind
def test_row_ids_are_unique_and_name_their_shape(
    kind: InspectionKind, book: RegulationBook
) -> None:
    rows = kind.plan(whole(kind, book), book)
    assert len({row.row_id for row in rows}) == len(rows)
    assert all(row.row_id.startswith(row.shape.value + ":") for row in rows)


@every_kind
def test_steps_keep_the_pages_order_and_measure_only_what_has_shapes(kind: InspectionKind) -> None:
    order = list(Step)
    assert list(kind.steps) == sorted(kind.steps, key=order.index)
    shapes = {use.shape for use in kind.shapes}
    assert (Step.MEASUREMENTS in kind.steps) == bool(shapes - {Shape.TRIAL})
    assert (Step.TRIALS in kind.steps) == (Shape.TRIAL in shapes)
    assert (Step.PARTICULARS in kind.steps) == bool(kind.particulars)


@every_kind
def test_an_inspection_with_nothing_in_it_is_incomplete_and_says_why(
    kind: InspectionKind, book: RegulationBook
) -> None:
    verdict = kind.judge(nothing_in(kind, book), book)
    assert verdict.outcome is Outcome.INCOMPLETE
    assert {f.subject for f in verdict.findings if f.outcome is Outcome.INCOMPLETE} >= {"premises"}


@every_kind
def test_a_check_that_must_be_answered_keeps_the_inspection_open(
    kind: InspectionKind, book: RegulationBook
) -> None:
    full = whole(kind, book)
    for check in (c for c in kind.checks if c.must_answer):
        left = {key: given for key, given in full.answers.items() if key != check.key}
        assert kind.judge(replace(full, answers=left), book).outcome is Outcome.INCOMPLETE, (
            check.key
        )


@every_kind
def test_every_finding_has_a_sentence_and_a_measured_one_its_arithmetic(
    kind: InspectionKind, book: RegulationBook
) -> None:
    measured = {shape.value for shape in Shape}
    for key, base, case in golden_cases():
        if key != kind.key:
            continue
        for finding in kind.judge(inspection_from(key, base, case, book), book).findings:
            code = finding.reason.code
            assert code in SENTENCES or failures.is_known(code), code
            if finding.outcome is Outcome.FAIL and finding.subject.split(":")[0] in measured:
                assert finding.lines, finding.subject
                assert finding.citation, finding.subject


def figures_of(kind: InspectionKind, book: RegulationBook) -> list[tuple[Figure, set[str]]]:
    """Every figure a kind asks for, each with the choices beside it."""
    forms = [kind.particulars, kind.plate]
    forms += [row.figures for row in kind.plan(whole(kind, book), book)]
    choices = [{f.key for f in form if f.kind is FigureKind.CHOICE} for form in forms]
    beside = zip(forms, choices, strict=True)
    return [(figure, keys) for form, keys in beside for figure in form]


@every_kind
def test_every_kind_rests_on_documents_with_their_articles(kind: InspectionKind) -> None:
    assert kind.basis
    for basis in kind.basis:
        assert basis.document.zh.strip(), kind.key
        assert basis.article.strip(), kind.key


@every_kind
def test_every_number_has_a_unit_or_is_a_count_and_a_range(
    kind: InspectionKind, book: RegulationBook
) -> None:
    for figure, choices in figures_of(kind, book):
        if figure.kind is not FigureKind.NUMBER:
            continue
        assert figure.lowest is not None, figure.key
        assert figure.highest is not None, figure.key
        assert figure.lowest < figure.highest, figure.key
        is_count = figure.decimals == 0
        assert figure.unit or is_count or figure.unit_from in choices, f"{figure.key}: no unit"


@every_kind
def test_every_choice_offers_at_least_two_named_things(
    kind: InspectionKind, book: RegulationBook
) -> None:
    for figure, _choices in figures_of(kind, book):
        if figure.kind is FigureKind.CHOICE:
            assert len({key for key, _words in figure.choices}) > 1, figure.key


@every_kind
def test_every_conclusion_about_something_measured_cites_its_rule(
    kind: InspectionKind, book: RegulationBook
) -> None:
    measured = {shape.value for shape in Shape} | {"field", "cycle"}
    for case in edges.told(kind.key, book):
        for finding in case.findings:
            judged = finding.outcome in {Outcome.PASS, Outcome.FAIL}
            if judged and finding.subject.split(":")[0] in measured:
                assert finding.citation, (case.name, finding.subject, finding.reason.code)


@every_kind
def test_every_limit_that_is_failed_has_a_case_just_inside_and_one_just_outside(
    kind: InspectionKind, book: RegulationBook
) -> None:
    assert edges.limits_without_a_pair(kind.key, book) == set()


def test_a_limit_with_one_side_only_would_be_noticed(book: RegulationBook) -> None:
    inside = edges.told("taximeter", book)
    far = [case for case in inside if "just inside" not in case.name]
    outside = next(c for c in far if c.name == "just outside above")
    finding = next(f for f in outside.findings if f.outcome is Outcome.FAIL)
    assert edges.has_a_pair(outside, finding, inside)
    assert not edges.has_a_pair(outside, finding, far)


def test_an_identity_that_is_never_kept_would_be_noticed(book: RegulationBook) -> None:
    cases = edges.told("fair_scale", book)
    broken = next(c for c in cases if c.name == "displayed interval differs from e")
    finding = next(f for f in broken.findings if f.outcome is Outcome.FAIL)
    assert edges.compares_for_identity(finding)
    assert edges.has_a_pair(broken, finding, cases)
    assert not edges.has_a_pair(broken, finding, [broken])


@pytest.mark.parametrize(
    "one,other,grain,near",
    [
        ("0.001 kg", "0.000 kg", None, True),
        ("0.005 kg", "0.000 kg", None, False),
        ("+4.1 %", "+4 %", None, True),
        ("+5 %", "+4 %", None, False),
        ("+10 g", "0 g", "10 g", True),
        ("+20 g", "0 g", "10 g", False),
        ("+10 g", "0 mg", "10 g", False),
        ("2026-12-06", "2026-12-07", None, True),
        ("2026-12-06", "2026-12-08", None, False),
    ],
)
def test_what_is_next_to_a_limit(one: str, other: str, grain: str | None, near: bool) -> None:
    ours, theirs = edges.size_of(one), edges.size_of(other)
    assert ours is not None
    assert theirs is not None
    assert ours.is_near(theirs, edges.size_of(grain) if grain else None) is near


def test_layers_are_not_judged_where_the_rules_sent_have_none(book: RegulationBook) -> None:
    lacking = tuple(
        replace(r, tables={**r.tables, "layers": ()}) if r.key == "gb_23350" else r
        for r in book.regulations
    )
    kind = next(kind for kind in kinds() if kind.key == "excessive_packaging")
    verdict = kind.judge(whole(kind, book), RegulationBook(regulations=lacking, digest="x"))
    found = next(f for f in verdict.findings if f.subject == "trial:layer")
    assert (found.outcome, found.reason.code) == (Outcome.ADVISORY, "layers_unread")


def test_every_reason_that_a_kind_can_give_is_given_in_some_case(book: RegulationBook) -> None:
    reached = edges.reasons_reached((kind.key for kind in kinds()), book)
    reached |= {
        finding.reason.code
        for kind in kinds()
        for finding in kind.judge(nothing_in(kind, book), book).findings
    }
    named = edges.reasons_in_kinds()
    assert len(named) > 60
    unreached = {code: place for code, place in named.items() if code not in reached}
    assert set(unreached) == set(REACHED_ELSEWHERE), unreached


@every_kind
def test_the_verdict_names_its_rules(kind: InspectionKind, book: RegulationBook) -> None:
    verdict = kind.judge(whole(kind, book), book)
    assert verdict.regulation
    assert verdict.rules_digest == book.digest
