"""A file that a command is given is read whole or refused with its reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.input_files import read_list
from inspector_app.words import failures


def refused(folder: Path, content: bytes) -> InputInvalid:
    file = folder / "cases.json"
    file.write_bytes(content)
    with pytest.raises(InputInvalid) as failure:
        read_list(file)
    return failure.value


def test_a_list_is_read_as_it_stands(tmp_path: Path) -> None:
    cases = [{"id": "a", "rule": "x", "inputs": {"error": "1"}}, {"id": "a"}, 1, None]
    file = tmp_path / "cases.json"
    file.write_text("\ufeff" + json.dumps(cases), encoding="utf-8")
    assert read_list(file) == cases


@pytest.mark.parametrize(
    "content, code",
    [
        (b'{"id": 1}', "input_not_a_list"),
        (b"[1, ", "input_not_json"),
        (b"[" * 100_000, "input_not_json"),
        (b"\xff\xfe", "input_not_text"),
        (b'[{"rule": "x", "rule": "y"}]', "input_name_twice"),
        (b'[{"inputs": {"error": "1 g", "error": "90 g"}}]', "input_name_twice"),
        (b'[{"inputs": {"runs": [{"v": 1, "v": 1}]}}]', "input_name_twice"),
    ],
)
def test_what_can_be_read_in_two_ways_or_none_is_refused(
    tmp_path: Path, content: bytes, code: str
) -> None:
    assert refused(tmp_path, content).code == code


def test_the_name_that_stands_twice_is_said_whatever_it_is(tmp_path: Path) -> None:
    said = failures.sentence(refused(tmp_path, rb'[{"\ud800": 1, "\ud800": 2}]'))
    said.encode("utf-8")
    said = failures.sentence(refused(tmp_path, b'[{"error": 1, "error": 2}]'))
    assert "error" in said
    assert "twice" in said
