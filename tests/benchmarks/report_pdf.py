"""A new three-page report against typst (warm, a-3b), platypus paragraphs and fpdf2.

Every run has text, photo and QR token of its own, which no side has seen before. All four draw the
same title, fields, paragraphs, ruled table of 45 rows with wrapping Chinese notes, photo and QR
code; we and typst embed the record and write PDF/A-3b, the other two are spared both. Signing is a
row of its own: no peer signs.
"""

from __future__ import annotations

import io
import json
import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import page
import pypdfium2
import typst
from fpdf import FPDF
from fpdf.enums import WrapMode
from fpdf.fonts import FontFace
from PIL import Image as PillowImage
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Image, Paragraph, SimpleDocTemplate, Spacer, Table

from inspector_app import resource_files
from inspector_app.adapters import qr
from inspector_app.adapters.pdf_writer import ReportPdfWriter
from inspector_app.reports.base import (
    Cell,
    Document,
    Fields,
    Heading,
    Picture,
    Pictures,
    ProofBlock,
)
from inspector_app.reports.base import Paragraph as Text
from inspector_app.reports.base import Table as Ruled
from inspector_app.services.ports import Attachment
from tests.benchmarks.method import Ratio, Run, calm_pairs, ratio_of_times
from tests.helpers.documents import device_pdf_signer

