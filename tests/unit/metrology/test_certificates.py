from __future__ import annotations

from datetime import date

import pytest

from inspector_app.metrology.certificates import (
    DateFault,
    Match,
    compared,
    date_faults,
    latest_end,
    read_qr,
)
from inspector_app.metrology.regulations import load_book
from inspector_app.metrology.verification_due import cycle_of

TODAY = date(2026, 11, 23)
CYCLES = load_book().newest("verification_cycles")


@pytest.mark.parametrize(
    "one,other,match",
    [
        ("JY-HQ-2026-00317", "jyhq 2026 00317", Match.SAME),
        ("ＡＣＳ－３０", "ACS-30", Match.SAME),
        ("（粤）法计〔2023〕05200号", "(粤)法计[2023]05200号", Match.SAME),
        ("0317", "317", Match.DIFFERENT),
        ("0317", "0371", Match.DIFFERENT),
        ("", "0317", Match.SILENT),
        ("0317", " - ", Match.SILENT),
    ],
)
def test_numbers_are_compared_by_what_they_say(one: str, other: str, match: Match) -> None:
    assert compared(one, other) is match


def test_dates_in_order_have_no_fault_and_the_last_day_counts() -> None:
    assert list(date_faults(TODAY, TODAY, TODAY, TODAY)) == []


@pytest.mark.parametrize(
    "verified,issued,until,faults",
    [
        ("2026-11-24", None, None, [DateFault.VERIFIED_IN_FUTURE]),
        ("2026-03-02", "2026-11-24", None, [DateFault.ISSUED_IN_FUTURE]),
        ("2026-03-02", "2026-03-01", None, [DateFault.ISSUED_BEFORE_VERIFIED]),
        ("2026-03-02", None, "2026-11-22", [DateFault.EXPIRED]),
        ("2026-03-02", None, "2026-03-01", [DateFault.ENDS_BEFORE_VERIFIED]),
    ],
)
def test_each_fault_of_a_date_is_named(
    verified: str, issued: str | None, until: str | None, faults: list[DateFault]
) -> None:
    signed, ends = (date.fromisoformat(text) if text else None for text in (issued, until))
    assert list(date_faults(date.fromisoformat(verified), signed, ends, TODAY)) == faults


def test_the_cycle_ends_on_the_same_day_a_year_later() -> None:
    year = cycle_of("weighing", CYCLES)
    assert latest_end(date(2026, 3, 2), year) == date(2027, 3, 2)
    assert latest_end(date(2024, 2, 29), year) == date(2025, 2, 28)


@pytest.mark.parametrize(
    "text,names_it,host",
    [
        ("JY-2026-1", True, ""),
        ("https://a.example.cn/?no=JY20261", True, "a.example.cn"),
        ("https://a.example.cn/x", False, "a.example.cn"),
        ("http://[broken", False, ""),
        ("", False, ""),
        ("javascript:alert(1)", False, ""),
    ],
)
def test_a_code_is_read_without_being_believed(text: str, names_it: bool, host: str) -> None:
    found = read_qr(text, "JY-2026-1")
    assert (found.names_it, found.host) == (names_it, host)


def test_an_empty_number_is_in_no_code() -> None:
    assert not read_qr("anything", "").names_it
