"""The house is measured: floors, circles, sizes. And the measuring is measured too."""

from __future__ import annotations

import ast
import importlib
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("inspector_app", "serial_drivers", "db", "ui", "office")
LONGEST_FILE = 600
LONGEST_FUNCTION = 60
LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources(*rooms: str) -> list[Path]:
    return sorted(
        path
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        if "__pycache__" not in path.parts
    )


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def length(function: Function) -> int:
    """Return the lines from `def` to the end, the docstring left out: words are not complexity."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and ast.get_docstring(function):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def too_long_functions(path: Path, text: str) -> list[str]:
    return [
        f"{path.name}:{function.lineno} {function.name}: {length(function)} lines"
        for function in functions(ast.parse(text))
        if length(function) > LONGEST_FUNCTION
    ]


def lint_imports(where: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT_IMPORTS, "--no-logo", "--no-cache"],
        cwd=where,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


@pytest.fixture(scope="module")
def copied_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("house")
    for room in ROOMS:
        shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def test_every_contract_is_kept() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "where,line,contract",
    [
        ("inspector_app/domain/quantities.py", "import db", "Imports run downwards"),
        ("inspector_app/services/ports.py", "import serial_drivers", "Imports run downwards"),
        ("inspector_app/services/ports.py", "import PySide6.QtCore", "Qt lives in ui/ only"),
        ("inspector_app/services/ports.py", "import sqlalchemy", "SQL lives in db/ only"),
        ("inspector_app/services/ports.py", "import serial", "pyserial lives in serial_drivers"),
        ("inspector_app/domain/quantities.py", "import msgspec", "Domain, kinds and metrology"),
        ("ui/task_runner.py", "import sqlalchemy", "The window reaches neither"),
        (
            "serial_drivers/drivers/mt_sics.py",
            "import serial_drivers.drivers.yaohua_cmd",
            "Drivers do not know each other",
        ),
        (
            "inspector_app/words/__init__.py",
            "if __name__ == 'typing':\n    import inspector_app.services.ports",
            "Imports run downwards",
        ),
    ],
)
def test_a_forbidden_import_is_caught(
    copied_house: Path, where: str, line: str, contract: str
) -> None:
    victim = copied_house / where
    innocent = victim.read_text(encoding="utf-8")
    victim.write_text(f"{innocent}\n{line}\n", encoding="utf-8")
    try:
        done = lint_imports(copied_house)
    finally:
        victim.write_text(innocent, encoding="utf-8")
    assert done.returncode == 1, done.stdout + done.stderr
    broken = [row for row in done.stdout.splitlines() if row.endswith("BROKEN")]
    assert any(contract in row for row in broken) or f"\n{contract}" in done.stdout, done.stdout


def test_the_tools_that_kinds_and_documents_share_declare_none() -> None:
    house = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {c["id"]: c for c in house["tool"]["importlinter"]["contracts"]}
    shared = [
        line.split(" -> ")[1]
        for name in ("kinds_apart", "reports_apart")
        for line in contracts[name]["ignore_imports"]
        if not line.endswith("*")
    ]
    modules = {name: importlib.import_module(name) for name in shared}
    assert [n for n, m in modules.items() if hasattr(m, "KIND") or hasattr(m, "REPORT")] == []


def test_no_file_is_longer_than_six_hundred_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources(*ROOMS, "tests")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_no_function_is_longer_than_sixty_lines() -> None:
    long = [
        finding
        for path in sources(*ROOMS, "tests")
        for finding in too_long_functions(path, path.read_text(encoding="utf-8"))
    ]
    assert long == []


def test_a_long_function_is_noticed() -> None:
    text = "def endless():\n" + "    x = 1\n" * LONGEST_FUNCTION
    assert too_long_functions(Path("x.py"), text) == ["x.py:1 endless: 61 lines"]


def test_ruff_refuses_a_tangle_of_thirteen_branches(tmp_path: Path) -> None:
    tangle = tmp_path / "tangle.py"
    branches = "".join(f"    if x == {n}:\n        x += {n}\n" for n in range(12))
    tangle.write_text(f"def tangle(x):\n{branches}    return x\n", encoding="utf-8")
    done = subprocess.run(
        [Path(sys.executable).parent / "ruff", "check", "--config", ROOT / "pyproject.toml",
         "--no-cache", tangle],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert "C901" in done.stdout, done.stdout + done.stderr


def test_every_room_is_a_package_that_the_wheel_lists() -> None:
    house = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = house["tool"]["setuptools"]["packages"]["find"]["include"]
    missing = [
        str(folder.relative_to(ROOT))
        for path in sources(*ROOMS)
        if not ((folder := path.parent) / "__init__.py").exists()
        and "migrations" not in folder.parts
    ]
    assert (missing, [room for room in ROOMS if room not in listed]) == ([], [])


def test_every_silenced_rule_has_its_reason_beside_it() -> None:
    bare = [
        line.strip()
        for line in (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
        if line.startswith('  "') and line.rstrip().endswith('",') and _is_rule(line)
        and "#" not in line
    ]  # fmt: skip
    assert bare == []


def _is_rule(line: str) -> bool:
    word = line.strip().strip('",').split('"')[0]
    return word.rstrip("0123456789").isupper() and any(c.isdigit() for c in word)
