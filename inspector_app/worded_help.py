"""Commands whose help speaks the language in use: a Typer whose pages are laid out here.

Typer's own pages are English, and count a Chinese character as one column where a terminal takes
two. The texts are the commands' docstrings and `help=`, as msgids of the catalogue; `texts_of`
tells them to the tool that collects msgids.
"""

from __future__ import annotations

import inspect
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, Final

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from inspector_app.words import gettext as _
from inspector_app.words import marked

_HELP: Final = marked("Show this message and exit.")
_INDENT: Final = 2
_NAMES: Final = 30
"""Columns of a name at most; the text of a longer one begins on the next line."""
_LEAST: Final = 20
Param = TyperOption | TyperArgument
Row = tuple[str, str]


class WordedCommand(TyperCommand):
    """One command."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page."""
        _write(self, ctx, formatter)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line of use."""
        _write_usage(self, ctx, formatter)


class WordedGroup(TyperGroup):
    """Commands under one name."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page."""
        _write(self, ctx, formatter)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line of use."""
        _write_usage(self, ctx, formatter)


class WordedTyper(typer.Typer):
    """A Typer of such commands."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(cls=WordedGroup, **facts)

    def command(self, name: str | None = None, **facts: Any) -> Callable[[Any], Any]:
        """Declare a command."""
        return super().command(name, cls=WordedCommand, **facts)


def texts_of(app: typer.Typer) -> Iterator[str]:
    """Yield every msgid of the pages of an app."""
    yield from _texts_of(typer.main.get_command(app))


def _texts_of(command: Any) -> Iterator[str]:
    yield from _paragraphs(command.help)
    for param in command.params:
        yield from _paragraphs(getattr(param, "help", None))
    for one in getattr(command, "commands", {}).values():
        yield from _texts_of(one)


def _paragraphs(text: str | None) -> Iterator[str]:
    """Yield each paragraph in one line: so it is a msgid."""
    for part in inspect.cleandoc(text or "").split("\n\n"):
        if part.strip():
            yield " ".join(part.split())


# --- the page --------------------------------------------------------------------------------


def _write(command: Any, ctx: Any, formatter: Any) -> None:
    command.format_usage(ctx, formatter)
    width = formatter.width
    for part in _paragraphs(command.help):
        formatter.write("\n" + "\n".join(_wrapped(_(part), width, " " * _INDENT)) + "\n")
    params = command.get_params(ctx)
    arguments = [_argument_row(one) for one in params if isinstance(one, TyperArgument)]
    options = [_option_row(one) for one in params if isinstance(one, TyperOption)]
    commands = [
        (name, _(next(_paragraphs(one.help), "")))
        for name, one in getattr(command, "commands", {}).items()
    ]
    for title, rows in (
        (_("Arguments"), arguments),
        (_("Options"), options),
        (_("Commands"), commands),
    ):
        if rows:
            formatter.write("\n".join(("", _headed(title), *_table(rows, width), "")))


def _write_usage(command: Any, ctx: Any, formatter: Any) -> None:
    pieces = [ctx.command_path, _bracketed(_("options"))]
    for one in command.get_params(ctx):
        if isinstance(one, TyperArgument):
            name = _name_of(one)
            pieces.append(name if one.required else _bracketed(name))
    if hasattr(command, "commands"):
        pieces += [_("command"), "…"]
    formatter.write(_("Usage: {line}").format(line=" ".join(pieces)) + "\n")


def _headed(title: str) -> str:
    # The colon is the language's own: a Chinese one is as wide as a sign.
    return title + _(":")


def _bracketed(text: str) -> str:
    return f"[{text}]"


def _argument_row(one: TyperArgument) -> Row:
    return _name_of(one), _said(one)


def _name_of(one: TyperArgument) -> str:
    return one.metavar or str(one.name).upper()


def _option_row(one: TyperOption) -> Row:
    names = ", ".join((*one.opts, *one.secondary_opts))
    return " ".join(filter(None, (names, _type_of(one)))), _said(one)


def _type_of(one: TyperOption) -> str:
    """Return what is written behind an option, empty for a switch."""
    declared = one.type_descriptor
    if one.is_flag:
        return ""
    if declared.is_choice:
        return "|".join(str(getattr(choice, "value", choice)) for choice in declared.choices or ())
    names = {int: _("NUMBER"), Path: _("FILE")}
    return names.get(declared.annotation, _("FILE") if declared.is_path else _("TEXT"))


def _said(one: Param) -> str:
    """Return what a parameter is for, with its default."""
    text = " ".join(_(part) for part in _paragraphs(one.help))
    default = one.default.value if isinstance(one.default, Enum) else one.default
    if one.required:
        return " ".join((text, _bracketed(_("required"))))
    if isinstance(default, bool) or default in (None, "") or callable(default):
        return text
    return " ".join((text, _bracketed(_("default: {value}").format(value=default))))


# --- columns ---------------------------------------------------------------------------------


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)


def _pieces(text: str) -> Iterator[str]:
    """Yield what stays together on a line: a word, or a Chinese sign with the mark behind it."""
    piece = ""
    for sign in text:
        if piece and _may_break(piece, sign):
            yield piece
            piece = ""
        piece += sign
    if piece:
        yield piece


def _may_break(piece: str, sign: str) -> bool:
    """Say whether a line may end behind the piece, before this sign."""
    is_mark = unicodedata.category(sign) in ("Po", "Pe", "Pf") and _is_wide(sign)
    if is_mark or sign == " ":
        return False
    return piece[-1] == " " or _is_wide(piece) or _is_wide(sign)


def _is_wide(piece: str) -> bool:
    return unicodedata.east_asian_width(piece[-1]) in "WF"


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    """Return the lines of a text, each begun by the indent."""
    room, lines, line = max(width - len(indent), _LEAST), [], ""
    for piece in _pieces(text):
        if line and _columns(line + piece.rstrip()) > room:
            lines.append(indent + line.rstrip())
            line = ""
        line += piece
    return [*lines, indent + line.rstrip()]


def _table(rows: Sequence[Row], width: int) -> Iterator[str]:
    """Yield the lines of names and texts in two columns."""
    widest = min(max(_columns(name) for name, _text in rows), _NAMES)
    indent = " " * (widest + 2 * _INDENT)
    for name, text in rows:
        head = " " * _INDENT + name + " " * (widest - _columns(name))
        lines = _wrapped(text, width, indent)
        if _columns(name) > widest:
            yield head
            yield from lines
        else:
            yield (head + lines[0][_INDENT + widest :]) if text else head.rstrip()
            yield from lines[1:]
