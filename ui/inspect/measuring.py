"""Joins the live instrument, the measurement model, its pane and the use cases.

What Space keeps is the very indication on screen, held in the model's `live`, never "the newest".
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from inspector_app.domain.exceptions import InspectorError
from inspector_app.domain.indication import Indication
from inspector_app.domain.measurement import Shape
from inspector_app.services.plan_inspection import InspectionView
from inspector_app.services.record_observation import Reading, indication_by_hand
from inspector_app.words import failures, figures
from inspector_app.words import gettext as _
from ui.inspect.aiding import Aiding
from ui.inspect.live import SILENT_AFTER_MS, LiveReading
from ui.inspect.measurement_model import MeasurementModel
from ui.inspect.measurement_step import MeasurementPane
from ui.inspect.presenter import InspectPresenter
from ui.live_instrument import LinkState, LinkStatus, LiveInstrument


class Measuring(QObject):
    """Signals: refused(sentence): nothing was captured, and why; captured: one was."""

    refused = Signal(str)
    captured = Signal()

    def __init__(
        self,
        pane: MeasurementPane,
        presenter: InspectPresenter,
        live: LiveInstrument,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._pane, self._presenter, self._live = pane, presenter, live
        self.model = MeasurementModel(
            book=presenter.workplace.rules,
            live=LiveReading(indication=live.latest, status=live.status),
        )
        self.aiding = Aiding()
        self.is_automatic = False
        self._was_finished = False
        self._asked: tuple[str, Indication] | None = None
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(SILENT_AFTER_MS)
        self._silence.timeout.connect(self._on_silence)
        live.indication_received.connect(self.on_indication)
        live.status_changed.connect(self.on_status)
        pane.capture_asked.connect(self.capture)
        pane.undo_asked.connect(self.undo)
        pane.far_kept.connect(self.keep_anyway)
        pane.far_left.connect(self._withdraw_question)
        pane.typed.connect(self.capture_by_hand)
        pane.shape_chosen.connect(self._on_shape)
        pane.row_chosen.connect(self._on_row)
        pane.delta_typed.connect(self._on_delta)
        pane.unit_confirmed.connect(self._on_unit)
        pane.figures_typed.connect(self._on_figures)
        pane.lot_asked.connect(self._on_lot)

    # --- what the instrument says ----------------------------------------------------------

    @Slot(object)
    def on_indication(self, indication: Indication) -> None:
        """Put an indication on screen, and keep a new load by itself where that is wanted."""
        self.aiding.set_up(self.model)
        counted, settled = self.aiding.see(indication)
        self.model.live.take(counted)
        self._silence.start()
        self._show_live()
        if self.is_automatic and self.aiding.may_capture_itself(settled, self.model):
            self.capture()

    @Slot(object)
    def on_status(self, status: LinkStatus) -> None:
        """Show what the cable does; an interruption says what was kept."""
        before = self.model.live.status.state
        self.model.live.take_status(status)
        if status.state in {LinkState.LOST, LinkState.FAILED}:
            self._silence.stop()
            self._say_interrupted(status)
        elif status.state is LinkState.STREAMING and before is not LinkState.STREAMING:
            self._pane.say_interrupted("", "")
        elif status.state is LinkState.CLOSED:
            self._silence.stop()
            self._pane.say_interrupted("", "")
        self._show_live()

    def _say_interrupted(self, status: LinkStatus) -> None:
        port = status.settings.port if status.settings is not None else ""
        inspection = self.model.inspection
        kept = [o for o in inspection.observations if not o.withdrawn] if inspection else []
        known = status.state is LinkState.FAILED and failures.is_known(status.detail)
        self._pane.say_interrupted(
            failures.sentence_of(status.detail, device=port)
            if known
            else _("{port} is disconnected, reading has stopped").format(port=port),
            _(
                "{n} points are kept. Put the cable back and it goes on in a new session, or type "
                "by hand."
            ).format(n=len(kept)),
        )

    def _on_silence(self) -> None:
        self.model.live.silent = True
        self._show_live()

    def _show_live(self) -> None:
        if self.model.view is not None:
            self.model.hint = self.aiding.hint(self.model)
            self._pane.show_live(self.model)

    # --- showing ---------------------------------------------------------------------------

    def show(self, view: InspectionView) -> None:
        """Show a new state of the inspection."""
        self.model.book = self._presenter.workplace.rules  # a package may have replaced it
        self.model.show(view)
        if self._asked is not None and self._asked[0] != self.model.row_id:
            self._withdraw_question()
        self._was_finished = self._was_finished and self.model.is_finished()
        self._show()

    def _show(self) -> None:
        if self.model.view is not None:
            self.model.hint = self.aiding.hint(self.model)
            self._pane.show_model(self.model)
            row = self.model.row()
            if row is not None and row.shape is Shape.REWEIGH:
                seen = self.model.view.inspection.observation_at(row.row_id)
                self._pane.reweigh.show_figures(seen.figures if seen else self.model.figures)

    def go_to_row(self, row_id: str) -> None:
        """Go to a row of the plan, or to the test of that name."""
        shape = Shape(row_id.partition(":")[0])
        if self.model.rows_of(shape):
            self.model.choose_shape(shape)
            if any(row.row_id == row_id for row in self.model.rows()):
                self.model.row_id = row_id
            self._show()

    def _on_shape(self, key: str) -> None:
        self._withdraw_question()
        self.model.choose_shape(Shape(key))
        self._show()

    def _on_row(self, at: int) -> None:
        rows = self.model.rows()
        if 0 <= at < len(rows) and rows[at].row_id != self.model.row_id:
            self._withdraw_question()
            self.model.row_id, self.model.delta = rows[at].row_id, ""
            self._show()

    def _on_delta(self, text: str) -> None:
        self.model.delta = text
        self._show_live()

    def _on_unit(self, unit: str) -> None:
        self.model.live.unit = unit
        self._show_live()

    def _on_figures(self, figures: dict[str, str]) -> None:
        self.model.figures = figures
        self._show_live()

    def _on_lot(self) -> None:
        lots = len(self.model.rows_of(Shape.REWEIGH))
        self.model.figures = {}
        self._presenter.fill("lots", str(lots + 1), self._on_failure)

    # --- taking ----------------------------------------------------------------------------

    def set_automatic(self, automatic: bool) -> None:
        """Capture each new load at rest by itself, or wait for Space."""
        self.is_automatic = automatic

    def capture(self) -> None:
        """Keep exactly what is on screen for the current row, or say why not.

        What is far from the row's load is asked about; `keep_anyway` keeps that very indication.
        """
        if self._presenter.is_capturing:
            return
        self._withdraw_question()
        refusal = self.model.refusal()
        indication = self.model.live.indication
        if not self.model.may_capture() or indication is None:
            self.refused.emit(refusal)
            self._show_live()
            return
        if self.model.is_far():
            self._ask(indication)
            return
        self._take(indication)

    def _take(self, indication: Indication) -> None:
        if self.model.takes_before():
            mass = indication.mass(self.model.live.shown_unit())
            self.model.before[self.model.row_id] = str(mass.to(self.model.units().load))
            self._show_live()
            return
        self._keep(indication, self.model.live.shown_unit())

    def _ask(self, indication: Indication) -> None:
        row, mass = self.model.row(), indication.mass(self.model.live.shown_unit())
        if row is None or row.load is None:
            return
        self._asked = (row.row_id, indication)
        unit = self.model.units().load
        self._pane.ask_far(
            _("The scale shows {seen}, this row's load is {load}.").format(
                seen=figures.trimmed_mass(mass.to(unit)), load=figures.trimmed_mass(row.load)
            )
        )

    def keep_anyway(self) -> None:
        """Keep the indication that was asked about, if its row is still the current one."""
        asked = self._asked
        self._withdraw_question()
        is_open = self.model.row_id not in {one.row_id for one in self.model.kept_in_shape()}
        if asked is not None and asked[0] == self.model.row_id and is_open:
            self._take(asked[1])

    def _withdraw_question(self) -> None:
        self._asked = None
        self._pane.ask_far("")

    def capture_by_hand(self, text: str) -> None:
        """Keep a reading that a person typed, marked as such."""
        try:
            indication = indication_by_hand(text, self.model.units().load)
            row = self.model.row()
            if self.model.takes_before() and row is not None:
                self.model.before[row.row_id] = str(indication.mass())
                self._pane.bar.stop_typing()
                self._show_live()
                return
            self._keep(indication, indication.unit)
        except InspectorError as failure:
            self._on_failure(failure)

    def _keep(self, indication: Indication, unit: str | None) -> None:
        status = self.model.live.status
        by_hand = indication.session_id is None and indication.received_at is None
        settings = None if by_hand else status.settings
        try:
            delta = self.model.delta_mass()
        except InspectorError as failure:
            self._on_failure(failure)
            return
        reading = Reading(
            indication=indication,
            unit=unit,
            source=status.source if settings is not None else "",
            protocol=settings.protocol if settings is not None else "",
            changeover_load=delta,
            figures=self.model.extra(),
        )
        self._presenter.capture(self.model.row_id, reading, self._on_kept, self._on_failure)

    def _on_kept(self) -> None:
        self.model.before.pop(self.model.row_id, None)
        self.aiding.take()
        if self._pane.bar.is_typing:
            self._pane.bar.stop_typing()
        was_finished = self._was_finished
        self._was_finished = self.model.is_finished()
        self.model.move_on()
        self._show()
        if self._was_finished and not was_finished:
            self._pane.enter()
        self.captured.emit()

    def _on_failure(self, failure: Exception) -> None:
        if not isinstance(failure, InspectorError):
            raise failure
        sentence = failures.sentence(failure)
        if self._pane.bar.is_typing:
            self._pane.bar.hand.set_error(sentence)
            return
        self.refused.emit(sentence)
        # The next frame writes over the bar; the banner stays until something is kept.
        self._presenter.refused.emit(failure)

    def undo(self) -> None:
        """Take the current row's reading back, else the last one of this test."""
        row = self.model.row()
        if row is not None and self.model.before.pop(row.row_id, None) is not None:
            self._show()
            return
        seen = self.model.kept_in_shape()
        own = [one for one in seen if row is not None and one.row_id == row.row_id]
        target = (own or seen)[-1:]
        if not target:
            self.refused.emit(_("There is nothing to take back in this test."))
            return
        gone = target[0]

        def done() -> None:
            self.model.row_id = gone.row_id
            self._show()

        self._presenter.withdraw(gone.observation_id, done)
