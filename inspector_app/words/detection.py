"""Why a detection took a protocol, in the language in use."""

from __future__ import annotations

from inspector_app.words import gettext as _


def counted(good: int, bad: int, proof: str) -> str:
    """Return how many frames convinced and by what. proof: as records keep it."""
    said = {
        "checksum right": _("{good} frames with a right check, {bad} wrong"),
        "layout right": _("{good} frames of the right layout, {bad} wrong"),
        "its name in it": _("it told its name, {bad} frames wrong"),
    }
    return said[proof].format(good=good, bad=bad)
