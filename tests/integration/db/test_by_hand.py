"""docs/evidence.md promises that other tools than ours can check the evidence: they do."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from db.salvage import salvage
from db.storage import DATABASE_NAME
from inspector_app.domain.events import InspectionSealed
from inspector_app.evidence import sealing
from tests.helpers.evidence import KEY, FakeClock, draft, inspection_drafts, signer, storage_in

_DER_PREFIX = bytes.fromhex("302a300506032b6570032100")


def _openssl_says(folder: Path, statement: bytes, signature: bytes) -> bool:
    (folder / "key.der").write_bytes(_DER_PREFIX + signer().public_key)
    (folder / "statement").write_bytes(statement)
    (folder / "signature").write_bytes(signature)
    command = "openssl pkeyutl -verify -rawin -pubin -inkey key.der -keyform DER -in statement -sigfile signature"
    ran = subprocess.run(command.split(), cwd=folder, capture_output=True, timeout=30, check=False)
    return ran.returncode == 0


def _sealed(folder: Path) -> tuple[bytes, InspectionSealed]:
    storage = storage_in(folder)
    storage.log.append(*inspection_drafts())
    made = sealing.seal(storage.log.stream("x1"), signer=signer(), sealed_at=FakeClock().now())
    storage.log.append(draft(made.body, "x1"))
    storage.close()
    return made.record, made.body


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_openssl_verifies_a_seal_and_refuses_an_altered_one(tmp_path: Path) -> None:
    record, body = _sealed(tmp_path)
    signature = base64.b64decode(body.signature)
    for data, expected in ((record, True), (record.replace(b"1.500", b"1.400"), False)):
        statement = f"hengping-record-v1\n{hashlib.sha256(data).hexdigest()}\n".encode()
        assert _openssl_says(tmp_path, statement, signature) is expected


def test_each_line_of_a_salvage_hashes_to_what_the_next_one_names(tmp_path: Path) -> None:
    _sealed(tmp_path)
    salvage(tmp_path / DATABASE_NAME, KEY, tmp_path / "out")
    lines = (tmp_path / "out" / "events.jsonl").read_bytes().splitlines()
    named = [json.loads(line)["previous_hash"] for line in lines]
    assert named == ["0" * 64, *(hashlib.sha256(line).hexdigest() for line in lines[:-1])]
