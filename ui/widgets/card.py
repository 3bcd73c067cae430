"""Card: the white box with a one-pixel line on which everything stands; and the rule inside it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import polish, theme

CardKind = Literal["plain", "sunken", "warn", "bad", "ok", "chosen"]


class Card(QFrame):
    """A framed box with a vertical layout in `body`.

    kind: ground and edge. Margins are the tokens' unless `margins=False` (tables touch the edge);
    side: the token of those left and right.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        kind: CardKind = "plain",
        margins: bool = True,
        spacing: str = "s",
        side: str = "l",
    ) -> None:
        super().__init__(parent)
        self._margins, self._side_token = margins, side
        self._spacing = spacing
        self.body = QVBoxLayout(self)
        self.setProperty("card", kind)
        self.retint()

    def set_kind(self, kind: CardKind) -> None:
        """Change ground and edge."""
        polish(self, card=kind)

    def retint(self) -> None:
        """Take margins from the theme in use."""
        side, top = theme().space(self._side_token), theme().space("m")
        edge = theme().stroke
        if self._margins:
            self.body.setContentsMargins(side, top, side, top)
            self.body.setSpacing(theme().space(self._spacing))
        else:
            self.body.setContentsMargins(edge, edge, edge, edge)
            self.body.setSpacing(0)


class Rule(QFrame):
    """A hairline between parts of a card, across or down."""

    def __init__(self, parent: QWidget | None = None, *, vertical: bool = False) -> None:
        super().__init__(parent)
        self._vertical = vertical
        self.setProperty("rule", "true")
        self.retint()

    def retint(self) -> None:
        """Take the stroke of the theme in use."""
        if self._vertical:
            self.setFixedWidth(theme().stroke)
        else:
            self.setFixedHeight(theme().stroke)


def row(*widgets: QWidget | int, spacing: str = "s") -> QHBoxLayout:
    """Return a horizontal layout of these widgets; an int is a stretch of that weight."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme().space(spacing))
    for item in widgets:
        if isinstance(item, int):
            layout.addStretch(item)
        else:
            layout.addWidget(item)
    return layout
