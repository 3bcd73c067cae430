"""Makes this laptop an office's own, with a one-time code that never travels."""

from __future__ import annotations

import base64
import dataclasses
import secrets
from dataclasses import dataclass

from inspector_app.domain.exceptions import InputInvalid, OfficeNotTrusted
from inspector_app.services.ports import Clock, Signer
from inspector_app.services.sync_ports import Enrolment, EnrolmentLink, SyncStore
from inspector_app.sync import addresses, enrolment
from inspector_app.sync.messages import EnrolAnswer, EnrolBegin, EnrolOffer, EnrolRequest

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolDevice:
    """The use case. clock: says since when; without one that is not kept."""

    store: SyncStore
    link: EnrolmentLink
    signer: Signer
    program_version: str = ""
    clock: Clock | None = None

    def __call__(self, code_text: str, address: str = "", name: str = "") -> Enrolment:
        """Enrol with a typed or scanned code; a given address goes before the code's own.

        Raises InputInvalid(`enrolment_code_invalid`, `office_address_missing`,
        `office_address_invalid`), OfficeNotTrusted(`office_not_proven`) when who answers does not
        know the code, OfficeRefused (`enrolment_code_used`, `enrolment_code_expired`...) or
        OfficeUnreachable; then nothing is kept.
        """
        code = enrolment.parse(code_text)
        if not (address.strip() or code.address):
            raise InputInvalid("office_address_missing", field="address")
        base = addresses.normalised(address.strip() or code.address)
        offer = self._proven_offer(code, base)
        answer = self.link.enrol(base, offer.authority, self._request(code, name))
        if answer.office_id != offer.office_id:
            raise OfficeNotTrusted("office_not_proven")
        kept = dataclasses.replace(
            _enrolment(answer, offer, base),
            device_name=name,
            enrolled_at=None if self.clock is None else self.clock.now(),
        )
        self.store.keep_enrolment(kept)
        return kept

    def _proven_offer(self, code: enrolment.Code, base: str) -> EnrolOffer:
        nonce = secrets.token_hex(16)
        offer = self.link.begin(base, EnrolBegin(code_id=code.code_id, nonce=nonce))
        expected = enrolment.office_proof(
            code.key, office_id=offer.office_id, authority=offer.authority, nonce=nonce
        )
        if not enrolment.is_equal(offer.proof, expected):
            raise OfficeNotTrusted("office_not_proven")
        return offer

    def _request(self, code: enrolment.Code, name: str) -> EnrolRequest:
        device_id = self.store.head()[0]
        public_key = base64.b64encode(self.signer.public_key).decode("ascii")
        possession = enrolment.possession_statement(
            code_id=code.code_id, device_id=device_id, public_key=public_key
        )
        return EnrolRequest(
            code_id=code.code_id,
            device_id=device_id,
            public_key=public_key,
            name=name,
            proof=enrolment.device_proof(
                code.key, device_id=device_id, public_key=public_key, name=name
            ),
            signature=base64.b64encode(self.signer.sign(possession)).decode("ascii"),
            program_version=self.program_version,
        )


def _enrolment(answer: EnrolAnswer, offer: EnrolOffer, base: str) -> Enrolment:
    try:
        office_key = base64.b64decode(answer.office_key, validate=True)
    except ValueError as error:
        raise OfficeNotTrusted("office_not_proven") from error
    if len(office_key) != _KEY_BYTES:
        raise OfficeNotTrusted("office_not_proven")
    return Enrolment(
        office_id=answer.office_id,
        office_name=answer.office_name,
        office_key=office_key,
        authority=offer.authority,
        certificate=answer.certificate,
        scopes=answer.scopes,
        home_scope=answer.home_scope,
        # The address that worked stands first: the office may not know how it is reached.
        addresses=tuple(dict.fromkeys((base, *answer.addresses))),
        public_page=answer.public_page,
    )
