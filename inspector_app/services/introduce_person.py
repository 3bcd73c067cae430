"""An inspector uses this laptop."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.events import EventDraft, PersonIntroduced
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.instrument import Person
from inspector_app.services.ports import EventLog, IdSource


@dataclass(frozen=True, slots=True)
class IntroducePerson:
    """Add an inspector, or correct the entry under the same id."""

    log: EventLog
    ids: IdSource
    scope: str

    def __call__(
        self, name: str, unit: str, *, card_number: str = "", person_id: str = ""
    ) -> Person:
        """Record the person and return them. Raises InputInvalid without a name or a unit."""
        if not name.strip():
            raise InputInvalid("name_missing", field="name")
        if not unit.strip():
            raise InputInvalid("unit_missing", field="unit")
        person = Person(
            person_id=person_id or self.ids.new_id(),
            name=name.strip(),
            unit=unit.strip(),
            card_number=card_number.strip(),
        )
        body = PersonIntroduced(person=person)
        self.log.append(EventDraft(stream_id=person.person_id, scope=self.scope, body=body))
        return person
