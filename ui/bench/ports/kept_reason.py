"""Why a protocol was taken, in the language in use: the record keeps it in English, once."""

from __future__ import annotations

import re
from typing import Final

from inspector_app.domain.exceptions import InspectorError
from inspector_app.words import gettext as _
from inspector_app.words.detection import counted as counted_frames
from serial_drivers.catalog import find_driver
from serial_drivers.finding.detection import Candidate
from serial_drivers.finding.ears import Proof
from ui.bench.wording import driver_title

_AMONG: Final = "chosen by a person among several that fit: "
_HEARD: Final = re.compile(
    r"\S+ at .+?: (?:answered (?P<hex>[0-9a-f ]+)|answered b(?P<asked>'.*?'|\".*?\")"
    r"|spoke by itself), "
    r"(?P<good>\d+) frames with (?P<proof>checksum right|layout right|its name in it), "
    r"(?P<bad>\d+) wrong; "
    r"sample [0-9a-f ]*"
)
_CHOSEN: Final = re.compile(r"(?P<driver>\S+) at (?P<line>.+): chosen by a person")
_PROFILED: Final = re.compile(r"(?P<driver>\S+) at (?P<line>.+): as the instrument's profile says")
_REPLAYED: Final = re.compile(r"as recorded on (?P<device>.+)")


def candidate_line(candidate: Candidate) -> str:
    """Return why a protocol that was just heard was taken, in a sentence."""
    how = (
        _("it spoke by itself")
        if candidate.poll is None
        else _("it answered {bytes}").format(bytes=candidate.poll.hex(" ").upper())
    )
    return _recognised(how, candidate.good_frames, candidate.bad_frames, candidate.proof)


def kept_line(kept: str) -> str:
    """Return a kept reason in the language in use; a sentence unknown here as it was kept."""
    text = kept.removeprefix(_AMONG)
    if found := _HEARD.fullmatch(text):
        said = _heard(found)
        return _("Chosen among several that fit. {why}").format(why=said) if text != kept else said
    if found := _CHOSEN.fullmatch(text):
        title = _title(found["driver"])
        return _("Chosen by a person: {title}, {line}").format(title=title, line=found["line"])
    if found := _PROFILED.fullmatch(text):
        title = _title(found["driver"])
        return _("As the instrument's profile says: {title}, {line}").format(
            title=title, line=found["line"]
        )
    if found := _REPLAYED.fullmatch(text):
        return _("As recorded on {device}").format(device=found["device"])
    return kept


def _title(protocol: str) -> str:
    try:
        return driver_title(find_driver(protocol))
    except InspectorError:  # kept by a version that knew more protocols
        return protocol


def _heard(found: re.Match[str]) -> str:
    asked = (found["hex"] or "").upper() or found["asked"]
    how = _("it answered {bytes}").format(bytes=asked) if asked else _("it spoke by itself")
    return _recognised(how, int(found["good"]), int(found["bad"]), Proof(found["proof"]))


def _recognised(how: str, good: int, bad: int, proof: Proof) -> str:
    counted = counted_frames(good, bad, proof)
    return _("Recognised: {how}, {counted}").format(how=how, counted=counted)
