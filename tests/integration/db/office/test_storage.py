"""The office's database itself: how it is opened, filled up, restored; and what waits in it."""

from __future__ import annotations

import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect

from db.office import tables
from db.office.engine import open_engines
from db.office.migrations import upgrade
from db.office.storage import OfficeDatabase
from db.office.work import OfficeWork
from inspector_app.domain.exceptions import OfficeRefused, StorageNewer, StorageUnavailable
from inspector_app.services.office_ports import OpenCode
from tests.helpers.office_chain import NOW, Chain, enrol
from tests.integration.db.office.conftest import opened


def test_embedded_sqlite_keeps_a_receipt_through_a_power_cut(tmp_path: Path) -> None:
    opened(tmp_path).close()
    work = OfficeWork(*open_engines(tmp_path))
    with work.reading() as t:
        names = ("journal_mode", "synchronous", "page_size", "wal_autocheckpoint")
        said = {name: t.rows(f"PRAGMA {name}")[0][0] for name in names}
    work.close()
    assert said == {
        "journal_mode": "wal",
        "synchronous": 2,
        "page_size": 4096,
        "wal_autocheckpoint": 1000,
    }


def test_the_migrations_lead_to_the_schema_in_the_tables_module(place: str | Path) -> None:
    opened(place).close()
    writer, reader = open_engines(place)
    found = inspect(writer)
    for table in tables.metadata.sorted_tables:
        columns = [column["name"] for column in found.get_columns(table.name)]
        indexes = {str(i["name"]) for i in found.get_indexes(table.name)}
        assert columns == [column.name for column in table.columns], table.name
        assert {str(index.name) for index in table.indexes} <= indexes, table.name
    OfficeWork(writer, reader).close()


def test_opening_again_runs_no_migration(place: str | Path) -> None:
    opened(place).close()
    work = OfficeWork(*open_engines(place))
    assert upgrade(work) == 0
    work.close()


def test_a_database_of_a_newer_program_is_refused_and_left_alone(place: str | Path) -> None:
    opened(place).close()
    work = OfficeWork(*open_engines(place))
    with work.writing() as t:
        t.execute("UPDATE alembic_version SET version_num = ?", ("o9999",))
    with pytest.raises(StorageNewer):
        opened(place)
    with work.reading() as t:
        assert t.rows("SELECT version_num FROM alembic_version")[0][0] == "o9999"
    work.close()


def test_an_expired_code_lets_nobody_in(office: OfficeDatabase) -> None:
    code = OpenCode(
        code_id="old",
        key=b"k" * 32,
        name="",
        scopes=("445200",),
        made_by="test",
        expires_at=NOW,
    )
    office.devices.offer(code)
    with pytest.raises(OfficeRefused, match="enrolment_code_expired"):
        office.devices.enrol("old", Chain("device-1").device(), NOW + timedelta(seconds=1))
    assert office.devices.device("device-1") is None


def test_a_full_disk_keeps_nothing_of_the_push_and_takes_it_later(tmp_path: Path) -> None:
    office = opened(tmp_path)
    laptop = Chain("device-a")
    enrol(office, laptop.device())
    for _ in range(500):
        laptop.add("秤" * 300)
    with office._work.writing() as t:
        pages = t.rows("PRAGMA page_count")[0][0]
    set_limit(office, pages + 20)
    with pytest.raises(StorageUnavailable) as failure:
        office.intake.accept("device-a", laptop.batch(), NOW)
    assert failure.value.code == "disk_full"
    known = office.devices.device("device-a")
    assert known is not None
    assert (known.last_device_seq, office.scopes.heads(["445200"])) == (0, ())
    set_limit(office, pages + 100_000)
    answer = office.intake.accept("device-a", laptop.batch(), NOW)
    assert [outcome.seq for outcome in answer.outcomes] == list(range(1, 501))
    office.close()


def set_limit(office: OfficeDatabase, pages: int) -> None:
    # One thread only ever uses one pooled connection, so the limit meets the push.
    with office._work.writing() as t:
        t.rows(f"PRAGMA max_page_count = {pages}")


def test_an_office_restored_from_yesterday_gets_everything_again(tmp_path: Path) -> None:
    yesterday, today = tmp_path / "yesterday", tmp_path / "today"
    office = opened(today)
    laptop = Chain("device-a")
    enrol(office, laptop.device())
    laptop.add("before the backup")
    office.intake.accept("device-a", laptop.batch(), NOW)
    office.close()
    shutil.copytree(today, yesterday)
    office = opened(today)
    for _ in range(4):
        laptop.add("after the backup")
    lost = office.intake.accept("device-a", laptop.batch(2), NOW).checkpoints[0]
    office.close()

    restored = opened(yesterday)
    known = restored.devices.device("device-a")
    assert known is not None
    assert known.last_device_seq == 1
    assert restored.scopes.diverged(lost, NOW).epoch == 2
    answer = restored.intake.accept("device-a", laptop.batch(known.last_device_seq + 1), NOW)
    assert [outcome.seq for outcome in answer.outcomes] == [2, 3, 4, 5]
    page = restored.scopes.page("445202", 2, 0, reader="", now=NOW, limit=10)
    assert [event.record for event in page.events] == laptop.records
    restored.close()


def test_an_event_and_what_it_waits_for_may_come_at_the_same_moment(
    office: OfficeDatabase,
) -> None:
    rounds = 15
    first, second, third = Chain("device-1"), Chain("device-2", "445203"), Chain("device-3")
    for laptop in (first, second, third):
        enrol(office, laptop.device())
    for _ in range(rounds):
        needs = (second.add(), third.add())
        first.add(needs=needs)
    together = threading.Barrier(3, timeout=60)
    failures: list[BaseException] = []

    def push(laptop: Chain) -> None:
        try:
            for number in range(1, rounds + 1):
                together.wait()
                office.intake.accept(laptop.device_id, laptop.batch(number, number), NOW)
        except BaseException as failure:
            failures.append(failure)
            raise

    threads = [threading.Thread(target=push, args=(laptop,)) for laptop in (first, second, third)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(100)
    heads = {head.scope: head.seq for head in office.scopes.heads(["440000"])}
    assert (failures, heads) == ([], {"445202": 2 * rounds, "445203": rounds})
