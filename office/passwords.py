"""Passwords of people: argon2id after RFC 9106, its second recommended option (64 MiB, 3 rounds).

A login that nobody has costs the same time as a wrong password, so that nobody learns who exists.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from inspector_app.domain.exceptions import InputInvalid, OfficeRefused

LEAST, MOST = 10, 200
AT_ONCE = 2
"""Each hash takes 64 MiB and four threads; more at once would starve the laptops' pushes."""
MOST_WAITING = 4
WAIT_SECONDS = 10.0
_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
_places = threading.BoundedSemaphore(AT_ONCE)
# Who waits holds one of the office's threads: the laptops' pushes keep the other half.
_inside = threading.BoundedSemaphore(AT_ONCE + MOST_WAITING)


def demand_good(password: str, login: str) -> None:
    """Refuse what is no password. Raises InputInvalid: `password_too_short`, `_too_long`, `_is_login`.

    Length counts characters, 10 to 200; no rule of sorts of characters (NIST SP 800-63B 5.1.1.2).
    """  # noqa: E501 - the codes stay on one line
    plain = _plain(password)
    if len(plain) > MOST:
        raise InputInvalid("password_too_long", field="new", most=MOST)
    if plain.strip().lower() == login:
        raise InputInvalid("password_is_login", field="new")
    if len(plain.strip()) < LEAST:
        raise InputInvalid("password_too_short", field="new", least=LEAST)


def hashed(password: str) -> str:
    """Return the argon2id text to keep. Raises OfficeRefused(`office_busy`)."""
    with _a_place():
        return _hasher.hash(_plain(password))


def is_right(password_hash: str, password: str) -> bool:
    """Say whether a password is the one of a hash; '' (nobody's) is as slow and never right.

    Raises OfficeRefused(`office_busy`).
    """
    with _a_place():
        try:
            _hasher.verify(password_hash or _nobodys(), _plain(password[: MOST * 4]))
        except (VerificationError, InvalidHashError):
            return False
    return bool(password_hash)


def is_outdated(password_hash: str) -> bool:
    """Say whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


@contextmanager
def _a_place() -> Iterator[None]:
    if not _inside.acquire(blocking=False):
        raise OfficeRefused("office_busy", retry_after=int(WAIT_SECONDS))
    try:
        if not _places.acquire(timeout=WAIT_SECONDS):
            raise OfficeRefused("office_busy", retry_after=int(WAIT_SECONDS))
        try:
            yield
        finally:
            _places.release()
    finally:
        _inside.release()


def _nobodys() -> str:
    return _nobodys_of(_hasher)


@cache
def _nobodys_of(hasher: PasswordHasher) -> str:
    return hasher.hash("a password that nobody has")


def _plain(password: str) -> str:
    """Return one spelling of what looks the same, whichever keyboard wrote it (RFC 8265)."""
    return unicodedata.normalize("NFC", password)
