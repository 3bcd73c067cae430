"""An inspection's facts in sentences: the audit trail of a record, as a court would read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from inspector_app import words as current
from inspector_app.domain import events
from inspector_app.domain.events import EventBody, UnknownBody
from inspector_app.domain.measurement import Observation
from inspector_app.words import Words, figures, marked

SENTENCES: dict[type[EventBody], str] = {
    events.InspectionOpened: marked("Inspection {number} opened by {people}."),
    events.PremisesChosen: marked("Premises chosen: {name}."),
    events.InstrumentChosen: marked("Instrument chosen: {name}, serial no. {serial_number}."),
    events.MeasuringInstrumentChosen: marked(
        "Instrument chosen: {name}, serial no. {serial_number}."
    ),
    events.StandardsChosen: marked("Reference weights chosen: {names}."),
    events.FieldFilled: marked("Field “{name}” filled: {value}"),
    events.CheckAnswered: marked("Check {check} answered: {answer}"),
    events.ObservationRecorded: marked("Observed at {row_id}: {indication}."),
    events.ObservationWithdrawn: marked("An observation was taken back: {reason}"),
    events.RecordMerged: marked(
        "The sealed record {number} of {people} joined this one with {count} observations."
    ),
    events.PhotoAttached: marked("Photo attached: {caption}"),
    events.PhotoWithdrawn: marked("A photo was taken back: {reason}"),
    events.InspectionConcluded: marked("Judged: {outcome}."),
    events.InspectionReopened: marked("The conclusion was taken back: {reason}"),
    events.SignatureGiven: marked("Signed by {name}."),
    events.InspectionSealed: marked("Sealed with the key {signer}."),
    events.ReportIssued: marked("Document written: {name}"),
    events.ReportVoided: marked(
        "Document {document_number} declared void by a second person, {second_person}: {reason}"
    ),
    events.NumberBlockReserved: marked(
        "Document numbers reserved: {prefix} {year}, {first} to {last}."
    ),
    events.NumberTaken: marked("Document number given: {number}"),
    events.Voided: marked("Declared void by a second person, {second_person}: {reason}"),
    events.Superseded: marked("Replaced by {by_number}: {reason}"),
    events.PremisesRegistered: marked("Premises registered: {name}."),
    events.PremisesAmended: marked("Premises amended: {fields}."),
    events.InstrumentRegistered: marked("Instrument registered: serial no. {serial_number}."),
    events.MeasuringInstrumentRegistered: marked(
        "Instrument registered: serial no. {serial_number}."
    ),
    events.InstrumentAmended: marked("Instrument amended: {fields}."),
    events.MeasuringInstrumentAmended: marked("Instrument amended: {fields}."),
    events.WeightSetRegistered: marked("Reference weights registered: {name}."),
    events.PersonIntroduced: marked("Inspector introduced: {name}."),
    events.InspectorKeyIntroduced: marked("Signing key introduced: {key_id}."),
    events.ProfileSaved: marked("Connection of an instrument saved."),
    events.ReadingSessionOpened: marked("Reading from {port} began ({protocol})."),
    events.ReadingSessionClosed: marked("Reading ended after {frames} frames."),
    events.CaseOpened: marked("Case {number} opened: {title}"),
    events.CaseEventRecorded: marked("In the case, on {on}: {what}. {note}"),
    events.CaseEventWithdrawn: marked("A happening of the case was taken back: {reason}"),
    events.DeadlineExtended: marked(
        "The deadline {deadline} was extended, approved by {approved_by}: {reason}"
    ),
    events.CasePromptAnswered: marked("{by} answered {prompt} with {answer}: {reason}"),
    events.PackageInstalled: marked("Package {number} of the office's rules installed."),
    events.DeviceEnrolled: marked("Laptop enrolled: {device_id}."),
}
_LONGEST = 120
REFUSED = marked("{name} refused to sign: {reason} Witness: {witness}")
NEWER = marked("A fact of a newer program ({type}); it is kept as it came.")
UNREADABLE = marked("It cannot be read; it is kept as it came.")
ANSWERS = {
    "yes": marked("yes"),
    "no": marked("no"),
    "not_applicable": marked("does not apply"),
    "": marked("taken back"),
}
OUTCOMES = {
    "pass": marked("Pass"),
    "fail": marked("Fail"),
    "incomplete": marked("Incomplete"),
    "not_applicable": marked("Not applicable"),
    "advisory": marked("Advice"),
}


def sentence_of(body: EventBody | None, words: Words | None = None) -> str:
    """Return what happened, in the words' language (the window's by default).

    body: None for what was kept but cannot be read.
    """
    say = words.gettext if words else current.gettext
    if body is None:
        return say(UNREADABLE)
    if isinstance(body, UnknownBody):
        return say(NEWER).format(type=body.type)
    if isinstance(body, events.SignatureGiven) and body.refused:
        return say(REFUSED).format_map(_Shown(body, {}))
    derived = _DERIVED.get(type(body))
    return say(SENTENCES[type(body)]).format_map(
        _Shown(body, derived(body, say) if derived else {})
    )


class _Shown(dict[str, str]):
    """The parameters of a sentence: what is derived, else the fact's own field, else a dash."""

    def __init__(self, body: EventBody, derived: dict[str, str]) -> None:
        super().__init__(derived)
        self._body = body

    def __missing__(self, key: str) -> str:
        value = getattr(self._body, key, "")
        return str(value) if value != "" else figures.NONE


