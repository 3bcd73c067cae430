"""What the bench says of ports, protocols and frames, in the language in use."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.indication import Extra, FrameProblem, Indication
from inspector_app.services.profile_versions import ProfileVersion
from inspector_app.words import current_language, figures
from inspector_app.words import gettext as _
from serial_drivers.driver import ScaleDriver
from serial_drivers.finding.detection import Trying
from ui.bench.field_words import field_word


@dataclass(frozen=True, slots=True)
class Trouble:
    """What happened to a port and what to do about it."""

    happened: str
    to_do: str


def trouble(code: str) -> Trouble:
    """Return the words for a failure code of a port; unknown codes are named as they are."""
    known = {**_of_ports(), **_of_networks(), **_of_captures()}
    return known.get(code, Trouble(_("The port cannot be used"), code))


def _of_ports() -> dict[str, Trouble]:
    return {
        "no_answer": Trouble(
            _("Nothing readable came"),
            _("Check the cable and that the scale sends; or choose its protocol by hand."),
        ),
        "port_missing": Trouble(_("The port is gone"), _("Plug the cable in again.")),
        "port_lost": Trouble(
            _("The cable was unplugged"), _("Plug it in again; reading goes on by itself.")
        ),
        "port_silent": Trouble(
            _("The scale fell silent"), _("Check that it is switched on and still sends.")
        ),
        "port_busy": Trouble(
            _("Another program has the port open"), _("Close it there, then detect again.")
        ),
        "port_forbidden": Trouble(
            _("No permission to open the port"),
            _("Ask the administrator for access to serial ports (on Linux: group dialout)."),
        ),
        "port_settings_refused": Trouble(
            _("The adapter refuses these settings"), _("Try other settings or another adapter.")
        ),
        "worker_stopped": Trouble(
            _("Reading the port stopped"),
            _("It is started again by itself; if it stays so, choose the port again."),
        ),
        "no_pseudo_ports": Trouble(
            _("This system has no simulated ports"),
            _("Use a pair of virtual ports (com0com) and `inspector-app simulate`."),
        ),
    }


def _of_networks() -> dict[str, Trouble]:
    return {
        "address_unreadable": Trouble(
            _("The address cannot be read"),
            _("Write socket://host:port or rfc2217://host:port."),
        ),
        "connection_lost": Trouble(
            _("The terminal server broke the connection off"),
            _("It is called again by itself; another program may be using its port."),
        ),
        "no_speeds": Trouble(
            _("Over plain TCP no speed can be set, so none is tested"),
            _("Use rfc2217:// if the terminal server speaks it."),
        ),
        "host_unknown": Trouble(
            _("No machine is known by this name"), _("Check the address of the terminal server.")
        ),
        "host_unreachable": Trouble(
            _("The terminal server does not answer"),
            _("Check that it is on and in the same network."),
        ),
        "port_refused": Trouble(
            _("The terminal server serves no such port"),
            _("Check the port number, and that nobody else is connected."),
        ),
        "not_rfc2217": Trouble(
            _("The machine does not speak RFC 2217"),
            _("Try socket:// instead; or another program uses this port."),
        ),
    }


def _of_captures() -> dict[str, Trouble]:
    return {
        "bad_capture": Trouble(
            _("The file is no capture, or it is damaged"),
            _("Choose a file that was recorded here."),
        ),
        "capture_damaged": Trouble(
            _("The capture is damaged"), _("Everything before the damage was played.")
        ),
        "capture_newer": Trouble(
            _("The capture was recorded by a newer program"),
            _("Update this program, then open it again."),
        ),
        "unknown_protocol": Trouble(
            _("The capture's protocol is not known here"), _("Update the program.")
        ),
    }


def driver_title(driver: ScaleDriver) -> str:
    """Return the protocol's name."""
    return driver.title.in_language(current_language())


def menu_title(text: str) -> str:
    """Return a text as an entry of a menu shows it: a single & would mark a letter and vanish."""
    return text.replace("&", "&&")


def trying_line(trying: Trying) -> str:
    """Return what is being tried: `Toledo · 9600 7E1 (11 / 18)`."""
    what = driver_title(trying.driver) if trying.driver is not None else _("Listening")
    return _("{what} · {line} ({i} / {n})").format(
        what=what, line=trying.line, i=trying.i, n=trying.n
    )


def version_line(version: ProfileVersion) -> str:
    """Return a saved profile in a line: `Version 2, 2026-11-27: yaohua-tf0 · 9600 8N1 · kg`."""
    one = version.profile
    said = " · ".join(part for part in (one.protocol, one.line, one.unit or "") if part)
    on = version.saved_at.astimezone().date().isoformat()
    return _("Version {n}, {on}: {said}").format(n=version.number, on=on, said=said)


def parsed(indication: Indication, unit: str | None) -> str:
    """Return what a frame says: `+20.010 kg`, flags and further fields behind it."""
    parts: list[str] = []
    if indication.value is not None:
        shown = figures.unit(indication.unit or unit)
        sign = "+" if indication.value > 0 else ""
        parts.append(f"{sign}{figures.number(indication.value)} {shown}".strip())
    flags = (
        (indication.overload, _("Overload")),
        (indication.underload, _("Underload")),
        (indication.net is True, _("Net")),
        (indication.error is not None, _("Error {code}").format(code=indication.error)),
    )
    parts += [word for is_set, word in flags if is_set]
    sentences = {
        ("mode_e", True): _("offers mode E: DLMS by dlms-hdlc/e"),
        ("checked", False): _("sent without a check"),
    }
    for name, value in indication.extras:
        sentence = sentences.get((name, value)) if isinstance(value, bool) else None
        if sentence is not None:
            parts.append(sentence)
        elif value not in ("", False):
            parts.append(f"{field_word(name)}: {_extra(value)}")
    return " · ".join(parts)


def _extra(value: Extra) -> str:
    return ", ".join(map(_extra, value)) if isinstance(value, tuple) else str(value)


def problem_words(problem: FrameProblem) -> tuple[str, str]:
    """Return what a bad frame says and the words of its chip."""
    chip = {
        "checksum_error": _("Check wrong, dropped"),
        "malformed": _("Not understood"),
        "noise": _("No frame"),
        "incomplete": _("Cut short"),
        "too_long": _("Too long"),
        "echo": _("Own request, echoed"),
        "wrong_address": _("Another instrument"),
    }.get(problem.kind, problem.kind)
    computed, _comma, received = problem.detail.partition(", in frame ")
    if received and computed.startswith("computed "):
        figure = computed.removeprefix("computed ")
        return _("Computed {computed}, in frame {received}").format(
            computed=figure, received=received
        ), chip
    return problem.detail, chip
