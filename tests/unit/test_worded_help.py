"""Every page of help is wholly in the language in use, and no line is wider than the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from inspector_app import words
from inspector_app.cli import app as desktop
from inspector_app.worded_help import texts_of
from office.__main__ import app as office

_WIDTH = 80


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    words.set_language("en")


def commands(app: typer.Typer) -> Iterator[tuple[list[str], Any]]:
    """Yield each command with the names that lead to it."""
    waiting: list[tuple[list[str], Any]] = [([], typer.main.get_command(app))]
    while waiting:
        names, command = waiting.pop()
        yield names, command
        waiting += [([*names, key], one) for key, one in getattr(command, "commands", {}).items()]


def page(command: Any, names: list[str]) -> str:
    context = command.context_class(command, info_name=" ".join(["x", *names]))
    context.terminal_width = _WIDTH
    text: str = command.get_help(context)
    return text


def columns(line: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in line)


def pages(language: str) -> Iterator[str]:
    words.set_language(language)
    for app in (desktop, office):
        for names, command in commands(app):
            yield page(command, names)


def test_every_page_is_in_the_language_and_fits() -> None:
    told = {language: list(pages(language)) for language in words.LANGUAGES}
    assert len(told["en"]) == len(told["zh_CN"]) > 25
    for english, chinese in zip(told["en"], told["zh_CN"], strict=True):
        assert english.startswith("Usage: x")
        assert chinese.startswith("用法：x")
        assert "显示本说明并退出。" in chinese
        for word in ("Options", "Arguments", "Commands", "Show this", "default", "required"):
            assert word not in chinese
        for line in (*english.splitlines(), *chinese.splitlines()):
            assert columns(line) <= _WIDTH


def test_every_text_of_every_page_has_chinese() -> None:
    chinese = words.Words("zh_CN")
    texts = {text for app in (desktop, office) for text in texts_of(app)}
    assert [text for text in texts if chinese.gettext(text) == text] == []


def test_a_page_names_switch_value_choice_default_and_need() -> None:
    words.set_language("en")
    found = {" ".join(names): page(command, names) for names, command in commands(office)}
    told = " ".join(found["invite"].split())
    assert "[options] LOGIN" in told
    assert "--role inspector|reviewer|administrator Role of somebody new." in told
    assert "--data FILE Folder of keys" in told
    assert "--port NUMBER Port of the running office. [default: 8443]" in told
    assert "LOGIN Login of the person, new or known. [required]" in told
    assert "--by TEXT Who at the office answers for it. [required]" in " ".join(
        found["package build"].split()
    )
