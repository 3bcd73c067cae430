"""A check as data, end to end: built by command, published, installed, done, judged the same.

The office is the real server over real TLS; laptops run the commands that people run.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from db.office.storage import open_office
from inspector_app.adapters.identifiers import UuidSource
from inspector_app.adapters.keys import Ed25519Signer
from inspector_app.bootstrap import Desk, open_desk
from inspector_app.domain.events import EventDraft, PremisesRegistered
from inspector_app.domain.judgement import Outcome
from inspector_app.kinds import catalogue
from inspector_app.metrology.regulations import load_book
from inspector_app.services.answer_check import AnswerCheck
from inspector_app.services.conclude_inspection import ConcludeInspection
from inspector_app.services.fill_field import FillField
from inspector_app.services.inspection_log import load
from inspector_app.services.introduce_key import IntroduceKey
from inspector_app.services.open_inspection import OpenInspection
from inspector_app.services.record_ports import Recheck
from inspector_app.services.seal_inspection import SealInspection
from inspector_app.services.sign_inspection import SignInspection
from tests.helpers.fakes import one_pixel_png
from tests.helpers.inspections import PEOPLE, PLACE
from tests.helpers.packages import example_files
from tests.helpers.running_office import RunningOffice, running_office

ROOT = Path(__file__).resolve().parents[2]
RURAL = "rural_farm_shops"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("HENGPING_PASSPHRASE", "correct horse battery")
    catalogue.forget_published()
    yield
    catalogue.forget_published()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[RunningOffice]:
    with running_office(tmp_path / "office") as one:
        yield one


def run(module: str, *arguments: object, data: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"HENGPING_DATA": str(data), "LANG": "en_GB.UTF-8", "LC_ALL": ""}
    return subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=environment,
        cwd=ROOT,
    )


def said(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stderr
    return done.stdout


def shown(data: Path) -> dict[str, Any]:
    found = json.loads(said(run("inspector_app", "package", "show", "--json", data=data)))
    assert isinstance(found, dict)
    return found


@contextmanager
def desk_in(folder: Path) -> Iterator[Desk]:
    desk = open_desk(folder)
    try:
        yield desk
    finally:
        desk.close()


def folder_with(tmp_path: Path, **changes: str) -> Path:
    """Return the worked example as a folder, open on every day of the calendar."""
    target = tmp_path / "rules"
    for name, text in example_files().items():
        file = target / name
        file.parent.mkdir(parents=True, exist_ok=True)
        kept = [line for line in text.splitlines() if not line.startswith("offered_")]
        whole = "\n".join(kept)
        for old, new in changes.items():
            whole = whole.replace(old, new)
        file.write_text(whole + "\n", encoding="utf-8")
    return target


def built(office: RunningOffice, folder: Path, out: Path) -> Path:
    arguments = (folder, "--out", out, "--by", "陈国强", "--note", "农村春季专项")
    done = run("office", "package", "build", *arguments, "--data", office.data, data=office.data)
    assert "Package " in said(done)
    return out


def inspected(desk: Desk) -> str:
    """Open the published check, answer, photograph nothing, conclude, sign and seal it."""
    storage, person = desk.storage, PEOPLE[0]
    place = desk.workplace(person, scope="445202")
    storage.log.append(
        EventDraft(stream_id="p1", scope="445202", body=PremisesRegistered(premises=PLACE))
    )
    opening = OpenInspection(storage.log, storage.registry, place.clock, place.ids, "445202")
    one = opening(RURAL, (person,), premises_id=PLACE.premises_id)
    for check in catalogue.kind_for(one).checks:
        answer = "no" if check.key == "RF02" else "yes"
        AnswerCheck(storage.log)(one.inspection_id, check.key, answer)
    FillField(storage.log)(one.inspection_id, "scales_in_use", "2")
    FillField(storage.log)(one.inspection_id, "goods", "mixed")
    concluded = ConcludeInspection(storage.log, place.rules)(one.inspection_id)
    assert concluded.verdict is not None
    assert [f.subject for f in concluded.verdict.failures()] == ["check:RF02"]
    sign = SignInspection(storage.log, storage.blobs)
    for role in catalogue.kind_for(one).signature_roles:
        sign(one.inspection_id, role=role, name="李晓衡", image=one_pixel_png())
    signer = place.inspector_signer(person)
    IntroduceKey(storage.log, "445202")(person.person_id, signer)
    SealInspection(storage.log, signer, place.clock)(one.inspection_id)
    return one.inspection_id


def test_a_check_written_by_the_office_is_done_on_a_laptop_and_judged_the_same(
    office: RunningOffice, tmp_path: Path
) -> None:
    laptop, file = tmp_path / "laptop", tmp_path / "package.hpkg"
    assert run("inspector_app", "enrol", office.code, data=laptop).returncode == 0
    assert shown(laptop)["package"] is None
    built(office, folder_with(tmp_path), file)
    assert run("inspector_app", "sync", data=laptop).returncode == 0
    assert shown(laptop)["package"] is None  # built is not published
    published = run("office", "package", "publish", file, "--data", office.data, data=office.data)
    assert "Published" in said(published)
    assert "rules of package 1" in said(run("inspector_app", "sync", data=laptop))
    found = shown(laptop)
    assert found["package"]["number"] == 1
    assert [one["key"] for one in found["package"]["kinds"]] == [RURAL]
    assert found["package"]["figures"][0]["confirmation"] == "verified"
    with desk_in(laptop) as desk:
        inspection_id = inspected(desk)
        desk.synchronise(lambda _step, _done, _total: None)
        digest = desk.packages.shelf.book.digest
        verdict = load(desk.storage.log, inspection_id).verdict
        assert verdict is not None
        assert (verdict.outcome, verdict.rules_digest) == (Outcome.FAIL, digest)
    assert "1 laptops" in said(
        run("office", "package", "list", "--data", office.data, data=office.data)
    )
    assert recheck_of(office, inspection_id) is Recheck.AGREES


def recheck_of(office: RunningOffice, inspection_id: str) -> Recheck:
    """Stop the office, read to the end what it accepted, and say how judging again went."""
    office.stop()
    catalogue.forget_published()
    keys = office.data / "keys"
    storage = open_office(
        office.data,
        office_id=(keys / "office_id").read_text(encoding="ascii"),
        signer=Ed25519Signer((keys / "office.key").read_bytes()),
        ids=UuidSource(),
        rules=load_book(),
    )
    try:
        from inspector_app.adapters.clock import SystemClock

        while storage.records.catch_up(SystemClock().now()):
            pass
        view = storage.record_lists.record(inspection_id, None)
        assert view is not None
        return view.row.recheck
    finally:
        storage.close()


def test_a_stick_serves_a_laptop_without_a_network(office: RunningOffice, tmp_path: Path) -> None:
    laptop, file = tmp_path / "laptop", tmp_path / "package.hpkg"
    refused = tmp_path / "refused"
    built(office, folder_with(tmp_path), file)
    nobody = run("inspector_app", "package", "install", file, data=refused)
    assert (nobody.returncode, "no office yet" in nobody.stderr) == (1, True)
    assert run("inspector_app", "enrol", office.code, data=laptop).returncode == 0
    office.stop()
    done = said(run("inspector_app", "package", "install", file, data=laptop))
    assert "Farm supply shops, spring campaign" in done
    assert shown(laptop)["package"]["number"] == 1
    with desk_in(laptop) as desk:
        assert inspected(desk)


def test_cases_are_evaluated_by_a_package_and_by_the_installed_one(
    office: RunningOffice, tmp_path: Path
) -> None:
    laptop, file, cases = tmp_path / "laptop", tmp_path / "package.hpkg", tmp_path / "cases.json"
    inputs = {"E_pct": ["0.10", "0.12", "0.14"]}
    cases.write_text(json.dumps([{"id": 1, "rule": "fuel.mean_repeatability", "inputs": inputs}]))
    built(office, folder_with(tmp_path, **{'value = "1.69"': 'value = "0.5"'}), file)

    def repeatability(*options: object, data: Path = laptop) -> tuple[str, str]:
        done = run("inspector_app", "evaluate", cases, *options, data=data)
        (answer,) = json.loads(said(done))
        return answer["result"]["range_over_dn_1_69_pct"], done.stderr

    own, nothing = repeatability(data=tmp_path / "nobody")
    assert nothing == ""
    assert not (tmp_path / "nobody").exists()
    assert "No package" in repeatability("--installed", data=tmp_path / "nobody")[1]
    refused = run("inspector_app", "evaluate", cases, "--package", file, data=tmp_path / "nobody")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "no office yet" in refused.stderr

    assert run("inspector_app", "enrol", office.code, data=laptop).returncode == 0
    replaced, by = repeatability("--package", file)
    assert own != replaced
    assert "Package 1 of " in by
    assert hashlib.sha256(file.read_bytes()).hexdigest() in by
    assert shown(laptop)["package"] is None
    assert repeatability("--installed")[0] == own
    said(run("inspector_app", "package", "install", file, data=laptop))
    assert repeatability("--installed") == (replaced, by)
    assert repeatability("--package", file) == (replaced, by)
    assert repeatability()[0] == own
    file.write_bytes(file.read_bytes().replace("陈国强".encode(), "陈国弱".encode()))
    forged = run("inspector_app", "evaluate", cases, "--package", file, data=laptop)
    assert (forged.returncode, forged.stdout) == (1, "")
    assert "changed after it was signed" in forged.stderr


def test_a_bad_stick_is_one_sentence_and_changes_nothing(
    office: RunningOffice, tmp_path: Path
) -> None:
    laptop, file = tmp_path / "laptop", tmp_path / "package.hpkg"
    built(office, folder_with(tmp_path), file)
    assert run("inspector_app", "enrol", office.code, data=laptop).returncode == 0
    whole = file.read_bytes()
    bad = {
        "cut off": whole[:-7],
        "changed after it was signed": whole.replace("陈国强".encode(), "陈国弱".encode()),
        "newer format (version 7)": whole.replace(b"package 1", b"package 7", 1),
        "no package of rules": b"PK\x03\x04" + b"\x00" * 100,
        "larger than a package": whole + b" " * (5 << 20),
    }
    for sentence, data in bad.items():
        file.write_bytes(data)
        refused = run("inspector_app", "package", "install", file, data=laptop)
        assert refused.returncode == 1
        assert sentence in refused.stderr
        assert "Traceback" not in refused.stderr
    assert shown(laptop)["package"] is None


def test_the_office_refuses_to_build_and_to_publish_what_is_not_right(
    office: RunningOffice, tmp_path: Path
) -> None:
    folder = folder_with(tmp_path, decisive="decicive")
    out = tmp_path / "x.hpkg"
    arguments = ("--out", out, "--by", "陈国强", "--data", office.data)
    wrong = run("office", "package", "build", folder, *arguments, data=office.data)
    assert (wrong.returncode, "decicive" in wrong.stderr, out.exists()) == (1, True, False)
    missing = run("office", "package", "build", tmp_path / "no", *arguments, data=office.data)
    assert "There is no folder" in missing.stderr
    good = folder_with(tmp_path)
    built(office, good, out)
    again = run("office", "package", "build", good, *arguments, data=office.data)
    assert "is not overwritten" in again.stderr
    publish = ("office", "package", "publish", out, "--data", office.data)
    assert run(*map(str, publish), data=office.data).returncode == 0
    twice = run(*map(str, publish), data=office.data)
    assert (twice.returncode, "cannot follow package 1" in twice.stderr) == (1, True)
