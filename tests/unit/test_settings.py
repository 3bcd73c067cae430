"""The settings file: hostile content, and texts that no file can hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.settings import Settings


@pytest.mark.parametrize(
    "content", [b"[" * 200_000, b'{"values":' + b'{"a":' * 100_000, b"\xff\xfe", b'"x"', b""]
)
def test_a_file_that_is_no_settings_is_set_aside(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(content)
    settings = Settings(file)
    assert settings.damaged
    settings.set("theme", "dark")
    assert Settings(file).get("theme") == "dark"
    assert file.with_suffix(".damaged").read_bytes() == content


def test_half_characters_are_kept_from_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(b'{"values": {"unit": "a\\ud800"}}')
    settings = Settings(file)
    assert settings.get("unit") == "a?"
    settings.set("number_place", "\udfff")
    assert Settings(file).get("number_place") == "?"
