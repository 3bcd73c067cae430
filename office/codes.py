"""Makes enrolment codes, for the command line and for pages alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from inspector_app.services.office_ports import OpenCode
from inspector_app.sync import enrolment
from office.parts import OfficeParts


def make_code(parts: OfficeParts, name: str, scopes: Sequence[str], made_by: str) -> enrolment.Code:
    """Keep a fresh one-time code and return it; name: of the laptop it is for."""
    code = enrolment.new_code(parts.addresses[0] if parts.addresses else "")
    expires_at = parts.clock.now() + timedelta(seconds=enrolment.LIFETIME_SECONDS)
    parts.storage.devices.offer(
        OpenCode(
            code_id=code.code_id,
            key=code.key,
            name=name,
            scopes=tuple(scopes),
            made_by=made_by,
            expires_at=expires_at,
        )
    )
    return code
