"""Two inspectors at one station: the sealed record of one joins the draft of the other."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from inspector_app.domain.events import EventDraft, MeasuringInstrumentRegistered
from inspector_app.domain.exceptions import InputInvalid, WrongState
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.instrument import MeasuringInstrument
from inspector_app.domain.judgement import Outcome
from inspector_app.evidence.record import record_bytes, record_sha256
from inspector_app.kinds.catalogue import kind_of
from inspector_app.services.answer_check import AnswerCheck
from inspector_app.services.choose_subject import ChooseMeasuringInstrument
from inspector_app.services.conclude_inspection import ConcludeInspection
from inspector_app.services.fill_field import FillField
from inspector_app.services.merge_record import (
    FindMergeable,
    MergeRecord,
    SealedRecord,
    sealed_record,
)
from inspector_app.services.open_inspection import OpenInspection
from inspector_app.services.record_observation import Reading, RecordObservation
from inspector_app.services.seal_inspection import SealInspection
from inspector_app.services.sign_inspection import SignInspection
from tests.helpers.fakes import one_pixel_png
from tests.helpers.golden_inspections import PERSON, PREMISES, golden_base
from tests.unit.services.conftest import Desk

BASE = golden_base("fuel_dispenser")
KIND = kind_of("fuel_dispenser")


def station(desk: Desk, nozzle: str, *, board: str, volume: str = "") -> Inspection:
    """A draft with one nozzle of a dispenser of its own tested by a measure of its own."""
    opening = OpenInspection(desk.log, desk.registry, desk.clock, desk.ids)
    key = opening("fuel_dispenser", (PERSON,), premises_id=PREMISES.premises_id).inspection_id
    entry = MeasuringInstrument(
        instrument_id=f"d{nozzle}",
        category="fuel_dispenser",
        name="加油机",
        serial_number=nozzle,
        manufacturer="某机械公司",
        model="CS46",
        particulars={**BASE["measuring_instrument"], "board_number": board},
    )
    body = MeasuringInstrumentRegistered(instrument=entry)
    desk.log.append(EventDraft(stream_id="registers", scope="445202", body=body))
    ChooseMeasuringInstrument(desk.log, desk.registry)(key, entry.instrument_id)
    fields = {**BASE["fields"], "nozzles": nozzle}
    if volume:
        fields["measure_volume"] = volume
    for name, value in fields.items():
        FillField(desk.log)(key, name, value)
    for check in KIND.checks:
        AnswerCheck(desk.log)(key, check.key, "yes")
    keep = RecordObservation(desk.log, desk.clock, desk.ids, desk.book)
    inspection = Inspection.fold(desk.log.stream(key))
    for row in KIND.plan(inspection, desk.book):
        known = BASE["rows"].get(row.row_id.replace(f"trial:{nozzle}:", "trial:1:"))
        if known is None:
            continue
        figures = dict(known)
        if "board_number" in figures:
            figures["board_number"] = board
        if volume and "delivered" in figures:
            ratio = Decimal(volume) / Decimal(BASE["fields"]["measure_volume"])
            figures["delivered"] = f"{Decimal(figures['delivered']) * ratio:f}"
        inspection = keep(key, row.row_id, Reading(figures=figures))
    return inspection


def sealed(desk: Desk, draft: Inspection) -> Inspection:
    key = draft.inspection_id
    ConcludeInspection(desk.log, desk.book)(key)
    for role in KIND.signature_roles:
        SignInspection(desk.log, desk.blobs)(key, role=role, name="黄伟强", image=one_pixel_png())
    return SealInspection(desk.log, desk.signer, desk.clock)(key)


def source_of(inspection: Inspection) -> SealedRecord:
    assert inspection.seal is not None
    return SealedRecord(inspection=inspection, sha256=inspection.seal.record_sha256)


def test_a_sealed_record_joins_with_its_nozzle_measure_and_dispenser(desk: Desk) -> None:
    other = sealed(desk, station(desk, "2", board="B-2", volume="20.000"))
    draft = station(desk, "1", board="B-1")
    (found,) = FindMergeable(desk.log, desk.registry)(draft.inspection_id)
    assert found.inspection.number == other.number
    joined = MergeRecord(desk.log)(draft.inspection_id, found)
    verdict = KIND.judge(joined, desk.book)
    failures = [(f.subject, f.reason) for f in verdict.failures()]
    assert verdict.outcome is not Outcome.INCOMPLETE
    # Judged with the first inspector's 50 L measure, the second's 20 L would be 60 % off.
    assert [f for f in failures if ":2:" in f[0]] == [
        (f.subject, f.reason)
        for f in other.verdict.failures()  # type: ignore[union-attr] # sealed
    ]
    assert {row.row_id.split(":")[1] for row in KIND.plan(joined, desk.book)} == {"1", "2"}
    assert joined.merged[0].record_sha256 == other.seal.record_sha256  # type: ignore[union-attr] # sealed


def test_it_is_one_fact_and_the_other_record_stays_as_it_is(desk: Desk) -> None:
    other = sealed(desk, station(desk, "2", board="B-2"))
    before = desk.log.stream(other.inspection_id)
    draft, commits = station(desk, "1", board="B-1"), 0
    commits = desk.log.commits
    MergeRecord(desk.log)(draft.inspection_id, source_of(other))
    assert desk.log.commits == commits + 1
    assert desk.log.stream(other.inspection_id) == before


def test_the_record_inside_a_pdf_gives_the_same(desk: Desk) -> None:
    other = sealed(desk, station(desk, "2", board="B-2"))
    data = record_bytes(desk.log.stream(other.inspection_id))
    read = sealed_record(data)
    assert read.sha256 == record_sha256(data) == source_of(other).sha256
    draft = station(desk, "1", board="B-1")
    joined = MergeRecord(desk.log)(draft.inspection_id, read)
    assert len(joined.merged[0].observation_ids) == len(other.observations)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b'{"format":"x"}',
        b"[1]",
        b"\xff",
        b'{"format":"hengping-record","inspection":{}}',
    ],
)
def test_what_is_no_record_is_refused(data: bytes) -> None:
    with pytest.raises(InputInvalid, match="merge_unreadable"):
        sealed_record(data)


def test_a_nozzle_that_both_tested_is_named_and_nothing_changes(desk: Desk) -> None:
    other = sealed(desk, station(desk, "1", board="B-1"))
    draft = station(desk, "1", board="B-1")
    assert FindMergeable(desk.log, desk.registry)(draft.inspection_id) == ()
    before = desk.log.stream(draft.inspection_id)
    with pytest.raises(InputInvalid) as refused:
        MergeRecord(desk.log)(draft.inspection_id, source_of(other))
    assert (refused.value.code, refused.value.parameters["name"]) == ("merge_part_twice", "1")
    assert desk.log.stream(draft.inspection_id) == before


def test_what_does_not_belong_together_is_refused(desk: Desk) -> None:
    other = sealed(desk, station(desk, "2", board="B-2"))
    draft = station(desk, "1", board="B-1")
    elsewhere = replace(PREMISES, premises_id="p9", name="别处", credit_code="")
    wrong = {
        "merge_other_kind": replace(other, kind="taximeter"),
        "merge_other_day": replace(other, on=other.on.replace(day=1)),
        "merge_other_place": replace(other, premises=elsewhere),
        "merge_not_finished": replace(other, verdict=None),
        "merge_itself": replace(other, inspection_id=draft.inspection_id),
    }
    for code, record in wrong.items():
        with pytest.raises(InputInvalid, match=code):
            MergeRecord(desk.log)(draft.inspection_id, SealedRecord(inspection=record, sha256="0"))
    MergeRecord(desk.log)(draft.inspection_id, source_of(other))
    with pytest.raises(InputInvalid, match="merge_twice"):
        MergeRecord(desk.log)(draft.inspection_id, source_of(other))


def test_a_sealed_inspection_takes_nothing_in(desk: Desk) -> None:
    one = sealed(desk, station(desk, "1", board="B-1"))
    other = sealed(desk, station(desk, "2", board="B-2"))
    assert FindMergeable(desk.log, desk.registry)(one.inspection_id) == ()
    with pytest.raises(WrongState):
        MergeRecord(desk.log)(one.inspection_id, source_of(other))


def test_a_kind_without_parts_merges_nothing(desk: Desk) -> None:
    draft = desk.opened()
    other = sealed(desk, station(desk, "2", board="B-2"))
    assert FindMergeable(desk.log, desk.registry)(draft.inspection_id) == ()
    with pytest.raises(InputInvalid, match="merge_not_of_kind"):
        MergeRecord(desk.log)(draft.inspection_id, source_of(other))
