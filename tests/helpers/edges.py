"""Do the golden cases stand on both sides of every limit? Read off the cases, without marks.

A pair of a limit is a case that fails it and one that does not, next to each other: the two findings
say nearly the same figures (error +4.1 % and +4 % against ±4 %); where they say none in common, the
two cases differ in one entry only, and that by nearly nothing. Nearly: 10 %, one of a count, a day;
beside nought the last digit written; beside a reading the next one the display has, one d away.

What is compared for identity (`..._differs`: d and e, a number and the ledger's) has no distance: its
pair is a case that differs in that one entry, by however much.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from inspector_app.domain.judgement import Finding, Outcome
from inspector_app.domain.measurement import Shape
from inspector_app.kinds.catalogue import kind_of
from inspector_app.metrology.regulations import RegulationBook
from tests.helpers.golden_inspections import golden_cases, inspection_from

KINDS = Path(__file__).resolve().parents[2] / "inspector_app" / "kinds"
_FIGURE = re.compile(r"([+\-−±]?)((?:0|[1-9]\d*)(?:\.\d+)?)( ?[a-zA-Z%°³/]{1,8})?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NEAR = Decimal("0.1")
_RISK = "_risk"
"""Ends the code of a limit judged where its uncertainty is known: the limit is the same one."""
_HOW_SURE = {"risk", "guard"}
"""What a finding says of its certainty, not of what is judged."""


@dataclass(frozen=True, slots=True)
class Size:
    """A figure of a text: `+4.1 %` is 4.1 in `%`; a day counts in days."""

    value: Decimal
    unit: str

    def is_near(self, other: Size, grain: Size | None = None) -> bool:
        """Whether nothing much lies between; grain: the display's d, for what is read off it."""
        if self.unit != other.unit:
            return False
        apart = abs(self.value - other.value)
        if self.unit in {"day", ""} and apart <= 1:
            return True
        if grain is not None and grain.unit == self.unit and apart == grain.value:
            return True
        if not self.value or not other.value:
            return self.unit != "day" and apart <= self._last_digit(other)
        return self.unit != "day" and apart <= _NEAR * max(abs(self.value), abs(other.value))

    def _last_digit(self, other: Size) -> Decimal:
        exponents = [size.value.as_tuple().exponent for size in (self, other)]
        return Decimal(1).scaleb(min(e for e in exponents if isinstance(e, int)))


def size_of(text: object) -> Size | None:
    """The figure that a text is, None for a name, a serial number, several figures."""
    if isinstance(text, date):
        return Size(Decimal(text.toordinal()), "day")
    said = str(text).strip()
    if _DAY.fullmatch(said):
        return Size(Decimal(date.fromisoformat(said).toordinal()), "day")
    found = _FIGURE.fullmatch(said)
    if found is None:
        return None
    sign = -1 if found[1] in {"-", "−"} else 1
    return Size(sign * Decimal(found[2]), (found[3] or "").strip())


@dataclass(frozen=True, slots=True)
class Told:
    """One golden case, judged."""

    name: str
    entries: Mapping[str, object]
    findings: tuple[Finding, ...]

    def of(self, base: str, outcome: Outcome) -> list[Finding]:
        return [f for f in self.findings if base_of(f) == base and f.outcome is outcome]


def limit_of(finding: Finding) -> str:
    """The code of the limit failed, whether or not the decision's risk is said with it."""
    return finding.reason.code.removesuffix(_RISK)


def compares_for_identity(finding: Finding) -> bool:
    """Whether two things must be the same: no figure of them is nearer to that than another."""
    return "differs" in finding.reason.code.split("_")


def base_of(finding: Finding) -> str:
    """What is judged, whichever run, nozzle or package: `trial:q1:2` is `trial:q1`."""
    return re.sub(r":\d+", "", finding.subject)


def told(key: str, book: RegulationBook) -> list[Told]:
    """Every golden case of a kind, and its base as one more."""
    found = [(base, case) for kind, base, case in golden_cases() if kind == key]
    found.append((found[0][0], {"name": "the base"}))
    return [
        Told(
            name=case["name"],
            entries=_entries(base, case),
            findings=kind_of(key).judge(inspection_from(key, base, case, book), book).findings,
        )
        for base, case in found
    ]


