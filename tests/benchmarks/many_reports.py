"""1,000 reports on two cores against bare reportlab: the same ink, put where it was before.

Bare reportlab is the least that could be asked: a `Canvas`, reportlab's own `TTFont`, and for every
text run, rule, box and module of the QR code one `drawString`, `line` or `rect` at a position that
was computed beforehand (recorded from our own layout, not timed), colours and fonts set only where
they change. It wraps nothing, lays out nothing, writes no PDF/A-3b, no metadata, no attachment of
the token. Ours lays out the `Document` tree and writes the whole PDF/A-3b; building the tree from
an inspection is not counted. Neither side signs, neither places photos. Every report has texts of
its own (about 3 pages), so that no subset of a typeface can be used twice. Two worker processes,
both at the same side at the same time; a pair is a round of 100 reports each.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from inspector_app import resource_files
from inspector_app.adapters.pdf_writer import ReportPdfWriter, look, writer
from inspector_app.adapters.pdf_writer.pen import Inks, Pen, Style
from inspector_app.adapters.pdf_writer.rows import paginate
from inspector_app.adapters.pdf_writer.typefaces import FACES, SYMBOLS
from inspector_app.adapters.pdf_writer.wrap import typeface
from inspector_app.adapters.pdf_writer.writer import Album, rows_of
from inspector_app.reports.base import Cell, Document, Fields, Heading, Paragraph, ProofBlock, Table
from tests.benchmarks import report_pdf
from tests.benchmarks.method import Ratio, ratio_of_times

REPORTS = 1000
ROUND = 100
WORKERS = 2

Run = tuple[str, float, float, float, str]
"""A run of text: font, size, x, y, characters."""


@dataclass(slots=True)
class Sheet:
    """One page's ink in the order it was drawn: (colour, width, what)."""

    marks: list[tuple[str, tuple[float, float, float], float, Any]]


class RecordingPen(Pen):
    """Notes what is drawn and where, in the units of reportlab's own calls."""

    def __init__(self, inks: Inks) -> None:
        super().__init__(inks)
        self.sheet = Sheet([])

    def text(
        self, x: float, y: float, line: str, style: Style, colour: str = "", spread: float = 0.0
    ) -> None:
        assert not spread  # a record is set ragged: only official papers fill their lines
        for face, run in typeface(style.face).runs(line):
            mark: Run = (face.name, style.size, x, y, run)
            self.sheet.marks.append(("text", _rgb(colour or style.colour), 0.0, mark))
            x += sum(map(face.widths.__getitem__, run)) * style.size / 1000

    def rule(self, ends: tuple[float, float, float, float], width: float, colour: str) -> None:
        self.sheet.marks.append(("line", _rgb(colour), width, ends))

    def boxes(self, boxes: list[Any], width: float, colour: str) -> None:
        self.sheet.marks += [("box", _rgb(colour), width, box) for box in boxes]

    def fill(self, boxes: list[Any], colour: str) -> None:
        self.sheet.marks += [("fill", _rgb(colour), 0.0, box) for box in boxes]


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = map(float, colour.split())
    return red, green, blue


def document(seed: int) -> Document:
    """Return a report that no other seed gives, without photos."""
    data = report_pdf.texts(seed)
    return Document(
        title="现场计量监督检查记录",
        issuer="揭阳市市场监督管理局",
        number=data.number,
        language="zh_CN",
        blocks=(
            Heading(text="一、当事人"),
            Fields(pairs=data.fields),
            Heading(text="二、检查情况"),
            *(Paragraph(text=each, indent=2) for each in data.paragraphs),
            Table(
                head=report_pdf.HEAD,
                rows=tuple(tuple(Cell(text=each) for each in row) for row in data.rows),
                widths=(1, 1.6, 1.6, 1.4, 1.4, 7),
            ),
            ProofBlock(token=data.token, title="核验", lines=("扫描二维码核验。",)),
        ),
    )


def ours(document: Document) -> bytes:
    """Lay out and write the whole archive file."""
    return _writer().write(document, attachments=(), created_at=report_pdf.NOW)


@cache
def _writer() -> ReportPdfWriter:
    return ReportPdfWriter(lambda _sha256: b"")


def recorded(document: Document) -> list[Sheet]:
    """Return where our layout puts everything."""
    album = Album(lambda _sha256: b"")
    sheet = look.sheet_of(document.page)
    pages = paginate(rows_of(document, album.image_of, sheet), Inks(), sheet, RecordingPen)
    writer._number(pages, document, sheet)
    return [page.sheet for page in pages if isinstance(page, RecordingPen)]


