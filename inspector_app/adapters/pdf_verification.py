"""Says whether a PDF is a report of ours, unchanged, and whose: offline, from the file alone.

Genuine means all of: one signature, valid, over the entire file; the signature's container exactly
as our signer writes it (its padding and unsigned parts are outside the signature); a certificate
that a known device vouches for; the embedded record having the hash that the QR token names; the
token signed by a known key; and, where there is a log, the file's SHA-256 recorded in it.
"""

from __future__ import annotations

import base64
import hashlib
import io
import logging
import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from inspector_app.adapters.pdf_signing import is_vouched
from inspector_app.evidence import token as tokens
from inspector_app.evidence.record import record_sha256

if TYPE_CHECKING:  # slow to import, and needed only when a signature is there to be checked
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

RECORD_NAME: Final = "record.json"
TOKEN_NAME: Final = "token.txt"  # noqa: S105 - a file name, no password

_MOST_BYTES: Final = 64 * 1024 * 1024
_MOST_EMBEDDED: Final = 32 * 1024 * 1024
_MOST_REVISIONS: Final = 4
_OURS: Final = b"<pdf:Producer>Hengping</pdf:Producer>"
_TRAILER: Final = re.compile(rb"trailer\s*(<<.{0,4000}?>>)\s*startxref", re.DOTALL)
_START: Final = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF\s*\Z")
_PREVIOUS: Final = re.compile(rb"/Prev\s+(\d{1,10})")


class FileOutcome(StrEnum):
    """What the check of a file can find."""

    GENUINE = "genuine"
    KEY_UNKNOWN = "genuine_but_key_unknown"
    VOID = "genuine_but_void"
    ALTERED = "altered"
    NOT_OURS = "not_ours"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationReport:
    """What was found and why.

    reasons: codes, the decisive one first: `file_unreadable`, `file_too_large`, `not_a_pdf`,
    `structure_damaged`, `encrypted`, `no_signature`, `several_signatures`, `signature_invalid`,
    `not_whole_file`, `signature_not_canonical`, `certificate_not_vouched`, `record_missing`,
    `token_missing`, `token_invalid`, `token_forged`, `record_altered`, `hash_not_recorded`,
    `hash_recorded`, `hash_not_compared`, `key_unknown`, `report_void`.
    sha256: of the file, empty if it could not be read. signed_at: as the signer's clock said.
    record: the embedded record's bytes once its hash is the token's.
    """

    outcome: FileOutcome
    reasons: tuple[str, ...]
    sha256: str = ""
    token: tokens.Token | None = None
    signer: str = ""
    signed_at: datetime | None = None
    record: bytes | None = None


class _Refused(Exception):
    def __init__(self, outcome: FileOutcome, reason: str) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason


def verify_file(
    source: Path | bytes,
    *,
    known_hash: Callable[[str], bool] | None,
    known_keys: Iterable[bytes],
    declared_void: Callable[[str], bool] = lambda _sha256: False,
) -> VerificationReport:
    """Check a file; hostile input gets an outcome, never an exception.

    known_hash: asks the local log whether a file of this SHA-256 was issued; None without a log,
    and then the report says `hash_not_compared`. known_keys: raw Ed25519 public keys.
    declared_void: asks the log whether a file it knows counts no longer.
    """
    sha256 = ""
    try:
        data = _read(source)
        sha256 = hashlib.sha256(data).hexdigest()
        checked = _checked(data, tuple(known_keys))
    except _Refused as refused:
        return VerificationReport(outcome=refused.outcome, reasons=(refused.reason,), sha256=sha256)
    report = _compared(replace(checked, sha256=sha256), known_hash)
    if report.outcome is FileOutcome.GENUINE and declared_void(sha256):
        return replace(report, outcome=FileOutcome.VOID, reasons=("report_void", *report.reasons))
    return report


def _compared(
    report: VerificationReport, known_hash: Callable[[str], bool] | None
) -> VerificationReport:
    """Add what the local log knows of the file. Only a recorded hash leaves no doubt at all."""
    if report.outcome not in {FileOutcome.GENUINE, FileOutcome.KEY_UNKNOWN}:
        return report
    if known_hash is None:
        return replace(report, reasons=(*report.reasons, "hash_not_compared"))
    if known_hash(report.sha256):
        return replace(report, outcome=FileOutcome.GENUINE, reasons=("hash_recorded",))
    if report.outcome is FileOutcome.KEY_UNKNOWN:  # another office's: our log cannot have it
        return replace(report, reasons=(*report.reasons, "hash_not_compared"))
    return replace(report, outcome=FileOutcome.ALTERED, reasons=("hash_not_recorded",))


