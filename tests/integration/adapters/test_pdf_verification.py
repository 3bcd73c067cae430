from __future__ import annotations

import hashlib
import itertools
import random  # noqa: TID251 - seeded, so that a failure can be played again
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from inspector_app.adapters.pdf_signing import DevicePdfSigner, is_vouched, new_private_key
from inspector_app.adapters.pdf_verification import (
    FileOutcome,
    VerificationReport,
    verify_file,
)
from inspector_app.adapters.pdf_writer import ReportPdfWriter
from inspector_app.domain.exceptions import KeyUnavailable
from inspector_app.domain.judgement import Outcome
from inspector_app.evidence import token
from inspector_app.reports.base import ProofBlock
from inspector_app.services.ports import Attachment
from inspector_app.words import verification
from tests.helpers.documents import (
    ATTACHMENTS,
    NOW,
    RECORD,
    MemoryKey,
    blob_of,
    device_key,
    device_pdf_signer,
    every_block,
    pdf_signer,
    signed_sample,
)

PASSING = {FileOutcome.GENUINE, FileOutcome.KEY_UNKNOWN}


def checked(data: bytes | Path, *, issued: bytes | None = None) -> VerificationReport:
    log = None
    if issued is not None:
        known = hashlib.sha256(issued).hexdigest()
        log = lambda sha256: sha256 == known  # noqa: E731
    return verify_file(data, known_hash=log, known_keys=[device_key().public_key])


def flipped(data: bytes, position: int, bit: int) -> bytes:
    changed = bytearray(data)
    changed[position] ^= 1 << bit
    return bytes(changed)


def gap(data: bytes) -> tuple[int, int]:
    start = data.rindex(b"/Contents <") + len(b"/Contents ")
    return start, data.index(b">", start) + 1


def escaped(positions: range, log: bytes | None, seed: int) -> list[int]:
    """Of 500 random single-bit changes, the positions that verification did not notice."""
    source, rng = signed_sample(), random.Random(seed)
    places = [(rng.choice(positions), rng.randrange(8)) for _ in range(500)]
    return [
        position
        for position, bit in places
        if checked(flipped(source, position, bit), issued=log).outcome in PASSING
    ]


def test_an_issued_file_declared_void_is_never_called_genuine_alone() -> None:
    data, keys = signed_sample(), [device_key().public_key]
    always = lambda _sha256: True  # noqa: E731
    report = verify_file(data, known_hash=always, known_keys=keys, declared_void=always)
    assert (report.outcome, report.reasons) == (FileOutcome.VOID, ("report_void", "hash_recorded"))
    assert verification.exit_code(report.outcome.value) == 4
    changed = verify_file(data[:-9], known_hash=always, known_keys=keys, declared_void=always)
    assert changed.outcome not in {FileOutcome.VOID, FileOutcome.GENUINE}


def test_an_issued_file_is_genuine_and_its_hash_recorded() -> None:
    report = checked(signed_sample(), issued=signed_sample())
    assert (report.outcome, report.reasons) == (FileOutcome.GENUINE, ("hash_recorded",))
    assert report.record == RECORD
    assert report.signed_at == NOW
    assert "JY-07" in report.signer
    assert report.token is not None


def test_without_a_log_it_says_that_the_hash_was_not_compared() -> None:
    report = checked(signed_sample())
    assert (report.outcome, report.reasons) == (FileOutcome.GENUINE, ("hash_not_compared",))


def test_a_file_that_the_log_does_not_know_is_not_called_genuine() -> None:
    report = checked(signed_sample(), issued=b"another file")
    assert (report.outcome, report.reasons) == (FileOutcome.ALTERED, ("hash_not_recorded",))


def test_500_changes_anywhere_are_found_with_the_recorded_hash() -> None:
    assert escaped(range(len(signed_sample())), signed_sample(), seed=1) == []


def test_500_changes_anywhere_are_found_by_the_file_alone() -> None:
    assert escaped(range(len(signed_sample())), None, seed=2) == []


def test_500_changes_in_the_unsigned_gap_are_found_by_the_file_alone() -> None:
    assert escaped(range(*gap(signed_sample())), None, seed=3) == []


@pytest.mark.parametrize("appended", [b"\n", b"%", b"\0" * 100, b"\n%%EOF\n"])
def test_anything_appended_is_found(appended: bytes) -> None:
    assert checked(signed_sample() + appended).outcome is FileOutcome.ALTERED


@pytest.mark.parametrize("part", [0.02, 0.5, 0.9, 0.999])
def test_a_file_cut_off_is_found(part: float) -> None:
    data = signed_sample()
    assert checked(data[: int(len(data) * part)]).outcome not in PASSING


