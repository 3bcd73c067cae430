"""The office's commands beside a running office, as an administrator types them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.sync import enrolment
from tests.helpers import running_office
from tests.helpers.office_caller import new_chain, over_tls
from tests.helpers.running_office import ROOT, RunningOffice


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "office", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=os.environ | {"LC_ALL": "en_GB.UTF-8"},
    )


def filled(office: RunningOffice) -> None:
    """Enrol a laptop and push a fact."""
    caller, chain = over_tls(office.address, str(office.said["authority"])), new_chain()
    with caller.client:
        code = enrolment.parse(office.code)
        caller.begin(code)
        caller.enrol(code, chain)
        caller.hello(chain)
        chain.add()
        caller.push(chain)


def test_a_copy_made_while_the_office_runs_starts_a_whole_office(tmp_path: Path) -> None:
    copy = tmp_path / "restored" / "office.db"
    copy.parent.mkdir()
    with running_office.running_office(tmp_path / "data") as office:
        filled(office)
        done = run("backup", str(copy), "--data", str(office.data))
        assert done.returncode == 0, done.stderr
        assert run("backup", str(copy), "--data", str(office.data)).returncode == 1
        checked = run("check", "--data", str(office.data))
        assert checked.returncode == 0, checked.stdout + checked.stderr
    assert run("check", "--data", str(copy.parent)).returncode == 0


def test_a_backup_of_no_office_is_refused_in_words(tmp_path: Path) -> None:
    done = run("backup", str(tmp_path / "copy.db"), "--data", str(tmp_path / "nobody"))
    assert done.returncode == 1
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "copy.db").exists()


def test_a_missing_file_is_named_by_the_check(tmp_path: Path) -> None:
    with running_office.running_office(tmp_path / "data") as office:
        filled(office)
        caller = over_tls(office.address, str(office.said["authority"]))
        code, chain = enrolment.parse(office.another_code()), new_chain()
        with caller.client:
            caller.begin(code)
            caller.enrol(code, chain)
            caller.hello(chain)
            name = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"  # of "foo"
            location = caller.begin_upload(name, 3).headers["location"]
            assert caller.send_piece(location, 0, b"foo").status_code == 204
        (office.data / "blobs" / name[:2] / name).unlink()
        done = run("check", "--data", str(office.data))
    assert done.returncode == 1
    assert name in done.stdout


def test_an_invitation_from_the_command_line_opens_at_the_running_office(tmp_path: Path) -> None:
    with running_office.running_office(tmp_path / "data") as office:
        link = invited(office, "Li.Si", "--name", "李四", "--role", "reviewer", "--scope", "445202")
        assert link.startswith(f"{office.address}/password?t=")
        with over_tls(office.address, str(office.said["authority"])).client as client:
            assert "li.si" in client.get(link).text
            assert client.get(str(office.said["begin"])).status_code == 200
            newer = invited(office, "li.si")
            assert client.get(link).status_code == 410
            assert client.get(newer).status_code == 200


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("li.si", "--name", "李四"), "belongs to somebody already"),
        (("李四",), "is no login"),
        (("wang.wu", "--scope", "Jieyang"), "is no division code"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_in_words(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    where = ("--data", str(tmp_path / "data"))
    assert run("invite", "li.si", *where).returncode == 0
    done = run("invite", *arguments, *where)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def invited(office: RunningOffice, *arguments: str) -> str:
    """Return the link that the command prints."""
    where = ("--port", str(office.said["port"]), "--address", "127.0.0.1")
    done = run("invite", *arguments, "--data", str(office.data), *where)
    assert done.returncode == 0, done.stderr
    return next(line.strip() for line in done.stdout.splitlines() if "/password?t=" in line)
