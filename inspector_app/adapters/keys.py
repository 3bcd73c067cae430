"""Every secret of this laptop: database key, signing keys. Kept by the system's keyring.

Where there is no usable keyring, a file sealed under a passphrase (argon2id, AES-256-GCM) keeps
them. Which of the two is written down in `keys.json` at the first run and never guessed again: a
keyring that disappears later gives a clear refusal instead of a second database key.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.adapters.sealed_file import SealedFile, write_privately
from inspector_app.domain.exceptions import KeyUnavailable
from inspector_app.evidence.signatures import key_id_of

FILE_NAME = "keys.json"
SERVICE = "hengping"
PASSPHRASE_VARIABLE = "HENGPING_PASSPHRASE"  # noqa: S105 - a variable's name, no secret
_KEY_BYTES = 32

AskPassphrase = Callable[[bool], str | None]
"""Called with True when a new passphrase is to be chosen; None means that the person gave up."""


class _Keeper(Protocol):
    def get(self, name: str) -> bytes | None: ...

    def put(self, name: str, secret: bytes) -> None: ...


class Ed25519Signer:
    """A signing key in memory. Implements the port `Signer`."""

    def __init__(self, private_key: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(private_key)
        self._public = self._key.public_key().public_bytes_raw()

    @property
    def key_id(self) -> str:
        """Return the first 16 hex digits of the public key's SHA-256."""
        return key_id_of(self._public)

    @property
    def public_key(self) -> bytes:
        """Return the 32 raw bytes."""
        return self._public

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature."""
        return self._key.sign(message)


class KeyStore:
    """The secrets by name, each made at its first use. Made by `open_key_store`.

    is_protected_by_keyring: False shows the warning in Settings.
    """

    def __init__(self, keeper: _Keeper, *, is_protected_by_keyring: bool) -> None:
        self._keeper = keeper
        self.is_protected_by_keyring = is_protected_by_keyring

    def database_key(self) -> bytes:
        """Return the 32 bytes that encrypt the database. Raises KeyUnavailable."""
        return self.kept("database", _random_key)

    def device_signer(self) -> Ed25519Signer:
        """Return the device's key, which signs heads. Raises KeyUnavailable."""
        return Ed25519Signer(self.kept("device", _random_key))

    def inspector_signer(self, person_id: str) -> Ed25519Signer:
        """Return an inspector's own key, which signs sealed records. Raises KeyUnavailable."""
        return Ed25519Signer(self.kept(f"inspector:{person_id}", _random_key))

    def pdf_private_key(self) -> bytes:
        """Return the P-256 key that signs PDF files, PKCS#8 PEM. Raises KeyUnavailable."""
        return self.kept("pdf", _new_p256_key)

    def kept(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Return the secret of this name; at its first use, what `make` gives, kept durably."""
        found = self._keeper.get(name)
        if found is None:
            found = make()
            self._keeper.put(name, found)
        return found


def open_key_store(
    folder: Path,
    *,
    ask_passphrase: AskPassphrase | None = None,
    environment: Mapping[str, str] = os.environ,
) -> KeyStore:
    """Return the secrets of the data folder, choosing their keeper at the first run.

    A passphrase comes from HENGPING_PASSPHRASE (scripts; it also chooses the file at the first
    run) or from `ask_passphrase`. Raises KeyUnavailable: `keyring_missing`, `key_lost`,
    `passphrase_needed`, `passphrase_too_short`, `wrong_passphrase`, `key_file_damaged`.
    """
    path = folder / FILE_NAME
    given = environment.get(PASSPHRASE_VARIABLE)

    def passphrase(is_new: bool) -> str:  # noqa: FBT001 - the callback's own shape
        answer = given or (ask_passphrase(is_new) if ask_passphrase else None)
        if not answer:
            raise KeyUnavailable("passphrase_needed")
        return answer

    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if given is None and (keyring := _usable_keyring()):
            return KeyStore(_KeyringKeeper.create(path, keyring), is_protected_by_keyring=True)
        return KeyStore(SealedFile.create(path, passphrase), is_protected_by_keyring=False)
    description = _read(path)
    if description.get("kept_in") == "keyring":
        return KeyStore(_KeyringKeeper.open(path, description), is_protected_by_keyring=True)
    return KeyStore(SealedFile.open(path, description, passphrase), is_protected_by_keyring=False)


class Keyring(Protocol):
    """What is used of the `keyring` package's backends."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...


class _KeyringKeeper:
    """Secrets in the keyring under `<installation>:<name>`; their names in keys.json."""

    def __init__(self, path: Path, installation: str, names: set[str], keyring: Keyring) -> None:
        self._path = path
        self._installation = installation
        self._names = names
        self._keyring = keyring

    @classmethod
    def create(cls, path: Path, keyring: Keyring) -> _KeyringKeeper:
        keeper = cls(path, secrets.token_hex(8), set(), keyring)
        keeper._write_names()
        return keeper

    @classmethod
    def open(cls, path: Path, description: Mapping[str, object]) -> _KeyringKeeper:
        keyring = _usable_keyring()
        if keyring is None:
            raise KeyUnavailable("keyring_missing")
        names, installation = description.get("names"), description.get("installation")
        if not isinstance(names, list) or not isinstance(installation, str):
            raise KeyUnavailable("key_file_damaged", path=path.name)
        return cls(path, installation, {str(name) for name in names}, keyring)

    def get(self, name: str) -> bytes | None:
        from keyring.errors import KeyringError

        try:
            text = self._keyring.get_password(SERVICE, f"{self._installation}:{name}")
        except KeyringError as error:
            raise KeyUnavailable("keyring_missing", why=str(error)[:120]) from error
        if text is None:
            if name in self._names:
                raise KeyUnavailable("key_lost", name=name)
            return None
        try:
            return base64.b64decode(text, validate=True)
        except ValueError as error:
            raise KeyUnavailable("key_lost", name=name) from error

    def put(self, name: str, secret: bytes) -> None:
        from keyring.errors import KeyringError

        text = base64.b64encode(secret).decode("ascii")
        try:
            self._keyring.set_password(SERVICE, f"{self._installation}:{name}", text)
        except KeyringError as error:
            raise KeyUnavailable("keyring_missing", why=str(error)[:120]) from error
        self._names.add(name)
        self._write_names()

    def _write_names(self) -> None:
        description = {
            "kept_in": "keyring",
            "installation": self._installation,
            "names": sorted(self._names),
        }
        write_privately(self._path, json.dumps(description, indent=1).encode())


def _usable_keyring() -> Keyring | None:
    """Return the system's keyring if it answers and keeps secrets, else None."""
    import keyring
    from keyring.errors import KeyringError

    backend = keyring.get_keyring()
    if backend.priority <= 0:
        return None
    try:
        backend.get_password(SERVICE, "is-it-there")
    except (KeyringError, OSError, RuntimeError):
        # RuntimeError: a backend without its bus or library, seen on machines without a desktop.
        return None
    return backend


def _read(path: Path) -> dict[str, object]:
    try:
        description = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise KeyUnavailable("key_file_damaged", path=path.name) from error
    if not isinstance(description, dict):
        raise KeyUnavailable("key_file_damaged", path=path.name)
    return description


def _random_key() -> bytes:
    return secrets.token_bytes(_KEY_BYTES)


def _new_p256_key() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
