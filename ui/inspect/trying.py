"""Joins the panes of a kind made of trials with the use cases and the live instrument."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QObject, Signal, Slot

from inspector_app.domain.exceptions import InputInvalid, InspectorError
from inspector_app.domain.indication import Indication
from inspector_app.domain.instrument import MeasuringInstrument
from inspector_app.domain.measurement import PlanRow, RecordedIndication, Shape, kept_value
from inspector_app.domain.quantities import plain, quantity
from inspector_app.kinds.base import NO_INSTRUMENT, WEIGHING
from inspector_app.services.plan_inspection import InspectionView, assess_live
from inspector_app.services.record_observation import Reading
from inspector_app.words import failures
from inspector_app.words import gettext as _
from ui.inspect.measuring_instrument_step import NAMEPLATE, MeasuringInstrumentPane
from ui.inspect.particulars_step import ParticularsPane
from ui.inspect.presenter import InspectPresenter
from ui.inspect.trial_step import TrialPane
from ui.live_instrument import LinkState, LiveInstrument


class Trying(QObject):
    """Signal refused(Exception): something failed that no box can show."""

    refused = Signal(object)

    def __init__(
        self,
        instrument: MeasuringInstrumentPane,
        particulars: ParticularsPane,
        trials: TrialPane,
        presenter: InspectPresenter,
        live: LiveInstrument,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._instrument, self._particulars, self._trials = instrument, particulars, trials
        self._presenter, self._live = presenter, live
        self._view: InspectionView | None = None
        self._row_id, self._listed_for = "", ""
        self._readings: dict[str, RecordedIndication] = {}
        instrument.picked.connect(presenter.choose_measuring_instrument)
        instrument.saved.connect(self._on_instrument_form)
        registering = presenter.registering
        registering.measuring_instrument_added.connect(self._on_instrument_added)
        registering.measuring_instrument_refused.connect(instrument.form_refused)
        presenter.measuring_instruments_found.connect(instrument.show_known)
        particulars.filled.connect(self._on_filled)
        trials.row_chosen.connect(self.go_to_row)
        trials.figures_typed.connect(self._assess)
        trials.keep_asked.connect(self.keep)
        trials.undo_asked.connect(self.undo)
        trials.live_asked.connect(self.take_live)
        live.indication_received.connect(self._show_live)
        live.status_changed.connect(self._show_live)

    # --- showing ---------------------------------------------------------------------------

    def show(self, view: InspectionView) -> None:
        """Show a new state of the inspection, if its kind has any of these steps."""
        shown = self._view.inspection.inspection_id if self._view else ""
        self._view = view
        if shown != view.inspection.inspection_id:
            self._row_id, self._readings = "", {}
        self._show_instrument(view)
        self._particulars.show_view(view)
        if view.row(self._row_id) is None:
            self._row_id = self._next_open()
        self._show_trials()

    def _show_instrument(self, view: InspectionView) -> None:
        category = view.kind.category
        if category in {WEIGHING, NO_INSTRUMENT}:
            return
        self._instrument.show_view(view)
        key = f"{view.inspection.inspection_id}:{category}"
        if key != self._listed_for:
            self._listed_for = key
            self._presenter.ask_measuring_instruments(category)

    def _show_trials(self) -> None:
        if self._view is not None:
            self._trials.show_view(self._view, self._row_id)
            self._assess()
            self._show_live()

    def _next_open(self) -> str:
        """Return the next row below that must still be tried, else the first such, else any."""
        rows = [r for r in self._view.rows if r.row.shape is Shape.TRIAL] if self._view else []
        at = next((i for i, r in enumerate(rows) if r.row.row_id == self._row_id), -1)
        round_trip = (*rows[at + 1 :], *rows[: at + 1])
        waiting = [r for r in round_trip if r.observation is None and not r.row.optional]
        return next((r.row.row_id for r in (*waiting, *round_trip)), "")

    @Slot(str)
    def go_to_row(self, row_id: str) -> None:
        """Make a row current, or the first of a series."""
        rows = self._view.rows if self._view else ()
        ids = [row.row.row_id for row in rows]
        wanted = [key for key in ids if key == row_id or key.startswith(row_id + ":")]
        if wanted:
            self._row_id, self._readings = wanted[0], {}
            self._show_trials()

    def row(self) -> PlanRow | None:
        """Return the current row."""
        found = self._view.row(self._row_id) if self._view else None
        return found.row if found is not None else None

    def _assess(self) -> None:
        view, row = self._view, self.row()
        if view is None or row is None:
            self._trials.show_assessment(None, None)
            return
        found = assess_live(view, row, self._reading(), self._presenter.workplace.rules)
        self._trials.show_assessment(row, found)

    def _reading(self) -> Reading:
        return Reading(figures=self._trials.form.values(), readings=dict(self._readings))

    # --- the live instrument ---------------------------------------------------------------

    @Slot()
    def _show_live(self, _said: object = None) -> None:
        said = self._live.latest
        row = self.row()
        may_take = row is not None and any(figure.live for figure in row.figures)
        if said is None or said.value is None or not may_take:
            self._trials.show_live("", may_take=False)
            return
        self._trials.show_live(f"{plain(said.value)} {said.unit or ''}".strip(), may_take=True)

    @Slot()
    def take_live(self) -> None:
        """Put the instrument's indication into the box with the focus, in the box's unit."""
        said, row = self._live.latest, self.row()
        streaming = self._live.status.state is LinkState.STREAMING
        key = self._trials.form.focused_key() or self._next_live(row)
        figure = row.figure(key) if row is not None else None
        if said is None or not streaming or figure is None or not figure.live:
            self._trials.refuse(_("Go to a box that an instrument can fill, and connect one."))
            return
        status = self._live.status
        protocol = status.settings.protocol if status.settings is not None else ""
        try:
            text = _converted(said, figure.unit)
            kept = kept_value(said, source=status.source, protocol=protocol)
        except InspectorError as failure:
            self._trials.refuse(failures.sentence(failure), key)
            return
        self._trials.form.set_text(key, text)
        self._readings[key] = kept
        self._assess()

    def _next_live(self, row: PlanRow | None) -> str:
        kept = self._trials.form.values()
        waiting = (f.key for f in row.figures if f.live and f.key not in kept) if row else ()
        return next(iter(waiting), "")

    # --- entering --------------------------------------------------------------------------

    def _on_filled(self, name: str, text: str) -> None:
        def failed(failure: Exception) -> None:
            if not isinstance(failure, InspectorError):
                raise failure
            self._particulars.form.set_error(name, failures.sentence(failure))

        if self._view is not None and self._view.inspection.fields.get(name, "") != text.strip():
            self._presenter.fill(name, text.strip(), failed)

    @Slot()
    def keep(self) -> None:
        """Keep the row as it stands in the form, and go to the next open one."""
        row = self.row()
        if row is None or self._presenter.is_capturing:
            return
        reading, values = self._reading(), self._trials.form.values()
        said = {k: r for k, r in self._readings.items() if values.get(k)}
        kept = Reading(figures=reading.figures, readings=said)
        self._presenter.capture(row.row_id, kept, self._on_kept, self._on_refused)

    def _on_kept(self) -> None:
        self._readings = {}
        self._trials.refuse("")
        self.go_to_row(self._next_open())
        self._trials.enter()

    def _on_refused(self, failure: Exception) -> None:
        if not isinstance(failure, InputInvalid):
            self.refused.emit(failure)
            return
        self._trials.refuse(failures.sentence(failure), failure.parameters.get("field", ""))

    @Slot()
    def undo(self) -> None:
        """Take the current row back; it stays in the audit trail."""
        found = self._view.row(self._row_id) if self._view else None
        if found is not None and found.observation is not None:
            self._presenter.withdraw(found.observation.observation_id, self._show_trials)

    # --- registering -----------------------------------------------------------------------

    def _on_instrument_form(self, values: Mapping[str, str]) -> None:
        view = self._view
        if view is None:
            return
        own = {figure.key for figure in NAMEPLATE}
        place = view.inspection.premises
        try:
            until = date.fromisoformat(values["verification_valid_until"])
        except KeyError:
            until = None
        except ValueError:
            said = InputInvalid("not_a_date", value=values["verification_valid_until"][:40])
            self._instrument.form_refused({"verification_valid_until": failures.sentence(said)})
            return
        entry = MeasuringInstrument(
            instrument_id="",
            category=view.kind.category,
            name=values.get("name", ""),
            model=values.get("model", ""),
            serial_number=values.get("serial_number", ""),
            manufacturer=values.get("manufacturer", ""),
            type_approval_number=values.get("type_approval_number", ""),
            verification_certificate=values.get("verification_certificate", ""),
            verification_valid_until=until,
            premises_id=place.premises_id if place is not None else None,
            particulars={key: text for key, text in values.items() if key not in own},
        )
        self._presenter.registering.add_measuring_instrument(dict(values), entry)

    def _on_instrument_added(self, instrument_id: str) -> None:
        self._instrument.form_accepted()
        self._presenter.choose_measuring_instrument(instrument_id)


def _converted(said: Indication, unit: str) -> str:
    """Return the indication's value in another unit. Raises UnitMismatch or InputInvalid."""
    if said.value is None:
        raise InputInvalid("indication_missing", field="indication")
    return plain(quantity(said.value, said.unit or unit).in_unit(unit))
