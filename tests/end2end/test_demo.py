"""The whole job as a process, in a real window."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end2end.test_commands import run


@pytest.mark.needs_display
@pytest.mark.timeout(300)
def test_the_demo_goes_from_the_wire_to_a_verified_report(tmp_path: Path) -> None:
    out = tmp_path / "out"
    unused = tmp_path / "unused"
    done = run("demo", "--out", str(out), data=unused, timeout_s=280, real_window=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "FAILED" not in done.stdout
    assert len(list(out.glob("*.png"))) >= 12
    [report] = out.glob("*-zh_CN.pdf")
    verified = run("verify", str(report), data=tmp_path / "nobody")
    assert verified.returncode == 3, verified.stdout
    forged = run("verify", str(out / "forged.pdf"), data=tmp_path / "nobody")
    assert forged.returncode == 1, forged.stdout
