"""A kept English reason for a protocol is said in the language in use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from inspector_app import words
from ui.bench.ports.kept_reason import kept_line

HEARD = "yaohua-tf0 at 9600 8N1: {how}, 5 frames with checksum right, 1 wrong; sample 02 2b 30 03"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    words.set_language("zh_CN")
    yield
    words.set_language("en")


def test_what_was_heard_is_said_without_english() -> None:
    spoken = kept_line(HEARD.format(how="spoke by itself"))
    asked = kept_line(HEARD.format(how="answered b'S\\r\\n'"))
    of_now = kept_line(HEARD.format(how="answered 53 0d 0a"))
    assert "53 0D 0A" in of_now
    assert not any(word in of_now for word in ("frames", "answered", "checksum"))
    assert "5" in spoken
    assert spoken != asked
    assert not any(word in spoken for word in ("frames", "spoke", "checksum"))
    chosen = kept_line(
        "chosen by a person among several that fit: " + HEARD.format(how="spoke by itself")
    )
    assert chosen.endswith(spoken)
    assert "chosen" not in chosen


def test_a_name_that_was_told_is_said_without_english() -> None:
    named = kept_line(
        "scpi at 9600 8N1: answered 2a 49 44 4e 3f 0a, 1 frames with its name in it, 0 wrong; "
        "sample 46 0a"
    )
    assert "2A 49 44 4E 3F 0A" in named
    assert not any(word in named for word in ("frames", "answered", "name"))


def test_what_a_person_chose_names_the_protocol_in_chinese() -> None:
    said = kept_line("yaohua-tf0 at 9600 8N1: chosen by a person")
    assert said.startswith("人工选定：")
    assert "9600 8N1" in said
    assert kept_line("of-tomorrow at 9600: chosen by a person") == "人工选定：of-tomorrow，9600"
    profiled = kept_line("yaohua-tf0 at 9600 8N1: as the instrument's profile says")
    assert profiled.startswith("按器具档案：")
    assert "COM5" in kept_line("as recorded on COM5")


def test_a_sentence_of_somebody_else_stays_as_it_is() -> None:
    for kept in ("", "Came with the example market", "随示例集市提供"):
        assert kept_line(kept) == kept
