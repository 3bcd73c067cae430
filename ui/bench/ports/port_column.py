"""The left column: a card for each port, rescan, simulator, replay, and saving a profile."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from inspector_app.words import gettext as _
from serial_drivers.catalog import drivers
from ui.bench import wording
from ui.bench.ports.line_form import LineForm
from ui.bench.ports.network_ports import NetworkForm
from ui.theme import theme
from ui.widgets.banner import EmptyState
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.port_card import PortCard, PortData
from ui.widgets.tab_order import chain


class PortColumn(QWidget):
    """Signals: chosen(key), simulator_wanted(protocol), and rescan_, replay_, save_wanted.

    menu_wanted(key, place): what can be done with this port, asked at a place of the screen.
    """

    chosen = Signal(str)
    menu_wanted = Signal(str, QPoint)
    rescan_wanted = Signal()
    simulator_wanted = Signal(str)
    replay_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[str, PortCard] = {}
        self._chosen = ""
        self._is_compact = False
        self._title, self._count = Label(role="lead"), Label(role="cap")
        self.rescan = Button(icon="sync", kind="ghost", dense=True)
        self.network, self.network_form = (
            Button(icon="plus", kind="ghost", dense=True),
            NetworkForm(),
        )
        self.more, self.line_form = Button(icon="more"), LineForm()
        self.more.setEnabled(False)
        self._empty = EmptyState("plug")
        self._scroll = QScrollArea()
        self.simulator = Button(icon="chip")
        self.replay = Button(icon="play")
        self.save = Button(icon="save", kind="primary")
        self.save.setEnabled(False)
        self._menu = QMenu(self)
        self._build()
        self._connect()
        self.retranslate()
        self.retint()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self.rescan)
        inside = QWidget()
        inside.setProperty("scrolled", "true")
        self._stack = QVBoxLayout(inside)
        self._stack.addWidget(self._empty)
        self._stack.addStretch(1)
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        tools = QHBoxLayout()
        tools.addWidget(self.simulator, 1)
        tools.addWidget(self.replay, 1)
        tools.addWidget(self.network)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(head)
        self._column.addWidget(self._scroll, 1)
        self._column.addWidget(self.network_form)
        self._column.addWidget(self.line_form)
        self._column.addLayout(tools)
        last = QHBoxLayout()
        last.addWidget(self.save, 1)
        last.addWidget(self.more)
        self._column.addLayout(last)
        self._head, self._tools, self._last = head, tools, last

    def _connect(self) -> None:
        self.rescan.clicked.connect(self.rescan_wanted)
        self.network.clicked.connect(self._on_network)
        self.simulator.clicked.connect(self._on_simulator)
        self.replay.clicked.connect(self.replay_wanted)
        self.save.clicked.connect(self.save_wanted)

    def _on_network(self) -> None:
        """Open the form for an address, or put it away."""
        self.network_form.setVisible(self.network_form.isHidden())
        if not self.network_form.isHidden():
            self.network_form.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_simulator(self) -> None:
        corner = self.simulator.rect().topLeft()
        self._menu.popup(
            self.simulator.mapToGlobal(corner)
            - self._menu.rect().bottomLeft()
            + self._menu.rect().topLeft()
        )

    def show_ports(self, ports: Sequence[PortData], chosen: str) -> None:
        """Show these cards, in this order; cards that stay keep the keyboard."""
        self._chosen = chosen
        for key in [key for key in self.cards if key not in {port.key for port in ports}]:
            card = self.cards.pop(key)
            self._stack.removeWidget(card)
            card.hide()
            card.deleteLater()
        for at, port in enumerate(ports):
            if port.key not in self.cards:
                card = PortCard(port)
                card.chosen.connect(self.chosen)
                card.menu_wanted.connect(self.menu_wanted)
                self.cards[port.key] = card
                self._stack.insertWidget(at, card)
            self.show_port(port)
        chain(self.rescan, [self.cards[port.key] for port in ports])
        self._empty.setVisible(not ports)
        self._count.setText(_("{n} found").format(n=len(ports)) if ports else "")
        self.mark(chosen)

    def show_port(self, port: PortData) -> None:
        """Show what changed on one card."""
        if port.key in self.cards:
            card = self.cards[port.key]
            card.show_port(port)
            card.setToolTip("\n".join(filter(None, (port.detail, port.advice))))

    def mark(self, chosen: str) -> None:
        """Mark the port that is read."""
        self._chosen = chosen
        for key, card in self.cards.items():
            card.set_chosen(is_chosen=key == chosen)
        if chosen in self.cards:
            # Only once a notice above has taken its room is it known what is in sight.
            QTimer.singleShot(0, self, self._show_chosen)

    def _show_chosen(self) -> None:
        if self._chosen in self.cards:
            self._scroll.ensureWidgetVisible(self.cards[self._chosen], 0, 0)

    def focus_chosen(self) -> None:
        """Go to the chosen card, else the first, else the button that looks for ports."""
        first = self.cards.get(self._chosen) or next(iter(self.cards.values()), self.rescan)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_compact(self, compact: bool) -> None:
        """In a narrow window the buttons say less, and the one with a mark goes where room is."""
        self._is_compact = compact
        before, after = (self._tools, self._head) if compact else (self._head, self._tools)
        before.removeWidget(self.network)
        after.addWidget(self.network)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(_("Serial ports"))
        self._count.setText(_("{n} found").format(n=len(self.cards)) if self.cards else "")
        self.rescan.setText("" if self._is_compact else _("Scan again"))
        self.rescan.setAccessibleName(_("Scan again"))
        self.rescan.setToolTip(_("Scan again") if self._is_compact else "")
        self.network.setAccessibleName(_("Add a network port"))
        self.network.setToolTip(_("Add a network port"))
        self.network_form.retranslate()
        self.line_form.retranslate()
        self.more.setAccessibleName(_("What to do with the port"))
        self.more.setToolTip(_("What to do with the port"))
        self.simulator.setText(_("Simulator"))
        self.replay.setText(_("Replay"))
        self.replay.setToolTip(_("Play a recorded capture file"))
        full = _("Save as instrument profile")
        self.save.setText(_("Save as profile") if self._is_compact else full)
        self.save.setAccessibleName(full)
        self._scroll.setAccessibleName(_("Serial ports"))
        self._empty.say(
            _("No serial port found"),
            _("Plug in the scale's cable, or start a simulated scale below."),
        )
        self._menu.clear()
        for driver in drivers():
            act = self._menu.addAction(wording.menu_title(wording.driver_title(driver)))
            act.triggered.connect(lambda _on=False, key=driver.key: self.simulator_wanted.emit(key))

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        t = theme()
        self._column.setSpacing(t.space("m"))
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(t.space("m"))
        for line in (self._tools, self._last):
            line.setSpacing(t.space("s"))
