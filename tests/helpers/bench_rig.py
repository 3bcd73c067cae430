"""The Bench page on real pseudo-terminals, with the example market in a real storage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app import words
from inspector_app.adapters.clock import SystemClock
from inspector_app.adapters.pdf_writer.writer import ReportPdfWriter
from inspector_app.adapters.picture_tool import PillowPictureTool
from inspector_app.domain.instrument import Person, WeighingInstrument
from inspector_app.metrology.regulations import load_book
from inspector_app.packages.shelf import RuleShelf
from inspector_app.services.example_market import LoadExampleMarket
from inspector_app.services.workplace import Workplace
from inspector_app.settings import Settings
from serial_drivers.ports.port_list import PortList
from serial_drivers.ports.transport import FoundPort
from serial_drivers.simulators import ScaleNature, SimulatedScale
from tests.helpers.closing import Closing
from tests.helpers.documents import MemoryKey, pdf_signer
from tests.helpers.evidence import CountingIds, FakeClock, signer, storage_in
from ui.bench.page import BenchPage
from ui.bench.ports.model import Known
from ui.live_instrument import LiveInstrument
from ui.serial_link import SerialLink, SessionFact
from ui.task_runner import TaskRunner
from ui.theme import ThemeChoice, apply_theme

PATIENCE_MS, TURN_MS = 20_000, 5


class UsbPort:
    """A USB adapter as the system lists it."""

    description: str = "USB2.0-Serial"
    vid: int | None = 0x1A86
    pid: int | None = 0x7523
    serial_number: str | None = None
    location: str | None = "2-1"

    def __init__(self, device: str) -> None:
        self.device = device


class BenchRig(Closing):
    """The page, shown; scales are real simulated ones on real pseudo-terminals."""

    def __init__(self, folder: Path, *, theme: ThemeChoice = "light", language: str = "en") -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        words.set_language(language)
        apply_theme(app, theme)
        clock, key = FakeClock(), MemoryKey()
        self.storage = storage_in(folder / "records", clock)
        LoadExampleMarket(self.storage.log, self.storage.registry, clock)()
        self.workplace = Workplace(
            storage=self.storage,
            clock=SystemClock(),
            ids=CountingIds("018f0000-0000-7000-9000-"),
            shelf=RuleShelf(load_book()),
            pdf_writer=ReportPdfWriter(self.storage.blobs.get, pdf_signer(key).sign),
            pictures=PillowPictureTool(),
            device_signer=key,
            inspector_signer=lambda _person: signer(2),
            person=Person(person_id="p", name="林晓敏", unit="榕城局"),
            scope="445202",
        )
        self.found: list[FoundPort] = []
        self.sessions: list[SessionFact] = []
        self.runner = TaskRunner()
        captures = folder / "captures"
        self.live = LiveInstrument(
            lambda settings, post: SerialLink(
                settings, post, tell=self.sessions.append, captures=captures
            )
        )
        self.scales: list[SimulatedScale] = []
        self.inspected: WeighingInstrument | None = None
        self.page = BenchPage(
            self.workplace,
            self.runner,
            self.live,
            runs=folder / "runs",
            under_inspection=lambda: self.inspected,
            ports=PortList(lambda: self.found),
            settings=Settings(folder / "settings.json"),
        )
        self.page.resize(1294, 720)
        self.page.show()

    def scale(self, protocol: str = "yaohua-tf0", load: str = "5.000") -> SimulatedScale:
        """Switch on a scale with a load and show its port on the page."""
        scale = SimulatedScale(protocol, nature=ScaleNature(noise=0.0, settling_s=0.05))
        scale.put(load)
        scale.start()
        self.scales.append(scale)
        self.page.add_simulated(scale, protocol)
        return scale

    def known(self, scale: SimulatedScale) -> Known:
        return self.page.ports.entries[scale.path].known

    def until(self, ready: Callable[[], object]) -> None:
        """Wait until this is so."""
        for _turn in range(PATIENCE_MS // TURN_MS):
            if ready():
                return
            QTest.qWait(TURN_MS)
        raise AssertionError("it never came to be so")

    def read(self, protocol: str = "yaohua-tf0", load: str = "5.000") -> SimulatedScale:
        """Return a scale that was recognised, read and shown."""
        scale = self.scale(protocol, load)
        self.until(lambda: load in self.page.live_card.reading.accessibleName())
        return scale

    def sentence(self) -> str:
        """What the banner says, empty without one."""
        banner = self.page.notice.banner
        return banner.accessibleName() if banner is not None else ""

    def close(self) -> None:
        self.page.shut_down()
        self.live.disconnect_port()
        for scale in self.scales:
            scale.stop()
        self.until(lambda: not self.runner._running)
        self.runner.close()
        self.page.close()
        self.page.deleteLater()
        self.storage.close()
