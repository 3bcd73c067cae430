"""Freeze an office's database of the current version: `python -m tests.golden.office.make`.

Run once per SCHEMA_VERSION of `db.office.tables`, with the program of that version, and commit
`o<N>.db`; never make an old one again: they stand for offices in the field. What it must still
say stands in the test that opens it. It holds an invented market and nobody's data.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from db.office.storage import open_office
from db.office.tables import SCHEMA_VERSION
from db.office.upkeep import copy_database
from inspector_app.adapters.identifiers import UuidSource
from inspector_app.metrology.regulations import load_book
from tests.helpers.office_chain import OFFICE_ID, OFFICE_KEY
from tests.helpers.sealed_office import SealingLaptop


def make(target: Path) -> None:
    """Write `target`: two sealed records, one of them voided, the other replaced."""
    with tempfile.TemporaryDirectory() as place:
        office = open_office(
            Path(place), office_id=OFFICE_ID, signer=OFFICE_KEY, ids=UuidSource(), rules=load_book()
        )
        laptop = SealingLaptop(office)
        laptop.seal("x1")
        laptop.supersede("x1", "JY26-000400")
        laptop.seal("x2", faulty=True)
        laptop.void("x2")
        office.close()
        copy_database(Path(place), target)


if __name__ == "__main__":
    make(Path(__file__).with_name(f"o{SCHEMA_VERSION}.db"))
