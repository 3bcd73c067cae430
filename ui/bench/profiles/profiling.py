"""The profile of the chosen port: the form that keeps it, and profiles that come from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QStackedWidget

from inspector_app.domain.exceptions import InspectorError
from inspector_app.domain.instrument import InstrumentProfile
from inspector_app.services.ports import InstrumentRow
from inspector_app.services.profile_exchange import SharedProfile
from inspector_app.services.workplace import Workplace
from serial_drivers.catalog import find_driver
from serial_drivers.line import parse_line
from ui.bench.notice import Notice
from ui.bench.ports import advice
from ui.bench.ports.plate_interval import PlateInterval, interval_of
from ui.bench.ports.port_column import PortColumn
from ui.bench.ports.ports import BenchPorts
from ui.bench.profiles.profile_exchange import ProfileExchange
from ui.bench.profiles.profile_form import ProfileForm
from ui.bench.profiles.profiles import BenchProfiles, decimals_of, profile_of
from ui.bench.wire.stream import BenchStream
from ui.task_runner import TaskRunner


class Profiling(QObject):
    """Shows the form in place of the port column while a profile is written."""

    def __init__(
        self,
        workplace: Workplace,
        runner: TaskRunner,
        ports: BenchPorts,
        stream: BenchStream,
        side: tuple[QStackedWidget, PortColumn, ProfileForm],
        notice: Notice,
    ) -> None:
        super().__init__(ports)
        self.ports, self.stream, self.notice = ports, stream, notice
        self._side, self.column, self.form = side
        self.profiles = BenchProfiles(workplace, runner, self)
        self.exchange = ProfileExchange(self.form.exchange, runner, self._shared, self)
        self._connect()

    def _connect(self) -> None:
        self.profiles.found.connect(self._on_found)
        self.profiles.saved.connect(self._on_saved)
        self.profiles.refused.connect(self._on_refused)
        self.profiles.versions_found.connect(self.form.show_versions)
        self.ports.profile_file_wanted.connect(self.exchange.ask_source)
        self.ports.profile_code_wanted.connect(self.exchange.take_clipboard)
        self.exchange.taken.connect(self._on_taken)
        self.exchange.written.connect(lambda path: advice.say_written(self.notice, path))
        self.exchange.refused.connect(lambda why: advice.say_not_taken(self.notice, why))
        self.column.save_wanted.connect(self.open_form)
        self.form.searched.connect(self.profiles.search)
        self.form.saved.connect(self._on_form)
        self.form.cancelled.connect(self.close_form)
        self.form.picked_one.connect(self.profiles.ask_versions)

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
        e = profile.verification_interval
        entry.said_interval = PlateInterval(e, "profile", shared.name) if e is not None else None
        self.ports.read_as(entry.key, driver, line)
        advice.say_taken(self.notice, shared.name or profile.protocol, entry.name)

    @Slot()
    def close_form(self) -> None:
        """Show the ports again."""
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
        instrument = self.form.instrument()
        known = interval_of(instrument, "instrument") if instrument is not None else None
        entry.said_interval = known
        self.profiles.save(instrument_id, name, profile)

    @Slot(str, object)
    def _on_found(self, text: str, rows: Sequence[InstrumentRow]) -> None:
        self.form.show_found(text, rows)

    @Slot(str)
    def _on_saved(self, name: str) -> None:
        self.close_form()
        advice.say_saved(self.notice, name)

    @Slot(object)
    def _on_refused(self, failure: InspectorError) -> None:
        advice.say_not_saved(self.notice, failure)
