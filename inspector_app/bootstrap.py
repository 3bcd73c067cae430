"""Opens a laptop's workplace: the one place that knows disk, keys, clock and PDF together.

Both front doors stand on it, the window (`ui.app`) and the commands (`inspector_app.cli`).
Open it off the window's thread; it imports the heavy libraries.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from db.storage import LocalStorage, open_storage
from inspector_app import __version__
from inspector_app.adapters import sync_note
from inspector_app.adapters.clock import SystemClock
from inspector_app.adapters.directories import data_directory
from inspector_app.adapters.fetching import Fetching
from inspector_app.adapters.identifiers import UuidSource
from inspector_app.adapters.keys import KeyStore, open_key_store
from inspector_app.adapters.office_link import HttpEnrolmentLink, HttpOfficeLink
from inspector_app.adapters.pdf_signing import new_certificate
from inspector_app.adapters.pdf_verification import VerificationReport
from inspector_app.adapters.pdf_verification import verify_file as check_file
from inspector_app.adapters.sync_note import SyncNote
from inspector_app.adapters.sync_thread import Listener, SyncThread
from inspector_app.adapters.worker_process import (
    WorkerPdfWriter,
    WorkerPictureTool,
    WorkerProcess,
)
from inspector_app.domain.events import BlobReference
from inspector_app.domain.exceptions import (
    InputInvalid,
    InspectorError,
    OfficeRefused,
    StorageUnavailable,
)
from inspector_app.domain.instrument import Person
from inspector_app.metrology.regulations import load_book
from inspector_app.packages.envelope import MOST_BYTES, SignedPackage
from inspector_app.packages.shelf import Installed, RuleShelf
from inspector_app.services.enrol_device import EnrolDevice
from inspector_app.services.fetch_evidence import missing_files
from inspector_app.services.install_package import LaptopPackages
from inspector_app.services.number_blocks import NumberBook, Numbering
from inspector_app.services.number_supply import PaperNumbers, numbering_of
from inspector_app.services.sync_ports import Enrolment, OfficeLink, SyncStore
from inspector_app.services.synchronise import (
    Progress,
    RoundResult,
    Synchronise,
    hello_request,
)
from inspector_app.services.void_report import counts_no_longer
from inspector_app.services.workplace import Workplace
from inspector_app.settings import Settings
from inspector_app.sync.addresses import normalised
from inspector_app.sync.back_off import BackOff

AskPassphrase = Callable[[bool], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An open laptop before anybody sits down at it."""

    folder: Path
    storage: LocalStorage
    keys: KeyStore
    packages: LaptopPackages
    worker: WorkerProcess

    def workplace(
        self, person: Person, *, scope: str, public_page: Callable[[], str] = str
    ) -> Workplace:
        """Return the workplace of the person who works now."""
        clock, ids = SystemClock(), UuidSource()
        private_key = self.keys.pdf_private_key()
        signer = self.keys.device_signer()
        certificate = self.keys.kept(
            "pdf_certificate",
            lambda: new_certificate(
                private_key,
                device_id=self.storage.device_id,
                unit=person.unit,
                valid_from=clock.now(),
                voucher=signer,
            ),
        )
        return Workplace(
            numbering=self.numbering,
            storage=self.storage,
            clock=clock,
            ids=ids,
            shelf=self.packages.shelf,
            pdf_writer=WorkerPdfWriter(
                self.worker,
                self.storage.blobs.get,
                private_key=private_key,
                certificate=certificate,
            ),
            pictures=WorkerPictureTool(self.worker),
            device_signer=signer,
            inspector_signer=lambda who: self.keys.inspector_signer(who.person_id),
            person=person,
            scope=scope,
            public_page=public_page,
            clock_checked=lambda: sync_note.clock_checked(sync_note.read(self.folder)),
        )

    def verify(self, file: Path) -> VerificationReport:
        """Check a report against this laptop's keys and log."""
        return check_file(
            file,
            known_hash=self.storage.registry.report_hash_known,
            known_keys=self._known_keys(),
            declared_void=partial(counts_no_longer, self.storage.log, self.storage.registry),
        )

    def _known_keys(self) -> tuple[bytes, ...]:
        people = self.storage.registry.people()
        return (
            self.keys.device_signer().public_key,
            *(self.keys.inspector_signer(p.person_id).public_key for p in people),
            *self.storage.registry.introduced_keys(),
        )

    def numbering(self) -> Numbering:
        """Return how document numbers are written, as Settings and the enrolment say now."""
        settings = Settings(self.folder / "settings.json")
        return numbering_of(settings.get, has_office=self.sync_store.enrolment() is not None)

    def _numbers(self) -> PaperNumbers:
        log, transaction = self.storage.log, self.storage.transaction
        return PaperNumbers(lambda: NumberBook(log, self.numbering(), transaction), SystemClock())

    @property
    def sync_store(self) -> SyncStore:
        """Return queue, receipts and cursors."""
        return self.storage.sync

    def make_link(self, enrolment: Enrolment) -> OfficeLink:
        """Return the way to an office; nothing is asked yet. Raises OfficeNotTrusted."""
        store, signer, clock = self.sync_store, self.keys.device_signer(), SystemClock()
        return HttpOfficeLink(
            enrolment.addresses,
            enrolment.authority,
            present=lambda: hello_request(store, signer, clock, __version__),
            clock=clock,
        )

    def missing_files(self, inspection_id: str) -> tuple[BlobReference, ...]:
        """Return the files that a record names and that do not lie here, the smallest first."""
        return missing_files(self.storage.log, self.storage.incoming, inspection_id)

    def fetching(self, wanted: Sequence[BlobReference]) -> Fetching:
        """Return the fetch of these files from the office, on a line of its own; see `Fetching`."""
        return Fetching(self.make_link, self.sync_store, self.storage.incoming, wanted)

    def install_package(self, file: Path) -> SignedPackage:
        """Install a package from a file, as it comes on a USB stick; see `LaptopPackages.install`.

        Raises InputInvalid (`input_missing`, `input_unreadable`) besides.
        """
        return self.packages.install(_package_bytes(file))

    def read_package(self, file: Path) -> Installed:
        """Return the rules of a package in a file without installing it; raises likewise."""
        return self.packages.read(_package_bytes(file))

    def enrol(self, code: str, address: str = "", name: str = "") -> Enrolment:
        """Make this laptop the office's own; see `EnrolDevice` for what it raises. Blocking.

        A running SyncThread must be told by `enrolled()`.
        """
        use_case = EnrolDevice(
            store=self.sync_store,
            link=HttpEnrolmentLink(SystemClock()),
            signer=self.keys.device_signer(),
            program_version=__version__,
            clock=SystemClock(),
        )
        enrolment = use_case(code, address, name)
        self.packages.open()  # packages of another office hold no longer
        sync_note.keep(self.folder, SyncNote())
        return enrolment

    def use_address(self, address: str) -> None:
        """Try this address of the office first from now on; its authority still proves who it is.

        A running SyncThread must be told by `enrolled()`. Raises InputInvalid
        (`office_address_invalid`), OfficeRefused(`not_enrolled`).
        """
        known, base = self.sync_store.enrolment(), normalised(address)
        if known is None:
            raise OfficeRefused("not_enrolled")
        addresses = tuple(dict.fromkeys((base, *known.addresses)))
        self.sync_store.keep_enrolment(replace(known, addresses=addresses))

    def synchronise(self, on_progress: Progress) -> RoundResult:
        """Run one round now, on this thread. Raises as `Synchronise`."""
        enrolment = self.sync_store.enrolment()
        if enrolment is None:
            raise OfficeRefused("not_enrolled")
        link, clock = self.make_link(enrolment), SystemClock()
        try:
            result = Synchronise(
                store=self.sync_store,
                link=link,
                clock=clock,
                signer=self.keys.device_signer(),
                program_version=__version__,
                numbers=self._numbers(),
                packages=self.packages,
            )(on_progress)
        except InspectorError as failure:
            self._note_failure(failure)
            raise
        finally:
            link.close()
        self._note_success(clock.now(), result.clock_ahead_ms)
        return result

    def start_sync(self, listener: Listener) -> SyncThread:
        """Return the running thread that keeps this laptop in step; `stop` it before `close`.

        listener: called on that thread with a snapshot at every change.
        """
        thread = SyncThread(
            store=self.sync_store,
            make_link=self.make_link,
            clock=SystemClock(),
            signer=self.keys.device_signer(),
            back_off=BackOff(secrets.SystemRandom().random),
            program_version=__version__,
            on_complete=self._note_success,
            last=sync_note.read(self.folder).last_sync,
        )
        thread.top_up(self._numbers())
        thread.packages = self.packages
        thread.listen(listener)
        thread.start()
        return thread

    def _note_success(self, at: datetime, ahead_ms: int | None) -> None:
        sync_note.keep(self.folder, SyncNote(last_sync=at, clock_ahead_ms=ahead_ms))

    def _note_failure(self, failure: InspectorError) -> None:
        last = sync_note.read(self.folder)
        note = SyncNote(
            last_sync=last.last_sync,
            clock_ahead_ms=last.clock_ahead_ms,
            code=failure.code,
            parameters=failure.parameters,
        )
        sync_note.keep(self.folder, note)

    def close(self) -> None:
        """Sign the head, close the file and end the worker."""
        self.worker.close()
        self.storage.close()


