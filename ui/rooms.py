"""The rooms of an open laptop: the pages, who works here, and the ways between them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from inspector_app.domain.indication import Indication
from inspector_app.domain.instrument import Person
from inspector_app.domain.quantities import Mass
from inspector_app.services.introduce_person import IntroducePerson
from inspector_app.services.reading_session import ReadingSessions
from inspector_app.words import gettext as _
from ui.live_instrument import LinkSettings, LinkState, LinkStatus
from ui.parts import HouseParts
from ui.reading_recorder import ReadingRecorder
from ui.sync_bridge import SyncBridge
from ui.sync_words import chip_state, situation
from ui.widgets.painting import MINUS
from ui.widgets.top_chips import InstrumentMotion

if TYPE_CHECKING:
    from inspector_app.adapters.sync_thread import SyncSnapshot
    from inspector_app.services.ports import Found
    from inspector_app.services.workplace import Workplace
    from serial_drivers.simulators import SimulatedScale
    from ui.bench.page import BenchPage
    from ui.example_sync import ExampleSync
    from ui.first_run import FirstRunAnswers
    from ui.inspect.page import InspectPage
    from ui.registry.page import RegistryPage
    from ui.settings.view import SettingsPage

EXAMPLE_PERSON = ("林晓敏", "揭阳市榕城区市场监督管理局", "粤V-0231")
EXAMPLE_SCOPE = "445202"
EXAMPLE_PROTOCOL = "yaohua-tf0"


class Rooms(QObject):
    """Built once the storage is open; `enter` shows the first run or Today."""

    def __init__(self, application: HouseParts, parent: QObject) -> None:
        super().__init__(parent)
        if application.desk is None or application.live is None:
            raise RuntimeError("rooms need an open desk and a wire")
        self.application = application
        self.desk = application.desk
        self.window = application.window
        self.runner = application.runner
        self.settings = application.settings
        self.live = application.live
        self.sync = SyncBridge(self.desk, self.runner, self)
        self.workplace: Workplace | None = None
        self.recorder: ReadingRecorder | None = None
        self.scale: SimulatedScale | None = None
        self._simulator_window: QWidget | None = None
        self._example_sync: ExampleSync | None = None
        self._clock_told = False
        self._pending = QTimer(self)
        self._pending.setInterval(2000)
        self._pending.timeout.connect(self._ask_pending)

    # --- who works here --------------------------------------------------------------------

    def enter(self) -> None:
        """Sign in the known inspector, or ask who it is."""
        self.runner.run(self.desk.storage.registry.people, self._on_people)

    def _on_people(self, people: tuple[Person, ...]) -> None:
        wanted = self.settings.get("person_id")
        known = [p for p in people if p.person_id == wanted] or list(people)
        if known:
            self._sit_down(known[0], with_example=False)
        elif self.application.example:
            name, unit, card = EXAMPLE_PERSON
            self.settings.set("scope", EXAMPLE_SCOPE)
            self._introduce(name, unit, card, with_example=True)
        else:
            self._ask_first_run()

    def _ask_first_run(self) -> None:
        from ui.first_run import FirstRunPage

        page = FirstRunPage(scope=self.settings.get("scope"))
        page.language_chosen.connect(lambda language: self.settings.set("language", language))
        page.theme_chosen.connect(lambda name: self.settings.set("theme", name))
        page.finished.connect(self._on_first_run)
        self.window.cover(page)
        page.setFocus()

    def _on_first_run(self, answers: FirstRunAnswers) -> None:
        for key, value in (
            ("language", answers.language),
            ("theme", answers.theme),
            ("scope", answers.scope.strip()),
            ("unit", answers.unit.strip()),
        ):
            self.settings.set(key, value)
        self._introduce(
            answers.name.strip(),
            answers.unit.strip(),
            answers.card_number.strip(),
            with_example=answers.with_example,
        )

    def _introduce(self, name: str, unit: str, card: str, *, with_example: bool) -> None:
        from inspector_app.adapters.identifiers import UuidSource

        storage, scope = self.desk.storage, self.settings.get("scope")

        def work() -> Person:
            return IntroducePerson(storage.log, UuidSource(), scope)(
                name=name, unit=unit, card_number=card
            )

        self.runner.run(work, lambda person: self._sit_down(person, with_example=with_example))

    def _sit_down(self, person: Person, *, with_example: bool) -> None:
        self.settings.set("person_id", person.person_id)
        scope, settings, sync = self.settings.get("scope"), self.settings, self.sync
        self.runner.run(
            lambda: self.desk.workplace(
                person,
                scope=scope,
                public_page=lambda: settings.get("public_page") or sync.public_page,
            ),
            lambda workplace: self._furnish(workplace, with_example=with_example),
        )

    # --- rooms -----------------------------------------------------------------------------

    def _furnish(self, workplace: Workplace, *, with_example: bool) -> None:
        self.workplace = workplace
        storage = workplace.storage
        sessions = ReadingSessions(storage.log, storage.blobs, workplace.scope)
        self.recorder = ReadingRecorder(sessions, self.runner, self)
        self._add_pages(workplace)
        self._wire_top_bar(workplace)
        if with_example:
            self.load_example(then=self._open_today)
        else:
            self._open_today()
        if self.application.example:
            self._start_simulated_scale()
        if self.application.example and self.application.attended:
            self._start_example_office()

    def _start_example_office(self) -> None:
        from ui.example_sync import ExampleSync

        self._example_sync = ExampleSync(self.desk.folder / "office", self.sync, self.runner, self)
        self._example_sync.failed.connect(
            lambda _failure: self.window.say(
                _("The example's office did not start; everything is kept on this laptop."),
                "offline",
            )
        )
        self._example_sync.start()

    def _open_today(self) -> None:
        self.window.uncover("today")
        self._pending.start()
        self._ask_pending()

    def _add_pages(self, workplace: Workplace) -> None:
        add = self.window.add_page
        add("today", "today", lambda: _("Today"), lambda: self._today(workplace))
        add("inspect", "inspect", lambda: _("Inspect"), lambda: self._inspect(workplace))
        add("registry", "registry", lambda: _("Registry"), lambda: self._registry(workplace))
        add("bench", "bench", lambda: _("Bench"), lambda: self._bench(workplace))
        add(
            "settings",
            "settings",
            lambda: _("Settings"),
            self._settings_page,
            at_foot=True,
        )

    def _today(self, workplace: Workplace) -> QWidget:
        from ui.record_states import TodayStates
        from ui.today.page import TodayPage

        page = TodayPage(workplace, self.runner)
        TodayStates(page, self.sync)
        page.check_wanted.connect(self.start_check)
        page.draft_wanted.connect(self.open_inspection)
        page.find_wanted.connect(self.find)
        page.register_wanted.connect(lambda: self.window.show_page("registry"))
        return page

    def _inspect(self, workplace: Workplace) -> QWidget:
        from ui.inspect.page import InspectPage
        from ui.record_states import InspectStates

        page = InspectPage(workplace, self.runner, self.live, self.settings)
        InspectStates(page, self.sync, self.runner)
        return page

    def _registry(self, workplace: Workplace) -> QWidget:
        from ui.record_states import RegistryStates
        from ui.registry.page import RegistryPage

        page = RegistryPage(workplace, self.runner)
        RegistryStates(page, self.sync)
        page.check_wanted.connect(self.start_check)
        page.inspection_wanted.connect(self.open_inspection)
        return page

    def _bench(self, workplace: Workplace) -> QWidget:
        from ui.bench.page import BenchPage

        return BenchPage(workplace, self.runner, self.live)

    def _settings_page(self) -> QWidget:
        from ui.settings.page import make_settings_page

        return make_settings_page(self)

    # --- ways between ----------------------------------------------------------------------

    def inspect_page(self) -> InspectPage:
        """Return the Inspect page, built if needed."""
        return cast("InspectPage", self.window.page("inspect"))

    def bench_page(self) -> BenchPage:
        """Return the Bench page, built if needed."""
        return cast("BenchPage", self.window.page("bench"))

    def start_check(self, premises_id: str = "", instrument_id: str = "") -> None:
        """Start a check of this place or instrument; both empty ask on the page."""
        self.window.show_page("inspect")
        self.inspect_page().start_check(premises_id=premises_id, instrument_id=instrument_id)

    def open_inspection(self, inspection_id: str) -> None:
        """Go on with a draft, or look at a finished one."""
        self.window.show_page("inspect")
        self.inspect_page().open_inspection(inspection_id)

    def find(self, text: str) -> None:
        """Find what a search, a scan or a code names, and go there."""
        self.window.show_page("inspect")
        self.inspect_page().find(text)

    def _go_to(self, found: Found) -> None:
        """Go to what the search of the top bar found."""
        if found.what == "inspection":
            self.open_inspection(found.key)
        elif found.what == "instrument":
            self.runner.run(
                lambda: self.desk.storage.registry.instrument(found.key),
                lambda one: self._show_in_registry(one.serial_number if one else found.title),
            )
        else:
            self._show_in_registry(found.title)

    def _show_in_registry(self, text: str) -> None:
        self.window.show_page("registry")
        cast("RegistryPage", self.window.page("registry")).show_text(text)

    def show_sync(self) -> None:
        """Go to the office and what waits for it."""
        self.window.show_page("settings")
        cast("SettingsPage", self.window.page("settings")).show_section("sync")

    def load_example(self, then: object = None) -> None:
        """Put the example market into the register."""
        from inspector_app.services.example_market import LoadExampleMarket

        workplace = self.workplace
        if workplace is None:
            return

        def done(_result: object) -> None:
            if callable(then):
                then()
            else:
                self.window.say(_("The example market is in the register."))

        storage = workplace.storage
        load = LoadExampleMarket(storage.log, storage.registry, workplace.clock)
        self.runner.run(load, done)

    # --- top bar ---------------------------------------------------------------------------

    def _wire_top_bar(self, workplace: Workplace) -> None:
        from inspector_app.services.find_subject import FindSubject
        from ui.search_hits import SearchHits

        bar = self.window.top_bar
        bar.person.show_person(workplace.person.name)
        bar.person.clicked.connect(lambda: self.window.show_page("settings"))
        bar.instrument.clicked.connect(lambda: self.window.show_page("bench"))
        bar.sync.clicked.connect(self.show_sync)
        self.sync.changed.connect(self._on_sync)
        self.sync.start()
        find = FindSubject(workplace.storage.registry)
        self._search_hits = SearchHits(self.window, find, self.runner, self)
        self._search_hits.chosen.connect(self._go_to)
        self._search_hits.unknown.connect(self.find)
        check = QShortcut(QKeySequence("Ctrl+N"), self.window)
        check.activated.connect(self.start_check)
        # Inspect has its own; two at once would be ambiguous and neither would act.
        self.window.page_shown.connect(lambda key: check.setEnabled(key != "inspect"))
        self.live.indication_received.connect(self._on_indication)
        self.live.status_changed.connect(self._on_status)

    @Slot(object)
    def _on_indication(self, indication: Indication) -> None:
        status = self.live.status
        if status.settings is None:
            return
        unit = indication.unit or status.settings.unit or ""
        value = "" if indication.value is None else f"{indication.value:f} {unit}"
        motion: InstrumentMotion = "live" if indication.stable else "moving"
        self.window.top_bar.instrument.show_instrument(
            status.settings.title,
            value.replace("-", MINUS).strip(),
            status.settings.port.rsplit("/", 1)[-1],
            motion,
        )

    @Slot(object)
    def _on_status(self, status: LinkStatus) -> None:
        chip, settings = self.window.top_bar.instrument, status.settings
        if settings is None or status.state is LinkState.CLOSED:
            chip.show_instrument("", "", "", "none")
        elif status.state in {LinkState.LOST, LinkState.FAILED}:
            chip.show_instrument(settings.title, "", settings.port.rsplit("/", 1)[-1], "lost")

    @Slot()
    def _ask_pending(self) -> None:
        self.runner.run(self.desk.storage.registry.pending_events, self._show_pending)
        if not self._clock_told:
            self.runner.run(self.desk.storage.log.clock_went_back, self._on_clock)

    def _on_clock(self, went_back: bool) -> None:
        if went_back and not self._clock_told:
            self._clock_told = True
            self.window.say(
                _(
                    "The clock of this laptop was set back. Nothing is lost; it is noted in the "
                    "record. Please set date and time right."
                ),
                "warn",
            )

    def _show_pending(self, count: int) -> None:
        self.sync.note_pending(count)

    def _on_sync(self, snapshot: SyncSnapshot) -> None:
        chip = self.window.top_bar.sync
        chip.show_state(chip_state(snapshot))
        chip.setToolTip(situation(snapshot))

    # --- the example's scale ---------------------------------------------------------------

    def _start_simulated_scale(self) -> None:
        from serial_drivers.simulators import ScaleNature, SimulatedScale

        gain = Decimal(self.application.scale_gain)
        nature = ScaleNature(maximum=Decimal(30), interval=Decimal("0.010"), gain=gain)
        self.scale = SimulatedScale(EXAMPLE_PROTOCOL, nature=nature)
        self.scale.start()
        if self.application.attended:
            from ui.simulator_window import SimulatorWindow

            why = _("Came with the example market")
            self.connect_scale(protocol=EXAMPLE_PROTOCOL, line="", why=why)
            maximum = Mass(nature.maximum, nature.unit)
            window = SimulatorWindow(self.scale, maximum, self.window)
            self._simulator_window = window
            window.show_beside(self.window)

    def connect_scale(self, *, protocol: str, line: str, why: str) -> None:
        """Read the simulated scale in this protocol. why: the reason for the choice, kept."""
        if self.scale is not None:
            self.live.connect_port(
                LinkSettings(
                    port=self.scale.path,
                    protocol=protocol,
                    line=line,
                    unit="kg",
                    title="XK3190-A9",
                    detection=why,
                )
            )

    def close(self) -> None:
        """Stop what the rooms started."""
        self._pending.stop()
        self.sync.close()
        if self._example_sync is not None:
            self._example_sync.close()
        if self._simulator_window is not None:
            self._simulator_window.close()
        if self.scale is not None:
            self.scale.stop()
