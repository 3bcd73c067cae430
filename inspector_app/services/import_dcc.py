"""A digital calibration certificate fills the particulars of a certificate check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.inspection import Inspection
from inspector_app.kinds.catalogue import kind_of
from inspector_app.services.fill_field import FillField
from inspector_app.services.inspection_log import load_draft
from inspector_app.services.ports import EventLog


@dataclass(frozen=True, slots=True)
class ImportDcc:
    """Fill what the certificate says; a box that holds something else keeps it."""

    log: EventLog

    def __call__(self, inspection_id: str, said: Mapping[str, str]) -> Inspection:
        """Fill each empty particular that `said` (by key) has, one event each.

        Raises WrongState once concluded, InputInvalid(`dcc_not_wanted`) for a kind that does not
        take one.
        """
        inspection = load_draft(self.log, inspection_id)
        kind = kind_of(inspection.kind)
        if not kind.fills_from_dcc:
            raise InputInvalid("dcc_not_wanted", field="file")
        fill = FillField(self.log)
        for figure in kind.particulars:
            value = said.get(figure.key, "")
            if value and not inspection.fields.get(figure.key, "").strip():
                inspection = fill(inspection_id, figure.key, value)
        return inspection
