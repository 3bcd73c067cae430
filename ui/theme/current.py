"""The theme in use: tokens as Qt values, and the switch between themes."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Final, Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QPen
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme import fonts
from ui.theme.palette import make_palette
from ui.theme.stylesheet import make_style_sheet
from ui.theme.tokens import ThemeName, Tokens, load

ThemeChoice = Literal["system", "light", "dark", "sunlight"]
_STYLE: Final = "Fusion"
_STYLE_VARIABLE: Final = "QT_STYLE_OVERRIDE"
THEME_CHOICES: Final[tuple[ThemeChoice, ...]] = ("system", "light", "dark", "sunlight")


class Theme:
    """One theme's tokens as the Qt values that painting code asks for."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.name: ThemeName = tokens.name
        self._colours = {key: QColor(value) for key, value in tokens.colours.items()}
        self._fonts: dict[tuple[str, int], QFont] = {}

    @property
    def is_sunlight(self) -> bool:
        """True for thick strokes and no tints: draw outlines instead of fills."""
        return self.tokens.is_sunlight

    @property
    def stroke(self) -> int:
        """The width of card and control edges in pixels."""
        return self.tokens.stroke_px["line"]

    def colour(self, token: str) -> QColor:
        """Return the colour of this token. Raises KeyError for an unknown one."""
        return self._colours[token]

    def size(self, token: str) -> int:
        """Return a measure in pixels. Raises KeyError for an unknown token."""
        return self.tokens.size_px[token]

    def space(self, token: str) -> int:
        """Return one of the five distances (xs s m l xl) in pixels."""
        return self.tokens.space_px[token]

    def radius(self, token: str) -> int:
        """Return a corner radius (chip ctl card) in pixels."""
        return self.tokens.radius_px[token]

    def type_px(self, token: str) -> int:
        """Return a font size in pixels, sunlight applied."""
        return self.tokens.type_px[token]

    def font(self, token: str, weight: int = 400) -> QFont:
        """Return the interface font at this size. Do not change the returned font: copy it."""
        key = (token, weight)
        if key not in self._fonts:
            self._fonts[key] = fonts.sans(self.type_px(token), weight)
        return self._fonts[key]

    def pen(self, token: str, stroke: str = "line") -> QPen:
        """Return a solid pen of this colour and stroke width."""
        return QPen(self.colour(token), self.tokens.stroke_px[stroke])


@lru_cache(maxsize=3)
def _theme(name: ThemeName) -> Theme:
    return Theme(load(name))


class _ThemeSwitch(QObject):
    """Keeps the choice of the person and follows the system while the choice says so."""

    def __init__(self) -> None:
        super().__init__()
        self.choice: ThemeChoice = "light"
        self.theme = _theme("light")
        self._following = False

    def apply(self, app: QApplication, choice: ThemeChoice) -> Theme:
        self.choice = choice
        if not self._following:
            app.styleHints().colorSchemeChanged.connect(self.on_color_scheme_changed)
            self._following = True
        return self._wear(app, _resolved(choice, app.styleHints().colorScheme()))

    def _wear(self, app: QApplication, name: ThemeName) -> Theme:
        self.theme = _theme(name)
        _dress(app, self.theme)
        return self.theme

    def on_color_scheme_changed(self, scheme: Qt.ColorScheme) -> None:
        app = QApplication.instance()
        if self.choice == "system" and isinstance(app, QApplication):
            self._wear(app, _resolved("system", scheme))


@lru_cache(maxsize=1)
def _switch() -> _ThemeSwitch:
    return _ThemeSwitch()


def _resolved(choice: ThemeChoice, scheme: Qt.ColorScheme) -> ThemeName:
    if choice != "system":
        return choice
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"


def _dress(app: QApplication, theme: Theme) -> None:
    fonts.register()
    if os.environ.get(_STYLE_VARIABLE) != _STYLE:
        app.setStyle(_STYLE)  # too late for the cheap way of `choose_style`
    app.setFont(theme.font("body"))
    app.setPalette(make_palette(theme.tokens))
    app.setStyleSheet(make_style_sheet(theme.tokens))
    call_all(app, "retint")


def choose_style() -> None:
    """Choose Fusion; call it before the QApplication is made.

    By Qt's own variable, because `setStyle` and `style` hand out a QStyle, and building that class
    with its 600 enum values takes 9 ms of the first paint.
    """
    os.environ[_STYLE_VARIABLE] = _STYLE


def call_all(app: QApplication, method: str) -> None:
    """Call this method on every widget that has it: `retint` or `retranslate`.

    A walk instead of PaletteChange and LanguageChange, because those two arrive several times,
    also while a widget is half built, and not at all when the sheet resolves to the same palette.
    """
    for widget in app.allWidgets():
        change = getattr(widget, method, None)
        if callable(change):
            change()


def apply_theme(app: QApplication, choice: ThemeChoice) -> Theme:
    """Dress the application: fonts, palette, style sheet; then `retint()` every widget that can.

    choice: `system` follows the desktop's light/dark setting from now on. Runs on the UI thread.
    """
    return _switch().apply(app, choice)


def theme() -> Theme:
    """Return the theme in use. Ask in `paintEvent` or `retint()`, never keep it."""
    return _switch().theme


def theme_choice() -> ThemeChoice:
    """Return what the person chose, `system` included."""
    return _switch().choice


def polish(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties and let the style sheet see them at once."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
