"""The commands: parse, then hand over. Each imports its own room, so that none pays for another.

`evaluate` and `decode` keep their shape for good: technicians and auditors script against them.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated

import typer

from inspector_app import __version__, bench_cli, output
from inspector_app.domain.exceptions import InputInvalid, InspectorError, OutsideFailure
from inspector_app.input_files import read_list, read_text
from inspector_app.worded_help import WordedTyper
from inspector_app.words import gettext as _

app = WordedTyper(
    name="inspector-app",
    help="Hengping: field metrology inspection. Without a command the window opens.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
)

package = WordedTyper(help="The office's package of rules on this laptop.", no_args_is_help=True)
app.add_typer(package, name="package")


def run_command(arguments: list[str]) -> int:
    """Run one command; failures become a sentence on standard error and exit code 1 or 2.

    With --json the failure is told on standard output too, as docs/ports.md has it.
    """
    from inspector_app import words
    from inspector_app.words import usage

    words.set_language(_language())
    output.prepare()
    as_json = "--json" in arguments
    try:
        result = app(arguments, standalone_mode=False)
    except InspectorError as failure:
        _complain(failure.code, _sentence(failure), as_json=as_json)
        return 1
    except typer.Exit as stop:
        return stop.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return 130
    except output.HadEnough:
        return 0
    except Exception as failure:
        if not hasattr(failure, "format_message"):  # not one of click's usage errors: our own bug
            raise
        _complain("usage", usage.usage_sentence(failure.format_message()), as_json=as_json)
        return 2
    return result if isinstance(result, int) else 0


def _language() -> str:
    """Return the language that a person chose in the window, else the system's."""
    from inspector_app import words
    from inspector_app.adapters.directories import data_directory
    from inspector_app.settings import chosen_language

    chosen = chosen_language(data_directory() / "settings.json")
    return chosen if chosen in words.LANGUAGES else words.system_language()


def _sentence(failure: InspectorError) -> str:
    from inspector_app.words import failures

    return failures.sentence(failure)


def _complain(code: str, sentence: str, *, as_json: bool) -> None:
    if as_json:
        with contextlib.suppress(output.HadEnough, OutsideFailure):  # the reason goes there already
            output.say_failure(code, sentence)
    output.complain(sentence)


