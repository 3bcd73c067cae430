"""Laptops and an office in one process, joined by a line that can be cut at any point.

Storage is real on both sides (SQLCipher and SQLite files, blob folders); only HTTP is left out.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import event

from db.blob_store import FolderBlobStore
from db.office.engine import DATABASE_NAME
from db.office.storage import OfficeDatabase, open_office
from db.office.upkeep import copy_database
from db.storage import LocalStorage, open_storage
from inspector_app.adapters.identifiers import UuidSource
from inspector_app.adapters.keys import Ed25519Signer
from inspector_app.domain.events import EventBody, EventDraft
from inspector_app.domain.exceptions import OfficeUnreachable
from inspector_app.evidence import chain
from inspector_app.metrology.regulations import RegulationBook, load_book
from inspector_app.packages.shelf import RuleShelf
from inspector_app.services.install_package import LaptopPackages
from inspector_app.services.office_ports import Device
from inspector_app.services.sync_ports import Enrolment
from inspector_app.services.synchronise import RoundResult, Synchronise
from inspector_app.sync.batches import Batch
from inspector_app.sync.messages import (
    MAX_PAGE_EVENTS,
    Checkpoint,
    Cursor,
    HelloAnswer,
    HelloRequest,
    NumberBlocksAsked,
    NumberBlocksGranted,
    PullPage,
    PushAnswer,
    ScopeHead,
)
from office.uploads import UploadFolder
from tests.helpers.evidence import KEY
from tests.helpers.office_chain import NOW, OFFICE_ID, OFFICE_KEY, enrol

SCOPE = "445202"
FAULTS = ("none", "cut_before", "cut_after", "twice", "dies_before_commit", "dies_after_commit")
Answer = TypeVar("Answer")


@dataclass
class MovingClock:
    """Goes on a second at each look, and jumps when told."""

    at: datetime = NOW
    ticks: int = 0

    def now(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at

    def today(self) -> date:
        return self.at.date()

    def monotonic_ns(self) -> int:
        self.ticks += 10**9
        return self.ticks

    def boot_id(self) -> str:
        return "boot-1"


@dataclass
class Laptop:
    """A data folder that may be killed and opened again."""

    name: str
    folder: Path
    clock: MovingClock = field(default_factory=MovingClock)
    storage: LocalStorage = field(init=False)
    packages: LaptopPackages = field(init=False)

    def __post_init__(self) -> None:
        self.key = Ed25519Signer(self.name.encode().ljust(32, b"-")[:32])
        self.open()

    def open(self) -> None:
        self.storage = open_storage(
            self.folder, key=KEY, signer=self.key, clock=self.clock, ids=UuidSource()
        )
        self.packages = LaptopPackages(
            self.storage.log,
            self.storage.blobs,
            self.storage.sync.enrolment,
            RuleShelf(load_book()),
        )
        self.packages.open()

    def kill(self) -> None:
        """Close the file without a word, as a power switch does, and open it again."""
        self.storage._work.close()
        self.open()

    def add(
        self, stream_id: str, body: EventBody, *, blob: bytes = b"", scope: str = SCOPE
    ) -> None:
        blobs = (
            (self.storage.blobs.put(blob, role="photo", media_type="image/jpeg"),) if blob else ()
        )
        draft = EventDraft(stream_id=stream_id, scope=scope, body=body, blobs=blobs)
        self.storage.log.append(draft)


class World:
    """The office and its laptops."""

    def __init__(self, folder: Path, names: Sequence[str], rules: RegulationBook) -> None:
        self.folder = folder
        self.rules = rules
        self.office: OfficeDatabase
        self.open_office()
        self.requests = 0
        self.clock = MovingClock()
        self.laptops = [Laptop(name, folder / name) for name in names]
        for laptop in self.laptops:
            self._enrol(laptop)

    @property
    def blobs(self) -> FolderBlobStore:
        return FolderBlobStore(self.folder / "office" / "blobs")

    @property
    def uploads(self) -> UploadFolder:
        return UploadFolder(self.folder / "office" / "uploads", self.blobs, self.office.intake)

    def open_office(self) -> None:
        self.office = open_office(
            self.folder / "office",
            office_id=OFFICE_ID,
            signer=OFFICE_KEY,
            ids=UuidSource(),
            rules=self.rules,
        )
        self.office.devices.begin_opening(UuidSource().new_id())

    def office_dies(self) -> None:
        """Go on from the files as they lie at this instant, as after kill -9 of the server."""
        image, home = self.folder / "image", self.folder / "office"
        image.mkdir()
        for file in _database_files(home):
            if not file.name.endswith("-shm"):  # memory, not disk: it dies with its process
                shutil.copy(file, image)
        self._replace_database(image)

    def back_up(self) -> None:
        """Take a copy as the manual says: the database first, then the files."""
        copy = self.folder / "backup"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        copy_database(self.folder / "office", copy / DATABASE_NAME)
        shutil.copytree(self.blobs.path("0" * 64).parent.parent, copy / "blobs")

    def restore(self) -> None:
        """Put the copy back; whatever came after it is gone."""
        copy, home = self.folder / "backup", self.folder / "office"
        image = self.folder / "image"
        image.mkdir()
        shutil.copy(copy / DATABASE_NAME, image)
        shutil.rmtree(home / "blobs")
        shutil.rmtree(home / "uploads", ignore_errors=True)
        shutil.copytree(copy / "blobs", home / "blobs")
        self._replace_database(image)

    def sync(self, laptop: Laptop, fault: str = "none", at: int = 0) -> RoundResult | None:
        """Run a round; the `at`-th request meets the fault. None: the line was cut."""
        link = Line(self, fault, at)
        round_ = Synchronise(
            store=laptop.storage.sync,
            link=link,
            clock=laptop.clock,
            signer=laptop.key,
            packages=laptop.packages,
        )
        with suppress(OfficeUnreachable):
            return round_()
        return None

    def close(self) -> None:
        for laptop in self.laptops:
            laptop.storage.close()
        self.office.close()

    def _replace_database(self, image: Path) -> None:
        home = self.folder / "office"
        self.office.close()
        for file in _database_files(home):
            file.unlink()
        for file in image.iterdir():
            file.rename(home / file.name)
        image.rmdir()
        self.open_office()

    def _enrol(self, laptop: Laptop) -> None:
        device = Device(
            device_id=laptop.storage.device_id,
            name=laptop.name,
            public_key=laptop.key.public_key,
            scopes=("445200",),
            home_scope=SCOPE,
            certificate="",
            enrolled_at=NOW,
            last_device_seq=0,
            last_hash=chain.GENESIS,
        )
        enrol(self.office, device)
        laptop.storage.sync.keep_enrolment(
            Enrolment(
                office_id=OFFICE_ID,
                office_name="office",
                office_key=OFFICE_KEY.public_key,
                authority="",
                certificate="",
                scopes=("445200",),
                home_scope=SCOPE,
                addresses=(),
                public_page="",
            )
        )


def _database_files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"{DATABASE_NAME}*"))


class _DiedError(Exception):
    """The office was killed while it worked."""


class Line:
    """Implements the port `OfficeLink` over the office's own storage, with one fault."""

    def __init__(self, world: World, fault: str, at: int) -> None:
        self._world, self._fault, self._left = world, fault, at
        self._device = ""

    def hello(self, request: HelloRequest) -> HelloAnswer:
        self._device = request.device_id
        return self._carried(lambda: self._hello(request))

    def push(self, batch: Batch) -> PushAnswer:
        intake, now = self._world.office.intake, self._world.clock.now()
        return self._carried(lambda: intake.accept(self._device, batch, now))

    def pull(self, cursor: Cursor) -> PullPage:
        scopes, now = self._world.office.scopes, self._world.clock.now()
        return self._carried(
            lambda: scopes.page(
                cursor.scope,
                cursor.epoch,
                cursor.seq,
                reader=self._device,
                now=now,
                limit=MAX_PAGE_EVENTS,
            )
        )

    def wanted(self, sha256: Sequence[str]) -> tuple[str, ...]:
        return self._carried(lambda: self._world.office.intake.wanted(sha256))

    def send_blob(
        self, sha256: str, file: Path, on_progress: Callable[[int], None] | None = None
    ) -> None:
        self._carried(lambda: self._store(sha256, file.read_bytes()))

    def fetch_blob(self, sha256: str) -> bytes:
        return self._world.blobs.get(sha256)

    def fetch_piece(self, sha256: str, start: int) -> tuple[bytes, int]:
        data = self._world.blobs.get(sha256)
        return data[start:], len(data)

    def number_blocks(self, asked: NumberBlocksAsked) -> NumberBlocksGranted:
        numbers, now = self._world.office.numbers, self._world.clock.now()
        return self._carried(
            lambda: NumberBlocksGranted(
                blocks=tuple(numbers.grant(self._device, each, now) for each in asked.series)
            )
        )

    def diverged(self, checkpoint: Checkpoint) -> ScopeHead:
        now = self._world.clock.now()
        return self._carried(lambda: self._world.office.scopes.diverged(checkpoint, now))

    def package(self, known: str) -> bytes | None:
        packages = self._world.office.packages
        sha256 = self._carried(lambda: packages.newest_for(SCOPE))
        found = packages.file(sha256)
        return None if found is None or sha256 == known else found.data

    def close(self) -> None:
        pass

    def _hello(self, request: HelloRequest) -> HelloAnswer:
        office = self._world.office
        device = office.devices.device(request.device_id)
        assert device is not None
        return HelloAnswer(
            office_id=OFFICE_ID,
            office_time=self._world.clock.now(),
            session="",
            session_seconds=600,
            last_device_seq=device.last_device_seq,
            last_hash=device.last_hash,
            scopes=office.scopes.heads(device.scopes),
            opening=office.devices.opening(),
            package=office.packages.newest_for(device.home_scope),
        )

    def _store(self, sha256: str, data: bytes) -> None:
        uploads = self._world.uploads
        upload = uploads.create(sha256, len(data), self._device)
        offset = uploads.offset(upload)
        with uploads.writing(upload, offset) as file:
            file.write(data[offset:])
        uploads.finish(upload, self._world.clock.now())

    def _carried(self, request: Callable[[], Answer]) -> Answer:
        """Carry a request there and its answer back, or lose one of them."""
        self._world.requests += 1
        self._left -= 1
        if self._left != -1 or self._fault == "none":
            return request()
        if self._fault == "cut_before":
            raise OfficeUnreachable("connection_cut")
        if self._fault == "dies_before_commit":
            self._dying(request)
        request()
        if self._fault == "twice":
            return request()
        if self._fault == "dies_after_commit":
            self._world.office_dies()
        raise OfficeUnreachable("connection_cut")

    def _dying(self, request: Callable[[], object]) -> None:
        """Kill the office when all of a transaction is said but for its commit."""
        writer = self._world.office._work._writer

        def die(_connection: object) -> None:
            raise _DiedError

        event.listen(writer, "commit", die)
        try:
            request()
        except _DiedError:
            pass
        finally:
            event.remove(writer, "commit", die)
        self._world.office_dies()
        raise OfficeUnreachable("connection_cut")
