"""A drawing as plain marks on paper: sizes of a box, points of a lot. Who draws it knows no rule.

Coordinates are whole tenths of a millimetre on paper, x to the right, y downwards from the upper
left corner. A tone is a name; what colour it has is the business of paper, page or window.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.text import Text

TEXT_HEIGHT = 30
"""Of a label, in tenths of a millimetre: 8.5 pt."""


class Tone(StrEnum):
    """What a mark says, always beside a shape or a word that says the same."""

    INK = "ink"
    MUTED = "muted"
    ACCENT = "accent"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


class Anchor(StrEnum):
    """Which part of a label stands at its x."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class Dot(StrEnum):
    """Shapes of a point, so that no point is told apart by its colour alone."""

    ROUND = "round"
    SQUARE = "square"
    CROSS = "cross"


Spot = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A line through two or more spots; closed: back to the first; filled: a pale face too."""

    spots: tuple[Spot, ...]
    tone: Tone = Tone.INK
    dashed: bool = False
    closed: bool = False
    filled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One measured thing."""

    spot: Spot
    tone: Tone = Tone.INK
    dot: Dot = Dot.ROUND


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One line of words; spot: where its baseline begins, is halved or ends."""

    spot: Spot
    text: Text
    anchor: Anchor = Anchor.START
    tone: Tone = Tone.INK


Mark = Stroke | Point | Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A whole drawing. sentence: what it shows, for whoever cannot see it."""

    key: str
    title: Text
    sentence: Text
    width: int
    height: int
    marks: tuple[Mark, ...]

    def labels(self) -> tuple[Label, ...]:
        """Return the words in it, in the order they are drawn."""
        return tuple(mark for mark in self.marks if isinstance(mark, Label))


def box(x: int, y: int, width: int, height: int, *, tone: Tone, filled: bool = False) -> Stroke:
    """Return an upright rectangle by its upper left corner."""
    right, low = x + width, y + height
    corners = ((x, y), (right, y), (right, low), (x, low))
    return Stroke(spots=corners, tone=tone, closed=True, filled=filled)


def line(*spots: Spot, tone: Tone = Tone.INK, dashed: bool = False) -> Stroke:
    """Return an open line."""
    return Stroke(spots=spots, tone=tone, dashed=dashed)


def figure_text(text: str) -> Text:
    """Return words that read the same in both languages: figures and units."""
    return Text(zh=text, en=text)


_TICK = 14


def dimension(
    ends: tuple[Spot, Spot], label: Text, label_at: Spot, anchor: Anchor
) -> Iterator[Stroke | Label]:
    """Yield a dimension line with a slanted tick at each end, and its words."""
    yield line(*ends, tone=Tone.MUTED)
    for x, y in ends:
        yield line((x - _TICK, y + _TICK), (x + _TICK, y - _TICK), tone=Tone.MUTED)
    yield Label(spot=label_at, text=label, anchor=anchor)
