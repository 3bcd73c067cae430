"""What a finding may lead to: articles, amounts and how well each is confirmed. Never a decision.

The mapping is rows (`resources/regulations/consequences.toml`), the amounts are rows of the laws
themselves. Several laws that may apply stand side by side; a person chooses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from inspector_app.casework.penalties import amount_in_words, fine_row
from inspector_app.domain.case import Case, PromptAnswer
from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Confirmation, Finding, Outcome
from inspector_app.domain.text import Text
from inspector_app.metrology.regulations import RegulationBook, Row

KEY = "consequences"
PROPOSE, KEEP = "propose_transfer", "no_transfer"
ANSWERS = (PROPOSE, KEEP)
"""What a person may answer to a prompt: propose the transfer in writing, or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawOption:
    """A law that may apply. violation: its key in the fine tables, empty where none is held.

    amount: as the law gives it (`1000`, `2000-20000`), empty where the amount is not in the
    tables. is_gains_share: the amount counts in illegal gains, not in yuan. only: to whom it is
    limited, as the table says.
    """

    violation: str
    basis: str
    amount: str
    kind: str
    confirmation: Confirmation
    only: str = ""

    @property
    def is_gains_share(self) -> bool:
        """Say whether the amount is a share or multiple of illegal gains."""
        return "gains" in self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What some findings may lead to. confirmation: of the mapping, which is our own reading.

    findings: those of the inspection that it rests on. prompt: key of a `Prompt`, or empty.
    """

    key: str
    title: Text
    measures: Text
    note: Text | None
    clause: str
    confirmation: Confirmation
    options: tuple[LawOption, ...]
    inspection_id: str
    findings: tuple[Finding, ...]
    prompt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A question that a person must answer with a reason; answer: the newest, None while open."""

    key: str
    title: Text
    question: Text
    clause: str
    confirmation: Confirmation
    answer: PromptAnswer | None = None


def suggestions_for(inspection: Inspection, book: RegulationBook) -> tuple[Suggestion, ...]:
    """Return what the failures of a judged inspection may lead to, the gravest first.

    Those that raise a question for the police come first, then the order of the table.
    Law and amounts are those in force on the day of the inspection. Empty without a verdict.
    """
    if inspection.verdict is None:
        return ()
    failures = [f for f in inspection.verdict.findings if f.outcome is Outcome.FAIL]
    rows = book.newest(KEY).rows("consequence")
    found = (_suggestion(row, inspection, failures, book) for row in rows)
    ordered = sorted((one for one in found if one is not None), key=lambda one: not one.prompt)
    return tuple(ordered)


def unmapped(inspection: Inspection, book: RegulationBook) -> tuple[Finding, ...]:
    """Return the failures that no row speaks of: the person looks up the law without help."""
    if inspection.verdict is None:
        return ()
    taken = {f.subject for s in suggestions_for(inspection, book) for f in s.findings}
    return tuple(f for f in inspection.verdict.failures() if f.subject not in taken)


def prompts_for(
    case: Case, suggestions: tuple[Suggestion, ...], book: RegulationBook
) -> tuple[Prompt, ...]:
    """Return the questions that the suggestions raise, each once, with its answer if it has one."""
    wanted = dict.fromkeys(s.prompt for s in suggestions if s.prompt)
    return tuple(_prompt(key, case, book) for key in wanted)


def prompt_keys(book: RegulationBook) -> frozenset[str]:
    """Return the keys of every prompt in the table."""
    return frozenset(row.text("key") for row in book.newest(KEY).rows("transfer_prompt"))


def _suggestion(
    row: Row, inspection: Inspection, failures: list[Finding], book: RegulationBook
) -> Suggestion | None:
    if inspection.kind not in row.values["kinds"]:
        return None
    fitting = tuple(f for f in failures if _fits(row, f))
    if not fitting:
        return None
    return Suggestion(
        key=row.text("key"),
        title=_text(row.values["title"]),
        measures=_text(row.values["measures"]),
        note=_text(row.values["note"]) if row.has("note") else None,
        clause=row.clause,
        confirmation=row.confirmation,
        options=tuple(_options(row, book, inspection.on)),
        inspection_id=inspection.inspection_id,
        findings=fitting,
        prompt=row.text("prompt") if row.has("prompt") else "",
    )


def _fits(row: Row, finding: Finding) -> bool:
    if row.has("codes") and finding.reason.code not in row.values["codes"]:
        return False
    return _any_fits(row.values["findings"], finding.subject) and not _any_fits(
        row.values.get("but_not", ()), finding.subject
    )


def _any_fits(patterns: Iterable[str], subject: str) -> bool:
    return any(fnmatchcase(subject, pattern) for pattern in patterns)


def _options(row: Row, book: RegulationBook, on: date) -> Iterator[LawOption]:
    for violation in row.values["fines"]:
        law = _fine(violation, book, on)
        if law is not None:
            yield LawOption(
                violation=violation,
                basis=law.text("basis"),
                amount=amount_in_words(law),
                kind=law.text("kind"),
                confirmation=law.confirmation,
                only=law.text("only") if law.has("only") else "",
            )
    for cited in row.values.get("laws", ()):
        yield LawOption(
            violation="",
            basis=f"{cited['law']} {cited['article']}",
            amount="",
            kind="",
            confirmation=Confirmation(cited["confirmation"]),
        )


def _fine(violation: str, book: RegulationBook, on: date) -> Row | None:
    """Return the row in force that day, None where its law was not."""
    try:
        return fine_row(violation, book, on)
    except OutOfRange:
        return None


def _prompt(key: str, case: Case, book: RegulationBook) -> Prompt:
    for row in book.newest(KEY).rows("transfer_prompt"):
        if row.text("key") == key:
            return Prompt(
                key=key,
                title=_text(row.values["title"]),
                question=_text(row.values["question"]),
                clause=row.clause,
                confirmation=row.confirmation,
                answer=case.answer_to(key),
            )
    raise InputInvalid("prompt_unknown", field="prompt", value=key[:40])


def _text(value: Mapping[str, Any]) -> Text:
    return Text(value["zh"], value["en"])
