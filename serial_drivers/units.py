"""Unit marks as scales write them, and the one spelling the project uses."""

from __future__ import annotations

_SPELLINGS = {
    "k": "kg",
    "pc": "pcs",
    "pcs": "pcs",
    "lbs": "lb",
    "tn": "ton",
    "car": "ct",
    "ug": "µg",
    "mcg": "µg",
}
_KNOWN = frozenset(
    (
        "mg",
        "g",
        "kg",
        "t",
        "lb",
        "oz",
        "ct",
        "pcs",
        "%",
        "ton",
        "ozt",
        "dwt",
        "gn",
        "tl",
        "mo",
        "µg",
    )
)


def unit_of(mark: bytes) -> str | None:
    """Return the project's spelling of a unit on the wire; None for blanks.

    A mark that is not known is kept as it stands, so that nobody takes it for another unit.
    """
    text = mark.strip().decode("latin-1")
    folded = _SPELLINGS.get(text.lower(), text.lower())
    return (folded if folded in _KNOWN else text) or None
