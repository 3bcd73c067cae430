"""The PdfWriter port: a `reports` document becomes a PDF/A-3b file, the same bytes each time."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from inspector_app.adapters.pdf_writer import blocks, drawings, grids, look
from inspector_app.adapters.pdf_writer.archive import ArchiveDocument, Description, attach
from inspector_app.adapters.pdf_writer.images import Drawn, drawn
from inspector_app.adapters.pdf_writer.look import Sheet
from inspector_app.adapters.pdf_writer.pen import Inks, Pen
from inspector_app.adapters.pdf_writer.rows import Row, baseline, height_of, nothing, paginate
from inspector_app.adapters.pdf_writer.wrap import MISSING, covered, drawable, typeface
from inspector_app.domain.exceptions import EvidenceBroken, InputInvalid
from inspector_app.reports.base import (
    Block,
    Closing,
    Document,
    DrawingBlock,
    Fields,
    Imprint,
    Paragraph,
    Pictures,
    ProofBlock,
    Signatures,
    Table,
    VerdictBox,
)
from inspector_app.reports.page import PageStyle
from inspector_app.services.ports import Attachment
from inspector_app.words import Words

BlobOf = Callable[[str], bytes]
Sign = Callable[[bytes, datetime], bytes]


class ReportPdfWriter:
    """Draws documents. blob_of: the bytes of a blob by SHA-256; sign: PDF to signed PDF, or None.

    Thread-safe; CPU-bound (about 10 ms a report), so run it in a worker process.
    """

    def __init__(self, blob_of: BlobOf, sign: Sign | None = None) -> None:
        self._blob_of = blob_of
        self._sign = sign

    def write(
        self, document: Document, *, attachments: tuple[Attachment, ...], created_at: datetime
    ) -> bytes:
        """Return the file, signed where a signer was given. created_at: aware.

        A character that no bundled face has is written as `〓U+20BB7` and noted at the end; ask
        `missing_characters` to tell the person. Raises InputInvalid for a blob that is no image.
        """
        album = Album(self._blob_of)
        inks = Inks()
        sheet, pages = _drawn(document, album, inks)
        description = _description(document, created_at)
        file = ArchiveDocument(description, _identity(document, attachments))
        canvas = ReportCanvas(file, (sheet.width_of_page, sheet.height_of_page))
        for pen in pages:
            canvas.add_page(pen)
        album.embed(file)
        inks.embed(file)
        attach(file, (*attachments, *_token_files(document, attachments)), created_at)
        finished = canvas.finished()
        return self._sign(finished, created_at) if self._sign else finished


class Album:
    """The images of one document, each embedded once."""

    def __init__(self, blob_of: BlobOf) -> None:
        self._blob_of = blob_of
        self._images: dict[str, tuple[str, Drawn]] = {}

    def image_of(self, sha256: str) -> tuple[str, Drawn] | None:
        """Return the image's name in the file and the image; None where the blob is lost."""
        if sha256 not in self._images:
            try:
                data = self._blob_of(sha256)
            except (EvidenceBroken, OSError):
                return None  # the frame stays empty: a lost photo must not stop the document
            self._images[sha256] = (f"i{len(self._images)}", drawn(data))
        return self._images[sha256]

    def embed(self, document: Any) -> None:
        """Add the images to the document."""
        for name, image in self._images.values():
            document.Reference(image.as_object(), pdfdoc.xObjectName(name))


class ReportCanvas(Canvas):
    """reportlab's canvas over an archive document, without its initial Helvetica."""

    def __init__(self, document: ArchiveDocument, size: tuple[float, float]) -> None:
        super().__init__(io.BytesIO(), pagesize=size, pageCompression=1, invariant=1)
        self._doc = document

    def _make_preamble(self) -> None:
        self._preamble = ""

    def add_page(self, pen: Pen) -> None:
        """Add a page with what the pen has drawn."""
        for operator in pen.operators:
            self.addLiteral(operator)
        this: Any = self
        this._formsinuse.extend(dict.fromkeys(pen.forms))  # noqa: SLF001 - a subclass may
        self.showPage()

    def finished(self) -> bytes:
        """Return the file. Nothing may be drawn afterwards."""
        this: Any = self
        return bytes(this.getpdfdata())


