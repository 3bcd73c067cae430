"""The measurement without widgets: which row is current, what may be captured, what is shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from inspector_app.domain.exceptions import DomainRuleBroken, InspectorError
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment
from inspector_app.domain.measurement import Observation, PlanRow, Shape
from inspector_app.domain.quantities import Mass, exact_decimal
from inspector_app.kinds.base import ShapeUse
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.metrology.unit_agreement import plate_units, reads_in_plate_unit
from inspector_app.services.plan_inspection import InspectionView, ShapeView
from inspector_app.words import current_language, failures, figures
from inspector_app.words import gettext as _
from ui.inspect import model
from ui.inspect.far_reading import is_far
from ui.inspect.live import LiveReading
from ui.widgets.gauge import GaugeState
from ui.widgets.load_row import LoadRowData


@dataclass(frozen=True, slots=True)
class Hint:
    """What to mind before a capture. is_urgent: the reading may be worth little otherwise."""

    text: str = ""
    is_urgent: bool = False


@dataclass(slots=True)
class MeasurementModel:
    """What the pane shows and what Space would take.

    before: the indication noted before the additional load of a discrimination row, as text.
    figures: further figures of a re-weighed lot, as the form holds them. delta: ΔL as typed.
    hint: what to mind before the next capture; it refuses nothing.
    """

    book: RegulationBook
    live: LiveReading = field(default_factory=LiveReading)
    view: InspectionView | None = None
    shape: Shape | None = None
    row_id: str = ""
    delta: str = ""
    hint: Hint = field(default_factory=Hint)
    before: dict[str, str] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    _kept: dict[str, tuple[Observation, Assessment | None]] = field(default_factory=dict)

    @property
    def inspection(self) -> Inspection | None:
        """Return the inspection shown."""
        return self.view.inspection if self.view is not None else None

    def show(self, view: InspectionView) -> None:
        """Take a new state of the inspection; the current row stays while it is to be measured."""
        shown = self.inspection
        fresh = shown is None or shown.inspection_id != view.inspection.inspection_id
        self.view = view
        self._kept = {
            row.row.row_id: (row.observation, row.assessment)
            for row in view.rows
            if row.observation is not None and row.row.shape is not Shape.TRIAL
        }
        if fresh:
            self.shape, self.row_id, self.delta = None, "", ""
            self.before, self.figures = {}, {}
        shapes = [part.use.shape for part in self._parts() if part.rows]
        if self.shape not in shapes:
            unfinished = (shape for shape in shapes if self.open_rows(shape))
            self.shape = next(unfinished, shapes[0] if shapes else None)
            self.row_id = ""
        if self.row_id not in {row.row_id for row in self.rows()}:
            self.go_to_open_row()

    def assess(self, row: PlanRow, seen: Observation) -> Assessment | None:
        """Return where an observation lies; None where the rules cannot say it."""
        if self.view is None:
            return None
        try:
            return self.view.kind.assess(self.view.inspection, row, seen, self.book)
        except DomainRuleBroken:
            return None

    # --- rows ------------------------------------------------------------------------------

    def rows_of(self, shape: Shape) -> list[PlanRow]:
        """Return the rows of a shape."""
        parts = self._parts()
        return [row.row for part in parts if part.use.shape is shape for row in part.rows]

    def rows(self) -> list[PlanRow]:
        """Return the rows of the current shape."""
        return self.rows_of(self.shape) if self.shape is not None else []

    def open_rows(self, shape: Shape) -> list[PlanRow]:
        """Return the rows of a shape that have no counting observation."""
        return [row for row in self.rows_of(shape) if row.row_id not in self._kept]

    def row(self) -> PlanRow | None:
        """Return the current row."""
        return next((row for row in self.rows() if row.row_id == self.row_id), None)

    def choose_shape(self, shape: Shape) -> None:
        """Go to a shape, to its first open row."""
        self.shape, self.row_id = shape, ""
        self.go_to_open_row()

    def go_to_open_row(self) -> None:
        """Make the first open row of the shape current, its last row if none is open."""
        rows = self.rows()
        is_open = [row for row in rows if row.row_id not in self._kept]
        first = next(iter(is_open or rows[-1:]), None)
        self.row_id = first.row_id if first is not None else ""

    def move_on(self) -> None:
        """After a capture: the next open row below, else above, else the next required shape."""
        rows = self.rows()
        at = next((i for i, row in enumerate(rows) if row.row_id == self.row_id), -1)
        below = [r for r in (*rows[at + 1 :], *rows[:at]) if r.row_id not in self._kept]
        self.delta = ""
        if below:
            self.row_id = below[0].row_id
            return
        following = self.next_shape()
        if following is not None:
            self.choose_shape(following)

    def next_shape(self) -> Shape | None:
        """Return the next shape that is required and not finished, None when all are."""
        wanted = [
            use.shape for use in self._uses() if not use.optional and self.open_rows(use.shape)
        ]
        return next((shape for shape in wanted if shape is not self.shape), None)

    def is_finished(self) -> bool:
        """Say whether every required shape has all its rows."""
        required = [use.shape for use in self._uses() if not use.optional]
        measured = [shape for shape in required if self.rows_of(shape)]
        return bool(measured) and not any(self.open_rows(shape) for shape in measured)

    def _uses(self) -> tuple[ShapeUse, ...]:
        return tuple(part.use for part in self._parts())

    def _parts(self) -> tuple[ShapeView, ...]:
        """Return the shapes that are weighed; trials have a step of their own."""
        parts = self.view.shapes if self.view is not None else ()
        return tuple(part for part in parts if part.use.shape is not Shape.TRIAL)

    def kept_in_shape(self) -> list[Observation]:
        """Return the counting observations of the current shape, in order of recording."""
        if self.inspection is None or self.shape is None:
            return []
        return list(self.inspection.observations_of(self.shape))

    # --- what is shown ---------------------------------------------------------------------

    def units(self) -> model.Units:
        """Return the units of loads and of errors."""
        instrument = self.inspection.instrument if self.inspection is not None else None
        return model.units_of(instrument)

    def tabs(self) -> list[tuple[str, str]]:
        """Return key and title of each shape with its progress."""
        language = current_language()
        parts = self._parts()
        return [
            (
                part.use.shape.value,
                f"{part.use.title.in_language(language)} {part.done} / {len(part.rows)}",
            )
            for part in parts
            if part.rows
        ]

    def table(self) -> list[LoadRowData]:
        """Return the rows of the current shape, the current one live."""
        return [self.shown_row(at) for at in range(len(self.rows()))]

    def shown_row(self, at: int) -> LoadRowData:
        """Return one row of the current shape."""
        number, row = at + 1, self.rows()[at]
        if row.row_id in self._kept:
            seen, found = self._kept[row.row_id]
            return model.captured_row(str(number), row, seen, found, self.units())
        if row.row_id == self.row_id:
            return self.live_row(number, row)
        return model.waiting_row(str(number), row, self.units())

    def live_row(self, number: int, row: PlanRow) -> LoadRowData:
        """Return the current row with what the instrument says now."""
        mass, unit = self.live.mass(), self.units().load
        reading = figures.number(mass.in_unit(unit)) if mass is not None else figures.NONE
        before = self.before.get(row.row_id, "").partition(" ")[0]
        delta = before or self.delta or figures.NONE
        return model.live_row(
            str(number), row, reading, delta, self.live_assessment(), self.units()
        )

    def current_index(self) -> int:
        """Return the place of the current row, -1 without one."""
        return next((at for at, r in enumerate(self.rows()) if r.row_id == self.row_id), -1)

    def live_assessment(self) -> Assessment | None:
        """Return where the live indication lies at the current row; a kept row has its own."""
        row = self.row()
        if row is None:
            return None
        if row.row_id in self._kept:
            return self._kept[row.row_id][1]
        try:
            delta = self.delta_mass()
        except InspectorError:
            return None
        seen = self.live.observation(row, delta, self.extra())
        return self.assess(row, seen) if seen is not None else None

    def gauge(self) -> GaugeState:
        """Return the gauge of the current row."""
        row = self.row()
        if row is None:
            return GaugeState(title=_("Error"))
        name, symbol = self._gauge_names(row)
        words = (f"{name} · {model.row_title(row)}", symbol)
        return model.gauge_state(words, self.live_assessment(), self.units().error, row.limit)

    @staticmethod
    def _gauge_names(row: PlanRow) -> tuple[str, str]:
        names = {
            Shape.ZERO: (_("Zero error E₀"), "E₀"),
            Shape.DISCRIMINATION: (_("Change of indication"), "ΔI"),
            Shape.REWEIGH: (_("Shortage"), "Δ"),
        }
        return names.get(row.shape, (_("Corrected error Ec"), "Ec"))

    def capture_words(self) -> str:
        """Return what the capture button says."""
        row = self.row()
        if row is None:
            return _("Capture")
        if row.shape is Shape.DISCRIMINATION and row.row_id not in self.before:
            return _("Note I₁")
        what = figures.trimmed_mass(row.load) if row.load is not None else model.row_label(row)
        if row.load is not None and row.load.value == 0:
            what = model.row_label(row)
        return _("Capture {what}").format(what=what)

    def pieces_line(self) -> str:
        """Return what to put on: the pieces of the kit that make the load."""
        row = self.row()
        if row is None or not row.pieces:
            return ""
        material = figures.trimmed_mass(row.material) if row.material is not None else ""
        counted: dict[str, int] = {}
        for piece in row.pieces:
            text = figures.trimmed_mass(piece)
            counted[text] = counted.get(text, 0) + 1
        parts = [text if count == 1 else f"{count} × {text}" for text, count in counted.items()]
        if material:
            # the material was set to the indication of the weights that it stands for
            return _("Put on: {material} of material + {pieces}").format(
                material=material, pieces=" + ".join(parts)
            )
        return _("Put on: {pieces}").format(pieces=" + ".join(parts))

    # --- what is taken ---------------------------------------------------------------------

    def delta_mass(self) -> Mass | None:
        """Return ΔL as typed, None if empty. Raises InputInvalid or OutOfRange."""
        text = self.delta.strip()
        if not text:
            return None
        return Mass(exact_decimal(text, field="changeover_load"), self.units().error)

    def extra(self) -> dict[str, str]:
        """Return the further figures of an observation at the current row."""
        row = self.row()
        found = dict(self.figures) if row is not None and row.shape is Shape.REWEIGH else {}
        if row is not None and row.row_id in self.before:
            found["before"] = self.before[row.row_id]
        return found

    def refusal(self) -> str:
        """Return why Space would take nothing, in a sentence; empty when it would."""
        row = self.row()
        if not model.is_open(self.inspection):
            return _("This inspection is concluded: reopen it to measure again.")
        if row is None:
            return _("Choose the instrument and the reference weights first.")
        if row.row_id in self._kept:
            return (
                ""
                if self.is_finished()
                else _("Measured: take it back (Backspace) or choose another row.")
            )
        try:
            self.delta_mass()
        except InspectorError as failure:
            return failures.sentence(failure)
        return self.live.refusal() or self._unit_refusal()

    def _unit_refusal(self) -> str:
        """Refuse a unit that the plate does not have: it was switched over, or is another scale.

        A lot is weighed again on whichever scale is at hand, so its unit is the scale's own.
        """
        if self.shape is Shape.REWEIGH:
            return ""
        instrument = self.inspection.instrument if self.inspection is not None else None
        unit = self.live.shown_unit()
        if instrument is None or unit is None or reads_in_plate_unit(instrument, unit):
            return ""
        return _("The scale reads in {unit}, its plate says {plate}: switch it over first.").format(
            unit=unit, plate=" / ".join(plate_units(instrument))
        )

    def asks_unit(self) -> bool:
        """Say whether a person must say which unit is shown, or again: the plate disagrees."""
        said_wrong = self.live.has_confirmed_unit and bool(self._unit_refusal())
        return self.live.needs_unit() or said_wrong

    @property
    def has_kept(self) -> bool:
        """Say whether any row has a counting observation."""
        return bool(self._kept)

    def kept_rows(self) -> frozenset[str]:
        """Return the ids of the rows that have a counting observation."""
        return frozenset(self._kept)

    def kept_assessment(self, row_id: str) -> Assessment | None:
        """Return where a kept observation lies. Raises KeyError for a row without one."""
        return self._kept[row_id][1]

    def may_capture(self) -> bool:
        """Say whether Space would take something."""
        return not self.refusal() and self.row_id not in self._kept

    def is_far(self) -> bool:
        """Say whether the live indication is so far from the row's load that one should ask."""
        row, mass = self.row(), self.live.mass()
        return row is not None and mass is not None and is_far(mass, row, self.rows())

    def takes_before(self) -> bool:
        """Say whether the next capture only notes the indication before the additional load."""
        row = self.row()
        return (
            row is not None and row.shape is Shape.DISCRIMINATION and row.row_id not in self.before
        )
