"""Which instrument of a bus is read: its address, and what of it; hidden where there is no bus."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.words import current_language, failures
from inspector_app.words import gettext as _
from serial_drivers.catalog import one_of_bus, taken_apart
from serial_drivers.driver import ScaleDriver, Target
from ui.theme import polish, theme
from ui.widgets.button import Button
from ui.widgets.choice import Select
from ui.widgets.label import Label

_LONGEST: Final = 40
_FIRST: Final = ("", "")
"""Neither profile nor quantity: the protocol's own first."""


class BusBar(QWidget):
    """Signal wanted(ScaleDriver): read this instrument from now on."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._driver: ScaleDriver | None = None
        self._offered: list[tuple[str, str]] = [_FIRST]
        self._label, self.address = Label(role="strong"), QLineEdit()
        self.what, self.read = Select(dense=True), Button(icon="plug", dense=True)
        self.refusal = Label("", "cap", tone="bad", wrap=True)
        self._label.setBuddy(self.address)
        self.address.setMaxLength(_LONGEST)
        self._line = QHBoxLayout()
        for widget in (self._label, self.address, self.what, self.read):
            self._line.addWidget(widget)
        self._line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("xs"))
        column.addLayout(self._line)
        column.addWidget(self.refusal)
        self.address.returnPressed.connect(self._on_read)
        self.address.textEdited.connect(lambda _text: self._refuse(""))
        self.read.clicked.connect(self._on_read)
        self.what.currentTextChanged.connect(self.what.setToolTip)  # a small window cuts it
        self.setVisible(False)
        self._refuse("")
        self.retranslate()
        self.retint()

    def show_driver(self, driver: ScaleDriver | None) -> None:
        """Offer the instruments and quantities of this protocol; what is read now stands chosen."""
        self._driver = driver
        self.setVisible(driver is not None and driver.configure is not None)
        if driver is None:
            return
        _key, now = taken_apart(driver.key)
        self._refuse("")
        self.address.setText(now.address)
        self._fill((now.profile, now.quantity))
        self._say_form()

    def _fill(self, chosen: tuple[str, str]) -> None:
        """List what the driver offers, and what is read now even where the driver lists it not."""
        language = current_language()
        offered = {_FIRST: _("As the protocol has it")}
        for part, title in self._driver.profiles if self._driver is not None else ():
            _key, target = taken_apart(f"x{part}")
            offered[target.profile, target.quantity] = title.in_language(language)
        offered.setdefault(chosen, " · ".join(filter(None, chosen)))
        self._offered = list(offered)
        self.what.clear()
        self.what.addItems(list(offered.values()))
        self.what.setCurrentIndex(self._offered.index(chosen))

    def _chosen(self) -> tuple[str, str]:
        """Return profile and quantity that stand chosen."""
        at = self.what.currentIndex()
        return self._offered[at] if at >= 0 else _FIRST

    def choose(self, profile: str, quantity: str) -> None:
        """Choose what is read, of what is offered."""
        self.what.setCurrentIndex(self._offered.index((profile, quantity)))

    def _say_form(self) -> None:
        form = self._driver.address_form if self._driver is not None else None
        for widget in (self._label, self.address):
            widget.setVisible(form is not None)
        if form is not None:
            words = form.in_language(current_language())
            self.address.setPlaceholderText(words)
            self.address.setToolTip(_("Address on the bus: {form}").format(form=words))

    def _on_read(self) -> None:
        if self._driver is None:
            return
        try:
            self.wanted.emit(one_of_bus(self._driver, self._target()))
        except InputInvalid as failure:
            self._refuse(failures.sentence(failure))

    def _target(self) -> Target:
        """Return what is to be read: what stands chosen, or what is named before the address."""
        own, _mark, address = self.address.text().strip().rpartition("@")
        profile, quantity = (own, "") if own else self._chosen()
        return Target(profile=profile, quantity=quantity, address=address)

    def _refuse(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))
        self.address.setAccessibleDescription(sentence)
        polish(self.address, state="error" if sentence else "")

    def retranslate(self) -> None:
        """Say the words in the language in use."""
        self._label.setText(_("Address"))
        self.address.setAccessibleName(_("Address"))
        self.what.setAccessibleName(_("What is read"))
        self.read.setText(_("Read this one"))
        if self._driver is not None:
            self._fill(self._chosen())
            self._say_form()

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        self._line.setSpacing(theme().space("s"))
        self.address.setFixedHeight(theme().size("ctl_dense"))
        self.address.setMinimumWidth(theme().size("field_least"))
