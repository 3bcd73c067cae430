"""One banner at a time above the bench: what happened, what was kept, what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.words import gettext as _
from ui.widgets.banner import Banner, BannerKind
from ui.widgets.button import Button
from ui.widgets.tab_order import chain

Facts = ParamSpec("Facts")


@dataclass(frozen=True, slots=True)
class Offer:
    """A button of the banner: its words and what it does."""

    text: str
    act: Callable[[], object]
    icon: str = ""


class Notice(QWidget):
    """Hidden until something is said; a person can put it away.

    Signal left: it went while it had the keyboard, which somebody has to take.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.topic = ""
        self.again: Callable[[], None] | None = None
        self.banner: Banner | None = None
        self.buttons: list[Button] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setVisible(False)

    def say(
        self,
        topic: str,
        happened: str,
        kept: str = "",
        kind: BannerKind = "info",
        offers: Sequence[Offer] = (),
    ) -> None:
        """Show this; topic: by which `drop` takes it away again."""
        self._clear()
        self.topic = topic
        self.banner = Banner(happened, kept, kind)
        self.buttons = [
            self.banner.add_action(offer.text, self._acting(offer), icon=offer.icon)
            for offer in offers
        ]
        away = self.banner.add_action("", self.drop, icon="close")
        away.setAccessibleName(_("Put away"))
        away.setToolTip(_("Put away"))
        self.buttons.append(away)
        self._column.addWidget(self.banner)
        self.setVisible(True)
        chain(self, self.buttons)

    def _acting(self, offer: Offer) -> Callable[[], object]:
        def act() -> None:
            topic = self.topic
            offer.act()
            if topic == self.topic:
                self.drop()

        return act

    def drop(self, topic: str = "") -> None:
        """Take the banner away, or only if it is of this topic."""
        if topic and topic != self.topic:
            return
        held = self.window().focusWidget() in self.buttons
        self._clear()
        self.setVisible(False)
        if held:
            self.left.emit()

    def retranslate(self) -> None:
        """Say what stands here in the language in use."""
        if self.again is not None:
            self.again()

    def _clear(self) -> None:
        self.topic, self.buttons, self.again = "", [], None
        if self.banner is not None:
            self._column.removeWidget(self.banner)
            self.banner.hide()
            self.banner.deleteLater()
            self.banner = None


def in_any_language(
    say: Callable[Concatenate[Notice, Facts], None],
) -> Callable[Concatenate[Notice, Facts], None]:
    """Let a function that says something be called again when the language changes."""

    @wraps(say)
    def saying(notice: Notice, /, *facts: Facts.args, **named: Facts.kwargs) -> None:
        say(notice, *facts, **named)
        notice.again = lambda: saying(notice, *facts, **named)

    return saying
