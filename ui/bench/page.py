"""The Bench page: ports at the left, reading and plot above, bytes and sending below."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.services.workplace import Workplace
from inspector_app.settings import Settings
from inspector_app.words import gettext as _
from serial_drivers.driver import ScaleDriver
from serial_drivers.line import parse_line
from serial_drivers.ports.line_watch import LineTrouble
from serial_drivers.ports.port_list import PortList
from serial_drivers.simulators import SimulatedScale
from ui.bench.aids.aids import BenchAids, UnderInspection
from ui.bench.aids.aids_card import AidsCard
from ui.bench.aids.kept_runs import KeptRuns
from ui.bench.files.replay_bar import ReplayBar
from ui.bench.files.replaying import Replays
from ui.bench.keeping import Keeping
from ui.bench.leaves import DRIVERS, RUNS, BenchLeaves
from ui.bench.lower_tabs import LowerTabs
from ui.bench.notice import Notice
from ui.bench.ports import advice, line_advice
from ui.bench.ports.bus_bar import BusBar
from ui.bench.ports.network_ports import NetworkPorts
from ui.bench.ports.port_column import PortColumn
from ui.bench.ports.port_menu import PortMenu
from ui.bench.ports.ports import BenchPorts
from ui.bench.ports.simulators import BenchSimulators
from ui.bench.profiles.profile_form import ProfileForm
from ui.bench.profiles.profiling import Profiling
from ui.bench.wire.byte_card import ByteCard
from ui.bench.wire.figuring import Figuring
from ui.bench.wire.frame_card import FrameCard
from ui.bench.wire.live_card import LiveCard
from ui.bench.wire.send_bar import SendBar
from ui.bench.wire.sendable import changing
from ui.bench.wire.stream import Batch, BenchStream
from ui.live_instrument import LiveInstrument
from ui.task_runner import TaskRunner
from ui.theme import theme
from ui.widgets.card import Rule
from ui.widgets.label import Elide, Label
from ui.widgets.tab_order import chain


class BenchPage(QWidget):
    """What a technician needs at the end of a cable."""

    def __init__(
        self,
        workplace: Workplace,
        runner: TaskRunner,
        live: LiveInstrument,
        parent: QWidget | None = None,
        *,
        ports: PortList | None = None,
        settings: Settings | None = None,
        runs: Path,
        under_inspection: UnderInspection = lambda: None,
    ) -> None:
        """Build it. runs: folder of the kept runs. under_inspection: the scale being checked."""
        super().__init__(parent)
        self._live, self._runner = live, runner
        self.replays = Replays(self)
        self._replay = self.replays.live
        self.ports = BenchPorts(
            runner,
            live,
            self._replay,
            ports or PortList(),
            self,
            profiles_at=workplace.storage.registry.profiles_at,
        )
        self.stream = BenchStream(runner, workplace.clock, self)
        self.simulators = BenchSimulators(runner, self)
        self._title, self._subtitle = Label(role="title"), Elide("", "dense")
        self.notice = Notice()
        self.column, self.form, self._side = PortColumn(), ProfileForm(), QStackedWidget()
        self.live_card, self.frame_card = LiveCard(), FrameCard()
        self.figuring = Figuring(self.stream, self.live_card, self.frame_card, self)
        side = (self._side, self.column, self.form)
        self.profiling = Profiling(workplace, runner, self.ports, self.stream, side, self.notice)
        self.exchange = self.profiling.exchange
        self.port_menu = PortMenu(self.column, self.ports, self.notice)
        self.network = NetworkPorts(self.column.network_form, self.ports, settings, self)
        self.bytes, self.send_bar, self.bus = ByteCard(), SendBar(settings=settings), BusBar()
        self.below, self.aids_card = LowerTabs(), AidsCard()
        self.runs = KeptRuns(runs, runner, self.notice, self)
        parts = (self.stream, self.aids_card, runner, self.runs.keeping, workplace.clock)
        self.aids = BenchAids(*parts, under_inspection=under_inspection)
        self.keeping = Keeping(self, self.stream, self.ports, self.replays, self.notice)
        self.replay_bar = ReplayBar(self.replays)
        self._spoken_to: ScaleDriver | None = None
        self._is_compact = False
        self._build()
        self._connect()
        self._connect_parts()
        self.retranslate()
        self.retint()
        self._on_listed()
        self._on_followed(self.ports.chosen)
        self.runs.begin()

    # --- building --------------------------------------------------------------------------

    def _build(self) -> None:
        self._side.addWidget(self.column)
        self._side.addWidget(self.form)
        self.bytes.body.addWidget(Rule())
        self.bytes.body.addWidget(self.send_bar)
        instrument = QWidget()
        self._top, self._right = QHBoxLayout(), QVBoxLayout(instrument)
        self._right.setContentsMargins(0, 0, 0, 0)
        self._top.addWidget(self.live_card, 1)
        self._top.addWidget(self.frame_card)
        self._right.addWidget(self.bus)
        self._right.addWidget(self.replay_bar)
        self._right.addLayout(self._top)
        self.below.add("bytes", lambda: _("Raw bytes"), self.bytes, self.bytes.tools)
        self.below.add("aids", lambda: _("Aids"), self.aids_card, self.aids_card.tools)
        self._right.addWidget(self.below, 1)
        chain(self.below.tabs, [*self.bytes.places(), *self.send_bar.places()])
        self._across = QHBoxLayout()
        self._across.addWidget(self._side)
        self.leaves = BenchLeaves(instrument, self.ports, self._runner, self.runs.view)
        self._across.addWidget(self.leaves, 1)
        self._column = QVBoxLayout(self)
        head, titles = QHBoxLayout(), QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(self._title)
        titles.addWidget(self._subtitle)
        head.addLayout(titles, 1)
        head.addWidget(self.leaves.tabs)
        self._column.addLayout(head)
        self._column.addWidget(self.notice)
        self._column.addLayout(self._across, 1)

    def _connect(self) -> None:
        self.ports.listed.connect(self._on_listed)
        self.ports.card_changed.connect(self._on_card)
        self.ports.followed.connect(self._on_followed)
        self.stream.restarted.connect(self._on_restarted)
        self.stream.refreshed.connect(self._on_batch)
        self.stream.trouble_changed.connect(self._on_trouble)
        self.simulators.started.connect(self._on_simulator)
        self.simulators.stopped.connect(self.ports.remove_simulated)
        self.simulators.refused.connect(self._on_simulator_refused)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.shut_down)

    def _connect_parts(self) -> None:
        self.column.chosen.connect(self.ports.choose)
        self.column.rescan_wanted.connect(self.ports.scan)
        self.column.simulator_wanted.connect(self.simulators.start)
        self.column.replay_wanted.connect(self.keeping.ask_capture)
        self.notice.left.connect(self.focus_first)
        self.bytes.paused.connect(lambda paused: self.stream.set_paused(paused=paused))
        self.keeping.follow_buttons(self.bytes)
        self.replay_bar.again_wanted.connect(lambda: self.ports.choose(self.ports.chosen))
        self.send_bar.wanted.connect(self._on_send)
        self.bus.wanted.connect(self._on_bus)
        self.aids.exporting.written.connect(lambda path: advice.say_values(self.notice, path))
        self.leaves.tabs.chosen.connect(self.runs.on_leaf)
        self.runs.opened.connect(lambda: self.leaves.tabs.choose(RUNS))
        self.leaves.tabs.chosen.connect(lambda _key: self._share_width())
        self.leaves.resized.connect(self._share_height)

    # --- what the window asks --------------------------------------------------------------

    def add_simulated(self, scale: SimulatedScale, title: str) -> None:
        """Show a running simulated scale's port at once."""
        self.ports.add_simulated(scale.path, title, scale.display.unit)

    def set_compact(self, compact: bool) -> None:
        """Under 1100 px the frame facts give way, and the commands stand in a menu."""
        self._is_compact = compact
        self.frame_card.setVisible(not compact)
        parts = (self.send_bar, self.bytes, self.aids_card, self.column)
        for part in parts:
            part.set_compact(compact)
        self._share_width()
        self.retint()

    def _share_width(self) -> None:
        """Give the ports' room to what is read, where no port is chosen: the runs, the drivers."""
        leaf = self.leaves.tabs.chosen_key()
        self._side.setVisible(leaf != RUNS and not (self._is_compact and leaf == DRIVERS))

    def _share_height(self) -> None:
        """Give the plot what a notice leaves; figures without a card get a line if it fits."""
        t, plot, line = theme(), self.live_card.plot, self.live_card.summary
        spare = max(0, self.height() - t.size("ports") * 2 - t.size("plot")) // 2
        is_low = self.height() < t.size("low_below")
        wanted = t.size("chart") if is_low else t.size("plot") + spare
        of_line = line.height() + t.space("xs")
        others = self._right.minimumSize().height() - plot.minimumHeight()
        room = self.leaves.height() - others + (0 if line.isHidden() else of_line)
        plot.setFixedHeight(max(min(wanted, room), t.size("chart") // 2))
        self.live_card.show_summary(shown=self._is_compact and room - wanted >= of_line)

    def focus_first(self) -> None:
        """Go to the chosen card, else the first, else the button that looks for ports."""
        self.column.focus_chosen()

    def panes(self) -> list[QWidget]:
        """Return the panes for F6."""
        if self.leaves.panes():
            side = [] if self._side.isHidden() else [self._side]
            return [*side, *self.leaves.panes()]
        bus = [] if self.bus.isHidden() else [self.bus]
        below = [self.below.tabs, self.bytes.table, self.send_bar, self.aids_card.choice]
        return [self._side, *bus, *below]

    def shut_down(self) -> None:
        """End detection, replay, simulators and a running recording; the program ends."""
        self.ports.close()
        self.aids.close()
        self.stream.close()
        self.leaves.close_down()
        self.simulators.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.ports.watch(watching=True)
        self.figuring.watch(watching=True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.ports.watch(watching=False)
        self.figuring.watch(watching=False)

    # --- ports -----------------------------------------------------------------------------

    @Slot()
    def _on_listed(self) -> None:
        cards = [entry.card() for entry in self.ports.entries.values()]
        self.column.show_ports(cards, self.ports.chosen)

    @Slot(str)
    def _on_card(self, key: str) -> None:
        entry = self.ports.entries.get(key)
        if entry is None:
            return
        self.column.show_port(entry.card())
        if key == self.ports.chosen:
            self._show_chosen()

    @Slot(str)
    def _on_followed(self, key: str) -> None:
        entry = self.ports.entries.get(key)
        link = None
        if entry is not None:
            link = self._replay if entry.is_replay else self._live
        if entry is not self.stream.entry:
            advice.let_go(self.notice)
        self.stream.follow(link, entry)
        self.replay_bar.setVisible(entry is not None and entry.is_replay)
        self._share_height()
        self.column.mark(key)
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Describe the chosen port; say in words what is wrong with it."""
        entry = self.ports.entries.get(self.ports.chosen)
        driver = entry.driver if entry is not None else None
        if driver is not self.bytes.model.driver:
            self.frame_card.show_driver(driver)
            self.bytes.show_driver(driver)
        spoken_to = None if entry is not None and entry.is_replay else driver
        if spoken_to is not self._spoken_to:
            self._spoken_to = spoken_to
            self.send_bar.show_driver(spoken_to)
            self.bus.show_driver(spoken_to)
        self.leaves.show_entry(entry)
        self.live_card.reason.set_text(entry.reason_line if entry is not None else "")
        self.column.save.setEnabled(driver is not None)
        if driver is None and self._side.currentWidget() is self.form:
            self.profiling.close_form()
        advice.show(self.notice, self.ports, entry)

    @Slot(object)
    def _on_bus(self, driver: ScaleDriver) -> None:
        """Read another instrument of the bus, or another quantity of it, at the same line."""
        entry = self.ports.entries.get(self.ports.chosen)
        if entry is not None and entry.settings is not None:
            self.ports.read_as(entry.key, driver, parse_line(entry.settings.line))

    # --- stream ----------------------------------------------------------------------------

    @Slot()
    def _on_restarted(self) -> None:
        self.live_card.clear()
        self.bytes.model.clear()

    @Slot(object)
    def _on_batch(self, batch: Batch) -> None:
        self.live_card.show_batch(batch)
        self.frame_card.show_counts(batch.counts)
        if batch.rows:
            self.bytes.model.append(batch.rows)
        entry = self.stream.entry
        if entry is None:
            return
        state = batch.reading
        value = f"{state.figures} {state.unit}".strip() if state.figures else ""
        value = value.replace("-", "−") if state.motion in {"stable", "moving"} else ""
        value = value or self.stream.scanned
        if value != entry.live_value:
            entry.live_value = value
            self.column.show_port(entry.card())

    @Slot(object)
    def _on_trouble(self, trouble: LineTrouble | None) -> None:
        line_advice.show(self.notice, self.ports, self.stream.entry, trouble)

    @Slot(object, str)
    def _on_send(self, data: bytes, name: str) -> None:
        driver = self.stream.driver
        if driver is not None and driver.listens_only:
            advice.say_listens_only(self.notice)
            return
        rough = changing(driver.commands) if driver is not None else {}
        known = {bytes(command).strip(): word for command, word in rough.items()}
        if data.strip() in known:
            word = name or known[data.strip()]
            advice.ask_before(self.notice, word, lambda: self._send(data))
        else:
            self._send(data)

    def _send(self, data: bytes) -> None:
        if not self.stream.send(data):
            advice.say_not_connected(self.notice)

    # --- files -----------------------------------------------------------------------------

    def record_to(self, path: Path) -> None:
        """Record the chosen port into this file until stopped."""
        self.stream.start_recording(path)

    def log_to(self, path: Path) -> None:
        """Write the chosen port's readings into this CSV file until stopped."""
        self.stream.start_log(path)

    def replay(self, path: Path) -> None:
        """Play this capture."""
        self.ports.replay(path)

    # --- simulators ------------------------------------------------------------------------

    @Slot(object, int)
    def _on_simulator(self, scale: SimulatedScale, number: int) -> None:
        title = _("Simulated scale {n}").format(n=number)
        self.ports.add_simulated(scale.path, title, scale.display.unit, number)

    @Slot(str)
    def _on_simulator_refused(self, code: str) -> None:
        advice.say_trouble(self.notice, "simulator", code)

    @Slot()
    def open_form(self) -> None:
        """Open the form that keeps the chosen port's way of speaking as a profile."""
        self.profiling.open_form()

    # --- language, theme, size -------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(_("Bench"))
        self._subtitle.set_text(
            _("Plug in: protocol, speed and check are found by trying; keep them as a profile")
        )
        self._on_listed()
        self._show_chosen()
        advice.show(self.notice, self.ports, self.ports.entries.get(self.ports.chosen), again=True)
        self.stream.refresh()
        self.aids.show()
        self.aids.exporting.retranslate()
        self.runs.retranslate()
        self.figuring.compute()
        if self.stream.trouble is not None:
            self._on_trouble(self.stream.trouble)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.retint()

    def retint(self) -> None:
        """Take the measures of the theme in use; the plot is lower or higher with the window."""
        t = theme()
        is_low = self.height() < t.size("low_below")
        margin = t.size("page_margin_c" if self._is_compact else "page_margin")
        self._column.setContentsMargins(margin, t.space("m"), margin, t.space("m"))
        self._column.setSpacing(t.space("s"))
        for box in (self._top, self._right, self._across):
            box.setSpacing(t.space("m"))
        self._subtitle.setVisible(not is_low)
        self._side.setFixedWidth(t.size("ports_c" if self._is_compact else "ports"))
        self.frame_card.setFixedWidth(t.size("frame_card"))
        self._share_height()
