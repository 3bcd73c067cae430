"""Reads the rows of a damaged SQLCipher file page by page, without trusting its structure.

Formats: SQLCipher 4 (AES-256-CBC, HMAC-SHA512, 80 reserved bytes a page; zetetic.net/sqlcipher/
design) and the SQLite file format (sqlite.org/fileformat2.html, sections 1.6, 2 and 4). Every page
stands alone: its own IV and authentication tag, so one bad page costs only its own rows. Speaks of
table leaves only, which is where rows are.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from db.engine import PAGE_BYTES

_SALT, _IV, _TAG = 16, 16, 64
_RESERVED = _IV + _TAG
_USABLE = PAGE_BYTES - _RESERVED
_WAL_HEADER, _FRAME_HEADER = 32, 24
_TABLE_LEAF = 0x0D
_INTEGER_SIZES = (0, 1, 2, 3, 4, 6, 8)

Row = tuple[int, list[object]]
"""rowid and the columns; an INTEGER PRIMARY KEY column reads None, its value is the rowid."""


class PageReader:
    """The authentic pages of a file, the newest images of its write-ahead log first.

    damaged: numbers of the pages whose tag did not match (or that were cut short).
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self._file: BinaryIO = path.open("rb")
        self._key = key
        salt = self._file.read(_SALT)
        mask = bytes(byte ^ 0x3A for byte in salt)
        self._tag_key = hashlib.pbkdf2_hmac("sha512", key, mask, 2, 32)
        self._pages = -(-path.stat().st_size // PAGE_BYTES)
        self._journal = _Journal(path.with_name(path.name + "-wal"))
        self.damaged: list[int] = []

    def close(self) -> None:
        """Close the files."""
        self._file.close()
        self._journal.close()

    def rows(self) -> Iterator[Row]:
        """Yield every row of every table that can be read, in no order; old images may repeat."""
        for number in range(1, max(self._pages, self._journal.last_page) + 1):
            page = self._page(number)
            if page is None:
                self.damaged.append(number)
            else:
                yield from self._leaf_rows(page, 100 if number == 1 else 0)

    def _page(self, number: int) -> bytes | None:
        """Return the decrypted usable part of a page, None if no image of it is authentic."""
        for image in (*self._journal.images(number), self._raw(number)):
            clear = self._opened(image, number)
            if clear is not None:
                return clear
        return None

    def _raw(self, number: int) -> bytes:
        self._file.seek((number - 1) * PAGE_BYTES)
        return self._file.read(PAGE_BYTES)

    def _opened(self, image: bytes, number: int) -> bytes | None:
        if len(image) != PAGE_BYTES:
            return None
        start = _SALT if number == 1 else 0
        vector = image[_USABLE : _USABLE + _IV]
        signed = image[start : _USABLE + _IV] + number.to_bytes(4, "little")
        tag = hmac.digest(self._tag_key, signed, "sha512")
        if not hmac.compare_digest(tag, image[_USABLE + _IV :]):
            return None
        decryptor = Cipher(algorithms.AES256(self._key), modes.CBC(vector)).decryptor()
        return bytes(start) + decryptor.update(image[start:_USABLE])

    def _leaf_rows(self, page: bytes, start: int) -> Iterator[Row]:
        if page[start] != _TABLE_LEAF:
            return
        count = int.from_bytes(page[start + 3 : start + 5], "big")
        for index in range(min(count, _USABLE // 4)):
            at = start + 8 + 2 * index
            try:
                yield self._row(page, int.from_bytes(page[at : at + 2], "big"))
            except (IndexError, ValueError):
                continue  # a cell that points nowhere, or whose overflow page is lost

    def _row(self, page: bytes, at: int) -> Row:
        size, at = _varint(page, at)
        rowid, at = _varint(page, at)
        local = _local_size(size)
        payload = page[at : at + local]
        if local < size:
            following = int.from_bytes(page[at + local : at + local + 4], "big")
            payload += self._overflow(following, size - local)
        return rowid, _columns(payload)

    def _overflow(self, number: int, size: int) -> bytes:
        parts: list[bytes] = []
        while size > 0:
            page = self._page(number) if number > 0 else None
            if page is None:
                raise ValueError(number)
            parts.append(page[4 : 4 + min(size, _USABLE - 4)])
            size -= _USABLE - 4
            number = int.from_bytes(page[:4], "big")
        return b"".join(parts)


class _Journal:
    """Where the page images of a write-ahead log lie, newest first."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb") if path.exists() else None
        self._places: dict[int, list[int]] = {}
        place, size = _WAL_HEADER, path.stat().st_size if path.exists() else 0
        while self._file is not None and place + _FRAME_HEADER + PAGE_BYTES <= size:
            self._file.seek(place)
            number = int.from_bytes(self._file.read(4), "big")
            # A damaged frame header may claim any number: no file of ours has a billion pages.
            if 0 < number < 1 << 30:
                self._places.setdefault(number, []).insert(0, place + _FRAME_HEADER)
            place += _FRAME_HEADER + PAGE_BYTES
        counts = sorted(self._places)
        self.last_page = counts[-1] if counts and counts[-1] < size else 0

    def images(self, number: int) -> Iterator[bytes]:
        """Yield the page's images, the newest first."""
        if self._file is None:
            return
        for place in self._places.get(number, ()):
            self._file.seek(place)
            yield self._file.read(PAGE_BYTES)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _local_size(size: int) -> int:
    """Return how much of a payload stays on a table leaf (file format, section 1.6)."""
    largest = _USABLE - 35
    if size <= largest:
        return size
    smallest = (_USABLE - 12) * 32 // 255 - 23
    kept = smallest + (size - smallest) % (_USABLE - 4)
    return kept if kept <= largest else smallest


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for length in range(8):
        byte = data[at + length]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + length + 1
    return value << 8 | data[at + 8], at + 9


def _columns(payload: bytes) -> list[object]:
    header, at = _varint(payload, 0)
    kinds: list[int] = []
    while at < header:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    columns: list[object] = []
    for kind in kinds:
        value, at = _value(payload, at, kind)
        columns.append(value)
    return columns


def _value(payload: bytes, at: int, kind: int) -> tuple[object, int]:
    if kind >= 12:
        end = at + (kind - 12) // 2
        raw = payload[at:end]
        return (raw.decode() if kind % 2 else raw), end
    if 1 <= kind <= 6:
        end = at + _INTEGER_SIZES[kind]
        return int.from_bytes(payload[at:end], "big", signed=True), end
    if kind == 7:  # a float: no table of ours has one, so its eight bytes are passed over
        return None, at + 8
    return {8: 0, 9: 1}.get(kind), at
