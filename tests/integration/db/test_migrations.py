"""Every frozen file of an earlier version opens; a step is all or nothing and has a copy before it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from alembic.operations import Operations
from sqlalchemy import create_engine, inspect
from sqlalchemy.pool import StaticPool

from db import migrations, tables
from db.engine import open_engine, raw_connection
from db.integrity import inspect_version
from db.migrations import MigrationStep, copy_before_upgrade
from db.storage import DATABASE_NAME, LocalStorage
from db.unit_of_work import UnitOfWork
from inspector_app.domain.exceptions import StorageUnavailable
from inspector_app.evidence.record import record_bytes, record_sha256
from tests.helpers.evidence import KEY, register_drafts, storage_in

NOW, NEXT = tables.SCHEMA_VERSION, tables.SCHEMA_VERSION + 1
GOLDEN = Path(__file__).parents[2] / "golden" / "db"
VERSIONS = list(range(1, tables.SCHEMA_VERSION + 1))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_frozen_file_of_each_version_opens_and_says_the_same(
    tmp_path: Path, version: int
) -> None:
    shutil.copyfile(GOLDEN / f"v{version}.db", tmp_path / DATABASE_NAME)
    expected = json.loads((GOLDEN / f"v{version}.json").read_text(encoding="utf-8"))
    storage = storage_in(tmp_path)
    assert storage.log.verify_chain() == expected["events"]
    assert storage.device_id == expected["device_id"]
    assert storage.log.sign_head().hash == expected["tip"]
    assert record_sha256(record_bytes(storage.log.stream("x1"))) == expected["record_sha256"]
    rows = storage.registry.list_inspections()
    assert [[r.number, r.state.value, r.observations, r.answers] for r in rows] == expected[
        "inspections"
    ]
    assert [person.name for person in storage.registry.people()] == expected["people"]
    storage.close()


def test_every_version_has_its_step_and_its_frozen_file() -> None:
    assert len(migrations.STEPS) == tables.SCHEMA_VERSION
    assert [step.follows for step in migrations.STEPS] == [
        None,
        *(step.revision for step in migrations.STEPS[:-1]),
    ]
    assert {path.stem for path in GOLDEN.glob("v*.db")} == {f"v{v}" for v in VERSIONS}


def _shape(inspector: Any) -> dict[str, Any]:
    return {
        name: (
            [
                (c["name"], str(c["type"]), c["nullable"], c["primary_key"])
                for c in inspector.get_columns(name)
            ],
            sorted((i["name"], tuple(i["column_names"])) for i in inspector.get_indexes(name)),
            [tuple(f["constrained_columns"]) for f in inspector.get_foreign_keys(name)],
        )
        for name in inspector.get_table_names()
        if name != "alembic_version" and not name.startswith("search_index")
    }


def test_the_steps_lead_to_the_declared_schema(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    with storage.transaction():
        migrated = _shape(inspect(storage._work.connection))
        (search,) = storage._work.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'search_index'"
        ).one()
    storage.close()
    declared = create_engine("sqlite://", poolclass=StaticPool)
    tables.metadata.create_all(declared)
    assert migrated == _shape(inspect(declared))
    assert search == tables.SEARCH_INDEX
    declared.dispose()


def _add_weather(operations: Operations) -> None:
    operations.execute("CREATE TABLE weather (day TEXT NOT NULL PRIMARY KEY)")


def _fail_halfway(operations: Operations) -> None:
    operations.execute("CREATE TABLE half (a)")
    operations.execute("CREATE TABLE half (a)")


def _work(folder: Path) -> UnitOfWork:
    return UnitOfWork(open_engine(folder / DATABASE_NAME, KEY))


def _made(folder: Path) -> LocalStorage:
    storage = storage_in(folder)
    storage.log.append(*register_drafts())
    storage.close()
    return storage


def test_a_later_step_is_applied_once(tmp_path: Path) -> None:
    _made(tmp_path)
    steps = (
        *migrations.STEPS,
        MigrationStep("next_weather", migrations.STEPS[-1].revision, _add_weather),
    )
    work = _work(tmp_path)
    assert migrations.upgrade(work, steps) == 1
    assert migrations.upgrade(work, steps) == 0
    assert work.rows("SELECT count(*) FROM weather")[0][0] == 0
    work.close()
    assert inspect_version(tmp_path / DATABASE_NAME, KEY, newest=NEXT) == NEXT


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    _made(tmp_path)
    steps = (
        *migrations.STEPS,
        MigrationStep("next_half", migrations.STEPS[-1].revision, _fail_halfway),
    )
    work = _work(tmp_path)
    with pytest.raises(StorageUnavailable):
        migrations.upgrade(work, steps)
    assert work.rows("SELECT count(*) FROM sqlite_master WHERE name = 'half'")[0][0] == 0
    work.close()
    assert inspect_version(tmp_path / DATABASE_NAME, KEY) == NOW
    storage = storage_in(tmp_path)
    assert storage.log.verify_chain() == storage.log.count
    storage.close()


def test_the_copy_before_a_step_opens_with_the_same_key_and_is_encrypted(tmp_path: Path) -> None:
    _made(tmp_path)
    copy = copy_before_upgrade(tmp_path / DATABASE_NAME, KEY, NOW)
    assert copy.name == f"hengping.db.v{NOW}.backup"
    assert not copy.read_bytes().startswith(b"SQLite format 3")
    connection = raw_connection(copy, KEY, read_only=True)
    assert connection.execute("SELECT count(*) FROM events").fetchone()[0] == 5
    assert connection.execute("PRAGMA user_version").fetchone()[0] == NOW
    connection.close()


def test_an_older_file_is_copied_then_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _made(tmp_path)
    steps = (
        *migrations.STEPS,
        MigrationStep("next_weather", migrations.STEPS[-1].revision, _add_weather),
    )
    monkeypatch.setattr(migrations, "STEPS", steps)
    monkeypatch.setattr(tables, "SCHEMA_VERSION", NEXT)
    monkeypatch.setattr(migrations.upgrade, "__defaults__", (steps,))
    monkeypatch.setattr(inspect_version, "__kwdefaults__", {"newest": NEXT})
    storage = storage_in(tmp_path)
    assert storage._work.rows("SELECT count(*) FROM weather")[0][0] == 0
    assert storage.log.verify_chain() == storage.log.count
    storage.close()
    assert (tmp_path / f"hengping.db.v{NOW}.backup").exists()