def open_desk(folder: Path, ask_passphrase: AskPassphrase | None = None) -> Desk:
    """Open a data folder, making it at the first run.

    Raises KeyUnavailable, StorageNewer, StorageCorrupt or StorageUnavailable.
    """
    keys = open_key_store(folder, ask_passphrase=ask_passphrase)
    storage = open_storage(
        folder,
        key=keys.database_key(),
        signer=keys.device_signer(),
        clock=SystemClock(),
        ids=UuidSource(),
        program_version=__version__,
    )
    packages = LaptopPackages(
        storage.log, storage.blobs, storage.sync.enrolment, RuleShelf(load_book())
    )
    packages.open()
    return Desk(
        folder=folder,
        storage=storage,
        keys=keys,
        packages=packages,
        worker=WorkerProcess(),
    )


def verify_file(file: Path, folder: Path | None = None) -> VerificationReport:
    """Check a report from the command line, with this laptop's log if there is one to open.

    While the window has the log open, the file is checked without it, and the report says so.
    """
    folder = folder or data_directory()
    if not (folder / "hengping.db").exists():
        return check_file(file, known_hash=None, known_keys=())
    try:
        desk = open_desk(folder)
    except StorageUnavailable:
        return check_file(file, known_hash=None, known_keys=())
    try:
        return desk.verify(file)
    finally:
        desk.close()


def _package_bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)  # one more tells that it is too large
    except FileNotFoundError:
        raise InputInvalid("input_missing", file=file) from None
    except OSError as failure:
        raise InputInvalid("input_unreadable", file=file, detail=failure.strerror) from None
