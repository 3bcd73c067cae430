from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import inspector_app
from inspector_app import words
from inspector_app.domain import exceptions
from inspector_app.domain.exceptions import InputInvalid, InspectorError, StandardRefused
from inspector_app.domain.inspection import State
from inspector_app.domain.judgement import (
    Citation,
    Confirmation,
    Finding,
    Outcome,
    Reason,
    reason,
)
from inspector_app.words import Words, failures, reasons
from inspector_app.words.failure_groups import GROUPS
from inspector_app.words.office_failures import OFFICE_GROUPS
from inspector_app.words.package_failures import PACKAGE_GROUPS
from inspector_app.words.rule_failures import RULE_GROUPS

ROOT = Path(__file__).resolve().parents[3]
FOLDERS = ("inspector_app", "serial_drivers", "db", "ui", "office")
CHINESE, ENGLISH = Words("zh_CN"), Words("en")


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def failure_names() -> set[str]:
    names = {
        n
        for n, v in vars(exceptions).items()
        if isinstance(v, type) and issubclass(v, InspectorError)
    }
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                bases = {b.id for b in node.bases if isinstance(b, ast.Name)}
                names |= {node.name} if bases & names else set()
    return names


def raised_codes() -> dict[str, str]:
    names, found = failure_names(), {}
    for path, tree in trees():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            first = node.args[0] if node.args else None
            if name in names and isinstance(first, ast.Constant) and isinstance(first.value, str):
                found[first.value] = f"{path.name}:{node.lineno}"
    return found


def reason_codes() -> dict[str, str]:
    found = {}
    for path, tree in trees():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "reason"
                and node.args
            ):
                for part in ast.walk(node.args[0]):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        found[part.value] = f"{path.name}:{node.lineno}"
    return found


def subclasses(kind: type[InspectorError]) -> Iterator[type[InspectorError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from subclasses(child)


def test_every_code_raised_anywhere_in_the_tree_has_words() -> None:
    codes = raised_codes()
    assert len(codes) > 50
    assert {code: place for code, place in codes.items() if not failures.is_known(code)} == {}


def test_every_class_of_failure_has_words_for_its_own_code() -> None:
    for module in pkgutil.walk_packages(inspector_app.__path__, "inspector_app."):
        if ".services." in module.name:
            importlib.import_module(module.name)
    assert [k.__name__ for k in subclasses(InspectorError) if not failures.is_known(k.code)] == []


def test_every_state_that_refuses_a_step_has_words() -> None:
    assert all(failures.is_known(f"inspection_is_{state.value}") for state in State)


def test_every_reason_given_anywhere_in_the_tree_has_a_sentence() -> None:
    codes = reason_codes()
    assert len(codes) > 30
    assert {c: p for c, p in codes.items() if c not in reasons.SENTENCES} == {}


def test_a_failure_says_what_happened_what_was_kept_and_what_to_do() -> None:
    failure = StandardRefused(
        "weights_expired",
        name="F2 20 kg",
        certificate="C1",
        valid_until="2026-11-20",
        on="2026-11-23",
    )
    advice = failures.explain(failure, CHINESE)
    assert advice.title == "该标准砝码不得使用"
    assert advice.happened == "F2 20 kg：证书 C1 有效期至 2026-11-20，已过期。"
    assert advice.kept
    assert advice.to_do


def test_a_code_of_a_newer_version_still_says_its_family() -> None:
    said = failures.sentence(InputInvalid("code_of_2031"), ENGLISH)
    assert said == failures.sentence(InputInvalid(), ENGLISH)


def test_a_missing_parameter_leaves_a_dash_and_no_crash() -> None:
    assert "–" in failures.sentence(StandardRefused("weights_expired"), ENGLISH)


def test_braces_in_a_parameter_are_shown_and_not_filled() -> None:
    failure = InputInvalid("not_a_number", field="x", value="{field}{0}")
    assert "{field}{0}" in failures.sentence(failure, ENGLISH)


def test_a_reason_speaks_both_languages() -> None:
    said = reason("over_limit", error="+12 g", limit="±10 g")
    assert reasons.sentence(said, CHINESE) == "误差 +12 g，超出 ±10 g。"
    assert reasons.sentence(said, ENGLISH) == "Error +12 g exceeds ±10 g."


def test_a_reason_that_is_a_failures_code_takes_its_words() -> None:
    assert reasons.sentence(reason("indication_unstable"), CHINESE) == "示值尚未稳定。"


def test_an_unknown_reason_is_shown_as_it_is() -> None:
    assert reasons.sentence(Reason(code="new_thing", parameters=(("a", "1"),))) == "new_thing a=1"


def test_a_declared_text_is_shown_in_the_language_asked_for() -> None:
    said = reason("photo_missing", photo="铭牌", photo_en="Nameplate")
    assert "铭牌" in reasons.sentence(said, CHINESE)
    assert "Nameplate" in reasons.sentence(said, ENGLISH)


@pytest.mark.parametrize("outcome", [Outcome.PASS, Outcome.FAIL])
def test_an_unconfirmed_figure_never_gets_the_words_of_a_legal_verdict(outcome: Outcome) -> None:
    legal = reasons.outcome_word(outcome, CHINESE)
    assert reasons.outcome_word(outcome, CHINESE, legal=False) != legal
    finding = Finding(
        subject="tare:1",
        outcome=outcome,
        reason=reason("zero_over", error="+3 g", limit="±2.5 g"),
        citation=Citation("JJG 539-2016", "4.6.3", Confirmation.MEMORY),
    )
    assert "尚未据公布文本核实" in reasons.finding_sentence(finding, CHINESE)


def test_the_words_follow_the_process_language() -> None:
    before = words.current_language()
    try:
        words.set_language("zh_CN")
        assert reasons.outcome_word(Outcome.PASS) == "合格"
        words.set_language("en")
        assert reasons.outcome_word(Outcome.PASS) == "Pass"
    finally:
        words.set_language(before)


def test_no_code_stands_in_two_groups_of_failures() -> None:
    groups = (*GROUPS, *OFFICE_GROUPS, *RULE_GROUPS, *PACKAGE_GROUPS)
    codes = [code for group in groups for code in group.happened]
    assert sorted(codes) == sorted(set(codes))


def test_a_failure_names_a_declared_figure_in_the_language_of_the_reader() -> None:
    missing = InputInvalid("figure_missing", field="fuel", name="油品", name_en="fuel")
    assert failures.sentence(missing, ENGLISH) == "fuel: not filled in yet."
    assert failures.sentence(missing, CHINESE).startswith("油品")
