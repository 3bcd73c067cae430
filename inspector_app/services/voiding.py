"""What declaring something void asks for: a reason, and a second person who stands for it."""

from __future__ import annotations

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.figures import is_writable
from inspector_app.domain.inspection import Inspection

_LONGEST = {"reason": 4000, "second_person": 120}
"""Characters; an event of any length would be kept, and no office would take it."""


def require_reason(inspection: Inspection, reason: str, second_person: str) -> tuple[str, str]:
    """Return reason and second person as they are kept.

    Raises InputInvalid: `reason_missing`, `second_person_missing` (also for the first inspector),
    `text_too_long`, `text_not_writable`.
    """
    reason, second_person = reason.strip(), second_person.strip()
    if not reason:
        raise InputInvalid("reason_missing", field="reason")
    first = inspection.inspectors[0].name if inspection.inspectors else ""
    if second_person in ("", first):
        raise InputInvalid("second_person_missing", field="second_person")
    for field, text in (("reason", reason), ("second_person", second_person)):
        limit = _LONGEST[field]
        if len(text) > limit:
            raise InputInvalid("text_too_long", field=field, length=len(text), limit=limit)
        if not is_writable(text):
            raise InputInvalid("text_not_writable", field=field)
    return reason, second_person
