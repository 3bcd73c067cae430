"""The palette: the same tokens as the style sheet, for everything that a sheet cannot reach."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QColor, QPalette

from ui.theme.tokens import Tokens

_Role = QPalette.ColorRole
_ROLES: Final[dict[QPalette.ColorRole, str]] = {
    _Role.Window: "bg",
    _Role.WindowText: "text",
    _Role.Base: "surface",
    _Role.AlternateBase: "sunken",
    _Role.Text: "text",
    _Role.PlaceholderText: "text3",
    _Role.Button: "surface",
    _Role.ButtonText: "text",
    _Role.BrightText: "onaccent",
    _Role.Highlight: "accent",
    _Role.HighlightedText: "onaccent",
    _Role.Accent: "accent",
    _Role.Link: "accent",
    _Role.LinkVisited: "accent",
    _Role.ToolTipBase: "surface",
    _Role.ToolTipText: "text",
    _Role.Light: "surface",
    _Role.Midlight: "hover",
    _Role.Mid: "line",
    _Role.Dark: "ctl",
    _Role.Shadow: "shadow",
}


def make_palette(tokens: Tokens) -> QPalette:
    """Return a palette of these tokens; disabled text has its own grey."""
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, QColor(tokens.colours[token]))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.colours["off"]))
    return palette
