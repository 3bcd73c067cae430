"""Certificates as files: written, read again, and everything that is refused."""

from __future__ import annotations

import resource
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from inspector_app.adapters import dcc_reader
from inspector_app.adapters.dcc_reader import DCC, SI, check_bytes, check_file
from inspector_app.adapters.dcc_writer import write
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.kinds.catalogue import kind_of, kinds
from inspector_app.metrology.regulations import load_book
from inspector_app.reports.dcc_of_inspection import dcc_of
from inspector_app.words import Words, failures
from tests.helpers.documents import device_key
from tests.helpers.inspections import sealed

ROOT = Path(__file__).resolve().parents[3]
BOOK = load_book()
MEASURING = [kind.key for kind in kinds() if kind.shapes]


SIGNATURE = """<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo>
<CanonicalizationMethod Algorithm="http://www.w3.org/2006/12/xml-c14n11"/>
<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>
<Reference URI=""><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>
<DigestValue>AAAA</DigestValue></Reference></SignedInfo>
<SignatureValue>AAAA</SignatureValue></Signature>"""


def certificate(kind: str) -> bytes:
    inspection, _record = sealed(kind, BOOK, device_key())
    return write(dcc_of(inspection, kind_of(kind), BOOK))


@pytest.fixture(scope="module")
def taximeter() -> bytes:
    return certificate("taximeter")


def refused(data: bytes) -> InputInvalid:
    with pytest.raises(InputInvalid) as caught:
        check_bytes(data)
    assert failures.is_known(caught.value.code)
    return caught.value


ROOT_TAG = (
    b'<dcc:digitalCalibrationCertificate xmlns:dcc="https://ptb.de/dcc" schemaVersion="3.3.0"'
)


@pytest.mark.parametrize("elements, each", [(1, 51), (2001, 50)])
def test_more_attributes_than_a_schema_can_check_in_time_are_refused(
    elements: int, each: int
) -> None:
    attributes = b" ".join(b'a%d="1"' % n for n in range(each))
    end = b"</dcc:digitalCalibrationCertificate>"
    data = ROOT_TAG + b">" + (b"<a " + attributes + b"/>") * elements + end
    assert refused(data).code == "dcc_too_many_attributes"


@pytest.mark.parametrize("kind", MEASURING)
def test_what_is_written_fits_the_schema_and_comes_back_as_it_was(kind: str) -> None:
    inspection, _record = sealed(kind, BOOK, device_key())
    made = dcc_of(inspection, kind_of(kind), BOOK)
    report = check_bytes(write(made))
    assert report.problems == ()
    assert report.certificate == made


def test_the_same_inspection_always_gives_the_same_bytes(taximeter: bytes) -> None:
    assert certificate("taximeter") == taximeter


def test_quantities_are_d_si(taximeter: bytes) -> None:
    root = etree.fromstring(taximeter)
    values = root.findall(f".//{{{SI}}}real")
    assert values
    assert all(v.find(f"{{{SI}}}unit").text.startswith("\\") for v in values)
    assert {Decimal(v.find(f"{{{SI}}}value").text) for v in values}


def test_a_missing_identifier_is_a_problem_with_its_place(taximeter: bytes) -> None:
    root = etree.fromstring(taximeter)
    found = root.find(f".//{{{DCC}}}uniqueIdentifier")
    found.getparent().remove(found)
    report = check_bytes(etree.tostring(root))
    assert not report.is_sound
    assert "coreData" in report.problems[0]


def test_a_value_that_is_no_number_is_a_problem(taximeter: bytes) -> None:
    report = check_bytes(taximeter.replace(b"<si:value>10.000<", b"<si:value>10,000<", 1))
    assert "si:value" in report.problems[0]
    assert report.certificate is not None


def test_a_date_that_is_none_leaves_no_certificate(taximeter: bytes) -> None:
    report = check_bytes(taximeter.replace(b">2026-11-23<", b">23.11.2026<"))
    assert report.certificate is None
    assert report.problems


def test_elements_of_others_may_stand_between(taximeter: bytes) -> None:
    root = etree.fromstring(taximeter)
    item = root.find(f".//{{{DCC}}}item")
    item.insert(1, etree.Element(f"{{{DCC}}}description"))
    root.append(etree.fromstring(SIGNATURE))
    report = check_bytes(etree.tostring(root))
    assert report.is_sound
    assert report.certificate is not None
    assert report.certificate.signed


def test_the_newer_form_of_an_uncertainty_is_read(taximeter: bytes) -> None:
    real = b"<si:unit>\\percent</si:unit>"
    newer = (
        real + b"<si:measurementUncertaintyUnivariate><si:expandedMU>"
        b"<si:valueExpandedMU>0.4</si:valueExpandedMU><si:coverageFactor>2</si:coverageFactor>"
        b"<si:coverageProbability>0.95</si:coverageProbability></si:expandedMU>"
        b"</si:measurementUncertaintyUnivariate>"
    )
    report = check_bytes(taximeter.replace(real, newer))
    assert report.certificate is not None
    error = report.certificate.groups[0].results[0].quantities[-1]
    assert (error.uncertainty, error.coverage_factor) == (Decimal("0.4"), Decimal(2))


