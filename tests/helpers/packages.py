"""Packages of rules for tests: the worked example, signed by the tests' office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from inspector_app.adapters.keys import Ed25519Signer
from inspector_app.packages.envelope import Package, SignedPackage, sign

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "packages"
OFFICE_ID = "0197a000-0000-7000-8000-0000000000ff"
SIGNER = Ed25519Signer(b"the office of the package tests!")
AT = datetime(2026, 11, 24, 4, tzinfo=UTC)
KIND = "kinds/rural_farm_shops.toml"
OVERRIDES = "overrides/jjg_443_2023.toml"
EDITION = "regulations/example_rule_2027.toml"

_OVERRIDE = """
[[override]]
regulation = "{regulation}"
edition = "{edition}"
{what}
values = {values}
clause = "5.1"
confirmation = "verified"
source = "paper copy"
by = "陈国强"
on = 2026-11-20
"""


def example_files(name: str = "rural_2026") -> dict[str, str]:
    """Return the files of a package of `tests/golden/packages` by their names in it."""
    root = FOLDER / name
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*.toml"))
    }


def override(
    what: str = 'figure = "runs"',
    values: str = '{ value = "4" }',
    regulation: str = "jjg_443",
    edition: str = "2023",
) -> dict[str, str]:
    """Return the files of a package that replaces one figure."""
    text = _OVERRIDE.format(what=what, values=values, regulation=regulation, edition=edition)
    return {"overrides/x.toml": text}


def package(number: int = 1, files: Mapping[str, str] | None = None, **changes: object) -> Package:
    """Return a package of the tests' office, the worked example by default."""
    values: dict[str, object] = {
        "office_id": OFFICE_ID,
        "number": number,
        "issued_at": AT,
        "issued_by": "陈国强",
        "scopes": ("445200",),
        "previous": "" if number == 1 else "a" * 64,
        "note": "农村春季专项",
        "files": example_files() if files is None else files,
    }
    return Package(**(values | changes))  # type: ignore[arg-type]  # names of a dataclass's fields


def signed(
    number: int = 1,
    files: Mapping[str, str] | None = None,
    signer: Ed25519Signer = SIGNER,
    **changes: object,
) -> SignedPackage:
    """Return it signed."""
    return sign(package(number, files, **changes), signer)
