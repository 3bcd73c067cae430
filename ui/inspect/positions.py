"""Which position of the eccentricity test comes next, and what was found at the others."""

from __future__ import annotations

from inspector_app.domain.measurement import PlanRow, Shape
from inspector_app.words import figures
from inspector_app.words import gettext as _
from ui.inspect import model as wording
from ui.inspect.measurement_model import MeasurementModel
from ui.widgets.position_picture import Place, Positions


def positions_of(model: MeasurementModel) -> Positions | None:
    """Return the picture's content, None where the current test has no positions.

    A row made of weights is a position; one without pieces is a vehicle that rolls over.
    """
    if model.shape is not Shape.ECCENTRICITY:
        return None
    fixed = [row for row in model.rows() if row.pieces]
    if not fixed:
        return None
    current = model.row()
    return Positions(
        places=tuple(_place(model, str(n), row) for n, row in enumerate(fixed, start=1)),
        rolling=current is not None and not current.pieces,
        sentence=_sentence(current),
    )


def _place(model: MeasurementModel, number: str, row: PlanRow) -> Place:
    if row.row_id in model.kept_rows():
        found = model.kept_assessment(row.row_id)
        unit = model.units().error
        error = wording.error_text(found, unit)
        return Place(
            number,
            "current" if row.row_id == model.row_id else "done",
            f"{error} {unit}" if error != figures.NONE else "",
            wording.point_verdict(found) if found is not None else "",
        )
    return Place(number, "current" if row.row_id == model.row_id else "todo")


def _sentence(row: PlanRow | None) -> str:
    if row is None or row.load is None:
        return ""
    load = figures.trimmed_mass(row.load)
    return _("Put {load} here: {place}").format(load=load, place=wording.row_label(row))
