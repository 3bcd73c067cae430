"""What the bench says of a line whose bytes show that something is wrong with it."""

from __future__ import annotations

from dataclasses import replace

from inspector_app.words import gettext as _
from serial_drivers.driver import SerialLine
from serial_drivers.line import parse_line
from serial_drivers.ports.line_watch import LineTrouble
from ui.bench import wording
from ui.bench.notice import Notice, Offer
from ui.bench.ports import advice
from ui.bench.ports.model import PortEntry
from ui.bench.ports.ports import BenchPorts
from ui.widgets.banner import BannerKind

TOPIC = "line"


def show(
    notice: Notice, ports: BenchPorts, entry: PortEntry | None, trouble: LineTrouble | None
) -> None:
    """Say what the bytes show, or take that away once it is over."""
    if trouble is None or entry is None or entry.driver is None:
        notice.drop(TOPIC)
        return
    happened, to_do = _sentences(trouble, wording.driver_title(entry.driver), _seven_bits(entry))
    kind: BannerKind = "info" if trouble is LineTrouble.ECHO else "warn"
    notice.say(TOPIC, happened, to_do, kind, _offers(notice, ports, entry, trouble))


def _sentences(trouble: LineTrouble, protocol: str, seven_bits: SerialLine) -> tuple[str, str]:
    said = {
        LineTrouble.WRONG_SPEED: (
            _("Bytes come, but none of them is a frame of {protocol}"),
            _("Speed, parity or protocol is another one: detect again, or choose by hand."),
        ),
        LineTrouble.WRONG_PARITY: (
            _("The bytes are frames of {protocol} with a parity bit"),
            _("The instrument sends seven bits and parity: read it at {line}."),
        ),
        LineTrouble.HALF_FRAME: (
            _("Frames begin but never end"),
            _("The instrument breaks off, or its end of line is set otherwise: check its setup."),
        ),
        LineTrouble.FLOOD: (
            _("More bytes come in than any instrument sends"),
            _("Readings are shown in part; a capture keeps every byte. Check what is plugged in."),
        ),
        LineTrouble.TWO_DEVICES: (
            _("Good and broken frames are mixed"),
            _("Two devices speak on one line, or it is disturbed: leave only one connected."),
        ),
        LineTrouble.OTHER_ADDRESS: (
            _("Another instrument of the bus answers"),
            _("Write the address of the one that is meant in the line above the plot."),
        ),
        LineTrouble.ECHO: (
            _("The adapter sends back what is sent to it"),
            _("Its echo is passed over; the readings are the instrument's own."),
        ),
    }
    happened, to_do = said[trouble]
    return happened.format(protocol=protocol), to_do.format(line=seven_bits)


def _seven_bits(entry: PortEntry) -> SerialLine:
    """Return the line at which a frame with a parity bit is read."""
    line = SerialLine()
    if entry.settings is not None and entry.settings.line:
        line = parse_line(entry.settings.line)
    return replace(line, data_bits=7, parity="even")


def _offers(
    notice: Notice, ports: BenchPorts, entry: PortEntry, trouble: LineTrouble
) -> list[Offer]:
    driver, key = entry.driver, entry.key
    without = (LineTrouble.ECHO, LineTrouble.FLOOD, LineTrouble.OTHER_ADDRESS)
    if trouble in without or driver is None:
        return []
    if trouble is LineTrouble.WRONG_PARITY:
        line = _seven_bits(entry)
        words = _("Read at {line}").format(line=line)
        return [Offer(words, lambda: ports.read_as(key, driver, line))]
    return [
        Offer(_("Detect again"), lambda: ports.detect(key), "sync"),
        Offer(_("Read as…"), lambda: advice.choose_protocol(notice, ports, entry)),
    ]
