"""What every section needs: the inspection, its kind, the rules and the language."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.domain.figures import Figure, FigureKind
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Citation, Outcome
from inspector_app.domain.measurement import Observation, PlanRow
from inspector_app.domain.text import Text
from inspector_app.kinds.base import InspectionKind
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import Tone
from inspector_app.words import Words
from inspector_app.words.clauses import cited_words
from inspector_app.words.reasons import outcome_word

TONES = {
    Outcome.PASS: Tone.GOOD,
    Outcome.FAIL: Tone.BAD,
    Outcome.INCOMPLETE: Tone.WARN,
    Outcome.ADVISORY: Tone.WARN,
    Outcome.NOT_APPLICABLE: Tone.PLAIN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """An inspection seen through its kind, in one language."""

    inspection: Inspection
    kind: InspectionKind
    book: RegulationBook
    words: Words
    plan: tuple[PlanRow, ...]

    def say(self, text: Text) -> str:
        """Return a declared text in the document's language."""
        return text.in_language(self.words.language)

    def row(self, row_id: str) -> PlanRow | None:
        """Return a row of the plan, None for one that the plan does not know."""
        return next((row for row in self.plan if row.row_id == row_id), None)

    def assessed(self, observation: Observation) -> Assessment | None:
        """Return an observation against its limits; None where it has none or was withdrawn."""
        row = self.row(observation.row_id)
        if row is None or observation.withdrawn:
            return None
        try:
            return self.kind.assess(self.inspection, row, observation, self.book)
        except DomainRuleBroken:  # the verdict names it; the row then shows no error
            return None

    def title_of(self, shape: str) -> str:
        """Return the kind's name of a shape (by its value), empty where it has none."""
        return next((self.say(u.title) for u in self.kind.shapes if u.shape.value == shape), "")


CONFORMS = {
    True: Text(zh="未见超限", en="not over"),
    False: Text(zh="疑似超限", en="suspected over"),
}
"""Words for a point whose limit is not confirmed: no word of a legal verdict."""


def point_word(context: Context, outcome: Outcome, *, legal: bool) -> str:
    """Return the word of one point's outcome, short enough for a table's cell."""
    if legal or outcome not in {Outcome.PASS, Outcome.FAIL}:
        return outcome_word(outcome, context.words)
    return context.say(CONFORMS[outcome is Outcome.PASS])


_UNIT_WORDS = {
    "yuan": Text(zh="元", en="yuan"),
    "yuan/kg": Text(zh="元/kg", en="yuan/kg"),
    "a": Text(zh="年", en="a"),
    "1": Text(zh="", en=""),
}


_DOCUMENT = Text(
    zh="全文 {length} 字符，见所附记录；SHA-256 {digest}",
    en="{length} characters, whole in the attached record; SHA-256 {digest}",
)


def unit_word(context: Context, unit: str) -> str:
    """Return a unit as it is printed: money and years have a word of their own in each language."""
    return context.say(_UNIT_WORDS[unit]) if unit in _UNIT_WORDS else unit


def written(context: Context, figure: Figure, text: str) -> str:
    """Return a kept figure as it is printed: with its unit, a choice by its words."""
    if figure.kind is FigureKind.CHOICE:
        return next((context.say(words) for key, words in figure.choices if key == text), text)
    if figure.kind is FigureKind.DOCUMENT:
        # The whole text lies in the record inside the PDF; on paper its hash stands for it.
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
        return context.say(_DOCUMENT).format(length=len(text), digest=digest)
    return f"{text} {unit_word(context, figure.unit)}".strip()


def cited(context: Context, citation: Citation | None) -> str:
    """Return `JJG 539-2016 5.4`, nothing for None."""
    return cited_words(citation, context.words.language)
