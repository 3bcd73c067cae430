"""What the check of a report found, in words: the outcome first, then why, then what to do."""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app.words import gettext as _
from inspector_app.words import marked

OUTCOMES = {
    "genuine": marked("Genuine: this report is unchanged since it was issued."),
    "genuine_but_key_unknown": marked(
        "Whole and consistent, but signed with a key that this laptop does not know."
    ),
    "genuine_but_void": marked(
        "Issued here and unchanged, but declared void: this paper counts no longer."
    ),
    "altered": marked("NOT genuine: this report was changed or put together by somebody else."),
    "not_ours": marked("Not a report of this program."),
    "unreadable": marked("This file cannot be read as a PDF."),
}
REASONS = {
    "file_unreadable": marked("The file cannot be opened."),
    "file_too_large": marked("The file is far larger than any report."),
    "not_a_pdf": marked("It is no PDF file."),
    "structure_damaged": marked("Its structure is damaged."),
    "encrypted": marked("It is encrypted; reports never are."),
    "no_signature": marked("It carries no signature."),
    "several_signatures": marked("It carries more than one signature."),
    "signature_invalid": marked("The signature does not fit the content."),
    "not_whole_file": marked("Something was added after the signature."),
    "signature_not_canonical": marked("The signature's container was changed."),
    "certificate_not_vouched": marked("No known device vouches for the signing certificate."),
    "record_missing": marked("The sealed record is missing from the file."),
    "token_missing": marked("The signed code is missing from the file."),
    "token_invalid": marked("The code is no signed code of ours."),
    "token_forged": marked("The code's signature is forged."),
    "record_altered": marked("The record inside was changed."),
    "hash_recorded": marked("Its fingerprint is the one recorded when it was issued."),
    "hash_not_recorded": marked("Its fingerprint was never recorded on this laptop."),
    "hash_not_compared": marked(
        "Its fingerprint could not be compared: the log that issued it is not open here."
    ),
    "report_void": marked(
        "This laptop's log says that it, or its whole record, was declared void."
    ),
    "key_unknown": marked("Ask the office that issued it, or scan the code on the paper."),
}
EXIT_CODES = {"genuine": 0, "genuine_but_key_unknown": 3, "genuine_but_void": 4}


def sentences(outcome: str, reasons: Sequence[str]) -> tuple[str, ...]:
    """Return the outcome's sentence and those of its reasons, in the language in use."""
    return (_(OUTCOMES[outcome]), *(_(REASONS[code]) for code in reasons if code in REASONS))


def exit_code(outcome: str) -> int:
    """Return 0 for genuine, 3 where the key is unknown here, 4 where it is void, else 1."""
    return EXIT_CODES.get(outcome, 1)
