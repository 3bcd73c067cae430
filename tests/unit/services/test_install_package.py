from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from inspector_app.adapters.keys import Ed25519Signer
from inspector_app.domain.events import PackageInstalled
from inspector_app.domain.exceptions import InspectorError, OutOfRange
from inspector_app.domain.judgement import Confirmation, Outcome
from inspector_app.kinds import catalogue
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.packages.shelf import RuleShelf
from inspector_app.services.answer_check import AnswerCheck
from inspector_app.services.conclude_inspection import ConcludeInspection, NotComplete
from inspector_app.services.fill_field import FillField
from inspector_app.services.install_package import LaptopPackages
from inspector_app.services.plan_inspection import PlanInspection
from inspector_app.services.sync_ports import Enrolment
from inspector_app.words import Words, failures
from tests.helpers.packages import (
    EDITION,
    KIND,
    OFFICE_ID,
    OVERRIDES,
    SIGNER,
    example_files,
    signed,
)
from tests.unit.services.conftest import Desk

OFFICE = Enrolment(
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
RURAL = "rural_farm_shops"


class Laptop:
    """A laptop of the tests' office that may be opened again."""

    def __init__(self, desk: Desk, book: RegulationBook) -> None:
        self.desk, self.book = desk, book
        self.office: Enrolment | None = OFFICE
        self.open()

    def open(self) -> None:
        catalogue.forget_published()
        self.packages = LaptopPackages(
            self.desk.log, self.desk.blobs, lambda: self.office, RuleShelf(self.book)
        )
        self.packages.open()

    @property
    def facts(self) -> list[PackageInstalled]:
        return [e.body for e in self.desk.log.events if isinstance(e.body, PackageInstalled)]


@pytest.fixture
def laptop(desk: Desk, book: RegulationBook) -> Iterator[Laptop]:
    yield Laptop(desk, book)
    catalogue.forget_published()


def offered() -> set[str]:
    return {kind.key for kind in catalogue.kinds()}


def second(text: str = "version = 2", previous: str = "") -> bytes:
    files = example_files()
    files[KIND] = files[KIND].replace("version = 1", text)
    return signed(2, files, previous=previous or signed().sha256).data


def refusal(laptop: Laptop, data: bytes) -> str:
    """Return the code of a refusal that changed nothing and says so in both languages."""
    before = (list(laptop.desk.log.events), dict(laptop.desk.blobs.kept), laptop.packages.known())
    with pytest.raises(InspectorError) as caught:
        laptop.packages.install(data)
    kept = (list(laptop.desk.log.events), dict(laptop.desk.blobs.kept), laptop.packages.known())
    assert kept == before
    for language in ("zh_CN", "en"):
        said = failures.explain(caught.value, Words(language))
        assert "–" not in said.happened
        assert said.kept
    return caught.value.code


def test_an_installed_package_is_a_fact_with_its_file_and_holds_at_once(laptop: Laptop) -> None:
    assert RURAL not in offered()
    taken = laptop.packages.install(signed().data)
    assert RURAL in offered()
    (fact,) = laptop.facts
    assert (fact.number, fact.sha256, fact.signer) == (1, taken.sha256, SIGNER.key_id)
    assert fact.rules_digest == laptop.packages.shelf.book.digest
    (blob,) = laptop.desk.log.events[-1].blobs
    assert (blob.sha256, blob.role) == (taken.sha256, "package")
    assert laptop.packages.installed_at() == laptop.desk.clock.now()
    row = laptop.packages.shelf.book.newest("jjg_443").figure("runs_divisor")
    assert row.confirmation is Confirmation.VERIFIED


def test_the_same_package_again_changes_nothing(laptop: Laptop) -> None:
    laptop.packages.install(signed().data)
    laptop.packages.install(signed().data)
    assert len(laptop.facts) == 1


def test_it_holds_again_after_the_program_was_closed(laptop: Laptop) -> None:
    laptop.packages.install(signed().data)
    digest = laptop.packages.shelf.book.digest
    laptop.open()
    assert RURAL in offered()
    assert laptop.packages.shelf.book.digest == digest
    assert laptop.packages.installed_at() is not None


def test_a_newer_package_replaces_the_one_before_as_a_whole(laptop: Laptop) -> None:
    laptop.packages.install(signed().data)
    files = {EDITION: example_files()[EDITION]}
    laptop.packages.install(signed(2, files, previous=signed().sha256).data)
    assert RURAL not in offered()
    row = laptop.packages.shelf.book.newest("jjg_443").figure("runs_divisor")
    assert row.confirmation is Confirmation.INFERRED


def test_packages_may_be_missed(laptop: Laptop) -> None:
    laptop.packages.install(signed().data)
    assert laptop.packages.install(signed(7).data).package.number == 7


def test_a_package_that_is_not_for_this_laptop_is_refused(laptop: Laptop) -> None:
    assert refusal(laptop, signed(scopes=("445221",)).data) == "package_not_for_us"
    laptop.packages.install(signed(scopes=("445221", "445202")).data)


def test_an_older_package_and_one_of_another_history_are_refused(laptop: Laptop) -> None:
    laptop.packages.install(signed().data)
    assert refusal(laptop, second(previous="b" * 64)) == "package_fork"
    laptop.packages.install(second())
    assert refusal(laptop, second("version = 3")) == "package_fork"
    assert refusal(laptop, signed().data) == "package_older"


def test_going_back_is_refused_after_a_restart_too(laptop: Laptop) -> None:
    laptop.packages.install(signed().data)
    laptop.packages.install(second())
    laptop.open()
    assert refusal(laptop, signed().data) == "package_older"


def test_without_an_office_nobody_vouches_for_a_package(laptop: Laptop) -> None:
    laptop.office = None
    assert refusal(laptop, signed().data) == "package_no_office"


def test_another_offices_package_is_refused(laptop: Laptop) -> None:
    stranger = Ed25519Signer(b"some other office of the country")
    assert refusal(laptop, signed(signer=stranger).data) == "package_signer_unknown"
    assert refusal(laptop, signed(office_id="another").data) == "package_other_office"


@pytest.mark.parametrize(
    "name, text, code",
    [
        (KIND, "[kind", "package_toml"),
        ("overrides/z.toml", "[[override]]\n", "package_entry_missing"),
        ("regulations/z.toml", "a = 1", "regulation_file"),
        ("kinds/z.toml", "a = " + "[" * 50_000, "package_too_deep"),
    ],
)
def test_one_wrong_file_and_nothing_of_the_package_holds(
    laptop: Laptop, name: str, text: str, code: str
) -> None:
    assert refusal(laptop, signed(files=example_files() | {name: text}).data) == code
    assert RURAL not in offered()


def test_what_the_office_sends_and_is_refused_is_remembered_and_not_asked_for_again(
    laptop: Laptop,
) -> None:
    bad = signed(files={KIND: "[kind"}).data
    name = hashlib.sha256(bad).hexdigest()
    assert laptop.packages.wants(name)
    assert laptop.packages.take(bad) is None
    assert [laptop.packages.refused and laptop.packages.refused.failure.code] == ["package_toml"]
    assert not laptop.packages.wants(name)
    assert laptop.packages.take(signed().data) is not None
    assert laptop.packages.refused is None
    assert not laptop.packages.wants(signed().sha256)
    assert not laptop.packages.wants("")


def test_a_lost_file_lets_the_shipped_rules_hold_and_is_taken_again(laptop: Laptop) -> None:
    laptop.packages.install(signed().data)
    laptop.desk.blobs.kept.clear()
    laptop.open()
    assert RURAL not in offered()
    assert laptop.packages.shelf.book.digest == laptop.book.digest
    assert laptop.packages.wants(signed().sha256)
    laptop.packages.install(signed().data)
    assert RURAL in offered()
    assert len(laptop.facts) == 1


def test_joining_another_office_ends_the_package_of_the_first(laptop: Laptop) -> None:
    laptop.packages.install(signed().data)
    laptop.office = replace(OFFICE, office_id="another")
    laptop.packages.open()
    assert RURAL not in offered()
    assert laptop.packages.known() == ""
    assert catalogue.kind_of(RURAL).version == 1  # its records are still read


def test_a_published_check_is_answered_concluded_and_judged_again_by_its_own_text(
    laptop: Laptop,
) -> None:
    desk = laptop.desk
    laptop.packages.install(signed().data)
    draft = desk.opened(RURAL)
    kind = catalogue.kind_of(RURAL)
    assert (draft.kind_version, draft.kind_digest) == (1, kind.digest)
    answer = AnswerCheck(desk.log)
    for check in kind.checks:
        draft = answer(draft.inspection_id, check.key, "yes")
    shelf = laptop.packages.shelf
    with pytest.raises(NotComplete):
        ConcludeInspection(desk.log, shelf.book)(draft.inspection_id)
    fill = FillField(desk.log)
    fill(draft.inspection_id, "scales_in_use", "2")
    fill(draft.inspection_id, "goods", "seed")
    concluded = ConcludeInspection(desk.log, shelf.book)(draft.inspection_id)
    assert concluded.verdict is not None
    assert concluded.verdict.outcome is Outcome.PASS
    assert not concluded.verdict.legal  # RF03 rests on an article that nobody has read
    laptop.packages.install(second())
    view = PlanInspection(desk.log, shelf)(draft.inspection_id)
    assert view.kind.version == 1
    assert catalogue.kind_of(RURAL).version == 2
    again = view.kind.judge(concluded, shelf.book_for(concluded))
    assert again == concluded.verdict


def test_a_draft_goes_on_by_the_text_it_was_begun_with(laptop: Laptop) -> None:
    laptop.packages.install(signed().data)
    draft = laptop.desk.opened(RURAL)
    files = example_files()
    files[KIND] = files[KIND].replace('key = "RF04"', 'key = "RF99"').replace("n = 1", "n = 2", 1)
    laptop.packages.install(signed(2, files, previous=signed().sha256).data)
    laptop.open()
    AnswerCheck(laptop.desk.log)(draft.inspection_id, "RF04", "no")
    keys = [
        c.check.key
        for c in PlanInspection(laptop.desk.log, laptop.packages.shelf)(draft.inspection_id).checks
    ]
    assert keys[-1] == "RF04"


@pytest.mark.parametrize(
    "day, code", [(date(2026, 1, 31), "kind_not_yet"), (date(2027, 1, 1), "kind_no_more")]
)
def test_a_campaign_is_open_on_its_days_only(laptop: Laptop, day: date, code: str) -> None:
    laptop.packages.install(signed().data)
    laptop.desk.clock.at = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    before = len(laptop.desk.log.events)
    with pytest.raises(OutOfRange, match=code) as caught:
        laptop.desk.opened(RURAL)
    assert "农资店" in failures.sentence(caught.value, Words("zh_CN"))
    assert len(laptop.desk.log.events) == before


def test_an_override_changes_what_a_verdict_rests_on(laptop: Laptop) -> None:
    assert laptop.packages.shelf.book.digest == laptop.book.digest
    laptop.packages.install(signed(files={OVERRIDES: example_files()[OVERRIDES]}).data)
    assert laptop.packages.shelf.book.digest != laptop.book.digest
