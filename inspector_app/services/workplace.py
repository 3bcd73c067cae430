"""What one inspector at one laptop works with: the ports, bundled once by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inspector_app.domain.instrument import Person
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.packages.shelf import RuleShelf
from inspector_app.services.number_blocks import NumberBook, Numbering
from inspector_app.services.ports import (
    Clock,
    IdSource,
    PdfWriter,
    PictureTool,
    Signer,
    Storage,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """Everything a use case may ask for.

    scope: administrative division code of the laptop's office, given to new streams.
    person: who works now. inspector_signer: returns that person's own key.
    shelf: the rules held; `rules` is the book of today, which a package may replace at any time.
    public_page: gives the address of the office's public verification page, empty until one is
    configured; asked at each issue, so that a change in Settings holds at once. numbering: how
    papers are numbered, asked as often. clock_checked: says when the laptop's clock was last
    compared with its office's, see `InspectionSealed`.
    """

    storage: Storage
    clock: Clock
    ids: IdSource
    shelf: RuleShelf
    pdf_writer: PdfWriter
    pictures: PictureTool
    device_signer: Signer
    inspector_signer: Callable[[Person], Signer]
    person: Person
    scope: str
    public_page: Callable[[], str] = str
    numbering: Callable[[], Numbering] = Numbering
    clock_checked: Callable[[], str] = str

    @property
    def rules(self) -> RegulationBook:
        """Return the book by which is judged now; ask anew for each judgement."""
        return self.shelf.book

    def number_book(self) -> NumberBook:
        """Return the numbers of papers as Settings say now."""
        return NumberBook(self.storage.log, self.numbering(), self.storage.transaction)
