"""How a file of an earlier version becomes one of this version: Alembic, run by the program.

The steps are imported modules, not files that Alembic searches for, so a frozen program has them.
Add a step: a module `vNNNN_name.py` with REVISION, DOWN_REVISION and `upgrade(operations)`, listed
in STEPS; raise `tables.SCHEMA_VERSION`; freeze a file of the old version in tests/golden/db/.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

from db.engine import APPLICATION_ID, raw_connection
from db.exceptions import translated
from db.migrations import (
    v0001_event_log,
    v0002_sync,
    v0003_measuring_instruments,
    v0004_cases,
)
from db.unit_of_work import UnitOfWork

_VERSION_TABLE = "alembic_version"


@dataclass(frozen=True, slots=True)
class MigrationStep:
    """One step: its revision, the one it follows (None for the first), and what it does."""

    revision: str
    follows: str | None
    upgrade: Callable[[Operations], None]


STEPS: tuple[MigrationStep, ...] = (
    MigrationStep(v0001_event_log.REVISION, v0001_event_log.DOWN_REVISION, v0001_event_log.upgrade),
    MigrationStep(v0002_sync.REVISION, v0002_sync.DOWN_REVISION, v0002_sync.upgrade),
    MigrationStep(
        v0003_measuring_instruments.REVISION,
        v0003_measuring_instruments.DOWN_REVISION,
        v0003_measuring_instruments.upgrade,
    ),
    MigrationStep(v0004_cases.REVISION, v0004_cases.DOWN_REVISION, v0004_cases.upgrade),
)
"""Oldest first; the n-th leads to user_version n."""


def upgrade(work: UnitOfWork, steps: Sequence[MigrationStep] = STEPS) -> int:
    """Bring the open file to the last step's version in one transaction; return the steps run.

    Raises StorageUnavailable with the file as it was.
    """
    with work.transaction():
        context = MigrationContext.configure(
            work.connection, opts={"version_table": _VERSION_TABLE, "transactional_ddl": True}
        )
        done = _steps_done(work, context.get_current_revision(), steps)
        operations = Operations(context)
        for step in steps[done:]:
            step.upgrade(operations)
        _stamp(work, steps)
        return len(steps) - done


def copy_before_upgrade(path: Path, key: bytes, version: int) -> Path:
    """Copy the closed file to `<name>.v<version>.backup` beside it, same key; return the copy.

    Raises StorageUnavailable when there is no room; the original is then untouched.
    """
    target = path.with_name(f"{path.name}.v{version}.backup")
    target.unlink(missing_ok=True)
    with translated():
        source, copy = raw_connection(path, key), raw_connection(target, key)
        try:
            source.backup(copy)
        except BaseException:
            copy.close()
            target.unlink(missing_ok=True)
            raise
        finally:
            source.close()
            copy.close()
    return target


def _steps_done(work: UnitOfWork, current: str | None, steps: Sequence[MigrationStep]) -> int:
    revisions = [step.revision for step in steps]
    if current is None:
        work.execute(
            f"CREATE TABLE {_VERSION_TABLE} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"
        )
        return 0
    return revisions.index(current) + 1


def _stamp(work: UnitOfWork, steps: Sequence[MigrationStep]) -> None:
    work.execute(f"DELETE FROM {_VERSION_TABLE}")  # noqa: S608 - a name of our own
    work.execute(
        f"INSERT INTO {_VERSION_TABLE} VALUES (?)",  # noqa: S608 - a name of our own
        (steps[-1].revision,),
    )
    work.execute(f"PRAGMA user_version = {len(steps)}")
    work.execute(f"PRAGMA application_id = {APPLICATION_ID}")
