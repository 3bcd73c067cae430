"""What an administrator must look at."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from db.office.work import OfficeWork, Transaction
from inspector_app.services.office_ports import Alarm
from inspector_app.services.ports import IdSource


def raise_alarm(
    t: Transaction,
    ids: IdSource,
    code: str,
    parameters: Mapping[str, object],
    device_id: str,
    now: datetime,
) -> None:
    """Keep an alarm in the transaction that noticed it."""
    _insert(
        t,
        Alarm(
            alarm_id=ids.new_id(),
            code=code,
            parameters={name: str(value) for name, value in parameters.items()},
            device_id=device_id,
            at=now,
        ),
    )


def keep(work: OfficeWork, alarm: Alarm) -> None:
    """Keep an alarm that was noticed outside the storage."""
    with work.writing() as t:
        _insert(t, alarm)


def see(work: OfficeWork, alarm_id: str, by: str, note: str, now: datetime) -> None:
    """Note that a person dealt with an alarm; the first who did stands."""
    with work.writing() as t:
        t.execute(
            "UPDATE alarms SET seen_by = ?, seen_at = ?, note = ? "
            "WHERE alarm_id = ? AND seen_at IS NULL",
            (by, now.isoformat(), note, alarm_id),
        )


def count_open(work: OfficeWork) -> int:
    """Count the alarms nobody has dealt with."""
    with work.reading() as t:
        return int(t.rows("SELECT count(*) FROM alarms WHERE seen_at IS NULL")[0][0])


def newest(work: OfficeWork, limit: int) -> Sequence[Alarm]:
    """Return alarms, the open ones first, then newest first."""
    with work.reading() as t:
        rows = t.rows(
            "SELECT alarm_id, code, parameters, device_id, at, seen_by, seen_at, note FROM alarms "
            "ORDER BY CASE WHEN seen_at IS NULL THEN 0 ELSE 1 END, alarm_id DESC LIMIT ?",
            (limit,),
        )
    return [
        Alarm(
            alarm_id=alarm_id,
            code=code,
            parameters=json.loads(parameters),
            device_id=device_id,
            at=datetime.fromisoformat(at),
            seen_by=seen_by,
            seen_at=datetime.fromisoformat(seen_at) if seen_at else None,
            note=note,
        )
        for alarm_id, code, parameters, device_id, at, seen_by, seen_at, note in rows
    ]


def _insert(t: Transaction, alarm: Alarm) -> None:
    t.execute(
        "INSERT INTO alarms (alarm_id, code, parameters, device_id, at) VALUES (?, ?, ?, ?, ?)",
        (
            alarm.alarm_id,
            alarm.code,
            json.dumps(alarm.parameters, ensure_ascii=False),
            alarm.device_id,
            alarm.at.isoformat(),
        ),
    )
