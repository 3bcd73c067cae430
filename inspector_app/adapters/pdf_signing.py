"""Signs reports: PAdES B-B (ETSI EN 319 142-1), ECDSA P-256 with SHA-256, a device certificate.

Ed25519, which signs everything else here, is not validated by common PDF viewers; so each device
also has a P-256 key. Its self-signed certificate carries a voucher: the device's Ed25519 signature
over the P-256 key. Whoever knows the Ed25519 key can therefore tell a real certificate from one
that somebody else made with the same name.
"""

from __future__ import annotations

import hashlib
import io
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID, ObjectIdentifier

from inspector_app.domain.exceptions import KeyUnavailable
from inspector_app.evidence.signatures import KeyHolder, is_valid, key_id_of

if TYPE_CHECKING:  # pyHanko takes a third of a second to import; only signing needs it
    from pyhanko.sign.signers.pdf_signer import PdfSigner

FIELD: Final = "Seal"
VOUCHER: Final = ObjectIdentifier("2.25.268135724839178409.1")
"""Private extension: key id (8 bytes) and Ed25519 signature (64 bytes) over `voucher_statement`."""

_YEARS: Final = 20
_ROOM_FOR_SIGNATURE: Final = 8192  # hex digits; a B-B signature with one certificate takes 4,000


def new_private_key() -> bytes:
    """Return a fresh P-256 key as unencrypted PKCS#8 PEM, for the keyring to keep."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def new_certificate(
    private_key: bytes, *, device_id: str, unit: str, valid_from: datetime, voucher: KeyHolder
) -> bytes:
    """Return a self-signed certificate (DER) for 20 years.

    private_key: PEM as of `new_private_key`. voucher: the device's Ed25519 key.
    Raises KeyUnavailable(`key_unreadable`).
    """
    key = _loaded(private_key)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, f"Hengping {device_id}"[:64]),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, unit[:64] or "-"),
        ]
    )
    public = _public_bytes(key.public_key())
    vouched = bytes.fromhex(voucher.key_id) + voucher.sign(voucher_statement(public))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(int.from_bytes(hashlib.sha256(public).digest()[:16]) | 1)
        .not_valid_before(valid_from - timedelta(days=1))
        .not_valid_after(valid_from + timedelta(days=365 * _YEARS))
        .add_extension(_USAGE, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.UnrecognizedExtension(VOUCHER, vouched), critical=False)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.DER)


_USAGE = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


def voucher_statement(public_key: bytes) -> bytes:
    """Return what a device's Ed25519 key signs to vouch for a P-256 key (DER SPKI)."""
    return b"hengping-certificate-v1\n" + hashlib.sha256(public_key).digest()


def is_vouched(certificate: bytes, known_keys: tuple[bytes, ...]) -> bool:
    """Say whether one of the known raw Ed25519 keys vouches for this certificate (DER)."""
    try:
        parsed = x509.load_der_x509_certificate(certificate)
        extension = parsed.extensions.get_extension_for_oid(VOUCHER).value
        public_key = parsed.public_key()
    except (ValueError, x509.ExtensionNotFound, UnsupportedAlgorithm):
        return False
    if not isinstance(extension, x509.UnrecognizedExtension) or not isinstance(
        public_key, ec.EllipticCurvePublicKey
    ):
        return False
    statement = voucher_statement(_public_bytes(public_key))
    key_id, signature = extension.value[:8].hex(), extension.value[8:]
    return any(
        key_id_of(key) == key_id and is_valid(key, signature, statement) for key in known_keys
    )


class DevicePdfSigner:
    """Signs with the device's P-256 key. private_key: PEM; certificate: DER.

    Raises KeyUnavailable(`key_unreadable`) when they cannot be read or do not belong together.
    """

    def __init__(self, private_key: bytes, certificate: bytes) -> None:
        key = _loaded(private_key)
        try:
            public = x509.load_der_x509_certificate(certificate).public_key()
        except ValueError as error:
            raise KeyUnavailable("key_unreadable", what="certificate") from error
        if public != key.public_key():
            raise KeyUnavailable("key_unreadable", what="certificate")
        self._key = key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        self._certificate = certificate

    def sign(self, pdf: bytes, signed_at: datetime) -> bytes:
        """Return the PDF with an invisible signature over all of it, as an incremental update."""
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        signed = self._session(signed_at).sign_pdf(writer, bytes_reserved=_ROOM_FOR_SIGNATURE)
        return bytes(signed.getvalue())

    def _session(self, signed_at: datetime) -> PdfSigner:
        from asn1crypto import keys
        from asn1crypto import x509 as asn1_x509
        from pyhanko.sign import signers
        from pyhanko.sign.fields import SigSeedSubFilter
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        nothing: Any = SimpleCertificateStore  # untyped; left empty, or it would be embedded twice
        signer = signers.SimpleSigner(
            signing_cert=asn1_x509.Certificate.load(self._certificate),
            signing_key=keys.PrivateKeyInfo.load(self._key),
            cert_registry=nothing(),
        )
        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
        )
        return _dated_signer(metadata, signer, signed_at)


def _dated_signer(metadata: Any, signer: Any, signed_at: datetime) -> PdfSigner:
    """Return a pyHanko signer that takes the time from us and not from the machine's clock."""
    from pyhanko.sign.signers.pdf_signer import PdfSigner

    class DatedSigner(PdfSigner):  # type: ignore[misc, unused-ignore]
        def init_signing_session(self, *arguments: Any, **named: Any) -> Any:
            session = super().init_signing_session(*arguments, **named)
            session.system_time = signed_at
            return session

    return DatedSigner(metadata, signer)


def _loaded(private_key: bytes) -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(private_key, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyUnavailable("key_unreadable", what="report key") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise KeyUnavailable("key_unreadable", what="report key")
    return key


def _public_bytes(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
