"""The front door of the office server: `inspector-office` starts it, nothing needs configuring."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from inspector_app.adapters.directories import data_directory
from inspector_app.domain.exceptions import InspectorError
from inspector_app.services.account_ports import Role
from inspector_app.services.ports import BlobStore
from inspector_app.worded_help import WordedTyper
from inspector_app.words import failures, set_language, system_language
from inspector_app.words import gettext as _
from inspector_app.words.usage import usage_sentence
from office import package_commands

app = WordedTyper(
    name="inspector-office",
    help="Hengping's office server. Without a command it starts.",
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.add_typer(package_commands.app, name="package")

Data = Annotated[Path | None, typer.Option(help="Folder of keys, database and files.")]
Database = Annotated[str, typer.Option(help="postgresql:// URL; empty: SQLite in the folder.")]
Scope = Annotated[str, typer.Option(help="Division the laptop may read; 445200 covers 445202.")]


def main() -> int:
    """Run the command; failures become a sentence on standard error and exit code 1 or 2."""
    set_language(system_language())
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    try:
        result = app(sys.argv[1:], standalone_mode=False)
    except InspectorError as failure:
        sys.stderr.write(failures.sentence(failure) + "\n")
        return 1
    except typer.Exit as stop:
        return stop.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return 130
    except Exception as failure:
        if not hasattr(failure, "format_message"):  # not one of click's usage errors: our own bug
            raise
        sys.stderr.write(usage_sentence(failure.format_message()) + "\n")
        return 2
    return result if isinstance(result, int) else 0


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    *,
    data: Data = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "0.0.0.0",  # noqa: S104 - laptops come from the network
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.")] = 8443,
    database: Database = "",
    name: Annotated[str, typer.Option(help="What laptops call this office.")] = "",
    scope: Scope = "445200",
    address: Annotated[
        list[str] | None, typer.Option(help="A further name of this machine.")
    ] = None,
    ready_file: Annotated[Path | None, typer.Option(help="Written once it listens.")] = None,
) -> None:
    """Start the server and print its address and an enrolment code."""
    if context.invoked_subcommand is not None:
        return
    from office.codes import make_code
    from office.invitations import first_link
    from office.server import OfficeSettings, open_up, serve, write_ready_file

    settings = OfficeSettings(
        data=data or _default_folder(),
        host=host,
        port=port,
        database=database,
        name=name,
        addresses=tuple(address or ()),
    )
    office = open_up(settings)

    def when_ready() -> None:
        code = make_code(office.parts, _("first laptop"), [scope], "inspector-office")
        _say_hello(office.parts.addresses, office.parts.public_page)
        _say_code(code.text(), code.qr_text())
        begin = first_link(office.parts)
        if begin:
            _say(_("Nobody has signed in yet. The first administrator chooses a password here:"))
            _say(f"    {begin}")
        if ready_file is not None:
            write_ready_file(ready_file, office, code.qr_text(), begin)

    try:
        serve(office, when_ready)
    finally:
        office.close()


@app.command()
def code(
    *,
    data: Data = None,
    database: Database = "",
    name: Annotated[str, typer.Option(help="Name of the laptop.")] = "",
    scope: Scope = "445200",
    address: Annotated[
        list[str] | None, typer.Option(help="Where laptops reach the office.")
    ] = None,
    port: Annotated[int, typer.Option(help="Port of the running office.")] = 8443,
) -> None:
    """Print a one-time code that lets one more laptop in within ten minutes."""
    from office.codes import make_code
    from office.server import OfficeSettings, open_up

    folder = data or _default_folder()
    settings = OfficeSettings(
        data=folder, database=database, addresses=tuple(address or ()), port=port
    )
    office = open_up(settings)
    try:
        made = make_code(office.parts, name or _("laptop"), [scope], "inspector-office")
        _say_code(made.text(), made.qr_text())
    finally:
        office.close()


@app.command()
def invite(
    login: Annotated[str, typer.Argument(help="Login of the person, new or known.")],
    *,
    name: Annotated[str, typer.Option(help="Name of somebody new.")] = "",
    role: Annotated[Role | None, typer.Option(help="Role of somebody new.")] = None,
    scope: Annotated[
        list[str] | None, typer.Option(help="Division whose records somebody new sees.")
    ] = None,
    data: Data = None,
    database: Database = "",
    address: Annotated[
        list[str] | None, typer.Option(help="Where the person's browser reaches the office.")
    ] = None,
    port: Annotated[int, typer.Option(help="Port of the running office.")] = 8443,
) -> None:
    """Print a link by which a person chooses a password: a new account, or a forgotten password."""
    from office.invitations import invite_by_command
    from office.server import OfficeSettings, open_up

    office = open_up(
        OfficeSettings(
            data=data or _default_folder(),
            database=database,
            addresses=tuple(address or ()),
            port=port,
        )
    )
    try:
        link = invite_by_command(
            office.parts, login, name=name, role=role, scopes=tuple(scope or ())
        )
    finally:
        office.close()
    _say(_("Good once within 24 hours; older links of this account have ended:"))
    _say(f"    {link}")


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="A new file for the copy.")],
    *,
    data: Data = None,
) -> None:
    """Copy the SQLite database while the office runs; keys and blobs are plain files."""
    from db.office.upkeep import copy_database

    copy_database(data or _default_folder(), target)
    _say(_("Copied to {file}. Keep the folders keys and blobs as well.").format(file=target))


@app.command()
def check(*, data: Data = None, database: Database = "") -> int:
    """Compute every tree, chain and file again: exit 0, or 1 with what does not hold."""
    from office.server import OfficeSettings, open_up

    office = open_up(OfficeSettings(data=data or _default_folder(), database=database))
    try:
        broken = office.storage.upkeep.check()
        files = _broken_files(office.storage.upkeep.stored_files(), office.parts.blobs)
    finally:
        office.close()
    for one in broken:
        _say(f"{one.what} {one.where} {one.number}")
    for name in files:
        _say(f"file_altered_or_missing {name}")
    if not broken and not files:
        _say(_("Everything the office accepted is as it was accepted."))
    return int(bool(broken or files))


@app.command("licences")
def list_licences() -> None:
    """List what this program ships of others: name, version, licence and its files."""
    from inspector_app import licences

    _say(licences.index(licences.shipped()).rstrip())


def _broken_files(names: Sequence[str], blobs: BlobStore) -> list[str]:
    broken: list[str] = []
    for name in names:
        try:
            blobs.get(name)
        except (InspectorError, OSError):
            broken.append(name)
    return broken


def _default_folder() -> Path:
    return data_directory().with_name("hengping-office")


def _say_hello(addresses: tuple[str, ...], public_page: str) -> None:
    _say(_("The office listens. Laptops reach it at:"))
    for one in addresses:
        _say(f"    {one}")
    _say(_("Public verification page: {address}").format(address=public_page))


def _say_code(text: str, qr_text: str) -> None:
    import qrcode

    _say("")
    _say(_("Enrolment code, good for one laptop within ten minutes:"))
    _say(f"    {text}")
    _say(f"    {qr_text}")
    picture = qrcode.QRCode(border=2)
    picture.add_data(qr_text)
    try:
        picture.print_ascii(out=sys.stdout)
    except UnicodeEncodeError:  # a console without block characters: the text above serves
        _say("")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
