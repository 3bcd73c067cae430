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
    said = json.dumps({name: str(value) for name, value in parameters.items()}, ensure_ascii=False)
    t.execute(
        "INSERT INTO alarms (alarm_id, code, parameters, device_id, at) VALUES (?, ?, ?, ?, ?)",
        (ids.new_id(), code, said, device_id, now.isoformat()),
    )


def newest(work: OfficeWork, limit: int) -> Sequence[Alarm]:
    """Return alarms, newest first."""
    with work.reading() as t:
        rows = t.rows(
            "SELECT alarm_id, code, parameters, device_id, at FROM alarms "
            "ORDER BY alarm_id DESC LIMIT ?",
            (limit,),
        )
    return [
        Alarm(
            alarm_id=alarm_id,
            code=code,
            parameters=json.loads(parameters),
            device_id=device_id,
            at=datetime.fromisoformat(at),
        )
        for alarm_id, code, parameters, device_id, at in rows
    ]
