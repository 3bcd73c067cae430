"""What the page asks of the use cases, and what it is told back. No widgets, SQL or serial.

Every use case runs on the storage thread in the order asked; each answer is the whole view of the
inspection, computed there, so that the window only shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.instrument import ReferenceWeightSet, WeighingInstrument
from inspector_app.kinds.base import Step
from inspector_app.services.answer_check import AnswerCheck
from inspector_app.services.attach_photo import AttachPhoto, WithdrawPhoto, read_picture_file
from inspector_app.services.choose_subject import (
    ChooseInstrument,
    ChooseMeasuringInstrument,
    ChoosePremises,
    ChooseWeights,
)
from inspector_app.services.conclude_inspection import ConcludeInspection
from inspector_app.services.fill_field import FillField
from inspector_app.services.find_subject import FindSubject
from inspector_app.services.fitting_weights import fitting_sets
from inspector_app.services.import_dcc import ImportDcc
from inspector_app.services.introduce_key import IntroduceKey
from inspector_app.services.open_inspection import OpenInspection
from inspector_app.services.plan_inspection import InspectionView, PlanInspection, view_of
from inspector_app.services.ports import Found
from inspector_app.services.record_observation import Reading, RecordObservation
from inspector_app.services.reopen_inspection import ReopenInspection
from inspector_app.services.seal_inspection import SealInspection
from inspector_app.services.sign_inspection import RefuseSignature, SignInspection
from inspector_app.services.withdraw_observation import WithdrawObservation
from inspector_app.services.workplace import Workplace
from inspector_app.words import current_language
from ui.inspect.registering import Registering
from ui.task_runner import TaskRunner

MOST_HITS = 6
UseCase = Callable[[], Inspection]
OnFailure = Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen for an open inspection."""

    instruments: tuple[WeighingInstrument, ...]
    weights: tuple[ReferenceWeightSet, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Who refused to sign, why, and who saw it."""

    role: str
    name: str
    reason: str
    witness: str


@dataclass(frozen=True, slots=True)
class SigningOutcome:
    """What to do when a signature was kept, or was not."""

    then: Callable[[], None]
    on_failure: OnFailure


class InspectPresenter(QObject):
    """Signals: shown(InspectionView), found(text, hits), choices_found(Choices), saved(datetime),
    refused(Exception), images_found(dict sha256 to bytes), chosen(step key): go there next, left.
    """  # noqa: D205 - the signals are the summary

    shown = Signal(object)
    found = Signal(str, object)
    choices_found = Signal(object)
    saved = Signal(object)
    refused = Signal(object)
    images_found = Signal(object)
    measuring_instruments_found = Signal(object)
    chosen = Signal(str)
    left = Signal()

    def __init__(
        self, workplace: Workplace, runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.workplace, self._runner = workplace, runner
        self.view: InspectionView | None = None
        self.is_capturing = False
        self._images: dict[str, bytes] = {}
        self._listed_for = ""
        self.registering = Registering(workplace, runner, self)

    # --- running ---------------------------------------------------------------------------

    @property
    def inspection_id(self) -> str:
        """Return the id of the open inspection, empty without one."""
        return self.view.inspection.inspection_id if self.view is not None else ""

    def _change(
        self,
        use_case: UseCase,
        then: Callable[[InspectionView], None] | None = None,
        on_failure: OnFailure | None = None,
    ) -> None:
        """Run a use case that changes the inspection, and show what came of it."""
        work = self.workplace

        def task() -> InspectionView:
            inspection = use_case()
            return view_of(inspection, work.shelf.book_for(inspection))

        def done(view: InspectionView) -> None:
            self.take(view)
            self.saved.emit(work.clock.now())
            if then is not None:
                then(view)

        self._runner.run(task, done, on_failure or self.refused.emit)

    def change(self, use_case: UseCase, on_failure: OnFailure) -> None:
        """Run a use case of another part of the page that changes the open inspection."""
        self._change(use_case, on_failure=on_failure)

    def take(self, view: InspectionView) -> None:
        """Show this state of the inspection."""
        self.view = view
        self.shown.emit(view)
        self._ask_images(view)
        place = view.inspection.premises
        key = f"{view.inspection.inspection_id}:{place.premises_id if place else ''}"
        if key != self._listed_for:
            self._listed_for = key
            self.ask_choices()

    def show_again(self) -> None:
        """Show the view anew: something typed was refused, or the language changed."""
        if self.view is not None:
            self.shown.emit(self.view)

    # --- beginning -------------------------------------------------------------------------

    def leave(self) -> None:
        """Put the open inspection away; everything of it is kept already."""
        self.view, self._listed_for, self._images = None, "", {}
        self.left.emit()

    def open(self, inspection_id: str) -> None:
        """Go on with an inspection, or look at a finished one."""
        work = self.workplace
        plan = PlanInspection(work.storage.log, work.shelf)

        def done(view: InspectionView) -> None:
            self.take(view)
            self.chosen.emit("")

        self._runner.run(lambda: plan(inspection_id), done, self.refused.emit)

    def start(self, kind: str, *, premises_id: str = "", instrument_id: str = "") -> None:
        """Open a new inspection of a place, and of an instrument if one is known."""
        work = self.workplace
        case = OpenInspection(work.storage.log, work.storage.registry, work.clock, work.ids)

        def task() -> Inspection:
            return case(
                kind,
                (work.person,),
                premises_id=premises_id,
                instrument_id=instrument_id,
                language=current_language(),
            )

        self._change(task, self._after_choice)

    def _after_choice(self, view: InspectionView) -> None:
        """Use the only set of weights that fits without asking, then go to what is next."""
        if view.inspection.instrument is None or view.inspection.weight_sets:
            self.chosen.emit("")
            return
        work = self.workplace

        def task() -> tuple[ReferenceWeightSet, ...]:
            sets = work.storage.registry.weight_sets()
            return fitting_sets(view.inspection, sets, work.clock.today(), work.rules)

        def done(sets: tuple[ReferenceWeightSet, ...]) -> None:
            if len(sets) == 1 and view.kind.shapes:
                self.choose_weights(sets[0].weight_set_id)
            else:
                self.chosen.emit("")

        self._runner.run(task, done, self.refused.emit)

    def search(self, text: str) -> None:
        """Find places and instruments for what is typed; the first places for nothing."""
        registry = self.workplace.storage.registry

        def task() -> Sequence[Found]:
            if text:
                hits = FindSubject(registry)(text, limit=3 * MOST_HITS)
                found = [hit for hit in hits if hit.what in {"premises", "instrument"}]
                return sorted(found, key=lambda hit: hit.what != "premises")[:MOST_HITS]
            places = registry.list_premises(limit=MOST_HITS)
            return [
                Found(
                    what="premises",
                    key=place.premises_id,
                    title=place.name,
                    detail=" · ".join(filter(None, (place.market, place.stall, place.credit_code))),
                )
                for place in places
            ]

        self._runner.run(task, lambda hits: self.found.emit(text, hits), self.refused.emit)

    def ask_choices(self) -> None:
        """Ask for the instruments of the place and the weight sets of this laptop."""
        view, registry = self.view, self.workplace.storage.registry
        place = view.inspection.premises if view is not None else None

        def task() -> Choices:
            here = registry.instruments_at(place.premises_id) if place is not None else ()
            return Choices(tuple(here), tuple(registry.weight_sets()))

        self._runner.run(task, self.choices_found.emit, self.refused.emit)

    # --- choosing --------------------------------------------------------------------------

    def choose_premises(self, premises_id: str) -> None:
        """Choose the place of an open inspection."""
        case = ChoosePremises(self.workplace.storage.log, self.workplace.storage.registry)
        here = self.inspection_id
        self._change(lambda: case(here, premises_id), lambda _view: self.chosen.emit(""))

    def import_dcc(self, said: Mapping[str, str]) -> None:
        """Fill the empty particulars with what a calibration certificate says."""
        case, here = ImportDcc(self.workplace.storage.log), self.inspection_id
        self._change(lambda: case(here, said))

    def choose_instrument(self, instrument_id: str) -> None:
        """Choose the instrument under test."""
        case = ChooseInstrument(self.workplace.storage.log, self.workplace.storage.registry)
        here = self.inspection_id
        self._change(lambda: case(here, instrument_id), self._after_choice)

    def choose_measuring_instrument(self, instrument_id: str) -> None:
        """Choose the instrument under test where it is no scale."""
        storage, here = self.workplace.storage, self.inspection_id
        case = ChooseMeasuringInstrument(storage.log, storage.registry)
        self._change(lambda: case(here, instrument_id), lambda _view: self.chosen.emit(""))

    def ask_measuring_instruments(self, category: str) -> None:
        """Ask for the registered instruments of a category."""
        registry = self.workplace.storage.registry
        self._runner.run(
            lambda: registry.measuring_instruments(category),
            self.measuring_instruments_found.emit,
            self.refused.emit,
        )

    def choose_weights(self, weight_set_id: str, on_failure: OnFailure | None = None) -> None:
        """Choose the set of reference weights; refused here if it may not be used."""
        work, here = self.workplace, self.inspection_id
        case = ChooseWeights(work.storage.log, work.storage.registry, work.clock, work.rules)
        self._change(
            lambda: case(here, (weight_set_id,)), lambda _view: self.chosen.emit(""), on_failure
        )

    # --- entering --------------------------------------------------------------------------

    def answer(self, check: str, answer: str, note: str) -> None:
        """Keep the answer to a check."""
        case, here = AnswerCheck(self.workplace.storage.log), self.inspection_id
        self._change(lambda: case(here, check, answer, note=note), on_failure=self._refuse_again)

    def fill(self, name: str, value: str, on_failure: OnFailure) -> None:
        """Keep a field of the form."""
        case, here = FillField(self.workplace.storage.log), self.inspection_id
        self._change(lambda: case(here, name, value), on_failure=on_failure)

    def capture(
        self, row_id: str, reading: Reading, then: Callable[[], None], on_failure: OnFailure
    ) -> None:
        """Keep exactly this reading for the row; one at a time."""
        work, here = self.workplace, self.inspection_id
        case = RecordObservation(work.storage.log, work.clock, work.ids, work.rules)
        self.is_capturing = True

        def done(_view: InspectionView) -> None:
            self.is_capturing = False
            then()

        def failed(failure: Exception) -> None:
            self.is_capturing = False
            on_failure(failure)

        self._change(lambda: case(here, row_id, reading), done, failed)

    def withdraw(self, observation_id: str, then: Callable[[], None]) -> None:
        """Take an observation back; it stays in the audit trail."""
        case, here = WithdrawObservation(self.workplace.storage.log), self.inspection_id
        self._change(lambda: case(here, observation_id), lambda _view: then())

    def attach(self, source: Path | bytes, role: str) -> None:
        """Keep a photo from a file or from the camera."""
        work, here = self.workplace, self.inspection_id
        case = AttachPhoto(work.storage.log, work.storage.blobs, work.ids, work.pictures)

        def task() -> Inspection:
            data = source if isinstance(source, bytes) else read_picture_file(source)
            return case(here, data, role=role)

        self._change(task)

    def withdraw_photo(self, photo_id: str) -> None:
        """Take a photo back; its file stays."""
        case, here = WithdrawPhoto(self.workplace.storage.log), self.inspection_id
        self._change(lambda: case(here, photo_id, reason="withdrawn"))

    def _ask_images(self, view: InspectionView) -> None:
        blobs = self.workplace.storage.blobs
        wanted = [p.sha256 for p in view.inspection.photos_kept() if p.sha256 not in self._images]
        if not wanted:
            self.images_found.emit(self._images)
            return

        def done(images: dict[str, bytes]) -> None:
            self._images.update(images)
            self.images_found.emit(self._images)

        # A file of another laptop's record may lie at the office only.
        self._runner.run(
            lambda: {key: blobs.get(key) for key in wanted if blobs.path(key).exists()},
            done,
            self.refused.emit,
        )

    # --- ending ----------------------------------------------------------------------------

    def conclude(self) -> None:
        """Judge by the rules in force."""
        work, here = self.workplace, self.inspection_id
        case = ConcludeInspection(work.storage.log, work.rules)
        self._change(lambda: case(here), lambda _view: self.chosen.emit(Step.CONCLUSION.value))

    def reopen(self, reason: str) -> None:
        """Take the conclusion back, before the seal."""
        case, here = ReopenInspection(self.workplace.storage.log), self.inspection_id
        self._change(
            lambda: case(here, reason=reason), lambda _view: self.chosen.emit("conclusion")
        )

    def sign(self, role: str, name: str, image: bytes, outcome: SigningOutcome) -> None:
        """Keep a signature."""
        storage, here = self.workplace.storage, self.inspection_id
        case = SignInspection(storage.log, storage.blobs)
        self._change(
            lambda: case(here, role=role, name=name, image=image),
            lambda _view: outcome.then(),
            outcome.on_failure,
        )

    def refuse(self, refusal: Refusal, outcome: SigningOutcome) -> None:
        """Keep that somebody refused to sign."""
        case, here = RefuseSignature(self.workplace.storage.log), self.inspection_id
        self._change(
            lambda: case(
                here,
                name=refusal.name,
                reason=refusal.reason,
                witness=refusal.witness,
                role=refusal.role,
            ),
            lambda _view: outcome.then(),
            outcome.on_failure,
        )

    def seal(self, then: Callable[[], None]) -> None:
        """Close the record for ever with the inspector's key."""
        work, here = self.workplace, self.inspection_id

        def task() -> Inspection:
            signer = work.inspector_signer(work.person)
            IntroduceKey(work.storage.log, work.scope)(work.person.person_id, signer)
            case = SealInspection(work.storage.log, signer, work.clock, work.clock_checked())
            return case(here)

        self._change(task, lambda _view: then())

    def _refuse_again(self, failure: Exception) -> None:
        self.refused.emit(failure)
        self.show_again()
