"""What is wrong with a command line is said in the language in use, by the real parser's words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from inspector_app import words
from inspector_app.cli import app
from inspector_app.words.usage import usage_sentence


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    words.set_language("en")


def said(line: str) -> str:
    """What the parser says of this command line."""
    try:
        app(line.split(), standalone_mode=False)
    except Exception as refused:
        if not hasattr(refused, "format_message"):
            raise
        return str(refused.format_message())
    raise AssertionError(line)


@pytest.mark.parametrize(
    "line, english, chinese",
    [
        ("read --bogus", "There is no option --bogus.", "没有选项 --bogus。"),
        (
            "read --protocl x",
            "There is no option --protocl. Was one of these meant: --port, --protocol?",
            "没有选项 --protocl。是否想用：--port, --protocol？",
        ),
        ("nothing-like-it", "There is no command “nothing-like-it”.", "没有命令“nothing-like-it”。"),
        ("reed", "There is no command “reed”. Was 'read' meant?", "没有命令“reed”。是否想用 'read'？"),
        ("evaluate", "The argument CASES is missing.", "缺少参数 CASES。"),
        ("loopback", "The option --port is missing.", "缺少选项 --port。"),
        ("read a b c", "Too much was given: b c", "给出的内容过多：b c"),
        ("read --port", "The option --port needs a value behind it.", "选项 --port 后面要有一个值。"),
        ("read --json=1", "The option --json takes no value.", "选项 --json 不带值。"),
        ("read --count x", "--count is not right: a whole number is needed", "--count 不对：应为整数"),
        ("read --count -1", "--count is not right: it must be 0 or more", "--count 不对：不得小于 0"),
        (
            "capture-to-transcript f --most 300",
            "--most is not right: it must be 200 or less",
            "--most 不对：不得大于 200",
        ),
    ],
)  # fmt: skip
def test_each_mistake_has_its_sentence(line: str, english: str, chinese: str) -> None:
    words.set_language("en")
    heard = said(line)
    assert usage_sentence(heard) == english
    words.set_language("zh_CN")
    assert usage_sentence(heard) == chinese


def test_our_own_refusals_speak_the_language_too() -> None:
    words.set_language("zh_CN")
    assert usage_sentence(said("detect")) == "缺少选项 --port。"
    assert usage_sentence(said("detect COM1 --port COM2")).startswith("COM1 与 --port COM2：")


def test_a_choice_that_is_none_and_a_sentence_nobody_knows() -> None:
    words.set_language("zh_CN")
    told = "Invalid value for '--role': Value error, 'king' is not one of 'inspector', 'reviewer'."
    assert usage_sentence(told) == "--role 不对：“king”不在 'inspector', 'reviewer' 之中"
    assert usage_sentence("Something of a later version") == "Something of a later version"
