"""What a driver declares of itself, as lines for a person. Pure; nothing here is known besides."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.words import current_language, ngettext
from inspector_app.words import gettext as _
from serial_drivers.driver import ScaleDriver
from serial_drivers.keeping.examples import ExampleResult
from ui.bench.wire.sendable import changing, harmless


@dataclass(frozen=True, slots=True)
class Fact:
    """A heading and what stands under it, a paragraph each."""

    title: str
    lines: tuple[str, ...]


def facts(driver: ScaleDriver, result: ExampleResult | None) -> tuple[Fact, ...]:
    """Return what is to be said. result: of the examples, None while they run."""
    language = current_language()
    found = (
        Fact(_("Manual cited"), (driver.manual,)),
        Fact(_("Examples, run just now"), _examples(result)),
        Fact(_("Not confirmed by a public text"), _open(driver)),
        Fact(_("Line settings, factory setting first"), (" · ".join(map(str, driver.lines)),)),
        Fact(_("How it speaks"), _speaking(driver)),
        Fact(
            _("Frame format"),
            tuple(
                f"{label.in_language(language)}: {value.in_language(language)}"
                for label, value in driver.card
            ),
        ),
        Fact(_("Commands that change nothing"), _named(harmless(driver.commands))),
        Fact(_("Only after a person confirms"), _named(changing(driver.commands))),
        Fact(_("What it never does"), _never(driver)),
        Fact(_("Names"), (" · ".join((driver.key, *driver.aliases)),)),
        Fact(
            _("Instruments by profile"),
            tuple(f"{driver.key}{part}: {t.in_language(language)}" for part, t in driver.profiles),
        ),
    )
    return tuple(fact for fact in found if fact.lines)


def _open(driver: ScaleDriver) -> tuple[str, ...]:
    language = current_language()
    said = tuple(text.in_language(language) for text in driver.unconfirmed)
    return said or (_("Nothing is open."),)


def _examples(result: ExampleResult | None) -> tuple[str, ...]:
    if result is None:
        return (_("Running…"),)
    if not result.total:
        return (_("No example came with this program."),)
    frames = ngettext("{met} of {n} frame read", "{met} of {n} frames read", result.frames)
    vectors = ngettext("{met} of {n} further case", "{met} of {n} further cases", result.vectors)
    lines = [frames.format(met=result.frames_met, n=result.frames)]
    if result.vectors:
        lines.append(vectors.format(met=result.vectors_met, n=result.vectors))
    lines += [_("Not met: {bytes}").format(bytes=failed) for failed in result.failed]
    return (*lines, *result.sources)


def _speaking(driver: ScaleDriver) -> tuple[str, ...]:
    lines = [
        _("It is asked each time; it does not speak by itself.")
        if driver.polled
        else _("It speaks by itself.")
    ]
    proof = ngettext(
        "{n} good frame identifies it", "{n} good frames identify it", driver.frames_to_convince
    ).format(n=driver.frames_to_convince)
    lines.append(
        _("{proof}; each is checked by a checksum.").format(proof=proof)
        if driver.has_checksum
        else _("{proof}; there is no checksum, the layout alone is checked.").format(proof=proof)
    )
    if driver.silence_s is not None:
        lines.append(_("Silent for {n} s, it counts as lost.").format(n=f"{driver.silence_s:g}"))
    if driver.address_form is not None:
        form = driver.address_form.in_language(current_language())
        lines.append(_("Address on the bus: {form}").format(form=form))
    return tuple(lines)


def _named(commands: dict[bytes, str]) -> tuple[str, ...]:
    return tuple(f"{name}: {data.hex(' ').upper()}" for data, name in commands.items())


def _never(driver: ScaleDriver) -> tuple[str, ...]:
    if driver.listens_only:
        return (_("Nothing is ever sent to this instrument, by nobody: it is only listened to."),)
    asked = ", ".join(data.hex(" ").upper() for data in driver.commands.harmless)
    found = (
        _("Detection sends only {commands}.").format(commands=asked)
        if asked
        else _("Detection sends nothing, it only listens.")
    )
    return (
        found,
        _("It has no command that calibrates, sells, sets a price or writes a parameter."),
    )
