"""The commands about digital calibration certificates: check a file, export an inspection."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from inspector_app.adapters.dcc_reader import DccReport, check_file
from inspector_app.adapters.dcc_writer import write
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.evidence.calibration_certificate import CalibrationCertificate
from inspector_app.office_commands import has_database, open_here
from inspector_app.services.export_dcc import ExportDcc, inspection_named
from inspector_app.words import gettext as _

Say = Callable[[str], None]


def check(file: Path, schema: Path | None) -> dict[str, Any]:
    """Return what `dcc check --json` prints."""
    return _told(check_file(file, schema))


def say_check(found: dict[str, Any], say: Say) -> None:
    """Say the same to a person."""
    certificate = found["certificate"]
    if found["sound"]:
        say(_("A sound calibration certificate of version {version}.").format(**found))
    else:
        say(_("Not a sound calibration certificate ({version}):").format(**found))
        for problem in found["problems"]:
            say(f"  {problem}")
    if certificate is not None:
        say(f"{certificate['identifier']}  {certificate['laboratory']}  {certificate['ended_on']}")
        for item in certificate["items"]:
            say(f"{item['name']}  {item['manufacturer']}  {item['model']}  {item['serial_number']}")
        if certificate["signed"]:
            say(_("It carries an XML signature, which is not checked here."))
    say(f"SHA-256 {found['sha256']}")


def export(inspection: str, out: Path, say: Say) -> None:
    """Write the certificate of a sealed inspection to a file that is not there yet."""
    if not has_database():
        raise InputInvalid("dcc_inspection_unknown", field="inspection", number=inspection[:60])
    with open_here() as desk:
        key = inspection_named(desk.storage.registry, inspection)
        made = ExportDcc(desk.storage.log, desk.packages.shelf.book, write)(key)
    try:
        with out.open("xb") as file:
            file.write(made.data)
    except OSError as failure:
        raise InputInvalid("dcc_file_not_written", file=out, detail=failure.strerror) from None
    say(_("Written: {file}").format(file=out))


def _told(report: DccReport) -> dict[str, Any]:
    return {
        "sound": report.is_sound,
        "version": report.schema_version,
        "sha256": report.sha256,
        "size": report.size,
        "problems": list(report.problems),
        "certificate": _certificate(report.certificate) if report.certificate else None,
    }


def _certificate(said: CalibrationCertificate) -> dict[str, Any]:
    return {
        "identifier": said.identifier,
        "laboratory": said.laboratory.name,
        "laboratory_code": said.laboratory.code,
        "customer": said.customer.name,
        "begun_on": said.begun_on.isoformat(),
        "ended_on": said.ended_on.isoformat(),
        "issued_on": said.issued_on.isoformat() if said.issued_on else None,
        "signed": said.signed,
        "items": [
            {
                "name": item.name,
                "manufacturer": item.manufacturer,
                "model": item.model,
                "serial_number": item.serial_number,
            }
            for item in said.items
        ],
        "results": sum(len(group.results) for group in said.groups),
        "statements": [
            {"name": s.name.en, "norm": s.norm, "conformity": s.conformity} for s in said.statements
        ],
    }
