"""The SheetWriter port: CSV by the standard library, XLSX by XlsxWriter; no formula gets in."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from inspector_app.services.sheets import Sheet, Value, cell_text

_TITLE: Final = 31
"""Characters that a workbook allows in the name of a sheet."""
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_CELL: Final = 32_767
_WIDEST: Final = 60


class SheetFiles:
    """Writes sheets; see the port."""

    def csv(self, sheet: Sheet) -> bytes:
        """Return one sheet as CSV (RFC 4180), UTF-8 with a byte order mark."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(sheet.columns)
        writer.writerows([cell_text(value) for value in row] for row in sheet.rows)
        return text.getvalue().encode("utf-8-sig")

    def xlsx(self, sheets: Sequence[Sheet]) -> bytes:
        """Return the sheets as one workbook; numbers keep the decimals that they were read with."""
        import xlsxwriter

        file = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(file, options) as book:
            head = book.add_format({"bold": True, "bottom": 1})
            formats: dict[str, Any] = {}
            for number, sheet in enumerate(sheets, 1):
                page = book.add_worksheet(_name(sheet.title, number))
                page.freeze_panes(1, 0)
                for column, title in enumerate(sheet.columns):
                    page.write_string(0, column, title, head)
                    page.set_column(column, column, _width(sheet, column))
                for at, row in enumerate(sheet.rows, 1):
                    for column, value in enumerate(row):
                        _write(book, page, (at, column), value, formats)
        return file.getvalue()


def _write(
    book: Any, page: Any, place: tuple[int, int], value: Value, formats: dict[str, Any]
) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        page.write_string(*place, value[:_LONGEST_CELL])
        return
    shape = _shape(value)
    if shape not in formats:
        formats[shape] = book.add_format({"num_format": shape})
    if isinstance(value, date):
        page.write_datetime(*place, value, formats[shape])
    else:
        page.write_number(*place, value, formats[shape])


def _shape(value: int | Decimal | date) -> str:
    """Return the format that shows a value with its own decimals: `0.000` for 1.500."""
    if isinstance(value, date):
        return "yyyy-mm-dd"
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return "0." + "0" * decimals if decimals else "0"


def _name(title: str, number: int) -> str:
    kept = title.translate(_FORBIDDEN).strip()[: _TITLE - 3]
    return f"{number} {kept}".strip()


def _width(sheet: Sheet, column: int) -> int:
    """Return a width in characters; Chinese ones are twice as wide."""
    texts = [sheet.columns[column], *(cell_text(row[column]) for row in sheet.rows[:200])]
    widest = max(sum(2 if ord(c) > 0x2E80 else 1 for c in text) for text in texts)
    return min(widest + 2, _WIDEST)
