"""What a person can choose or meet is named in the docs, and what the docs link to exists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from inspector_app.kinds.catalogue import kinds
from inspector_app.reports.catalogue import reports
from inspector_app.settings import SETTINGS
from serial_drivers.catalog import drivers

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def not_named(keys: Iterable[str], text: str) -> list[str]:
    return [key for key in keys if f"`{key}`" not in text]


def docs() -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs").rglob("*.md"))


def test_every_driver_and_its_aliases_are_documented() -> None:
    names = [name for driver in drivers() for name in (driver.key, *driver.aliases)]
    assert names
    assert not_named(names, docs()) == []


def test_every_kind_is_documented() -> None:
    assert kinds()
    assert not_named([kind.key for kind in kinds()], docs()) == []


def test_every_document_is_documented() -> None:
    assert reports()
    assert not_named([report.key for report in reports()], docs()) == []


def test_every_setting_with_its_choices_is_documented() -> None:
    page = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    choices = [choice for setting in SETTINGS.values() for choice in setting.choices]
    assert not_named([*SETTINGS, *choices], page) == []


def test_a_name_that_is_missing_would_be_noticed() -> None:
    assert not_named(["mt-sics", "no-such-driver"], docs()) == ["no-such-driver"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_guide_for_adding_something_fits_on_a_page() -> None:
    lengths = {page.name: len(page.read_text(encoding="utf-8").splitlines()) for page in PAGES
               if page.name.startswith("adding_") or page.parent.name == "decisions"}  # fmt: skip
    assert {name: lines for name, lines in lengths.items() if lines > 70} == {}