def test_an_unknown_key_is_said_to_be_unknown() -> None:
    report = verify_file(signed_sample(), known_hash=None, known_keys=[MemoryKey().public_key])
    assert report.outcome is FileOutcome.KEY_UNKNOWN
    assert report.reasons == ("key_unknown", "hash_not_compared")


def test_a_second_signature_is_refused() -> None:
    import io

    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers

    signer = device_pdf_signer()._session(NOW)
    again = signers.PdfSigner(
        replace(signer.signature_meta, field_name="Second"), signer=signer.signer
    )
    data = again.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(signed_sample()))).getvalue()
    assert checked(data).reasons == ("several_signatures",)


def test_a_real_record_in_somebody_elses_pages_is_refused() -> None:
    forger = MemoryKey()
    document = replace(every_block(), title="伪造的记录")
    data = ReportPdfWriter(blob_of, pdf_signer(forger).sign).write(
        document, attachments=ATTACHMENTS, created_at=NOW
    )
    report = checked(data)
    assert (report.outcome, report.reasons) == (FileOutcome.ALTERED, ("certificate_not_vouched",))


def test_another_record_under_the_token_is_refused() -> None:
    other = Attachment(name="record.json", data=b'{"other":1}', media_type="application/json")
    data = ReportPdfWriter(blob_of, device_pdf_signer().sign).write(
        every_block(), attachments=(other,), created_at=NOW
    )
    assert checked(data).reasons == ("record_altered",)


def test_a_token_forged_under_a_known_key_id_is_refused() -> None:
    class Impostor(MemoryKey):
        @property
        def key_id(self) -> str:
            return device_key().key_id

    forged = token.make(
        number="JY-1",
        kind="market_scale",
        on=date(2026, 11, 23),
        outcome=Outcome.PASS,
        record_sha256=hashlib.sha256(RECORD).hexdigest(),
        signer=Impostor(),
    )
    blocks = tuple(
        replace(b, token=forged) if isinstance(b, ProofBlock) else b for b in every_block().blocks
    )
    data = ReportPdfWriter(blob_of, device_pdf_signer().sign).write(
        replace(every_block(), blocks=blocks), attachments=ATTACHMENTS, created_at=NOW
    )
    assert checked(data).reasons == ("token_forged",)


def test_an_unsigned_report_is_not_ours_any_more() -> None:
    data = ReportPdfWriter(blob_of).write(every_block(), attachments=ATTACHMENTS, created_at=NOW)
    assert (checked(data).outcome, checked(data).reasons) == (
        FileOutcome.ALTERED,
        ("no_signature",),
    )


def test_a_resaved_report_is_altered(tmp_path: Path) -> None:
    path = tmp_path / "resaved.pdf"
    (tmp_path / "report.pdf").write_bytes(signed_sample())
    with pikepdf.open(tmp_path / "report.pdf") as pdf:
        pdf.save(path)
    assert checked(path).outcome is FileOutcome.ALTERED


