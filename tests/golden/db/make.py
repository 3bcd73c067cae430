"""Freeze a database file of the current version: `python -m tests.golden.db.make`.

Run once per SCHEMA_VERSION, with the program of that version, and commit `v<N>.db` and `v<N>.json`;
never make an old one again: they stand for files that laptops in the field have. The key is in
tests/helpers/evidence.py; the file holds an invented market and nobody's data.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from db.storage import DATABASE_NAME
from db.tables import SCHEMA_VERSION
from inspector_app.evidence import sealing
from tests.helpers.evidence import (
    FakeClock,
    case_drafts,
    dispenser_draft,
    draft,
    inspection_drafts,
    register_drafts,
    signer,
    storage_in,
)


def make(target: Path) -> None:
    """Write `target` and, beside it, what must still be read from it."""
    if target.exists():
        raise FileExistsError(target)
    with tempfile.TemporaryDirectory() as place:
        storage = storage_in(Path(place))
        storage.log.append(*register_drafts(), dispenser_draft(), *inspection_drafts())
        made = sealing.seal(storage.log.stream("x1"), signer=signer(), sealed_at=FakeClock().now())
        storage.log.append(draft(made.body, "x1"))
        storage.log.append(*inspection_drafts("x2", "2026-0002"), *case_drafts())
        storage.log.sign_head()
        expected = {
            "events": storage.log.count,
            "device_id": storage.device_id,
            "tip": storage.log.sign_head().hash,
            "record_sha256": made.body.record_sha256,
            "inspections": [
                [r.number, r.state, r.observations, r.answers]
                for r in storage.registry.list_inspections()
            ],
            "people": [person.name for person in storage.registry.people()],
        }
        storage.close()
        shutil.copyfile(Path(place) / DATABASE_NAME, target)
    text = json.dumps(expected, ensure_ascii=False, indent=1)
    target.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    make(Path(__file__).with_name(f"v{SCHEMA_VERSION}.db"))