Say = Callable[[str], str]
_DERIVED: dict[type[EventBody], Callable[[Any, Say], dict[str, str]]] = {
    events.InspectionOpened: lambda body, _say: {
        "people": _listed(person.name for person in body.inspectors)
    },
    events.PremisesChosen: lambda body, _say: {"name": body.premises.name},
    events.PremisesRegistered: lambda body, _say: {"name": body.premises.name},
    events.PremisesAmended: lambda body, _say: {"fields": _listed(body.after)},
    events.InstrumentChosen: lambda body, _say: _of_instrument(body.instrument),
    events.InstrumentRegistered: lambda body, _say: _of_instrument(body.instrument),
    events.MeasuringInstrumentChosen: lambda body, _say: _of_instrument(body.instrument),
    events.MeasuringInstrumentRegistered: lambda body, _say: _of_instrument(body.instrument),
    events.MeasuringInstrumentAmended: lambda body, _say: {"fields": _listed(body.changed)},
    events.InstrumentAmended: lambda body, _say: {"fields": _listed(body.changed)},
    events.StandardsChosen: lambda body, _say: {
        "names": _listed(weights.name for weights in body.weight_sets)
    },
    events.WeightSetRegistered: lambda body, _say: {"name": body.weight_set.name},
    events.PersonIntroduced: lambda body, _say: {"name": body.person.name},
    events.CheckAnswered: lambda body, say: {
        "answer": " ".join(filter(None, (say(ANSWERS.get(body.answer, body.answer)), body.note)))
    },
    events.ObservationRecorded: lambda body, _say: {
        "row_id": body.observation.row_id,
        "indication": _observed(body.observation),
    },
    events.RecordMerged: lambda body, _say: {
        "number": body.source.number,
        "people": _listed(person.name for person in body.source.inspectors),
        "count": str(len(body.observations)),
    },
    events.InspectionConcluded: lambda body, say: {
        "outcome": say(OUTCOMES[body.verdict.outcome.value])
    },
}
"""What a sentence needs that is no field of its own."""


def _of_instrument(instrument: Any) -> dict[str, str]:
    return {
        "name": " ".join(filter(None, (instrument.name, instrument.model))),
        "serial_number": instrument.serial_number or figures.NONE,
    }


def _listed(names: Any) -> str:
    return ", ".join(str(name) for name in names) or figures.NONE


def _short(text: str) -> str:
    """Return a figure as it is, a long signed text by its beginning."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _observed(observation: Observation) -> str:
    """Return the indication; of a row of figures, all of them."""
    seen = observation.indication
    if seen is None:
        return ", ".join(f"{key} = {_short(value)}" for key, value in observation.figures.items())
    return f"{figures.number(seen.value)} {seen.unit}"
