"""The place, the instrument, the weights: joins their panes, the search and the registers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.exceptions import InspectorError
from inspector_app.kinds.catalogue import kinds
from inspector_app.services.ports import Found
from inspector_app.words import failures
from ui.inspect.hit_list import Hit
from ui.inspect.presenter import Choices, InspectPresenter
from ui.inspect.view import InspectView

FIRST_KIND = "market_scale"


class Beginning(QObject):
    """Signal refused(Exception): something failed that no box can show.

    kind: of the inspection that is begun next.
    """

    refused = Signal(object)

    def __init__(self, view: InspectView, presenter: InspectPresenter, parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._presenter = view, presenter
        self.kind = FIRST_KIND
        self.hits: dict[str, Found] = {}
        self._connect()

    def _connect(self) -> None:
        presenter, pane = self._presenter, self._view.premises
        registering = presenter.registering
        presenter.found.connect(self._on_found)
        presenter.choices_found.connect(self._on_choices)
        pane.kind_chosen.connect(self._on_kind)
        pane.searched.connect(presenter.search)
        pane.picked.connect(self._on_picked)
        pane.saved.connect(registering.add_premises)
        registering.premises_refused.connect(pane.form_refused)
        registering.premises_added.connect(self._on_premises_added)
        instrument = self._view.instrument
        instrument.picked.connect(presenter.choose_instrument)
        instrument.weights_picked.connect(self._on_weights)
        instrument.saved.connect(self._on_instrument_form)
        registering.instrument_refused.connect(instrument.form_refused)
        registering.instrument_added.connect(self._on_instrument_added)
        registering.failed.connect(self.refused)

    def offer_kinds(self) -> None:
        """Offer the kinds there are now; a package of rules may have brought or ended some."""
        found = kinds()
        if self.kind not in {kind.key for kind in found}:
            self.kind = FIRST_KIND
        self._view.premises.set_kinds(found, self.kind)

    def _on_kind(self, key: str) -> None:
        self.kind = key

    def _on_found(self, text: str, hits: Sequence[Found]) -> None:
        self.hits = {hit.key: hit for hit in hits}
        shown = [
            Hit(
                key=hit.key,
                title=hit.title,
                detail=hit.detail,
                icon="place" if hit.what == "premises" else "weight",
            )
            for hit in hits
        ]
        self._view.premises.show_hits(text, shown)

    def _on_picked(self, key: str) -> None:
        what = self.hits[key].what if key in self.hits else "premises"
        if self._presenter.view is None:
            place, one = (key, "") if what == "premises" else ("", key)
            self._presenter.start(self.kind, premises_id=place, instrument_id=one)
        elif what == "premises":
            self._presenter.choose_premises(key)
        else:
            self._presenter.choose_instrument(key)

    def _on_premises_added(self, premises_id: str) -> None:
        self._view.premises.form_accepted()
        self.hits = {}
        self._on_picked(premises_id)

    def _on_choices(self, choices: Choices) -> None:
        self._view.instrument.show_choices(choices.instruments, choices.weights)
        if self._view.scroller.current() is self._view.instrument:
            self._view.instrument.enter()

    def _on_instrument_form(self, values: dict[str, str]) -> None:
        view = self._presenter.view
        place = view.inspection.premises if view is not None else None
        here = place.premises_id if place is not None else None
        self._presenter.registering.add_instrument(values, here)

    def _on_instrument_added(self, instrument_id: str) -> None:
        self._view.instrument.form_accepted()
        self._presenter.ask_choices()
        self._presenter.choose_instrument(instrument_id)

    def _on_weights(self, weight_set_id: str) -> None:
        def failed(failure: Exception) -> None:
            if not isinstance(failure, InspectorError):
                raise failure
            self._view.instrument.weights_refused(failures.sentence(failure))

        self._view.instrument.weights_refused("")
        self._presenter.choose_weights(weight_set_id, failed)
