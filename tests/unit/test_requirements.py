"""What the code imports is what the requirement files name: no more, no less, and locked."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OWN = {"inspector_app", "serial_drivers", "db", "ui", "office", "tests"}
# Used without an import statement of ours.
UNSEEN = {
    "psycopg": "SQLAlchemy's driver of PostgreSQL, which it loads by name",
    "rl-accel": "reportlab's compiled half, which it imports by itself",
}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def named_in(file: str) -> set[str]:
    text = (ROOT / "requirements" / file).read_text(encoding="utf-8")
    return {normal(name) for name in re.findall(r"^([A-Za-z][\w.-]*)", text, re.MULTILINE)}


def imported_by(*rooms: str) -> set[str]:
    names = set()
    for room in rooms:
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    names |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    names.add(node.module.split(".")[0])
    return names - OWN - sys.stdlib_module_names


def distributions(modules: set[str]) -> set[str]:
    """Return the packages that these modules come from: PySide6 stands for its parts."""
    known = packages_distributions()
    found = {normal(known[module][0]) for module in modules}
    return {"pyside6" if name.startswith(("pyside6-", "shiboken6")) else name for name in found}


RUN_TIME = ("inspector_app", "serial_drivers", "db", "ui", "office")


def test_every_run_time_import_is_required() -> None:
    assert distributions(imported_by(*RUN_TIME)) - named_in("base.in") == set()


def test_every_import_of_the_tests_is_required() -> None:
    needed = distributions(imported_by("tests"))
    assert needed - named_in("base.in") - named_in("dev.in") == set()


def test_nothing_is_required_that_nothing_imports() -> None:
    unused = named_in("base.in") - distributions(imported_by(*RUN_TIME)) - set(UNSEEN)
    assert unused == set()


@pytest.mark.parametrize("name", ["base", "dev", "windows"])
def test_every_requirement_is_locked_with_a_hash(name: str) -> None:
    lock = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z])", re.sub(r"^\s*#.*\n", "", lock, flags=re.MULTILINE))
    unhashed = [entry.split()[0] for entry in entries if entry.strip() and "--hash=" not in entry]
    locked = {normal(entry.split("==")[0]) for entry in entries}
    assert (unhashed, named_in(f"{name}.in") - locked) == ([], set())


def test_no_lock_names_an_index() -> None:
    address = re.compile(r"^\s*(--(?!hash)|-i |-f )|https?://", re.MULTILINE)
    files = sorted((ROOT / "requirements").glob("*.txt"))
    bad = [file.name for file in files if address.search(file.read_text(encoding="utf-8"))]
    assert (bad, bool(files)) == ([], True)
