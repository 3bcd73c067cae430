"""The Bench page: ports at the left, reading and plot above, bytes and sending below."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain.exceptions import InspectorError
from inspector_app.domain.instrument import InstrumentProfile
from inspector_app.services.ports import InstrumentRow
from inspector_app.services.profile_exchange import SharedProfile
from inspector_app.services.workplace import Workplace
from inspector_app.settings import Settings
from inspector_app.words import gettext as _
from serial_drivers.catalog import find_driver
from serial_drivers.driver import ScaleDriver
from serial_drivers.line import parse_line
from serial_drivers.ports import PortList
from serial_drivers.simulators import SimulatedScale
from ui.bench import advice
from ui.bench.aids import BenchAids
from ui.bench.aids_card import AidsCard
from ui.bench.bus_bar import BusBar
from ui.bench.byte_card import ByteCard
from ui.bench.frame_card import FrameCard
from ui.bench.live_card import LiveCard
from ui.bench.lower_tabs import LowerTabs
from ui.bench.network_ports import NetworkPorts
from ui.bench.notice import Notice
from ui.bench.port_column import PortColumn
from ui.bench.ports import BenchPorts
from ui.bench.profile_exchange import ProfileExchange
from ui.bench.profile_form import ProfileForm
from ui.bench.profiles import BenchProfiles, decimals_of, profile_of
from ui.bench.replaying import ReplayLink
from ui.bench.send_bar import SendBar, changing
from ui.bench.simulators import BenchSimulators
from ui.bench.stream import Batch, BenchStream
from ui.live_instrument import LiveInstrument
from ui.task_runner import TaskRunner
from ui.theme import theme
from ui.widgets.card import Rule
from ui.widgets.label import Elide, Label

CAPTURE_FILTER = "*.hpcapture"


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
    ) -> None:
        super().__init__(parent)
        self._live = live
        self._replay = LiveInstrument(ReplayLink, self)
        self.ports = BenchPorts(
            runner,
            live,
            self._replay,
            ports or PortList(),
            self,
            profiles_at=workplace.storage.registry.profiles_at,
        )
        self.stream = BenchStream(runner, workplace.clock, self)
        self.profiles = BenchProfiles(workplace, runner, self)
        self.simulators = BenchSimulators(runner, self)
        self._title, self._subtitle = Label(role="title"), Elide("", "dense")
        self.notice = Notice()
        self.column, self.form, self._side = PortColumn(), ProfileForm(), QStackedWidget()
        self.live_card, self.frame_card = LiveCard(), FrameCard()
        self.exchange = ProfileExchange(self.form.exchange, runner, self._shared, self)
        self.network = NetworkPorts(self.column.network_form, self.ports, settings, self)
        self.bytes, self.send_bar, self.bus = ByteCard(), SendBar(), BusBar()
        self.below, self.aids_card = LowerTabs(), AidsCard()
        self.aids = BenchAids(self.stream, self.aids_card, self)
        self._dialog: QFileDialog | None = None
        self._is_compact = False
        self._build()
        self._connect()
        self._connect_parts()
        self.retranslate()
        self.retint()
        self._on_listed()
        self._on_followed(self.ports.chosen)

    # --- building --------------------------------------------------------------------------

    def _build(self) -> None:
        self._side.addWidget(self.column)
        self._side.addWidget(self.form)
        self.bytes.body.addWidget(Rule())
        self.bytes.body.addWidget(self.send_bar)
        self._top, self._right = QHBoxLayout(), QVBoxLayout()
        self._top.addWidget(self.live_card, 1)
        self._top.addWidget(self.frame_card)
        self._right.addWidget(self.bus)
        self._right.addLayout(self._top)
        self.below.add("bytes", lambda: _("Raw bytes"), self.bytes, self.bytes.tools)
        self.below.add("aids", lambda: _("Aids"), self.aids_card, self.aids_card.tools)
        self._right.addWidget(self.below, 1)
        self._across = QHBoxLayout()
        self._across.addWidget(self._side)
        self._across.addLayout(self._right, 1)
        self._column = QVBoxLayout(self)
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._title)
        head.addWidget(self._subtitle)
        self._column.addLayout(head)
        self._column.addWidget(self.notice)
        self._column.addLayout(self._across, 1)

    def _connect(self) -> None:
        self.ports.listed.connect(self._on_listed)
        self.ports.card_changed.connect(self._on_card)
        self.ports.followed.connect(self._on_followed)
        self.ports.replay_refused.connect(self._on_replay_refused)
        self.stream.restarted.connect(self._on_restarted)
        self.stream.refreshed.connect(self._on_batch)
        self.stream.recording_changed.connect(self._on_recording)
        self.stream.recorded.connect(self._on_recorded)
        self.stream.recording_failed.connect(self._on_recording_failed)
        self.profiles.found.connect(self._on_found)
        self.profiles.saved.connect(self._on_saved)
        self.profiles.refused.connect(self._on_refused)
        self.profiles.versions_found.connect(self.form.show_versions)
        self.ports.profile_file_wanted.connect(self.exchange.ask_source)
        self.ports.profile_code_wanted.connect(self.exchange.take_clipboard)
        self.exchange.taken.connect(self._on_taken)
        self.exchange.written.connect(lambda path: advice.say_written(self.notice, path))
        self.exchange.refused.connect(lambda why: advice.say_not_taken(self.notice, why))
        self.simulators.started.connect(self._on_simulator)
        self.simulators.stopped.connect(self.ports.remove_simulated)
        self.simulators.refused.connect(self._on_simulator_refused)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.shut_down)

    def _connect_parts(self) -> None:
        self.column.chosen.connect(self.ports.choose)
        self.column.rescan_wanted.connect(self._on_rescan)
        self.column.simulator_wanted.connect(self.simulators.start)
        self.column.replay_wanted.connect(self._ask_capture)
        self.column.save_wanted.connect(self.open_form)
        self.bytes.paused.connect(lambda paused: self.stream.set_paused(paused=paused))
        self.bytes.record_wanted.connect(self._ask_record)
        self.bytes.stop_wanted.connect(self.stream.stop_recording)
        self.send_bar.wanted.connect(self._on_send)
        self.bus.wanted.connect(self._on_bus)
        self.form.searched.connect(self.profiles.search)
        self.form.saved.connect(self._on_form)
        self.form.cancelled.connect(self._close_form)
        self.form.picked_one.connect(self.profiles.ask_versions)

    # --- what the window asks --------------------------------------------------------------

    def add_simulated(self, scale: SimulatedScale, title: str) -> None:
        """Show a running simulated scale's port at once."""
        self.ports.add_simulated(scale.path, title, scale.display.unit)

    def set_compact(self, compact: bool) -> None:
        """Under 1100 px the frame facts give way, and the commands stand in a menu."""
        self._is_compact = compact
        self.frame_card.setVisible(not compact)
        self.send_bar.set_compact(compact)
        self.column.set_compact(compact)
        self.retint()

    def focus_first(self) -> None:
        """Go to the first card, or to the button that looks for ports."""
        cards = list(self.column.cards.values())
        (cards[0] if cards else self.column.rescan).setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> list[QWidget]:
        """Return the panes for F6."""
        bus = [] if self.bus.isHidden() else [self.bus]
        below = [self.below.tabs, self.bytes.table, self.send_bar, self.aids_card.choice]
        return [self._side, *bus, *below]

    def shut_down(self) -> None:
        """End detection, replay, simulators and a running recording; the program ends."""
        self.ports.close()
        self.stream.close()
        self.simulators.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.ports.watch(watching=True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.ports.watch(watching=False)

    # --- ports -----------------------------------------------------------------------------

    @Slot()
    def _on_rescan(self) -> None:
        self.ports.scan()

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
        self.stream.follow(link, entry)
        self.column.mark(key)
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Describe the chosen port; say in words what is wrong with it."""
        entry = self.ports.entries.get(self.ports.chosen)
        driver = entry.driver if entry is not None else None
        if driver is not self.bytes.model.driver:
            self.frame_card.show_driver(driver)
            self.bytes.show_driver(driver)
            self.send_bar.show_driver(driver)
            is_live = entry is not None and not entry.is_replay
            self.bus.show_driver(driver if is_live else None)
        self.live_card.reason.set_text(entry.reason_line if entry is not None else "")
        self.column.save.setEnabled(driver is not None)
        if driver is None and self._side.currentWidget() is self.form:
            self._close_form()
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
            self.notice.say(
                "send",
                _("Nothing was sent: no instrument is connected"),
                _("Choose a port at the left first."),
                "warn",
            )

    # --- recording and replay --------------------------------------------------------------

    def _ask_record(self) -> None:
        if self.stream.entry is None or self.stream.driver is None:
            advice.say_nothing_to_record(self.notice)
            return
        stem = "".join(c if c.isalnum() else "-" for c in self.stream.entry.name).strip("-")
        self._ask_file(
            _("Record a capture"), QFileDialog.AcceptMode.AcceptSave, self.record_to, stem
        )

    def _ask_capture(self) -> None:
        self._ask_file(_("Replay a capture"), QFileDialog.AcceptMode.AcceptOpen, self.replay)

    def _ask_file(
        self, title: str, mode: QFileDialog.AcceptMode, act: object, name: str = ""
    ) -> None:
        dialog = QFileDialog(self, title)
        dialog.setAcceptMode(mode)
        is_save = mode == QFileDialog.AcceptMode.AcceptSave
        dialog.setFileMode(
            QFileDialog.FileMode.AnyFile if is_save else QFileDialog.FileMode.ExistingFile
        )
        dialog.setNameFilters([_("Captures ({pattern})").format(pattern=CAPTURE_FILTER), "* (*)"])
        dialog.setDefaultSuffix(CAPTURE_FILTER.removeprefix("*."))
        if name:
            dialog.selectFile(name)
        dialog.fileSelected.connect(lambda chosen: act(Path(chosen)))  # type: ignore[operator]
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog = dialog
        dialog.open()

    def record_to(self, path: Path) -> None:
        """Record the chosen port into this file until stopped."""
        self.stream.start_recording(path)

    def replay(self, path: Path) -> None:
        """Play this capture."""
        self.ports.replay(path)

    @Slot()
    def _on_recording(self) -> None:
        self.bytes.show_recording(is_recording=self.stream.is_recording)

    @Slot(object, int)
    def _on_recorded(self, path: Path, chunks: int) -> None:
        advice.say_recorded(self.notice, path, chunks)

    @Slot(str)
    def _on_recording_failed(self, detail: str) -> None:
        self.stream.stop_recording()
        advice.say_disk_refused(self.notice, detail)

    @Slot(str)
    def _on_replay_refused(self, code: str) -> None:
        advice.say_trouble(self.notice, "replay", code)

    # --- simulators ------------------------------------------------------------------------

    @Slot(object, int)
    def _on_simulator(self, scale: SimulatedScale, number: int) -> None:
        title = _("Simulated scale {n}").format(n=number)
        self.ports.add_simulated(scale.path, title, scale.display.unit, number)

    @Slot(str)
    def _on_simulator_refused(self, code: str) -> None:
        advice.say_trouble(self.notice, "simulator", code)

    # --- profile ---------------------------------------------------------------------------

    @Slot()
    def open_form(self) -> None:
        """Open the form that keeps the chosen port's way of speaking as a profile."""
        entry = self.ports.entries.get(self.ports.chosen)
        if entry is None or entry.driver is None:
            return
        seen = self.stream.reading.indication
        self._side.setCurrentWidget(self.form)
        needs_unit = seen is None or seen.unit is None
        self.form.open_for(entry, needs_unit=needs_unit, decimals=decimals_of(seen))

    def _profile(self, unit: str) -> InstrumentProfile | None:
        """Return what the form would save, None without a recognised port."""
        entry = self.ports.entries.get(self.ports.chosen)
        if entry is None:
            return None
        seen = self.stream.reading.indication
        return profile_of(entry, unit or None, seen, self.form.instrument())

    def _shared(self) -> SharedProfile | None:
        profile = self._profile(self.form.unit())
        return SharedProfile(profile=profile, name=self.form.name()) if profile else None

    @Slot(object)
    def _on_taken(self, shared: SharedProfile) -> None:
        """Read the chosen port as a profile from elsewhere says."""
        entry, profile = self.ports.entries.get(self.ports.chosen), shared.profile
        if entry is None:
            advice.say_nothing_to_record(self.notice)
            return
        try:
            driver = find_driver(profile.protocol)
            line = parse_line(profile.line) if profile.line else driver.line
        except InspectorError as failure:
            advice.say_not_taken(self.notice, failure)
            return
        if profile.unit:
            self.ports.set_unit(entry.key, profile.unit)
        self.ports.read_as(entry.key, driver, line)
        advice.say_taken(self.notice, shared.name or profile.protocol, entry.name)

    @Slot()
    def _close_form(self) -> None:
        self._side.setCurrentWidget(self.column)
        self.column.save.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str, str, str)
    def _on_form(self, instrument_id: str, name: str, unit: str) -> None:
        entry = self.ports.entries.get(self.ports.chosen)
        profile = self._profile(unit)
        if entry is None or profile is None:
            return
        if unit:
            self.ports.set_unit(entry.key, unit)
        self.profiles.save(instrument_id, name, profile)

    @Slot(str, object)
    def _on_found(self, text: str, rows: Sequence[InstrumentRow]) -> None:
        self.form.show_found(text, rows)

    @Slot(str)
    def _on_saved(self, name: str) -> None:
        self._close_form()
        advice.say_saved(self.notice, name)

    @Slot(object)
    def _on_refused(self, failure: InspectorError) -> None:
        advice.say_not_saved(self.notice, failure)

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.retint()

    def retint(self) -> None:
        """Take the measures of the theme in use; a low window gets a lower plot."""
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
        self.live_card.plot.setFixedHeight(t.size("chart" if is_low else "plot"))
