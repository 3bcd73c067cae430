from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from inspector_app.adapters.pdf_writer import ReportPdfWriter, missing_characters
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.reports.base import Cell, Document, Paragraph, Picture, Pictures, Table
from tests.helpers import pdf_tools
from tests.helpers.documents import (
    ATTACHMENTS,
    BLOBS,
    NOW,
    RECORD,
    blob_of,
    every_block,
    signed_sample,
    writer,
)

PLAIN = ReportPdfWriter(blob_of)


def written(document: Document) -> bytes:
    return PLAIN.write(document, attachments=ATTACHMENTS, created_at=NOW)


def only(*blocks: object) -> Document:
    return replace(every_block(), blocks=blocks)  # type: ignore[arg-type]


def kept(tmp_path: Path, data: bytes, name: str = "report.pdf") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_signed_and_unsigned_are_pdf_a_3b_for_both_engines(tmp_path: Path) -> None:
    files = {"plain": written(every_block()), "signed": signed_sample()}
    paths = {name: kept(tmp_path, data, f"{name}.pdf") for name, data in files.items()}
    assert pdf_tools.verapdf(*paths.values()) == {path: [] for path in paths.values()}
    assert [pdf_tools.page_validation(data) for data in files.values()] == [[], []]


def _helvetica(pdf: pikepdf.Pdf) -> None:
    fonts = pdf.pages[0].Resources.Font
    fonts["/Fx"] = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    pdf.pages[0].contents_add(b"BT /Fx 12 Tf 50 50 Td (x) Tj ET")


def _unrelated(pdf: pikepdf.Pdf) -> None:
    for file in pdf.Root.AF:
        del file["/AFRelationship"]


