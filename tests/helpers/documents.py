"""Documents, pictures and keys that the PDF tests share. Made here, never read from a file."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image, ImageDraw

from inspector_app.adapters.pdf_signing import (
    DevicePdfSigner,
    new_certificate,
    new_private_key,
)
from inspector_app.adapters.pdf_writer import ReportPdfWriter
from inspector_app.domain.drawing import (
    Anchor,
    Dot,
    Drawing,
    Label,
    Point,
    box,
    dimension,
    figure_text,
    line,
)
from inspector_app.domain.drawing import Tone as Tones
from inspector_app.domain.judgement import Outcome
from inspector_app.domain.text import Text
from inspector_app.evidence import token
from inspector_app.evidence.signatures import key_id_of
from inspector_app.reports.base import (
    Cell,
    Document,
    DrawingBlock,
    Fields,
    Heading,
    Paragraph,
    Picture,
    Pictures,
    ProofBlock,
    SignatureBlock,
    Signatures,
    Table,
    Tone,
    VerdictBox,
)
from inspector_app.services.ports import Attachment

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
RECORD = '{"format":"hengping-record","premises":"张㛃䶮𬭊","version":1}'.encode()
ATTACHMENTS = (Attachment(name="record.json", data=RECORD, media_type="application/json"),)


@dataclass
class MemoryKey:
    """An Ed25519 key held in memory."""

    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def public_key(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    @property
    def key_id(self) -> str:
        return key_id_of(self.public_key)

    def sign(self, message: bytes) -> bytes:
        return self.key.sign(message)


@cache
def device_key() -> MemoryKey:
    return MemoryKey()


def pdf_signer(voucher: MemoryKey) -> DevicePdfSigner:
    private_key = new_private_key()
    certificate = new_certificate(
        private_key, device_id="JY-07", unit="揭阳市市场监督管理局", valid_from=NOW, voucher=voucher
    )
    return DevicePdfSigner(private_key, certificate)


@cache
def device_pdf_signer() -> DevicePdfSigner:
    return pdf_signer(device_key())


@cache
def photo(seed: int = 0, size: tuple[int, int] = (1200, 900)) -> bytes:
    """A JPEG with a scene of its own for each seed."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(image)
    for n in range(60):
        x, y = (n * 97 + seed * 31) % size[0], (n * 53 + seed * 71) % size[1]
        draw.ellipse((x, y, x + 90 + n, y + 70), fill=(n * 4, 255 - n * 3, (seed * 40 + n) % 256))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


@cache
def strokes() -> bytes:
    """A signature: PNG, transparent."""
    image = Image.new("RGBA", (480, 180), (0, 0, 0, 0))
    points = [(20, 120), (100, 40), (140, 150), (220, 60), (300, 130), (440, 50)]
    ImageDraw.Draw(image).line(points, fill=(10, 10, 30, 255), width=7, joint="curve")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


BLOBS = {"photo-1": photo(1), "photo-2": photo(2, (900, 1200)), "strokes": strokes()}


def blob_of(sha256: str) -> bytes:
    """As BlobStore.get does."""
    if sha256 not in BLOBS:
        raise FileNotFoundError(sha256)
    return BLOBS[sha256]


@cache
def seal_token() -> str:
    return token.make(
        number="揭市监检〔2026〕17号"[:10],
        kind="market_scale",
        on=date(2026, 11, 23),
        outcome=Outcome.FAIL,
        record_sha256=hashlib.sha256(RECORD).hexdigest(),
        signer=device_key(),
    )


def writer() -> ReportPdfWriter:
    return ReportPdfWriter(blob_of, device_pdf_signer().sign)


@cache
def signed_sample() -> bytes:
    return writer().write(every_block(), attachments=ATTACHMENTS, created_at=NOW)