def _entries(base: Mapping[str, Any], case: Mapping[str, Any]) -> dict[str, object]:
    flat = dict(_flat("", base))
    flat.update(_flat("", {k: v for k, v in case.items() if k not in _ABOUT}))
    return flat


_ABOUT = {"name", "outcome", "failing", "legal", "regulation", "advising", "errors", "score"}


def _flat(path: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _flat(f"{path}/{key}", item)
    else:
        yield path, value


def limits_without_a_pair(key: str, book: RegulationBook) -> set[str]:
    """`subject code` of every limit that golden cases fail but do not hold on both sides."""
    cases = told(key, book)
    failed: dict[str, bool] = defaultdict(bool)
    for case in cases:
        for finding in case.findings:
            if finding.outcome is Outcome.FAIL and not finding.subject.startswith("check:"):
                name = f"{base_of(finding)} {limit_of(finding)}"
                failed[name] |= has_a_pair(case, finding, cases)
    return {name for name, is_paired in failed.items() if not is_paired}


def has_a_pair(case: Told, finding: Finding, cases: list[Told]) -> bool:
    """Whether one of the cases stands just inside of what this finding of a case fails."""
    base = base_of(finding)
    if compares_for_identity(finding):
        return any(
            not other.of(base, Outcome.FAIL) and len(_entries_apart(case, other)) == 1
            for other in cases
        )
    grain = _grain(case, finding)
    shared = [
        sizes
        for other in cases
        for passing in other.of(base, Outcome.PASS)
        if (sizes := _shared_figures(finding, passing))
    ]
    if shared:
        return any(all(ours.is_near(theirs, grain) for ours, theirs in sizes) for sizes in shared)
    # Nothing of the two findings can be compared: then the entries themselves.
    return any(
        not other.of(base, Outcome.FAIL) and _is_one_entry_away(case, other) for other in cases
    )


def _shared_figures(one: Finding, other: Finding) -> list[tuple[Size, Size]]:
    """The figures that both findings say under one name; none where their limits differ."""
    ours, theirs = dict(one.reason.parameters), dict(other.reason.parameters)
    if ours.get("limit") != theirs.get("limit"):
        return []
    said = [k for k in ours if k in theirs and k not in _HOW_SURE]
    sizes = [(size_of(ours[k]), size_of(theirs[k])) for k in said]
    return [(a, b) for a, b in sizes if a is not None and b is not None]


def _grain(case: Told, finding: Finding) -> Size | None:
    """The d of the display, for what is read off it as it stands: the change of an indication."""
    is_read = finding.subject.startswith(f"{Shape.DISCRIMINATION.value}:")
    return size_of(case.entries.get("/instrument/d", "")) if is_read else None


def _entries_apart(one: Told, other: Told) -> list[str]:
    names = {*one.entries, *other.entries}
    return [n for n in names if one.entries.get(n) != other.entries.get(n)]


def _is_one_entry_away(one: Told, other: Told) -> bool:
    """Whether a single entry differs: a figure by nearly nothing, or a word (no figure at all)."""
    apart = _entries_apart(one, other)
    if len(apart) != 1:
        return False
    ours, theirs = (size_of(side.entries.get(apart[0], "")) for side in (one, other))
    if ours is None and theirs is None:
        return True
    return ours is not None and theirs is not None and ours.is_near(theirs)


# --- every reason is reached -------------------------------------------------------------------


@cache
def reasons_in_kinds() -> dict[str, str]:
    """Every reason code that a module of the kinds names outright, with its place."""
    found: dict[str, str] = {}
    for path in sorted(KINDS.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "reason":
                for code in _codes(node.args[0]) if node.args else ():
                    found.setdefault(code, f"{path.name}:{node.lineno}")
    return found


def _codes(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_codes(node.body), *_codes(node.orelse))


def reasons_reached(keys: Iterator[str], book: RegulationBook) -> set[str]:
    """Every reason code that some golden case of these kinds is given."""
    return {f.reason.code for key in keys for case in told(key, book) for f in case.findings}
