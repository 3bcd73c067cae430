"""The office's secrets and certificates, in `<data>/keys/`, each file readable by its owner only.

authority: the office's own CA, pinned by every laptop at enrolment. server: the TLS certificate,
made anew when addresses change or a month is left. office: the Ed25519 key that signs checkpoints.
"""

from __future__ import annotations

import ipaddress
import secrets
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from inspector_app.adapters.keys import Ed25519Signer
from inspector_app.adapters.sealed_file import write_privately
from inspector_app.sync.messages import SERVER_NAME

AUTHORITY_YEARS, SERVER_DAYS, DEVICE_DAYS, RENEW_DAYS = 20, 397, 730, 30
_SECRET_BYTES = 32
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeKeys:
    """Everything the server signs with. authority: PEM. certificate, key: files for TLS.

    certify: gives the certificate (PEM) of a device's raw key from a moment on.
    """

    office_id: str
    signer: Ed25519Signer
    session_secret: bytes
    authority: str
    certificate: Path
    key: Path
    certify: Callable[[str, bytes, datetime], str]


def open_keys(folder: Path, names: Sequence[str], now: datetime) -> OfficeKeys:
    """Return the keys of a data folder, making them at the first start.

    names: host names and addresses that the server certificate carries besides SERVER_NAME.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    office_id = _kept(folder / "office_id", lambda: str(uuid.uuid4()).encode()).decode()
    key = _private_key(folder / "authority.key")
    authority = _kept(
        folder / "authority.pem", lambda: _pem(_authority(key, office_id, now))
    ).decode()
    issuer = _Issuer(key, x509.load_pem_x509_certificate(authority.encode()))
    server_key = _private_key(folder / "server.key")
    server = folder / "server.pem"
    if not _still_good(server, names, now):
        write_privately(server, issuer.server(server_key, names, now) + authority.encode())
    return OfficeKeys(
        office_id=office_id,
        signer=Ed25519Signer(_kept(folder / "office.key", _random)),
        session_secret=_kept(folder / "session.key", _random),
        authority=authority,
        certificate=server,
        key=folder / "server.key",
        certify=issuer.device,
    )


@dataclass(frozen=True, slots=True)
class _Issuer:
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def server(self, key: ec.EllipticCurvePrivateKey, names: Sequence[str], now: datetime) -> bytes:
        builder = self._builder(SERVER_NAME, now, SERVER_DAYS).public_key(key.public_key())
        alternatives = [x509.DNSName(SERVER_NAME), *map(_alternative, names)]
        builder = builder.add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        return _pem(builder.add_extension(usage, critical=False).sign(self.key, hashes.SHA256()))

    def device(self, device_id: str, public_key: bytes, now: datetime) -> str:
        builder = self._builder(device_id[:64], now, DEVICE_DAYS)
        builder = builder.public_key(Ed25519PublicKey.from_public_bytes(public_key))
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH])
        signed = builder.add_extension(usage, critical=False).sign(self.key, hashes.SHA256())
        return _pem(signed).decode()

    def _builder(self, name: str, now: datetime, days: int) -> x509.CertificateBuilder:
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        return (
            _dated(name, now, timedelta(days=days))
            .issuer_name(self.certificate.subject)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(identifier, critical=False)
        )


def _authority(key: ec.EllipticCurvePrivateKey, office_id: str, now: datetime) -> x509.Certificate:
    name = f"Hengping office {office_id[:8]}"
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        _dated(name, now, timedelta(days=365 * AUTHORITY_YEARS))
        .issuer_name(_name(name))
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _dated(name: str, now: datetime, lasts: timedelta) -> x509.CertificateBuilder:
    # A day early: laptops whose clock is behind must not find it not yet valid.
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + lasts)
    )


def _still_good(file: Path, names: Sequence[str], now: datetime) -> bool:
    if not file.exists():
        return False
    found = x509.load_pem_x509_certificate(file.read_bytes())
    extension = found.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    carried = set(extension.value)
    return found.not_valid_after_utc - now > RENEW_DAYS * _DAY and carried >= set(
        map(_alternative, names)
    )


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name.encode("idna").decode("ascii"))


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _private_key(file: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(_kept(file, _new_key), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(file.name)
    return key


def _new_key() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _random() -> bytes:
    return secrets.token_bytes(_SECRET_BYTES)


def _kept(file: Path, make: Callable[[], bytes]) -> bytes:
    if not file.exists():
        write_privately(file, make())
    return file.read_bytes()
