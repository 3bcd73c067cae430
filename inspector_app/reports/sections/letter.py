"""What letters to other bodies share: the addressee, the annexes, the closing and the foot."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.text import Text
from inspector_app.reports.base import Block, Imprint, Paragraph
from inspector_app.reports.entries import EntryTable, row_key
from inspector_app.reports.sections import paper as of
from inspector_app.reports.sections.asked import words
from inspector_app.reports.sections.paper import Paper
from inspector_app.words import Words

ANNEXES = EntryTable(
    key="annexes",
    title=Text(zh="附件", en="annexes"),
    figures=(
        words("name", Text(zh="材料名称", en="material")),
        words("pages", Text(zh="份数、页数", en="copies, pages"), required=False),
    ),
)
_TO = Text(zh="{to}：", en="To: {to}")
_ANNEX = Text(zh="附件：", en="Annexes: ")
_CONTACT = Text(zh="（联系人及电话：{contact}）", en="(Contact: {contact})")
_COPIES = Text(zh="抄送：{copies}", en="Copies: {copies}")
_PRINTED = Text(zh="{day}印发", en="Issued on {day}")
_RECORD = Text(zh="现场计量监督检查记录", en="record of the on-site inspection")


def to(paper: Paper) -> Paragraph:
    """Return who the letter is for, at the left edge."""
    return Paragraph(text=paper.say(_TO, to=paper.entry("to")))


def foot(paper: Paper) -> Iterator[Block]:
    """Yield annexes, closing, the note with the contact and the ruled lines at the foot."""
    rows = paper.filled.rows(ANNEXES)
    if rows:
        yield Paragraph(text="")  # a line below the text (GB/T 9704-2012 7.3.4)
    under = 5 if paper.context.words.language.startswith("zh") else 6
    for number, row in enumerate(rows, 1):
        pages = f"（{row['pages']}）" if row.get("pages") else ""
        said = f"{number}. {row.get('name', '')}{pages}"
        first = number == 1
        yield Paragraph(
            text=(paper.say(_ANNEX) + said) if first else said, indent=2 if first else under
        )
    yield of.closing(paper)
    yield Paragraph(text=paper.say(_CONTACT, contact=paper.entry("contact")), indent=2)
    yield from of.proof(paper)
    copies = paper.filled["copies"]
    told = (paper.say(_COPIES, copies=copies),) if copies else ()
    printed = paper.say(_PRINTED, day=paper.day(paper.on))
    yield Imprint(lines=(*told, paper.issuer), right=printed)


def record_as_annex(words: Words) -> dict[str, str]:
    """Return the record of the inspection as the first annex."""
    return {row_key(ANNEXES.key, 1, "name"): _RECORD.in_language(words.language)}
