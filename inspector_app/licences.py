"""What this program ships, of others too: name, version, licence and the texts that must go along.

A frozen program reads the folder `licences/` that `build.spec` laid into it. The source tree asks
the installed distributions that the locks name, and `resources/licences/declared.toml` for what
their wheels leave unclear.
"""

from __future__ import annotations

import platform
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, PackagePath, distribution
from pathlib import Path
from typing import Any, Final

from inspector_app import resource_files

FOLDER: Final = "licences"
INDEX: Final = "index.txt"
_HEAD: Final = ("name", "version", "licence", "files")
# In no lock and yet inside: we ourselves, and the starter of a frozen program.
_UNLOCKED: Final = ("hengping", "pyinstaller")
_TREE: Final = Path(__file__).resolve().parent.parent
_NOTICE: Final = re.compile(r"^(notice|copying|copyright|authors)|licen[cs]e", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """One thing inside. name: lower case with hyphens; expression: SPDX.

    texts: (path below its folder, bytes as they were given), at least one.
    """

    name: str
    version: str
    expression: str
    texts: tuple[tuple[str, bytes], ...]

    @property
    def folder(self) -> str:
        """Return the name of its folder."""
        return f"{self.name}-{self.version}"

    def text(self) -> str:
        """Return all its texts, each below its file's name."""
        return "\n\n\n".join(
            f"— {name} —\n\n{data.decode('utf-8', 'replace').strip()}" for name, data in self.texts
        )


def shipped() -> tuple[Licence, ...]:
    """Return what this very program ships, by name. Raises OSError."""
    frozen = getattr(sys, "_MEIPASS", None)
    return read(Path(frozen) / FOLDER) if frozen else installed()


def installed() -> tuple[Licence, ...]:
    """Return what a frozen program may ship: the locked distributions that are here, and more.

    Raises OSError.
    """
    declared = tomllib.loads(resource_files.read_text("licences/declared.toml"))
    found = [*_of_distributions(declared["distributions"]), *_besides(declared["besides"])]
    return tuple(sorted(found, key=lambda licence: licence.name))


def locked() -> frozenset[str]:
    """Return the names of the distributions that the program runs with on this system."""
    files = ("base.txt", "windows.txt") if sys.platform == "win32" else ("base.txt",)
    texts = ((_TREE / "requirements" / file).read_text(encoding="utf-8") for file in files)
    found = (re.findall(r"^([A-Za-z][\w.-]*)[^=\n]*==", text, re.MULTILINE) for text in texts)
    return frozenset(normal(name) for names in found for name in names)


def normal(name: str) -> str:
    """Return a distribution's name as the indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def index(licences: Iterable[Licence]) -> str:
    """Return one line for each, tabs between name, version, licence and files."""
    lines = (
        (one.name, one.version, one.expression, ", ".join(name for name, _data in one.texts))
        for one in licences
    )
    return "".join("\t".join(line) + "\n" for line in (_HEAD, *lines))


def write(folder: Path, licences: Iterable[Licence]) -> None:
    """Write the index and a folder `NAME-VERSION` for each. Raises OSError."""
    kept = tuple(licences)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / INDEX).write_text(index(kept), encoding="utf-8", newline="\n")
    for one in kept:
        for name, data in one.texts:
            place = folder / one.folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)


def read(folder: Path) -> tuple[Licence, ...]:
    """Return what `write` wrote. Raises OSError."""
    lines = (folder / INDEX).read_text(encoding="utf-8").splitlines()[1:]
    return tuple(_from_line(folder, *line.split("\t")) for line in lines)


def _from_line(folder: Path, name: str, version: str, expression: str, files: str) -> Licence:
    place = folder / f"{name}-{version}"
    texts = tuple((file, (place / file).read_bytes()) for file in files.split(", "))
    return Licence(name=name, version=version, expression=expression, texts=texts)


def _of_distributions(declared: dict[str, Any]) -> Iterator[Licence]:
    for name in (*_UNLOCKED, *locked()):
        try:
            found = distribution(name)
        except PackageNotFoundError:  # locked for another system
            continue
        said = declared.get(name, {})
        yield Licence(
            name=name,
            version=found.version,
            expression=said.get("expression") or _expression(found),
            # By path: some wheels hold one text twice, as their own and beside what it is for.
            texts=tuple(dict([*_notices(found), *_kept(said.get("texts", ()))]).items()),
        )


def _expression(found: Distribution) -> str:
    """Return what the metadata say; older wheels have it under the field's former name."""
    said = found.metadata
    return next((said[key] for key in ("License-Expression", "License") if key in said), "")


def _notices(found: Distribution) -> Iterator[tuple[str, bytes]]:
    """Yield the licence files of a wheel: its own, and those beside what it carries of others."""
    for file in sorted(found.files or ()):
        if _NOTICE.search(file.name) and file.suffix not in (".py", ".pyc"):
            yield _short(file), Path(str(file.locate())).read_bytes()


def _short(file: PackagePath) -> str:
    """Return the path without `NAME.dist-info/licenses/` before it."""
    return re.sub(r"^[^/]+\.dist-info/(licenses/)?", "", file.as_posix())


def _besides(declared: dict[str, Any]) -> Iterator[Licence]:
    for name, said in declared.items():
        yield Licence(
            name=name,
            version=said["version"] or platform.python_version(),
            expression=said["expression"],
            texts=tuple(_kept(said["texts"])),
        )


def _kept(paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        yield Path(path).name, resource_files.read_bytes(path)
