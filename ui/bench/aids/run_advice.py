"""What the bench's banner says of kept runs: cut off, discarded, refused by the disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from inspector_app.words import gettext as _
from inspector_app.words import ngettext
from serial_drivers.keeping.run_reader import RunFile
from ui.bench.aids import aid_words
from ui.bench.aids.kept_runs_view import begun
from ui.bench.aids.run_keeping import RunKeeping
from ui.bench.notice import Notice, Offer, in_any_language

_TOPIC = "run"


class RunActs(Protocol):
    """What can be done with a kept run."""

    def open(self, one: RunFile, /) -> None:
        """Show it."""
        ...

    def export(self, one: RunFile, /) -> None:
        """Show it and ask where its values shall go."""
        ...

    def discard(self, path: Path, /) -> None:
        """Put it aside."""
        ...

    def take_back(self, path: Path, /) -> None:
        """Put it back."""
        ...


@in_any_language
def say_cut_off(notice: Notice, runs: RunActs, cut: Sequence[RunFile]) -> None:
    """Say which runs were not finished when the program ended, the newest by name."""
    first = cut[0]
    counted = ngettext("{n} value", "{n} values", first.count).format(n=first.count)
    happened = _("A run was cut off: {run}, begun {begun}, {counted}").format(
        run=aid_words.title_of(first.header.aid), begun=begun(first), counted=counted
    )
    more = len(cut) - 1
    kept = _("Everything up to the last second before lies on this laptop.")
    if any(one.unread for one in cut):
        kept += "\n" + _("A line that was torn by it is left out.")
    if more:
        kept += "\n" + ngettext(
            "{n} earlier one stands under Kept runs.",
            "{n} earlier ones stand under Kept runs.",
            more,
        ).format(n=more)
    offers = (
        Offer(_("Show"), lambda: runs.open(first), "eye"),
        Offer(_("Export"), lambda: runs.export(first), "export"),
        Offer(_("Discard"), lambda: runs.discard(first.path), "close"),
    )
    notice.say(_TOPIC, happened, kept, "warn", offers)


@in_any_language
def say_discarded(notice: Notice, runs: RunActs, path: Path) -> None:
    """Say that a run was put aside, and that it may be taken back."""
    notice.say(
        _TOPIC,
        _("The run was discarded"),
        _("It can be taken back until the program is started the next time."),
        "info",
        (Offer(_("Undo"), lambda: runs.take_back(path), "undo"),),
    )


@in_any_language
def say_not_kept(notice: Notice, keeping: RunKeeping, detail: str) -> None:
    """Say that the disk takes no more of the run under way."""
    notice.say(
        _TOPIC,
        _("The disk takes no more of this run; it goes on in memory"),
        _("What was written is kept. Free some space, then try again. {detail}").format(
            detail=detail
        ),
        "bad",
        (Offer(_("Try again"), keeping.again, "sync"),),
    )


@in_any_language
def say_folder_refused(notice: Notice, detail: str) -> None:
    """Say that the folder of kept runs cannot be used."""
    notice.say(
        _TOPIC,
        _("The kept runs cannot be read or moved"),
        _("Nothing was changed. {detail}").format(detail=detail),
        "bad",
    )
