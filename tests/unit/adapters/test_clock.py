from __future__ import annotations

import subprocess
import sys
import uuid
from datetime import UTC
from pathlib import Path

import pytest

from inspector_app.adapters import clock as clock_module
from inspector_app.adapters.clock import SystemClock
from inspector_app.adapters.identifiers import UuidSource


def test_the_wall_clock_is_aware_and_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_the_date_is_the_local_one_of_the_same_moment() -> None:
    clock = SystemClock()
    before, today, after = clock.now(), clock.today(), clock.now()
    assert before.astimezone().date() <= today <= after.astimezone().date()


def test_the_machines_own_count_never_goes_back() -> None:
    clock = SystemClock()
    counts = [clock.monotonic_ns() for _ in range(1000)]
    assert counts == sorted(counts)


def test_two_processes_of_one_boot_agree_on_it() -> None:
    code = "from inspector_app.adapters.clock import SystemClock; print(SystemClock().boot_id())"
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert said.stdout.strip() == SystemClock().boot_id()


def test_a_system_that_names_no_boot_gets_the_moment_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(clock_module, "_LINUX_BOOT_ID", tmp_path / "none")
    named = clock_module._boot_id.__wrapped__()
    assert named.startswith(sys.platform + "-")
    assert int(named.rpartition("-")[2]) > 1_700_000_000


def test_identifiers_are_of_version_7_all_different_and_sort_by_making() -> None:
    ids = UuidSource()
    made = [ids.new_id() for _ in range(2000)]
    assert {uuid.UUID(text).version for text in made} == {7}
    assert len(set(made)) == 2000
    assert made == sorted(made)
