"""The verdict with every reason, the arithmetic written out, and what the check is not."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.judgement import Finding, Manner, Outcome, Verdict, reason
from inspector_app.domain.measurement import titles
from inspector_app.domain.text import Text
from inspector_app.kinds.base import Check
from inspector_app.reports.base import Block, Cell, Paragraph, Table, VerdictBox
from inspector_app.reports.sections import labels
from inspector_app.reports.sections.context import TONES, Context, cited, point_word
from inspector_app.words.reasons import finding_sentence, point_outcome_word, sentence, verdict_word

_COLON = Text(zh="：", en=": ")
_LINES = Text(zh="；", en="; ")
SCREENING = "screening"
"""The reason that every field record carries (Metrology Law art. 20-21; rules art. 24, 26)."""

_TITLE = Text(zh="检查结论", en="Conclusion")
_NOT_JUDGED = Text(zh="尚未作出结论", en="Not concluded")
_ALL_WITHIN = Text(
    zh="所检 {count} 项均符合要求（{regulation}）。",
    en="All {count} items checked conform ({regulation}).",
)
_CAPTION = Text(zh="判定理由与计算", en="Reasons and arithmetic")
_HEAD = (
    Text(zh="项目", en="Item"),
    Text(zh="结论", en="Result"),
    Text(zh="理由与计算", en="Reason and arithmetic"),
    Text(zh="依据", en="Rule"),
)
_UNCONFIRMED = Text(
    zh="所依据的数值尚未据公布文本核实，本记录不作法定结论。",
    en="A deciding figure is not confirmed against the published text: this is no legal verdict.",
)
_DIGEST = Text(zh="规则数据 SHA-256：{digest}", en="Rule tables, SHA-256: {digest}")
_EDITIONS = Text(
    zh="所依版本（SHA-256 前 16 位，全文见内嵌记录）：{editions}",
    en="Editions used (first 16 digits of SHA-256; whole in the embedded record): {editions}",
)
_STATEMENT = Text(zh="当事人意见：{text}", en="Statement of the party: {text}")
_REMARKS = Text(zh="备注：{text}", en="Remarks: {text}")


def conclusion(context: Context) -> Iterator[Block]:
    """Yield the verdict, the table of its findings and the lines that every record carries."""
    verdict = context.inspection.verdict
    if verdict is None:
        yield Paragraph(text=context.say(_NOT_JUDGED))
    else:
        yield _box(context, verdict)
        yield from _findings(context, verdict)
        judged = verdict.outcome in {Outcome.PASS, Outcome.FAIL}
        if judged and not verdict.legal:
            yield Paragraph(text=context.say(_UNCONFIRMED), small=True)
        yield Paragraph(text=context.say(_DIGEST).format(digest=verdict.rules_digest), small=True)
        if verdict.editions:  # older records name none
            named = "; ".join(f"{used.number} {used.digest[:16]}" for used in verdict.editions)
            yield Paragraph(text=context.say(_EDITIONS).format(editions=named), small=True)
    yield Paragraph(text=sentence(reason(SCREENING), context.words), small=True)
    for name, label in (("party_statement", _STATEMENT), ("remarks", _REMARKS)):
        if said := context.inspection.fields.get(name):
            yield Paragraph(text=context.say(label).format(text=said))


def _box(context: Context, verdict: Verdict) -> VerdictBox:
    deciding = [f for f in verdict.findings if f.outcome in {Outcome.FAIL, Outcome.INCOMPLETE}]
    reasons = tuple(
        subject_name(context, f) + context.say(_COLON) + finding_sentence(f, context.words)
        for f in deciding
    )
    if not reasons and verdict.manner is not Manner.CONFORMITY:
        reasons = _of_its_manner(context, verdict)
    if not reasons:
        passed = sum(1 for f in verdict.findings if f.outcome is Outcome.PASS)
        within = context.say(_ALL_WITHIN).format(count=passed, regulation=verdict.regulation)
        reasons = (within,)
    return VerdictBox(
        title=context.say(_TITLE),
        word=verdict_word(verdict, context.words),
        tone=TONES[verdict.outcome],
        reasons=reasons,
    )


def _of_its_manner(context: Context, verdict: Verdict) -> tuple[str, ...]:
    """Return what a lead or a score says of itself, instead of `all items conform`."""
    subjects = {"score:total", verdict.manner.value}
    own = (f for f in verdict.findings if f.subject in subjects)
    return tuple(finding_sentence(f, context.words) for f in own)


def _findings(context: Context, verdict: Verdict) -> Iterator[Block]:
    """Yield all findings but the checks that simply hold: those stand in their own table."""
    told = [f for f in verdict.findings if not _is_said_elsewhere(f)]
    if told:
        yield Table(
            caption=context.say(_CAPTION),
            head=tuple(map(context.say, _HEAD)),
            rows=tuple(_row(context, finding, verdict.manner) for finding in told),
            widths=(2.5, 1.2, 6.1, 2.2),
        )


_QUIET = frozenset({Outcome.PASS, Outcome.NOT_APPLICABLE})


def _is_said_elsewhere(finding: Finding) -> bool:
    """Say whether the table of checks has it, or the line that every record ends with."""
    holds = finding.subject.startswith("check:") and finding.outcome in _QUIET
    return holds or finding.reason.code == SCREENING


def _row(context: Context, finding: Finding, manner: Manner) -> tuple[Cell, ...]:
    legal = finding.citation is None or finding.citation.confirmation.is_confirmed
    word = (
        point_word(context, finding.outcome, legal=legal)
        if manner is Manner.CONFORMITY
        else point_outcome_word(finding.outcome, manner, context.words)
    )
    return (
        Cell(text=subject_name(context, finding)),
        Cell(
            text=word,
            align="center",
            tone=TONES[finding.outcome],
            bold=finding.outcome is Outcome.FAIL,
        ),
        Cell(text=_explained(context, finding)),
        Cell(text=cited(context, finding.citation)),
    )


def _explained(context: Context, finding: Finding) -> str:
    said = finding_sentence(finding, context.words)
    return "\n".join((said, context.say(_LINES).join(finding.lines))).rstrip()


def subject_name(context: Context, finding: Finding) -> str:
    """Return what a finding is about, as the form calls it."""
    subject = finding.subject
    group, _, key = subject.partition(":")
    title = context.title_of(group)
    parts = [context.say(part) for part in titles(context.plan, subject)]
    if parts:
        return " · ".join(dict.fromkeys(([] if len(parts) > 1 else [title]) + parts)).lstrip(" ·")
    if title:
        return title
    named = _declared(context, group, key)
    return context.say(named) if named else subject


def _declared(context: Context, group: str, key: str) -> Text | None:
    if group == "check":
        asked = (check for check in context.kind.checks if check.key == key)
        return next((_with_key(check) for check in asked), None)
    if group == "field":
        return next((f.label for f in context.kind.particulars if f.key == key), None)
    if group == "photo":
        return next((role.title for role in context.kind.photos if role.key == key), None)
    return labels.SUBJECTS.get(f"{group}:{key}") or labels.SUBJECTS.get(group)


def _with_key(check: Check) -> Text:
    return Text(f"{check.key} {check.text.zh}", f"{check.key} {check.text.en}")