def _colourless(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/OutputIntents"]


def _undescribed(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Metadata"]


@pytest.mark.parametrize("spoil", [_helvetica, _unrelated, _colourless, _undescribed])
def test_both_engines_refuse_a_spoilt_file(
    tmp_path: Path, spoil: Callable[[pikepdf.Pdf], None]
) -> None:
    path = tmp_path / "spoilt.pdf"
    with pikepdf.open(kept(tmp_path, written(every_block()))) as pdf:
        spoil(pdf)
        pdf.save(path)
    assert pdf_tools.page_validation(path.read_bytes())
    assert pdf_tools.verapdf(path)[path]


def test_qpdf_finds_nothing_wrong(tmp_path: Path) -> None:
    assert "No syntax or stream encoding errors" in pdf_tools.qpdf_check(
        kept(tmp_path, signed_sample())
    )


def test_every_font_is_an_embedded_subset_with_text_mapping(tmp_path: Path) -> None:
    fonts = pdf_tools.fonts(kept(tmp_path, signed_sample()))
    assert {rest for _name, *flags in fonts for rest in [tuple(flags)]} == {("yes", "yes", "yes")}
    assert not any("Helvetica" in name for name, *_rest in fonts)


def test_poppler_and_pdfium_find_every_text_again(tmp_path: Path) -> None:
    document, data = every_block(), signed_sample()
    found = (
        pdf_tools.bare(pdf_tools.poppler_text(kept(tmp_path, data))),
        pdf_tools.bare(pdf_tools.pdfium_text(data)),
    )
    missing = [t for t in document.texts() for text in found if pdf_tools.bare(t) not in text]
    assert not missing


def test_rare_names_are_extracted_exactly(tmp_path: Path) -> None:
    path = kept(tmp_path, signed_sample())
    assert "㛃䶮𬭊" in pdf_tools.poppler_text(path)
    assert "㛃䶮𬭊" in pdf_tools.pdfium_text(signed_sample())


def test_a_glyph_no_face_has_is_reported_and_written_as_its_number(tmp_path: Path) -> None:
    document = every_block(name="𠮷野家")
    text = pdf_tools.bare(pdf_tools.poppler_text(kept(tmp_path, written(document))))
    assert missing_characters(document) == ("𠮷",)
    assert "〓U+20BB7野家" in text
    assert text.count("U+20BB7") == 2, "once in place, once in the note"


def test_a_document_without_missing_glyphs_has_no_note(tmp_path: Path) -> None:
    assert missing_characters(every_block()) == ()
    assert "〓" not in pdf_tools.poppler_text(kept(tmp_path, signed_sample()))


def test_the_same_input_gives_the_same_bytes_in_any_process() -> None:
    program = (
        "import hashlib;"
        "from tests.helpers.documents import *;"
        "d=ReportPdfWriter(blob_of).write(every_block(rows=3).__class__("
        "title='一',issuer='二',number='三',language='zh_CN',blocks=every_block().blocks[:-1]),"
        "attachments=ATTACHMENTS,created_at=NOW);print(hashlib.sha256(d).hexdigest())"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(hashes) == 1


def test_the_id_names_the_record_and_changes_with_the_pages(tmp_path: Path) -> None:
    files = [written(every_block()), written(every_block(rows=2))]
    identities = []
    for data in files:
        with pikepdf.open(kept(tmp_path, data)) as pdf:
            identities.append([bytes(part) for part in pdf.trailer.ID])
    assert identities[0][0] == identities[1][0] == hashlib.sha256(RECORD).digest()[:16]
    assert identities[0][1] != identities[1][1]


def test_the_record_comes_out_of_the_file_unchanged(tmp_path: Path) -> None:
    with pikepdf.open(kept(tmp_path, signed_sample())) as pdf:
        assert pdf.attachments["record.json"].get_file().read_bytes() == RECORD
        assert {str(file.AFRelationship) for file in pdf.Root.AF} == {"/Source", "/Data"}


def test_the_photo_goes_in_byte_for_byte() -> None:
    assert BLOBS["photo-1"] in written(every_block())


def test_a_lost_photo_leaves_its_frame_and_caption() -> None:
    data = written(only(Pictures(items=(Picture(sha256="gone", caption="铭牌"),))))
    assert "铭牌" in pdf_tools.pdfium_text(data)


def test_a_blob_that_is_no_image_is_refused_by_code() -> None:
    odd = ReportPdfWriter(lambda _sha256: b"no image")
    document = only(Pictures(items=(Picture(sha256="odd", caption="铭牌"),)))
    with pytest.raises(InputInvalid) as refused:
        odd.write(document, attachments=(), created_at=NOW)
    assert refused.value.code == "photo_not_an_image"


def test_the_head_of_a_table_comes_again_on_each_page() -> None:
    rows = tuple((Cell(text=f"第{n}行"),) for n in range(100))
    data = written(only(Table(head=("表头",), rows=rows, widths=(1,))))
    text = pdf_tools.pdfium_text(data)
    assert pdf_tools.pages(data) > 2
    assert text.count("表头") == pdf_tools.pages(data)


def test_a_cell_longer_than_a_page_is_continued() -> None:
    table = Table(head=("长",), rows=((Cell(text="衡" * 9000),),), widths=(1,))
    assert pdf_tools.pdfium_text(written(only(table))).count("衡") == 9000


def test_a_heading_never_stands_alone_at_the_foot_of_a_page() -> None:
    from inspector_app.reports.base import Heading

    for lines in range(20, 50):
        filler = tuple(Paragraph(text=f"第{n}段") for n in range(lines))
        data = written(only(*filler, Heading(text="标题"), Paragraph(text="其后")))
        pages = pdf_tools.page_texts(data)
        assert [("标题" in page) == ("其后" in page) for page in pages], lines
        assert sum("标题" in page and "其后" in page for page in pages) == 1, lines


def test_pages_are_numbered_to_the_last() -> None:
    texts = pdf_tools.page_texts(signed_sample())
    assert all(f"- {n} / {len(texts)} -" in text for n, text in enumerate(texts, 1))


def test_hostile_texts_still_make_an_archive(tmp_path: Path) -> None:
    hostile = "</rdf:li><x>&]]>\x00\x1b[31m\u202e\ud7ff\U000e0001\ufffe(\\)%<>{}" + "A" * 5000
    document = replace(
        every_block(),
        title=hostile[:60],
        issuer=hostile[:80],
        number=hostile[:40],
        keywords=(hostile[:50],),
        blocks=(Paragraph(text=hostile),),
    )
    data = written(document)
    path = kept(tmp_path, data)
    assert pdf_tools.page_validation(data) == []
    assert pdf_tools.verapdf(path)[path] == []


def test_an_english_document_is_an_archive_too(tmp_path: Path) -> None:
    data = writer().write(
        replace(every_block(), language="en", title="Record of On-site Metrology Inspection"),
        attachments=ATTACHMENTS,
        created_at=NOW,
    )
    assert pdf_tools.page_validation(data) == []
