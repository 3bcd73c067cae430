"""A device's session: a token that says who came in and until when, under the office's secret.

Stateless, so any server process of the office may answer; the device's row is asked all the same
at each request, so that a revoked laptop is out at once (decision 0008).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from datetime import datetime

from inspector_app.domain.exceptions import OfficeRefused
from inspector_app.services.office_ports import Device, Devices

SECONDS = 600
_SCHEME = "bearer "


def new_token(secret: bytes, device_id: str, now: datetime) -> str:
    """Return the bearer token of a device, good for `SECONDS` from now."""
    name = base64.urlsafe_b64encode(device_id.encode()).decode("ascii").rstrip("=")
    said = f"{name}.{int(now.timestamp()) + SECONDS}"
    return f"{said}.{_mac(secret, said)}"


def device_id_of(secret: bytes, token: str, now: datetime) -> str:
    """Return whose token it is. Raises OfficeRefused(`session_expired`), also for a forged one."""
    said, _, mac = token.rpartition(".")
    name, _, until = said.partition(".")
    if not token.isascii() or not hmac.compare_digest(mac, _mac(secret, said)):
        raise OfficeRefused("session_expired")
    if int(until) <= now.timestamp():
        raise OfficeRefused("session_expired")
    try:
        return base64.urlsafe_b64decode(name + "=" * (-len(name) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise OfficeRefused("session_expired") from error


def token_of(authorization: str) -> str:
    """Return the token of an `Authorization` header, '' when there is none."""
    is_bearer = authorization[: len(_SCHEME)].lower() == _SCHEME
    return authorization[len(_SCHEME) :].strip() if is_bearer else ""


def admitted(devices: Devices, device_id: str) -> Device:
    """Return a device that may come in. Raises OfficeRefused(`device_unknown` or `_revoked`)."""
    device = devices.device(device_id)
    if device is None:
        raise OfficeRefused("device_unknown", device_id=device_id[:64])
    if device.revoked_at is not None:
        raise OfficeRefused("device_revoked", device_id=device_id)
    return device


def _mac(secret: bytes, said: str) -> str:
    message = b"hengping-device-session-v1\n" + said.encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()
