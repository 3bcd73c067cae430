"""Keys: in the keyring when there is one, under a passphrase when not, never silently another."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from inspector_app.adapters.keys import FILE_NAME, SERVICE, KeyStore, open_key_store
from inspector_app.domain.exceptions import KeyUnavailable
from inspector_app.evidence.signatures import is_valid

PASSPHRASE = {"HENGPING_PASSPHRASE": "correct horse"}
NOTHING: dict[str, str] = {}


class MemoryKeyring(KeyringBackend):
    """A keyring as the system's, in memory."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise KeyringLocked
        self.kept[service, username] = password


@pytest.fixture
def system_keyring() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    ours = MemoryKeyring()
    keyring.set_keyring(ours)
    yield ours
    keyring.set_keyring(before)


def _refused(folder: Path, environment: dict[str, str], **more: object) -> str:
    with pytest.raises(KeyUnavailable) as refused:
        open_key_store(folder, environment=environment, **more).database_key()  # type: ignore[arg-type]
    return refused.value.code


def _all(store: KeyStore) -> list[bytes]:
    return [
        store.database_key(),
        store.device_signer().public_key,
        store.inspector_signer("p1").public_key,
        store.inspector_signer("p2").public_key,
        store.pdf_private_key(),
        store.kept("other", lambda: b"made"),
    ]


def test_the_keyring_keeps_every_secret(tmp_path: Path, system_keyring: MemoryKeyring) -> None:
    store = open_key_store(tmp_path, environment=NOTHING)
    made = _all(store)
    assert store.is_protected_by_keyring
    assert len(set(made)) == len(made)
    assert _all(open_key_store(tmp_path, environment=NOTHING)) == made
    assert {service for service, _ in system_keyring.kept} == {SERVICE}


def test_no_secret_lies_in_the_folder_beside_a_keyring(
    tmp_path: Path, system_keyring: MemoryKeyring
) -> None:
    _all(open_key_store(tmp_path, environment=NOTHING))
    text = (tmp_path / FILE_NAME).read_text()
    assert not any(secret in text for secret in system_keyring.kept.values())


def test_two_folders_have_keys_of_their_own(tmp_path: Path, system_keyring: MemoryKeyring) -> None:
    one = open_key_store(tmp_path / "a", environment=NOTHING).database_key()
    two = open_key_store(tmp_path / "b", environment=NOTHING).database_key()
    assert one != two


def test_a_keyring_that_went_away_is_told_and_not_replaced(
    tmp_path: Path, system_keyring: MemoryKeyring
) -> None:
    open_key_store(tmp_path, environment=NOTHING).database_key()
    system_keyring.locked = True
    assert _refused(tmp_path, PASSPHRASE) == "keyring_missing"


def test_a_key_deleted_from_the_keyring_is_told_and_not_made_anew(
    tmp_path: Path, system_keyring: MemoryKeyring
) -> None:
    open_key_store(tmp_path, environment=NOTHING).database_key()
    system_keyring.kept.clear()
    assert _refused(tmp_path, NOTHING) == "key_lost"


def test_without_a_keyring_a_passphrase_seals_them(tmp_path: Path) -> None:
    store = open_key_store(tmp_path, environment=PASSPHRASE)
    made = _all(store)
    assert not store.is_protected_by_keyring
    assert _all(open_key_store(tmp_path, environment=PASSPHRASE)) == made
    path = tmp_path / FILE_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not any(secret in path.read_bytes() for secret in made)


def test_a_person_is_asked_once_for_a_new_and_once_for_a_known_passphrase(tmp_path: Path) -> None:
    asked: list[bool] = []

    def ask(is_new: bool) -> str:
        asked.append(is_new)
        return "correct horse"

    made = _all(open_key_store(tmp_path, ask_passphrase=ask, environment=NOTHING))
    again = _all(open_key_store(tmp_path, ask_passphrase=ask, environment=NOTHING))
    assert made == again
    assert asked == [True, False]


def test_a_wrong_passphrase_is_refused(tmp_path: Path) -> None:
    open_key_store(tmp_path, environment=PASSPHRASE)
    assert _refused(tmp_path, {"HENGPING_PASSPHRASE": "wrong horse"}) == "wrong_passphrase"


def test_a_short_passphrase_is_refused_and_leaves_no_file(tmp_path: Path) -> None:
    assert _refused(tmp_path, {"HENGPING_PASSPHRASE": "1234567"}) == "passphrase_too_short"
    assert not (tmp_path / FILE_NAME).exists()


def test_without_keyring_and_passphrase_nothing_is_opened(tmp_path: Path) -> None:
    assert _refused(tmp_path, NOTHING) == "passphrase_needed"
    assert _refused(tmp_path, NOTHING, ask_passphrase=lambda is_new: None) == "passphrase_needed"


def test_a_passphrase_in_the_environment_is_used_beside_a_keyring(
    tmp_path: Path, system_keyring: MemoryKeyring
) -> None:
    store = open_key_store(tmp_path, environment=PASSPHRASE)
    store.database_key()
    assert not store.is_protected_by_keyring
    assert system_keyring.kept == {}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"kept_in":"file","salt":"!","nonce":"","sealed":""}',
        '{"kept_in":"file","salt":"AAAA","nonce":"AAAA","sealed":"AAAA"}',
    ],
)
def test_a_damaged_key_file_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE_NAME).write_text(content)
    assert _refused(tmp_path, PASSPHRASE) == "key_file_damaged"


def test_any_changed_byte_of_the_sealed_keys_is_noticed(tmp_path: Path) -> None:
    open_key_store(tmp_path, environment=PASSPHRASE).database_key()
    path = tmp_path / FILE_NAME
    description = json.loads(path.read_text())
    for name in ("salt", "nonce", "sealed"):
        first = description[name]
        altered = dict(description) | {name: ("A" if first[0] != "A" else "B") + first[1:]}
        path.write_text(json.dumps(altered))
        assert _refused(tmp_path, PASSPHRASE) == "wrong_passphrase"


def test_a_signer_signs_what_its_public_key_verifies(tmp_path: Path) -> None:
    signer = open_key_store(tmp_path, environment=PASSPHRASE).device_signer()
    assert len(signer.key_id) == 16
    assert is_valid(signer.public_key, signer.sign(b"m"), b"m")
    assert not is_valid(signer.public_key, signer.sign(b"m"), b"n")
    assert not is_valid(b"short", signer.sign(b"m"), b"m")


def test_the_pdf_key_is_a_p256_key(tmp_path: Path) -> None:
    pem = open_key_store(tmp_path, environment=PASSPHRASE).pdf_private_key()
    key = serialization.load_pem_private_key(pem, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert isinstance(key.curve, ec.SECP256R1)
