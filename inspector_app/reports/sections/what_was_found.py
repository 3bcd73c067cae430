"""What a paper tells of the visit: who inspected whom, what was found, which laws it touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from inspector_app.domain.text import Text
from inspector_app.kinds.base import Basis
from inspector_app.reports.base import Block, Paragraph
from inspector_app.reports.needs import to_correct
from inspector_app.reports.sections import paper as of
from inspector_app.reports.sections.conclusion import subject_name
from inspector_app.reports.sections.paper import Paper
from inspector_app.words.clauses import article_of
from inspector_app.words.reasons import finding_sentence

_VISIT = Text(
    zh="{day}，本局执法人员{people}对{party}实施监督检查（{kind}）",
    en="On {day}, officers {people} of this bureau inspected {party} ({kind})",
)
_DEVICE = Text(zh="，检查对象为{device}", en="; instrument: {device}")
_FOUND = Text(zh="经检查，发现下列情况：", en="The following was found:")


def visit(paper: Paper) -> str:
    """Return who inspected whom, when and what, as one sentence."""
    said = paper.say(
        _VISIT,
        day=paper.day(paper.seen.on),
        people=paper.listed(of.people(paper)),
        party=of.party_name(paper),
        kind=paper.say(paper.context.kind.title),
    )
    device = of.device_name(paper)
    return said + (paper.say(_DEVICE, device=device) if device else "") + paper.say(of.STOP)


def found_lines(paper: Paper) -> tuple[str, ...]:
    """Return what is wrong, a sentence each."""
    colon = "：" if paper.context.words.language.startswith("zh") else ": "
    return tuple(
        subject_name(paper.context, f) + colon + finding_sentence(f, paper.context.words)
        for f in to_correct(paper.seen)
    )


def found(paper: Paper) -> Iterator[Block]:
    """Yield the visit and what was found, numbered, as the notices tell it."""
    yield Paragraph(text=visit(paper), indent=2)
    yield from findings(paper)


def findings(paper: Paper) -> Iterator[Block]:
    """Yield what was found, numbered under its own words; nothing where all holds."""
    lines = found_lines(paper)
    if lines:
        yield Paragraph(text=paper.say(_FOUND), indent=2)
    for number, line in enumerate(lines, 1):
        yield Paragraph(text=f"{number}. {line}", indent=2)


def laws_broken(paper: Paper) -> str:
    """Return the laws behind the checks that failed, else the kind's own; no technical rules."""
    checks = {f"check:{check.key}": check.basis for check in paper.context.kind.checks}
    found_in = (checks.get(finding.subject) for finding in to_correct(paper.seen))
    return _cited_once(paper, (b for b in found_in if b and _is_law(b))) or legal_basis(paper)


def legal_basis(paper: Paper) -> str:
    """Return the laws that the kind itself rests on."""
    return _cited_once(paper, (basis for basis in paper.context.kind.basis if _is_law(basis)))


def _cited_once(paper: Paper, bases: Iterable[Basis]) -> str:
    """Return the laws in a row, each named once with all of its articles."""
    articles: dict[Text, dict[str, None]] = {}
    for basis in bases:
        articles.setdefault(basis.document, {})[basis.article] = None
    return paper.listed(
        article(paper, document, paper.listed(numbers)) for document, numbers in articles.items()
    )


def _is_law(basis: Basis) -> bool:
    """Say whether it is a law or an order: JJG, JJF and GB are rules of measuring and marking."""
    return not basis.document.zh.lstrip("《").startswith(("JJG", "JJF", "GB"))


def article(paper: Paper, document_title: Text, number: str) -> str:
    """Return `《…》第五条`, the title in its quotation marks."""
    return article_of(document_title, number, paper.context.words.language)
