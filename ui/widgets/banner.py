"""Banner: something needs attention. It says what happened, what was kept, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card, CardKind
from ui.widgets.icon_mark import IconMark
from ui.widgets.label import Label
from ui.widgets.tab_order import chain

BannerKind = Literal["info", "ok", "warn", "bad"]

# kind: ground of the card, colour of the icon, icon unless given
_KINDS: Final[dict[BannerKind, tuple[CardKind, str, str]]] = {
    "info": ("plain", "accent", "info"),
    "ok": ("ok", "ok", "pass"),
    "warn": ("warn", "warn", "warn"),
    "bad": ("plain", "bad", "warn"),
}


class Banner(Card):
    """A card with icon, two lines and at most two actions.

    happened: the bold line. kept: the quiet line, what is safe and what to do next.
    """

    def __init__(
        self,
        happened: str = "",
        kept: str = "",
        kind: BannerKind = "info",
        *,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, kind=_KINDS[kind][0])
        self._kind, self._icon = kind, icon
        self._mark = IconMark(icon or _KINDS[kind][2], _KINDS[kind][1], "icon")
        self._happened = Label("", "strong", wrap=True)
        self._kept = Label("", "cap", wrap=True)
        self._actions = QHBoxLayout()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._build()
        self.say(happened, kept, kind, icon=icon)

    def _build(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._happened)
        texts.addWidget(self._kept)
        line = QHBoxLayout()
        line.setSpacing(theme().space("m"))
        line.addWidget(self._mark)
        line.addLayout(texts, 1)
        line.addLayout(self._actions)
        self._actions.setSpacing(theme().space("s"))
        self.body.addLayout(line)

    def say(self, happened: str, kept: str, kind: BannerKind, *, icon: str = "") -> None:
        """Show these two sentences in this kind."""
        self._kind, self._icon = kind, icon
        ground, colour, default = _KINDS[kind]
        self.set_kind(ground)
        self._mark.set_icon(icon or default, colour)
        self._happened.setText(happened)
        self._kept.setText(kept)
        self._kept.setVisible(bool(kept))
        # On a tinted ground the caption grey would be too pale.
        self._kept.set_role("cap" if ground == "plain" else "cap2")
        self.setAccessibleName(happened)
        self.setAccessibleDescription(kept)

    def add_action(self, text: str, act: Callable[[], object], *, icon: str = "") -> Button:
        """Add a button that does something about it, and return it."""
        button = Button(text, icon=icon, dense=True)
        button.clicked.connect(act)
        self._actions.addWidget(button)
        chain(self, self.findChildren(Button))
        return button


class EmptyState(QWidget):
    """What a page or a card shows before there is anything: icon, what is missing, what to do."""

    def __init__(
        self,
        icon: str,
        title: str = "",
        advice: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._mark = IconMark(icon, "text3", "icon_empty")
        self._title = Label("", "strong")
        self._advice = Label("", "cap", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(theme().space("s"))
        self._build()
        self.say(title, advice)

    def _build(self) -> None:
        centre = Qt.AlignmentFlag.AlignHCenter
        self._column.addStretch(1)
        self._column.addWidget(self._mark, 0, centre)
        for label in (self._title, self._advice):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._column.addWidget(label)
        self._column.addStretch(1)

    def say(self, title: str, advice: str) -> None:
        """Show these words."""
        self._title.setText(title)
        self._advice.setText(advice)
        self.setAccessibleName(title)
        self.setAccessibleDescription(advice)

    def add_action(self, text: str, act: Callable[[], object], *, icon: str = "") -> Button:
        """Add the button that does the first thing, and return it."""
        button = Button(text, icon=icon, kind="primary")
        button.clicked.connect(act)
        self._column.insertWidget(
            self._column.count() - 1, button, 0, Qt.AlignmentFlag.AlignHCenter
        )
        return button
