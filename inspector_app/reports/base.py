"""The Document tree: what a report says, before anything is drawn. No reportlab here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from inspector_app.domain.drawing import Drawing
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.text import Text
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.words import Words


class Tone(StrEnum):
    """A verdict's colour, always beside its word."""

    PLAIN = "plain"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A section heading; level 1 is 黑体, level 2 楷体 (GB/T 9704)."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text, wrapped; indent in characters."""

    text: str
    indent: int = 0
    tone: Tone = Tone.PLAIN
    small: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Label-value pairs in a ruled grid, `columns` pairs per row."""

    pairs: tuple[tuple[str, str], ...]
    columns: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A table cell."""

    text: str
    align: str = "left"
    tone: Tone = Tone.PLAIN
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A ruled table; widths are shares of the text width. The head repeats on each page."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictBox:
    """The conclusion, large, with its reasons."""

    title: str
    word: str
    tone: Tone
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A photo by blob hash, with caption."""

    sha256: str
    caption: str
    width_mm: float = 75.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """Photos side by side."""

    items: tuple[Picture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureBlock:
    """A place where somebody signed or refused. image_sha256 empty: no strokes were made."""

    role: str
    name: str
    image_sha256: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """Signature blocks side by side."""

    blocks: tuple[SignatureBlock, ...]
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofBlock:
    """The QR code of the signed token and what it proves."""

    token: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawingBlock:
    """A drawing with its caption, in the document's language."""

    drawing: Drawing
    language: str

    @property
    def caption(self) -> str:
        """Return what stands above it."""
        return self.drawing.title.in_language(self.language)

    @property
    def sentence(self) -> str:
        """Return what it shows, for whoever cannot see it."""
        return self.drawing.sentence.in_language(self.language)


Block = (
    Heading
    | Paragraph
    | Fields
    | Table
    | VerdictBox
    | Pictures
    | Signatures
    | ProofBlock
    | DrawingBlock
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole document. language: `zh_CN` or `en`. number: printed under the title."""

    title: str
    issuer: str
    number: str
    language: str
    blocks: tuple[Block, ...]
    subject: str = ""
    keywords: tuple[str, ...] = field(default=())
    page_word: str = "- {page} / {pages} -"

    def texts(self) -> tuple[str, ...]:
        """Return every text of the tree in reading order, for coverage checks and tests."""
        found = [self.title, self.issuer, self.number]
        for block in self.blocks:
            found.extend(_texts_of(block))
        return tuple(text for text in found if text)


def _texts_of(block: Block) -> list[str]:
    match block:
        case Heading() | Paragraph():
            return [block.text]
        case Fields():
            return [text for pair in block.pairs for text in pair]
        case Table():
            return [block.caption, *block.head, *(c.text for row in block.rows for c in row)]
        case VerdictBox():
            return [block.title, block.word, *block.reasons]
        case Pictures():
            return [item.caption for item in block.items]
        case Signatures():
            return [
                block.date,
                *(text for b in block.blocks for text in (b.role, b.name, b.note)),
            ]
        case ProofBlock():
            return [block.title, *block.lines]
        case DrawingBlock():
            said = (label.text.in_language(block.language) for label in block.drawing.labels())
            return [block.caption, *said, block.sentence]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A document declared. for_kinds: kind keys, or `*`. build: pure, inspection to tree."""

    key: str
    title: Text
    for_kinds: tuple[str, ...]
    build: Callable[[Inspection, RegulationBook, Words], Document]
