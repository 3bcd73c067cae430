"""The office that the example starts beside the window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from inspector_app.adapters.example_office import start_example_office


def test_the_example_says_where_its_first_administrator_begins(tmp_path: Path) -> None:
    office = start_example_office(tmp_path / "office", "揭阳市市场监督管理局")
    try:
        assert office.begin.startswith(f"{office.address}/password?t=")
        assert office.pages == office.begin
    finally:
        office.stop()


def test_the_example_says_where_to_sign_in_once_somebody_has_a_password(tmp_path: Path) -> None:
    office = start_example_office(tmp_path / "office")
    office.stop()
    assert replace(office, begin="").pages == f"{office.address}/sign-in"
