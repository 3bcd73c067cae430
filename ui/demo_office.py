"""The demo's second half: the checked scale reaches an office, and the public can verify it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import parse_qs

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from inspector_app.adapters.example_office import ExampleOffice, start_example_office
from inspector_app.adapters.public_page import fetch_page
from inspector_app.evidence import base45, token
from inspector_app.services.sync_ports import RecordState
from ui.demo_waiter import DemoFailed, Waiter

_PAGE = QSize(1654, 2339)
"""A4 at 200 dpi: enough for the QR code of a report."""
_READ_TRIES, _READ_SECONDS = 60, 0.25
"""The office reads a record a moment after its receipt."""
_HEADING = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)
_ANSWERS = {"genuine": ("真实", "Genuine"), "forged": ("伪造", "Forged")}
Result = TypeVar("Result")


class DemoStage(Protocol):
    """What these steps use of the demo."""

    application: Any
    out: Path
    pdf: Path
    wait: Waiter

    @property
    def rooms(self) -> Any:
        """Return the rooms."""
        ...

    @property
    def view(self) -> Any:
        """Return the open inspection's view."""
        ...

    def picture(self, name: str) -> str:
        """Save the window."""
        ...


class OfficeSteps:
    """Steps with an office on loopback over TLS."""

    def __init__(self, stage: DemoStage) -> None:
        self._stage = stage
        self._office: ExampleOffice | None = None
        self._address = ""

    def join(self) -> str:
        """Start an office on this machine and join it with its one-time code."""
        stage = self._stage
        folder = stage.out / "data" / "office"
        office = self._off_thread(lambda: start_example_office(folder, "揭阳市市场监督管理局"))
        self._office = office
        stage.rooms.sync.enrol(office.code, "", "demo")
        stage.wait.until(
            lambda: stage.rooms.sync.details.enrolment is not None, "the laptop is enrolled", 60
        )
        kept = stage.rooms.sync.details.enrolment
        return f"{office.address}, TLS pinned; {kept.office_name}, divisions {kept.scopes}"

    def send(self) -> str:
        """Send everything and wait until the office has confirmed all of the evidence."""
        stage, key = self._stage, self._stage.view.inspection.inspection_id
        stage.rooms.sync.retry()
        states: list[RecordState] = []

        def ask() -> bool:
            stage.rooms.sync.ask_states([key], lambda found: states.append(found[key]))
            return bool(states) and states[-1] is RecordState.COMPLETE

        stage.wait.until(ask, "the record's evidence is complete at the office", 60)
        stage.rooms.show_sync()
        result = stage.rooms.sync.snapshot.result
        count = result.accepted if result is not None else 0
        return f"evidence complete; {count} receipts in the last round; {stage.picture('synced')}"

    def scan(self) -> str:
        """Scan the PDF's own QR code and open the public page that it names."""
        from inspector_app.adapters import qr

        texts = [text for page in _pages(self._stage.pdf) for text in qr.read(page)]
        found = [text for text in texts if text.startswith("https://")]
        if not found:
            raise DemoFailed(f"no address in the QR codes: {texts}")
        self._address = found[0]
        said = self._heading(self._address, patience=_READ_TRIES)
        if said not in _ANSWERS["genuine"]:
            raise DemoFailed(f"the page does not confirm the record: {said}")
        return f"{self._address[:48]}...: {said}"

    def refuse_forgery(self) -> str:
        """Change one bit of the code's signature and see the public page refuse it."""
        said = self._heading(_forged(self._address))
        if said not in _ANSWERS["forged"]:
            raise DemoFailed(f"a forged code was called {said}")
        return f"one bit changed: {said}"

    def pull(self) -> str:
        """Let a second laptop fetch the record and verify its report."""
        office, sha256 = self._running(), self._stage.view.inspection.reports[-1].sha256
        folder = self._stage.out / "data" / "second"
        target = self._stage.out / "second-laptop.pdf"
        return self._off_thread(lambda: _second_laptop(office, folder, sha256, target))

    def close(self) -> None:
        """Stop the office."""
        if self._office is not None:
            self._office.stop()

    def _running(self) -> ExampleOffice:
        if self._office is None:
            raise DemoFailed("no office runs")
        return self._office

    def _heading(self, address: str, patience: int = 1) -> str:
        authority = self._running().authority
        return self._off_thread(lambda: _asked(address, authority, patience))

    def _off_thread(self, work: Callable[[], Result]) -> Result:
        """Return what blocking work gives, the window alive meanwhile."""
        results: list[Result] = []
        failures: list[Exception] = []
        self._stage.application.runner.run(work, results.append, failures.append, storage=False)
        self._stage.wait.until(lambda: results or failures, "work beside the window ends", 120)
        if failures:
            raise DemoFailed(str(failures[0]))
        return results[0]


def _forged(address: str) -> str:
    """Return the address with the last bit of its token's signature turned."""
    base, _, query = address.partition("?")
    text = parse_qs(query)["t"][0]
    raw = bytearray(base45.decode(text.removeprefix(token.PREFIX)))
    raw[-1] ^= 1
    return token.with_address(token.PREFIX + base45.encode(bytes(raw)), base)


def _asked(address: str, authority: str, patience: int) -> str:
    """Return the page's heading; asked again while the office has not read the record yet."""
    pause, said = threading.Event(), ""
    for _ in range(patience):
        found = _HEADING.search(fetch_page(address, authority))
        said = found.group(1).strip() if found else ""
        if said in _ANSWERS["genuine"]:
            break
        pause.wait(_READ_SECONDS)
    return said


def _pages(pdf: Path) -> list[bytes]:
    """Return the pages as PNG."""
    document = QPdfDocument()
    document.load(str(pdf))
    pages: list[bytes] = []
    for number in range(document.pageCount()):
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image = QImage(_PAGE, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)  # the rendering itself is transparent where no ink is
        painter = QPainter(image)
        painter.drawImage(0, 0, document.render(number, _PAGE))
        painter.end()
        image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub knows bytes only
        pages.append(bytes(buffer.data().data()))
    document.close()
    return pages


def _second_laptop(office: ExampleOffice, folder: Path, sha256: str, target: Path) -> str:
    from inspector_app.bootstrap import open_desk

    desk = open_desk(folder, lambda _is_new: "the second laptop")
    try:
        enrolment = desk.enrol(office.another_code("second"), "", "second")
        result = desk.synchronise(lambda _step, _done, _total: None)
        link = desk.make_link(enrolment)
        try:
            target.write_bytes(link.fetch_blob(sha256))
        finally:
            link.close()
        found = desk.verify(target)
        if found.outcome.value != "genuine":
            raise DemoFailed(f"not genuine on the second laptop: {found.reasons}")
        rows = desk.storage.registry.list_inspections()
        return f"{result.pulled} facts pulled, {rows[0].number} there, its report genuine"
    finally:
        desk.close()
