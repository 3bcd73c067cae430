"""A process that pushes into an office's database until it is killed; each receipt is a line."""

from __future__ import annotations

import sys
from pathlib import Path

from db.office.storage import open_office
from inspector_app.adapters.identifiers import UuidSource
from inspector_app.metrology.regulations import load_book
from tests.helpers.office_chain import NOW, OFFICE_ID, OFFICE_KEY, Chain, enrol


def main(place: str) -> None:
    where: str | Path = place if place.startswith("postgresql") else Path(place)
    office = open_office(
        where, office_id=OFFICE_ID, signer=OFFICE_KEY, ids=UuidSource(), rules=load_book()
    )
    laptop = Chain(UuidSource().new_id())
    enrol(office, laptop.device())
    while True:
        first = len(laptop.records) + 1
        for _ in range(3):
            laptop.add()
        answer = office.intake.accept(laptop.device_id, laptop.batch(first), NOW)
        for outcome in answer.outcomes:
            record = laptop.records[outcome.device_seq - 1]
            sys.stdout.write(f"{outcome.scope} {outcome.seq} {record.hex()}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
