"""Every way of speaking that was ever saved for an instrument: the log keeps them all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.events import ProfileSaved
from inspector_app.domain.instrument import InstrumentProfile
from inspector_app.services.ports import EventLog


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileVersion:
    """A saved profile. number: 1 for the first. device_id: the laptop it was saved at."""

    number: int
    profile: InstrumentProfile
    saved_at: datetime
    device_id: str


def profile_versions(log: EventLog, instrument_id: str) -> tuple[ProfileVersion, ...]:
    """Return an instrument's saved profiles, newest first; of other laptops too, once synced."""
    saved = [one for one in log.stream(instrument_id) if isinstance(one.body, ProfileSaved)]
    numbered = [
        ProfileVersion(
            number=number,
            profile=event.body.profile,
            saved_at=event.recorded_at,
            device_id=event.device_id,
        )
        for number, event in enumerate(saved, start=1)
        if isinstance(event.body, ProfileSaved)
    ]
    return tuple(reversed(numbered))
