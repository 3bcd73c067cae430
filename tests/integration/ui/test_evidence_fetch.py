"""Files that lie at the office only: offered, fetched off the window's thread, resumed, shown."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from inspector_app.adapters.pdf_verification import VerificationReport, verify_file
from inspector_app.domain.events import BlobReference
from inspector_app.domain.exceptions import OfficeUnreachable
from inspector_app.services.fetch_evidence import Fetched, FetchEvidence, Progress, missing_files
from tests.helpers.documents import photo
from tests.helpers.geometry import geometry_faults, settle, unnamed_controls
from tests.helpers.inspect_rig import InspectRig
from tests.helpers.rooms_rig import VARIANTS, Variant
from ui.demo_waiter import Waiter
from ui.evidence_fetch import EvidenceFetch
from ui.inspect.fetch_bar import FetchBar
from ui.theme import apply_theme, switch_language

_OUT = Path(__file__).resolve().parents[3] / "out" / "screens"
PIECE = 2000


class OfficeFiles:
    """What the office holds. cut_at: answers until the line is cut. gate: closed, none answers."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.answers, self.cut_at = 0, -1
        self.gate, self.reached = threading.Event(), threading.Event()
        self.gate.set()

    def fetch_piece(self, sha256: str, start: int) -> tuple[bytes, int]:
        self.reached.set()
        assert self.gate.wait(10)
        if self.answers == self.cut_at:
            raise OfficeUnreachable("connection_cut")
        self.answers += 1
        data = self.files[sha256]
        return data[start : start + PIECE], len(data)


class DeskWithOffice:
    """The fetch of the real desk over an office in memory."""

    def __init__(self, rig: InspectRig, office: OfficeFiles) -> None:
        self._storage, self.office = rig.storage, office
        self.stopped = threading.Event()

    def missing_files(self, inspection_id: str) -> tuple[BlobReference, ...]:
        return missing_files(self._storage.log, self._storage.incoming, inspection_id)

    def fetching(self, wanted: Sequence[BlobReference]) -> DeskWithOffice:
        self._wanted = wanted
        self.stopped.clear()
        return self

    def run(self, on_progress: Callable[[Progress], None]) -> Fetched:
        case = FetchEvidence(link=self.office, files=self._storage.incoming)
        return case(self._wanted, on_progress, self.stopped.is_set)

    def stop(self) -> None:
        self.stopped.set()

    def verify(self, file: Path) -> VerificationReport:
        return verify_file(file, known_hash=None, known_keys=())


@pytest.fixture
def rig(qapp: object, tmp_path: Path) -> Iterator[InspectRig]:
    made = InspectRig(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def desk(rig: InspectRig, tmp_path: Path) -> DeskWithOffice:
    """A record with a photo whose file lies at the office only, as after a pull."""
    rig.begin()
    picture = tmp_path / "photo.jpg"
    picture.write_bytes(photo(1))
    rig.page.view.evidence.photo_chosen.emit(picture, "nameplate")
    rig.settle()
    office = OfficeFiles()
    for kept in rig.inspection().photos_kept():
        path = rig.storage.blobs.path(kept.sha256)
        office.files[kept.sha256] = path.read_bytes()
        path.unlink()
    made = DeskWithOffice(rig, office)
    EvidenceFetch(rig.page, made, rig.runner)
    key = rig.page.presenter.inspection_id
    rig.page.start_check()
    rig.page.open_inspection(key)
    rig.settle()
    return made


def bar_of(rig: InspectRig) -> FetchBar:
    return rig.page.view.fetch_bar


def test_a_record_without_its_files_opens_and_offers_to_fetch_them(
    rig: InspectRig, desk: DeskWithOffice
) -> None:
    assert rig.failures == []
    assert bar_of(rig).state == "offered"
    assert bar_of(rig).isVisible()


def test_the_evidence_is_fetched_by_keyboard_and_the_photo_shown(
    rig: InspectRig, desk: DeskWithOffice
) -> None:
    bar_of(rig).button.setFocus(Qt.FocusReason.TabFocusReason)
    rig.press(Qt.Key.Key_Return)
    Waiter().until(lambda: bar_of(rig).state == "done", "the files are here")
    rig.settle()
    (tile,) = rig.page.view.evidence.tiles._tiles
    assert tile.photo.image == desk.office.files[rig.inspection().photos_kept()[0].sha256]


def test_a_cut_is_said_in_words_and_going_on_asks_only_for_the_rest(
    rig: InspectRig, desk: DeskWithOffice
) -> None:
    (data,) = desk.office.files.values()
    pieces = -(-len(data) // PIECE)
    assert pieces > 1
    desk.office.cut_at = 1
    bar_of(rig).button.click()
    Waiter().until(lambda: bar_of(rig)._trouble is not None, "the cut is shown")
    assert "cut" in bar_of(rig).accessibleDescription()
    desk.office.cut_at = -1
    bar_of(rig).button.click()
    Waiter().until(lambda: bar_of(rig).state == "done", "the files are here")
    assert desk.office.answers == pieces


def test_leaving_the_record_stops_the_fetch_and_keeps_the_window_free(
    rig: InspectRig, desk: DeskWithOffice
) -> None:
    desk.office.gate.clear()
    bar_of(rig).button.click()
    Waiter().until(desk.office.reached.is_set, "the office is asked")
    rig.page.start_check()  # at once: the answer is still on its way
    assert desk.stopped.is_set()
    assert bar_of(rig).isHidden()
    desk.office.gate.set()
    rig.settle()
    assert (rig.failures, bar_of(rig).state) == ([], "nothing")


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_the_bar_is_whole_in_every_dress(rig: InspectRig, variant: Variant) -> None:
    bar, page = FetchBar(), QWidget()
    column = QVBoxLayout(page)
    column.addWidget(bar)
    column.addStretch(1)
    page.resize(variant.size[0] - 110, 200)
    page.show()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, variant.theme)  # type: ignore[arg-type] # the variants name the themes
    switch_language(app, variant.language)
    faults: list[str] = []
    states: dict[str, Callable[[], None]] = {
        "offered": lambda: bar.offer(12, 24_300_000),
        "cut": lambda: bar.offer(12, 24_300_000, OfficeUnreachable("connection_cut")),
        "running": lambda: bar.show_progress(
            Progress(held=1_234_567, total=24_300_000, number=2, count=12)
        ),
        "done": lambda: bar.show_done(12, "检查记录.pdf: genuine"),
    }
    for name, show in states.items():
        show()
        settle(8)
        _OUT.mkdir(parents=True, exist_ok=True)
        assert page.grab().save(str(_OUT / f"fetch-{name}-{variant}.png"))
        faults += geometry_faults(page) + unnamed_controls(page)
    page.close()
    assert faults == []
