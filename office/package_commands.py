"""The commands of packages of rules: build a signed file from a folder, publish it, list them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from inspector_app.adapters.directories import data_directory
from inspector_app.domain.exceptions import InputInvalid, StorageUnavailable
from inspector_app.packages.envelope import MOST_BYTES, Package
from inspector_app.worded_help import WordedTyper
from inspector_app.words import gettext as _
from office.parts import OfficeParts

app = WordedTyper(help="Packages of rules: build, publish, list.", no_args_is_help=True)

Data = Annotated[Path | None, typer.Option(help="Folder of keys, database and files.")]
Database = Annotated[str, typer.Option(help="postgresql:// URL; empty: SQLite in the folder.")]
COMMAND = "inspector-office"


@app.command()
def build(
    folder: Annotated[Path, typer.Argument(help="Holds regulations/, overrides/, kinds/.")],
    out: Annotated[Path, typer.Option(help="The signed file to write.")],
    *,
    by: Annotated[str, typer.Option(help="Who at the office answers for it.")],
    scope: Annotated[list[str] | None, typer.Option(help="Division it is for.")] = None,
    note: Annotated[str, typer.Option(help="What it changes, in a sentence.")] = "",
    data: Data = None,
    database: Database = "",
) -> None:
    """Check the TOML files of a folder, sign them as the next package; nothing is published."""
    from office.packages import build as build_package
    from office.packages import files_of
    from office.web.devices import divisions

    files, scopes = files_of(folder), divisions(" ".join(scope or ["445200"]))
    with _office(data, database) as parts:
        signed = build_package(parts, files, scopes=scopes, by=by, note=note)
    try:
        with out.open("xb") as stream:
            stream.write(signed.data)
    except FileExistsError:
        raise InputInvalid("package_file_exists", file=out) from None
    except OSError as failure:
        raise StorageUnavailable(why=failure.strerror or str(failure)) from failure
    _say_package(signed.package)
    _say(f"SHA-256 {signed.sha256}")


@app.command()
def publish(
    file: Annotated[Path, typer.Argument(help="A signed package of this office.")],
    *,
    data: Data = None,
    database: Database = "",
) -> None:
    """Publish a signed package: laptops install it at their next round, the office judges by it."""
    from inspector_app.services.account_ports import Act
    from office.packages import publish as publish_package

    content = _read(file)
    with _office(data, database) as parts:
        package = publish_package(parts, content, COMMAND).signed.package
        parts.storage.accounts.note(
            Act(
                act_id=parts.ids.new_id(),
                at=parts.clock.now(),
                by=COMMAND,
                what="package_published",
                about={"number": str(package.number), "note": package.note or "–"},
            )
        )
    _say_package(package)
    _say(_("Published. Laptops install it at their next round."))


@app.command("list")
def list_packages(*, data: Data = None, database: Database = "") -> None:
    """List what was published, newest first, and how many laptops have it."""
    with _office(data, database) as parts:
        published = parts.storage.packages.list()
        held = parts.storage.packages.held().values()
        for one in published:
            line = _("{number}  {at}  {scopes}  {count} laptops  {sha256}")
            _say(
                line.format(
                    number=one.number,
                    at=f"{one.published_at.astimezone():%Y-%m-%d %H:%M}",
                    scopes=" ".join(one.scopes),
                    count=sum(has.sha256 == one.sha256 for has in held),
                    sha256=one.sha256[:16],
                )
            )
    if not published:
        _say(_("The office has published no package yet."))


@contextmanager
def _office(data: Path | None, database: str) -> Iterator[OfficeParts]:
    from office.server import OfficeSettings, open_up

    folder = data or data_directory().with_name("hengping-office")
    office = open_up(OfficeSettings(data=folder, database=database))
    try:
        yield office.parts
    finally:
        office.close()


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)  # one more tells that it is too large
    except FileNotFoundError:
        raise InputInvalid("input_missing", file=file) from None
    except OSError as failure:
        raise InputInvalid("input_unreadable", file=file, detail=failure.strerror) from None


def _say_package(package: Package) -> None:
    _say(_("Package {number}").format(number=package.number) + f": {package.note or '–'}")
    for name in sorted(package.files):
        _say(f"    {name}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