def test_somebody_elses_pdf_is_not_ours(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "other.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert checked(tmp_path / "other.pdf").outcome is FileOutcome.NOT_OURS


def test_an_encrypted_pdf_is_not_ours(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(
            tmp_path / "locked.pdf",
            encryption=pikepdf.Encryption(owner="o", user="u"),
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    assert checked(tmp_path / "locked.pdf").reasons == ("encrypted",)


def test_a_pdf_whose_objects_are_compressed_is_refused_before_it_unfolds(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Bomb = pdf.make_stream(b"\0" * 50_000_000)
        pdf.save(
            tmp_path / "bomb.pdf",
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    assert (tmp_path / "bomb.pdf").stat().st_size < 100_000
    assert checked(tmp_path / "bomb.pdf").outcome is FileOutcome.NOT_OURS


def test_an_attached_bomb_is_not_unfolded() -> None:
    bomb = Attachment(name="record.json", data=b"\0" * 40_000_000, media_type="application/json")
    data = ReportPdfWriter(blob_of, device_pdf_signer().sign).write(
        every_block(), attachments=(bomb,), created_at=NOW
    )
    assert checked(data).outcome is FileOutcome.ALTERED


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"%PDF-",
        b"%PDF-1.7\n",
        b"not a pdf",
        b"%PDF-1.7\nstartxref\n0\n%%EOF",
        b"%PDF-1.7\nxref\n0 1\ntrailer\n<< >>\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\nxref\n0 1\ntrailer\n<< /Prev 9 >>\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\n" + b"<<" * 100_000,
        bytes(range(256)) * 50,
    ],
)
def test_garbage_gets_an_outcome(garbage: bytes) -> None:
    assert checked(garbage).outcome in {FileOutcome.UNREADABLE, FileOutcome.NOT_OURS}


def built(*objects: bytes) -> bytes:
    """A file of plain objects whose first is the root."""
    parts, at = [b"%PDF-1.7\n"], [9]
    for number, body in enumerate(objects, 1):
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        at.append(at[-1] + len(parts[-1]))
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in at[:-1])
    size = len(objects) + 1
    tail = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
    return b"".join(parts) + tail % (size, rows, size) + b"startxref\n%d\n%%%%EOF" % at[-1]


_FORM = b"<< /Type /Catalog /AcroForm << /Fields [2 0 R] >> >>"
HOSTILE = {
    "its own child": built(_FORM, b"<< /Kids [2 0 R] /T (x) >>"),
    "2 to the power of 38 fields": built(
        _FORM, *(b"<< /T (a) /Kids [%d 0 R %d 0 R] >>" % (n, n) for n in range(3, 41)), b"<< >>"
    ),
    "nested for ever": built(b"<< /Type /Catalog /AcroForm " + b"[" * 200_000 + b" >>"),
    "references in a ring": built(b"<< /Type /Catalog /AcroForm 2 0 R >>", b"3 0 R", b"2 0 R"),
    "an impossible range": built(
        _FORM, b"<< /FT /Sig /T (s) /V << /ByteRange [0 99999999999 1 -5] /Contents <00> >> >>"
    ),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_structure_gets_an_outcome_at_once(name: str) -> None:
    assert checked(HOSTILE[name]).outcome is FileOutcome.NOT_OURS


def test_scrambled_reports_get_an_outcome_and_never_pass() -> None:
    source, rng = signed_sample(), random.Random(4)
    for _ in range(200):
        changed = bytearray(source)
        start = rng.randrange(len(changed))
        changed[start : start + rng.randrange(1, 2000)] = rng.randbytes(rng.randrange(500))
        assert checked(bytes(changed)).outcome not in PASSING


def test_200_megabytes_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    assert checked(path).reasons == ("file_too_large",)


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    assert checked(tmp_path / "gone.pdf").reasons == ("file_unreadable",)


def test_a_folder_is_unreadable(tmp_path: Path) -> None:
    assert checked(tmp_path).reasons == ("file_unreadable",)


def test_a_certificate_is_vouched_for_by_its_device_only() -> None:
    certificate = device_pdf_signer()._certificate
    assert is_vouched(certificate, (device_key().public_key,))
    assert not is_vouched(certificate, (MemoryKey().public_key,))


@pytest.mark.parametrize("private_key", [b"", b"-----BEGIN PRIVATE KEY-----", b"\xff" * 40])
def test_a_key_that_cannot_be_read_is_said_to_be_so(private_key: bytes) -> None:
    with pytest.raises(KeyUnavailable):
        DevicePdfSigner(private_key, b"")


def test_a_certificate_of_another_key_is_refused() -> None:
    with pytest.raises(KeyUnavailable):
        DevicePdfSigner(new_private_key(), device_pdf_signer()._certificate)


def test_poppler_finds_the_signature_valid(tmp_path: Path) -> None:
    import subprocess

    from tests.helpers.pdf_tools import tool

    (tmp_path / "report.pdf").write_bytes(signed_sample())
    said = subprocess.run(
        [tool("pdfsig"), str(tmp_path / "report.pdf")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    ).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said


def _ending(end: bytes, make: Callable[[int], bytes]) -> bytes:
    """Return the first of these bytes whose deflated form ends so."""
    made = map(make, itertools.count())
    return next(each for each in made if zlib.compress(each, 6).endswith(end))


@pytest.mark.parametrize("end", [b"\r", b"\n"])
def test_a_record_and_a_token_whose_streams_end_like_a_line_are_genuine(end: bytes) -> None:
    """One report in sixty has such a stream, which the writer wraps in ASCII85."""
    record = _ending(end, lambda number: RECORD[:-1] + b',"n":"%s"}' % (b"x" * number))

    def signed(number: int) -> bytes:
        made = token.make(
            number=f"揭-{number}",
            kind="market_scale",
            on=date(2026, 11, 23),
            outcome=Outcome.FAIL,
            record_sha256=hashlib.sha256(record).hexdigest(),
            signer=device_key(),
        )
        return made.encode()

    said = _ending(end, signed).decode()
    blocks = tuple(
        replace(b, token=said) if isinstance(b, ProofBlock) else b for b in every_block().blocks
    )
    carried = Attachment(name="record.json", data=record, media_type="application/json")
    data = ReportPdfWriter(blob_of, device_pdf_signer().sign).write(
        replace(every_block(), blocks=blocks), attachments=(carried,), created_at=NOW
    )
    assert data.count(b"/ASCII85Decode") >= 2
    report = checked(data)
    assert report.outcome is FileOutcome.GENUINE
    assert report.record == record
