"""The commands about the package of rules on this laptop: install one from a file, show it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from inspector_app.bootstrap import Desk
from inspector_app.evidence import canonical
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.office_commands import has_database, open_here
from inspector_app.packages.summary import Summary, summary_of
from inspector_app.words import current_language, marked
from inspector_app.words import gettext as _
from inspector_app.words.confirmations import CONFIRMATIONS

Say = Callable[[str], None]
_NONE = marked("No package of rules is installed; the rules of the program hold.")


def install(file: Path, say: Say) -> None:
    """Install a package from a file, say what it brings."""
    with open_here() as desk:
        desk.install_package(file)
        found = _summary(desk)
    say(_("The rules of this package hold from now on."))
    if found is not None:
        _say_summary(found, say)


def show() -> dict[str, Any]:
    """Return what `package show --json` prints; `package` is null while shipped rules hold."""
    if not has_database():
        return {"package": None, "installed_at": None, "refused": None}
    with open_here() as desk:
        found, refused = _summary(desk), desk.packages.refused
        at = desk.packages.installed_at()
        return {
            "package": canonical.to_plain(found) if found is not None else None,
            "installed_at": at.isoformat() if at is not None else None,
            "refused": refused.failure.code if refused is not None else None,
        }


def say_show(say: Say) -> None:
    """Say the same to a person."""
    found = None
    if has_database():
        with open_here() as desk:
            found = _summary(desk)
    if found is None:
        say(_(_NONE))
    else:
        _say_summary(found, say)


def book_of(file: Path | None, say: Say) -> RegulationBook | None:
    """Return the book of a package in a file, or of the installed one (None), and say which.

    None where no package is installed: the program's own rules hold. A file is proved by this
    laptop's office and not installed.
    """
    found = None
    if file is not None or has_database():
        with open_here() as desk:
            found = desk.read_package(file) if file is not None else desk.packages.shelf.current
    if found is None:
        say(_(_NONE))
        return None
    say(_head(summary_of(found)))
    say(f"SHA-256 {found.signed.sha256}")
    return found.rules.book


def _summary(desk: Desk) -> Summary | None:
    current = desk.packages.shelf.current
    return summary_of(current) if current is not None else None


def _say_summary(found: Summary, say: Say) -> None:
    say(_head(found))
    language = current_language()
    for kind in found.kinds:
        say(f"    {kind.key}  {kind.title.in_language(language)}")
    for one in found.editions:
        day = _("in force from {day}").format(day=one.effective_from)
        say(f"    {one.number}  {day}")
    for figure in found.figures:
        mark = _(CONFIRMATIONS[figure.confirmation.value])
        say(f"    {figure.number}  {figure.place}: {figure.before} → {figure.after} ({mark})")
    say(f"SHA-256 {found.sha256}")


def _head(found: Summary) -> str:
    head = _("Package {number} of {day}, issued by {who}").format(
        number=found.number, day=f"{found.issued_at.astimezone():%Y-%m-%d}", who=found.issued_by
    )
    return f"{head}: {found.note}" if found.note else head
