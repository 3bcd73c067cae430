"""Theme: tokens as Qt values, palette, style sheet, fonts and tinted icons."""

from __future__ import annotations

from ui.theme.current import (
    THEME_CHOICES,
    Theme,
    ThemeChoice,
    apply_theme,
    choose_style,
    polish,
    theme,
    theme_choice,
)
from ui.theme.icons import icon_pixmap, paint_icon
from ui.theme.language import switch_language

__all__ = [
    "THEME_CHOICES",
    "Theme",
    "ThemeChoice",
    "apply_theme",
    "choose_style",
    "icon_pixmap",
    "paint_icon",
    "polish",
    "switch_language",
    "theme",
    "theme_choice",
]
