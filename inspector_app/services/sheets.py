"""Lists as sheets of rows, to be written as CSV or XLSX: what a person sees, column by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

Value = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One list. columns: headings in the person's language; rows: as many values each."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Value]]


class SheetWriter(Protocol):
    """Writes sheets as a file's bytes."""

    def csv(self, sheet: Sheet) -> bytes:
        """Return one sheet as CSV: UTF-8 with a mark, so that spreadsheets read Chinese."""
        ...

    def xlsx(self, sheets: Sequence[Sheet]) -> bytes:
        """Return the sheets as one workbook."""
        ...
