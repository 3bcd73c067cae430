from __future__ import annotations

from pathlib import Path

import pytest

from db.office.storage import OfficeDatabase
from inspector_app.domain.events import EventDraft, PackageInstalled
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.evidence import chain
from inspector_app.kinds import catalogue
from inspector_app.packages.contents import rule_set
from inspector_app.packages.envelope import SignedPackage
from inspector_app.packages.shelf import Installed
from tests.helpers.office_chain import NOW, Chain
from tests.helpers.packages import AT, example_files, signed
from tests.integration.db.office.conftest import opened

RULES = rule_set(example_files())


@pytest.fixture(autouse=True)
def _forget() -> None:
    catalogue.forget_published()


def published(office: OfficeDatabase, signed_one: SignedPackage) -> SignedPackage:
    office.packages.publish(Installed(signed_one, RULES), "li.si", NOW)
    return signed_one


def test_packages_follow_one_another_and_are_handed_out_by_division(office: OfficeDatabase) -> None:
    assert office.packages.newest() == (0, "")
    assert office.packages.newest_for("445202") == ""
    first = published(office, signed())
    second = published(office, signed(2, previous=first.sha256, scopes=("445221",)))
    assert office.packages.newest() == (2, second.sha256)
    assert office.packages.newest_for("445202") == first.sha256
    assert office.packages.newest_for("445221") == second.sha256
    assert office.packages.newest_for("441900") == ""
    assert [one.number for one in office.packages.list()] == [2, 1]
    assert office.packages.file(first.sha256) == first
    assert office.packages.file("0" * 64) is None


@pytest.mark.parametrize("number, previous", [(1, ""), (3, "first"), (2, "a" * 64), (2, "first")])
def test_a_package_that_does_not_follow_the_newest_is_not_published(
    office: OfficeDatabase, number: int, previous: str
) -> None:
    first = published(office, signed())
    known = first.sha256 if previous == "first" else previous
    following = signed(number, previous=known)
    if (number, previous) == (2, "first"):
        published(office, following)
        return
    with pytest.raises(InputInvalid, match="package_number_taken"):
        published(office, following)
    assert len(office.packages.list()) == 1


def test_which_laptop_has_which_is_what_its_own_chain_says(
    office: OfficeDatabase, laptop: Chain
) -> None:
    for number in (1, 2):
        body = PackageInstalled(
            office_id="office-1",
            number=number,
            sha256=str(number) * 64,
            issued_at=AT,
            signer="0" * 16,
            rules_digest="d" * 64,
        )
        draft = EventDraft(stream_id=laptop.device_id, scope="", body=body)
        event, record = chain.link(draft, laptop.stamp(NOW))
        laptop.records.append(record)
        laptop.events.append(event.event_id)
    office.intake.accept(laptop.device_id, laptop.batch(), NOW)
    while office.records.catch_up(NOW):
        pass
    (has,) = office.packages.held().values()
    assert (has.number, has.sha256, has.installed_at) == (2, "2" * 64, NOW)


def test_the_office_judges_by_what_is_published_when_it_is_opened_again(
    office: OfficeDatabase, place: str | Path
) -> None:
    published(office, signed())
    again = opened(place)
    assert again.packages.shelf().book.digest == RULES.book.digest
    assert "rural_farm_shops" in {kind.key for kind in catalogue.kinds()}
    again.close()


def test_a_package_that_this_program_cannot_read_leaves_the_rules_as_they_were(
    office: OfficeDatabase, place: str | Path
) -> None:
    bad = signed(files={"kinds/of_2031.toml": "[kind]\nshape = 'hologram'\n"})
    published(office, bad)
    again = opened(place)
    assert again.packages.shelf().current is None
    again.close()
