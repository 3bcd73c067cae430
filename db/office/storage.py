"""The office's storage as one thing. Open it once per server process."""

from __future__ import annotations

from pathlib import Path

from db.exceptions import translated_files
from db.office import migrations
from db.office.accounts import OfficeAccounts
from db.office.devices import OfficeDevices
from db.office.engine import open_engines
from db.office.intake import OfficeIntake
from db.office.number_blocks import OfficeNumberBlocks
from db.office.packages import OfficePackages
from db.office.reader import OfficeReader
from db.office.record_lists import OfficeRecordLists
from db.office.records import OfficeRecords
from db.office.scopes import OfficeScopes
from db.office.upkeep import OfficeUpkeep
from db.office.work import OfficeWork
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.services.ports import IdSource, Signer


class OfficeDatabase:
    """Implements the port `OfficeStorage`. Made by `open_office`."""

    def __init__(
        self,
        work: OfficeWork,
        *,
        office_id: str,
        signer: Signer,
        ids: IdSource,
        rules: RegulationBook,
    ) -> None:
        self._work = work
        self.scopes = OfficeScopes(work, office_id=office_id, signer=signer, ids=ids)
        self.intake = OfficeIntake(work, self.scopes, ids)
        self.devices = OfficeDevices(work)
        self.packages = OfficePackages(work, rules)
        self.reader = OfficeReader(work, shelf=self.packages.shelf, ids=ids)
        self.records = OfficeRecords(work, self.reader)
        self.record_lists = OfficeRecordLists(work, self.packages.shelf)
        self.accounts = OfficeAccounts(work)
        self.upkeep = OfficeUpkeep(work)
        self.numbers = OfficeNumberBlocks(work, ids)

    def close(self) -> None:
        """Give the connections back."""
        self._work.close()


def open_office(
    place: str | Path, *, office_id: str, signer: Signer, ids: IdSource, rules: RegulationBook
) -> OfficeDatabase:
    """Open the database in a folder (SQLite) or at a `postgresql://` URL, made if missing.

    Raises StorageNewer (nothing touched) or StorageUnavailable.
    """
    if isinstance(place, Path):
        with translated_files():
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
    work = OfficeWork(*open_engines(place))
    try:
        migrations.upgrade(work)
        office = OfficeDatabase(work, office_id=office_id, signer=signer, ids=ids, rules=rules)
        office.reader.require_current_lists()
        office.packages.shelf()  # the public page names published kinds from the first visit on
    except BaseException:
        work.close()
        raise
    return office
