"""The rooms of an open laptop: the pages, who works here, and the ways between them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inspector_app.domain.instrument import Person
from inspector_app.services.introduce_person import IntroducePerson
from inspector_app.services.reading_session import ReadingSessions
from inspector_app.words import gettext as _
from ui.cut_runs import look_for_cut_runs
from ui.example_rooms import ExampleRooms
from ui.parts import HouseParts
from ui.reading_recorder import ReadingRecorder
from ui.sync_bridge import SyncBridge
from ui.top_bar_links import TopBarLinks
from ui.under_inspection import UnderInspection

if TYPE_CHECKING:
    from inspector_app.services.ports import Found
    from inspector_app.services.workplace import Workplace
    from serial_drivers.ports.port_list import PortInfo, PortList
    from serial_drivers.simulators import SimulatedScale
    from ui.bench.page import BenchPage
    from ui.cases.page import CasesPage
    from ui.evidence_fetch import EvidenceFetch
    from ui.first_run import FirstRunAnswers
    from ui.inspect.page import InspectPage
    from ui.registry.page import RegistryPage
    from ui.rules.page import RulesPage
    from ui.settings.view import SettingsPage

EXAMPLE_PERSON = ("林晓敏", "揭阳市榕城区市场监督管理局", "粤V-0231")
EXAMPLE_SCOPE = "445202"


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
        self.example = ExampleRooms(application, self.sync, self)
        self.inspected = UnderInspection()
        self._top_bar: TopBarLinks | None = None
        self._fetch: EvidenceFetch | None = None
        self.sync.round_ended.connect(self._on_round)

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
        self._add_top_bar(workplace)
        if with_example:
            self.load_example(then=self._open_today)
        else:
            self._open_today()
        if self.application.example:
            self.example.start(self.desk.folder)

    def _open_today(self) -> None:
        self.window.uncover("today")
        if self._top_bar is not None:
            self._top_bar.start()
        look_for_cut_runs(self._runs, self.runner, self.window)

    def _add_top_bar(self, workplace: Workplace) -> None:
        bar = TopBarLinks(self.window, self.desk, workplace, self.runner, self.live, self.sync)
        bar.found.connect(self._go_to)
        bar.unknown.connect(self.find)
        bar.sync_wanted.connect(self.show_sync)
        bar.check_wanted.connect(self.start_check)
        self._top_bar = bar
        self.sync.start()

    def _add_pages(self, workplace: Workplace) -> None:
        add = self.window.add_page
        add("today", "today", lambda: _("Today"), lambda: self._today(workplace))
        add("inspect", "inspect", lambda: _("Inspect"), lambda: self._inspect(workplace))
        add("registry", "registry", lambda: _("Registry"), lambda: self._registry(workplace))
        add("bench", "bench", lambda: _("Bench"), lambda: self._bench(workplace))
        add("cases", "cases", lambda: _("Cases"), lambda: self._cases(workplace))
        add("insights", "insights", lambda: _("Insights"), lambda: self._insights(workplace))
        add("rules", "rules", lambda: _("Rules"), lambda: self._rules(workplace), at_foot=True)
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
        page.case_wanted.connect(self.open_case)
        return page

    def _inspect(self, workplace: Workplace) -> QWidget:
        from ui.evidence_fetch import EvidenceFetch
        from ui.inspect.page import InspectPage
        from ui.papers.side import PapersSide
        from ui.record_states import InspectStates

        page = InspectPage(workplace, self.runner, self.live, self.settings, ports=self._list_ports)
        page.add_papers(PapersSide(workplace, self.runner, settings=self.settings))
        InspectStates(page, self.sync, self.runner)
        self.inspected.follow(page.presenter)
        page.rule_wanted.connect(self.show_rule)
        page.exported.connect(self._say_exported)
        self._fetch = EvidenceFetch(page, self.desk, self.runner)
        page.case_wanted.connect(self.open_case_of)
        return page

    def _registry(self, workplace: Workplace) -> QWidget:
        from ui.record_states import RegistryStates
        from ui.registry.page import RegistryPage

        page = RegistryPage(workplace, self.runner)
        RegistryStates(page, self.sync)
        page.exporting.written.connect(self._say_exported)
        page.check_wanted.connect(self.start_check)
        page.inspection_wanted.connect(self.open_inspection)
        return page

    @cached_property
    def ports(self) -> PortList:
        """Return the ports that Inspect and Bench share."""
        from serial_drivers.ports.port_list import PortList

        return PortList()

    def _list_ports(self) -> Iterable[PortInfo]:
        """List them, off the UI thread; until then a first window loads none of it."""
        return self.ports.all()

    @property
    def _runs(self) -> Path:
        return self.desk.folder / "runs"

    def _bench(self, workplace: Workplace) -> QWidget:
        from ui.bench.page import BenchPage

        return BenchPage(
            workplace,
            self.runner,
            self.live,
            ports=self.ports,
            settings=self.settings,
            runs=self._runs,
            under_inspection=self.inspected.scale,
        )

    def _cases(self, workplace: Workplace) -> QWidget:
        from ui.cases.page import CasesPage

        page = CasesPage(workplace, self.runner)
        page.exporting.written.connect(self._say_exported)
        page.inspection_wanted.connect(self.open_inspection)
        page.paper_wanted.connect(self.open_papers)
        page.check_wanted.connect(self.start_check)
        return page

    def _insights(self, workplace: Workplace) -> QWidget:
        from ui.insights.page import InsightsPage

        page = InsightsPage(workplace, self.runner)
        page.record_wanted.connect(self.open_inspection)
        page.exported.connect(self._say_exported)
        return page

    def _say_exported(self, path: Path) -> None:
        self.window.say(_("Written: {name}").format(name=path.name), "export")

    def _rules(self, workplace: Workplace) -> QWidget:
        from ui.rules.page import RulesPage

        return RulesPage(workplace, self.runner)

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

    def cases_page(self) -> CasesPage:
        """Return the Cases page, built if needed."""
        return cast("CasesPage", self.window.page("cases"))

    def open_case(self, case_id: str) -> None:
        """Look at the file of a case."""
        self.window.show_page("cases")
        self.cases_page().open_case(case_id)

    def open_case_of(self, inspection_id: str) -> None:
        """Open the case of a failed record, the one there is or a new one."""
        self.window.show_page("cases")
        self.cases_page().open_from_inspection(inspection_id)

    def start_check(self, premises_id: str = "", instrument_id: str = "") -> None:
        """Start a check of this place or instrument; both empty ask on the page."""
        self.window.show_page("inspect")
        self.inspect_page().start_check(premises_id=premises_id, instrument_id=instrument_id)

    def open_inspection(self, inspection_id: str) -> None:
        """Go on with a draft, or look at a finished one."""
        self.window.show_page("inspect")
        self.inspect_page().open_inspection(inspection_id)

    def open_papers(self, inspection_id: str, report: str) -> None:
        """Show the papers of a record, this one chosen."""
        self.window.show_page("inspect")
        self.inspect_page().open_papers(inspection_id, report)

    def find(self, text: str) -> None:
        """Find what a search, a scan or a code names, and go there."""
        self.window.show_page("inspect")
        self.inspect_page().find(text)

    def _go_to(self, found: Found) -> None:
        """Go to what the search of the top bar found."""
        if found.what == "inspection":
            self.open_inspection(found.key)
        elif found.what == "case":
            self.open_case(found.key)
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

    def show_rule(self, name: str) -> None:
        """Go to the regulation that a citation names: by number, key or title."""
        self.window.show_page("rules")
        cast("RulesPage", self.window.page("rules")).show_regulation(name)

    def show_sync(self) -> None:
        """Go to the office and what waits for it."""
        self.window.show_page("settings")
        cast("SettingsPage", self.window.page("settings")).show_section("sync")

    def package_installed(self, number: int) -> None:
        """Say that other rules hold, and offer their kinds of inspection without a restart."""
        if self.workplace is not None and self.window.is_built("inspect"):
            self.inspect_page().offer_kinds()
        self.window.say(_("The rules of package {number} were installed.").format(number=number))

    def _on_round(self) -> None:
        result = self.sync.snapshot.result
        if result is not None and result.package:
            self.package_installed(result.package)

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
        self.runner.run(load, done if not self.application.example else None)
        if self.application.example:
            from inspector_app.services.example_cases import LoadExampleCases

            self.runner.run(LoadExampleCases(workplace), done)

    @property
    def scale(self) -> SimulatedScale | None:
        """Return the example's scale."""
        return self.example.scale

    def connect_scale(self, *, protocol: str, line: str, why: str) -> None:
        """Read the example's scale in this protocol. why: the reason for the choice, kept."""
        self.example.connect_scale(protocol=protocol, line=line, why=why)

    def close(self) -> None:
        """Stop what the rooms started."""
        if self._top_bar is not None:
            self._top_bar.close()
        if self._fetch is not None:
            self._fetch.stop()
        self.sync.close()
        self.example.close()
