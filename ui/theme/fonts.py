"""The bundled typefaces: Inter for Latin and figures, Noto Sans SC for Chinese, JetBrains Mono."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

from inspector_app import resource_files

# Inter first: Noto's own Latin has full-width signs and no tabular figures (look.md §4).
_SANS: Final = ("Inter", "Noto Sans SC")
_MONO: Final = ("JetBrains Mono", "Noto Sans SC")
_TABULAR: Final = QFont.Tag("tnum")
_DISPLAY_SPACING: Final = 97.5  # per cent; look.md §1.2: the hero is set 2.5 % tighter


@lru_cache(maxsize=8)
def _register(prefix: str) -> tuple[str, ...]:
    """Register all faces whose file begins so; Qt maps the file, 10 MB cost half a millisecond."""
    names = resource_files.list_names("fonts", ".ttf")
    faces = [name for name in names if name.startswith(f"fonts/{prefix}-")]
    for face in faces:
        QFontDatabase.addApplicationFont(str(resource_files.path(face)))
    return tuple(faces)


def register() -> None:
    """Make the interface families known to Qt; again costs nothing. Needs a QGuiApplication."""
    _register("Inter")
    _register("NotoSansSC")


def sans(px: int, weight: int = 400) -> QFont:
    """Return the interface font with tabular figures. px: pixels; weight: 400 to 700."""
    return _font(_SANS, px, weight)


def mono(px: int, weight: int = 400) -> QFont:
    """Return the font for bytes. px: pixels; weight: 400 or 500."""
    _register("JetBrainsMono")
    return _font(_MONO, px, weight)


def display(px: int, weight: int = 500) -> QFont:
    """Return the tighter set font of the live reading. px: pixels."""
    font = sans(px, weight)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, _DISPLAY_SPACING)
    return font


def _font(families: tuple[str, ...], px: int, weight: int) -> QFont:
    font = QFont()
    font.setFamilies(list(families))
    font.setPixelSize(px)
    font.setWeight(QFont.Weight(weight))
    font.setFeature(_TABULAR, 1)
    return font
