"""The office's check finds what was altered behind its back, on both databases; and its copy."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from db.office.storage import OfficeDatabase
from db.office.upkeep import Broken, copy_database
from inspector_app.domain.exceptions import StorageUnavailable
from tests.helpers.office_chain import NOW, Chain, enrol
from tests.integration.db.office.conftest import opened


@pytest.fixture
def filled(office: OfficeDatabase, laptop: Chain) -> OfficeDatabase:
    for _ in range(5):
        laptop.add()
    laptop.add_raw(b"no record")
    laptop.add()
    office.intake.accept(laptop.device_id, laptop.batch(1, 5), NOW)
    office.intake.accept(laptop.device_id, laptop.batch(6, 6), NOW)
    office.intake.accept(laptop.device_id, laptop.batch(7, 7), NOW)
    return office


def altered(office: OfficeDatabase, statement: str, *values: object) -> tuple[str, ...]:
    """Alter the database behind the office's back; return what the check finds."""
    with office._work.writing() as t:
        t.execute(statement, values)
    return tuple(broken.what for broken in office.upkeep.check())


def test_nothing_is_found_where_nothing_was_altered(filled: OfficeDatabase) -> None:
    assert filled.upkeep.check() == ()


def test_an_altered_record_is_found(filled: OfficeDatabase, laptop: Chain) -> None:
    other = laptop.records[2].replace("称重".encode(), "改过".encode())
    assert "record_altered" in altered(
        filled, "UPDATE events SET record = ? WHERE device_seq = 3", other
    )


def test_a_removed_event_is_found(filled: OfficeDatabase) -> None:
    found = altered(filled, "DELETE FROM events WHERE device_seq = 3")
    assert set(found) == {"place_missing", "link_missing"}


def test_a_removed_end_is_found(filled: OfficeDatabase) -> None:
    assert altered(filled, "DELETE FROM events WHERE device_seq = 7") == ("tree_differs",)


def test_an_exchanged_record_with_its_own_hash_is_found(
    filled: OfficeDatabase, laptop: Chain
) -> None:
    stranger = Chain(laptop.device_id)
    for _ in range(3):
        stranger.add("另一个")
    link = stranger.records[2]
    found = altered(
        filled,
        "UPDATE events SET record = ?, hash = ? WHERE device_seq = 3",
        link,
        hashlib.sha256(link).digest(),
    )
    assert set(found) == {"tree_differs", "link_broken"}


def test_a_copy_taken_while_the_office_works_holds_by_itself(tmp_path: Path) -> None:
    folder, copied = tmp_path / "running", tmp_path / "copied"
    office, laptop = opened(folder), Chain("device-a")
    enrol(office, laptop.device())
    laptop.add()
    office.intake.accept(laptop.device_id, laptop.batch(), NOW)
    copied.mkdir()
    copy_database(folder, copied / "office.db")
    office.close()
    with pytest.raises(StorageUnavailable) as refused:
        copy_database(folder, copied / "office.db")
    assert refused.value.code == "backup_exists"
    again = opened(copied)
    found: tuple[Broken, ...] = again.upkeep.check()
    known = again.devices.device("device-a")
    again.close()
    assert found == ()
    assert known is not None
    assert known.last_device_seq == 1
