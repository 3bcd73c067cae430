"""Documents as text, for golden files. Rewrite them: `python -m tests.helpers.golden_reports`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.kinds.catalogue import kinds
from inspector_app.metrology.regulations import RegulationBook, load_book
from inspector_app.reports.base import (
    Block,
    Cell,
    Closing,
    Document,
    DrawingBlock,
    Fields,
    Heading,
    Imprint,
    Paragraph,
    Pictures,
    ProofBlock,
    Signatures,
    Table,
    VerdictBox,
)
from inspector_app.reports.spot_check_record import REPORT
from inspector_app.words import Words
from tests.helpers.documents import MemoryKey
from tests.helpers.inspections import sealed

FOLDER = Path(__file__).parent.parent / "golden" / "reports"
_HEADER = (
    "# The spot check record of tests/helpers/inspections.py as a tree. Checked by eye against\n"
    "# domain.md 1.2-1.4 and 9.7. Hashes, keys and tokens are masked; reasons stay in English,\n"
    "# for their translations have tests of their own.\n"
)


class UntranslatedWords(Words):
    """A language's form with English sentences, so that a better translation breaks no golden."""

    def gettext(self, message: str) -> str:
        return message


def tree(kind: str, language: str, book: RegulationBook) -> Document:
    key = MemoryKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
    inspection, _record = sealed(kind, book, key)
    return REPORT.build(inspection, book, UntranslatedWords(language))


def as_text(document: Document, header: str = _HEADER) -> str:
    """One line per text of the tree, cells divided by bars."""
    lines = [f"title: {document.title}", f"issuer: {document.issuer}", f"number: {document.number}"]
    lines += [f"subject: {document.subject}", f"keywords: {', '.join(document.keywords)}"]
    for block in document.blocks:
        lines.extend(_lines(block))
    text = "\n".join(lines) + "\n"
    return header + re.sub(
        r"\b[0-9a-f]{64}\b", "<sha256>", re.sub(r"\b[0-9a-f]{16}\b", "<key>", text)
    )


def _lines(block: Block) -> Iterator[str]:  # noqa: C901 - one branch for each block there is
    match block:
        case Heading():
            yield f"\n== {block.text}"
        case Paragraph():
            yield f"paragraph: {block.text}"
        case Fields():
            yield from (f"  {label} = {_flat(value)}" for label, value in block.pairs)
        case Table():
            yield f"table: {block.caption}"
            yield "  " + " | ".join(block.head)
            yield from ("  " + " | ".join(map(_cell, row)) for row in block.rows)
        case VerdictBox():
            yield f"verdict: {block.title} = {block.word} ({block.tone})"
            yield from (f"  - {reason}" for reason in block.reasons)
        case Pictures():
            yield from (f"picture: {item.sha256} {item.caption}" for item in block.items)
        case Signatures():
            for each in block.blocks:
                yield f"signature: {each.role} | {each.name} | {each.image_sha256} | {each.note}"
            yield f"date: {block.date}"
        case ProofBlock():
            yield f"proof: {block.title}"
            yield from (f"  {line}" for line in block.lines)
        case DrawingBlock():
            yield from _drawing_lines(block)
        case Closing():
            yield f"closing: {block.issuer} | {block.date}"
        case Imprint():
            yield from (f"imprint: {line}" for line in block.lines)
            yield f"imprint, right: {block.right}"


def _drawing_lines(block: DrawingBlock) -> Iterator[str]:
    yield f"drawing: {block.caption}: {block.sentence}"
    for label in block.drawing.labels():
        yield f"  {label.tone} {label.text.in_language(block.language)}"
    marks = Counter(type(mark).__name__ for mark in block.drawing.marks)
    yield f"  marks: {dict(sorted(marks.items()))}"


def _cell(cell: Cell) -> str:
    tone = "" if cell.tone == "plain" else f" ({cell.tone})"
    return _flat(cell.text) + tone


def _flat(text: str) -> str:
    return text.replace("\n", " / ")


def _rewrite() -> None:
    FOLDER.mkdir(exist_ok=True)
    book = load_book()
    for kind in kinds():
        for language in ("zh_CN", "en"):
            text = as_text(tree(kind.key, language, book))
            (FOLDER / f"{kind.key}-{language}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    _rewrite()
