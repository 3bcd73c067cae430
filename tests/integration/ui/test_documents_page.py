"""Certificates, a lot of meters, an energy user on the page; a DCC taken in and saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from inspector_app.adapters.dcc_reader import check_file
from inspector_app.adapters.dcc_writer import write
from inspector_app.kinds.base import Step
from inspector_app.kinds.catalogue import kind_of
from inspector_app.metrology.regulations import load_book
from inspector_app.reports.dcc_of_inspection import dcc_of
from inspector_app.words import failures
from tests.helpers.documents import device_key
from tests.helpers.geometry import geometry_faults, unnamed_controls
from tests.helpers.golden_inspections import golden_base
from tests.helpers.inspect_rig import InspectRig
from tests.helpers.inspections import sealed
from ui.inspect.signature_step import SignaturePane
from ui.theme import ThemeChoice
from ui.widgets.chip import Chip

BOOK = load_book()
KINDS = ("certificate_check", "meter_status_evaluation", "energy_metering_review")


def dcc_file(folder: Path) -> Path:
    inspection, _record = sealed("taximeter", BOOK, device_key())
    file = folder / "from-a-laboratory.xml"
    file.write_bytes(write(dcc_of(inspection, kind_of("taximeter"), BOOK)))
    return file


def begin(rig: InspectRig, kind: str) -> None:
    place = rig.storage.registry.list_premises()[0]
    rig.page.presenter.start(kind, premises_id=place.premises_id)
    rig.settle()


def fill(rig: InspectRig, kind: str) -> None:
    """Fill in what the golden file has: answers, particulars, trials."""
    base = golden_base(kind)
    for check in kind_of(kind).checks:
        rig.page.presenter.answer(check.key, "yes", "")
    for key, value in base["fields"].items():
        rig.page.view.particulars.filled.emit(key, value)
        rig.settle()
    for row_id, figures in base.get("rows", {}).items():
        rig.page.trying.go_to_row(row_id)
        for key, value in figures.items():
            rig.page.view.trials.form.set_text(key, value)
        rig.page.trying.keep()
        rig.settle()


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[InspectRig]:
    made = InspectRig(tmp_path / "data")
    yield made
    made.close()


def test_a_certificate_fills_the_empty_boxes(rig: InspectRig, tmp_path: Path) -> None:
    begin(rig, "certificate_check")
    rig.page.view.particulars.filled.emit("issuer", "以证书原件为准")
    rig.settle()
    rig.page.ending.certificates.import_file(dcc_file(tmp_path))
    rig.settle()
    fields = rig.inspection().fields
    assert fields["serial_number"] == "220517"
    assert fields["issuer"] == "以证书原件为准"
    assert len(fields["dcc_sha256"]) == 64
    assert rig.page.view.particulars.form.values()["serial_number"] == "220517"


def test_a_file_that_is_none_changes_nothing_and_says_why(rig: InspectRig, tmp_path: Path) -> None:
    begin(rig, "certificate_check")
    bad = tmp_path / "bad.xml"
    bad.write_bytes(b"<!DOCTYPE x []><x/>")
    said: list[Exception] = []
    rig.page.ending.certificates.failed.connect(said.append)
    rig.page.ending.certificates.import_file(bad)
    rig.settle()
    assert rig.inspection().fields == {}
    assert [failure.code for failure in said] == ["dcc_has_doctype"]  # type: ignore[attr-defined] # ours
    assert failures.is_known("dcc_has_doctype")


def test_only_a_kind_that_takes_a_certificate_offers_it(rig: InspectRig) -> None:
    begin(rig, "energy_metering_review")
    assert rig.page.view.particulars.dcc.isHidden()
    begin(rig, "certificate_check")
    assert not rig.page.view.particulars.dcc.isHidden()


def test_a_sealed_inspection_is_saved_as_a_certificate(rig: InspectRig, tmp_path: Path) -> None:
    inspection, _record = sealed("taximeter", BOOK, device_key())
    target = tmp_path / "out.xml"
    told: list[Path] = []
    rig.page.exported.connect(told.append)
    rig.page.ending.certificates.export_to(inspection, target)
    rig.settle()
    assert check_file(target).is_sound
    assert told == [target]


def test_a_lot_gets_a_score_and_no_word_of_a_verdict(rig: InspectRig) -> None:
    begin(rig, "meter_status_evaluation")
    fill(rig, "meter_status_evaluation")
    rig.page.presenter.conclude()
    rig.settle()
    shown = rig.page.view.conclusion.word.text()
    assert shown.startswith("Score ")
    assert not {"Pass", "Fail"} & set(shown.split())
    chips = [chip for row in rig.page.view.conclusion.rows for chip in row.findChildren(Chip)]
    words = {label.text() for chip in chips for label in chip.findChildren(QLabel)}
    assert not {"Pass", "Fail"} & words


def test_a_doubtful_certificate_is_a_lead(rig: InspectRig) -> None:
    begin(rig, "certificate_check")
    fill(rig, "certificate_check")
    rig.page.view.particulars.filled.emit("issuer_reply", "denied")
    rig.settle()
    rig.page.presenter.conclude()
    rig.settle()
    assert rig.page.view.conclusion.word.text() == "Suspected: a lead for a case"


def test_the_documents_bar_offers_a_certificate_only_where_something_was_measured(
    rig: InspectRig,
) -> None:
    pane: SignaturePane = rig.page.view.signatures
    begin(rig, "certificate_check")
    assert pane.dcc.isHidden()


@pytest.mark.parametrize(
    "theme,language,size",
    [
        ("light", "zh_CN", (1366, 768)),
        ("dark", "en", (1024, 600)),
        ("sunlight", "zh_CN", (1024, 600)),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_cut_and_everything_has_a_name(
    qapp: QApplication,
    tmp_path: Path,
    kind: str,
    theme: ThemeChoice,
    language: str,
    size: tuple[int, int],
) -> None:
    rig = InspectRig(tmp_path / "data", theme=theme, language=language, size=size)
    begin(rig, kind)
    fill(rig, kind)
    rig.page.presenter.conclude()
    rig.settle()
    steps = (Step.PARTICULARS, Step.CONCLUSION, Step.SIGNATURES)
    for step in steps:
        rig.page.go_to(step)
        rig.settle()
        assert geometry_faults(rig.window) == []
        assert unnamed_controls(rig.window) == []
    rig.close()


def test_the_box_with_the_focus_shows_what_a_certificate_filled_in_and_keeps_it(
    rig: InspectRig, tmp_path: Path
) -> None:
    begin(rig, "certificate_check")
    rig.page.go_to(Step.PARTICULARS)
    rig.settle()
    box = rig.page.view.particulars.form.fields["certificate_number"]
    assert box.edit.hasFocus()
    rig.page.ending.certificates.import_file(dcc_file(tmp_path))
    rig.settle()
    number = rig.inspection().fields["certificate_number"]
    assert number
    assert box.text() == number
    rig.press(Qt.Key.Key_Tab)  # leaving an untouched box changes nothing
    assert rig.inspection().fields["certificate_number"] == number