HEAD = ("序号", "载荷", "示值", "误差", "限值", "情况说明")
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ROWS = 45
_SANS = "NotoSansSC-Regular"
_SERIF = "NotoSerifSC-Regular"
_PHRASES = (
    "经营者应当使用经强制检定合格的计量器具",
    "铅封完好，检定合格标志在有效期内",
    "示值误差未超过使用中检查最大允许误差",
    "偏载各点示值之差符合规程要求",
    "市场开办者应当配置公平秤并定期送检",
    "执法人员已出示证件并告知陈述申辩权利",
    "当事人对检查结果无异议并签字确认",
    "去皮后回零正常，未发现作弊装置",
    "责令限期改正，逾期将依法立案查处",
    "商品净含量标注清晰、计量单位规范",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """One report's content; photo: JPEG, also lying in `photo_file`."""

    number: str
    fields: tuple[tuple[str, str], ...]
    paragraphs: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    token: str
    photo: bytes
    photo_file: Path
    record: bytes


def content(seed: int, folder: Path) -> Data:
    """Return content that no other seed gives: names and notes from 3,755 common characters."""
    photo = _photo(seed)
    file = folder / f"{seed}.jpg"
    file.write_bytes(photo)
    return replace(texts(seed), photo=photo, photo_file=file)


def texts(seed: int) -> Data:
    """Return the same without a photo."""
    chance = random.Random(seed)
    rows = tuple(_row(number, chance) for number in range(1, ROWS + 1))
    paragraphs = tuple("。".join(_note(chance) for _ in range(4)) + "。" for _ in range(3))
    return Data(
        number=f"揭市监检〔2026〕{seed}号",
        fields=tuple((f"项目{n}", _note(chance)) for n in range(8)),
        paragraphs=paragraphs,
        rows=rows,
        token="HP1:"
        + "".join(chance.choices("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", k=150)),
        photo=b"",
        photo_file=Path(),
        record=json.dumps({"rows": rows}, ensure_ascii=False).encode(),
    )


def _row(number: int, chance: random.Random) -> tuple[str, ...]:
    load, error = number * 500, chance.randrange(-9, 10)
    return (
        str(number),
        f"{load} g",
        f"{load + error} g",
        f"{error:+d} g",
        "±10 g",
        _note(chance),
    )


def _note(chance: random.Random) -> str:
    rare = "".join(
        bytes((chance.randrange(0xB0, 0xD7), chance.randrange(0xA1, 0xFA))).decode("gb2312")
        for _ in range(3)
    )
    return f"{rare}：{chance.choice(_PHRASES)}，{chance.choice(_PHRASES)}"


def _photo(seed: int) -> bytes:
    image = PillowImage.effect_noise((100, 75), 40 + seed % 20).resize((1200, 900)).convert("RGB")
    image.putpixel((0, 0), (seed % 256, seed // 256 % 256, 7))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


# --- ours ---


def ours(data: Data) -> bytes:
    """Draw it with our writer."""
    document = Document(
        title="现场计量监督检查记录",
        issuer="揭阳市市场监督管理局",
        number=data.number,
        language="zh_CN",
        blocks=(
            Heading(text="一、当事人"),
            Fields(pairs=data.fields),
            Heading(text="二、检查情况"),
            *(Text(text=each, indent=2) for each in data.paragraphs),
            Ruled(
                head=HEAD,
                rows=tuple(tuple(Cell(text=each) for each in row) for row in data.rows),
                widths=(1, 1.6, 1.6, 1.4, 1.4, 7),
            ),
            Heading(text="三、照片"),
            Pictures(items=(Picture(sha256="photo", caption="铭牌"),)),
            ProofBlock(token=data.token, title="核验", lines=("扫描二维码核验。",)),
        ),
    )
    record = Attachment(name="record.json", data=data.record, media_type="application/json")
    writer = ReportPdfWriter(lambda _sha256: data.photo)
    return writer.write(document, attachments=(record,), created_at=NOW)


# --- typst ---

_TYPST = """
#let d = json(bytes(sys.inputs.data))
#set document(title: d.number, date: datetime(year: 2026, month: 11, day: 23))
#set page(paper: "a4", margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm),
  numbering: "- 1 / 1 -")
#set text(font: "Noto Serif SC", size: 10.5pt, lang: "zh", region: "cn")
#pdf.attach("record.json", bytes(sys.inputs.record), relationship: "source",
  mime-type: "application/json", description: "Sealed record")
#align(center)[#text(16pt, weight: "bold", fill: red)[揭阳市市场监督管理局]
  #text(22pt, weight: "bold")[现场计量监督检查记录] #linebreak() #d.number]
#let h(t) = text(font: "Noto Sans SC", weight: "bold", size: 12pt, t)
#h[一、当事人]
#table(columns: (1fr, 3fr, 1fr, 3fr), ..d.fields.flatten())
#h[二、检查情况]
#for p in d.paragraphs [#par(first-line-indent: 2em, p)]
#set text(font: "Noto Sans SC", size: 9pt)
#table(columns: (1fr, 1.6fr, 1.6fr, 1.4fr, 1.4fr, 7fr),
  table.header(..d.head.map(strong)), ..d.rows.flatten())
#h[三、照片]
#figure(image(d.photo, width: 75mm), caption: [铭牌], numbering: none)
#grid(columns: (28mm, 1fr), gutter: 5mm,
  image(bytes(sys.inputs.code), format: "svg", width: 28mm), [*核验* \\ 扫描二维码核验。])
"""


class Typst:
    """A warm compiler over a folder that holds the template and the photos."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "report.typ"
        self.source.write_text(_TYPST, encoding="utf-8")
        self.compiler = typst.Compiler(
            str(self.source),
            root=str(folder),
            font_paths=[str(resource_files.path("fonts"))],
            ignore_system_fonts=True,
        )

    def __call__(self, data: Data) -> bytes:
        """Draw it with typst."""
        said = {
            "number": data.number,
            "fields": data.fields,
            "paragraphs": data.paragraphs,
            "head": HEAD,
            "rows": data.rows,
            "photo": data.photo_file.name,
        }
        inputs = {
            "data": json.dumps(said, ensure_ascii=False),
            "record": data.record.decode(),
            "code": _svg(data.token),
        }
        pdf = self.compiler.compile(sys_inputs=inputs, format="pdf", pdf_standards="a-3b")
        return cast("bytes", pdf)


def _svg(token: str) -> str:
    matrix = qr.matrix(token)
    path = "".join(
        f"M{x} {y}h{length}v1h-{length}z"
        for y, row in enumerate(matrix)
        for x, length in qr.bars(row)
    )
    side = len(matrix)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{path}"/></svg>'


# --- platypus ---


class _Code(Flowable):
    def __init__(self, token: str) -> None:
        super().__init__()
        self.matrix = qr.matrix(token)
        self.width = self.height = 28 * mm

    def draw(self) -> None:
        side = self.width / len(self.matrix)
        for y, row in enumerate(self.matrix):
            for x, length in qr.bars(row):
                self.canv.rect(x * side, self.height - (y + 1) * side, length * side, side, 0, 1)


def register_platypus_fonts() -> None:
    """Register the faces once, as a program would at its start."""
    for name in (_SANS, _SERIF):
        pdfmetrics.registerFont(TTFont(name, str(resource_files.path(f"fonts/{name}.ttf"))))


def platypus(data: Data) -> bytes:
    """Draw it with reportlab's own flowables and its CJK paragraphs."""
    body = ParagraphStyle("b", fontName=_SERIF, fontSize=10.5, leading=17, wordWrap="CJK")
    cell = ParagraphStyle("c", fontName=_SANS, fontSize=9, leading=13, wordWrap="CJK")
    grid: Any = [("GRID", (0, 0), (-1, -1), 0.5, "#9EABA6"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]

    def ruled(rows: list[list[str]], widths: list[float], *, repeat: int = 0) -> Table:
        cells = [[Paragraph(each, cell) for each in row] for row in rows]
        return Table(
            cells, [156 * mm * w / sum(widths) for w in widths], repeatRows=repeat, style=grid
        )

    pairs = [[*data.fields[n], *data.fields[n + 1]] for n in range(0, len(data.fields), 2)]
    rows = [list(HEAD), *map(list, data.rows)]
    story: list[Any] = [
        Paragraph("揭阳市市场监督管理局", body),
        Paragraph("现场计量监督检查记录", body),
        Paragraph(data.number, body),
        Paragraph("一、当事人", body),
        ruled(pairs, [1, 3, 1, 3]),
        Paragraph("二、检查情况", body),
        *(Paragraph(each, body) for each in data.paragraphs),
        ruled(rows, [1, 1.6, 1.6, 1.4, 1.4, 7], repeat=1),
        Paragraph("三、照片", body),
        Image(io.BytesIO(data.photo), 75 * mm, 56.25 * mm),
        Paragraph("铭牌", body),
        Spacer(1, 8),
        _Code(data.token),
        Paragraph("核验 扫描二维码核验。", body),
    ]
    buffer = io.BytesIO()
    margins: Any = {
        "leftMargin": 28 * mm,
        "rightMargin": 26 * mm,
        "topMargin": 37 * mm,
        "bottomMargin": 35 * mm,
    }
    SimpleDocTemplate(buffer, pagesize=A4, initialFontName=_SERIF, **margins).build(story)
    return buffer.getvalue()


# --- fpdf2 ---


def fpdf2(data: Data) -> bytes:
    """Draw it with fpdf2; a new document has to be given its faces again."""
    pdf = FPDF(format="A4")
    pdf.set_margins(28, 37, 26)
    pdf.set_auto_page_break(auto=True, margin=35)
    for name in (_SANS, _SERIF):
        pdf.add_font(name, fname=str(resource_files.path(f"fonts/{name}.ttf")))
    pdf.add_page()
    pdf.set_font(_SERIF, size=16)
    for line in ("揭阳市市场监督管理局", "现场计量监督检查记录", data.number, "一、当事人"):
        pdf.multi_cell(0, 9, line, align="C", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(_SERIF, size=10.5)
    pairs = [(*data.fields[n], *data.fields[n + 1]) for n in range(0, len(data.fields), 2)]
    _fpdf_table(pdf, pairs, (1, 3, 1, 3), headings=False)
    for each in ("二、检查情况", *data.paragraphs):
        pdf.multi_cell(0, 6, each, wrapmode=WrapMode.CHAR, new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(_SANS, size=9)
    _fpdf_table(pdf, [HEAD, *data.rows], (10, 16, 16, 14, 14, 70), headings=True)
    pdf.multi_cell(0, 6, "三、照片", new_x="LMARGIN", new_y="NEXT")
    pdf.image(io.BytesIO(data.photo), w=75)
    matrix = qr.matrix(data.token)
    side, top = 28 / len(matrix), pdf.get_y()
    for y, row in enumerate(matrix):
        for x, length in qr.bars(row):
            pdf.rect(28 + x * side, top + y * side, length * side, side, style="F")
    return bytes(pdf.output())


def _fpdf_table(
    pdf: FPDF, rows: Sequence[tuple[str, ...]], widths: tuple[int, ...], *, headings: bool
) -> None:
    plain = FontFace()
    with pdf.table(
        col_widths=widths,
        first_row_as_headings=headings,
        headings_style=plain,
        wrapmode=WrapMode.CHAR,
        line_height=4.6,
    ) as table:
        for row in rows:
            line = table.row()
            for each in row:
                line.cell(each)


# --- measuring ---


def run(pairs: int = 21, slow_pairs: int = 5) -> list[Ratio]:
    """Measure. Raises RuntimeError when a side did not draw what it was asked to."""
    with tempfile.TemporaryDirectory() as folder:
        bench = _Bench(Path(folder))
        return [
            bench.against("typst, a-3b", bench.typst, pairs, bar=0.8),
            bench.against("platypus paragraphs", platypus, pairs, bar=0.4),
            bench.against("fpdf2", fpdf2, slow_pairs, bar=0.1),
        ]


def signing(runs: int = 15) -> float:
    """Return the median seconds to sign a report: PAdES B-B, ECDSA P-256."""
    with tempfile.TemporaryDirectory() as folder:
        finished = ours(content(1, Path(folder)))
    took = []
    for _ in range(runs):
        begin = time.perf_counter()
        device_pdf_signer().sign(finished, NOW)
        took.append(time.perf_counter() - begin)
    return sorted(took)[runs // 2]


class _Bench:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.typst = Typst(folder)
        self.seed = 0
        register_platypus_fonts()
        sample = self._new()
        for draw in (ours, self.typst, platypus, fpdf2):  # warm, and see that they do the work
            _require(draw(sample), sample, archive=draw in (ours, self.typst))

    def _new(self) -> Data:
        self.seed += 1
        return content(self.seed, self.folder)

    def _timed(self, draw: Any) -> Run:
        def once(_at: int) -> float:
            data = self._new()
            begin = time.perf_counter()
            draw(data)
            return time.perf_counter() - begin

        return once

    def against(self, peer: str, draw: Any, pairs: int, *, bar: float) -> Ratio:
        """Return our time over the peer's; each run draws content of its own."""
        sides = calm_pairs(self._timed(ours), self._timed(draw), pairs)
        return ratio_of_times("new three-page report", peer, sides, bar=bar)


def _require(pdf: bytes, data: Data, *, archive: bool) -> None:
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    pages = len(document)
    document.close()
    bare = "".join(text.split())
    lost = [row[-1] for row in data.rows if row[-1][:8] not in bare]
    if pages < 3 or lost:
        raise RuntimeError(f"{pages} pages, lost {lost[:3]}")
    if archive and page.validate_pdf_bytes(pdf, profile="3b").failures:
        raise RuntimeError("no PDF/A-3b")


def main() -> None:
    """Print the rows."""
    for row in run():
        print(f"{row.peer:22} {row.ours:>9} / {row.theirs:>9} = {row.ratio:.3f} (bar {row.bar})")
    print(f"signing {signing() * 1000:.1f} ms")


if __name__ == "__main__":
    main()
