"""The little reader of the token file says what tomllib says, and refuses what it does not know."""

from __future__ import annotations

import tomllib

import pytest

from inspector_app import resource_files
from ui.theme.token_file import read_tables


def test_the_token_file_reads_as_tomllib_reads_it() -> None:
    text = resource_files.read_text("styles/tokens.toml")

    assert read_tables(text) == tomllib.loads(text)


@pytest.mark.parametrize(
    "line", ["[[colours]]", "key", "key = [1, 2]", 'key = "a" # b', "key = on"]
)
def test_what_the_reader_does_not_know_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(ValueError, match="line 2"):
        read_tables(f"[table]\n{line}")