def _token_files(document: Document, attachments: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    """Return the QR's token as a file too, so that a program need not read the picture."""
    carried = {each.name for each in attachments}
    return tuple(
        Attachment(
            name="token.txt",
            data=block.token.encode("ascii"),
            media_type="text/plain",
            relationship="Data",
            description="Signed token of the QR code",
        )
        for block in document.blocks
        if isinstance(block, ProofBlock) and "token.txt" not in carried
    )


def missing_characters(document: Document) -> tuple[str, ...]:
    """Return the characters that no bundled face holds, sorted; they are written as code points."""
    used = {character for text in document.texts() for character in text}
    return tuple(sorted(c for c in used - covered() if drawable(c) != " " and c != "\n"))


def _drawn(document: Document, album: Album, inks: Inks) -> tuple[Sheet, list[Pen]]:
    """Return the sheet and its pages. Raises InputInvalid(`label_too_long`)."""
    sheet = look.sheet_of(document.page)
    rows: Iterable[Row] = rows_of(document, album.image_of, sheet)
    if document.page.style is PageStyle.SLIP:
        rows = tuple(rows)
        sheet = sheet.as_long_as(height_of(rows))
    pages = paginate(rows, inks, sheet)
    if len(pages) > 1 and document.page.style in {PageStyle.LABEL, PageStyle.STRIP}:
        raise InputInvalid("label_too_long", field="label", value=document.title)
    if sheet.numbered:
        _number(pages, document, sheet)
    return sheet, pages


def rows_of(document: Document, image_of: grids.ImageOf, sheet: Sheet) -> Iterator[Row]:
    """Yield the whole document as rows."""
    yield from blocks.opening(document, sheet)
    told = _in_grids((*document.blocks, *_note(document)))
    single = tuple(b for b in document.blocks if isinstance(b, Fields) and b.columns == 1)
    for part, following in zip(told, (*told[1:], None), strict=True):
        if isinstance(part, tuple):
            alike = single if part[0].columns == 1 else ()
            rows = list(blocks.grid(part, sheet, alike))
        else:
            rows = list(_rows(part, image_of, sheet))
        if _holds(part, following):
            _keep_last(rows)
        yield from rows


def _in_grids(told: tuple[Block, ...]) -> tuple[Block | tuple[Fields, ...], ...]:
    """Return the blocks with neighbouring forms as one: their lines meet, their labels align."""
    found: list[Block | tuple[Fields, ...]] = []
    for is_form, group in groupby(told, key=lambda block: isinstance(block, Fields)):
        parts = tuple(group)
        if is_form:
            found.append(tuple(part for part in parts if isinstance(part, Fields)))
        else:
            found.extend(parts)
    return tuple(found)


def _keep_last(rows: list[Row]) -> None:
    """Let the last row that shows something stand on one page with what follows."""
    for row in reversed(rows):
        row.keep = True
        if row.draw is not nothing:
            return


def _holds(part: Block | tuple[Fields, ...], following: Block | tuple[Fields, ...] | None) -> bool:
    """Say whether the two stand on one page.

    No page bears only a seal, hands, a code or a letter's foot (GB/T 9704-2012 7.3.5: no page
    without text).
    """
    if isinstance(following, Imprint):
        return True
    if isinstance(following, Closing | Signatures | ProofBlock):
        return not isinstance(part, Pictures | DrawingBlock | VerdictBox)
    return False


def _rows(block: Block, image_of: grids.ImageOf, sheet: Sheet) -> Iterator[Row]:
    match block:
        case Table():
            return grids.table(block, sheet)
        case Pictures():
            return grids.pictures(block, image_of, sheet)
        case Signatures():
            return grids.signatures(block, image_of, sheet)
        case DrawingBlock():
            return drawings.drawing(block, sheet)
    return blocks.rows_of(block, sheet)


def _note(document: Document) -> tuple[Paragraph, ...]:
    missing = missing_characters(document)
    if not missing:
        return ()
    said = Words(document.language).gettext(
        "Characters that no bundled typeface holds are written here as {mark} and their Unicode "
        "number: {codes}. The embedded record has them as they are."
    )
    codes = ", ".join(f"U+{ord(c):04X}" for c in missing)
    return (Paragraph(text=said.format(mark=MISSING, codes=codes), small=True),)


def _number(pages: list[Pen], document: Document, sheet: Sheet) -> None:
    """Write the page numbers (4号, 7 mm below the area, odd right, even left) and running heads."""
    running = typeface_fitting(f"{document.title}  {document.number}", sheet)
    style, is_record = sheet.page, sheet.style is PageStyle.RECORD
    for number, pen in enumerate(pages, 1):
        text = document.page_word.format(page=number, pages=len(pages))
        y = sheet.bottom - 7 * look.MM - style.size * 0.73
        if number % 2:
            pen.text_right(sheet.right - style.size, y, text, style)
        else:
            pen.text(sheet.left + style.size, y, text, style)
        if number > 1 and is_record:
            top = sheet.top
            pen.text(sheet.left, baseline(top + 22, sheet.running), running, sheet.running)
            pen.rule((sheet.left, top + 8, sheet.right, top + 8), 0.4, look.LINE)


def typeface_fitting(text: str, sheet: Sheet) -> str:
    """Return the running head cut to the width of the area."""
    line = drawable(text).replace("\n", " ")
    room = sheet.running.room(sheet.width)
    face = typeface(sheet.running.face)
    while face.width(line) > room:
        line = line[: len(line) * 9 // 10]
    return line


def _description(document: Document, created_at: datetime) -> Description:
    is_official = document.page.style is PageStyle.OFFICIAL
    return Description(
        title=f"{document.title} {document.number}".strip(),
        author=document.issuer,
        subject=document.subject or document.title,
        keywords=(*document.keywords, *((look.SUBSTITUTION,) if is_official else ())),
        language=document.language,
        created_at=created_at,
    )


def _identity(document: Document, attachments: tuple[Attachment, ...]) -> bytes:
    """Name the file after the record it carries: the same record, the same first /ID."""
    source = next((a.data for a in attachments if a.relationship == "Source"), None)
    return hashlib.sha256(source or "\n".join(document.texts()).encode()).digest()[:16]
