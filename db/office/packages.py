"""The packages of rules that this office published. Implements the port `Packages`.

A row is never changed. Whichever process publishes, the others notice at their next look.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from db.office.work import OfficeWork, Transaction
from inspector_app.domain.exceptions import InputInvalid, InspectorError
from inspector_app.kinds.base import InspectionKind
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.packages.contents import published_kinds, rule_set
from inspector_app.packages.envelope import SignedPackage, read_kept
from inspector_app.packages.shelf import Installed, RuleShelf
from inspector_app.services.office_ports import HeldPackage, PublishedPackage
from inspector_app.sync import grants

_log = logging.getLogger(__name__)
_ONE_AT_A_TIME = 0x48500004
_COLUMNS = "number, sha256, scopes, rules_digest, published_at, published_by, length(data)"


class OfficePackages:
    """Publishes, lists and hands out; keeps the shelf by which this process judges."""

    def __init__(self, work: OfficeWork, rules: RegulationBook) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._seen = 0
        self._shelf = RuleShelf(rules)

    def shelf(self) -> RuleShelf:
        """Return the rules held, those of a package just published included."""
        with self._work.reading() as t:
            newest = _newest_number(t)
        if newest != self._seen:
            with self._lock:
                self._seen = self._refill()
        return self._shelf

    def publish(self, installed: Installed, by: str, now: datetime) -> None:
        """Keep a package as the newest. Raises InputInvalid(`package_number_taken`)."""
        signed = installed.signed
        with self._work.writing() as t:
            t.beside_others(_ONE_AT_A_TIME, alone=True)
            newest = _newest(t)
            package = signed.package
            if (package.number, package.previous) != (newest[0] + 1, newest[1]):
                raise InputInvalid(
                    "package_number_taken", number=package.number, newest=newest[0] or "–"
                )
            t.execute(
                "INSERT INTO packages (number, sha256, scopes, rules_digest, published_at, "
                "published_by, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    package.number,
                    signed.sha256,
                    " ".join(package.scopes),
                    installed.rules.book.digest,
                    now.isoformat(),
                    by,
                    signed.data,
                ),
            )

    def newest(self) -> tuple[int, str]:
        """Return number and SHA-256 of the newest package, 0 and '' for none."""
        with self._work.reading() as t:
            return _newest(t)

    def newest_for(self, scope: str) -> str:
        """Return the SHA-256 of the newest package for a division, '' for none."""
        with self._work.reading() as t:
            rows = t.rows("SELECT sha256, scopes FROM packages ORDER BY number DESC")
        fitting = (sha256 for sha256, scopes in rows if grants.cover(scopes.split(), scope))
        return str(next(fitting, ""))

    def file(self, sha256: str) -> SignedPackage | None:
        """Return a published package, None for one that is not."""
        with self._work.reading() as t:
            rows = t.rows("SELECT data FROM packages WHERE sha256 = ?", (sha256,))
        return read_kept(bytes(rows[0][0])) if rows else None

    def list(self) -> Sequence[PublishedPackage]:
        """Return what was published, newest first."""
        with self._work.reading() as t:
            rows = t.rows(f"SELECT {_COLUMNS} FROM packages ORDER BY number DESC")  # noqa: S608 - own
        return [_published(row) for row in rows]

    def held(self) -> Mapping[str, HeldPackage]:
        """Return which package each laptop said that it has, by device."""
        with self._work.reading() as t:
            rows = t.rows("SELECT device_id, number, sha256, installed_at FROM device_packages")
        return {
            device_id: HeldPackage(
                number=number, sha256=sha256, installed_at=datetime.fromisoformat(at)
            )
            for device_id, number, sha256, at in rows
        }

    def _refill(self) -> int:
        """Fill the shelf from the rows; return the newest number it knows."""
        with self._work.reading() as t:
            rows = t.rows("SELECT number, rules_digest, data FROM packages ORDER BY number")
        if not rows:
            return 0
        kept = [(digest, bytes(data)) for _number, digest, data in rows]
        try:
            newest = read_kept(kept[-1][1])
            current = Installed(newest, rule_set(newest.package.files, is_new=False))
            kinds = [kind for _digest, data in kept[:-1] for kind in _kinds(data)]
        except InspectorError:
            # A package of a newer program: this one goes on judging by what it can read.
            _log.exception("package %s cannot be read by this program", rows[-1][0])
            return int(rows[-1][0])
        self._shelf.put(
            current,
            older_books={digest: _loader(data) for digest, data in kept[:-1]},
            older_kinds=kinds,
        )
        return int(rows[-1][0])


def _loader(data: bytes) -> Callable[[], RegulationBook]:
    return lambda: rule_set(read_kept(data).package.files, is_new=False).book


def _kinds(data: bytes) -> tuple[InspectionKind, ...]:
    return published_kinds(read_kept(data).package.files)


def _newest_number(t: Transaction) -> int:
    return int(t.rows("SELECT coalesce(max(number), 0) FROM packages")[0][0])


def _newest(t: Transaction) -> tuple[int, str]:
    rows = t.rows("SELECT number, sha256 FROM packages ORDER BY number DESC LIMIT 1")
    return (int(rows[0][0]), str(rows[0][1])) if rows else (0, "")


def _published(row: Any) -> PublishedPackage:
    number, sha256, scopes, rules_digest, published_at, published_by, size = row
    return PublishedPackage(
        number=number,
        sha256=sha256,
        scopes=tuple(scopes.split()),
        rules_digest=rules_digest,
        published_at=datetime.fromisoformat(published_at),
        published_by=published_by,
        size=size,
    )
