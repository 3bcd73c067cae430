"""Is a verification certificate what it says: comparing names and numbers, its dates, its QR code.

Pure comparisons; what differs is a lead for a case. Nothing here declares anything forged.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from inspector_app.metrology.verification_due import Cycle, due_on

_LONGEST = 4096


class Match(StrEnum):
    """How two writings of one thing compare; SILENT when one of them is not there."""

    SAME = "same"
    DIFFERENT = "differs"
    SILENT = "silent"


class DateFault(StrEnum):
    """What is wrong with the dates of a certificate."""

    VERIFIED_IN_FUTURE = "verified_in_future"
    ISSUED_IN_FUTURE = "issued_in_future"
    ISSUED_BEFORE_VERIFIED = "issued_before_verified"
    ENDS_BEFORE_VERIFIED = "ends_before_verified"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class QrReading:
    """What a QR code says of a certificate. names_it: it holds the number; host: of an address."""

    names_it: bool
    host: str


def squeezed(text: str) -> str:
    """Return a number or name as it is compared: letters, digits and Chinese, one width, no case.

    `JY-HQ 2026－00317` and `jyhq202600317` are the same number.
    """
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).casefold()
    return "".join(c for c in plain if c.isalnum())


def compared(certificate: str, other: str) -> Match:
    """Return whether both say the same, spaces, hyphens, width and case apart."""
    left, right = squeezed(certificate), squeezed(other)
    if not left or not right:
        return Match.SILENT
    return Match.SAME if left == right else Match.DIFFERENT


def date_faults(
    verified_on: date, issued_on: date | None, valid_until: date | None, today: date
) -> Iterator[DateFault]:
    """Yield what is wrong: after today, issued before the verification, ended.

    The last day of validity is still valid.
    """
    if verified_on > today:
        yield DateFault.VERIFIED_IN_FUTURE
    if issued_on is not None:
        if issued_on > today:
            yield DateFault.ISSUED_IN_FUTURE
        if issued_on < verified_on:
            yield DateFault.ISSUED_BEFORE_VERIFIED
    if valid_until is not None:
        if valid_until < verified_on:
            yield DateFault.ENDS_BEFORE_VERIFIED
        elif valid_until < today:
            yield DateFault.EXPIRED


def latest_end(verified_on: date, cycle: Cycle) -> date:
    """Return the last day a certificate may name: the verification's day plus the cycle.

    Bodies write that day or the one before; a shorter validity is theirs to choose. Raises
    OutOfRange past the year 9999.
    """
    return due_on(verified_on, cycle.months)


def read_qr(text: str, number: str) -> QrReading:
    """Return whether a code's text holds the number, and the host if it is a web address."""
    held = bool(squeezed(number)) and squeezed(number) in squeezed(text)
    try:
        parts = urlsplit(text.strip()[:_LONGEST])
        host = parts.hostname or "" if parts.scheme in {"http", "https"} else ""
    except ValueError:
        host = ""
    return QrReading(names_it=held, host=host)
