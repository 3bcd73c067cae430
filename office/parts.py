"""What routes and pages are given: the office's parts, bundled once by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inspector_app.metrology.regulations import RegulationBook
from inspector_app.services.office_ports import OfficeStorage
from inspector_app.services.ports import BlobStore, Clock, IdSource, Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeParts:
    """Everything a route may ask for.

    office_id: UUID of this office. signer: its Ed25519 key, which signs checkpoints. authority:
    its CA certificate, PEM. certify: gives a device's certificate (PEM) for (device_id, raw public
    key). addresses: where laptops reach it, best first. public_page: address that reports carry.
    session_secret: 32 bytes under which device sessions and web forms are authenticated.
    uploads: folder of files that are still arriving, on the same disk as the blobs. poke: tells
    the reader behind the intake that something was accepted.
    """

    office_id: str
    name: str
    storage: OfficeStorage
    blobs: BlobStore
    clock: Clock
    ids: IdSource
    rules: RegulationBook
    signer: Signer
    authority: str
    certify: Callable[[str, bytes], str]
    addresses: tuple[str, ...]
    public_page: str
    session_secret: bytes
    uploads: Path
    poke: Callable[[], None] = lambda: None
