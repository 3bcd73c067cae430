"""Breaking Chinese and Latin text into lines.

A Chinese character may stand at any line's end, but closing punctuation never begins a line and
opening punctuation never ends one (GB/T 15834); Latin words and figures stay whole where they fit,
a figure keeps its unit beside it (GB 3101) and a card's number the province before it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from inspector_app.adapters.pdf_writer.typefaces import FACES, SYMBOLS, Face, load_face

NO_START: Final = "!%),.:;?]}¢°·’”‰′″›℃∶、。〃〉》」』】〕〗〞！＂％＇），．：；？］｜｝～…—"
NO_END: Final = "$([{£¥‘“〈《「『【〔〖〝（．［｛￥"
MISSING: Final = "〓"

_WIDE = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_UNITS: Final = (
    "[kmµ]?g|t|[mkµ]?m|cm|[mdµ]?L|[kM]?Wh?|[kM]?Pa|[kmM]?Hz|[mkM]?V|m?A|min|s|h|d|e|%(?:RH)?|°C|℃"
)
_ATOM = re.compile(
    f"[{re.escape(NO_END)}]*"
    f"(?:(?<=[（(])[{_WIDE}](?=\\d))?"
    f"(?: +|[^\\s{_WIDE}{re.escape(NO_START)}{re.escape(NO_END)}]+"
    f"(?:[{re.escape('.,:-/')}]+[0-9A-Za-z]+)*(?:(?<=\\d) (?:{_UNITS})(?![0-9A-Za-z]))?|\\S)"
    f"[{re.escape(NO_START)}]*"
)
_CONTROL = {code: " " for code in (*range(32), *range(127, 160)) if code != 10}
_CONTROL |= {0xA0: " "}


class Typeface:
    """A face with those that stand in for characters it lacks."""

    def __init__(self, name: str) -> None:
        order = (name, *(other for other in _STAND_INS[name] if other != name))
        self.faces: tuple[Face, ...] = tuple(load_face(face) for face in order)
        self.widths: dict[str, int] = {}
        for face in reversed(self.faces):
            self.widths |= face.widths
        self.ascent = self.faces[0].metrics.cap_height / 1000

    def width(self, text: str) -> int:
        """Return the text's width in 1/1000 em. Raises KeyError for what no face holds."""
        if len(text) == 1:  # most of what wrapping asks about Chinese
            return self.widths[text]
        return sum(map(self.widths.__getitem__, text))

    def runs(self, text: str) -> list[tuple[Face, str]]:
        """Split the text by the face that draws it."""
        found: list[tuple[Face, str]] = []
        for character in text:
            face = next(face for face in self.faces if character in face.glyphs)
            if found and found[-1][0] is face:
                found[-1] = (face, found[-1][1] + character)
            else:
                found.append((face, character))
        return found


_STAND_INS = {
    name: ("NotoSerifSC-Regular", "NotoSansSC-Regular", SYMBOLS)
    if "Serif" in name
    else ("NotoSansSC-Regular", "NotoSerifSC-Regular", SYMBOLS)
    for name in FACES
}


@lru_cache(maxsize=len(FACES))
def typeface(name: str) -> Typeface:
    """Return a bundled face with its stand-ins."""
    return Typeface(name)


@lru_cache(maxsize=1)
def covered() -> frozenset[str]:
    """Return the characters that at least one stand-in holds, so that every style can draw them."""
    regular = ("NotoSerifSC-Regular", "NotoSansSC-Regular", SYMBOLS)
    return frozenset(character for name in regular for character in load_face(name).glyphs)


def drawable(text: str) -> str:
    """Return the text with control characters as spaces and missing ones as `〓U+20BB7`."""
    plain = text.translate(_CONTROL)
    known = covered()
    if known.issuperset(plain):
        return plain
    return "".join(c if c in known or c == "\n" else f"{MISSING}U+{ord(c):04X}" for c in plain)


@lru_cache(maxsize=20_000)
def wrap(text: str, face: str, room: int, indent: int = 0) -> tuple[str, ...]:
    """Return the lines of a text.

    room: width of a line, indent: of the first line's empty start, both in 1/1000 em of `face`.
    Words longer than a line are cut. An empty text is one empty line.
    """
    found: list[str] = []
    for paragraph in drawable(text).split("\n"):
        found.extend(_lines(paragraph, typeface(face), room, indent))
    return tuple(found)


def _lines(text: str, face: Typeface, room: int, indent: int) -> list[str]:
    if face.width(text) <= room - indent:
        return [text.rstrip()]
    lines, line, left = [], "", room - indent
    for atom in _atoms(text, face, room):
        width = face.width(atom)
        if width <= left:
            line, left = line + atom, left - width
        elif face.width(atom.rstrip()) <= left:
            lines.append(line + atom.rstrip())
            line, left = "", room
        else:
            lines.append(line.rstrip())
            line = atom.lstrip()
            left = room - face.width(line)
    return [each for each in (*lines, line.rstrip()) if each] or [""]


def _atoms(text: str, face: Typeface, room: int) -> list[str]:
    """Cut the text where lines may break; what is wider than a line is cut by characters."""
    return [
        part
        for atom in _ATOM.findall(text)
        for part in ([atom] if face.width(atom) <= room else _pieces(atom, face, room))
    ]


def _pieces(atom: str, face: Typeface, room: int) -> list[str]:
    pieces, piece, left = [], "", room
    for character in atom:
        width = face.widths[character]
        if width > left and piece:
            pieces.append(piece)
            piece, left = "", room
        piece, left = piece + character, left - width
    return [*pieces, piece]
