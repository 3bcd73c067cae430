"""The office's package of rules on this laptop: opened at start, installed by hand or from sync.

That a package holds is an event with the file in its `blobs`: evidence of the rules a laptop had.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.events import EventDraft, PackageInstalled
from inspector_app.domain.exceptions import EvidenceBroken, InputInvalid, InspectorError
from inspector_app.kinds.base import InspectionKind
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.packages.contents import published_kinds, rule_set
from inspector_app.packages.envelope import MEDIA_TYPE, SignedPackage, open_package, read_kept
from inspector_app.packages.shelf import Installed, RuleShelf
from inspector_app.services.ports import BlobStore, EventLog
from inspector_app.services.sync_ports import Enrolment
from inspector_app.sync import grants

ROLE = "package"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A package that the office offered and that could not be installed here."""

    sha256: str
    failure: InspectorError


class LaptopPackages:
    """Keeps the shelf of rules in step with the packages in this laptop's own log.

    enrolment: asked at each use, for the office may change. Any thread may call.
    """

    def __init__(
        self,
        log: EventLog,
        blobs: BlobStore,
        enrolment: Callable[[], Enrolment | None],
        shelf: RuleShelf,
    ) -> None:
        self._log, self._blobs, self._enrolment = log, blobs, enrolment
        self.shelf = shelf
        self.refused: Refused | None = None

    def open(self) -> None:
        """Let the newest package of this laptop's office hold, and older ones be asked for.

        One whose file is damaged or missing is passed over: the shipped rules hold, and the next
        round with the office fetches it anew.
        """
        facts, office = self._facts(), self._enrolment()
        own = [fact for fact in facts if office is not None and fact.office_id == office.office_id]
        current = self._opened(own[-1]) if own else None
        older = [fact for fact in facts if current is None or fact.sha256 != current.signed.sha256]
        self.shelf.put(
            current,
            older_books={fact.rules_digest: self._loader(fact) for fact in older},
            older_kinds=[kind for fact in older for kind in self._kinds(fact)],
        )

    def installed_at(self) -> datetime | None:
        """Return when the package of today was installed, None while the shipped rules hold."""
        known = self.known()
        return next((at for at, fact in reversed(self._dated()) if fact.sha256 == known), None)

    def known(self) -> str:
        """Return the SHA-256 of the package that holds, '' for none."""
        current = self.shelf.current
        return current.signed.sha256 if current is not None else ""

    def wants(self, offered: str) -> bool:
        """Say whether a package that the office names should be fetched."""
        refused = self.refused.sha256 if self.refused is not None else ""
        return bool(offered) and offered not in {self.known(), refused}

    def take(self, data: bytes) -> SignedPackage | None:
        """Install what the office sent; one that is refused is remembered and not fetched again.

        Raises StorageUnavailable.
        """
        try:
            signed = self.install(data)
        except (InputInvalid, EvidenceBroken) as failure:
            _log.warning("the office's package was refused: %s", failure)
            self.refused = Refused(sha256=hashlib.sha256(data).hexdigest(), failure=failure)
            return None
        self.refused = None
        return signed

    def install(self, data: bytes) -> SignedPackage:
        """Prove, read and install a package; nothing is kept unless all of it is good.

        Raises InputInvalid or EvidenceBroken as `open_package` and `rule_set`, StorageUnavailable,
        and `package_no_office`, `package_not_for_us`, `package_older`, `package_fork`.
        """
        signed, office = self._proved(data)
        if signed.sha256 == self.known():
            return signed
        _require_for(signed, office)
        self._require_next(signed, office)
        installed = Installed(signed, rule_set(signed.package.files))
        self._keep(installed)
        self.shelf.put(installed)
        return signed

    def read(self, data: bytes) -> Installed:
        """Return a package of this laptop's office with its rules, and leave all as it is.

        Raises as `install`, but an older package and another division's are read as well.
        """
        signed, _office = self._proved(data)
        is_new = signed.sha256 not in {fact.sha256 for fact in self._facts()}
        return Installed(signed, rule_set(signed.package.files, is_new=is_new))

    def _proved(self, data: bytes) -> tuple[SignedPackage, Enrolment]:
        office = self._enrolment()
        if office is None:
            raise InputInvalid("package_no_office", field="file")
        signed = open_package(data, office_id=office.office_id, office_key=office.office_key)
        return signed, office

    def _require_next(self, signed: SignedPackage, office: Enrolment) -> None:
        """Refuse to go back, and a package of another history than the one installed."""
        own = [fact for fact in self._facts() if fact.office_id == office.office_id]
        if not own:
            return
        package, newest = signed.package, max(own, key=lambda fact: fact.number)
        if package.number < newest.number:
            raise EvidenceBroken("package_older", number=package.number, installed=newest.number)
        is_again = package.number == newest.number and signed.sha256 != newest.sha256
        is_other = package.number == newest.number + 1 and package.previous != newest.sha256
        if is_again or is_other:
            raise EvidenceBroken("package_fork", number=package.number)

    def _keep(self, installed: Installed) -> None:
        signed = installed.signed
        blob = self._blobs.put(signed.data, role=ROLE, media_type=MEDIA_TYPE)
        body = PackageInstalled(
            office_id=signed.package.office_id,
            number=signed.package.number,
            sha256=signed.sha256,
            issued_at=signed.package.issued_at,
            signer=signed.key_id,
            rules_digest=installed.rules.book.digest,
        )
        if body in self._facts():
            return  # its file had been lost, and lies here again
        self._log.append(
            EventDraft(stream_id=self._log.device_id, scope="", body=body, blobs=(blob,))
        )

    def _facts(self) -> Sequence[PackageInstalled]:
        return [fact for _at, fact in self._dated()]

    def _dated(self) -> Sequence[tuple[datetime, PackageInstalled]]:
        events = self._log.stream(self._log.device_id)
        return [(e.recorded_at, e.body) for e in events if isinstance(e.body, PackageInstalled)]

    def _opened(self, fact: PackageInstalled) -> Installed | None:
        try:
            signed = read_kept(self._blobs.get(fact.sha256))
            return Installed(signed, rule_set(signed.package.files, is_new=False))
        except (InspectorError, OSError):
            _log.exception("package %s cannot be read; the shipped rules hold", fact.number)
            return None

    def _loader(self, fact: PackageInstalled) -> Callable[[], RegulationBook]:
        def load() -> RegulationBook:
            signed = read_kept(self._blobs.get(fact.sha256))
            return rule_set(signed.package.files, is_new=False).book

        return load

    def _kinds(self, fact: PackageInstalled) -> tuple[InspectionKind, ...]:
        try:
            return published_kinds(read_kept(self._blobs.get(fact.sha256)).package.files)
        except (InspectorError, OSError):
            _log.exception("package %s cannot be read; its kinds stay unknown", fact.number)
            return ()


def _require_for(signed: SignedPackage, office: Enrolment) -> None:
    scopes = signed.package.scopes
    if not grants.cover(scopes, office.home_scope):
        raise InputInvalid(
            "package_not_for_us", field="file", scopes=" ".join(scopes), scope=office.home_scope
        )
