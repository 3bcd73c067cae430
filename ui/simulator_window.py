"""The simulated scale's small window: put a load on, take it off, pull the cable."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from inspector_app import words
from inspector_app.domain.quantities import Mass, grams, plain
from inspector_app.words import gettext as _
from ui.theme import apply_theme, theme
from ui.widgets.button import Button
from ui.widgets.label import Label

if TYPE_CHECKING:
    from serial_drivers.simulators import ScaleNature, SimulatedScale

PUTS: Final = ("0.2 kg", "1 kg", "5 kg", "10 kg")
_SHOP: Final = (Decimal(5), Decimal(200))
"""Max in kg from which to which PUTS suit; others get parts of their own Max."""
_PARTS: Final = (Decimal("0.01"), Decimal("0.1"), Decimal("0.2"), Decimal("0.5"))
SLIDER_STEPS: Final = 1500
_FINE: Final = Decimal("0.01")


class Simulated(Protocol):
    """What the window drives: `serial_drivers.simulators.SimulatedScale`."""

    @property
    def path(self) -> str:
        """Return the port that a program opens."""
        ...

    def put(self, mass: Mass | Decimal) -> None:
        """Put a load on, besides what is there; a bare number is in the instrument's unit."""
        ...

    def take_all(self) -> None:
        """Empty the pan."""
        ...

    def unplug(self) -> None:
        """Pull the cable."""
        ...

    def replug(self) -> None:
        """Plug it in again."""
        ...

    def stop(self) -> None:
        """End the simulation."""
        ...


def puts_for(maximum: Mass) -> tuple[str, ...]:
    """Return what the buttons put on a scale of this Max."""
    if _SHOP[0] <= maximum.in_unit("kg") <= _SHOP[1]:
        return PUTS
    loads = (maximum * part for part in _PARTS)
    return tuple(f"{load.value.normalize():f} {load.unit}" for load in loads)


class SimulatorWindow(QWidget):
    """A slider over the scale's range, buttons for usual weights, and the cable.

    maximum: of a scale a mass; of a meter or thermometer the number in `unit` up to which the
    slider goes.
    """

    closed = Signal()

    def __init__(
        self,
        scale: Simulated,
        maximum: Mass | Decimal,
        parent: QWidget | None = None,
        *,
        unit: str = "kg",
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog)  # X11 keeps dialogs above their parent
        self._scale, self._maximum = scale, maximum
        self._plugged = True
        self._load: Mass | Decimal = grams(0) if isinstance(maximum, Mass) else Decimal(0)
        self._unit = unit
        self._port = Label(role="dense")
        self._amount = Label(role="figure")
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, SLIDER_STEPS)
        self._slider.setMinimumHeight(theme().size("ctl_dense"))  # the style cuts the handle
        # Unlike sliderMoved this comes from the arrow keys too.
        self._slider.actionTriggered.connect(
            lambda _action: self._on_slider(self._slider.sliderPosition())
        )
        self._loads = puts_for(maximum) if isinstance(maximum, Mass) else ()
        self._puts = [Button(dense=True) for _put in self._loads]
        self._take, self._cable = Button(icon="undo"), Button(icon="plug")
        self._take.clicked.connect(self._on_take)
        self._cable.clicked.connect(self._on_cable)
        for button, text in zip(self._puts, self._loads, strict=True):
            button.clicked.connect(lambda _checked=False, t=text: self._on_put(Mass.parse(t)))
        self._lay_out()
        self.retranslate()
        self._show_load()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(theme().space("m"))
        puts, ends = QHBoxLayout(), QHBoxLayout()
        for button in self._puts:
            puts.addWidget(button)
        ends.addWidget(self._take)
        ends.addWidget(self._cable)
        for part in (self._port, self._amount, self._slider):
            column.addWidget(part)
        column.addLayout(puts)
        column.addLayout(ends)

    def _on_slider(self, at: int) -> None:
        wanted = self._share(at)
        self._scale.take_all()
        if at:
            self._scale.put(wanted)
        self._load = wanted
        self._show_load()

    def _share(self, at: int) -> Mass | Decimal:
        if isinstance(self._maximum, Mass):
            whole = self._maximum.in_unit("g")
            return grams((whole * at / SLIDER_STEPS).quantize(Decimal(1)))
        return (self._maximum * at / SLIDER_STEPS).quantize(_FINE)

    def _on_put(self, mass: Mass) -> None:
        self._scale.put(mass)
        if isinstance(self._load, Mass):
            self._load = self._load + mass
        self._show_load()

    def _on_take(self) -> None:
        self._scale.take_all()
        self._load = self._share(0)
        self._show_load()

    def _on_cable(self) -> None:
        self._plugged = not self._plugged
        if self._plugged:
            self._scale.replug()
        else:
            self._scale.unplug()
        self.retranslate()

    def _show_load(self) -> None:
        share = Decimal(0)
        if isinstance(self._load, Mass) and isinstance(self._maximum, Mass):
            unit = "g" if self._maximum.in_unit("kg") < 1 else "kg"
            self._amount.setText(str(self._load.to(unit)))
            share = self._load.in_unit("g") / self._maximum.in_unit("g")
        elif isinstance(self._load, Decimal) and isinstance(self._maximum, Decimal):
            self._amount.setText(f"{plain(self._load)} {self._unit}")
            share = self._load / self._maximum
        self._slider.setValue(min(SLIDER_STEPS, int(share * SLIDER_STEPS)))

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.setWindowTitle(_("Simulated scale"))
        self._port.setText(_("Port {port}").format(port=self._scale.path))
        self._slider.setAccessibleName(_("Load on the pan"))
        self._take.setText(_("Take all off"))
        self._cable.setText(_("Unplug") if self._plugged else _("Plug in"))
        for button, text in zip(self._puts, self._loads, strict=True):
            button.setText(_("Put {load}").format(load=text))

    def show_beside(self, main: QWidget) -> None:
        """Show in the lower right corner of this window, leaving it the keyboard."""
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.adjustSize()
        corner = main.geometry().bottomRight()
        self.move(corner.x() - self.width(), corner.y() - self.height() - self._amount.height())
        self.show()

    def closeEvent(self, event: object) -> None:
        self.closed.emit()


def window_of(scale: SimulatedScale) -> SimulatorWindow:
    """Return the window that fits a simulated scale, meter or thermometer."""
    nature = scale.nature
    if nature.unit in Mass.FACTORS:
        return SimulatorWindow(scale, Mass(nature.maximum, nature.unit))
    return SimulatorWindow(scale, nature.maximum, unit=nature.unit)


def run_window(*, protocol: str, port: str = "", nature: ScaleNature | None = None) -> int:
    """Run a simulated scale with its window until it is closed; return the exit code."""
    from serial_drivers.simulators import SimulatedScale

    app = QApplication(sys.argv[:1])
    words.set_language(words.system_language())
    apply_theme(app, "system")
    scale = SimulatedScale(protocol, port=port or None, nature=nature)
    scale.start()
    window = window_of(scale)
    window.show()
    code = app.exec()
    scale.stop()
    return code
