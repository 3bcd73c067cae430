"""Whatever we ship has its licence, the licence lets us ship it, and nothing is lost on the way."""

from __future__ import annotations

import importlib
import re
import tomllib
from pathlib import Path

import pytest

from inspector_app import licences

ROOT = Path(__file__).resolve().parents[2]
DECLARED = tomllib.loads((ROOT / "resources/licences/declared.toml").read_text(encoding="utf-8"))
MAY_SHIP = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC-BY-4.0", "CC0-1.0", "ISC",
    "LGPL-2.1-or-later", "LGPL-3.0-only", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0",
    "Zlib", "GPL-2.0-or-later WITH Bootloader-exception",
}  # fmt: skip


def may_ship(expression: str) -> bool:
    """Say whether one choice of an SPDX expression is all allowed; AND binds tighter than OR."""
    choices = (choice.split(" AND ") for choice in expression.split(" OR "))
    return any(all(term in MAY_SHIP for term in terms) for terms in choices)


@pytest.fixture(scope="module")
def ours() -> dict[str, licences.Licence]:
    return {one.name: one for one in licences.installed()}


def locked_in(file: str) -> set[str]:
    text = (ROOT / "requirements" / file).read_text(encoding="utf-8")
    return {licences.normal(name) for name in re.findall(r"^([A-Za-z][\w.-]*)", text, re.MULTILINE)}


def test_every_locked_distribution_has_a_licence_and_its_text(
    ours: dict[str, licences.Licence],
) -> None:
    assert licences.locked() >= locked_in("base.txt")
    assert locked_in("base.txt") - set(ours) == set()
    assert [
        one.name for one in ours.values() if not any(data.strip() for _, data in one.texts)
    ] == []


def test_nothing_is_shipped_that_may_only_go_under_the_gpl_or_the_like(
    ours: dict[str, licences.Licence],
) -> None:
    assert {one.name: one.expression for one in ours.values() if not may_ship(one.expression)} == {}


def test_what_only_windows_asks_for_may_be_shipped_too(ours: dict[str, licences.Licence]) -> None:
    said = {
        name: DECLARED["distributions"].get(name, {}).get("expression", "")
        for name in locked_in("windows.txt")
        - set(ours)
        - {"tzdata"}  # the last is here, in dev.txt
    }
    assert [name for name, expression in said.items() if not may_ship(expression)] == []


@pytest.mark.parametrize(
    "expression",
    [
        "GPL-3.0-only",
        "AGPL-3.0-only OR GPL-2.0-only",
        "MIT AND GPL-3.0-only",
        "BUSL-1.1",
        "BSD",
        "",
    ],
)
def test_a_licence_that_we_cannot_ship_would_be_noticed(expression: str) -> None:
    assert not may_ship(expression)


def test_the_lgpl_always_goes_with_the_gpl_that_it_adds_to(
    ours: dict[str, licences.Licence],
) -> None:
    lesser = [one for one in ours.values() if "LGPL-3.0" in one.expression]
    assert {"psycopg", "pyside6-essentials", "shiboken6"} <= {one.name for one in lesser}
    for one in lesser:
        said = one.text()
        assert "GNU LESSER GENERAL PUBLIC LICENSE\n" in said, one.name
        assert "GNU GENERAL PUBLIC LICENSE\n" in said, one.name


def test_every_typeface_has_its_licence(ours: dict[str, licences.Licence]) -> None:
    there = {path.name for path in (ROOT / "resources/fonts").glob("*-OFL.txt")}
    faces = [one for one in ours.values() if one.expression == "OFL-1.1"]
    assert {name for one in faces for name, _data in one.texts} == there
    versions = (ROOT / "resources/fonts/README.md").read_text(encoding="utf-8")
    assert [one.name for one in faces if f"| {one.version} |" not in versions] == []


def test_the_table_names_only_what_we_ship(ours: dict[str, licences.Licence]) -> None:
    known = locked_in("base.txt") | locked_in("windows.txt") | {"pyinstaller"}
    assert set(DECLARED["distributions"]) - known == set()
    assert set(DECLARED["besides"]) <= set(ours)


@pytest.mark.parametrize("program", ["inspector_app.cli", "office.__main__"])
def test_both_programs_list_them(
    program: str, ours: dict[str, licences.Licence], capsys: pytest.CaptureFixture[str]
) -> None:
    importlib.import_module(program).app(["licences"], standalone_mode=False)
    assert capsys.readouterr().out == licences.index(ours.values())


def test_what_is_written_is_read_again_byte_for_byte(
    tmp_path: Path, ours: dict[str, licences.Licence], monkeypatch: pytest.MonkeyPatch
) -> None:
    licences.write(tmp_path / licences.FOLDER, ours.values())
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert {one.name: one for one in licences.shipped()} == ours
    assert (tmp_path / "licences" / ours["aiohttp"].folder / "vendor/llhttp/LICENSE").is_file()
