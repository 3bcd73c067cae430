"""What the bench's banner says of a capture and a log that ended: of both, where both did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from inspector_app.words import gettext as _
from inspector_app.words import ngettext
from ui.bench.notice import Notice, in_any_language

TOPIC: Final = "record"


@dataclass(frozen=True, slots=True)
class FileEnd:
    """How a file ended. path: where it lies, None if the disk refused, `detail` says why."""

    what: Literal["capture", "log"]
    path: Path | None = None
    count: int = 0
    detail: str = ""


@in_any_language
def say_ended(notice: Notice, ends: Sequence[FileEnd]) -> None:
    """Say how these ended, refused ones first."""
    ordered = sorted(ends, key=lambda end: end.path is not None)
    said = [_saved(end) if end.path is not None else _refused(end) for end in ordered]
    happened = "\n".join(one for one, _kept in said)
    kept = "\n".join(one for _happened, one in said)
    is_refused = any(end.path is None for end in ends)
    notice.say(TOPIC, happened, kept, "bad" if is_refused else "ok")


def _saved(end: FileEnd) -> tuple[str, str]:
    n, path = end.count, str(end.path)
    if end.what == "log":
        counted = ngettext("{n} reading", "{n} readings", n).format(n=n)
        return _("Log saved, {counted}").format(counted=counted), path
    counted = ngettext("{n} read or write", "{n} reads and writes", n).format(n=n)
    return _("Capture saved, {counted}").format(counted=counted), path


def _refused(end: FileEnd) -> tuple[str, str]:
    if end.what == "log":
        kept = _("The lines before are kept. Free some space or choose another disk. {detail}")
        return _("The log could not be written and was ended"), kept.format(detail=end.detail)
    kept = _("What was written before is kept. {detail}")
    return _("The capture could not be written"), kept.format(detail=end.detail)
