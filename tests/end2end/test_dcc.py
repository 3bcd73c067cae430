"""The two commands about calibration certificates, as a technician starts them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from inspector_app.adapters.dcc_writer import write
from inspector_app.kinds.catalogue import kind_of
from inspector_app.metrology.regulations import load_book
from inspector_app.reports.dcc_of_inspection import dcc_of
from tests.helpers.documents import device_key
from tests.helpers.inspections import sealed

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"HENGPING_DATA": str(data), "LANG": "en_GB.UTF-8", "LC_ALL": ""}
    return subprocess.run(
        [sys.executable, "-m", "inspector_app", "dcc", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=environment,
        cwd=ROOT,
    )


def test_a_sound_certificate_is_told_and_exits_with_nought(tmp_path: Path) -> None:
    book = load_book()
    inspection, _record = sealed("taximeter", book, device_key())
    file = tmp_path / "one.xml"
    file.write_bytes(write(dcc_of(inspection, kind_of("taximeter"), book)))
    done = run("check", str(file), "--json", data=tmp_path)
    told = json.loads(done.stdout)
    assert done.returncode == 0
    assert (told["sound"], told["version"]) == (True, "3.2.1")
    assert told["certificate"]["items"][0]["serial_number"] == "220517"
    assert "220517" in run("check", str(file), data=tmp_path).stdout


def test_a_bomb_is_one_sentence_and_exit_one(tmp_path: Path) -> None:
    file = tmp_path / "bomb.xml"
    file.write_text('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', encoding="utf-8")
    done = run("check", str(file), data=tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1


def test_two_hundred_megabytes_are_refused_by_their_size(tmp_path: Path) -> None:
    file = tmp_path / "big.xml"
    with file.open("wb") as opened:
        opened.truncate(200 * 2**20)
    done = run("check", str(file), data=tmp_path)
    assert (done.returncode, "200 MiB" in done.stderr) == (1, True)


def test_an_unknown_inspection_is_named_and_nothing_is_made(tmp_path: Path) -> None:
    out = tmp_path / "out.xml"
    done = run("export", "JY26-9", "--out", str(out), data=tmp_path / "data")
    assert done.returncode == 1
    assert "JY26-9" in done.stderr
    assert not out.exists()
    assert not (tmp_path / "data" / "hengping.db").exists()
