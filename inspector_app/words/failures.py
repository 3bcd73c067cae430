"""Failures in the user's words: what happened, what was kept, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from inspector_app import words as current
from inspector_app.domain.exceptions import InspectorError
from inspector_app.words import Words
from inspector_app.words.bench_failures import BENCH_GROUPS
from inspector_app.words.bus_failures import BUS_GROUPS
from inspector_app.words.capture_failures import CAPTURE_GROUPS
from inspector_app.words.case_failures import CASE_GROUPS
from inspector_app.words.failure_groups import GROUPS, FailureGroup
from inspector_app.words.failures_dcc import DCC_GROUPS
from inspector_app.words.office_failures import OFFICE_GROUPS
from inspector_app.words.package_failures import PACKAGE_GROUPS
from inspector_app.words.paper_failures import PAPER_GROUPS
from inspector_app.words.position_failures import POSITION_GROUPS
from inspector_app.words.rule_failures import RULE_GROUPS
from inspector_app.words.run_failures import RUN_GROUPS

UNKNOWN = "inspector_error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One failure explained: a short title, and three sentences (kept, to_do may be empty)."""

    title: str
    happened: str
    kept: str
    to_do: str


def explain(failure: InspectorError, words: Words | None = None) -> Advice:
    """Return the failure in the window's language, or in that of `words`."""
    group, pattern = _entry(failure.code, _default_code(failure))
    return Advice(
        title=_translated(group.title, words),
        happened=_filled(_translated(pattern, words), in_language(failure.parameters, words)),
        kept=_translated(group.kept, words),
        to_do=_translated(group.to_do, words),
    )


def sentence(failure: InspectorError, words: Words | None = None) -> str:
    """Return what happened, in one sentence: for beside a field or in a strip."""
    return explain(failure, words).happened


def sentence_of(code: str, words: Words | None = None, **parameters: str) -> str:
    """Return the sentence of a code carried without its exception (a port's state)."""
    return _filled(_translated(_entry(code, UNKNOWN)[1], words), parameters)


def in_language(parameters: Mapping[str, str], words: Words | None) -> dict[str, str]:
    """Return a sentence's values in its language.

    A declared text travels twice, as `name` (Chinese) and `name_en`: the one to show is taken.
    """
    language = words.language if words else current.current_language()
    if language.startswith("zh"):
        return dict(parameters)
    return {name: parameters.get(f"{name}_en", value) for name, value in parameters.items()}


def is_known(code: str) -> bool:
    """Say whether the code has words of its own."""
    return code in _by_code()


_ALL_GROUPS = (
    *GROUPS,
    *OFFICE_GROUPS,
    *RULE_GROUPS,
    *PACKAGE_GROUPS,
    *DCC_GROUPS,
    *BUS_GROUPS,
    *CAPTURE_GROUPS,
    *RUN_GROUPS,
    *BENCH_GROUPS,
    *POSITION_GROUPS,
    *PAPER_GROUPS,
    *CASE_GROUPS,
)


@cache
def _by_code() -> dict[str, tuple[FailureGroup, str]]:
    return {code: (group, text) for group in _ALL_GROUPS for code, text in group.happened.items()}


def _entry(code: str, otherwise: str) -> tuple[FailureGroup, str]:
    known = _by_code()
    return known.get(code) or known.get(otherwise) or known[UNKNOWN]


def _default_code(failure: InspectorError) -> str:
    """Return the nearest class's own code that has words: a newer code still says its family."""
    codes = (cls.code for cls in type(failure).__mro__ if issubclass(cls, InspectorError))
    return next((code for code in codes if is_known(code)), UNKNOWN)


def _filled(pattern: str, parameters: dict[str, str]) -> str:
    return pattern.format_map(_Lenient(parameters))


def _translated(message: str, words: Words | None) -> str:
    return words.gettext(message) if words else current.gettext(message)


class _Lenient(dict[str, str]):
    """A sentence lacking one parameter is still shown, with a dash."""

    def __missing__(self, key: str) -> str:
        return "–"
