"""What a judgement is made of: citations, reasons, arithmetic, findings, verdicts.

Nothing here decides; `inspector_app.kinds` decides with the rules of `inspector_app.metrology`.
Words are codes with parameters: `inspector_app.words.reasons` turns them into sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from inspector_app.domain.quantities import Quantity


class Confirmation(StrEnum):
    """How well a figure of a regulation has been confirmed."""

    VERIFIED = "verified"
    VERIFIED_SECONDARY = "verified_secondary"
    MEMORY = "memory"
    INFERRED = "inferred"

    @property
    def is_confirmed(self) -> bool:
        """Say whether a legal verdict may rest on the figure."""
        return self is Confirmation.VERIFIED or self is Confirmation.VERIFIED_SECONDARY


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a limit comes from: `JJG 539-2016`, clause `5.4`, and how well it is confirmed."""

    regulation: str
    clause: str
    confirmation: Confirmation = Confirmation.VERIFIED_SECONDARY


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a finding is what it is: a code of `words.reasons` and the values of its sentence."""

    code: str
    parameters: tuple[tuple[str, str], ...] = ()


def reason(code: str, **parameters: object) -> Reason:
    """Return a Reason with its values as text, in the given order."""
    return Reason(code=code, parameters=tuple([(k, str(v)) for k, v in parameters.items()]))


class Outcome(StrEnum):
    """Conclusion about one point or about the whole inspection.

    ADVISORY is a finding's only: something to correct or to look at that decides nothing.
    """

    PASS = "pass"  # noqa: S105 - the field's word, no password
    FAIL = "fail"
    INCOMPLETE = "incomplete"
    NOT_APPLICABLE = "not_applicable"
    ADVISORY = "advisory"


class Band(StrEnum):
    """Where an error lies against its limit and the guard band inside it (JCGM 106)."""

    INSIDE = "inside"
    GUARD = "guard"
    OVER = "over"


class DecisionRule(StrEnum):
    """How a measured value with an uncertainty is decided on (JCGM 106)."""

    SIMPLE = "simple_acceptance"
    """The acceptance limit is the limit itself."""
    GUARDED = "guarded_acceptance"
    """The acceptance limit lies within the limit by U."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One measured point against its limits, for the live gauge and the kept row alike.

    error: what is compared (Ec of a scale, shortage of a lot, a relative error in %), its limits of
    the same kind. lower, upper: limits,
    None for a side that has none. guard: expanded uncertainty U (k = 2) shaded inside the limits.
    lines: the arithmetic written out, language-neutral. e: interval the gauge's ticks count in.
    rule: the decision rule applied. risk: the probability (0 to 1, four decimals) that the decision
    is wrong, None where U is unknown.
    """

    error: Quantity
    lower: Quantity | None
    upper: Quantity | None
    guard: Quantity | None
    band: Band
    lines: tuple[str, ...]
    citation: Citation
    interval: Quantity | None = None
    rule: DecisionRule = DecisionRule.SIMPLE
    risk: Decimal | None = None

    @property
    def conforms(self) -> bool:
        """Say whether the point is accepted: within its limits, by U where the rule asks for it."""
        return is_accepted(self.band, self.rule)

    @property
    def is_decided(self) -> bool:
        """Say whether the point is accepted or refused at all.

        A guard band that is asked for decides nothing within the limits without U, nor where U is
        so wide that it would accept no value whatever.
        """
        if self.rule is DecisionRule.SIMPLE or self.band is Band.OVER:
            return True
        return self.risk is not None and not self._is_guard_too_wide()

    def _is_guard_too_wide(self) -> bool:
        if self.lower is None or self.upper is None or self.guard is None:
            return False
        return self.lower + self.guard > self.upper - self.guard


def is_accepted(band: Band, rule: DecisionRule) -> bool:
    """Say whether a value in this band is accepted by this rule."""
    return band is Band.INSIDE or (band is Band.GUARD and rule is DecisionRule.SIMPLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One reason of a verdict.

    subject: `check:MS03`, `load_points:3`, `repeatability`, `zero`... about: the value judged.
    """

    subject: str
    outcome: Outcome
    reason: Reason
    citation: Citation | None = None
    lines: tuple[str, ...] = ()
    about: tuple[tuple[str, str], ...] = ()


class Manner(StrEnum):
    """In which words a conclusion is said."""

    CONFORMITY = ""
    """Pass and fail, as the regulation means them."""
    LEAD = "lead"
    """A failure is a suspicion to follow up, for a case to decide: nothing is declared false."""
    SCORE = "score"
    """No conformity is judged at all (NOT_APPLICABLE): the verdict carries a score and a grade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Points out of 100 and the grade that a method gives for them; never a legal verdict.

    method: number of the method. grade: key of a row of its table (`words.reasons.GRADES`).
    """

    points: str
    grade: str
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionUsed:
    """An edition that a judgement rested on. digest: SHA-256 (hex) of the file it was read from."""

    key: str
    number: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The conclusion with every reason.

    rules_digest: SHA-256 of all regulation tables of that day. editions: those that were asked for
    a figure, each with its own hash, so that the same verdict can be computed again after the
    tables grew; empty in records older than the field. legal: False when a deciding figure is
    unconfirmed: then no words of a legal verdict.
    """

    outcome: Outcome
    findings: tuple[Finding, ...]
    regulation: str
    rules_digest: str
    legal: bool = True
    editions: tuple[EditionUsed, ...] = ()
    manner: Manner = Manner.CONFORMITY
    score: Score | None = None

    def failures(self) -> tuple[Finding, ...]:
        """Return the findings that made it fail."""
        return tuple(f for f in self.findings if f.outcome is Outcome.FAIL)
