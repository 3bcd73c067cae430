"""Somebody signs the concluded record, or refuses before a witness (程序规定 art. 43)."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.events import BlobReference, SignatureGiven
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.inspection import Inspection, State
from inspector_app.kinds.catalogue import kind_for
from inspector_app.services.inspection_log import load, record
from inspector_app.services.ports import BlobStore, EventLog

PNG = b"\x89PNG\r\n\x1a\n"
MAX_BYTES = 2 * 1024 * 1024
ROLES = ("inspector", "second_inspector", "party", "witness")


@dataclass(frozen=True, slots=True)
class SignInspection:
    """Keep the strokes of a signature."""

    log: EventLog
    blobs: BlobStore

    def __call__(self, inspection_id: str, *, role: str, name: str, image: bytes) -> Inspection:
        """Store the PNG of the strokes and record the signature.

        Raises InputInvalid: `role_unknown`, `name_missing`, `signature_empty`; WrongState unless
        concluded.
        """
        inspection = _concluded(self.log, inspection_id, role, name)
        if not image.startswith(PNG) or len(image) > MAX_BYTES:
            raise InputInvalid("signature_empty", field=f"signature:{role}")
        blob: BlobReference = self.blobs.put(image, role="signature", media_type="image/png")
        body = SignatureGiven(
            role=role, name=name.strip(), image_sha256=blob.sha256, image_size=blob.size
        )
        return record(self.log, inspection, body, blobs=(blob,))


@dataclass(frozen=True, slots=True)
class RefuseSignature:
    """Keep that the party refused to sign, why, and who saw it."""

    log: EventLog

    def __call__(
        self, inspection_id: str, *, name: str, reason: str, witness: str, role: str = "party"
    ) -> Inspection:
        """Record the refusal. Raises InputInvalid without a reason or a witness; WrongState."""
        inspection = _concluded(self.log, inspection_id, role, name)
        if role in {"inspector", "second_inspector"}:
            raise InputInvalid("role_unknown", field=f"signature:{role}", role=role)
        if not reason.strip():
            raise InputInvalid("reason_missing", field="reason")
        if not witness.strip() or witness.strip() == name.strip():
            raise InputInvalid("witness_missing", field="witness")
        body = SignatureGiven(
            role=role,
            name=name.strip(),
            refused=True,
            reason=reason.strip(),
            witness=witness.strip(),
        )
        return record(self.log, inspection, body)


def missing_signatures(inspection: Inspection) -> tuple[str, ...]:
    """Return the roles of the kind that neither signed nor refused yet, in order."""
    roles = kind_for(inspection).signature_roles
    return tuple(role for role in roles if inspection.signature_of(role) is None)


def _concluded(log: EventLog, inspection_id: str, role: str, name: str) -> Inspection:
    inspection = load(log, inspection_id)
    inspection.require(State.CONCLUDED)
    if role not in ROLES:
        raise InputInvalid("role_unknown", field=f"signature:{role}", role=role[:40])
    if not name.strip():
        raise InputInvalid("name_missing", field="name")
    return inspection
