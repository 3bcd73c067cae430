"""What the bench's banner says: trouble in words, with the buttons that do something about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from inspector_app.domain.exceptions import InputInvalid, InspectorError
from inspector_app.words import current_language, failures, ngettext
from inspector_app.words import gettext as _
from serial_drivers.catalog import PUMP_BUSES, drivers, find_driver
from serial_drivers.code_scanner import SCANNER
from serial_drivers.finding.budget import THOROUGH_WORST_S
from ui.bench import wording
from ui.bench.notice import Notice, Offer, in_any_language
from ui.bench.ports import kept_reason
from ui.bench.ports.model import Known, PortEntry
from ui.bench.ports.ports import BenchPorts

PORT = "port"


def show(
    notice: Notice, ports: BenchPorts, entry: PortEntry | None, *, again: bool = False
) -> None:
    """Say what is wrong with the chosen port, or take that away once it is right.

    again: say it even if it stands there already, because the language changed.
    """
    if entry is None or entry.known in {Known.IDLE, Known.TRYING, Known.RECOGNISED}:
        if notice.topic.startswith(PORT):
            notice.drop()
        return
    topic = f"{PORT}:{entry.key}:{entry.known}:{entry.problem}"
    if notice.topic == topic and not again:
        return
    if entry.known is Known.AMBIGUOUS:
        _say_ambiguous(notice, ports, entry, topic)
    else:
        _say_failed(notice, ports, entry, topic)


def _say_ambiguous(notice: Notice, ports: BenchPorts, entry: PortEntry, topic: str) -> None:
    candidates = entry.detection.candidates if entry.detection is not None else ()
    offers = [
        Offer(
            f"{wording.driver_title(one.driver)} · {one.line}",
            lambda one=one: ports.take_candidate(entry.key, one),  # type: ignore[misc]
        )
        for one in candidates
    ]
    happened = _("Several protocols fit {port}").format(port=entry.name)
    kept = "\n".join(
        f"{wording.driver_title(one.driver)}: {kept_reason.candidate_line(one)}"
        for one in candidates
    )
    notice.say(topic, happened, kept, "warn", offers)


def _say_failed(notice: Notice, ports: BenchPorts, entry: PortEntry, topic: str) -> None:
    said = wording.trouble(entry.problem)
    happened = f"{entry.name}: {said.happened}"
    offers: list[Offer] = []
    can_try = entry.known is Known.FAILED or entry.problem == "port_silent"
    if can_try and not entry.is_replay:
        offers = [
            Offer(_("Detect again"), lambda: ports.detect(entry.key), "sync"),
            Offer(_("Read as…"), lambda: choose_protocol(notice, ports, entry)),
            Offer(_("Use a profile…"), lambda: _choose_profile(notice, ports)),
        ]
    if can_try and entry.problem == "no_answer" and not entry.is_thorough:
        minutes = THOROUGH_WORST_S // 60
        offers.insert(
            1,
            Offer(
                _("Search thoroughly (up to {n} min)").format(n=minutes),
                lambda: ports.detect(entry.key, thorough=True),
                "search",
            ),
        )
    to_do = "\n".join(filter(None, (said.to_do, _unasked(entry), entry.card().advice)))
    notice.say(topic, happened, to_do, "warn", offers)


def _unasked(entry: PortEntry) -> str:
    """Say that a busy laptop had no time for some questions: the instrument may be one of those."""
    count = entry.detection.unasked if entry.detection is not None else 0
    if not count or entry.is_thorough:
        return ""
    return ngettext(
        "{n} kind of instrument was not asked for, the time was too short: search thoroughly.",
        "{n} kinds of instruments were not asked for, the time was too short: search thoroughly.",
        count,
    ).format(n=count)


def protocol_menu(ports: BenchPorts, entry: PortEntry, parent: Notice) -> QMenu:
    """Return the menu of every protocol with its lines, to read a port without detection."""
    menu = QMenu(parent)
    for driver in (*drivers(), SCANNER):
        inner = menu.addMenu(wording.menu_title(wording.driver_title(driver)))
        for line in driver.lines:
            act = inner.addAction(str(line))
            act.triggered.connect(
                lambda _on=False, d=driver, at=line: ports.read_as(entry.key, d, at)
            )
        for part, title in driver.profiles:
            act = inner.addAction(wording.menu_title(title.in_language(current_language())))
            act.triggered.connect(
                lambda _on=False, name=driver.key + part: _read_as(ports, entry, name)
            )
    pumps = menu.addMenu(_("Pump buses"))
    for key, name in PUMP_BUSES.items():
        act = pumps.addAction(name)
        act.triggered.connect(lambda _on=False, key=key: say_pump_bus(parent, key))
    return menu


@in_any_language
def say_pump_bus(notice: Notice, key: str) -> None:
    """Say why a bus that controls pumps is neither read nor asked."""
    said = failures.explain(InputInvalid("pump_bus", protocol=PUMP_BUSES[key]))
    notice.say("pump", said.happened, f"{said.kept} {said.to_do}", "warn")


@in_any_language
def say_not_connected(notice: Notice) -> None:
    """Say that what was typed went nowhere."""
    notice.say(
        "send",
        _("Nothing was sent: no instrument is connected"),
        _("Choose a port at the left first."),
        "warn",
    )


@in_any_language
def say_listens_only(notice: Notice) -> None:
    """Say that what was typed did not go out, and why."""
    notice.say(
        "send",
        _("Nothing was sent: this port is only listened to"),
        third_voice(),
        "warn",
    )


def third_voice() -> str:
    """Say why nothing is sent where an instrument is only listened to."""
    return _("Its collector asks and the instrument answers; a third voice could disturb them.")


def _read_as(ports: BenchPorts, entry: PortEntry, name: str) -> None:
    chosen = find_driver(name)
    ports.read_as(entry.key, chosen, chosen.line)


def choose_protocol(notice: Notice, ports: BenchPorts, entry: PortEntry) -> bool:
    """Open the menu; the banner stays until something was chosen."""
    protocol_menu(ports, entry, notice).popup(QCursor.pos())
    return False


def _choose_profile(notice: Notice, ports: BenchPorts) -> bool:
    """Open the menu of where a profile may come from; the banner stays until one was taken."""
    menu = QMenu(notice)
    from_file = menu.addAction(_("From a file…"))
    from_file.triggered.connect(ports.profile_file_wanted)
    clipboard = menu.addAction(_("From a code in the clipboard"))
    clipboard.triggered.connect(ports.profile_code_wanted)
    menu.popup(QCursor.pos())
    return False


@in_any_language
def ask_before(notice: Notice, name: str, act: Callable[[], object]) -> None:
    """Ask before a command that changes the instrument goes out."""
    notice.say(
        "ask",
        _("“{name}” changes the instrument. Send it?").format(name=name),
        _("Nothing was sent yet. An instrument under check should not be changed."),
        "warn",
        (Offer(_("Send it"), act, "send"),),
    )


def let_go(notice: Notice) -> None:
    """Take away what was asked or said of another port: yes would send it to this one."""
    for topic in ("ask", "send", "pump"):
        notice.drop(topic)


@in_any_language
def say_trouble(notice: Notice, topic: str, code: str) -> None:
    """Say what a failure code means."""
    said = wording.trouble(code)
    notice.say(topic, said.happened, said.to_do, "warn")


@in_any_language
def say_refused(notice: Notice, topic: str, failure: InspectorError) -> None:
    """Say why a file was refused, with its name."""
    said = failures.explain(failure)
    notice.say(topic, said.happened, said.to_do, "warn")


@in_any_language
def say_nothing_to_record(notice: Notice) -> None:
    """Say that there is nothing to record yet."""
    notice.say(
        "record",
        _("Nothing to record yet"),
        _("Choose a port whose protocol is recognised first."),
        "warn",
    )


@in_any_language
def say_cut(notice: Notice) -> None:
    """Say that a capture has no end."""
    notice.say(
        "replay",
        _("The capture was cut: everything up to the cut was played"),
        _("The recording was interrupted or the file was not copied whole."),
        "warn",
    )


@in_any_language
def say_saved(notice: Notice, name: str) -> None:
    """Say that the profile is kept."""
    notice.say(
        "profile",
        _("Profile saved for {name}").format(name=name),
        _("At the next visit this instrument is read without detection."),
        "ok",
    )


@in_any_language
def say_written(notice: Notice, path: Path) -> None:
    """Say where the exported profile lies."""
    notice.say("profile", _("Profile written"), str(path), "ok")


@in_any_language
def say_values(notice: Notice, path: Path) -> None:
    """Say where the values of a run lie."""
    notice.say("values", _("Values written"), str(path), "ok")


@in_any_language
def say_taken(notice: Notice, name: str, port: str) -> None:
    """Say that a profile from elsewhere is in use."""
    notice.say(
        "profile",
        _("{port} is read as the profile of {name} says").format(port=port, name=name),
        _("Save it for an instrument to keep it on this laptop."),
        "ok",
    )


@in_any_language
def say_not_taken(notice: Notice, failure: InspectorError) -> None:
    """Say why a profile was not written or taken over."""
    said = failures.explain(failure)
    notice.say("profile", said.happened, said.to_do, "bad")


@in_any_language
def say_not_saved(notice: Notice, failure: InspectorError) -> None:
    """Say why the profile was not kept."""
    notice.say(
        "profile",
        _("The profile was not saved"),
        failures.sentence(failure),
        "bad",
    )
