"""The wall: what SQLAlchemy, SQLCipher and the file system raise becomes our own failure, once."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from inspector_app.domain.exceptions import InspectorError, StorageCorrupt, StorageUnavailable

_CORRUPT = ("malformed", "not a database", "unsupported file format")
_UNAVAILABLE = {
    "disk is full": "disk_full",
    "file too large": "disk_full",
    "disk i/o error": "disk_error",
    "is locked": "second_instance",
    "readonly": "storage_not_writable",
    "unable to open": "storage_not_writable",
}
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_DENIED = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextmanager
def translated() -> Iterator[None]:
    """Raise StorageUnavailable or StorageCorrupt instead of a database's own failure."""
    try:
        yield
    except DBAPIError as error:
        raise of_database(error.orig or error) from error
    except sqlcipher.Error as error:
        raise of_database(error) from error


@contextmanager
def translated_files() -> Iterator[None]:
    """Raise StorageUnavailable instead of the operating system's failure."""
    try:
        yield
    except OSError as error:
        raise of_file_system(error) from error


def of_database(error: BaseException) -> InspectorError:
    """Return our failure for a driver's."""
    text = str(error).lower()
    if any(sign in text for sign in _CORRUPT):
        return StorageCorrupt(why=text[:120])
    for sign, code in _UNAVAILABLE.items():
        if sign in text:
            return StorageUnavailable(code, why=text[:120])
    return StorageUnavailable(why=text[:120])


def of_file_system(error: OSError) -> InspectorError:
    """Return our failure for the operating system's."""
    why = error.strerror or str(error)
    if error.errno in _FULL:
        return StorageUnavailable("disk_full", why=why)
    if error.errno in _DENIED:
        return StorageUnavailable("storage_not_writable", why=why)
    return StorageUnavailable("disk_error", why=why)
