"""A run is kept value by value: whatever cuts its file, everything before it can be read again."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.words import failures
from serial_drivers.aids.drift_run import DriftRun
from serial_drivers.aids.repeatability_run import RepeatabilityRun
from serial_drivers.keeping.run_file import KeptRun, RunFacts, RunHeader, RunWriter, end_fact
from serial_drivers.keeping.run_reader import read_run
from serial_drivers.keeping.run_shelf import RunShelf
from tests.helpers.aid_streams import Stream

_AT = datetime(2026, 11, 28, 0, 15, tzinfo=UTC)
DRIFT = RunHeader(
    aid="drift", program="1.0", started_at=_AT, unit="kg", interval=Decimal("0.005"),
    interval_from="inspection", most=3600, source="ttyUSB0 · XK3190",
)  # fmt: skip
WEIGHINGS = replace(DRIFT, aid="repeatability", most=3)


def drift(seconds: int = 20) -> DriftRun:
    run = DriftRun(3600)
    stream = Stream(run)
    stream.rest("5.000", seconds=seconds)
    stream.rest("-5.010", seconds=3)
    return run


SECONDS = len(drift().samples)


def weighings() -> RepeatabilityRun:
    run = RepeatabilityRun(3, Decimal("0.005"))
    stream = Stream(run)
    for load in ("0.000", "5.000", "0.005", "0.000", "5.005"):
        stream.rest(load, seconds=4)
    return run


def kept(path: Path, run: KeptRun, header: RunHeader, *, is_over: bool = True) -> Path:
    writer = RunWriter(path, header)
    for fact in RunFacts().fresh(run):
        writer.record(fact)
    if is_over:
        writer.record(end_fact())
    writer.close()
    return path


def test_a_drift_run_is_read_again_as_it_was(tmp_path: Path) -> None:
    run = drift()
    found = read_run(kept(tmp_path / "a.hprun", run, DRIFT))

    assert found.header == DRIFT
    assert isinstance(found.run, DriftRun)
    assert found.run.samples == run.samples
    assert found.run.figures() == run.figures()
    assert (found.is_finished, found.unread, found.count) == (True, 0, len(run.samples))


def test_a_repeatability_run_is_read_again_as_it_was(tmp_path: Path) -> None:
    run = weighings()
    found = read_run(kept(tmp_path / "a.hprun", run, WEIGHINGS, is_over=False))

    assert isinstance(found.run, RepeatabilityRun)
    told = [(one.value, one.back, one.indication.raw) for one in run.weighings]
    assert told == [
        (Decimal("5.000"), Decimal("0.005"), told[0][2]),
        (Decimal("5.005"), None, told[1][2]),
    ]
    assert [(w.value, w.back, w.indication.raw) for w in found.run.weighings] == told
    assert found.run.figures() == run.figures()
    assert (found.is_finished, found.count) == (False, 2)


def test_each_value_lies_on_the_disk_once_it_is_recorded(tmp_path: Path) -> None:
    run, facts = DriftRun(), RunFacts()
    stream, writer = Stream(run), RunWriter(tmp_path / "a.hprun", DRIFT)
    for _second in range(5):
        stream.rest("5.000", seconds=1)
        for fact in facts.fresh(run):
            writer.record(fact)
        assert read_run(tmp_path / "a.hprun").count == len(run.samples) > 0
    writer.close()


@pytest.mark.parametrize("run, header", [(drift(6), DRIFT), (weighings(), WEIGHINGS)])
def test_cut_anywhere_every_whole_line_before_the_cut_is_there(
    tmp_path: Path, run: KeptRun, header: RunHeader
) -> None:
    whole = kept(tmp_path / "a.hprun", run, header).read_bytes()
    counts = []
    for length in range(whole.index(b"\n") + 1, len(whole) + 1):
        (tmp_path / "cut.hprun").write_bytes(whole[:length])
        found = read_run(tmp_path / "cut.hprun")
        counts.append(found.count)
        assert found.unread <= 1
        assert not found.is_finished or length >= len(whole) - 1
    assert counts == sorted(counts)
    assert counts[-1] == read_run(tmp_path / "a.hprun").count


def test_zeros_that_a_power_cut_left_are_passed_over_and_told(tmp_path: Path) -> None:
    path = kept(tmp_path / "a.hprun", drift(), DRIFT, is_over=False)
    path.write_bytes(path.read_bytes() + b"\0" * 512)
    found = read_run(path)
    assert (found.count, found.unread, found.is_finished) == (SECONDS, 1, False)


@pytest.mark.parametrize(
    "line",
    [
        b"[]", b"1", b"{}", b'{"kind":"value"}', b'{"kind":["value"]}',
        b'{"kind":"value","at_s":"1e99","value":"1","stable":null,"stretch":[]}',
        b'{"kind":"value","at_s":"NaN","value":"1","stable":null,"stretch":[]}',
        b'{"kind":"value","at_s":"0","value":"1","stable":null,"stretch":[]}',
        b'{"kind":"value","at_s":"9999999","value":1.5,"stable":null,"stretch":[]}',
        b'{"kind":"value","at_s":"9999999","value":"1","stable":null,"stretch":7}',
        b"[" * 5000, b"\xff\xfe",
    ],
)  # fmt: skip
def test_a_line_of_somebody_else_costs_only_itself(tmp_path: Path, line: bytes) -> None:
    path = kept(tmp_path / "a.hprun", drift(), DRIFT, is_over=False)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:5], line + b"\n", *lines[5:]]))
    found = read_run(path)
    assert (found.count, found.unread) == (SECONDS, 1)


def test_a_file_that_is_no_run_or_a_newer_one_is_refused_in_words(tmp_path: Path) -> None:
    path = kept(tmp_path / "a.hprun", drift(), DRIFT)
    first, _newline, rest = path.read_bytes().partition(b"\n")

    def refusal(**changed: Any) -> InputInvalid:
        path.write_bytes(json.dumps(json.loads(first) | changed).encode() + b"\n" + rest)
        with pytest.raises(InputInvalid) as refused:
            read_run(path)
        assert failures.is_known(refused.value.code)
        return refused.value

    assert refusal(version=99).code == "run_newer"
    for changed in ({"format": "x"}, {"aid": "probes"}, {"most": -1}, {"interval": "x"},
                    {"started_at": "2026"}, {"version": None}):  # fmt: skip
        assert refusal(**changed).code == "bad_run"


@pytest.mark.skipif(sys.platform == "win32", reason="no full device")
def test_a_full_disk_refuses(tmp_path: Path) -> None:
    (tmp_path / "full.hprun").symlink_to("/dev/full")
    writer = RunWriter(tmp_path / "full.hprun", DRIFT)
    with pytest.raises(OSError, match="No space left"):
        writer.record(end_fact())
    writer.close()


def test_once_there_is_room_again_what_is_missing_follows(tmp_path: Path) -> None:
    run, path = drift(), tmp_path / "a.hprun"
    whole = kept(path, run, DRIFT).read_bytes()
    lines = whole.splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:8]))
    writer = RunWriter(path, DRIFT, goes_on=True)
    for fact in [*RunFacts().fresh(run), end_fact()]:
        writer.record(fact)
    writer.close()
    assert path.read_bytes() == whole


def test_the_shelf_lists_the_newest_first_and_gives_back_what_was_discarded(tmp_path: Path) -> None:
    shelf = RunShelf(tmp_path / "runs")
    assert shelf.all() == ()
    shelf.folder.mkdir()
    old = kept(shelf.path_for("drift", _AT), drift(), DRIFT)
    assert shelf.path_for("drift", _AT) != old
    later = replace(WEIGHINGS, started_at=_AT.replace(hour=3))
    new = kept(shelf.path_for("repeatability", later.started_at), weighings(), later)
    (shelf.folder / "notes.hprun").write_text("not a run", encoding="utf-8")
    assert [one.path for one in shelf.all()] == [new, old]

    shelf.discard(new)
    assert [one.path for one in shelf.all()] == [old]
    assert shelf.path_for("repeatability", later.started_at) != new
    shelf.take_back(new)
    assert [one.path for one in shelf.all()] == [new, old]
    shelf.discard(old)
    shelf.clear_away()
    assert sorted(path.name for path in shelf.folder.iterdir()) == [new.name, "notes.hprun"]


def test_a_cut_run_that_was_seen_says_so_and_loses_nothing(tmp_path: Path) -> None:
    shelf = RunShelf(tmp_path)
    path = kept(shelf.path_for("drift", _AT), drift(), DRIFT, is_over=False)
    path.write_bytes(path.read_bytes()[:-5])
    assert (read_run(path).is_seen, read_run(path).count) == (False, SECONDS - 1)
    shelf.settle(path)
    found = read_run(path)
    assert (found.is_seen, found.is_finished, found.count, found.unread) == (
        True,
        False,
        SECONDS - 1,
        1,
    )
