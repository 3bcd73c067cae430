"""CPU work in another process: a busy thread in this one makes each save a hundred times slower.

The worker is spawned, so it is the same on Windows and in a frozen program; it keeps its imports
and font subsets warm between documents.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from typing import ParamSpec, Protocol, TypeVar

from inspector_app.domain.exceptions import InputInvalid, OutsideFailure
from inspector_app.reports.base import Document, Pictures, Signatures
from inspector_app.services.ports import Attachment, PictureFacts

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class _Joinable(Protocol):
    """A process seen from another one."""

    def join(self, timeout: float | None = None) -> None: ...


class WorkerProcess:
    """One spawned process, started at its first use or by `warm_up`."""

    def __init__(self) -> None:
        self._pool = _new_pool()

    def warm_up(self) -> None:
        """Start the process and its imports now, without waiting for them."""
        self._pool.submit(_import_all)

    def close(self) -> None:
        """End the process once its running work is done."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    @property
    def pool(self) -> ProcessPoolExecutor:
        """Return the executor."""
        return self._pool

    def call(
        self,
        work: Callable[Arguments, Result],
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Result:
        """Run `work` there and wait. Raises OutsideFailure(`worker_died`); the next call works.

        The system ends a process that asks for more memory than there is.
        """
        try:
            return self._pool.submit(work, *arguments, **named).result()
        except BrokenProcessPool as error:
            self._pool.shutdown(wait=False)
            self._pool = _new_pool()
            raise OutsideFailure("worker_died") from error


class WorkerPdfWriter:
    """Implements `PdfWriter` in the worker. blob_of: reads a blob here, where the store is.

    private_key: P-256, PEM; certificate: DER.
    """

    def __init__(
        self,
        worker: WorkerProcess,
        blob_of: Callable[[str], bytes],
        *,
        private_key: bytes,
        certificate: bytes,
    ) -> None:
        self._worker, self._blob_of = worker, blob_of
        self._private_key, self._certificate = private_key, certificate

    def write(
        self, document: Document, *, attachments: tuple[Attachment, ...], created_at: datetime
    ) -> bytes:
        """Return the signed file; waits for the worker, so call it off the UI thread."""
        blobs = {sha256: self._blob_of(sha256) for sha256 in _blobs_of(document)}
        return self._worker.call(
            _write,
            document,
            attachments,
            created_at,
            blobs,
            self._private_key,
            self._certificate,
        )


class WorkerPictureTool:
    """Implements `PictureTool` in the worker."""

    def __init__(self, worker: WorkerProcess) -> None:
        self._worker = worker

    def normalise(self, data: bytes) -> tuple[bytes, int, int]:
        """Return JPEG bytes, width, height; waits for the worker.

        Raises InputInvalid(`picture_worker_died`) when the picture took the worker down.
        """
        try:
            return self._worker.call(_normalise, data)
        except OutsideFailure as error:
            raise InputInvalid("picture_worker_died", field="photo") from error

    def examine(self, data: bytes) -> PictureFacts:
        """Return what the photo says of itself; waits for the worker. Raises as `normalise`."""
        try:
            return self._worker.call(_examine, data)
        except OutsideFailure as error:
            raise InputInvalid("picture_worker_died", field="photo") from error


def _new_pool() -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, mp_context=context, initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Watch the program in this process: killed, it cannot say goodbye, and nobody else would."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_outlive, args=(parent,), name="parent", daemon=True).start()


def _outlive(parent: _Joinable) -> None:
    parent.join()
    os._exit(0)


def _blobs_of(document: Document) -> set[str]:
    found: set[str] = set()
    for block in document.blocks:
        if isinstance(block, Pictures):
            found.update(item.sha256 for item in block.items)
        elif isinstance(block, Signatures):
            found.update(b.image_sha256 for b in block.blocks)
    return found - {""}


def _write(
    document: Document,
    attachments: tuple[Attachment, ...],
    created_at: datetime,
    blobs: dict[str, bytes],
    private_key: bytes,
    certificate: bytes,
) -> bytes:
    from inspector_app.adapters.pdf_signing import DevicePdfSigner
    from inspector_app.adapters.pdf_writer.writer import ReportPdfWriter

    signer = DevicePdfSigner(private_key, certificate)
    writer = ReportPdfWriter(lambda sha256: blobs[sha256], signer.sign)
    return writer.write(document, attachments=attachments, created_at=created_at)


def _normalise(data: bytes) -> tuple[bytes, int, int]:
    from inspector_app.adapters.pictures import normalise

    return normalise(data)


def _examine(data: bytes) -> PictureFacts:
    from inspector_app.adapters.picture_facts import examine

    return examine(data)


def _import_all() -> None:
    from inspector_app.adapters import pdf_signing, pictures
    from inspector_app.adapters.pdf_writer import writer

    _ = (pdf_signing, pictures, writer)