@app.callback(invoke_without_command=True)
def front(
    context: typer.Context,
    *,
    self_check: Annotated[
        bool, typer.Option("--self-check", help="List drivers, kinds and reports as JSON.")
    ] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Answer the options that need no command."""
    if version:
        output.say(__version__)
    elif self_check:
        from inspector_app.services.self_check import self_check as check
        from serial_drivers.catalog import drivers

        output.say_json(check(driver_keys=[driver.key for driver in drivers()]))
    elif context.invoked_subcommand is None:
        output.say(context.get_help())


@app.command()
def evaluate(
    cases: Annotated[Path, typer.Argument(help="JSON list of {id, rule, inputs}.")],
    rules: Annotated[
        Path | None, typer.Option("--package", help="By this package of the laptop's office.")
    ] = None,
    *,
    installed: Annotated[
        bool, typer.Option("--installed", help="By the package that holds on this laptop.")
    ] = False,
) -> None:
    """Compute rules: prints a JSON list of {id, result} or {id, error}.

    By the program's own figures, unless a package is asked for; which one is said on stderr.
    """
    from inspector_app.evaluation import evaluate_cases

    items, book = read_list(cases), None
    if rules is not None or installed:
        from inspector_app.package_commands import book_of

        book = book_of(rules, output.complain)
    output.say_json(evaluate_cases(items, book))


@app.command()
def decode(
    vectors: Annotated[Path, typer.Argument(help="JSON list of {id, protocol, hex}.")],
) -> None:
    """Decode instrument bytes: prints a JSON list of {id, indications, problems}."""
    from serial_drivers.decoding import decode_vectors

    output.say_json(decode_vectors(read_list(vectors)))


@app.command()
def simulate(
    protocol: Annotated[str, typer.Option(help="Driver key, e.g. yaohua-tf0.")] = "yaohua-tf0",
    script: Annotated[Path | None, typer.Option(help="Script of puts, takes and unplugs.")] = None,
    port: Annotated[str, typer.Option(help="A given port; empty makes a pseudo-port.")] = "",
    maximum: Annotated[str, typer.Option("--max", help="Max, e.g. 60000 kg.")] = "",
    interval: Annotated[str, typer.Option(help="d, in the unit of the display.")] = "",
    *,
    window: Annotated[bool, typer.Option("--window", help="Show a small window.")] = False,
) -> int | None:
    """Play a scale that speaks a real protocol on a serial port until interrupted."""
    from inspector_app.domain.quantities import Mass
    from serial_drivers.simulators import nature_of, run_simulator

    nature = None  # as an instrument of this protocol usually is
    if maximum or interval:
        nature = nature_of(Mass.parse(maximum or "15 kg"), Mass.parse(interval or "0.005 kg"))
    if window:
        from ui.simulator_window import run_window

        return run_window(protocol=protocol, port=port, nature=nature)
    text = read_text(script) if script else ""
    return run_simulator(protocol, port or None, text, say=output.say, nature=nature)


Place = Annotated[str, typer.Argument(metavar="PORT", help="The port; or say it by --port.")]
Port = Annotated[
    str, typer.Option("--port", help="COM5, /dev/ttyUSB0, rfc2217://host:port, socket://host:port.")
]
PortJson = Annotated[bool, typer.Option("--json", help="Print JSON; its shape: docs/ports.md.")]


def _one_port(place: str, port: str) -> str:
    """Return the port, said in either way. Raises BadParameter for none, or for two."""
    if place and port and place != port:
        said = _("{place} and --port {port}: one port, please.")
        raise typer.BadParameter(said.format(place=place, port=port))
    if not (place or port):
        raise typer.BadParameter(_("The option {given} is missing.").format(given="--port"))
    return place or port


@app.command()
def ports(*, as_json: PortJson = False) -> None:
    """List the serial ports with their adapters."""
    from inspector_app import port_commands

    port_commands.ports(output.say, as_json=as_json)


@app.command()
def detect(
    place: Place = "",
    *,
    port: Port = "",
    thorough: Annotated[
        bool, typer.Option("--thorough", help="Every line, slow answers: up to 3 minutes.")
    ] = False,
    as_json: PortJson = False,
) -> int:
    """Find out which instrument speaks on a port: exit 0 one, 3 several, 4 none, 1 port trouble.

    Listens first, then asks only what can do no harm. Takes up to 12 seconds.
    """
    from inspector_app import port_commands

    device = _one_port(place, port)
    return port_commands.detect(device, output.say, as_json=as_json, thorough=thorough)


@app.command()
def read(
    place: Place = "",
    port: Port = "",
    protocol: Annotated[str, typer.Option(help="As on the bench; found out if empty.")] = "",
    line: Annotated[str, typer.Option(help="e.g. 9600 8N1; the protocol's usual if empty.")] = "",
    count: Annotated[int, typer.Option(min=0, help="So many indications; 0: until Ctrl+C.")] = 0,
    timeout: Annotated[
        int, typer.Option(min=0, help="Seconds without an indication until exit 4; 0: none.")
    ] = 30,
    *,
    as_json: PortJson = False,
) -> int:
    """Print what the instrument on a port says, exact to the digit, with its raw bytes."""
    from inspector_app import port_commands

    return port_commands.read(
        _one_port(place, port),
        output.say,
        protocol=protocol,
        line=line,
        count=count,
        patience_s=timeout,
        as_json=as_json,
    )


bench_cli.add_commands(app, output.say)


@app.command()
def verify(file: Annotated[Path, typer.Argument(help="A report as PDF.")]) -> int:
    """Say whether a report proves its own record: exit 0 genuine, 1 not, 3 key unknown, 4 void."""
    from inspector_app.bootstrap import verify_file
    from inspector_app.words import verification

    report = verify_file(file)
    outcome = report.outcome.value
    output.say("\n".join(verification.sentences(outcome, report.reasons)))
    if report.token is not None:
        said = report.token
        output.say(f"{said.number} {said.on} {said.outcome}")
    output.say(f"SHA-256 {report.sha256}")
    return verification.exit_code(outcome)


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON; its shape is in docs/sync.md.")]


@app.command()
def enrol(
    code: Annotated[str, typer.Argument(help="The one-time code, as written or as scanned.")],
    office: Annotated[str, typer.Option(help="Address, if the code carries none.")] = "",
    name: Annotated[str, typer.Option(help="What the office calls this laptop.")] = "",
) -> None:
    """Make this laptop an office's own."""
    from inspector_app.office_commands import enrol as run

    run(code, office, name, output.say)


@app.command()
def sync(
    office: Annotated[str, typer.Option(help="The office's new address, kept for later.")] = "",
) -> None:
    """Send what waits and fetch what others did, once; exit 1 with the reason if it fails."""
    from inspector_app.office_commands import synchronise

    synchronise(output.say, office)


@app.command()
def status(*, as_json: AsJson = False) -> None:
    """Say which office this laptop belongs to and what still waits."""
    from inspector_app import office_commands

    found = office_commands.status()
    if as_json:
        output.say_json(found)
    else:
        office_commands.say_status(found, output.say)


@app.command()
def records(*, as_json: AsJson = False) -> None:
    """List the inspections with how far each has come on its way to the office."""
    from inspector_app import office_commands

    found = office_commands.records()
    if as_json:
        output.say_json(found)
    else:
        office_commands.say_records(found, output.say)


@package.command("install")
def package_install(
    file: Annotated[Path, typer.Argument(help="A signed package, as on a USB stick.")],
) -> None:
    """Install a package of rules from a file; nothing is changed unless all of it is good."""
    from inspector_app.package_commands import install

    install(file, output.say)


@package.command("show")
def package_show(*, as_json: AsJson = False) -> None:
    """Say which package of rules holds on this laptop, and what it changes."""
    from inspector_app import package_commands

    if as_json:
        output.say_json(package_commands.show())
    else:
        package_commands.say_show(output.say)


dcc = WordedTyper(help="Digital calibration certificates (DCC 3.x).", no_args_is_help=True)
app.add_typer(dcc, name="dcc")


@dcc.command("check")
def dcc_check(
    file: Annotated[Path, typer.Argument(help="A certificate as XML.")],
    schema: Annotated[
        Path | None, typer.Option(help="Folder with PTB's dcc.xsd, to be checked against besides.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> int:
    """Read a digital calibration certificate: exit 0 sound, 1 not."""
    from inspector_app import dcc_commands

    found = dcc_commands.check(file, schema)
    if as_json:
        output.say_json(found)
    else:
        dcc_commands.say_check(found, output.say)
    return 0 if found["sound"] else 1


@dcc.command("export")
def dcc_export(
    inspection: Annotated[str, typer.Argument(help="Number of a sealed inspection.")],
    out: Annotated[Path, typer.Option(help="The file to write; it must not be there yet.")],
) -> None:
    """Write the measured results of a sealed inspection as a digital calibration certificate."""
    from inspector_app.dcc_commands import export

    export(inspection, out, output.say)


@app.command("licences")
def list_licences() -> None:
    """List what this program ships of others: name, version, licence and its files."""
    from inspector_app import licences

    output.say(licences.index(licences.shipped()).rstrip())


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Folder for pictures and documents.")] = Path(
        "out/demo"
    ),
    language: Annotated[str, typer.Option(help="zh_CN or en.")] = "zh_CN",
) -> int:
    """Play the whole job without a person and print each step with its evidence."""
    if language not in {"zh_CN", "en"}:
        raise InputInvalid("language_unknown", value=language)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise InputInvalid("folder_not_made", folder=out, detail=failure.strerror) from None
    from ui.demo import run_demo

    return run_demo(out, language)
