"""What an administrator must look at, and who did."""

from __future__ import annotations

from datetime import timedelta

from db.office.storage import OfficeDatabase
from inspector_app.services.office_ports import Alarm
from tests.helpers.office_chain import NOW

LATER = NOW + timedelta(hours=1)


def alarm(number: int) -> Alarm:
    return Alarm(
        alarm_id=f"alarm-{number}",
        code="password_guessed",
        parameters={"login": "李四", "address": "192.0.2.1"},
        device_id="",
        at=NOW,
    )


def test_an_alarm_of_the_pages_is_kept(office: OfficeDatabase) -> None:
    office.records.raise_alarm(alarm(1))
    assert (office.records.alarms(), office.records.open_alarms()) == ([alarm(1)], 1)


def test_the_first_who_dealt_with_an_alarm_stands(office: OfficeDatabase) -> None:
    office.records.raise_alarm(alarm(1))
    office.records.see_alarm("alarm-1", "admin", "asked him", LATER)
    office.records.see_alarm("alarm-1", "late", "too late", LATER + timedelta(hours=1))
    (seen,) = office.records.alarms()
    assert (seen.seen_by, seen.seen_at, seen.note) == ("admin", LATER, "asked him")
    assert office.records.open_alarms() == 0


def test_open_alarms_come_first_then_the_newest(office: OfficeDatabase) -> None:
    for number in range(1, 5):
        office.records.raise_alarm(alarm(number))
    office.records.see_alarm("alarm-4", "admin", "", LATER)
    office.records.see_alarm("alarm-2", "admin", "", LATER)
    listed = [found.alarm_id for found in office.records.alarms()]
    assert listed == ["alarm-3", "alarm-1", "alarm-4", "alarm-2"]
    assert len(office.records.alarms(limit=1)) == 1
