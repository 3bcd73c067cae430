"""The whole gate as one command, cheapest check first: `python -m tests.gate [--no-tests]`.

Stops at the first check that fails. pytest's own summary is the last thing of a full run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
ROOMS = ("inspector_app", "serial_drivers", "db", "ui", "office", "tests")

LINT: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("bytecode", (sys.executable, "-m", "compileall", "-q", *ROOMS)),
    ("format", (str(BIN / "ruff"), "format", "--check", "--quiet", ".")),
    ("ruff", (str(BIN / "ruff"), "check", "--quiet", ".")),
    ("floors", (str(BIN / "lint-imports"), "--no-logo")),
    ("types", (str(BIN / "mypy"),)),
)
PYTEST = (sys.executable, "-m", "pytest", "-q")


def screen() -> tuple[tuple[str, ...], str]:
    """Return the words before pytest and its marker expression, by what screen there is."""
    always = "not slow and not packaged"
    if os.environ.get("DISPLAY"):
        return (), always
    if shutil.which("xvfb-run"):
        return ("xvfb-run", "-a", "-s", "-screen 0 1366x768x24"), always
    print("No screen and no xvfb-run: the tests marked needs_display are left out.", flush=True)
    return (), f"{always} and not needs_display"


def tests() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Four processes share the files, so that a file's fixtures are made once; many tests wait."""
    before, markers = screen()
    shared = (*before, *PYTEST, "-m", markers, "-n", "4", "--dist", "loadfile")
    return (
        ("unit and integration tests", (*shared, "tests/unit", "tests/integration")),
        ("end-to-end tests", (*shared, "tests/end2end")),
    )


def passes(name: str, command: tuple[str, ...]) -> bool:
    """Run one check and say how it went and how long it took."""
    began = monotonic()
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    word = "passed" if code == 0 else f"FAILED (exit {code})"
    print(f"gate: {name} {word} in {monotonic() - began:.0f} s", flush=True)
    return code == 0


def main() -> int:
    """Return 0 when every check passed."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    checks = LINT if "--no-tests" in sys.argv[1:] else (*LINT, *tests())
    return 0 if all(passes(*check) for check in checks) else 1


if __name__ == "__main__":
    raise SystemExit(main())
