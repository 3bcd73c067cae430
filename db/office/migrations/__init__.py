"""How an office database of an earlier version becomes one of this version: Alembic, both engines.

Add a step: a module `oNNNN_name.py` with REVISION, DOWN_REVISION and `upgrade(operations)`, listed
in STEPS; raise `tables.SCHEMA_VERSION`.
"""

from __future__ import annotations

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

from db.office.migrations import (
    o0001_events,
    o0002_people_and_lists,
    o0003_measuring_instruments,
    o0004_packages,
    o0005_number_blocks,
)
from db.office.work import OfficeWork, Transaction
from inspector_app.domain.exceptions import StorageNewer

STEPS = (
    o0001_events,
    o0002_people_and_lists,
    o0003_measuring_instruments,
    o0004_packages,
    o0005_number_blocks,
)
_VERSION_TABLE = "alembic_version"
_ONE_AT_A_TIME = 0x48504E47


def upgrade(work: OfficeWork) -> int:
    """Bring the database to this version in one transaction; return the steps run.

    Several server processes may start at once: one works, the others find it done.
    Raises StorageNewer, with nothing touched, for a database of a newer program.
    """
    with work.writing() as t:
        if t.postgresql:
            t.execute("SELECT pg_advisory_xact_lock(?)", (_ONE_AT_A_TIME,))
        context = MigrationContext.configure(
            t.connection, opts={"version_table": _VERSION_TABLE, "transactional_ddl": True}
        )
        done = _steps_done(t, context.get_current_revision())
        operations = Operations(context)
        for step in STEPS[done:]:
            step.upgrade(operations)
        t.execute(f"DELETE FROM {_VERSION_TABLE}")  # noqa: S608 - a name of our own
        t.execute(
            f"INSERT INTO {_VERSION_TABLE} VALUES (?)",  # noqa: S608 - a name of our own
            (STEPS[-1].REVISION,),
        )
        return len(STEPS) - done


def _steps_done(t: Transaction, current: str | None) -> int:
    if current is None:
        t.execute(
            f"CREATE TABLE IF NOT EXISTS {_VERSION_TABLE} "
            "(version_num VARCHAR(32) NOT NULL PRIMARY KEY)"
        )
        return 0
    revisions = [step.REVISION for step in STEPS]
    if current not in revisions:
        raise StorageNewer("storage_newer", found=current, known=revisions[-1])
    return revisions.index(current) + 1