def test_a_file_of_two_hundred_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    big = tmp_path / "big.xml"
    with big.open("wb") as file:
        file.truncate(200 * 2**20)
    with pytest.raises(InputInvalid) as caught:
        check_file(big)
    assert caught.value.code == "dcc_too_large"
    assert "200" in failures.sentence(caught.value, Words("zh_CN"))


BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]><x>&c;</x>"""
OUTSIDE = b"""<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>"""


@pytest.mark.parametrize(
    "data,code",
    [
        (BOMB, "dcc_has_doctype"),
        (OUTSIDE, "dcc_has_doctype"),
        (BOMB.decode().encode("utf-16"), "dcc_has_doctype"),
        (b"<!doctype html><html/>", "dcc_has_doctype"),
        (b"", "dcc_not_xml"),
        (b"\x00\x01\x02", "dcc_not_xml"),
        (b"PK\x03\x04 a zip", "dcc_not_xml"),
        (b"<a><b></a>", "dcc_not_xml"),
        (b"<a>" * 5000, "dcc_not_xml"),
        (b"<x>" + b"<a/>" * 60_000 + b"</x>", "dcc_too_many_elements"),
        (b"<html/>", "dcc_not_a_dcc"),
        (f'<digitalCalibrationCertificate xmlns="{DCC}"/>'.encode(), "dcc_other_version"),
        (
            f'<digitalCalibrationCertificate xmlns="{DCC}" schemaVersion="2.4.0"/>'.encode(),
            "dcc_other_version",
        ),
    ],
)
def test_what_is_no_certificate_is_refused_in_words(data: bytes, code: str) -> None:
    assert refused(data).code == code


def test_an_empty_certificate_is_not_sound() -> None:
    report = check_bytes(
        f'<digitalCalibrationCertificate xmlns="{DCC}" schemaVersion="3.3.0"/>'.encode()
    )
    assert not report.is_sound
    assert report.certificate is None


def test_a_hint_where_a_schema_lies_is_not_followed(taximeter: bytes, tmp_path: Path) -> None:
    trap = tmp_path / "trap.xsd"
    trap.write_text("no schema at all", encoding="utf-8")
    data = taximeter.replace(b"https://ptb.de/dcc/v3.2.1/dcc.xsd", trap.as_uri().encode())
    assert check_bytes(data).is_sound


def test_a_folder_of_ones_own_schema_is_checked_besides(taximeter: bytes, tmp_path: Path) -> None:
    (tmp_path / "dcc.xsd").write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'targetNamespace="{DCC}"><xs:element name="digitalCalibrationCertificate" '
        'type="xs:string"/></xs:schema>',
        encoding="utf-8",
    )
    report = check_bytes(taximeter, tmp_path)
    assert report.problems
    assert not report.is_sound


def test_a_folder_without_a_schema_is_refused(taximeter: bytes, tmp_path: Path) -> None:
    with pytest.raises(InputInvalid) as caught:
        check_bytes(taximeter, tmp_path)
    assert caught.value.code == "dcc_no_schema"


def _little_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))


@pytest.mark.parametrize(
    "make",
    [
        "b'<x>' + b'<a/>' * 4_000_000 + b'</x>'",
        "b'<x>' + b'z' * (15 * 2**20) + b'</x>'",
        "b'<x ' + b' '.join(b'a%d=\"1\"' % n for n in range(900_000)) + b'/>'",
    ],
    ids=["elements", "text", "attributes"],
)
def test_a_swollen_file_is_refused_within_a_gigabyte(make: str) -> None:
    code = (
        "from inspector_app.adapters.dcc_reader import check_bytes\n"
        "from inspector_app.domain.exceptions import InputInvalid\n"
        f"try: check_bytes({make})\n"
        "except InputInvalid as refused: print(refused.code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        preexec_fn=_little_memory,
    )
    assert done.stdout.strip() in {
        "dcc_too_many_elements",
        "dcc_too_many_attributes",
        "dcc_not_xml",
    }, done.stderr[-400:]


def test_dates_and_item_of_a_foreign_certificate_are_read(taximeter: bytes) -> None:
    found = check_bytes(taximeter).certificate
    assert found is not None
    assert found.ended_on == date(2026, 11, 23)
    assert found.items[0].serial_number == "220517"
    assert found.items[0].manufacturer == "永衡仪表"


def test_the_bounds_are_what_the_docs_say() -> None:
    assert (dcc_reader.MAX_BYTES, dcc_reader.MAX_ELEMENTS) == (16 * 2**20, 50_000)