def bare(sheets: list[Sheet]) -> bytes:
    """Draw the same marks with reportlab's own calls."""
    canvas = Canvas(io.BytesIO(), pagesize=A4, pageCompression=1)
    for sheet in sheets:
        _draw(canvas, sheet)
        canvas.showPage()
    unknown: Any = canvas
    return bytes(unknown.getpdfdata())


def _draw(canvas: Canvas, sheet: Sheet) -> None:
    font: tuple[str, float] = ("", 0.0)
    filled: tuple[float, float, float] | None = None
    stroked: tuple[tuple[float, float, float], float] | None = None
    for what, colour, width, mark in sheet.marks:
        if what in {"text", "fill"} and colour != filled:
            canvas.setFillColorRGB(*colour)
            filled = colour
        if what in {"line", "box"} and (colour, width) != stroked:
            canvas.setStrokeColorRGB(*colour)
            canvas.setLineWidth(width)
            stroked = (colour, width)
        if what == "text":
            name, size, x, y, run = mark
            if (name, size) != font:
                canvas.setFont(name, size)
                font = (name, size)
            canvas.drawString(x, y, run)
        elif what == "line":
            canvas.line(*mark)
        else:
            x, y, wide, high = mark
            canvas.rect(x, y, wide, high, stroke=int(what == "box"), fill=int(what == "fill"))


# --- two processes ---

_PREPARED: list[tuple[Document, list[Sheet]]] = []


def _start() -> None:
    for name in (*FACES, SYMBOLS):
        pdfmetrics.registerFont(TTFont(name, str(resource_files.path(f"fonts/{name}.ttf"))))
    sample = document(0)
    for pdf in (ours(sample), bare(recorded(sample))):
        _require(pdf, sample)


def _prepare(seeds: range) -> int:
    _PREPARED[:] = [(found, recorded(found)) for found in map(document, seeds)]
    return len(_PREPARED)


def _draw_all(*, bare_side: bool) -> int:
    if bare_side:
        return sum(len(bare(sheets)) for _document, sheets in _PREPARED)
    return sum(len(ours(each)) for each, _sheets in _PREPARED)


def _require(pdf: bytes, wanted: Document) -> None:
    """Raise RuntimeError unless the file holds the document's texts."""
    opened = pypdfium2.PdfDocument(pdf)
    text = "".join(opened[n].get_textpage().get_text_range() for n in range(len(opened)))
    opened.close()
    squeezed = "".join(text.split())
    table = next(block for block in wanted.blocks if isinstance(block, Table))
    lost = [row[-1].text[:6] for row in table.rows if row[-1].text[:6] not in squeezed]
    if lost:
        raise RuntimeError(f"lost {lost[:3]}")


def run(reports: int = REPORTS, each: int = ROUND) -> list[Ratio]:
    """Measure. Raises RuntimeError when a side did not draw what it was asked to."""
    workers = [ProcessPoolExecutor(1, initializer=_start) for _ in range(WORKERS)]
    try:
        sides = _rounds(workers, reports, each)
    finally:
        for worker in workers:
            worker.shutdown()
    name = f"{reports} reports, two processes"
    return [ratio_of_times(name, "bare reportlab", sides, bar=1.3)]


def _rounds(
    workers: list[ProcessPoolExecutor], reports: int, each: int
) -> tuple[list[float], list[float]]:
    mine: list[float] = []
    other: list[float] = []
    share = max(1, each // len(workers))
    for at, first in enumerate(range(0, reports, each)):
        seeds = [range(1 + first + n * share, 1 + first + (n + 1) * share) for n in range(WORKERS)]
        for waiting in [w.submit(_prepare, s) for w, s in zip(workers, seeds, strict=True)]:
            waiting.result()
        for bare_side in (at % 2 == 1, at % 2 == 0):
            (other if bare_side else mine).append(_timed(workers, bare_side=bare_side))
    return mine, other


def _timed(workers: list[ProcessPoolExecutor], *, bare_side: bool) -> float:
    begin = time.perf_counter()
    for waiting in [w.submit(_draw_all, bare_side=bare_side) for w in workers]:
        waiting.result()
    return time.perf_counter() - begin


def _main() -> Iterator[str]:
    for row in run():
        yield f"{row.name}: {row.ours} / {row.theirs} = {row.ratio:.3f} (bar {row.bar})"


if __name__ == "__main__":
    print("\n".join(_main()))
