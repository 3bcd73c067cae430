"""The record of every kind in both languages, signed: an archive that verifies and can be read."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from inspector_app.adapters import qr
from inspector_app.adapters.pdf_verification import FileOutcome, verify_file
from inspector_app.kinds.catalogue import kinds
from inspector_app.metrology.regulations import load_book
from inspector_app.reports.base import Document
from inspector_app.reports.spot_check_record import REPORT
from inspector_app.services.ports import Attachment
from inspector_app.words import Words
from tests.helpers import pdf_tools
from tests.helpers.documents import NOW, device_key, writer
from tests.helpers.inspections import sealed

SAMPLES = [(kind.key, language) for kind in kinds() for language in ("zh_CN", "en")]


@cache
def sample(kind: str, language: str) -> tuple[Document, bytes, bytes, str]:
    """Document, PDF, record and token."""
    book = load_book()
    inspection, record = sealed(kind, book, device_key())
    document = REPORT.build(inspection, book, Words(language))
    carried = Attachment(name="record.json", data=record, media_type="application/json")
    pdf = writer().write(document, attachments=(carried,), created_at=NOW)
    assert inspection.seal is not None
    return document, pdf, record, inspection.seal.token


def test_every_sample_is_pdf_a_3b_for_verapdf(tmp_path: Path) -> None:
    paths = []
    for kind, language in SAMPLES:
        paths.append(tmp_path / f"{kind}-{language}.pdf")
        paths[-1].write_bytes(sample(kind, language)[1])
    assert pdf_tools.verapdf(*paths) == {path: [] for path in paths}


@pytest.mark.parametrize("kind, language", SAMPLES)
def test_every_sample_is_pdf_a_3b_for_page_validation(kind: str, language: str) -> None:
    assert pdf_tools.page_validation(sample(kind, language)[1]) == []


@pytest.mark.parametrize("kind, language", SAMPLES)
def test_every_text_is_found_again_by_two_readers(kind: str, language: str, tmp_path: Path) -> None:
    document, pdf, _record, _token = sample(kind, language)
    (tmp_path / "record.pdf").write_bytes(pdf)
    pdf_tools.qpdf_check(tmp_path / "record.pdf")
    for text in (pdf_tools.poppler_text(tmp_path / "record.pdf"), pdf_tools.pdfium_text(pdf)):
        found = pdf_tools.bare(text)
        # A long paragraph may go on over a page's end, where the page number stands between.
        missing = [
            each
            for whole in document.texts()
            for each in whole.split("\n")
            if pdf_tools.bare(each)[:40] not in found
        ]
        assert not missing


@pytest.mark.parametrize("kind, language", SAMPLES)
def test_every_sample_verifies_and_carries_its_record(kind: str, language: str) -> None:
    _document, pdf, record, _token = sample(kind, language)
    report = verify_file(
        pdf,
        known_hash=lambda sha256: sha256 == hashlib.sha256(pdf).hexdigest(),
        known_keys=[device_key().public_key],
    )
    assert report.outcome is FileOutcome.GENUINE
    assert report.record == record


@pytest.mark.parametrize("kind, language", SAMPLES)
def test_the_printed_code_reads_as_the_token(kind: str, language: str, tmp_path: Path) -> None:
    _document, pdf, _record, token = sample(kind, language)
    opened = pypdfium2.PdfDocument(pdf)
    picture = tmp_path / "last.png"
    opened[len(opened) - 1].render(scale=200 / 72).to_pil().save(picture)
    opened.close()
    assert qr.read(picture.read_bytes()) == (token,)
