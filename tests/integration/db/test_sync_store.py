"""Two laptops and a tiny office: receipts, pages, verification, overlaps, states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from db.storage import LocalStorage
from inspector_app.domain.events import (
    CheckAnswered,
    PhotoAttached,
    PremisesAmended,
    ReportIssued,
    UnknownBody,
)
from inspector_app.domain.exceptions import EvidenceBroken, InputInvalid, WrongState
from inspector_app.evidence import chain
from inspector_app.metrology.regulations import load_book
from inspector_app.services.inspection_log import load, load_draft, record
from inspector_app.services.resolve_overlap import ResolveOverlap
from inspector_app.services.sync_ports import RecordState
from inspector_app.sync.messages import Fate, Outcome, PulledEvent, PushAnswer
from tests.helpers.evidence import SCOPE, FakeClock, draft, inspection_drafts, register_drafts
from tests.helpers.office_list import NOW, OfficeList, enrolment, laptop, meet

BLOB = b"\xff\xd8 a photo"


@pytest.fixture
def office() -> OfficeList:
    return OfficeList()


@pytest.fixture
def first(tmp_path: Path) -> Iterator[LocalStorage]:
    storage = laptop(tmp_path / "first", 1)
    yield storage
    storage.close()


@pytest.fixture
def second(tmp_path: Path) -> Iterator[LocalStorage]:
    storage = laptop(tmp_path / "second", 2)
    yield storage
    storage.close()


def _rename(storage: LocalStorage, before: str, after: str) -> None:
    body = PremisesAmended(premises_id="p1", before={"phone": before}, after={"phone": after})
    storage.log.append(draft(body, "p1"))


def _overlapping(office: OfficeList, first: LocalStorage, second: LocalStorage) -> None:
    first.log.append(*register_drafts())
    meet(office, first, second)
    _rename(first, "", "111")
    _rename(second, "", "222")
    meet(office, first, second)


def _photographed(storage: LocalStorage, stream: str = "x1") -> str:
    blob = storage.blobs.put(BLOB, role="photo", media_type="image/jpeg")
    body = PhotoAttached(
        photo_id="f1",
        role="scale",
        caption="秤",
        sha256=blob.sha256,
        size=blob.size,
        media_type="image/jpeg",
        width=1,
        height=1,
    )
    storage.log.append(replace(draft(body, stream), blobs=(blob,)))
    return blob.sha256


def test_a_batch_holds_the_oldest_waiting_links_and_its_last_one_signed(
    first: LocalStorage,
) -> None:
    first.log.append(*register_drafts())
    batch = first.sync.next_batch(3, 1 << 20)
    assert batch is not None
    assert (batch.first_seq, len(batch.records)) == (1, 3)
    assert batch.head.device_seq == 3
    assert batch.head.hash == chain.hash_of(batch.records[-1])


def test_receipts_empty_the_queue(office: OfficeList, first: LocalStorage) -> None:
    first.log.append(*register_drafts())
    assert first.sync.queue().events == 5
    assert office.receive(first) == 5
    assert first.sync.queue().events == 0
    assert first.registry.pending_events() == 0
    assert first.sync.next_batch(500, 1 << 20) is None


def test_a_lost_answer_leaves_the_queue_and_doubles_nothing(
    office: OfficeList, first: LocalStorage
) -> None:
    first.log.append(*register_drafts())
    office.receive(first, answer=False)
    assert first.sync.queue().events == 5
    office.receive(first)
    assert first.sync.queue().events == 0
    assert len(office.records) == 5


def test_an_own_event_met_in_a_pull_is_a_receipt(office: OfficeList, first: LocalStorage) -> None:
    first.log.append(*register_drafts())
    office.receive(first, answer=False)
    assert office.give(first) == 0
    assert first.sync.queue().events == 0


def test_what_another_laptop_recorded_is_listed_found_and_read_here(
    office: OfficeList, first: LocalStorage, second: LocalStorage
) -> None:
    first.log.append(*register_drafts(), *inspection_drafts())
    report = ReportIssued(report="r", language="zh_CN", sha256="a" * 64, size=9, name="r.pdf")
    first.log.append(draft(report, "x1"))
    meet(office, first, second)
    assert [r.number for r in second.registry.list_inspections()] == ["2026-0001"]
    assert second.registry.premises("p1") == first.registry.premises("p1")
    assert {f.key for f in second.registry.search("进贤门")} >= {"p1", "x1"}
    assert second.registry.report_hash_known("a" * 64)
    assert load(second.log, "x1").number == "2026-0001"
    assert second.registry.people() == ()


def test_another_laptops_record_is_complete_once_its_files_were_fetched(
    office: OfficeList, first: LocalStorage, second: LocalStorage
) -> None:
    first.log.append(*register_drafts(), *inspection_drafts())
    _photographed(first)
    meet(office, first, second)
    assert second.sync.record_state("x1") is RecordState.ACCEPTED
    second.blobs.put(BLOB, role="photo", media_type="image/jpeg")
    assert second.sync.record_state("x1") is RecordState.COMPLETE


def test_keys_that_pulled_chains_introduce_are_known(
    office: OfficeList, first: LocalStorage, second: LocalStorage
) -> None:
    meet(office, first, second)
    assert len(second.registry.introduced_keys()) == 2


def test_another_laptops_draft_is_read_but_not_changed(
    office: OfficeList, first: LocalStorage, second: LocalStorage
) -> None:
    first.log.append(*inspection_drafts()[:4])
    meet(office, first, second)
    with pytest.raises(WrongState) as refused:
        load_draft(second.log, "x1")
    assert refused.value.code == "owned_by_another_device"
    assert load_draft(first.log, "x1").number == "2026-0001"


def test_another_laptops_concluded_record_is_not_changed_either(
    office: OfficeList, first: LocalStorage, second: LocalStorage
) -> None:
    first.log.append(*inspection_drafts())
    meet(office, first, second)
    with pytest.raises(WrongState) as refused:
        record(second.log, load(second.log, "x1"), CheckAnswered(check="MS01", answer="no"))
    assert refused.value.code == "owned_by_another_device"


def test_a_type_never_heard_of_is_kept_and_given_back_byte_for_byte(
    office: OfficeList, first: LocalStorage, second: LocalStorage
) -> None:
    first.log.append(draft(UnknownBody(type="Later", type_version=3, data={"a": 1}), "s9"))
    meet(office, first, second)
    (event,) = second.log.stream("s9")
    assert chain.record_of(event) == office.records[1]


def test_a_record_that_cannot_be_read_is_kept_and_does_not_stop_the_page(
    office: OfficeList, first: LocalStorage
) -> None:
    first.sync.keep_enrolment(enrolment())
    office.records.append(b'{"of":"a newer program"}')
    assert office.give(first) == 0
    assert first.sync.cursor(SCOPE).seq == 1
    rows = first._work.rows("SELECT record FROM remote_events")
    assert [bytes(record) for (record,) in rows] == office.records


def test_a_second_pull_moves_nothing(
    office: OfficeList, first: LocalStorage, second: LocalStorage
) -> None:
    first.log.append(*register_drafts(), *inspection_drafts())
    meet(office, first, second)
    before = (second.sync.cursor(SCOPE), second._work.rows("SELECT * FROM remote_events"))
    assert office.give(second) == 0
    assert (second.sync.cursor(SCOPE), second._work.rows("SELECT * FROM remote_events")) == before


def test_pages_without_a_checkpoint_are_kept_and_verified_at_the_head(
    office: OfficeList, first: LocalStorage, second: LocalStorage
) -> None:
    first.log.append(*register_drafts(), *inspection_drafts())
    office.receive(first)
    assert office.give(second, limit=4) == len(office.records)
    found = second.sync.last_checkpoint(SCOPE)
    assert found is not None
    assert found.size == len(office.records)


def test_a_page_that_does_not_follow_the_cursor_is_refused_with_nothing_kept(
    office: OfficeList, first: LocalStorage, second: LocalStorage
) -> None:
    first.log.append(*register_drafts())
    office.receive(first)
    page = office.page(second)
    second.sync.apply_page(page)
    with pytest.raises(EvidenceBroken) as refused:
        second.sync.apply_page(page)
    assert refused.value.code == "office_history_differs"
    assert second.sync.cursor(SCOPE).seq == len(office.records)


def test_an_event_left_out_by_the_office_is_noticed_with_nothing_kept(
    office: OfficeList, first: LocalStorage, second: LocalStorage
) -> None:
    first.log.append(*register_drafts())
    office.receive(first)
    page = office.page(second)
    other = (*page.events[:1], PulledEvent(2, "", page.events[2].record), *page.events[2:])
    with pytest.raises(EvidenceBroken) as refused:
        second.sync.apply_page(msgspec.structs.replace(page, events=other))
    assert refused.value.code == "office_history_differs"
    assert second.registry.premises("p1") is None
    assert second.sync.cursor(SCOPE).seq == 0


def test_a_head_page_without_the_offices_word_is_refused(
    office: OfficeList, first: LocalStorage, second: LocalStorage
) -> None:
    first.log.append(*register_drafts())
    office.receive(first)
    page = msgspec.structs.replace(office.page(second), checkpoint=None)
    with pytest.raises(EvidenceBroken):
        second.sync.apply_page(page)


def test_a_checkpoint_of_another_key_is_not_genuine(first: LocalStorage) -> None:
    forger = OfficeList(seed=66)
    first.log.append(*register_drafts())
    with pytest.raises(EvidenceBroken) as refused:
        forger.receive(first)
    assert refused.value.code == "checkpoint_not_genuine"
    assert first.sync.queue().events == 5


def test_once_a_root_differs_unverified_places_are_no_longer_called_accepted(
    office: OfficeList, first: LocalStorage
) -> None:
    first.log.append(*inspection_drafts())
    office.receive(first)
    first.sync.apply_page(office.page(first, limit=4))
    assert first.sync.record_state("x1") is RecordState.COMPLETE
    office.records[0] = office.records[1]
    with pytest.raises(EvidenceBroken):
        first.sync.apply_page(office.page(first))
    assert first.sync.record_state("x1") is RecordState.SENT


def test_a_new_epoch_meets_the_events_again_without_doubling_them(
    office: OfficeList, first: LocalStorage, second: LocalStorage
) -> None:
    first.log.append(*register_drafts(), *inspection_drafts())
    meet(office, first, second)
    office.epoch = 2
    second.sync.reset_scope(SCOPE, 2)
    assert office.give(second) == 0
    first.sync.reset_scope(SCOPE, 2)
    assert office.give(first) == 0
    assert len(second.log.stream("x1")) == len(first.log.stream("x1")) == 10


def test_what_a_restored_office_lost_is_queued_again(
    office: OfficeList, first: LocalStorage
) -> None:
    first.log.append(*register_drafts())
    office.receive(first)
    assert first.sync.forget_receipts_after(3) == 2
    batch = first.sync.next_batch(500, 1 << 20)
    assert batch is not None
    assert batch.first_seq == 4


def test_another_office_forgets_receipts_and_cursors_never_events(
    office: OfficeList, first: LocalStorage, second: LocalStorage
) -> None:
    first.log.append(*register_drafts())
    meet(office, first, second)
    second.sync.keep_enrolment(enrolment("office-2", 88))
    assert second.sync.queue().events == 1
    assert second.sync.cursor(SCOPE).seq == 0
    assert second.registry.premises("p1") is not None


def test_a_changed_address_keeps_receipts_and_cursors(
    office: OfficeList, first: LocalStorage
) -> None:
    first.log.append(*register_drafts())
    meet(office, first)
    first.sync.keep_enrolment(replace(enrolment(), addresses=("https://10.0.0.9",)))
    assert first.sync.queue().events == 0
    assert first.sync.cursor(SCOPE).seq == 5


def test_the_queue_outlives_a_restart_and_a_clock_that_went_back(
    office: OfficeList, tmp_path: Path
) -> None:
    storage = laptop(tmp_path, 1)
    storage.log.append(*register_drafts())
    office.receive(storage, at_most=2)
    storage.close()
    storage = laptop(tmp_path, 1)
    storage.log.append(*inspection_drafts())
    meet(office, storage)
    assert storage.sync.queue().events == 0
    assert storage.log.verify_chain() == len(office.records)
    storage.close()


def test_the_four_states_of_a_record(office: OfficeList, first: LocalStorage) -> None:
    first.log.append(*inspection_drafts())
    sha256 = _photographed(first)
    assert first.sync.record_state("x1") is RecordState.LOCAL
    office.receive(first)
    assert first.sync.record_state("x1") is RecordState.ACCEPTED
    first.sync.mark_blob(sha256, stored=True)
    assert first.sync.record_state("x1") is RecordState.COMPLETE
    held = Outcome(3, Fate.HELD, code="dependency_missing")
    first.sync.keep_answer(PushAnswer(received_at=NOW, last_device_seq=3, outcomes=(held,)))
    assert first.sync.record_states(["x1"]) == {"x1": RecordState.SENT}


def test_a_file_of_two_records_completes_both(office: OfficeList, first: LocalStorage) -> None:
    first.log.append(*inspection_drafts(), *inspection_drafts("x2", "2026-0002"))
    _photographed(first)
    sha256 = _photographed(first, "x2")
    office.receive(first)
    assert first.sync.queue().blobs == 1
    assert first.sync.record_state("x2") is RecordState.ACCEPTED
    first.sync.mark_blob(sha256, stored=True)
    assert first.sync.record_state("x2") is RecordState.COMPLETE


def test_a_refused_file_waits_with_its_reason(first: LocalStorage) -> None:
    first.log.append(*inspection_drafts())
    sha256 = _photographed(first)
    first.sync.mark_blob(sha256, stored=False, problem="blob_altered")
    (waiting,) = first.sync.waiting_blobs()
    assert (waiting.problem, waiting.inspection_id) == ("blob_altered", "x1")
    assert first.sync.queue().attention == 1
    assert first.sync.blob_path(sha256).read_bytes() == BLOB


def test_waiting_records_have_names_and_those_that_need_a_person_come_first(
    office: OfficeList, first: LocalStorage
) -> None:
    first.log.append(*register_drafts(), *inspection_drafts())
    office.receive(first)
    set_aside = Outcome(6, Fate.QUARANTINED, code="record_unreadable")
    first.sync.keep_answer(PushAnswer(received_at=NOW, last_device_seq=6, outcomes=(set_aside,)))
    _rename(first, "", "111")
    found = first.sync.waiting_records()
    assert [(r.what, r.key, r.events, r.problem) for r in found] == [
        ("inspection", "x1", 1, "record_unreadable"),
        ("premises", "p1", 1, ""),
    ]
    assert found[0].title == "2026-0001"


def test_edits_of_two_laptops_converge_and_an_overlap_becomes_a_task(
    office: OfficeList, first: LocalStorage, second: LocalStorage
) -> None:
    _overlapping(office, first, second)
    assert first.registry.premises("p1") == second.registry.premises("p1")
    (task,) = first.sync.review_tasks()
    assert second.sync.review_tasks() == [task]
    assert (task.what, task.key, task.field) == ("premises", "p1", "phone")
    assert [edit.value for edit in task.edits] == ["111", "222"]
    assert first.sync.queue().attention == 1


def _resolve(storage: LocalStorage) -> ResolveOverlap:
    return ResolveOverlap(storage.log, storage.registry, FakeClock(), load_book(), SCOPE)


@pytest.mark.parametrize("choice", [0, 1])
def test_a_person_chooses_one_of_the_two_values_for_all_laptops(
    office: OfficeList, first: LocalStorage, second: LocalStorage, choice: int
) -> None:
    _overlapping(office, first, second)
    (task,) = first.sync.review_tasks()
    _resolve(first)(task, event_id=task.edits[choice].event_id)
    assert first.sync.review_tasks() == []
    meet(office, first, second)
    assert second.sync.review_tasks() == []
    for storage in (first, second):
        place = storage.registry.premises("p1")
        assert place is not None
        assert place.phone == task.edits[choice].value


def test_a_person_types_a_third_value(
    office: OfficeList, first: LocalStorage, second: LocalStorage
) -> None:
    _overlapping(office, first, second)
    (task,) = first.sync.review_tasks()
    _resolve(first)(task, typed="333")
    place = first.registry.premises("p1")
    assert place is not None
    assert place.phone == "333"
    assert first.sync.review_tasks() == []


def test_a_task_that_was_closed_meanwhile_is_not_decided_again(
    office: OfficeList, first: LocalStorage, second: LocalStorage
) -> None:
    _overlapping(office, first, second)
    (task,) = first.sync.review_tasks()
    _resolve(first)(task, typed="333")
    with pytest.raises(InputInvalid) as refused:
        _resolve(first)(task, typed="444")
    assert refused.value.code == "overlap_unknown"


def test_rebuilding_gives_the_same_entries_and_tasks(
    office: OfficeList, first: LocalStorage, second: LocalStorage
) -> None:
    second.log.append(*inspection_drafts())
    _overlapping(office, first, second)

    def seen() -> tuple[object, ...]:
        return (
            first.registry.premises("p1"),
            first.sync.review_tasks(),
            first.registry.list_inspections(),
            first.registry.introduced_keys(),
        )

    before = seen()
    first.projections.rebuild()
    assert seen() == before
