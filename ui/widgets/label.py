"""Labels: a plain one by role, one that elides instead of cutting, and the key cap."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme import polish, theme
from ui.widgets.painting import draw_box, draw_text, line_height, text_width

Role = Literal["cap", "cap2", "capx", "dense", "body", "body2", "strong", "lead", "title", "figure"]
Tone = Literal["", "ok", "warn", "bad", "accent", "quiet"]

# role: type token, weight, colour token
ROLES: Final[dict[str, tuple[str, int, str]]] = {
    "cap": ("cap", 400, "text3"),
    "cap2": ("cap", 400, "text2"),
    "capx": ("cap", 500, "text2"),
    "dense": ("dense", 400, "text2"),
    "body": ("body", 400, "text"),
    "body2": ("body", 400, "text2"),
    "strong": ("body", 600, "text"),
    "lead": ("lead", 600, "text"),
    "title": ("title", 600, "text"),
    "figure": ("figure", 600, "text"),
}
_TONES: Final = {"quiet": "text3"}


def role_font(role: str) -> QFont:
    """Return the font of this role in the theme in use."""
    size, weight, _ = ROLES[role]
    return theme().font(size, weight)


def role_height(role: str) -> int:
    """Return the box height of this role: equal for Chinese and Latin text."""
    return (
        theme().size("title_box")
        if role == "title"
        else line_height(theme().type_px(ROLES[role][0]))
    )


def role_colour(role: str, tone: str = "") -> str:
    """Return the colour token of this role, or of the tone if there is one."""
    return _TONES.get(tone, tone) or ROLES[role][2]


class Label(QLabel):
    """A plain text label; its font and colour come from role and tone."""

    def __init__(
        self,
        text: str = "",
        role: Role = "body",
        *,
        tone: Tone = "",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._role = role
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        if not wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.retint()

    def set_tone(self, tone: Tone) -> None:
        """Change the colour; the words must say the same."""
        polish(self, tone=tone)

    def set_role(self, role: Role) -> None:
        """Change font and colour."""
        self._role = role
        polish(self, role=role)
        self.retint()

    def retint(self) -> None:
        """Keep one height in both languages."""
        self.setMinimumHeight(role_height(self._role))


class Elide(QWidget):
    """One line of text that ends in an ellipsis when short of room; the tooltip has it all."""

    def __init__(
        self,
        text: str = "",
        role: Role = "body",
        *,
        tone: Tone = "",
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role = role
        self._tone = tone
        self._align = align
        self._text, self._is_struck = "", False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_text(text)
        self.retint()

    def set_struck(self, *, is_struck: bool) -> None:
        """Strike the text through: it counts no longer; a word beside it must say so too."""
        self._is_struck = is_struck
        self.update()

    def text(self) -> str:
        """Return the whole text, elided or not."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show this text; also the accessible name and, when cut, the tooltip."""
        self._text = text
        self.setAccessibleName(text)
        self._explain()
        self.updateGeometry()
        self.update()

    def set_tone(self, tone: Tone) -> None:
        """Change the colour; the words must say the same."""
        self._tone = tone
        self.update()

    def retint(self) -> None:
        """Keep one height in both languages."""
        self.setFixedHeight(role_height(self._role))
        self.update()

    def _explain(self) -> None:
        cut = text_width(role_font(self._role), self._text) > self.width()
        self.setToolTip(self._text if cut else "")

    def sizeHint(self) -> QSize:
        return QSize(text_width(role_font(self._role), self._text), role_height(self._role))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().space("xl"), role_height(self._role))

    def resizeEvent(self, event: object) -> None:
        self._explain()

    def paintEvent(self, _event: QPaintEvent) -> None:
        token = role_colour(self._role, self._tone) if self.isEnabled() else "off"
        painter = QPainter(self)
        font = QFont(role_font(self._role))
        font.setStrikeOut(self._is_struck)
        draw_text(
            painter,
            self.rect(),
            self._text,
            font,
            theme().colour(token),
            self._align,
        )


class KeyCap(QWidget):
    """A key as it is printed on the keyboard, such as `Space` or `Ctrl K`."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setAccessibleName(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_keys(self, keys: str) -> None:
        """Show other keys."""
        self._keys = keys
        self.setAccessibleName(keys)
        self.updateGeometry()
        self.update()

    def retint(self) -> None:
        """Measure again in the theme in use."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        width = text_width(theme().font("cap", 500), self._keys) + 2 * theme().size("chip_side")
        return QSize(width, theme().size("keycap"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_box(
            painter,
            self.rect(),
            ground=theme().colour("surface"),
            edge=theme().colour("ctl"),
            radius=theme().radius("chip"),
        )
        draw_text(
            painter,
            self.rect(),
            self._keys,
            theme().font("cap", 500),
            theme().colour("text2"),
            Qt.AlignmentFlag.AlignCenter,
        )
