"""Secrets in one small file under a passphrase: argon2id makes the key, AES-256-GCM seals."""

from __future__ import annotations

import base64
import binascii
import json
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

import argon2
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from inspector_app.domain.exceptions import KeyUnavailable, StorageUnavailable

MINIMUM_LENGTH = 8
_TIME_COST = 3
_MEMORY_KIB = 64 * 1024
_LANES = 4
"""The second recommended choice of RFC 9106 section 4."""
_CONTEXT = b"hengping-keys-v1"
_KEY_BYTES = 32
_SALT_BYTES = 16
_NONCE_BYTES = 12


class SealedFile:
    """A dictionary of secrets, rewritten whole at each change, mode 0600."""

    def __init__(self, path: Path, salt: bytes, key: bytes, entries: dict[str, bytes]) -> None:
        self._path = path
        self._salt = salt
        self._key = key
        self._entries = entries

    @classmethod
    def create(cls, path: Path, passphrase: Callable[[bool], str]) -> SealedFile:
        """Make an empty file under a new passphrase of 8 characters or more."""
        chosen = passphrase(True)
        if len(chosen) < MINIMUM_LENGTH:
            raise KeyUnavailable("passphrase_too_short", minimum=MINIMUM_LENGTH)
        salt = secrets.token_bytes(_SALT_BYTES)
        made = cls(path, salt, _derived(chosen, salt), {})
        made._write()
        return made

    @classmethod
    def open(
        cls, path: Path, description: Mapping[str, object], passphrase: Callable[[bool], str]
    ) -> SealedFile:
        """Unseal. Raises KeyUnavailable: `wrong_passphrase` or `key_file_damaged`."""
        salt, nonce, sealed = (_bytes(description, path, n) for n in ("salt", "nonce", "sealed"))
        if len(salt) != _SALT_BYTES or len(nonce) != _NONCE_BYTES:
            raise KeyUnavailable("key_file_damaged", path=path.name)
        key = _derived(passphrase(False), salt)
        try:
            text = AESGCM(key).decrypt(nonce, sealed, _CONTEXT)
        except InvalidTag as error:
            raise KeyUnavailable("wrong_passphrase") from error
        entries = {name: base64.b64decode(value) for name, value in json.loads(text).items()}
        return cls(path, salt, key, entries)

    def get(self, name: str) -> bytes | None:
        """Return the secret or None."""
        return self._entries.get(name)

    def put(self, name: str, secret: bytes) -> None:
        """Keep the secret durably. Raises StorageUnavailable, the old file then still stands."""
        self._entries[name] = secret
        self._write()

    def _write(self) -> None:
        text = {n: base64.b64encode(s).decode("ascii") for n, s in self._entries.items()}
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(self._key).encrypt(nonce, json.dumps(text).encode(), _CONTEXT)
        parts = {"salt": self._salt, "nonce": nonce, "sealed": sealed}
        description = {name: base64.b64encode(part).decode("ascii") for name, part in parts.items()}
        description["kept_in"] = "file"
        write_privately(self._path, json.dumps(description, indent=1).encode())


def write_privately(path: Path, data: bytes) -> None:
    """Replace a file durably, readable by its owner alone. Raises StorageUnavailable."""
    part = path.with_name(path.name + ".part")
    try:
        descriptor = os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise StorageUnavailable("key_file_not_written", why=error.strerror or "") from error


def _sync_folder(folder: Path) -> None:
    """Make the rename durable: a database must never outlive its key. Windows has no such call."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _derived(passphrase: str, salt: bytes) -> bytes:
    return argon2.low_level.hash_secret_raw(
        passphrase.encode(),
        salt,
        time_cost=_TIME_COST,
        memory_cost=_MEMORY_KIB,
        parallelism=_LANES,
        hash_len=_KEY_BYTES,
        type=argon2.Type.ID,
    )


def _bytes(description: Mapping[str, object], path: Path, name: str) -> bytes:
    value = description.get(name)
    try:
        return base64.b64decode(value if isinstance(value, str) else "?", validate=True)
    except (binascii.Error, ValueError) as error:
        raise KeyUnavailable("key_file_damaged", path=path.name) from error