def _read(source: Path | bytes) -> bytes:
    try:
        if isinstance(source, Path):
            if source.stat().st_size > _MOST_BYTES:
                raise _Refused(FileOutcome.UNREADABLE, "file_too_large")
            source = source.read_bytes()
    except (OSError, ValueError) as error:
        raise _Refused(FileOutcome.UNREADABLE, "file_unreadable") from error
    if len(source) > _MOST_BYTES:
        raise _Refused(FileOutcome.UNREADABLE, "file_too_large")
    return source


def _checked(data: bytes, known_keys: tuple[bytes, ...]) -> VerificationReport:
    if not data.startswith(b"%PDF-"):
        damaged = _OURS in data
        raise _Refused(
            FileOutcome.ALTERED if damaged else FileOutcome.UNREADABLE,
            "structure_damaged" if damaged else "not_a_pdf",
        )
    _plain_structure(data)
    try:
        return _opened(data, known_keys)
    except _Refused:
        raise
    except Exception as error:
        raise _broken(data) from error


def _broken(data: bytes, reason: str = "structure_damaged") -> _Refused:
    """Tell a damaged report of ours from somebody's odd file."""
    return _Refused(FileOutcome.ALTERED if _OURS in data else FileOutcome.NOT_OURS, reason)


def _plain_structure(data: bytes) -> None:
    """Refuse what our writer never makes, before a parser sees it.

    Only plain cross-reference tables: compressed ones (and the object streams that need them) are
    where a small file can unfold to gigabytes.
    """
    found = _START.search(data, max(0, len(data) - 64))
    offset = int(found[1]) if found else -1
    for _revision in range(_MOST_REVISIONS):
        if not 0 <= offset < len(data) or not data.startswith(b"xref", offset):
            raise _broken(data)
        trailer = _TRAILER.search(data, offset)
        if not trailer or b"XRefStm" in trailer[1] or b"#" in trailer[1]:
            raise _broken(data)
        if b"/Encrypt" in trailer[1]:
            raise _Refused(FileOutcome.NOT_OURS, "encrypted")
        previous = _PREVIOUS.search(trailer[1])
        if not previous:
            return
        offset = int(previous[1])
    raise _broken(data)


def _opened(data: bytes, known_keys: tuple[bytes, ...]) -> VerificationReport:
    from pyhanko.pdf_utils.reader import PdfFileReader

    if not (log := logging.getLogger("pyhanko")).handlers:
        log.addHandler(logging.NullHandler())  # what it says of hostile files is in our reasons
    reader = PdfFileReader(io.BytesIO(data))
    _one_plain_field(reader, data)
    signatures = reader.embedded_signatures
    if len(signatures) != 1:
        raise _broken(data, "no_signature")
    certificate = _valid(signatures[0], data)
    report = _record_proved(reader, known_keys, data)
    if report.outcome is FileOutcome.GENUINE and not is_vouched(certificate.dump(), known_keys):
        # Somebody may have wrapped a real record and its token in pages of their own.
        raise _Refused(FileOutcome.ALTERED, "certificate_not_vouched")
    return replace(
        report,
        signer=certificate.subject.human_friendly,
        signed_at=signatures[0].self_reported_timestamp,
    )


def _one_plain_field(reader: Any, data: bytes) -> None:
    """Refuse a tree of form fields: walking a small hostile one can take for ever."""
    if "/AcroForm" not in reader.root:
        raise _broken(data, "no_signature")
    fields = reader.root["/AcroForm"]["/Fields"]
    if len(fields) > 1:
        raise _Refused(FileOutcome.ALTERED, "several_signatures")
    if not fields or "/Kids" in fields[0] or "/Parent" in fields[0]:
        raise _broken(data, "no_signature")


