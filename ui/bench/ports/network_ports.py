"""Ports of terminal servers on the bench: a person types an address, it is remembered."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.exceptions import PortUnavailable
from inspector_app.settings import Settings
from inspector_app.words import failures
from inspector_app.words import gettext as _
from serial_drivers.ports.addresses import parse_address, short_name
from ui.bench.ports.ports import BenchPorts
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.field import Field

_KEY = "network_ports"


class NetworkForm(QWidget):
    """One field for an address. Signals: wanted(text), forget_wanted(address)."""

    wanted = Signal(str)
    forget_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen = ""
        self.field = Field()
        self.add = Button(icon="plus", dense=True)
        self.forget = Button(icon="close", dense=True)
        self._column, line = QVBoxLayout(self), QHBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.add)
        line.addWidget(self.forget)
        line.addStretch(1)
        self._column.addWidget(self.field)
        self._column.addLayout(line)
        self.setFocusProxy(self.field.edit)
        self.field.edited.connect(lambda _text: self.field.set_error(""))
        self.field.edit.returnPressed.connect(self._on_add)
        self.add.clicked.connect(self._on_add)
        self.forget.clicked.connect(lambda: self.forget_wanted.emit(self._chosen))
        self.setVisible(False)
        self.show_chosen("")
        self.retranslate()
        self.retint()

    @Slot()
    def _on_add(self) -> None:
        self.wanted.emit(self.field.text())

    def show_chosen(self, address: str) -> None:
        """Offer to forget this remembered address, none if empty."""
        self._chosen = address
        name = short_name(address) if address else ""
        self.forget.setText(_("Forget {name}").format(name=name))
        self.forget.setVisible(bool(address))

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.field.set_caption(_("Port of a terminal server"))
        self.field.set_placeholder("rfc2217://192.168.1.9:4001")
        self.field.edit.setToolTip(
            _("rfc2217://host:port sets the speed; socket://host:port takes the server's own.")
        )
        self.add.setText(_("Add"))
        self.show_chosen(self._chosen)

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        self._column.setSpacing(theme().space("s"))


class NetworkPorts(QObject):
    """Shows the remembered addresses as cards and keeps what a person adds or forgets."""

    def __init__(
        self, form: NetworkForm, ports: BenchPorts, settings: Settings | None, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._form, self._ports, self._settings = form, ports, settings
        self.addresses: list[str] = []
        form.wanted.connect(self.add)
        form.forget_wanted.connect(self.forget)
        ports.followed.connect(self._on_followed)
        kept = settings.get(_KEY).split() if settings is not None else []
        for text in kept:
            self._remember(text)

    def _remember(self, text: str) -> str:
        """Show a card for the address; an unreadable one of the settings file is left out."""
        try:
            address = str(parse_address(text))
        except PortUnavailable:
            return ""
        if address not in self.addresses:
            self.addresses.append(address)
            self._ports.add_network(address)
        return address

    @Slot(str)
    def add(self, text: str) -> None:
        """Add an address, remember it and find out what speaks there."""
        try:
            address = str(parse_address(text))
        except PortUnavailable as failure:
            self._form.field.set_error(failures.sentence(failure))
            self._form.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._remember(address)
        self._keep()
        self._form.field.set_text("")
        self._form.setVisible(False)
        self._ports.choose(address)

    @Slot(str)
    def forget(self, address: str) -> None:
        """Take the card of this address away for good."""
        if address in self.addresses:
            self.addresses.remove(address)
            self._ports.remove_added(address)
            self._keep()

    def _keep(self) -> None:
        if self._settings is not None:
            self._settings.set(_KEY, " ".join(self.addresses))

    @Slot(str)
    def _on_followed(self, key: str) -> None:
        self._form.show_chosen(key if key in self.addresses else "")
