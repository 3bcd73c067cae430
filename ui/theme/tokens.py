"""The design tokens of `resources/styles/tokens.toml`, typed: colours, pixels, strokes, times.

No Qt here, so that the contrast audit and the web pages can read the same figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal

from inspector_app import resource_files
from ui.theme.token_file import read_tables

ThemeName = Literal["light", "dark", "sunlight"]
THEME_NAMES: Final[tuple[ThemeName, ...]] = ("light", "dark", "sunlight")
HERO_SIZES: Final = ("hero", "hero_c")


@dataclass(frozen=True, slots=True)
class Tokens:
    """All tokens of one theme. Pixels are at 100 %; Qt multiplies by the screen's ratio.

    colours: token to `#RRGGBB`.
    type_px, space_px, radius_px, size_px, stroke_px: token to pixels, sunlight already applied.
    """

    name: ThemeName
    colours: Mapping[str, str]
    type_px: Mapping[str, int]
    space_px: Mapping[str, int]
    radius_px: Mapping[str, int]
    size_px: Mapping[str, int]
    stroke_px: Mapping[str, int]
    icon_stroke: float
    motion_ms: Mapping[str, int]

    @property
    def is_sunlight(self) -> bool:
        """True for the theme with thick strokes, large type and no tints."""
        return self.name == "sunlight"


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    return read_tables(resource_files.read_text("styles/tokens.toml"))


def _with_overrides(section: str, name: ThemeName) -> dict[str, int]:
    table = _file()[section]
    plain = {key: value for key, value in table.items() if not isinstance(value, dict)}
    return plain | dict(table.get(name, {}))


def _type_px(name: ThemeName) -> dict[str, int]:
    sizes: dict[str, int] = _file()["type_px"]
    scale = float(_file()["sunlight"]["type_scale"]) if name == "sunlight" else 1.0
    return {key: px if key in HERO_SIZES else round(px * scale) for key, px in sizes.items()}


def _colours(name: ThemeName) -> dict[str, str]:
    colours = dict(_file()["colour"][name])
    colours["rule"] = _file()["sunlight"]["row_rule"] if name == "sunlight" else colours["line"]
    return colours


@lru_cache(maxsize=len(THEME_NAMES))
def load(name: ThemeName) -> Tokens:
    """Return the tokens of this theme. Raises KeyError for an unknown name."""
    return Tokens(
        name=name,
        colours=_colours(name),
        type_px=_type_px(name),
        space_px=_with_overrides("space_px", name),
        radius_px=_with_overrides("radius_px", name),
        size_px=_with_overrides("size_px", name),
        stroke_px=_with_overrides("stroke_px", name),
        icon_stroke=float(_file()["icon_stroke"]["sunlight" if name == "sunlight" else "normal"]),
        motion_ms=_with_overrides("motion_ms", name),
    )
