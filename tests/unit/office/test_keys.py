"""When the office's certificates are made anew, and who may read its secrets."""

from __future__ import annotations

import os
import ssl
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from inspector_app.adapters.keys import Ed25519Signer
from office.keys import OfficeKeys, open_keys
from tests.helpers.office_chain import NOW


def serial(keys: OfficeKeys) -> int:
    return x509.load_pem_x509_certificate(keys.certificate.read_bytes()).serial_number


def test_an_office_keeps_its_identity_and_certificate_over_a_restart(tmp_path: Path) -> None:
    first = open_keys(tmp_path, ["127.0.0.1"], NOW)
    before = (first.office_id, first.authority, first.signer.key_id, serial(first))
    again = open_keys(tmp_path, ["127.0.0.1"], NOW + timedelta(days=300))
    assert (again.office_id, again.authority, again.signer.key_id, serial(again)) == before


@pytest.mark.parametrize(
    "names,days", [(["127.0.0.1", "10.1.2.3"], 0), (["127.0.0.1"], 368)], ids=["moved", "ageing"]
)
def test_a_moved_or_ageing_office_gets_a_new_server_certificate_of_the_same_authority(
    tmp_path: Path, names: list[str], days: int
) -> None:
    first = open_keys(tmp_path, ["127.0.0.1"], NOW)
    authority, before = first.authority, serial(first)
    again = open_keys(tmp_path, names, NOW + timedelta(days=days))
    assert serial(again) != before
    assert again.authority == authority


def test_python_accepts_the_authority_and_the_server_pair(tmp_path: Path) -> None:
    keys = open_keys(tmp_path, ["127.0.0.1", "::1", "office.example"], NOW)
    ssl.create_default_context(cadata=keys.authority)
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(keys.certificate, keys.key)


def test_a_device_certificate_is_the_authoritys_over_the_devices_key(tmp_path: Path) -> None:
    keys = open_keys(tmp_path, [], NOW)
    key = Ed25519Signer(b"\x07" * 32)
    issued = x509.load_pem_x509_certificate(keys.certify("device-1", key.public_key, NOW).encode())
    issued.verify_directly_issued_by(x509.load_pem_x509_certificate(keys.authority.encode()))
    assert issued.not_valid_after_utc == NOW + timedelta(days=730)


@pytest.mark.skipif(os.name == "nt", reason="Windows guards files by their folder's list")
def test_secrets_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    open_keys(tmp_path / "keys", [], NOW)
    files = list((tmp_path / "keys").iterdir())
    assert len(files) >= 6
    assert {file.stat().st_mode & 0o077 for file in files} == {0}
