"""A failed record of the market, concluded, signed and sealed: nothing stands outside its page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.inspection import State
from inspector_app.kinds.base import Step
from inspector_app.kinds.catalogue import kind_of
from inspector_app.services.answer_check import AnswerCheck
from tests.helpers.fakes import one_pixel_png
from tests.helpers.geometry import geometry_faults, unnamed_controls
from tests.helpers.inspect_rig import InspectRig
from ui.theme import ThemeChoice

KIND = kind_of("market_duties")


def failed(rig: InspectRig) -> None:
    """Concluded: the first of the duties is not kept."""
    place = rig.storage.registry.list_premises()[0]
    rig.page.presenter.start(KIND.key, premises_id=place.premises_id)
    rig.settle()
    key = rig.page.presenter.inspection_id
    for at, check in enumerate(KIND.checks):
        AnswerCheck(rig.storage.log)(key, check.key, "yes" if at else "no")
    rig.page.open_inspection(key)
    rig.settle()
    rig.page.presenter.conclude()
    rig.settle()


def sealed(rig: InspectRig) -> None:
    failed(rig)
    for role in KIND.signature_roles:
        rig.page.view.signatures.signed.emit(role, "黄伟强", one_pixel_png())
        rig.settle()
    rig.page.view.signatures.seal_asked.emit()
    rig.settle()
    rig.page.go_to(Step.SIGNATURES)
    rig.settle()


@pytest.mark.parametrize(
    "theme,language,size",
    [
        ("light", "zh_CN", (1366, 768)),
        ("light", "en", (1366, 768)),
        ("sunlight", "en", (1366, 768)),
        ("dark", "en", (1024, 600)),
        ("sunlight", "zh_CN", (1024, 600)),
    ],
)
def test_the_sealed_page_is_as_wide_as_its_room(
    qapp: QApplication,
    tmp_path: Path,
    theme: ThemeChoice,
    language: str,
    size: tuple[int, int],
) -> None:
    rig = InspectRig(tmp_path / "data", theme=theme, language=language, size=size)
    sealed(rig)
    assert rig.inspection().state is State.SEALED
    scroller = rig.page.view.scroller
    inside = scroller.widget()
    assert inside is not None
    assert inside.width() <= scroller.viewport().width()
    assert geometry_faults(rig.window) == []
    assert unnamed_controls(rig.window) == []
    rig.close()


def test_the_note_of_a_failed_check_says_what_it_is_of(qapp: QApplication, tmp_path: Path) -> None:
    rig = InspectRig(tmp_path / "data")
    failed(rig)
    row = rig.page.view.checks.rows[0]
    assert not row.note.isHidden()
    assert row.note.edit.accessibleName().startswith(KIND.checks[0].text.en)
    rig.close()
