"""Use case: say what this build contains, so that a frozen one can be held against the source."""

from __future__ import annotations

from collections.abc import Iterable

from inspector_app import __version__
from inspector_app.kinds.catalogue import kinds
from inspector_app.reports.catalogue import reports


def self_check(driver_keys: Iterable[str]) -> dict[str, object]:
    """Return version and the sorted keys of drivers, kinds and reports."""
    return {
        "version": __version__,
        "drivers": sorted(driver_keys),
        "kinds": sorted(kind.key for kind in kinds()),
        "reports": sorted(report.key for report in reports()),
    }
