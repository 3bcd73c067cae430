from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.domain.exceptions import InspectorError, OfficeRefused, OfficeUnreachable
from inspector_app.services.sync_ports import FileOnItsWay
from inspector_app.services.synchronise import Progress, RoundResult, Synchronise
from inspector_app.sync.batches import Batch
from inspector_app.sync.messages import MAX_EVENTS, HelloAnswer, HelloRequest, PushAnswer
from tests.helpers.fake_office import SCOPE, FakeLaptop, FakeLink, FakeOffice, Fault
from tests.helpers.fakes import FakeClock


@pytest.fixture
def office() -> FakeOffice:
    return FakeOffice()


@pytest.fixture
def laptop(office: FakeOffice) -> FakeLaptop:
    return FakeLaptop(office, "device-a")


def use_case(office: FakeOffice, laptop: FakeLaptop) -> Synchronise:
    link = FakeLink(office, laptop.device_id)
    return Synchronise(store=laptop, link=link, clock=FakeClock(), signer=laptop.signer)


def synchronise(office: FakeOffice, laptop: FakeLaptop) -> RoundResult:
    return use_case(office, laptop)()


def places(office: FakeOffice) -> list[tuple[str, int]]:
    return [(p.device_id, p.device_seq) for p in office.ledgers[SCOPE].places]


def test_everything_that_waits_is_sent_in_batches_of_at_most_500(
    office: FakeOffice, laptop: FakeLaptop
) -> None:
    laptop.write(MAX_EVENTS + 20)
    result = synchronise(office, laptop)
    assert (result.pushed, result.accepted) == (520, 520)
    assert office.requests.count("push") == 2
    assert laptop.queue().events == 0


def test_a_second_round_moves_nothing_and_asks_once(
    office: FakeOffice, laptop: FakeLaptop, tmp_path: Path
) -> None:
    laptop.write(3)
    (tmp_path / "a").write_bytes(b"photo")
    laptop.add_file(tmp_path / "a")
    synchronise(office, laptop)
    office.requests.clear()
    assert synchronise(office, laptop).moved == 0
    assert office.requests == ["hello"]


def test_without_an_office_it_says_so(office: FakeOffice) -> None:
    with pytest.raises(OfficeRefused, match="not_enrolled"):
        synchronise(office, FakeLaptop(office, "device-a", enrolled=False))


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("method", ["hello", "push", "pull", "wanted", "send_blob"])
def test_a_cut_anywhere_is_made_good_by_the_next_round(
    office: FakeOffice, laptop: FakeLaptop, tmp_path: Path, method: str, when: str
) -> None:
    laptop.write(4)
    (tmp_path / "a").write_bytes(b"photo")
    name = laptop.add_file(tmp_path / "a")
    office.faults = [Fault(method, when)]
    if (method, when) != ("wanted", "after"):
        with pytest.raises(OfficeUnreachable):
            synchronise(office, laptop)
    synchronise(office, laptop)
    assert places(office) == [("device-a", n) for n in (1, 2, 3, 4)]
    assert office.files == {name: b"photo"}
    assert (laptop.queue().events, laptop.queue().blobs) == (0, 0)


def test_two_laptops_get_each_others_events_once(office: FakeOffice, laptop: FakeLaptop) -> None:
    other = FakeLaptop(office, "device-b")
    office.page_limit = 2
    laptop.write(5)
    other.write(3)
    synchronise(office, laptop)
    assert synchronise(office, other).pulled == 5
    assert synchronise(office, laptop).pulled == 3
    assert laptop.pulled[SCOPE] == other.pulled[SCOPE]
    assert synchronise(office, other).moved == 0


def test_a_broken_link_is_sent_alone_and_the_queue_goes_on(
    office: FakeOffice, laptop: FakeLaptop
) -> None:
    laptop.write(3)
    laptop.write(1, previous="f" * 64)
    laptop.write(3)
    result = synchronise(office, laptop)
    assert (result.accepted, result.quarantined) == (6, 1)
    assert laptop.queue().events == 0
    assert len(office.quarantine) == 1


def test_a_gap_is_filled_from_where_the_office_asks(office: FakeOffice, laptop: FakeLaptop) -> None:
    class LosesAfterHello(FakeLink):
        def hello(self, request: HelloRequest) -> HelloAnswer:
            answer = super().hello(request)
            self.office.restore_backup(keep=5)
            return answer

    laptop.write(6)
    synchronise(office, laptop)
    laptop.write(1)
    link = LosesAfterHello(office, "device-a")
    case = Synchronise(store=laptop, link=link, clock=FakeClock(), signer=laptop.signer)
    assert case().requeued == 1
    assert [seq for _, seq in places(office)] == [1, 2, 3, 4, 5, 6, 7]


def test_a_refusal_that_repeats_itself_ends_the_round(
    office: FakeOffice, laptop: FakeLaptop
) -> None:
    laptop.write(2)
    office.faults = [Fault("push", "before", OfficeRefused("head_not_genuine"))]
    with pytest.raises(OfficeRefused, match="head_not_genuine"):
        synchronise(office, laptop)
    assert laptop.queue().events == 2


def test_an_office_that_finds_a_batch_too_large_gets_smaller_ones(
    office: FakeOffice, laptop: FakeLaptop
) -> None:
    laptop.write(8)
    office.faults = [Fault("push", "before", OfficeRefused("batch_too_large"))] * 2
    assert synchronise(office, laptop).accepted == 8


