"""The Inspect page on a real encrypted storage with the example market and a hand-fed scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from inspector_app import words
from inspector_app.adapters.pdf_writer.writer import ReportPdfWriter
from inspector_app.adapters.picture_tool import PillowPictureTool
from inspector_app.domain.indication import Indication, StabilityBasis
from inspector_app.domain.inspection import Inspection
from inspector_app.metrology.regulations import load_book
from inspector_app.packages.shelf import RuleShelf
from inspector_app.services.example_market import LoadExampleMarket
from inspector_app.services.inspection_log import load
from inspector_app.services.introduce_person import IntroducePerson
from inspector_app.services.number_blocks import Numbering
from inspector_app.services.workplace import Workplace
from serial_drivers.ports.port_list import PortList
from serial_drivers.ports.transport import FoundPort
from tests.helpers.documents import MemoryKey, pdf_signer
from tests.helpers.evidence import CountingIds, FakeClock, signer, storage_in
from ui.inspect.page import InspectPage
from ui.live_instrument import LinkEvent, LinkSettings, LinkState, LinkStatus, LiveInstrument
from ui.main_window import MainWindow
from ui.papers.side import PapersSide
from ui.task_runner import TaskRunner
from ui.theme import ThemeChoice, apply_theme

LINK = LinkSettings(
    port="COM5", protocol="yaohua-tf0", line="9600 8N1", unit="kg", title="XK3190-A9"
)
PATIENCE_MS = 10_000


class HandFedPort:
    """A port that says what the test says."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.is_closed = False

    def send(self, data: bytes) -> None:
        self.sent.append(data)

    def close(self) -> None:
        self.is_closed = True


class InspectRig:
    """One window with the page; `press` types keys where the focus is, as a person would."""

    def __init__(
        self,
        folder: Path,
        *,
        theme: ThemeChoice = "light",
        language: str = "en",
        size: tuple[int, int] = (1366, 768),
        files: Sequence[str] = (),
    ) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        words.set_language(language)
        apply_theme(app, theme)
        self.clock, self.device_key = FakeClock(), MemoryKey()
        self.storage = storage_in(folder, self.clock)
        self.numbering = Numbering(province="粤", place="揭榕")
        self.workplace = self._workplace()
        LoadExampleMarket(self.storage.log, self.storage.registry, self.clock)()
        self.failures: list[Exception] = []
        self.runner = TaskRunner()
        self.runner.failed.connect(self.failures.append)
        self.port = HandFedPort()
        self._post: Callable[[LinkEvent], None] | None = None
        self.live = LiveInstrument(self._open_port)
        self.window = MainWindow()
        self.plugged: list[FoundPort] = []
        self.page = InspectPage(
            self.workplace,
            self.runner,
            self.live,
            choose_files=lambda _parent: files,
            ports=PortList(lambda: self.plugged).all,
        )
        self.page.add_papers(PapersSide(self.workplace, self.runner))
        self.window.add_page("inspect", "inspect", lambda: "Inspect", lambda: self.page)
        self.window.resize(*size)
        self.window.show()
        self.window.show_page("inspect")
        self.window.activateWindow()
        self._frames = 0
        self.settle()

    def _workplace(self) -> Workplace:
        ids = CountingIds("018f0000-0000-7000-9000-")
        person = IntroducePerson(self.storage.log, ids, "445202")(
            "林晓敏", "揭阳市榕城区市场监督管理局", card_number="粤V-0231"
        )
        return Workplace(
            storage=self.storage,
            clock=self.clock,
            ids=ids,
            shelf=RuleShelf(load_book()),
            pdf_writer=ReportPdfWriter(self.storage.blobs.get, pdf_signer(self.device_key).sign),
            pictures=PillowPictureTool(),
            device_signer=self.device_key,
            inspector_signer=lambda _person: signer(2),
            person=person,
            scope="445202",
            numbering=lambda: self.numbering,
        )

    # --- the scale -------------------------------------------------------------------------

    def _open_port(self, _settings: LinkSettings, post: Callable[[LinkEvent], None]) -> HandFedPort:
        self._post = post
        return self.port

    def connect(self, settings: LinkSettings = LINK) -> None:
        self.live.connect_port(settings)
        self.post(LinkStatus(state=LinkState.STREAMING))

    def post(self, event: LinkEvent) -> None:
        assert self._post is not None
        self._post(event)
        self.settle()

    def show(self, figures: str, *, unit: str | None = "kg", **more: object) -> Indication:
        """Let the scale show these figures, stable unless told otherwise."""
        self._frames += 1
        fields: dict[str, object] = {
            "stable": True,
            "stability_basis": StabilityBasis.WIRE,
            "raw": figures.encode(),
        }
        seen = Indication(
            value=Decimal(figures),
            unit=unit,
            received_at=datetime(2026, 11, 23, 2, 0, 0, tzinfo=UTC),
            monotonic_ns=self._frames * 100_000_000,
            sequence=self._frames,
            **{**fields, **more},  # type: ignore[arg-type] # a test names real fields
        )
        self.post(seen)
        return seen

    # --- the person ------------------------------------------------------------------------

    def settle(self) -> None:
        """Wait until nothing runs and every answer was shown."""
        idle = 0
        for _turn in range(PATIENCE_MS):
            QTest.qWait(1)
            idle = 0 if self.runner._running else idle + 1
            if idle > 5:
                return
        raise AssertionError("the page never came to rest")

    def press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        times: int = 1,
    ) -> None:
        for _time in range(times):
            QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
            self.settle()

    def type(self, text: str) -> None:
        """Type keys; Chinese arrives as an input method commits it."""
        focused = QApplication.focusWidget()
        assert focused is not None
        if text.isascii():
            QTest.keyClicks(focused, text)
        else:
            assert isinstance(focused, QLineEdit)
            focused.insert(text)
            focused.textEdited.emit(focused.text())
        QTest.qWait(150)  # the search waits for a pause in typing
        self.settle()

    # --- what happened ---------------------------------------------------------------------

    def inspection(self) -> Inspection:
        """The inspection as the log has it, not as the page shows it."""
        return load(self.storage.log, self.page.presenter.inspection_id)

    def begin(self, number: str = "2304718") -> None:
        """Open an inspection of the instrument with this number."""
        self.type(number)
        self.press(Qt.Key.Key_Return)

    def measure(self) -> None:
        """Put on each load of the plan and capture it with Space."""
        model = self.page.measuring.model
        for _row in range(40):
            row = model.row()
            if model.is_finished() or row is None or row.load is None:
                return
            self.show(f"{row.load.in_unit('kg'):.3f}")
            self.press(Qt.Key.Key_Space)

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        self.runner.close()
        self.storage.close()
        words.set_language("en")
