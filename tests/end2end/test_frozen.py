"""The frozen programs know what the source tree knows. Run by `make package`, which builds them."""

from __future__ import annotations

import json
import os
import socket
import ssl
import subprocess
import sys
import threading
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from PyInstaller.archive.readers import CArchiveReader

from inspector_app import licences

ROOT = Path(__file__).resolve().parents[2]
DESKTOP = ROOT / "dist" / "hengping"
OFFICE = ROOT / "dist" / "hengping-office"
SUFFIX = ".exe" if sys.platform == "win32" else ""
PROGRAMS = (DESKTOP / f"inspector-app{SUFFIX}", OFFICE / f"inspector-office{SUFFIX}")

pytestmark = pytest.mark.packaged


def run(command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        timeout=280,
        check=False,
        cwd=DESKTOP.parent,  # not the source tree: nothing may be found there by accident
        env={**os.environ, "PYTHONPATH": "", "QT_QPA_PLATFORM": "offscreen", **environment},
    )


def told_by(command: list[str]) -> dict[str, object]:
    done = run(command)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert isinstance(told, dict)
    return told


def test_the_frozen_desktop_knows_every_driver_kind_and_report() -> None:
    frozen = told_by([str(DESKTOP / f"inspector-app{SUFFIX}"), "--self-check"])
    source = told_by([str(Path(sys.executable).parent / f"inspector-app{SUFFIX}"), "--self-check"])
    assert frozen == source
    assert all(source[name] for name in ("version", "drivers", "kinds", "reports")), source


def test_every_resource_is_in_the_frozen_desktop_byte_for_byte() -> None:
    there = DESKTOP / "_internal" / "resources"
    different = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "resources").rglob("*")
        if path.is_file()
        and (
            not (copy := there / path.relative_to(ROOT / "resources")).is_file()
            or copy.read_bytes() != path.read_bytes()
        )
    ]
    assert different == []


def test_the_frozen_desktop_evaluates_a_golden_case_as_the_source_does(tmp_path: Path) -> None:
    cases = tmp_path / "cases.json"
    golden = json.loads((ROOT / "tests/golden/domain_cases.json").read_text(encoding="utf-8"))
    listed = golden["cases"] if isinstance(golden, dict) else golden
    cases.write_text(
        json.dumps([{k: case[k] for k in ("id", "rule", "inputs")} for case in listed[:40]]),
        encoding="utf-8",
    )
    commands = (DESKTOP, Path(sys.executable).parent)
    frozen, source = (
        run([str(place / f"inspector-app{SUFFIX}"), "evaluate", str(cases)]) for place in commands
    )
    assert (frozen.returncode, frozen.stdout) == (source.returncode, source.stdout), frozen.stderr
    assert len(json.loads(frozen.stdout)) == min(40, len(listed))


@pytest.mark.timeout(300)
def test_the_frozen_desktop_plays_the_whole_job(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run([str(DESKTOP / f"inspector-app{SUFFIX}"), "demo", "--out", str(out)])
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list(out.glob("*.png"))) >= 12
    assert len(list(out.glob("*-spot_check_record-*.pdf"))) == 1


@pytest.mark.timeout(120)
def test_the_frozen_office_listens_and_prints_a_code(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    told = ["--data", str(tmp_path / "data"), "--host", "127.0.0.1", "--port", "0"]
    command = [str(OFFICE / f"inspector-office{SUFFIX}"), *told, "--ready-file", str(ready)]
    office = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=tmp_path)
    try:
        pause = threading.Event()
        while not ready.exists() and office.poll() is None:
            pause.wait(0.05)
        said = json.loads(ready.read_text(encoding="utf-8"))
        context = ssl.create_default_context(cadata=said["authority"])
        with (
            socket.create_connection(("127.0.0.1", said["port"]), timeout=30) as bare,
            context.wrap_socket(bare, server_hostname="hengping-office") as line,
        ):
            line.sendall(b"GET /health HTTP/1.1\r\nHost: office\r\nConnection: close\r\n\r\n")
            assert b" 200 " in line.recv(4096)
        assert said["code"].startswith("HPE1:https://127.0.0.1")
    finally:
        office.terminate()
        office.wait(30)


@pytest.mark.parametrize("program", PROGRAMS, ids=str)
def test_all_that_is_in_a_frozen_program_has_its_licence_there(program: Path) -> None:
    kept = licences.read(program.parent / "_internal" / licences.FOLDER)
    source = {one.name: one for one in licences.installed()}
    assert [one.name for one in kept if one != source[one.name]] == []
    owners = packages_distributions()
    inside = {licences.normal(o) for name in modules_in(program) for o in owners.get(name, ())}
    assert {"cryptography", "hengping", "sqlalchemy", "sqlcipher3"} <= inside
    assert inside - {one.name for one in kept} == set()
    always = {"python", "pyinstaller", "inter", "noto-sans-sc", "noto-serif-sc", "jetbrains-mono"}
    assert always - {one.name for one in kept} == set()
    printed = run([str(program), "licences"])
    assert (printed.returncode, printed.stdout.strip()) == (0, licences.index(kept).strip())


def modules_in(program: Path) -> set[str]:
    """Return the top modules of the archive in the program's file and of the folder beside it."""
    archived = CArchiveReader(str(program)).open_embedded_archive("PYZ.pyz").toc
    beside = (path.name for path in (program.parent / "_internal").iterdir())
    return {name.split(".")[0] for name in (*archived, *beside)}


@pytest.mark.parametrize("folder", [DESKTOP, OFFICE], ids=str)
def test_nothing_of_gnu_readline_is_in_a_frozen_program(folder: Path) -> None:
    assert [path.name for path in folder.rglob("*readline*")] == []


def test_the_frozen_office_carries_no_window() -> None:
    assert [
        path for path in OFFICE.rglob("*") if "PySide6" in path.name or "Qt6" in path.name
    ] == []


@pytest.mark.parametrize("scheme", ["socket", "rfc2217"])
def test_the_frozen_desktop_can_open_ports_of_terminal_servers(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"
    done = run([str(DESKTOP / f"inspector-app{SUFFIX}"), "detect", "--port", address], LC_ALL="C")
    assert done.returncode == 1
    assert address in done.stderr
    assert "serves no such port" in done.stderr, "a handler left out would be another failure"