def _valid(signature: EmbeddedPdfSignature, data: bytes) -> Any:
    """Return the signer's certificate of a valid signature over the entire file."""
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    if not _is_canonical(signature, data):
        raise _Refused(FileOutcome.ALTERED, "signature_not_canonical")
    certificate = signature.signer_cert
    context = ValidationContext(
        trust_roots=[certificate],
        allow_fetching=False,
        moment=signature.self_reported_timestamp,
    )
    status = validate_pdf_signature(signature, context, skip_diff=True)
    if not (status.intact and status.valid and status.md_algorithm == "sha256"):
        raise _Refused(FileOutcome.ALTERED, "signature_invalid")
    if signature.evaluate_signature_coverage() != SignatureCoverageLevel.ENTIRE_FILE:
        raise _Refused(FileOutcome.ALTERED, "not_whole_file")
    if not status.bottom_line:
        raise _Refused(FileOutcome.ALTERED, "signature_invalid")
    return certificate


def _is_canonical(signature: EmbeddedPdfSignature, data: bytes) -> bool:
    """Say whether the unsigned gap holds exactly what our signer puts there.

    Built again from its signed parts, so that no byte of padding or of the container is free.
    """
    from asn1crypto import cms, core

    sha256 = {"algorithm": "sha256", "parameters": core.Null()}
    info, certificate = signature.signer_info, signature.signer_cert
    name = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    signer = {
        "version": "v1",
        "sid": cms.SignerIdentifier("issuer_and_serial_number", name),
        "digest_algorithm": sha256,
        "signed_attrs": info["signed_attrs"],
        "signature_algorithm": {"algorithm": "sha256_ecdsa"},
        "signature": info["signature"].native,
    }
    content = {
        "version": "v1",
        "digest_algorithms": cms.DigestAlgorithms([sha256]),
        "encap_content_info": {"content_type": "data"},
        "certificates": [certificate],
        "signer_infos": [signer],
    }
    expected = cms.ContentInfo({"content_type": "signed_data", "content": content}).dump()
    _zero, start, end, _length = (int(number) for number in signature.byte_range)
    digits = expected.hex().upper().encode().ljust(end - start - 2, b"0")
    return bool(data[start:end] == b"<" + digits + b">")


def _record_proved(reader: Any, known_keys: tuple[bytes, ...], data: bytes) -> VerificationReport:
    files = _embedded(reader)
    if RECORD_NAME not in files:
        raise _broken(data, "record_missing")
    if TOKEN_NAME not in files:
        raise _broken(data, "token_missing")
    record = files[RECORD_NAME]
    checked = tokens.verify(files[TOKEN_NAME].decode("ascii"), known_keys)
    if checked.token is None:
        raise _Refused(FileOutcome.ALTERED, "token_invalid")
    if checked.genuineness is tokens.Genuineness.FORGED:
        raise _Refused(FileOutcome.ALTERED, "token_forged")
    if not checked.token.is_for(record_sha256(record)):
        raise _Refused(FileOutcome.ALTERED, "record_altered")
    known = checked.genuineness is tokens.Genuineness.GENUINE
    return VerificationReport(
        outcome=FileOutcome.GENUINE if known else FileOutcome.KEY_UNKNOWN,
        reasons=() if known else ("key_unknown",),
        token=checked.token,
        record=record,
    )


def _embedded(reader: Any) -> dict[str, bytes]:
    """Return the associated files by name, none of them larger than a record can be."""
    found: dict[str, bytes] = {}
    listed = reader.root["/AF"] if "/AF" in reader.root else ()  # noqa: SIM401 - get() gives references
    for specification in listed:
        entry = specification.get_object()
        name = str(entry["/UF"])
        if name in {RECORD_NAME, TOKEN_NAME}:
            content = entry["/EF"]["/F"]
            found[name] = _inflated(content.encoded_data, content.get("/Filter"))
    return found


def _inflated(data: bytes, filters: object) -> bytes:
    """Return what was embedded; the writer puts ASCII85 around what would end like a line."""
    if filters == ["/ASCII85Decode", "/FlateDecode"]:
        try:
            data = base64.a85decode(b"<~" + data, adobe=True)
        except ValueError:
            raise _Refused(FileOutcome.ALTERED, "record_missing") from None
    elif filters != "/FlateDecode":
        raise _Refused(FileOutcome.ALTERED, "record_missing")
    inflater = zlib.decompressobj()
    plain = inflater.decompress(data, _MOST_EMBEDDED)
    if not inflater.eof:
        raise _Refused(FileOutcome.ALTERED, "record_missing")
    return plain
