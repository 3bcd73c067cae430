"""The Document tree: what a report says, before anything is drawn. No reportlab here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from inspector_app.domain.drawing import Drawing
from inspector_app.domain.figures import Figure
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.text import Text
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.entries import (
    NOTHING_FILLED,
    AlsoRequired,
    EntryTable,
    Filled,
    nothing_more,
)
from inspector_app.reports.needs import Need
from inspector_app.reports.page import RECORD, PageFormat, PageStyle
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
class Closing:
    """Who issues a letter and when, at its end on the right (GB/T 9704-2012 7.3.5)."""

    issuer: str
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """The ruled lines at a letter's foot: copies to, printed by (版记).

    right: stands at the right end of the last line, as the day of printing does.
    """

    lines: tuple[str, ...]
    right: str = ""


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
    | Closing
    | Imprint
    | DrawingBlock
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole document. language: `zh_CN` or `en`. number: printed under the title.

    page: the sheet. letter: has a red mark and rule at its head, as a letter to another body.
    """

    title: str
    issuer: str
    number: str
    language: str
    blocks: tuple[Block, ...]
    subject: str = ""
    keywords: tuple[str, ...] = field(default=())
    page_word: str = "- {page} / {pages} -"
    page: PageFormat = RECORD
    letter: bool = False

    def texts(self) -> tuple[str, ...]:
        """Return every text of the tree in reading order, for coverage checks and tests."""
        found = [self.title, self.issuer, self.number]
        for block in self.blocks:
            found.extend(_texts_of(block))
        return tuple(text for text in found if text)


def _texts_of(block: Block) -> list[str]:
    match block:
        case Table():
            return [block.caption, *block.head, *(c.text for row in block.rows for c in row)]
        case Signatures():
            signed = (text for b in block.blocks for text in (b.role, b.name, b.note))
            return [block.date, *signed]
        case Fields():
            return [text for pair in block.pairs for text in pair]
        case Pictures():
            return [item.caption for item in block.items]
    return _texts_of_lines(block)


def _texts_of_lines(
    block: Heading | Paragraph | VerdictBox | ProofBlock | Closing | Imprint | DrawingBlock,
) -> list[str]:
    match block:
        case Heading() | Paragraph():
            return [block.text]
        case VerdictBox():
            return [block.title, block.word, *block.reasons]
        case ProofBlock():
            return [block.title, *block.lines]
        case Closing():
            return [block.issuer, block.date]
        case Imprint():
            return [*block.lines, *filter(None, (block.right,))]
        case DrawingBlock():
            said = (label.text.in_language(block.language) for label in block.drawing.labels())
            return [block.caption, *said, block.sentence]


class Build(Protocol):
    """Makes a document's tree; pure."""

    def __call__(
        self,
        inspection: Inspection,
        book: RegulationBook,
        words: Words,
        filled: Filled = NOTHING_FILLED,
        /,
    ) -> Document:
        """Return the tree in the language of `words`."""
        ...


Prefill = Callable[[Inspection, RegulationBook, Words], dict[str, str]]
"""Gives the entries that the record itself can answer; a person may write others."""


def nothing_known(_inspection: Inspection, _book: RegulationBook, _words: Words) -> dict[str, str]:
    """Return no entries: the record answers none of what the paper asks."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A document declared.

    for_kinds: kind keys, or `*`. build: pure, inspection and what was filled in to a tree.
    entries, tables: what the paper asks besides the record. number_kind: its own 文种; empty: it
    carries the inspection's number. form: number and name in the 2021 set of 56 forms. needs: what
    must be there before it can be issued. paper: which sheet it is written on. prefill: the
    entries that the record can answer. also_required: keys of entries that others make necessary.
    """

    key: str
    title: Text
    for_kinds: tuple[str, ...]
    build: Build
    entries: tuple[Figure, ...] = ()
    tables: tuple[EntryTable, ...] = ()
    number_kind: str = ""
    form: str = ""
    needs: tuple[Need, ...] = ()
    paper: PageStyle = PageStyle.OFFICIAL
    prefill: Prefill = nothing_known
    also_required: AlsoRequired = nothing_more
