"""Runs the office: opens what it needs, listens over TLS, reads behind the receipts."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from granian.constants import Interfaces
from granian.server.embed import Server

from db.blob_store import FolderBlobStore
from db.office.storage import OfficeDatabase, open_office
from inspector_app.adapters.clock import SystemClock
from inspector_app.adapters.identifiers import UuidSource
from inspector_app.domain.exceptions import InspectorError, StorageUnavailable
from inspector_app.metrology.regulations import load_book
from office.app import make_app
from office.keys import OfficeKeys, open_keys
from office.parts import OfficeParts
from office.uploads import UploadFolder

_log = logging.getLogger(__name__)
READ_SECONDS = 0.5
_READY_TRIES = 200
_NOWHERE = ("198.51.100.1", 9)
"""A documentation address (RFC 5737): asked only which of our own addresses would reach it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSettings:
    """How to run. port 0: a free one. database: a `postgresql://` URL, empty: SQLite in `data`.

    addresses: names under which laptops reach the office besides those of this machine.
    """

    data: Path
    host: str = "0.0.0.0"  # noqa: S104 - laptops come from the network; that is what it is for
    port: int = 8443
    database: str = ""
    name: str = ""
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenOffice:
    """An office before it listens."""

    parts: OfficeParts
    keys: OfficeKeys
    storage: OfficeDatabase
    settings: OfficeSettings
    port: int
    poke: threading.Event

    def close(self) -> None:
        """Give the database back."""
        self.storage.close()


def open_up(settings: OfficeSettings) -> OpenOffice:
    """Open keys and storage. Raises StorageNewer, StorageUnavailable (`port_taken`...)."""
    clock, ids, rules = SystemClock(), UuidSource(), load_book()
    poke = threading.Event()
    port = settings.port or _bound_port(settings.host, 0)
    names = _names(settings)
    keys = open_keys(settings.data / "keys", names, clock.now())
    storage = open_office(
        settings.database or settings.data,
        office_id=keys.office_id,
        signer=keys.signer,
        ids=ids,
        rules=rules,
    )
    addresses = tuple(f"https://{_in_url(name)}:{port}" for name in names)
    parts = OfficeParts(
        office_id=keys.office_id,
        name=settings.name or socket.gethostname(),
        storage=storage,
        blobs=FolderBlobStore(settings.data / "blobs"),
        clock=clock,
        ids=ids,
        rules=rules,
        signer=keys.signer,
        authority=keys.authority,
        # Dated when it is asked for: an office runs for months.
        certify=lambda device_id, key: keys.certify(device_id, key, clock.now()),
        addresses=addresses,
        public_page=f"{addresses[0]}/v",
        session_secret=keys.session_secret,
        uploads=settings.data / "uploads",
        poke=poke.set,
    )
    return OpenOffice(parts, keys, storage, settings, port, poke)


def serve(office: OpenOffice, when_ready: Callable[[], None]) -> None:
    """Listen until SIGTERM or SIGINT. when_ready: called once a connection was accepted.

    Raises StorageUnavailable(`port_taken`).
    """
    # The server shares its port with whoever listens there already, so it is asked for first.
    _bound_port(office.settings.host, office.port)
    parts = office.parts
    office.storage.devices.begin_opening(parts.ids.new_id())
    UploadFolder(parts.uploads, parts.blobs, office.storage.intake).sweep(parts.clock.now())
    stop = threading.Event()
    reader = threading.Thread(target=_read_behind, args=(office, stop), name="reader", daemon=True)
    reader.start()
    try:
        asyncio.run(_serve(office, when_ready))
    finally:
        stop.set()
        office.poke.set()
        reader.join(5)


async def _serve(office: OpenOffice, when_ready: Callable[[], None]) -> None:
    server = Server(
        make_app(office.parts),
        address=office.settings.host,
        port=office.port,
        interface=Interfaces.ASGI,
        websockets=False,
        ssl_cert=office.keys.certificate,
        ssl_key=office.keys.key,
        log_enabled=False,
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, server.stop)
        except NotImplementedError:  # Windows has no such handlers; Ctrl+C interrupts there
            break
    serving = asyncio.create_task(server.serve())
    await _accepting(office, serving)
    if not serving.done():
        when_ready()
    await serving


async def _accepting(office: OpenOffice, serving: asyncio.Task[None]) -> None:
    """Wait until the port answers."""
    host = "127.0.0.1" if office.settings.host in {"0.0.0.0", ""} else office.settings.host  # noqa: S104 - compared
    for _ in range(_READY_TRIES):
        try:
            _, writer = await asyncio.open_connection(host, office.port)
        except OSError:
            await asyncio.wait([serving], timeout=0.05)
            if serving.done():
                return
        else:
            writer.close()
            return


def _read_behind(office: OpenOffice, stop: threading.Event) -> None:
    """Read what was accepted; a failure is logged and tried again, never the receipts' trouble."""
    while not stop.is_set():
        office.poke.wait(READ_SECONDS)
        office.poke.clear()
        try:
            while office.storage.records.catch_up(office.parts.clock.now()):
                pass
        except InspectorError:
            _log.exception("reading behind the receipts failed")


def write_ready_file(file: Path, office: OpenOffice, code: str, begin: str) -> None:
    """Tell a script where the office is: address, port, enrolment code, authority; whole or not.

    begin: the first administrator's link, '' once somebody has a password. Code and link let people
    in, so that only the owner may read the file.
    """
    said = {
        "address": office.parts.addresses[0],
        "port": office.port,
        "code": code,
        "authority": office.parts.authority,
        "public_page": office.parts.public_page,
        "begin": begin,
    }
    temporary = file.with_suffix(".new")
    temporary.unlink(missing_ok=True)
    temporary.touch(mode=0o600)
    temporary.write_text(json.dumps(said), encoding="utf-8")
    temporary.replace(file)


def _names(settings: OfficeSettings) -> tuple[str, ...]:
    """Return the names laptops may use, the likeliest first."""
    own = [] if _is_local(settings.host) else [_outward_address(), socket.gethostname()]
    found = (*settings.addresses, *own, "127.0.0.1", "localhost")
    return tuple(dict.fromkeys(name for name in found if name))


def _is_local(host: str) -> bool:
    return host == "localhost" or host.startswith("127.")


def _outward_address() -> str:
    """Return this machine's address towards other machines; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_NOWHERE)
            return str(probe.getsockname()[0])
        except OSError:
            return ""


def _in_url(name: str) -> str:
    try:
        return f"[{name}]" if ipaddress.ip_address(name).version == 6 else name
    except ValueError:
        return name


def _bound_port(host: str, port: int) -> int:
    """Return a port on which nobody listens, a free one for 0. Raises StorageUnavailable."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name != "nt":  # there it would take the port from its owner
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = error.strerror or str(error)
            raise StorageUnavailable("port_taken", port=port, why=why) from error
        return int(probe.getsockname()[1])
