"""WCAG 2 contrast of the token pairs that the window really puts on each other. No Qt here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ui.theme.tokens import Tokens

_TEXT: Final = 4.5
_TEXT_SUNLIGHT: Final = 7.0
_SHAPE: Final = 3.0

_GROUNDS: Final = ("bg", "surface", "sunken")
_STATES: Final = ("ok", "warn", "bad")

TEXT_PAIRS: Final[tuple[tuple[str, str], ...]] = (
    *((text, ground) for text in ("text", "text2", "text3") for ground in (*_GROUNDS, "rail")),
    *((text, ground) for text in ("text", "text2") for ground in ("sel", "hover")),
    *((state, ground) for state in _STATES for ground in (f"{state}bg", "surface")),
    ("idle", "idlebg"),
    *(("accent", ground) for ground in ("surface", "bg", "accentbg", "sel", "sunken")),
    ("onaccent", "accent"),
    ("onaccent", "accenth"),
    *((plot, "surface") for plot in ("p1", "p2", "p3")),
)
SHAPE_PAIRS: Final[tuple[tuple[str, str], ...]] = (
    ("ctl", "surface"),
    ("ctl", "bg"),
    *((f"{state}f", "surface") for state in _STATES),
    ("focus", "surface"),
    ("focus", "bg"),
    ("focus", "rail"),
)


@dataclass(frozen=True, slots=True)
class ContrastResult:
    """One audited pair: the ratio (1 to 21) and the ratio it needs."""

    foreground: str
    background: str
    ratio: float
    needed: float

    @property
    def passes(self) -> bool:
        """True when the pair may be used."""
        return self.ratio >= self.needed


def _linear(channel: int) -> float:
    part = channel / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def relative_luminance(colour: str) -> float:
    """Return the relative luminance (0 to 1) of `#RRGGBB`. Source: WCAG 2.2, definitions."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(one: str, other: str) -> float:
    """Return the contrast ratio (1 to 21) of two `#RRGGBB`. Source: WCAG 2.2, definitions."""
    light, dark = sorted((relative_luminance(one), relative_luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def audit(tokens: Tokens) -> Iterator[ContrastResult]:
    """Yield every pair in use with its ratio: 41 of them. Disabled controls are exempt."""
    needed = _TEXT_SUNLIGHT if tokens.is_sunlight else _TEXT
    for pairs, need in ((TEXT_PAIRS, needed), (SHAPE_PAIRS, _SHAPE)):
        for foreground, background in pairs:
            ratio = contrast_ratio(tokens.colours[foreground], tokens.colours[background])
            yield ContrastResult(foreground, background, ratio, need)