def every_mark() -> Drawing:
    """A drawing with every kind of mark in every tone."""
    tones = tuple(Tones)
    return Drawing(
        key="sample",
        title=Text(zh="包装尺寸示意图", en="The pack"),
        sentence=Text(zh="一个长方体 300 × 200 × 100 mm。", en="A box 300 × 200 × 100 mm."),
        width=1560,
        height=300,
        marks=(
            box(100, 40, 400, 200, tone=Tones.GOOD, filled=True),
            line((100, 140), (500, 140), tone=Tones.BAD, dashed=True),
            *dimension(((100, 260), (500, 260)), figure_text("300 mm"), (300, 295), Anchor.MIDDLE),
            *(
                Point(spot=(600 + 60 * at, 100), tone=tone, dot=tuple(Dot)[at % 3])
                for at, tone in enumerate(tones)
            ),
            Label(spot=(1500, 200), text=Text(zh="限值", en="limit"), anchor=Anchor.END),
        ),
    )


def every_block(*, rows: int = 24, name: str = "榕城区第一市场 张㛃䶮𬭊 鲜肉档") -> Document:
    """A document with every kind of block, long enough for three pages."""
    return Document(
        title="现场计量监督检查记录",
        issuer="揭阳市市场监督管理局",
        number="揭市监检〔2026〕17号",
        language="zh_CN",
        keywords=("market_scale", "A9-1138"),
        blocks=(
            Heading(text="一、当事人"),
            Fields(
                pairs=(
                    ("名称", name),
                    ("统一社会信用代码", "92445202MA4XXXXX0X"),
                    (
                        "地址",
                        "广东省揭阳市榕城区进贤门大道北侧第一市场 A 区 17 号摊位（靠近东门出口处）",
                    ),
                    ("负责人", "李四"),
                    ("联系电话", "138 0000 0000"),
                )
            ),
            Heading(text="二、检查情况"),
            Paragraph(text=_TOLD, indent=2),
            Heading(text="（一）称量", level=2),
            Table(
                caption="表1 称量点",
                head=("序号", "载荷 L", "示值 I", "误差 Ec", "最大允许误差", "计算", "结论"),
                rows=tuple(_row(number) for number in range(1, rows + 1)),
                widths=(1, 1.6, 1.6, 1.5, 1.6, 4.5, 1.5),
            ),
            VerdictBox(title="结论", word="不合格", tone=Tone.BAD, reasons=_REASONS),
            Paragraph(text="本检查为现场监督检查中的筛查。", small=True, tone=Tone.WARN),
            DrawingBlock(drawing=every_mark(), language="zh_CN"),
            Heading(text="三、照片"),
            Pictures(
                items=(
                    Picture(sha256="photo-1", caption="铭牌"),
                    Picture(sha256="photo-2", caption="铅封"),
                )
            ),
            Heading(text="四、签名"),
            Signatures(
                blocks=(
                    SignatureBlock(role="检查人员", name="王五", image_sha256="strokes"),
                    SignatureBlock(role="当事人", name="李四", note="拒绝签名。见证人：赵六"),
                ),
                date="2026-11-23",
            ),
            ProofBlock(token=seal_token(), title="核验", lines=("扫描二维码核验。",)),
        ),
    )


_TOLD = (
    "依据《集贸市场计量监督管理办法》第五条（六）的规定，经营者应当使用经强制检定合格的计量器具。"
    "执法人员出示执法证件，告知当事人依法享有申请回避、陈述和申辩的权利，当事人表示清楚，不申请回避。"
)
_REASONS = (
    "载荷 15 000 g 的误差 +23 g 超过使用中检查最大允许误差 ±15 g（JJG 539-2016 5.4）。",
    "偏载：右后角误差超限，最大误差 12 g，而最大允许误差为 10 g，因此该项目不合格。",
)


def _row(number: int) -> tuple[Cell, ...]:
    passed = number % 5
    return (
        Cell(text=str(number), align="center"),
        Cell(text=f"{number * 500} g", align="right"),
        Cell(text=f"{number * 500 + number % 7} g", align="right"),
        Cell(text=f"+{number % 7} g", align="right"),
        Cell(text="±5 g", align="center"),
        Cell(text=f"E₀ = 0；P = I + ½e − ΔL = {number * 500 + 2}.5 g"),
        Cell(
            text="合格" if passed else "不合格",
            align="center",
            tone=Tone.GOOD if passed else Tone.BAD,
            bold=not passed,
        ),
    )
