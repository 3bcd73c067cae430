"""The pages' style sheet: the window's own tokens as CSS properties, light and dark."""

from __future__ import annotations

import tomllib
from functools import cache

from inspector_app import resource_files


@cache
def stylesheet() -> str:
    """Return the CSS: colours of `resources/styles/tokens.toml`, rules of `resources/web`."""
    colours = tomllib.loads(resource_files.read_text("styles/tokens.toml"))["colour"]
    light, dark = _properties(colours["light"]), _properties(colours["dark"])
    rules = resource_files.read_text("web/style.css")
    return (
        f":root {{ color-scheme: light dark; {light} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n{rules}"
    )


def _properties(colours: dict[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in colours.items())
