"""What officials did at the office, in sentences: for the list below the people."""

from __future__ import annotations

from inspector_app import words as current
from inspector_app.words import Words, marked

ACTS: dict[str, str] = {
    "account_added": marked("added the account {login}"),
    "account_changed": marked("changed the account {login}"),
    "account_disabled": marked("closed the account {login}"),
    "account_welcomed": marked("opened the account {login} again"),
    "invitation_made": marked("made a link by which {login} chooses a password"),
    "password_chosen": marked("chose a password for {login}"),
    "password_changed": marked("changed the password of {login}"),
    "code_made": marked("made an enrolment code for {name} in {scope}"),
    "device_revoked": marked("shut out the laptop {name}"),
    "package_published": marked("published package {number} of the rules: {note}"),
    "alarm_seen": marked("dealt with an alarm: {note}"),
}
"""Codes of `account_ports.Act.what`, each with the parameters of its sentence."""


class _Known(dict[str, str]):
    """Parameters of an act; one that an older program did not keep shows as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def sentence_of(what: str, about: dict[str, str], words: Words | None = None) -> str:
    """Return what was done, without who; a code of a newer program stays as it is."""
    pattern = ACTS.get(what, "")
    translate = words.gettext if words else current.gettext
    return translate(pattern).format_map(_Known(about)) if pattern else what
