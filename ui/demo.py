"""The whole job without a person: the real window, a simulated scale, keys pressed, papers checked.

Each step prints its evidence; one that fails ends the demo with exit code 1. The scale has a
fault built in, so that there is something to find.
"""

from __future__ import annotations

import os
import shutil
import sys
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app.adapters.directories import has_display
from inspector_app.domain.inspection import State
from inspector_app.domain.measurement import PlanRow
from inspector_app.kinds.base import Step
from inspector_app.words import verification
from ui.demo_office import OfficeSteps
from ui.demo_waiter import DemoFailed, Waiter

if TYPE_CHECKING:
    from inspector_app.services.plan_inspection import InspectionView
    from ui.app import Application
    from ui.inspect.page import InspectPage

INSTRUMENT = "2304718"
FAULT_GAIN = "1.0012"


class Demo:
    """The steps in order. out: folder of pictures and documents."""

    def __init__(self, application: Application, out: Path) -> None:
        self.application, self.out = application, out
        self.wait = Waiter()
        self.pictures = 0
        self.pdf = Path()
        self.at_office = OfficeSteps(self)

    # --- help ------------------------------------------------------------------------------

    @property
    def rooms(self) -> Any:
        """Return the rooms, once furnished."""
        return self.application.rooms

    @property
    def page(self) -> InspectPage:
        """Return the Inspect page."""
        page: InspectPage = self.rooms.inspect_page()
        return page

    @property
    def view(self) -> InspectionView:
        """Return what the page shows of the open inspection. Raises DemoFailed without one."""
        view = self.page.presenter.view
        if view is None:
            raise DemoFailed("no inspection is open")
        return view

    def picture(self, name: str) -> str:
        """Save the window as it is; return the file's name."""
        QApplication.processEvents()
        self.pictures += 1
        file = self.out / f"{self.pictures:02d}-{name}.png"
        if not self.application.window.grab().save(str(file)):
            raise DemoFailed(f"picture {file} could not be written")
        return file.name

    def press(self, key: Qt.Key) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self.focused(), key)

    def focused(self) -> QWidget:
        """Return where keys go; a screen without a window manager leaves the window inactive."""
        window = self.application.window
        candidates: list[QWidget | None] = [QApplication.focusWidget(), window.focusWidget()]
        return next((widget for widget in candidates if widget is not None), window)

    # --- steps -----------------------------------------------------------------------------

    def open(self) -> str:
        """Open the example market."""
        self.application.start()
        window = self.application.window
        self.wait.until(lambda: window.current_key() == "today", "the window opens on Today")
        registry = self.application.desk.storage.registry  # type: ignore[union-attr]
        count = self.application.runner
        found: list[int] = []
        count.run(registry.count_instruments, found.append)
        self.wait.until(lambda: found, "the register answers")
        return f"{found[0]} instruments in the register; {self.picture('today')}"

    def detect(self) -> str:
        """Find the scale's protocol by listening."""
        from serial_drivers.catalog import drivers
        from serial_drivers.finding.detection import Detection, DetectionRun

        results: list[Detection] = []
        tried: list[object] = []
        run = DetectionRun(
            self.rooms.scale.path, drivers(), on_progress=tried.append, on_done=results.append
        )
        run.start()
        self.wait.until(lambda: results, "detection ends", 30)
        chosen = results[0].chosen
        if chosen is None:
            raise DemoFailed(f"nothing detected: {results[0].reason}")
        key, line = chosen.driver.key, str(chosen.line)
        self.rooms.connect_scale(protocol=key, line=line, why=chosen.reason)
        self.wait.until(lambda: self._stable() is not None, "the scale is read", 30)
        return f"{chosen.driver.key} {chosen.line}: {chosen.reason}"

    def start_check(self) -> str:
        """Find the instrument by its serial number, typed on Today."""
        window = self.application.window
        window.show_page("today")
        QTest.keyClicks(self.focused(), INSTRUMENT)
        self.press(Qt.Key.Key_Return)
        hits = self.page.view.premises
        self.wait.until(lambda: window.current_key() == "inspect", "the Inspect page opens")
        self.wait.until(self._hits, "the search finds the instrument")
        hits.picked.emit(self._hits()[0])
        self.wait.until(
            lambda: self.page.presenter.view and self.view.inspection.weight_sets,
            "premises, instrument and weights are chosen",
        )
        inspection = self.view.inspection
        instrument = inspection.instrument
        return f"{inspection.number}: {instrument.name if instrument else ''} {INSTRUMENT}"

    def _hits(self) -> list[str]:
        return [key for key, hit in self.page.beginning.hits.items() if hit.what == "instrument"]

    def answer_checks(self) -> str:
        """Answer the whole list by keys: Y, all comply."""
        self.page.go_to(Step.CHECKS)
        for check in self.view.checks:
            if not check.answer:
                self.page.view.checks.go_to_check(check.check.key)
                self.press(Qt.Key.Key_Y)
                self.wait.until(partial(self._is_yes, check.check.key), "the answer is kept")
        return f"{len(self.view.checks)} checks answered; {self.picture('checks')}"

    def _is_yes(self, key: str) -> bool:
        return any(c.check.key == key and c.answer == "yes" for c in self.view.checks)

    def measure(self) -> str:
        """Put each load on, wait until it is stable, press Space."""
        self.page.go_to(Step.MEASUREMENTS)
        optional = {s.use.shape for s in self.view.shapes if s.use.optional}
        rows = [r.row for r in self.view.rows if r.row.shape not in optional]
        for at, row in enumerate(rows):
            self._measure(row)
            if at == len(rows) // 2:
                self.picture("measuring")
        return f"{len(rows)} points captured with Space; {self.picture('measured')}"

    def _measure(self, row: PlanRow) -> None:
        self.page.measuring.go_to_row(row.row_id)
        load = row.load.in_unit("kg") if row.load is not None else Decimal(0)
        self.rooms.scale.set_load(load)
        near = max(load * Decimal("0.01"), Decimal("0.03"))
        self.wait.until(
            lambda: (seen := self._stable()) is not None and abs(seen - load) <= near,
            f"{load} kg is stable",
        )
        QTest.keyClick(self.page, Qt.Key.Key_Space)
        self.wait.until(
            lambda: self.view.inspection.observation_at(row.row_id) is not None,
            f"{row.row_id} is captured",
        )

    def _stable(self) -> Decimal | None:
        live = self.application.live
        seen = live.latest if live is not None else None
        if seen is None or seen.value is None or not seen.stable:
            return None
        return seen.value

    def photograph(self) -> str:
        """Attach a photo for each role asked for."""
        for number, role in enumerate(self.view.kind.photos):
            file = self.out / f"photo-{role.key}.jpg"
            _paint_photo(file, number)
            self.page.presenter.attach(file, role.key)
            self.wait.until(partial(self._has_photos, number + 1), "the photo is kept", 60)
        self.page.go_to(Step.EVIDENCE)
        return f"{len(self.view.inspection.photos)} photos kept; {self.picture('evidence')}"

    def _has_photos(self, count: int) -> bool:
        return len(self.view.inspection.photos) >= count

    def conclude(self) -> str:
        """Judge by the rules in force."""
        self.page.presenter.conclude()
        self.wait.until(lambda: self._is(State.CONCLUDED), "the verdict is given")
        verdict = self.view.inspection.verdict
        if verdict is None:
            raise DemoFailed("no verdict")
        reasons = len(verdict.findings)
        return (
            f"{verdict.outcome} by {verdict.regulation}, {reasons} findings, "
            f"{len(verdict.failures())} against; {self.picture('conclusion')}"
        )

    def _is(self, state: State) -> bool:
        return self.view.inspection.state is state

    def sign(self) -> str:
        """Sign as inspector and as party, by strokes."""
        self.page.go_to(Step.SIGNATURES)
        image = _paint_signature(self.out / "signature.png")
        names = {"inspector": self.rooms.workplace.person.name, "party": "陈海生"}
        for role in self.view.kind.signature_roles:
            name = names.get(role, "林海")
            self.page.view.signatures.signed.emit(role, name, image)
            self.wait.until(partial(self._has_signed, role), f"{role} has signed")
        return f"{', '.join(self.view.kind.signature_roles)}; {self.picture('signatures')}"

    def _has_signed(self, role: str) -> bool:
        return self.view.inspection.signature_of(role) is not None

    def seal(self) -> str:
        """Seal the record and issue the PDF."""
        self.page.view.signatures.seal_asked.emit()
        self.wait.until(lambda: self._is(State.SEALED), "the record is sealed")
        self.wait.until(lambda: self.view.inspection.reports, "the report is issued", 60)
        inspection = self.view.inspection
        issued, seal = inspection.reports[-1], inspection.seal
        self.pdf = self.out / issued.name
        self.pdf.write_bytes(self.application.desk.storage.blobs.get(issued.sha256))  # type: ignore[union-attr]
        self.picture("sealed")
        return f"record {seal.record_sha256[:16] if seal else ''}..., {self.pdf.name}"

    def verify(self) -> str:
        """Verify the PDF offline, and see a forged copy refused."""
        genuine = self._checked(self.pdf)
        if genuine.outcome.value != "genuine":
            raise DemoFailed(f"not genuine: {genuine.reasons}")
        forged = self.out / "forged.pdf"
        data = bytearray(self.pdf.read_bytes())
        data[len(data) // 2] ^= 1
        forged.write_bytes(data)
        refused = self._checked(forged)
        if refused.outcome.value in {"genuine", "genuine_but_key_unknown"}:
            raise DemoFailed("a forged report passed")
        said = verification.sentences(refused.outcome.value, refused.reasons)
        return f"genuine; one bit changed: {refused.outcome} ({said[-1]})"

    def _checked(self, file: Path) -> Any:
        found: list[Any] = []
        desk = self.application.desk
        self.application.runner.run(lambda: desk.verify(file), found.append)  # type: ignore[union-attr]
        self.wait.until(lambda: found, "verification ends", 60)
        return found[0]

    def chain(self) -> str:
        """Compute the whole evidence chain again."""
        found: list[int] = []
        log = self.application.desk.storage.log  # type: ignore[union-attr]
        self.application.runner.run(log.verify_chain, found.append)
        self.wait.until(lambda: found, "the chain is verified")
        return f"{found[0]} facts, every hash and signature holds"

    def look_around(self) -> str:
        """Take a picture of every room."""
        window, names = self.application.window, []
        for key in ("today", "registry", "bench", "settings"):
            window.show_page(key)
            self.wait.until(lambda: not self.application.runner.is_busy, f"{key} is filled")
            if key == "bench":
                self.hear(20)
            names.append(self.picture(key))
        return ", ".join(names)

    def hear(self, count: int) -> None:
        """Wait for so many more indications, so that the bench has something to show."""
        heard: list[object] = []
        live = self.application.live
        if live is not None:
            live.indication_received.connect(heard.append)
            self.wait.until(lambda: len(heard) >= count, f"{count} indications are heard")
            live.indication_received.disconnect(heard.append)


def _paint_photo(file: Path, number: int) -> None:
    """Paint something to photograph: a nameplate."""
    image = QImage(1600, 1200, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    light = QLinearGradient(QPoint(0, 0), QPoint(1600, 1200))
    light.setColorAt(0, QColor("#c9d2d0"))
    light.setColorAt(1, QColor("#6f7f7b"))
    painter.fillRect(image.rect(), light)
    painter.setPen(QColor("#16201c"))
    font = QApplication.font()
    font.setPixelSize(64)
    painter.setFont(font)
    plate = (
        "电子计价秤 ACS-30",
        "Max 30 kg   e = 10 g   III",
        f"No. {INSTRUMENT}",
        f"{number + 1}",
    )
    for at, line in enumerate(plate):
        painter.drawText(160, 320 + at * 140, line)
    painter.end()
    image.save(str(file))


def _paint_signature(file: Path) -> bytes:
    """Paint a signature into a PNG file and return its bytes."""
    image = QImage(480, 160, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QApplication.font()
    font.setPixelSize(72)
    font.setItalic(True)
    painter.setFont(font)
    painter.drawText(60, 110, "签名 示例")
    painter.end()
    image.save(str(file))
    return file.read_bytes()


def run_demo(out: Path, language: str = "zh_CN") -> int:
    """Play the demo into a folder; return 0, or 1 when a step failed. language: zh_CN or en."""
    out = out.resolve()
    shutil.rmtree(out / "data", ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui.app import Application

    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("another kind of application runs already")
    application = Application(app, out / "data", example=True, attended=False)
    application.scale_gain = FAULT_GAIN
    application.settings.set("language", language)
    demo = Demo(application, out)
    try:
        code = _play(demo)
    finally:
        demo.at_office.close()
        application.close()
    return code


def _play(demo: Demo) -> int:
    steps = (
        demo.open,
        demo.detect,
        demo.start_check,
        demo.answer_checks,
        demo.measure,
        demo.photograph,
        demo.conclude,
        demo.at_office.join,
        demo.sign,
        demo.seal,
        demo.verify,
        demo.at_office.send,
        demo.at_office.scan,
        demo.at_office.refuse_forgery,
        demo.at_office.pull,
        demo.chain,
        demo.look_around,
    )
    for number, step in enumerate(steps, 1):
        title = (step.__doc__ or "").strip().splitlines()[0]
        try:
            evidence = step()
        except DemoFailed as failure:
            sys.stdout.write(f"{number:2d}. {title}\n    FAILED: {failure}\n")
            demo.picture("failed")
            return 1
        sys.stdout.write(f"{number:2d}. {title}\n    {evidence}\n")
        sys.stdout.flush()
    sys.stdout.write(f"All {len(steps)} steps done. Pictures and documents: {demo.out}\n")
    return 0
