"""Buttons: primary, normal, ghost, filter, choice; icon and text centred as one."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QIcon, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from ui.theme import paint_icon, polish, theme
from ui.widgets.painting import draw_text, text_width

ButtonKind = Literal["primary", "normal", "ghost", "filter", "choice"]
_COLOURS: Final = {"primary": "onaccent", "ghost": "accent"}
_CHECKABLE: Final = ("filter", "choice")


class Button(QPushButton):
    """A push button with an icon before its text.

    kind: primary for the one action of a page; ghost for an action inside a row or a heading;
    filter and choice are checkable. dense: 32 px high, for desk pages.
    """

    def __init__(
        self,
        text: str = "",
        *,
        icon: str = "",
        kind: ButtonKind = "normal",
        dense: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon, self._kind, self._dense = icon, kind, dense
        self.setProperty("kind", kind)
        self.setCheckable(kind in _CHECKABLE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.retint()

    def set_kind(self, kind: ButtonKind) -> None:
        """Change the kind."""
        self._kind = kind
        polish(self, kind=kind)

    def set_icon(self, icon: str) -> None:
        """Show another icon; `` for none."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    def retint(self) -> None:
        """Take the height of the theme in use."""
        self.setFixedHeight(theme().size("ctl_dense" if self._is_dense() else "ctl"))
        self.updateGeometry()
        self.update()

    def _is_dense(self) -> bool:
        return self._dense or self._kind == "filter"

    def _font(self) -> QFont:
        heavy = self._kind == "primary" or self.isChecked()
        weight = 600 if heavy else 500
        return theme().font("dense" if self._kind == "filter" else "body", weight)

    def _content_width(self) -> int:
        # measured in the heavier weight, so that checking a filter does not move its neighbours
        width = text_width(theme().font("body", 600), self.text()) if self.text() else 0
        if self._icon:
            width += theme().size("icon_button") + (self._gap() if self.text() else 0)
        return width

    def _gap(self) -> int:
        return theme().space("s")

    def _colour(self) -> str:
        if not self.isEnabled():
            return "off"
        return "accent" if self.isChecked() else _COLOURS.get(self._kind, "text")

    def _icon_colour(self) -> str:
        colour = self._colour()
        return "text2" if colour == "text" else colour

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press by Enter as by Space: Qt alone would do so in dialogs only."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        token = "ctl_side_dense" if self._is_dense() or self._kind == "ghost" else "ctl_side"
        return QSize(self._content_width() + 2 * theme().size(token), self.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        # The ring around it shows the focus; the style would draw a second one inside.
        option.state &= ~QStyle.StateFlag.State_HasFocus
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        self._paint_content(painter)

    def _paint_content(self, painter: QStylePainter) -> None:
        font = self._font()
        px = theme().size("icon_button") if self._icon else 0
        gap = self._gap() if self._icon and self.text() else 0
        label = text_width(font, self.text()) if self.text() else 0
        left = max(theme().space("xs"), (self.width() - px - gap - label) // 2)
        if self._icon:
            box = QRect(left, (self.height() - px) // 2, px, px)
            paint_icon(painter, self._icon, box, self._icon_colour())
        area = QRect(left + px + gap, 0, self.width() - left - px - gap, self.height())
        draw_text(painter, area, self.text(), font, theme().colour(self._colour()))
