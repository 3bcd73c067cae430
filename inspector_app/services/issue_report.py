"""A document is drawn from an inspection, kept as a blob and named by an event.

One that carries a number of its own gets it in the same commit: a number is never given to a paper
that was not kept, nor twice, however the program ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from inspector_app.casework.document_number import DocumentNumber
from inspector_app.domain.events import EventDraft, ReportIssued
from inspector_app.domain.exceptions import InputInvalid, WrongState
from inspector_app.domain.inspection import Inspection, State
from inspector_app.evidence import canonical
from inspector_app.evidence.record import record_bytes
from inspector_app.evidence.token import with_address
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import Document, ProofBlock, Report
from inspector_app.reports.entries import Filled, checked_entries, merged
from inspector_app.reports.needs import unmet
from inspector_app.services.inspection_log import record
from inspector_app.services.number_blocks import NumberBook, Numbering
from inspector_app.services.ports import Attachment, BlobStore, Clock, EventLog, PdfWriter
from inspector_app.words import Words

RECORD_NAME = "record.json"
PAPER_NAME = "paper.json"
TOKEN_NAME = "token.txt"  # noqa: S105 - a file name, no password
_MOST_TRIES = 5
"""How often a paper is drawn anew because another one took its number meanwhile."""
_NO_ENTRIES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedReport:
    """What was written: the inspection after it, the file's bytes, hash and name, its number."""

    inspection: Inspection
    pdf: bytes
    sha256: str
    name: str
    document_number: str = ""


@dataclass(frozen=True, slots=True)
class IssueReport:
    """Draw, store, record.

    public_page: the office's address that the QR code carries the token to; empty: the bare token.
    numbers: gives documents with a number of their own (文种) the next one. book: the rules that
    the record was judged by. law: those of today, by which the terms of a paper run; None: `book`.
    """

    log: EventLog
    blobs: BlobStore
    clock: Clock
    writer: PdfWriter
    book: RegulationBook
    public_page: str = ""
    numbers: NumberBook | None = field(default=None)
    law: RegulationBook | None = None

    def __call__(
        self,
        inspection_id: str,
        report: Report,
        *,
        language: str = "zh_CN",
        entries: Mapping[str, str] = _NO_ENTRIES,
    ) -> IssuedReport:
        """Write the document of a sealed inspection, with the sealed record inside it.

        language: `zh_CN` or `en`. entries: what was filled in; the record answers what it can
        where they are silent. Raises WrongState unless sealed, WrongState(`number_block_used_up`),
        InputInvalid: `entries_missing` naming them, `paper_does_not_fit`, `glyph_missing`,
        `address_invalid`, `number_prefix_missing`, and as `checked_figures`; StorageUnavailable.
        """
        inspection = Inspection.fold(self.log.stream(inspection_id))
        inspection.require(State.SEALED)
        require_needs(report, inspection)
        words = Words(language)
        kept = checked_entries(
            report, merged(report.prefill(inspection, self.book, words), entries)
        )
        for _try in range(_MOST_TRIES):
            number = self._next_number(report)
            filled = Filled(
                entries=kept,
                number=str(number) if number else "",
                on=self.clock.today(),
                law=self.law,
            )
            document = report.build(inspection, self.book, words, filled)
            issued = self._keep(inspection, report, _addressed(document, self.public_page), filled,
                                number)  # fmt: skip
            if issued is not None:
                return issued
        raise WrongState("number_taken_meanwhile", number=str(number))

    def _next_number(self, report: Report) -> DocumentNumber | None:
        if not report.number_kind:
            return None
        book = self.numbers or NumberBook(self.log, Numbering())
        return book.next(report.number_kind, self.clock.today())

    def _keep(
        self,
        inspection: Inspection,
        report: Report,
        document: Document,
        filled: Filled,
        number: DocumentNumber | None,
    ) -> IssuedReport | None:
        """Draw, store and record; None when the number went to another paper meanwhile."""
        pdf = self.writer.write(
            document,
            attachments=self._attachments(inspection, report, document, filled),
            created_at=self.clock.now(),
        )
        blob = self.blobs.put(pdf, role="pdf", media_type="application/pdf")
        name = f"{inspection.number}-{report.key}-{document.language}.pdf"
        body = ReportIssued(
            report=report.key,
            language=document.language,
            sha256=blob.sha256,
            size=blob.size,
            name=name,
            document_number=filled.number,
            document_entries=dict(filled.entries),
        )
        if number is None or self.numbers is None:
            inspection = record(self.log, inspection, body, blobs=(blob,))
        else:
            draft = EventDraft(
                stream_id=inspection.inspection_id,
                scope=inspection.scope,
                body=body,
                blobs=(blob,),
            )
            taken = (inspection.inspection_id, report.key)
            events = self.numbers.take(number, (draft,), taken)
            if events is None:
                return None
            for event in events:
                inspection = inspection.after(event)
        return IssuedReport(
            inspection=inspection,
            pdf=pdf,
            sha256=blob.sha256,
            name=name,
            document_number=filled.number,
        )

    def _attachments(
        self, inspection: Inspection, report: Report, document: Document, filled: Filled
    ) -> tuple[Attachment, ...]:
        events = self.log.stream(inspection.inspection_id)
        found = [
            Attachment(
                name=RECORD_NAME,
                data=record_bytes(events),
                media_type="application/json",
                description="Sealed inspection record",
            )
        ]
        if filled.number or filled.entries:
            said = {
                "report": report.key,
                "number": filled.number,
                "entries": dict(filled.entries),
                "inspection": inspection.number,
            }
            found.append(
                Attachment(
                    name=PAPER_NAME,
                    data=canonical.encode(said),
                    media_type="application/json",
                    relationship="Data",
                    description="What was filled in besides the record",
                )
            )
        if inspection.seal and not any(isinstance(b, ProofBlock) for b in document.blocks):
            found.append(
                Attachment(
                    name=TOKEN_NAME,
                    data=inspection.seal.token.encode("ascii"),
                    media_type="text/plain",
                    relationship="Data",
                    description="Signed token of the record",
                )
            )
        return tuple(found)


def require_needs(report: Report, inspection: Inspection) -> None:
    """Raise InputInvalid(`paper_does_not_fit`) naming what the record lacks for this paper."""
    missing = unmet(report.needs, inspection)
    if missing:
        raise InputInvalid(
            "paper_does_not_fit",
            field=missing[0].key,
            paper=report.title.zh,
            paper_en=report.title.en,
            names="、".join(need.title.zh for need in missing),
            names_en=", ".join(need.title.en for need in missing),
        )


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
