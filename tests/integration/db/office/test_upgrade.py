"""An office of an earlier version becomes one of this version, and its lists fill by themselves."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

from db.office import tables
from db.office.engine import DATABASE_NAME, open_engines
from db.office.migrations import STEPS
from db.office.work import OfficeWork
from inspector_app.domain.inspection import State
from inspector_app.domain.judgement import Outcome
from inspector_app.services.record_ports import Recheck, RecordQuery
from inspector_app.sync.messages import NumberSeries
from tests.helpers.office_chain import NOW
from tests.helpers.office_records import read
from tests.helpers.sealed_office import SealingLaptop
from tests.integration.db.office.conftest import opened

STEP_1 = Path(__file__).parents[3] / "golden" / "office" / "o1.db"
ALL = RecordQuery(scopes=None)


@pytest.fixture
def old_place(place: str | Path) -> str | Path:
    """Put an office of step 1 with its records where a database is asked for."""
    if isinstance(place, Path):
        place.mkdir()
        shutil.copyfile(STEP_1, place / DATABASE_NAME)
    else:
        copy_to_postgresql(place)
    return place


def copy_to_postgresql(url: str) -> None:
    work = OfficeWork(*open_engines(url))
    source = sqlite3.connect(STEP_1)
    with work.writing() as t:
        STEPS[0].upgrade(Operations(MigrationContext.configure(t.connection)))
        t.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        names = source.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in names:
            for row in source.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 - own
                marks = ", ".join("?" * len(row))
                t.execute(f'INSERT INTO "{name}" VALUES ({marks})', row)  # noqa: S608 - own
    source.close()
    work.close()


def test_an_office_of_step_1_keeps_what_it_had_and_gets_its_lists(old_place: str | Path) -> None:
    office = opened(old_place)
    assert office.record_lists.count(ALL) == 0
    assert read(office, limit=20) == 93
    rows = office.record_lists.list(ALL)
    assert [(r.inspection_id, r.state, r.outcome, r.recheck, r.superseded_by) for r in rows] == [
        ("x2", State.VOIDED, Outcome.FAIL, Recheck.AGREES, ""),
        ("x1", State.SEALED, Outcome.PASS, Recheck.AGREES, "JY26-000400"),
    ]
    assert {row.received_at for row in rows} == {NOW}
    assert len(office.record_lists.list(RecordQuery(scopes=("445202",), text="鲜肉"))) == 2
    record = office.record_lists.record("x1", ("445200",))
    assert record is not None
    assert record.inspection is not None
    assert office.upkeep.check() == ()
    office.close()


def test_filling_the_lists_repeats_no_note_and_no_alarm(old_place: str | Path) -> None:
    work = OfficeWork(*open_engines(old_place))
    noted = ("seals", "verdict_checks", "introduced_keys", "named_files", "alarms")

    def rows() -> dict[str, list[tuple[object, ...]]]:
        with work.reading() as t:
            return {
                name: sorted(tuple(row)[:4] for row in t.rows(f"SELECT * FROM {name}"))  # noqa: S608 - own
                for name in noted
            }

    before = rows()
    office = opened(old_place)
    read(office)
    assert rows() == before
    office.close()
    work.close()


def test_what_comes_while_the_lists_fill_is_public_before_it_is_listed(
    old_place: str | Path,
) -> None:
    office = opened(old_place)
    laptop = SealingLaptop(office, "device-new")
    sealed = laptop.seal("x3")
    # The helper reads until nothing is left; begin anew and read one page only.
    with office._work.writing() as t:
        t.execute("UPDATE projected SET listed = 0, seq = seq - 3")
        t.execute("DELETE FROM seals WHERE inspection_id = ?", ("x3",))
    assert office.records.catch_up(NOW, limit=3) == 3
    found = office.records.sealed(sealed.seal.record_sha256[:32])
    assert found is not None
    assert found.voided is False
    office.close()


@pytest.mark.parametrize("version", range(1, tables.SCHEMA_VERSION))
def test_a_frozen_office_of_every_version_keeps_its_records_and_gives_numbers(
    version: int, tmp_path: Path
) -> None:
    shutil.copyfile(STEP_1.with_name(f"o{version}.db"), tmp_path / DATABASE_NAME)
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME)) as frozen:
        assert frozen.execute("SELECT version_num FROM alembic_version").fetchone() == (
            STEPS[version - 1].REVISION,
        )
    office = opened(tmp_path)
    read(office)
    assert {row.inspection_id for row in office.record_lists.list(ALL)} == {"x1", "x2"}
    assert office.packages.newest() == (0, "")
    series = NumberSeries(prefix="粤市监揭榕登保", year=NOW.year)
    block = office.numbers.grant("device-1", series, NOW)
    assert block.first == 1
    assert office.upkeep.check() == ()
    office.close()


def test_every_earlier_version_has_its_frozen_office() -> None:
    assert len(STEPS) == tables.SCHEMA_VERSION
    frozen = {path.stem for path in STEP_1.parent.glob("o*.db")}
    assert frozen >= {f"o{version}" for version in range(1, tables.SCHEMA_VERSION)}
