"""Two inspectors at a station, on the page: the colleague's sealed record is offered and joins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.kinds.base import Step
from inspector_app.kinds.catalogue import kind_of
from inspector_app.reports.spot_check_record import REPORT
from inspector_app.services.answer_check import AnswerCheck
from inspector_app.services.conclude_inspection import ConcludeInspection
from inspector_app.services.issue_report import IssueReport
from inspector_app.services.record_observation import Reading, RecordObservation
from inspector_app.services.seal_inspection import SealInspection
from inspector_app.services.sign_inspection import SignInspection
from tests.helpers.fakes import one_pixel_png
from tests.helpers.geometry import geometry_faults, unnamed_controls
from tests.helpers.inspect_rig import InspectRig
from tests.integration.ui.test_trials_page import (
    BASE,
    at_the_station,
    with_dispenser,
    with_particulars,
)
from ui.theme import ThemeChoice

KIND = kind_of("fuel_dispenser")


def sealed_by_a_colleague(rig: InspectRig) -> bytes:
    """Nozzle 1 tested, sealed and written as a PDF; returns the file."""
    at_the_station(rig)
    with_dispenser(rig)
    with_particulars(rig)
    work, key = rig.workplace, rig.inspection().inspection_id
    storage = work.storage
    for check in KIND.checks:
        AnswerCheck(storage.log)(key, check.key, "yes")
    keep = RecordObservation(storage.log, work.clock, work.ids, work.rules)
    for row in KIND.plan(rig.inspection(), work.rules):
        if (figures := BASE["rows"].get(row.row_id)) is not None:
            keep(key, row.row_id, Reading(figures=figures))
    ConcludeInspection(storage.log, work.rules)(key)
    for role in KIND.signature_roles:
        SignInspection(storage.log, storage.blobs)(
            key, role=role, name="黄伟强", image=one_pixel_png()
        )
    SealInspection(storage.log, work.inspector_signer(work.person), work.clock)(key)
    issue = IssueReport(storage.log, storage.blobs, work.clock, work.pdf_writer, work.rules)
    return issue(key, REPORT).pdf


def own_draft(rig: InspectRig) -> None:
    at_the_station(rig)
    with_dispenser_known(rig)
    for key, value in {**BASE["fields"], "nozzles": "7"}.items():
        rig.page.view.particulars.filled.emit(key, value)
        rig.settle()
    rig.page.go_to(Step.TRIALS)
    rig.settle()


def with_dispenser_known(rig: InspectRig) -> None:
    (entry,) = rig.storage.registry.measuring_instruments("fuel_dispenser")
    rig.page.presenter.choose_measuring_instrument(entry.instrument_id)
    rig.settle()


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[InspectRig]:
    made = InspectRig(tmp_path / "data")
    yield made
    made.close()


def nozzles(rig: InspectRig) -> set[str]:
    shown = rig.page.view.trials.rows.keys()
    return {key.split(":")[1] for key in shown}


def test_a_sealed_record_of_the_same_place_and_day_is_offered_and_joins(rig: InspectRig) -> None:
    sealed_by_a_colleague(rig)
    own_draft(rig)
    assert rig.page.view.trials.joining.isVisible()
    assert rig.page.merging.join.isVisible()
    assert nozzles(rig) == {"7"}
    rig.page.merging.join.click()
    rig.settle()
    assert nozzles(rig) == {"1", "7"}
    assert not rig.page.merging.join.isVisible()
    assert len(rig.inspection().merged) == 1


def test_a_pdf_from_a_stick_joins_and_a_changed_one_does_not(
    rig: InspectRig, tmp_path: Path
) -> None:
    pdf = sealed_by_a_colleague(rig)
    own_draft(rig)
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(pdf)
    bad.write_bytes(pdf.replace(b"Hengping", b"Hengpang", 1))
    refused: list[Exception] = []
    rig.page.merging.refused.connect(refused.append)
    rig.page.merging.take_file(bad)
    rig.settle()
    assert [getattr(each, "code", "") for each in refused] == ["merge_not_genuine"]
    assert nozzles(rig) == {"7"}
    rig.page.merging.take_file(good)
    rig.settle()
    assert nozzles(rig) == {"1", "7"}


def test_other_kinds_offer_nothing(rig: InspectRig) -> None:
    place = rig.storage.registry.list_premises()[0]
    rig.page.presenter.start("taximeter", premises_id=place.premises_id)
    rig.settle()
    assert not rig.page.view.trials.joining.isVisibleTo(rig.page.view.trials)


@pytest.mark.parametrize("theme", ["light", "dark", "sunlight"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)])
def test_nothing_is_cut_and_everything_has_a_name(
    qapp: QApplication,
    tmp_path: Path,
    theme: ThemeChoice,
    language: str,
    size: tuple[int, int],
) -> None:
    rig = InspectRig(tmp_path / "data", theme=theme, language=language, size=size)
    sealed_by_a_colleague(rig)
    own_draft(rig)
    assert geometry_faults(rig.window) == []
    assert unnamed_controls(rig.window) == []
    rig.page.merging.join.click()
    rig.settle()
    assert geometry_faults(rig.window) == []
    rig.close()
