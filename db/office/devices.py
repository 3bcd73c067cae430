"""Laptops and the codes that let them in. Implements the port `Devices`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from db.office.work import OfficeWork, Transaction
from inspector_app.domain.exceptions import OfficeRefused
from inspector_app.evidence.signatures import key_id_of
from inspector_app.services.office_ports import Device, OpenCode

_COLUMNS = (
    "device_id, name, public_key, scopes, home_scope, certificate, enrolled_at, last_device_seq, "
    "last_hash, last_seen, revoked_at, program_version, gap"
)
_OPENING = "opening"
"""Under which name the newest start is kept among the facts about this database."""


class OfficeDevices:
    """Keeps who may come in."""

    def __init__(self, work: OfficeWork) -> None:
        self._work = work

    def offer(self, code: OpenCode) -> None:
        """Keep a new code."""
        with self._work.writing() as t:
            t.execute(
                "INSERT INTO enrolment_codes (code_id, key, name, scopes, made_by, expires_at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (
                    code.code_id,
                    code.key,
                    code.name,
                    " ".join(code.scopes),
                    code.made_by,
                    code.expires_at.isoformat(),
                ),
            )

    def code(self, code_id: str) -> OpenCode | None:
        """Return a code, used or expired ones too, None if never made."""
        with self._work.reading() as t:
            return _code(t, code_id)

    def enrol(self, code_id: str, device: Device, now: datetime) -> None:
        """Use the code up and keep the device, in one transaction; of two at once, one wins.

        Raises OfficeRefused: `enrolment_code_used`, `enrolment_code_expired`,
        `enrolment_code_unknown`, `device_exists` (another key under this id).
        """
        with self._work.writing() as t:
            code = _code(t, code_id, t.for_update)
            if code is None:
                raise OfficeRefused("enrolment_code_unknown")
            if code.used_at is not None:
                raise OfficeRefused("enrolment_code_used")
            if now >= code.expires_at:
                raise OfficeRefused("enrolment_code_expired")
            t.execute(
                "UPDATE enrolment_codes SET used_at = ? WHERE code_id = ?",
                (now.isoformat(), code_id),
            )
            _write(t, device)
            t.execute(
                "INSERT INTO introduced_keys (key_id, public_key, device_id) VALUES (?, ?, ?) "
                "ON CONFLICT (key_id) DO NOTHING",
                (key_id_of(device.public_key), device.public_key, device.device_id),
            )

    def device(self, device_id: str) -> Device | None:
        """Return a device or None."""
        with self._work.reading() as t:
            return read_device(t, device_id)

    def list(self) -> Sequence[Device]:
        """Return all devices, newest first."""
        with self._work.reading() as t:
            rows = t.rows(f"SELECT {_COLUMNS} FROM devices ORDER BY enrolled_at DESC")  # noqa: S608 - own
        return [_device(row) for row in rows]

    def seen(self, device_id: str, now: datetime, program_version: str) -> None:
        """Note that it called."""
        with self._work.writing() as t:
            t.execute(
                "UPDATE devices SET last_seen = ?, program_version = ? WHERE device_id = ?",
                (now.isoformat(), program_version[:40], device_id),
            )

    def revoke(self, device_id: str, now: datetime) -> None:
        """Let it in no more; what it sent stays."""
        with self._work.writing() as t:
            t.execute(
                "UPDATE devices SET revoked_at = ? WHERE device_id = ?",
                (now.isoformat(), device_id),
            )

    def begin_opening(self, opening: str) -> None:
        """Note that a server starts: laptops then ask once more which of their files are here."""
        with self._work.writing() as t:
            t.execute(
                "INSERT INTO facts (name, value) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (_OPENING, opening),
            )

    def opening(self) -> str:
        """Return the newest start's mark, '' before the first."""
        with self._work.reading() as t:
            rows = t.rows("SELECT value FROM facts WHERE name = ?", (_OPENING,))
        return str(rows[0][0]) if rows else ""


def read_device(t: Transaction, device_id: str, lock: str = "") -> Device | None:
    """Return a device's row inside a transaction. lock: `Transaction.for_update` to hold it."""
    rows = t.rows(
        f"SELECT {_COLUMNS} FROM devices WHERE device_id = ?{lock}",  # noqa: S608 - own
        (device_id,),
    )
    return _device(rows[0]) if rows else None


def _write(t: Transaction, device: Device) -> None:
    known = read_device(t, device.device_id, t.for_update)
    if known is not None and known.public_key != device.public_key:
        raise OfficeRefused("device_exists", device_id=device.device_id)
    t.execute(
        f"INSERT INTO devices ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "  # noqa: S608 - own
        "ON CONFLICT (device_id) DO UPDATE SET name = excluded.name, scopes = excluded.scopes, "
        "home_scope = excluded.home_scope, certificate = excluded.certificate, revoked_at = NULL",
        (
            device.device_id,
            device.name,
            device.public_key,
            " ".join(device.scopes),
            device.home_scope,
            device.certificate,
            device.enrolled_at.isoformat(),
            device.last_device_seq,
            device.last_hash,
            None,
            None,
            device.program_version[:40],
            0,
        ),
    )


def _device(row: Any) -> Device:
    return Device(
        device_id=row[0],
        name=row[1],
        public_key=bytes(row[2]),
        scopes=tuple(row[3].split()),
        home_scope=row[4],
        certificate=row[5],
        enrolled_at=datetime.fromisoformat(row[6]),
        last_device_seq=row[7],
        last_hash=row[8],
        last_seen=_time(row[9]),
        revoked_at=_time(row[10]),
        program_version=row[11],
        gap=bool(row[12]),
    )


def _code(t: Transaction, code_id: str, lock: str = "") -> OpenCode | None:
    rows = t.rows(
        "SELECT code_id, key, name, scopes, made_by, expires_at, used_at FROM enrolment_codes "  # noqa: S608 - own
        f"WHERE code_id = ?{lock}",
        (code_id,),
    )
    if not rows:
        return None
    row = rows[0]
    return OpenCode(
        code_id=row[0],
        key=bytes(row[1]),
        name=row[2],
        scopes=tuple(row[3].split()),
        made_by=row[4],
        expires_at=datetime.fromisoformat(row[5]),
        used_at=_time(row[6]),
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
