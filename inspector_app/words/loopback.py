"""What a test with a loopback plug says."""

from __future__ import annotations

from inspector_app.words import gettext as _
from inspector_app.words import marked

_VERDICTS = {
    "good": marked("Adapter and cable are good: every byte came back as it was sent."),
    "no_plug": marked(
        "No plug: nothing came back. Put the loopback plug on (it joins pins 2 and 3) and repeat."
    ),
    "faulty": marked("Faulty: bytes were lost, changed or came twice. Try another cable."),
    "not_alone": marked(
        "Something else speaks on this port: pull the instrument off and put the plug on."
    ),
    "refused": marked("The port could not be tested."),
}
_OUTCOMES = {
    "good": marked("Good"),
    "no_plug": marked("No plug"),
    "faulty": marked("Faulty"),
    "not_alone": marked("Not alone"),
    "refused": marked("Refused"),
}


def verdict(code: str) -> str:
    """Return the sentence for the whole test."""
    return _(_VERDICTS[code])


def outcome(code: str) -> str:
    """Return the word for one speed."""
    return _(_OUTCOMES[code])
