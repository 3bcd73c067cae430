"""Every setting, declared once: key, kind, default, title. Kept as JSON, written atomically."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.exceptions import StorageUnavailable

SETTINGS_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A setting. choices: allowed texts, empty for free text. title: an English msgid."""

    key: str
    title: str
    default: str
    choices: tuple[str, ...] = ()
    shown: bool = True


SETTINGS: dict[str, Setting] = {
    s.key: s
    for s in (
        Setting(
            key="language", title="Language", default="system", choices=("system", "zh_CN", "en")
        ),
        Setting(
            key="theme",
            title="Theme",
            default="system",
            choices=("system", "light", "dark", "sunlight"),
        ),
        Setting(key="person_id", title="Signed-in inspector", default="", shown=False),
        Setting(key="unit", title="Bureau or office", default=""),
        Setting(key="scope", title="Administrative division code", default="445200"),
        Setting(key="last_port", title="Last instrument port", default="", shown=False),
        Setting(key="bench_history", title="Sent on the bench", default="", shown=False),
        Setting(key="slip_printer", title="Printer of visit slips", default="", shown=False),
        Setting(key="label_printer", title="Printer of labels", default="", shown=False),
        Setting(key="network_ports", title="Ports of terminal servers", default="", shown=False),
        Setting(key="number_province", title="Document numbers: province", default=""),
        Setting(key="number_place", title="Document numbers: place", default=""),
        Setting(
            key="number_digits",
            title="Document numbers: digits",
            default="0",
            choices=("0", "2", "3", "4", "5", "6"),
        ),
        Setting(key="number_first", title="Document numbers: first of its own", default="1"),
        Setting(key="number_kinds", title="Document numbers: kinds", default="", shown=False),
        Setting(key="public_page", title="Address of the public verification page", default=""),
        Setting(
            key="guard_band",
            title="Show the guard band of the measurement uncertainty",
            default="yes",
            choices=("yes", "no"),
        ),
        Setting(
            key="auto_capture",
            title="Capture a new load at rest by itself",
            default="no",
            choices=("yes", "no"),
            shown=False,
        ),
    )
}


def chosen_language(file: Path) -> str:
    """Return the language of a settings file, `system` where it says none; it is only read."""
    try:
        return str(json.loads(file.read_text(encoding="utf-8"))["values"]["language"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return SETTINGS["language"].default


class Settings:
    """The machine's settings. Unknown keys of a newer program are kept untouched."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._values: dict[str, str] = {}
        self._listeners: list[Callable[[str], None]] = []
        self._tell_failure: list[Callable[[StorageUnavailable], None]] = []
        self.damaged = False
        if file.exists():
            self._values = self._read(file)

    def _read(self, file: Path) -> dict[str, str]:
        """Return the stored values; a damaged file is set aside, never overwritten in place."""
        try:
            stored = json.loads(file.read_text(encoding="utf-8"))
            values = stored["values"]
            return {_encodable(str(k)): _encodable(str(v)) for k, v in values.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self.damaged = True
            with contextlib.suppress(OSError):  # a folder that is not ours to write: say only
                file.replace(file.with_suffix(".damaged"))
            return {}

    def get(self, key: str) -> str:
        """Return the value, the default if unset or not among the choices. Raises KeyError."""
        setting = SETTINGS[key]
        value = self._values.get(key, setting.default)
        return value if not setting.choices or value in setting.choices else setting.default

    def set(self, key: str, value: str) -> None:
        """Store a value durably. Raises KeyError for an unknown key, ValueError for a bad one.

        A value that cannot be stored holds for this run; whoever asked with `on_failure` is told.
        """
        setting = SETTINGS[key]
        if setting.choices and value not in setting.choices:
            raise ValueError(value)
        self._values[key] = _encodable(value)
        for listener in self._listeners:
            listener(key)
        try:
            self._write()
        except OSError as error:
            failure = StorageUnavailable("settings_not_saved", why=error.strerror or str(error))
            for tell in self._tell_failure:
                tell(failure)

    def on_change(self, listener: Callable[[str], None]) -> None:
        """Call `listener(key)` after each change."""
        self._listeners.append(listener)

    def on_failure(self, tell: Callable[[StorageUnavailable], None]) -> None:
        """Call `tell(failure)` whenever a value could not be stored."""
        self._tell_failure.append(tell)

    def _write(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._file.with_suffix(".new")
        text = json.dumps(
            {"version": SETTINGS_VERSION, "values": self._values}, ensure_ascii=False, indent=1
        )
        with temporary.open("w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(self._file)


def _encodable(text: str) -> str:
    """Return a text without half characters, which no file can hold: a keyboard may give them."""
    return text.encode("utf-8", "replace").decode("utf-8")
