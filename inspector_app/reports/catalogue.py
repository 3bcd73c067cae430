"""Finds the declared documents by walking this folder; a module without `REPORT` is none."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from inspector_app import reports as folder
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.reports.base import Report

ANY_KIND = "*"
RECORD_KEY = "spot_check_record"
"""The document that every inspection ends with; all others are papers that may follow."""
_NO_DOCUMENTS = frozenset({"base", "catalogue", "entries", "needs", "page"})


@cache
def reports() -> tuple[Report, ...]:
    """Return every declared document, ordered by key.

    `pkgutil` asks the importer, so a frozen program (no folder on disk) finds the same ones.
    """
    names = sorted(
        module.name
        for module in pkgutil.iter_modules(folder.__path__)
        if not module.ispkg and module.name not in _NO_DOCUMENTS
    )
    modules = (importlib.import_module(f"{folder.__name__}.{name}") for name in names)
    found = (getattr(module, "REPORT", None) for module in modules)
    return tuple(
        sorted((each for each in found if isinstance(each, Report)), key=lambda each: each.key)
    )


def report_of(key: str) -> Report:
    """Return the document of this key. Raises InputInvalid(`report_unknown`)."""
    for report in reports():
        if report.key == key:
            return report
    raise InputInvalid("report_unknown", field="report", report=key[:60])


def reports_for(kind: str) -> tuple[Report, ...]:
    """Return the documents that an inspection of this kind can be written as."""
    return tuple(
        report for report in reports() if kind in report.for_kinds or ANY_KIND in report.for_kinds
    )


def record_report() -> Report:
    """Return the document that every inspection ends with."""
    return report_of(RECORD_KEY)
