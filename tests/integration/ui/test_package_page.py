"""Rules as a person meets them: what holds, what it changes, a bad stick, and a new kind at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app import words
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.kinds import catalogue
from inspector_app.kinds.base import Step
from inspector_app.packages.contents import rule_set
from inspector_app.packages.shelf import Installed
from inspector_app.packages.summary import summary_of
from inspector_app.services.sync_ports import Enrolment
from inspector_app.words import failures
from tests.helpers.geometry import geometry_faults, settle, unnamed_controls
from tests.helpers.packages import AT, OFFICE_ID, SIGNER, example_files, signed
from tests.helpers.rooms_rig import VARIANTS, RoomsRig, Variant
from ui.inspect.page import InspectPage
from ui.settings.package_page import RulesActs
from ui.settings.package_view import RulesState, RulesView
from ui.settings.view import SettingsPage
from ui.theme import ThemeChoice, apply_theme, switch_language
from ui.widgets.paragraph import Paragraph

_OUT = Path(__file__).resolve().parents[3] / "out" / "screens"
SUMMARY = summary_of(Installed(signed(), rule_set(example_files())))
REFUSED = InputInvalid("package_entry_unknown", name="kinds/x.toml", entry="check 3: decicive")
STATES = {
    "none": RulesState(),
    "installed": RulesState(summary=SUMMARY, installed_at=AT),
    "refused": RulesState(summary=SUMMARY, installed_at=AT, refused=REFUSED),
}
RURAL = "rural_farm_shops"


@pytest.fixture
def view(qapp: QApplication) -> Iterator[RulesView]:
    page = RulesView()
    page.show()
    yield page
    page.close()
    words.set_language("en")
    switch_language(qapp, "en")
    apply_theme(qapp, "light")


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[RoomsRig]:
    made = RoomsRig(qapp, tmp_path / "data")
    yield made
    made.close()
    catalogue.forget_published()
    words.set_language("en")
    apply_theme(qapp, "light")


def texts(page: RulesView) -> str:
    return "\n".join(p.text() for p in page.findChildren(Paragraph) if p.isVisible())


@pytest.mark.parametrize(
    "state, variant", [("refused", v) for v in VARIANTS] + [("none", VARIANTS[-1])], ids=str
)
def test_no_state_of_the_rules_cuts_overlaps_or_leaves_a_control_nameless(
    qapp: QApplication, view: RulesView, state: str, variant: Variant
) -> None:
    words.set_language(variant.language)
    apply_theme(qapp, cast("ThemeChoice", variant.theme))
    switch_language(qapp, variant.language)
    view.resize(variant.size[0] - 126, variant.size[1] - 128)
    view.show_state(STATES[state])
    settle()
    _OUT.mkdir(parents=True, exist_ok=True)
    assert view.grab().save(str(_OUT / f"rules-{state}-{variant}.png"))
    assert geometry_faults(view) == []
    assert unnamed_controls(view) == []


def test_every_figure_replaced_is_shown_with_both_marks_its_source_and_its_author(
    view: RulesView,
) -> None:
    words.set_language("en")
    view.show_state(STATES["installed"])
    settle()
    said = texts(view)
    for part in (
        "jjg_443 2023 runs_divisor: 1.69",
        "inferred, not confirmed → confirmed",
        "example: the office's paper copy, page 12",
        "陈国强 2026-11-20",
        "Farm supply shops, spring campaign",
        "2026-02-01 – 2026-12-31",
        "in force from 2027-07-01",
    ):
        assert part in said


def test_a_refusal_says_what_was_kept_and_goes_when_a_good_one_came(view: RulesView) -> None:
    words.set_language("en")
    view.show_state(STATES["installed"])
    view.show_refusal(REFUSED)
    settle()
    assert failures.sentence(REFUSED) in texts(view)
    assert "the rules hold as before" in texts(view)
    view.show_state(STATES["installed"])
    settle()
    assert failures.sentence(REFUSED) not in texts(view)


def enrol(rig: RoomsRig) -> None:
    desk = rig.application.desk
    assert desk is not None
    office = Enrolment(
        office_id=OFFICE_ID,
        office_name="榕城区市场监督管理局",
        office_key=SIGNER.public_key,
        authority="",
        certificate="",
        scopes=("445200",),
        home_scope="445202",
        addresses=(),
        public_page="",
    )
    desk.sync_store.keep_enrolment(office)


def test_a_package_from_a_stick_offers_its_kind_at_once(rig: RoomsRig, tmp_path: Path) -> None:
    enrol(rig)
    inspect = rig.enter("inspect")
    assert isinstance(inspect, InspectPage)
    settings = rig.enter("settings")
    assert isinstance(settings, SettingsPage)
    settings.show_section("rules")
    (acts,) = settings.rules.findChildren(RulesActs)
    bad, good = tmp_path / "bad.hpkg", tmp_path / "good.hpkg"
    good.write_bytes(signed().data)
    bad.write_bytes(signed().data[:-3])
    acts.install(bad)
    rig.rest()
    assert "被截断" in texts(settings.rules) or "cut off" in texts(settings.rules)
    assert RURAL not in {kind.key for kind in catalogue.kinds()}
    acts.install(good)
    rig.rest()
    assert "jjg_443 2023 runs_divisor" in texts(settings.rules)
    offered = {kind.key for kind in inspect.view.premises._kinds}
    assert RURAL in offered
    assert rig.window.grab().save(str(_OUT / "rules-window.png"))
    begin(rig, inspect)
    shown = inspect.presenter.view
    assert shown is not None
    assert [step.step for step in shown.steps] == [
        Step.PREMISES,
        Step.CHECKS,
        Step.PARTICULARS,
        Step.EVIDENCE,
        Step.CONCLUSION,
        Step.SIGNATURES,
    ]
    inspect.go_to(Step.CHECKS)
    rig.rest()
    assert geometry_faults(rig.window) == []
    assert rig.window.grab().save(str(_OUT / "rules-inspect.png"))


def begin(rig: RoomsRig, inspect: InspectPage) -> None:
    """Begin the published check at the first place of the example market."""
    desk = rig.application.desk
    assert desk is not None
    (place, *_others) = desk.storage.registry.list_premises()
    rig.enter("inspect")
    inspect.view.premises.kind_chosen.emit(RURAL)
    inspect.start_check(premises_id=place.premises_id)
    rig.rest()
