"""A signing key enters the log, so that office and other laptops can check what it signs."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from inspector_app.domain.events import EventDraft, InspectorKeyIntroduced
from inspector_app.services.ports import EventLog, Signer


@dataclass(frozen=True, slots=True)
class IntroduceKey:
    """Append a key once, before anything that it signs."""

    log: EventLog
    scope: str

    def __call__(self, person_id: str, signer: Signer) -> None:
        """Record the signer's public key under the person, unless it is recorded already."""
        public_key = base64.b64encode(signer.public_key).decode("ascii")
        known = {
            event.body.public_key
            for event in self.log.stream(person_id)
            if isinstance(event.body, InspectorKeyIntroduced)
        }
        if public_key in known:
            return
        body = InspectorKeyIntroduced(
            person_id=person_id, key_id=signer.key_id, public_key=public_key
        )
        self.log.append(EventDraft(stream_id=person_id, scope=self.scope, body=body))
