"""What is read behind the intake: introduced keys, sealed records, verdicts judged again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from db.office import alarms, papers
from db.office.reader import OfficeReader
from db.office.work import OfficeWork
from inspector_app.domain.judgement import Outcome
from inspector_app.services.office_ports import Alarm, SealedEntry
from inspector_app.sync import grants


class OfficeRecords:
    """Answers from what the reader keeps up."""

    def __init__(self, work: OfficeWork, reader: OfficeReader) -> None:
        self._work, self._reader = work, reader

    def catch_up(self, now: datetime, limit: int = 500) -> int:
        """Read the next accepted events; return how many. Several processes may call it."""
        return self._reader.catch_up(now, limit)

    def public_key(self, key_id: str) -> bytes | None:
        """Return an inspector's or device's raw key by its id, as a genuine chain introduced it."""
        with self._work.reading() as t:
            rows = t.rows("SELECT public_key FROM introduced_keys WHERE key_id = ?", (key_id,))
        return bytes(rows[0][0]) if rows else None

    def sealed(self, record_prefix: str) -> SealedEntry | None:
        """Return the sealed record whose SHA-256 begins so (32 hex digits)."""
        with self._work.reading() as t:
            rows = t.rows(
                "SELECT inspection_id, number, record_sha256, kind, on_date, outcome, unit, "
                "voided, superseded_by FROM seals WHERE record_prefix = ?",
                (record_prefix,),
            )
            if not rows:
                return None
            void_papers = papers.declared_void(t, rows[0][0])
        inspection_id, number, sha256, kind, on, outcome, unit, voided, superseded_by = rows[0]
        return SealedEntry(
            inspection_id=inspection_id,
            number=number,
            record_sha256=sha256,
            kind=kind,
            on=date.fromisoformat(on),
            outcome=Outcome(outcome),
            unit=unit,
            voided=bool(voided),
            superseded_by=superseded_by,
            void_papers=void_papers,
        )

    def blob_is_readable(self, sha256: str, scopes: Sequence[str] | None) -> bool:
        """Say whether an event within the grants (None: within any) names this file."""
        with self._work.reading() as t:
            rows = t.rows("SELECT scope FROM named_files WHERE sha256 = ?", (sha256,))
        return any(scopes is None or grants.cover(scopes, scope) for (scope,) in rows)

    def verdict(self, inspection_id: str) -> str:
        """Return what judging again gave: `agrees`, `differs`, `unknown_kind` or `not_yet`."""
        with self._work.reading() as t:
            rows = t.rows(
                "SELECT result FROM verdict_checks WHERE inspection_id = ?", (inspection_id,)
            )
        return str(rows[0][0]) if rows else "not_yet"

    def alarms(self, limit: int = 100) -> Sequence[Alarm]:
        """Return what an administrator must look at, the open ones first, then newest first."""
        return alarms.newest(self._work, limit)

    def raise_alarm(self, alarm: Alarm) -> None:
        """Keep an alarm that was noticed outside the storage."""
        alarms.keep(self._work, alarm)

    def see_alarm(self, alarm_id: str, by: str, note: str, now: datetime) -> None:
        """Note that a person dealt with an alarm; the first who did stands."""
        alarms.see(self._work, alarm_id, by, note, now)

    def open_alarms(self) -> int:
        """Count the alarms nobody has dealt with."""
        return alarms.count_open(self._work)
