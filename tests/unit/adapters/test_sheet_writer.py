"""Lists as files: read back by foreign readers, exact, and without a formula."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.adapters.sheet_writer import SheetFiles
from inspector_app.services.sheets import Sheet

SHEET = Sheet(
    title="计量器具/台账: [2026]",
    columns=("编号", "示值", "日期", "备注"),
    rows=(
        ("2304718", Decimal("1.500"), date(2026, 11, 23), None),
        ("=HYPERLINK(1)", Decimal("-0.0050"), None, '换行\n逗号,引号"'),
    ),
)
files = SheetFiles()


def test_csv_is_read_back_with_its_zeros_and_its_chinese() -> None:
    data = files.csv(SHEET)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0] == list(SHEET.columns)
    assert rows[1] == ["2304718", "1.500", "2026-11-23", ""]
    assert rows[2][1:] == ["-0.0050", "", '换行\n逗号,引号"']


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_text_becomes_a_formula_in_csv(start: str) -> None:
    sheet = Sheet(title="x", columns=("a",), rows=((f"{start}1+1",),))
    (_head, row) = csv.reader(io.StringIO(files.csv(sheet).decode("utf-8-sig"), newline=""))
    assert row[0].startswith("'")


def test_a_workbook_keeps_decimals_dates_and_no_formula() -> None:
    with zipfile.ZipFile(io.BytesIO(files.xlsx([SHEET, SHEET]))) as book:
        assert book.testzip() is None
        page = book.read("xl/worksheets/sheet1.xml").decode()
        styles = book.read("xl/styles.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
        names = book.read("xl/workbook.xml").decode()
    assert "<f>" not in page
    assert "=HYPERLINK(1)" in strings
    assert all(shape in styles for shape in ("0.000", "0.0000", "yyyy-mm-dd"))
    assert 'name="1 计量器具 台账   2026"' in names


@given(
    st.lists(
        st.tuples(st.text(max_size=30), st.decimals(allow_nan=False, allow_infinity=False)),
        max_size=5,
    )
)
def test_any_text_and_number_comes_back_from_csv(rows: list[tuple[str, Decimal]]) -> None:
    clean = [(text.replace("\r", "").replace("\0", ""), number) for text, number in rows]
    data = files.csv(Sheet(title="x", columns=("a", "b"), rows=clean))
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:]
    assert [row[0].removeprefix("'") for row in read] == [
        text.removeprefix("'") for text, _ in clean
    ]
    assert [Decimal(row[1]) for row in read] == [number for _, number in clean]
