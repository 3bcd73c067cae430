"""Numbers of official papers: `闽市监光处〔2026〕0088号` (GB/T 9704-2012, forms of order 121)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from inspector_app.domain.exceptions import InputInvalid, OutOfRange

_LEFT, _RIGHT = "\N{LEFT TORTOISE SHELL BRACKET}", "\N{RIGHT TORTOISE SHELL BRACKET}"
_SYSTEM = "市监"
_LONGEST_PREFIX = 20
_MOST_DIGITS = 20
_NUMBER = re.compile(
    rf"(?P<prefix>[^{_LEFT}{_RIGHT}0-9\s]{{1,{_LONGEST_PREFIX}}}){_LEFT}(?P<year>[0-9]{{4}}){_RIGHT}"
    rf"(?P<ordinal>第?)(?P<digits>[0-9]{{1,{_MOST_DIGITS}}})号"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentNumber:
    """One number.

    prefix: everything before the year. digits: width of the running number, zeros in front; 0:
    none. ordinal: written with 第, as the forms of order 121 are and GB/T 9704 is not.
    """

    prefix: str
    year: int
    sequence: int
    digits: int = 0
    ordinal: bool = False

    def __str__(self) -> str:
        """Return the number as printed, with the six-cornered brackets U+3014 and U+3015."""
        running = str(self.sequence).zfill(self.digits)
        return f"{self.prefix}{_LEFT}{self.year:04d}{_RIGHT}{'第' * self.ordinal}{running}号"


def document_number(
    *,
    province: str = "",
    place: str,
    kind: str,
    year: int,
    sequence: int,
    digits: int = 0,
    ordinal: bool = False,
) -> DocumentNumber:
    """Return `{province}市监{place}{kind}〔{year}〕{sequence}号`; prefixes differ, so all is given.

    Raises InputInvalid for a prefix that cannot be read back, OutOfRange for year or sequence.
    """
    if not (1949 <= year <= 9999 and 1 <= sequence < 10**_MOST_DIGITS):
        raise OutOfRange("document_number_range", year=year, sequence=sequence)
    if not 0 <= digits <= _MOST_DIGITS:
        raise OutOfRange("document_number_range", year=year, sequence=digits)
    number = DocumentNumber(
        prefix=f"{province}{_SYSTEM}{place}{kind}",
        year=year,
        sequence=sequence,
        digits=digits,
        ordinal=ordinal,
    )
    parse_document_number(str(number))
    return number


def parse_document_number(text: str) -> DocumentNumber:
    """Return the parts of a printed number. Raises InputInvalid (`document_number_invalid`)."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None or int(found["digits"]) < 1:
        raise InputInvalid("document_number_invalid", field="number", value=text[:40])
    digits = found["digits"]
    return DocumentNumber(
        prefix=found["prefix"],
        year=int(found["year"]),
        sequence=int(digits),
        digits=len(digits) if digits.startswith("0") else 0,
        ordinal=bool(found["ordinal"]),
    )