def test_what_a_restored_office_lost_is_sent_again(office: FakeOffice, laptop: FakeLaptop) -> None:
    laptop.write(10)
    synchronise(office, laptop)
    office.restore_backup(keep=4)
    result = synchronise(office, laptop)
    assert (result.requeued, result.accepted) == (6, 6)
    assert [seq for _, seq in places(office)] == list(range(1, 11))


def test_a_history_that_differs_is_shown_to_the_office_and_read_anew(
    office: FakeOffice, laptop: FakeLaptop
) -> None:
    other = FakeLaptop(office, "device-b")
    laptop.write(3)
    synchronise(office, laptop)
    synchronise(office, other)
    office.restore_backup(keep=1)
    other.write(4)
    synchronise(office, other)
    result = synchronise(office, laptop)
    assert "diverged" in office.requests
    assert result.scopes_reset == 1
    synchronise(office, other)
    assert laptop.pulled[SCOPE] == other.pulled[SCOPE]
    assert synchronise(office, laptop).moved == 0


def test_an_office_that_forgot_what_it_signed_is_shown_its_word(
    office: FakeOffice, laptop: FakeLaptop
) -> None:
    other = FakeLaptop(office, "device-b")
    other.write(3)
    synchronise(office, other)
    synchronise(office, laptop)
    office.restore_backup(keep=1)
    assert synchronise(office, laptop).scopes_reset == 1
    assert laptop.cursor(SCOPE).seq == 1


def test_one_failing_file_never_stops_the_others(
    office: FakeOffice, laptop: FakeLaptop, tmp_path: Path
) -> None:
    for name in ("gone", "altered", "refused", "good"):
        (tmp_path / name).write_bytes(name.encode())
    gone = laptop.add_file(tmp_path / "gone")
    altered = laptop.add_file(tmp_path / "altered")
    refused = laptop.add_file(tmp_path / "refused")
    good = laptop.add_file(tmp_path / "good")
    (tmp_path / "gone").unlink()
    (tmp_path / "altered").write_bytes(b"altere")
    office.refused_files[refused] = OfficeRefused("file_too_large")
    result = synchronise(office, laptop)
    assert (result.files_sent, result.files_failed) == (1, 3)
    assert list(office.files) == [good]
    problems = {name: blob.problem for name, blob in laptop.blobs.items()}
    assert problems == {gone: "file_missing", altered: "blob_altered", refused: "file_too_large"}


def test_a_full_office_disk_stops_the_files_and_marks_none(
    office: FakeOffice, laptop: FakeLaptop, tmp_path: Path
) -> None:
    (tmp_path / "a").write_bytes(b"a")
    name = laptop.add_file(tmp_path / "a")
    office.refused_files[name] = OfficeRefused("disk_full", retry_after=60)
    with pytest.raises(OfficeRefused, match="disk_full"):
        synchronise(office, laptop)
    assert laptop.blobs[name].problem == ""


def test_a_file_that_the_office_has_already_is_not_sent_again(
    office: FakeOffice, laptop: FakeLaptop, tmp_path: Path
) -> None:
    (tmp_path / "a").write_bytes(b"a")
    name = laptop.add_file(tmp_path / "a")
    office.files[name] = b"a"
    assert synchronise(office, laptop).files_sent == 0
    assert not laptop.blobs


def test_a_round_can_be_stopped_between_two_requests(
    office: FakeOffice, laptop: FakeLaptop
) -> None:
    laptop.write(MAX_EVENTS * 2)
    result = use_case(office, laptop)(is_cancelled=lambda: "push" in office.requests)
    assert result.is_cancelled
    assert result.pushed == MAX_EVENTS
    assert laptop.queue().events == MAX_EVENTS


def test_progress_counts_what_is_sent_of_what_waits(office: FakeOffice, laptop: FakeLaptop) -> None:
    laptop.write(MAX_EVENTS + 1)
    seen: list[tuple[str, int, int]] = []

    def note(step: str, done: int, total: int) -> None:
        seen.append((step, done, total))

    listener: Progress = note
    use_case(office, laptop)(on_progress=listener)
    assert [s for s in seen if s[0] == "events"] == [("events", 0, 501), ("events", 500, 501)]


def test_an_answer_for_other_events_is_refused_and_nothing_is_kept(
    office: FakeOffice, laptop: FakeLaptop
) -> None:
    class Mixed(FakeLink):
        def push(self, batch: Batch) -> PushAnswer:
            answer = super().push(batch)
            return PushAnswer(
                received_at=answer.received_at,
                last_device_seq=answer.last_device_seq,
                outcomes=answer.outcomes[:-1],
            )

    laptop.write(2)
    case = Synchronise(
        store=laptop, link=Mixed(office, "device-a"), clock=FakeClock(), signer=laptop.signer
    )
    with pytest.raises(InspectorError, match="office_answer_invalid"):
        case()
    assert laptop.receipts == {}


def test_the_bytes_of_a_file_are_told_while_it_goes(
    office: FakeOffice, laptop: FakeLaptop, tmp_path: Path
) -> None:
    (tmp_path / "a").write_bytes(b"photo")
    name = laptop.add_file(tmp_path / "a")
    laptop_size = laptop.blobs[name].size
    told: list[FileOnItsWay] = []
    use_case(office, laptop)(on_file=told.append)
    assert told == [FileOnItsWay(sha256=name, held=5, size=laptop_size)]
