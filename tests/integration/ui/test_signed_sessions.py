"""A signed charging session on the page: pasted or from a file, whole, checked as it comes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.figures import LONGEST_DOCUMENT
from inspector_app.kinds.base import Step
from tests.helpers.geometry import geometry_faults, unnamed_controls
from tests.helpers.golden_inspections import golden_base
from tests.helpers.inspect_rig import InspectRig
from tests.helpers.ocmf import public_hex, signed
from ui.theme import ThemeChoice
from ui.widgets.document_field import DocumentField

BASE = golden_base("ev_charger")
SESSION = signed()


def at_the_charger(rig: InspectRig) -> DocumentField:
    place = rig.storage.registry.list_premises()[0]
    rig.page.presenter.start("ev_charger", premises_id=place.premises_id)
    rig.settle()
    for key, value in {**BASE["fields"], "signed_sessions": "1"}.items():
        rig.page.view.particulars.filled.emit(key, value)
        rig.settle()
    rig.page.go_to_subject("trial:session:1")
    rig.settle()
    box = rig.page.view.trials.form.fields["data"]
    assert isinstance(box, DocumentField)
    return box


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[InspectRig]:
    made = InspectRig(tmp_path / "data")
    yield made
    made.close()


def test_a_pasted_session_is_kept_letter_by_letter(rig: InspectRig) -> None:
    box = at_the_charger(rig)
    QApplication.clipboard().setText(SESSION + "\n")
    box.paste.click()
    rig.page.view.trials.form.set_text("public_key", public_hex())
    rig.page.view.trials.keep.click()
    rig.settle()
    kept = rig.inspection().observation_at("trial:session:1")
    assert kept is not None
    assert kept.figures == {"data": SESSION, "public_key": public_hex()}


def test_a_file_is_taken_whole_and_one_too_long_changes_nothing(
    rig: InspectRig, tmp_path: Path
) -> None:
    box = at_the_charger(rig)
    good, large, binary = (tmp_path / name for name in ("a.ocmf", "b.ocmf", "c.ocmf"))
    good.write_text(SESSION, encoding="utf-8")
    with large.open("wb") as file:
        file.truncate(200 * 1024 * 1024)  # 200 MB, never read
    binary.write_bytes(b"\xff\xfe\x00")
    box.take_file(good)
    assert box.text() == SESSION
    for refused in (large, binary, tmp_path / "missing"):
        box.take_file(refused)
        assert box.edit.accessibleDescription()
        assert box.text() == SESSION
    box.take("x" * (LONGEST_DOCUMENT + 1))
    assert box.text() == SESSION


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
    box = at_the_charger(rig)
    box.take(SESSION)
    for step in (Step.PARTICULARS, Step.TRIALS):
        rig.page.go_to(step)
        rig.settle()
        assert geometry_faults(rig.window) == []
        assert unnamed_controls(rig.window) == []
    rig.close()
