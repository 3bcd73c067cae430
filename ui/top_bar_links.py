"""What the top bar shows and where its parts lead: search, instrument, sync, person, clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from inspector_app.domain.indication import Indication
from inspector_app.words import figures
from inspector_app.words import gettext as _
from serial_drivers.code_scanner import KEY, wanted_text
from ui.link_words import title_of
from ui.live_instrument import LinkState, LinkStatus, LiveInstrument
from ui.main_window import MainWindow
from ui.sync_bridge import SyncBridge
from ui.sync_words import chip_state, situation
from ui.task_runner import TaskRunner
from ui.widgets.painting import MINUS
from ui.widgets.top_chips import InstrumentMotion

if TYPE_CHECKING:
    from inspector_app.adapters.sync_thread import SyncSnapshot
    from inspector_app.bootstrap import Desk
    from inspector_app.services.workplace import Workplace

PENDING_MS = 2000


class TopBarLinks(QObject):
    """Signals: found(Found), unknown(text): what the search came to; sync_wanted, check_wanted."""

    found = Signal(object)
    unknown = Signal(str)
    sync_wanted = Signal()
    check_wanted = Signal()

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        workplace: Workplace,
        runner: TaskRunner,
        live: LiveInstrument,
        sync: SyncBridge,
    ) -> None:
        super().__init__(window)
        self._window, self._runner, self._live, self._sync = window, runner, live, sync
        self._storage = desk.storage
        self._clock_told = False
        self._pending = QTimer(self)
        self._pending.setInterval(PENDING_MS)
        self._pending.timeout.connect(self._ask_pending)
        bar = window.top_bar
        bar.person.show_person(workplace.person.name)
        bar.person.clicked.connect(lambda: window.show_page("settings"))
        bar.instrument.language_changed.connect(self._on_language)
        bar.instrument.clicked.connect(lambda: window.show_page("bench"))
        bar.sync.clicked.connect(self.sync_wanted)
        sync.changed.connect(self._on_sync)
        live.indication_received.connect(self._on_indication)
        live.status_changed.connect(self._on_status)
        self._add_search(workplace)

    def _add_search(self, workplace: Workplace) -> None:
        from inspector_app.services.find_subject import FindSubject
        from ui.search_hits import SearchHits

        find = FindSubject(workplace.storage.registry)
        self._hits = SearchHits(self._window, find, self._runner, self)
        self._hits.chosen.connect(self.found)
        self._hits.unknown.connect(self.unknown)
        check = QShortcut(QKeySequence("Ctrl+N"), self._window)
        check.activated.connect(self.check_wanted)
        # Inspect has its own; two at once would be ambiguous and neither would act.
        self._window.page_shown.connect(lambda key: check.setEnabled(key != "inspect"))

    def start(self) -> None:
        """Begin to ask what waits."""
        self._pending.start()
        self._ask_pending()

    def close(self) -> None:
        """Ask no more."""
        self._pending.stop()

    @Slot(object)
    def _on_indication(self, indication: Indication) -> None:
        status = self._live.status
        if status.settings is None:
            return
        if status.settings.protocol == KEY:
            self._on_scan(indication)
        self._show_instrument(status, indication)

    def _show_instrument(self, status: LinkStatus, latest: Indication | None) -> None:
        """Show name, value and port in the language in use."""
        chip, settings = self._window.top_bar.instrument, status.settings
        if settings is None or status.state is LinkState.CLOSED:
            chip.show_instrument("", "", "", "none")
            return
        motion: InstrumentMotion = "waiting"
        value = ""
        if status.state in {LinkState.LOST, LinkState.FAILED}:
            motion = "lost"
        elif latest is not None:
            motion = "live" if latest.stable else "moving"
            unit = figures.unit(latest.unit or settings.unit)
            value = "" if latest.value is None else f"{latest.value:f} {unit}"
        value = value.replace("-", MINUS).strip()
        chip.show_instrument(title_of(settings), value, settings.port.rsplit("/", 1)[-1], motion)

    @Slot()
    def _on_language(self) -> None:
        self._show_instrument(self._live.status, self._live.latest)

    def _on_scan(self, scan: Indication) -> None:
        """Go to what a scanned code names, as if it had been typed."""
        text = wanted_text(scan)
        if text is not None:
            self._hits.look_up(text)

    @Slot(object)
    def _on_status(self, status: LinkStatus) -> None:
        self._show_instrument(status, self._live.latest)

    @Slot()
    def _ask_pending(self) -> None:
        self._runner.run(self._storage.registry.pending_events, self._sync.note_pending)
        if not self._clock_told:
            self._runner.run(self._storage.log.clock_went_back, self._on_clock)

    def _on_clock(self, went_back: bool) -> None:
        if went_back and not self._clock_told:
            self._clock_told = True
            self._window.say(
                _(
                    "The clock of this laptop was set back. Nothing is lost; it is noted in the "
                    "record. Please set date and time right."
                ),
                "warn",
            )

    def _on_sync(self, snapshot: SyncSnapshot) -> None:
        chip = self._window.top_bar.sync
        chip.show_state(chip_state(snapshot))
        chip.setToolTip(situation(snapshot))
