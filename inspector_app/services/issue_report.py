"""A document is drawn from an inspection, kept as a blob and named by an event."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inspector_app.domain.events import ReportIssued
from inspector_app.domain.inspection import Inspection, State
from inspector_app.evidence.record import record_bytes
from inspector_app.evidence.token import with_address
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import Document, ProofBlock, Report
from inspector_app.services.inspection_log import record
from inspector_app.services.ports import Attachment, BlobStore, Clock, EventLog, PdfWriter
from inspector_app.words import Words

RECORD_NAME = "record.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedReport:
    """What was written: the inspection after it, the file's bytes, hash and name."""

    inspection: Inspection
    pdf: bytes
    sha256: str
    name: str


@dataclass(frozen=True, slots=True)
class IssueReport:
    """Draw, store, record.

    public_page: the office's address that the QR code carries the token to; empty: the bare token.
    """

    log: EventLog
    blobs: BlobStore
    clock: Clock
    writer: PdfWriter
    book: RegulationBook
    public_page: str = ""

    def __call__(
        self, inspection_id: str, report: Report, *, language: str = "zh_CN"
    ) -> IssuedReport:
        """Write the document of a sealed inspection, with the sealed record inside it.

        language: `zh_CN` or `en`. Raises WrongState unless sealed, InputInvalid(`glyph_missing`),
        InputInvalid(`address_invalid`), StorageUnavailable.
        """
        events = self.log.stream(inspection_id)
        inspection = Inspection.fold(events)
        inspection.require(State.SEALED)
        plain = report.build(inspection, self.book, Words(language))
        document = _addressed(plain, self.public_page)
        record_file = Attachment(
            name=RECORD_NAME,
            data=record_bytes(events),
            media_type="application/json",
            description="Sealed inspection record",
        )
        pdf = self.writer.write(document, attachments=(record_file,), created_at=self.clock.now())
        blob = self.blobs.put(pdf, role="pdf", media_type="application/pdf")
        name = f"{inspection.number}-{report.key}-{language}.pdf"
        body = ReportIssued(
            report=report.key, language=language, sha256=blob.sha256, size=blob.size, name=name
        )
        inspection = record(self.log, inspection, body, blobs=(blob,))
        return IssuedReport(inspection=inspection, pdf=pdf, sha256=blob.sha256, name=name)


def _addressed(document: Document, public_page: str) -> Document:
    """Let the QR code lead a telephone to the office's page, the token riding along."""
    if not public_page:
        return document
    blocks = (
        replace(block, token=with_address(block.token, public_page))
        if isinstance(block, ProofBlock)
        else block
        for block in document.blocks
    )
    return replace(document, blocks=tuple(blocks))
