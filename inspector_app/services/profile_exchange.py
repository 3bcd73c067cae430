"""An instrument profile on its way to another laptop: as a file, or as the text of a QR code.

The file is JSON: `format`, `version`, `name` (of the instrument, for people) and `profile`. The
text is `HPP1:` and base45 of the same, deflated. Figures are text, exact to the digit. Neither
carries the adapter (`port_hint`): that belongs to the laptop it was found at. What is read is
checked field by field; the program's own limits hold, not the sender's.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from inspector_app.domain.exceptions import InputInvalid, InspectorError
from inspector_app.domain.instrument import InstrumentProfile
from inspector_app.domain.json_names import once_each
from inspector_app.domain.quantities import Mass, plain
from inspector_app.evidence import base45

FORMAT = "hengping-instrument-profile"
VERSION = 1
PREFIX = "HPP1:"
MAX_BYTES = 16 * 1024
_NAME = 120
_POWERS = 12
"""Powers of ten of a verification scale interval at most, either way."""
_ENTRIES = ("format", "version", "name", "profile")


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedProfile:
    """A profile and the name of the instrument it was made at, which may be empty."""

    profile: InstrumentProfile
    name: str = ""


def _fits(pattern: str) -> Callable[[str], bool]:
    whole = re.compile(pattern, re.ASCII)
    return lambda text: whole.fullmatch(text) is not None


def _is_text(most: int) -> Callable[[str], bool]:
    return lambda text: len(text) <= most and text.isprintable()


def _is_interval(text: str) -> bool:
    try:
        e = Mass.parse(text).value if text else None
        return e is None or (len(text) <= 40 and e > 0 and abs(e.adjusted()) <= _POWERS)
    except InspectorError:
        return False


_FIELDS: dict[str, Callable[[str], bool]] = {
    "protocol": _fits(r"[a-z0-9-]{1,40}(/[\w-]{1,40})?(@\w{1,40})?(#\w{1,40})?"),
    "line": _fits(r"|[1-9]\d{1,7} [5-8][NEO][12]"),
    "unit": _is_text(12),
    "detection": _is_text(600),
    "decimal_places": _fits(r"\d?"),
    "verification_scale_interval": _is_interval,
}


def to_file(shared: SharedProfile) -> str:
    """Return the profile as the text of a file."""
    return json.dumps(_as_plain(shared), ensure_ascii=False, indent=1) + "\n"


def from_file(data: bytes) -> SharedProfile:
    """Return the profile of a file's bytes.

    Raises InputInvalid: `profile_too_large`, `profile_unreadable`, `profile_newer`,
    `profile_field_refused`.
    """
    if len(data) > MAX_BYTES:
        raise InputInvalid("profile_too_large", field="profile")
    try:
        found = json.loads(data.decode("utf-8-sig"), object_pairs_hook=once_each)
    except (ValueError, RecursionError):
        raise InputInvalid("profile_unreadable", field="profile") from None
    return _from_plain(found)


def to_token(shared: SharedProfile) -> str:
    """Return the profile as the text of a QR code; why it was detected stays behind."""
    said = _as_plain(shared)
    said["profile"].pop("detection")
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return PREFIX + base45.encode(zlib.compress(text.encode(), 9))


def from_token(text: str) -> SharedProfile:
    """Return the profile of a scanned or pasted text. Raises InputInvalid as `from_file` does."""
    scanned = text.strip("\r\n\t")
    if len(scanned) > MAX_BYTES:
        raise InputInvalid("profile_too_large", field="profile")
    if not scanned.startswith(PREFIX):
        raise InputInvalid("profile_unreadable", field="profile")
    unpack = zlib.decompressobj()
    try:
        data = unpack.decompress(base45.decode(scanned[len(PREFIX) :]), MAX_BYTES + 1)
        is_whole = len(data) > MAX_BYTES or (unpack.eof and not unpack.unused_data)
    except (zlib.error, InputInvalid):
        raise InputInvalid("profile_unreadable", field="profile") from None
    if not is_whole:  # cut, so that its own check is missing; or with something behind it
        raise InputInvalid("profile_unreadable", field="profile")
    return from_file(data)


def _as_plain(shared: SharedProfile) -> dict[str, Any]:
    one, e = shared.profile, shared.profile.verification_interval
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": shared.name[:_NAME],
        "profile": {
            "protocol": one.protocol,
            "line": one.line,
            "unit": one.unit or "",
            "detection": one.detection[:600],
            "decimal_places": one.decimal_places,
            "verification_scale_interval": "" if e is None else f"{plain(e.value)} {e.unit}",
        },
    }


def _from_plain(found: object) -> SharedProfile:
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise InputInvalid("profile_unreadable", field="profile")
    version = found.get("version")
    if type(version) is not int or version < 1:
        raise InputInvalid("profile_unreadable", field="version")
    if version > VERSION:
        raise InputInvalid("profile_newer", field="version", version=str(version)[:20])
    said, name = found.get("profile"), found.get("name", "")
    if not isinstance(said, dict):
        raise InputInvalid("profile_unreadable", field="profile")
    unknown = [(key, found[key]) for key in found if key not in _ENTRIES]
    unknown += [(key, said[key]) for key in said if key not in _FIELDS]
    for key, value in unknown:
        raise _refused(key, value)
    if not isinstance(name, str) or not _is_text(_NAME)(name):
        raise _refused("name", name)
    values = {key: _checked(key, said.get(key, "")) for key in _FIELDS}
    e = values.pop("verification_scale_interval")
    profile = InstrumentProfile(
        **{**values, "unit": values["unit"] or None},  # type: ignore[arg-type]
        verification_interval=Mass.parse(e) if e else None,
    )
    return SharedProfile(profile=profile, name=name)


def _checked(key: str, value: object) -> str:
    if not isinstance(value, str) or not _FIELDS[key](value):
        raise _refused(key, value)
    return value


def _refused(key: object, value: object) -> InputInvalid:
    shown, name = (
        "".join(c if c.isprintable() else "?" for c in str(text)[:40]) for text in (value, key)
    )
    return InputInvalid("profile_field_refused", field=name, value=shown)
