"""The strip above a replay: speed, pause, once more; and how it ended."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.words import gettext as _
from inspector_app.words import ngettext
from serial_drivers.keeping.replay import ReplayEnd
from ui.bench.files.replaying import Replays
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.label import Elide, Label

_LOOK_MS: Final = 500
_SPEEDS: Final[dict[str, float | None]] = {"1": 1.0, "10": 10.0, "max": None}


class ReplayBar(QWidget):
    """Hidden unless a capture is looked at. Signal again_wanted: play it from the beginning."""

    again_wanted = Signal()

    def __init__(self, replays: Replays, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._replays = replays
        self._end: ReplayEnd | None = None
        self._label, self.state = Label(role="strong"), Elide("", "dense")
        self.speeds = ChoiceRow(dense=True)
        self.pause, self.again = Button(dense=True), Button(icon="sync", dense=True)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        for widget in (self._label, self.speeds, self.pause, self.again, self.state):
            self._line.addWidget(widget)
        self._line.setStretchFactor(self.state, 1)
        self.speeds.chosen.connect(lambda key: replays.set_speed(_SPEEDS[key]))
        self.pause.clicked.connect(self._on_pause)
        self.again.clicked.connect(self.again_wanted)
        replays.began.connect(self._on_began)
        replays.ended.connect(self._on_ended)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._say_state)
        self.setVisible(False)
        self.retranslate()
        self.retint()

    def _on_pause(self) -> None:
        self._replays.pause(paused=not self._replays.is_paused)
        self._say()

    def _on_began(self) -> None:
        self._end = None
        self._look.start()
        self._say()

    def _on_ended(self, end: ReplayEnd) -> None:
        self._end = end
        self._look.stop()
        self._say()

    def _say(self) -> None:
        is_paused = self._replays.is_paused
        self.pause.setText(_("Go on") if is_paused else _("Pause"))
        self.pause.set_icon("play" if is_paused else "stop")
        self.pause.setAccessibleName(_("Go on with the replay") if is_paused else _("Pause replay"))
        self.pause.setEnabled(self._end is None)
        key = next(key for key, speed in _SPEEDS.items() if speed == self._replays.speed)
        self.speeds.set_current(key)
        self._say_state()

    @Slot()
    def _say_state(self) -> None:
        end = self._end
        if end is not None and end.is_cut:
            self.state.set_text(_("The capture was cut: played up to the cut"))
        elif end is not None:
            counted = ngettext(
                "Played to the end, {n} event", "Played to the end, {n} events", end.events
            )
            self.state.set_text(counted.format(n=end.events))
        else:
            pattern = _("Paused, {n} %") if self._replays.is_paused else _("Playing, {n} %")
            self.state.set_text(pattern.format(n=self._replays.percent))

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._label.setText(_("Replay"))
        self.speeds.set_choices((("1", "1 ×"), ("10", "10 ×"), ("max", _("Fastest"))))
        self.speeds.setAccessibleName(_("Speed of the replay"))
        self.again.setText(_("Once more"))
        self._say()

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        self._line.setSpacing(theme().space("s"))
