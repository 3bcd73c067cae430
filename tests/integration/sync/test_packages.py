"""Rules on their way: office publishes, laptops install, both judge the same. Real storage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.office.storage import open_office
from inspector_app.adapters.identifiers import UuidSource
from inspector_app.domain.events import EventDraft, PremisesRegistered
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Outcome
from inspector_app.evidence import sealing
from inspector_app.kinds import catalogue
from inspector_app.metrology.regulations import load_book
from inspector_app.packages.contents import rule_set
from inspector_app.packages.envelope import MEDIA_TYPE, Package, SignedPackage, sign
from inspector_app.packages.shelf import Installed
from inspector_app.services.answer_check import AnswerCheck
from inspector_app.services.conclude_inspection import ConcludeInspection
from inspector_app.services.fill_field import FillField
from inspector_app.services.inspection_log import load
from inspector_app.services.open_inspection import OpenInspection
from inspector_app.services.record_ports import Recheck
from tests.helpers.inspections import PEOPLE, PLACE
from tests.helpers.office_chain import NOW, OFFICE_ID, OFFICE_KEY
from tests.helpers.packages import KIND, example_files
from tests.helpers.sync_world import FAULTS, Laptop, World

RURAL = "rural_farm_shops"


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    catalogue.forget_published()
    yield
    catalogue.forget_published()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    one = World(tmp_path, ["one", "two"], load_book())
    for laptop in one.laptops:
        laptop.clock.at = datetime(2026, 11, 24, 2, tzinfo=UTC)
    yield one
    one.close()


def package(world: World, files: dict[str, str], **changes: object) -> SignedPackage:
    number, previous = world.office.packages.newest()
    values: dict[str, object] = {
        "office_id": OFFICE_ID,
        "number": number + 1,
        "issued_at": NOW,
        "issued_by": "陈国强",
        "scopes": ("445200",),
        "previous": previous,
        "note": "",
        "files": files,
    }
    return sign(Package(**(values | changes)), OFFICE_KEY)  # type: ignore[arg-type]  # its own fields


def publish(world: World, files: dict[str, str], **changes: object) -> SignedPackage:
    """Publish as `office.packages.publish` does."""
    signed = package(world, files, **changes)
    blob = world.blobs.put(signed.data, role="package", media_type=MEDIA_TYPE)
    world.office.packages.publish(Installed(signed, rule_set(files)), "li.si", NOW)
    world.office.intake.blob_stored(blob.sha256, blob.size, NOW)
    return signed


def changed(old: str, new: str) -> dict[str, str]:
    files = example_files()
    assert old in files[KIND]
    return files | {KIND: files[KIND].replace(old, new)}


def inspected(laptop: Laptop, *, answer: str = "yes") -> Inspection:
    """Open the published check on a laptop, answer everything, conclude and seal it."""
    storage, book = laptop.storage, laptop.packages.shelf
    storage.log.append(
        EventDraft(stream_id="p1", scope="445202", body=PremisesRegistered(premises=PLACE))
    )
    opening = OpenInspection(storage.log, storage.registry, laptop.clock, UuidSource(), "445202")
    one = opening(RURAL, PEOPLE[:1], premises_id=PLACE.premises_id)
    for check in catalogue.kind_for(one).checks:
        AnswerCheck(storage.log)(one.inspection_id, check.key, answer)
    FillField(storage.log)(one.inspection_id, "scales_in_use", "2")
    FillField(storage.log)(one.inspection_id, "goods", "seed")
    ConcludeInspection(storage.log, book.book)(one.inspection_id)
    closed = sealing.seal(
        storage.log.stream(one.inspection_id), signer=laptop.key, sealed_at=laptop.clock.now()
    )
    storage.log.append(EventDraft(stream_id=one.inspection_id, scope=one.scope, body=closed.body))
    return load(storage.log, one.inspection_id)


def read(world: World) -> None:
    while world.office.records.catch_up(NOW):
        pass


def recheck(world: World, inspection_id: str) -> Recheck:
    view = world.office.record_lists.record(inspection_id, None)
    assert view is not None
    return view.row.recheck


def test_a_published_check_comes_to_the_laptop_and_the_office_judges_it_the_same(
    world: World,
) -> None:
    one, _two = world.laptops
    signed = publish(world, example_files())
    result = world.sync(one)
    assert result is not None
    assert (result.package, result.package_problem) == (1, "")
    assert RURAL in {kind.key for kind in catalogue.kinds()}
    done = inspected(one)
    assert done.verdict is not None
    assert done.verdict.outcome is Outcome.PASS
    sent = world.sync(one)
    assert sent is not None
    assert (sent.quarantined, sent.files_failed, sent.package) == (0, 0, 0)
    read(world)
    assert recheck(world, done.inspection_id) is Recheck.AGREES
    held = world.office.packages.held()[one.storage.device_id]
    assert (held.number, held.sha256) == (1, signed.sha256)
    assert len(world.office.packages.held()) == 1


def test_the_office_knows_the_file_already_and_takes_it_from_nobody(world: World) -> None:
    one, _two = world.laptops
    publish(world, example_files())
    world.sync(one)
    result = world.sync(one)
    assert result is not None
    assert result.files_sent == 0
    assert one.storage.sync.queue().blobs == 0


def test_a_record_of_an_older_package_still_agrees_after_the_next_was_published(
    world: World,
) -> None:
    one, two = world.laptops
    publish(world, example_files())
    world.sync(one)
    done = inspected(one, answer="no")
    # The next one asks other questions and replaces no figure; the record stays as it was judged.
    files = changed("decisive = false", "decisive = true")
    publish(world, {KIND: files[KIND].replace("version = 1", "version = 2")})
    world.sync(two)
    world.sync(one)
    read(world)
    assert recheck(world, done.inspection_id) is Recheck.AGREES
    assert one.packages.shelf.current is not None
    assert one.packages.shelf.current.signed.package.number == 2
    held = world.office.packages.held()
    assert {has.number for has in held.values()} <= {1, 2}


def test_another_office_process_notices_what_was_published(world: World) -> None:
    other = open_office(
        world.folder / "office",
        office_id=OFFICE_ID,
        signer=OFFICE_KEY,
        ids=UuidSource(),
        rules=load_book(),
    )
    assert other.packages.shelf().current is None
    signed = publish(world, example_files())
    current = other.packages.shelf().current
    assert current is not None
    assert current.signed == signed
    other.close()


def test_a_package_for_another_division_stays_at_the_office(world: World) -> None:
    one, _two = world.laptops
    publish(world, example_files(), scopes=("445221",))
    result = world.sync(one)
    assert result is not None
    assert result.package == 0
    assert one.packages.known() == ""
    publish(world, example_files(), scopes=("445221", "445202"))
    result = world.sync(one)
    assert result is not None
    assert result.package == 2


def test_two_packages_cannot_take_one_number(world: World) -> None:
    first = package(world, example_files())
    second = package(world, changed("version = 1", "version = 2"))
    rules = rule_set(example_files())
    world.office.packages.publish(Installed(first, rules), "li.si", NOW)
    with pytest.raises(InputInvalid, match="package_number_taken"):
        world.office.packages.publish(Installed(second, rules), "li.si", NOW)
    assert [one.sha256 for one in world.office.packages.list()] == [first.sha256]


def test_a_package_that_this_laptop_cannot_read_leaves_its_events_in_step(world: World) -> None:
    one, _two = world.laptops
    files = changed('shape = "checklist"', 'shape = "of_2031"')
    signed = package(world, files)
    good = rule_set(example_files())
    world.office.packages.publish(Installed(signed, good), "li.si", NOW)
    one.storage.log.append(
        EventDraft(stream_id="p1", scope="445202", body=PremisesRegistered(premises=PLACE))
    )
    result = world.sync(one)
    assert result is not None
    assert (result.package, result.package_problem) == (0, "kind_shape_unknown")
    assert one.storage.sync.queue().events == 0
    requests = world.requests
    again = world.sync(one)
    assert again is not None
    assert again.package_problem == "kind_shape_unknown"
    assert world.requests == requests + 1  # hello alone: it is not fetched again and again


def test_a_record_of_a_kind_that_is_not_known_is_kept_relayed_and_listed(world: World) -> None:
    one, two = world.laptops
    publish(world, example_files())
    world.sync(one)
    done = inspected(one)
    world.sync(one)
    world.sync(two)
    catalogue.forget_published()
    rows = two.storage.registry.list_inspections()
    assert [(row.kind, row.inspection_id) for row in rows] == [(RURAL, done.inspection_id)]
    assert catalogue.kind_title(rows[0].kind).zh == RURAL
    with pytest.raises(InputInvalid, match="kind_unknown"):
        catalogue.kind_for(load(two.storage.log, done.inspection_id))


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("at", range(5))
def test_a_line_that_is_cut_installs_the_package_once_or_not_yet(
    world: World, fault: str, at: int
) -> None:
    one, _two = world.laptops
    publish(world, example_files())
    one.storage.log.append(
        EventDraft(stream_id="p1", scope="445202", body=PremisesRegistered(premises=PLACE))
    )
    world.sync(one, fault, at)
    one.kill()
    for _ in range(3):
        world.sync(one)
    assert one.packages.shelf.current is not None
    assert one.storage.sync.queue().events == 0
    read(world)
    assert world.office.packages.held()[one.storage.device_id].number == 1
