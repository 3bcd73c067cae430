"""Lists as sheets of rows, to be written as CSV or XLSX: what a person sees, column by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Protocol

from inspector_app.domain.quantities import plain

Value = str | int | Decimal | date | None
_STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""The wide ones of Chinese input methods are signs too, to a spreadsheet set to Chinese."""


def cell_text(value: Value) -> str:
    """Return a cell as text. A text that a spreadsheet would run as a formula gets a quote."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_STARTS_FORMULA) else text


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
