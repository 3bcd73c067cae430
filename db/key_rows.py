"""The public keys that chains introduced: with them a laptop checks others' seals and tokens."""

from __future__ import annotations

import base64
import binascii
from functools import singledispatch

from db.work import Work
from inspector_app.domain.events import (
    DeviceEnrolled,
    Event,
    EventBody,
    InspectorKeyIntroduced,
)

_KEY_BYTES = 32


@singledispatch
def apply_to_keys(body: EventBody, event: Event, work: Work) -> None:
    """Keep a key that this fact introduces; most introduce none."""


@apply_to_keys.register
def _(body: DeviceEnrolled, event: Event, work: Work) -> None:
    _keep(body.public_key, event, work)


@apply_to_keys.register
def _(body: InspectorKeyIntroduced, event: Event, work: Work) -> None:
    _keep(body.public_key, event, work)


def _keep(public_key: str, event: Event, work: Work) -> None:
    try:
        key = base64.b64decode(public_key, validate=True)
    except (binascii.Error, ValueError):
        return  # another program's mistake is no key, and no reason to stop its events
    if len(key) == _KEY_BYTES:
        work.execute(
            "INSERT INTO introduced_keys (public_key, device_id) VALUES (?, ?) "
            "ON CONFLICT (public_key) DO NOTHING",
            (key, event.device_id),
        )
