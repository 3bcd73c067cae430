"""Every paper in both languages as it leaves the house: an archive on its sheet, text whole."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from inspector_app.adapters import qr
from inspector_app.adapters.pdf_verification import FileOutcome, verify_file
from inspector_app.adapters.pdf_writer import look
from inspector_app.adapters.pdf_writer.rows import lines_of
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.metrology.regulations import load_book
from inspector_app.reports.base import Document, Fields, Paragraph, ProofBlock, Table
from inspector_app.reports.entries import Filled
from inspector_app.reports.page import LABEL, PageStyle, official
from inspector_app.services.ports import Attachment
from inspector_app.words import Words
from tests.helpers import pdf_tools
from tests.helpers.documents import NOW, device_key, writer
from tests.helpers.inspections import sealed
from tests.helpers.papers import ON, paper, papers
from tests.unit.reports.test_every_paper import hard

BOOK = load_book()
SAMPLES = [(report.key, language) for report in papers() for language in ("zh_CN", "en")]
REPORTS = {report.key: report for report in papers()}
MM = 72 / 25.4


@cache
def sample(key: str, language: str) -> tuple[Document, bytes, bytes, str]:
    """Document, PDF, record and token."""
    document, record, inspection = paper(REPORTS[key], Words(language), BOOK, device_key())
    assert inspection.seal is not None
    carried = (
        Attachment(name="record.json", data=record, media_type="application/json"),
        Attachment(
            name="token.txt",
            data=inspection.seal.token.encode(),
            media_type="text/plain",
            relationship="Data",
        ),
    )
    pdf = writer().write(document, attachments=carried, created_at=NOW)
    return document, pdf, record, inspection.seal.token


def test_every_paper_is_pdf_a_3b_for_verapdf(tmp_path: Path) -> None:
    paths = []
    for key, language in SAMPLES:
        paths.append(tmp_path / f"{key}-{language}.pdf")
        paths[-1].write_bytes(sample(key, language)[1])
    assert pdf_tools.verapdf(*paths) == {path: [] for path in paths}


@pytest.mark.parametrize("key, language", SAMPLES)
def test_every_paper_is_pdf_a_3b_for_page_validation(key: str, language: str) -> None:
    assert pdf_tools.page_validation(sample(key, language)[1]) == []


@pytest.mark.parametrize("key, language", SAMPLES)
def test_every_text_is_found_again_by_two_readers(key: str, language: str, tmp_path: Path) -> None:
    document, pdf, _record, _token = sample(key, language)
    (tmp_path / "paper.pdf").write_bytes(pdf)
    pdf_tools.qpdf_check(tmp_path / "paper.pdf")
    texts = document.texts()
    if document.page.style is PageStyle.LABEL:
        texts = tuple(text for text in texts if text != document.number)  # stands in its lines
    for text in (pdf_tools.poppler_text(tmp_path / "paper.pdf"), pdf_tools.pdfium_text(pdf)):
        found = pdf_tools.bare(text)
        missing = [
            each
            for whole in texts
            for each in whole.split("\n")
            # A long paragraph may go on over a page's end, where the page number stands between.
            if pdf_tools.bare(each)[:20] not in found
        ]
        assert not missing


@pytest.mark.parametrize("key, language", SAMPLES)
def test_every_paper_verifies_and_carries_its_record(key: str, language: str) -> None:
    _document, pdf, record, _token = sample(key, language)
    report = verify_file(
        pdf,
        known_hash=lambda sha256: sha256 == hashlib.sha256(pdf).hexdigest(),
        known_keys=[device_key().public_key],
    )
    assert report.outcome is FileOutcome.GENUINE
    assert report.record == record


@pytest.mark.parametrize("key, language", SAMPLES)
def test_the_printed_code_reads_as_the_token(key: str, language: str, tmp_path: Path) -> None:
    document, pdf, _record, token = sample(key, language)
    if not any(isinstance(block, ProofBlock) for block in document.blocks):
        assert key == "seal_strip"
        return
    opened = pypdfium2.PdfDocument(pdf)
    picture = tmp_path / "last.png"
    opened[len(opened) - 1].render(scale=300 / 72).to_pil().save(picture)
    opened.close()
    assert qr.read(picture.read_bytes()) == (token,)


@pytest.mark.parametrize("key, language", SAMPLES)
def test_every_page_has_the_size_of_its_sheet(key: str, language: str) -> None:
    document, pdf, _record, _token = sample(key, language)
    opened = pypdfium2.PdfDocument(pdf)
    sizes = {(round(p.get_width() / MM), round(p.get_height() / MM)) for p in opened}
    count = len(opened)
    opened.close()
    if document.page.style is PageStyle.SLIP:
        ((width, height),) = sizes
        assert width == 80
        assert 100 < height < 400
    else:
        assert sizes == {(round(document.page.width), round(document.page.height))}
    if document.page.style is not PageStyle.OFFICIAL:
        assert count == 1


@pytest.mark.parametrize("key, language", SAMPLES)
def test_nothing_leaves_the_type_area_but_the_page_number(key: str, language: str) -> None:
    document, pdf, _record, _token = sample(key, language)
    sheet = document.page
    opened = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(opened, 1):
        height = page.get_height()
        text = page.get_textpage()
        for at in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(at)
            if right <= left or text.get_text_range(at, 1).isspace():
                continue
            assert left >= sheet.left * MM - 1.5, number
            assert right <= (sheet.left + sheet.area[0]) * MM + 1.5, number
            in_area = sheet.style is not PageStyle.OFFICIAL or bottom >= 35 * MM - 1
            assert in_area or 24 * MM < bottom < 29 * MM, number
            assert top <= height - sheet.top * MM + 2, number
    opened.close()


def test_the_official_page_has_22_lines_of_28_characters() -> None:
    sheet = look.sheet_of(official(BOOK))
    assert len(lines_of("计" * 28, sheet.body, sheet.width)) == 1
    assert len(lines_of("计" * 29, sheet.body, sheet.width)) == 2
    text = "\n".join("量" * 28 for _line in range(22))
    document = Document(
        title="", issuer="", number="", language="zh_CN", page=official(BOOK), letter=False,
        blocks=(Paragraph(text=text),),
    )  # fmt: skip
    assert sheet.area / sheet.body.leading == pytest.approx(22)
    pages = pypdfium2.PdfDocument(writer().write(document, attachments=(), created_at=NOW))
    assert len(pages) == 2  # the empty head takes 6 points: the 22nd line goes over
    pages.close()


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages() -> None:
    pdf = sample("order_to_correct", "zh_CN")[1]
    opened = pypdfium2.PdfDocument(pdf)
    places = []
    for number, page in enumerate(opened, 1):
        text = page.get_textpage()
        whole = text.get_text_range()
        at = whole.rindex(f"— {number} —")
        left, bottom, _right, top = text.get_charbox(at + 2)
        places.append(left > page.get_width() / 2)
        assert 35 - 7 - 6 < (bottom + top) / 2 / MM < 35 - 7
    opened.close()
    assert places == [True, False]


def test_the_file_says_which_typefaces_stand_in_for_the_standards() -> None:
    pdf = sample("order_to_correct", "zh_CN")[1]
    assert "仿宋_GB2312".encode() in pdf
    assert "仿宋_GB2312".encode() not in sample("visit_slip", "zh_CN")[1]


def test_a_label_that_does_not_fit_is_refused() -> None:
    inspection, _record = sealed("market_scale", BOOK, device_key())
    label = REPORTS["inspection_label"].build(inspection, BOOK, Words("zh_CN"), Filled(on=ON))
    crowded = replace(label, issuer="揭阳市市场监督管理局" * 8)
    assert crowded.page == LABEL
    with pytest.raises(InputInvalid, match="label_too_long"):
        writer().write(crowded, attachments=(), created_at=NOW)


@pytest.mark.parametrize("key, language", SAMPLES)
def test_no_page_bears_only_hands_a_seal_or_the_code(key: str, language: str) -> None:
    """GB/T 9704-2012 7.3.5: a page without text is set so that there is none."""
    document, pdf, _record, _token = sample(key, language)
    if document.page.style is not PageStyle.OFFICIAL:
        return
    last = pdf_tools.bare(pdf_tools.page_texts(pdf)[-1])
    told = [
        line
        for block in document.blocks
        if isinstance(block, Paragraph | Table | Fields)
        for text in replace(document, title="", issuer="", number="", blocks=(block,)).texts()
        for line in text.split("\n")
    ]
    assert any(len(bare) > 2 and bare[-12:] in last for bare in map(pdf_tools.bare, told))


def test_the_mark_of_a_letter_stands_35_mm_under_the_edge_of_the_type_area() -> None:
    document, pdf, _record, _token = sample("case_transfer_letter", "zh_CN")
    opened = pypdfium2.PdfDocument(pdf)
    text = opened[0].get_textpage()
    at = text.get_text_range().index(document.issuer)
    top = opened[0].get_height() - text.get_charbox(at)[3]
    opened.close()
    assert 37 + 35 <= top / MM < 37 + 35 + 5  # the line is higher than its characters


def test_the_lines_of_an_official_paragraph_end_at_one_edge() -> None:
    _document, pdf, _record, _token = sample("prior_registration_notice", "zh_CN")
    opened = pypdfium2.PdfDocument(pdf)
    text = opened[0].get_textpage()
    whole = text.get_text_range()
    said = ("为防止证据灭失", "《中华人民共和国行政处罚法》第五十", "先行登记保存，保存期限")
    places = (whole.index(line) + len(line) - 1 for line in said)
    units = [len(whole[:place].encode("utf-16-le")) // 2 for place in places]
    ends = [text.get_charbox(unit)[2] for unit in units]
    opened.close()
    right = (28 + 156) * MM
    assert all(right - 2 < end <= right + 1.5 for end in ends), ends


@pytest.mark.parametrize("key", sorted(REPORTS))
def test_hard_records_are_drawn_or_refused_in_words(key: str) -> None:
    inspection, _record = sealed("market_scale", BOOK, device_key())
    report, words = REPORTS[key], Words("zh_CN")
    wild = hard(inspection)
    entries = report.prefill(wild, BOOK, words)
    document = report.build(wild, BOOK, words, Filled(entries=entries, on=ON))
    pdf = writer().write(document, attachments=(), created_at=NOW)
    found = pdf_tools.bare(pdf_tools.pdfium_text(pdf))
    has_party = document.page.style in {PageStyle.OFFICIAL, PageStyle.SLIP}
    if has_party and key not in _WITHOUT_PARTY:
        assert "揭阳市榕城区进贤门大道第一农贸市场" in found
    assert pdf_tools.page_validation(pdf) == []


_WITHOUT_PARTY = {"inquiry_record"}
