from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import msgspec
import pymerkle
import pytest

from db.office.storage import OfficeDatabase
from inspector_app.domain.exceptions import OfficeRefused
from inspector_app.evidence import chain, merkle
from inspector_app.sync import checkpoints
from inspector_app.sync.messages import Fate, PushAnswer
from tests.helpers.office_chain import NOW, OFFICE_KEY, Chain, enrol


def fates(answer: PushAnswer) -> list[str]:
    return [outcome.fate.value for outcome in answer.outcomes]


def codes(office: OfficeDatabase) -> list[str]:
    return sorted(alarm.code for alarm in office.records.alarms())


def test_a_push_gets_places_and_a_signed_tree_head(office: OfficeDatabase, laptop: Chain) -> None:
    for _ in range(5):
        laptop.add()
    answer = office.intake.accept("device-a", laptop.batch(), NOW)
    assert [(o.scope, o.seq) for o in answer.outcomes] == [("445202", n) for n in range(1, 6)]
    (checkpoint,) = answer.checkpoints
    assert checkpoints.is_genuine(checkpoint, OFFICE_KEY.public_key)
    leaves = [merkle.leaf_hash(bytes.fromhex(chain.hash_of(r))) for r in laptop.records]
    assert checkpoint.root == merkle.root_of(leaves).hex()


def test_the_tree_is_the_one_a_foreign_library_computes(
    office: OfficeDatabase, laptop: Chain
) -> None:
    peer = pymerkle.InmemoryTree(algorithm="sha256")
    for size in range(1, 24):
        laptop.add()
        answer = office.intake.accept("device-a", laptop.batch(size), NOW)
        peer.append_entry(bytes.fromhex(chain.hash_of(laptop.records[-1])))
        assert answer.checkpoints[0].root == peer.get_root().hex()


def test_a_lost_answer_costs_nothing(office: OfficeDatabase, laptop: Chain) -> None:
    for _ in range(3):
        laptop.add()
    first = office.intake.accept("device-a", laptop.batch(), NOW)
    again = office.intake.accept("device-a", laptop.batch(), NOW)
    assert fates(again) == ["duplicate"] * 3
    assert [o.seq for o in again.outcomes] == [o.seq for o in first.outcomes]
    assert office.scopes.heads(["445200"])[0].seq == 3


def test_a_batch_may_overlap_what_is_known(office: OfficeDatabase, laptop: Chain) -> None:
    for _ in range(4):
        laptop.add()
    office.intake.accept("device-a", laptop.batch(1, 2), NOW)
    answer = office.intake.accept("device-a", laptop.batch(2, 4), NOW)
    assert fates(answer) == ["duplicate", "accepted", "accepted"]


def test_a_gap_is_refused_naming_where_to_begin(office: OfficeDatabase, laptop: Chain) -> None:
    for _ in range(4):
        laptop.add()
    with pytest.raises(OfficeRefused, match="chain_gap") as refusal:
        office.intake.accept("device-a", laptop.batch(3, 4), NOW)
    assert refusal.value.parameters["expected"] == "1"


def test_a_signature_of_another_key_is_refused(office: OfficeDatabase, laptop: Chain) -> None:
    laptop.add()
    forged = Chain("device-a", records=laptop.records, events=laptop.events)
    with pytest.raises(OfficeRefused, match="head_not_genuine"):
        office.intake.accept("device-a", forged.batch(), NOW)
    assert fates(office.intake.accept("device-a", laptop.batch(), NOW)) == ["accepted"]


def test_an_unknown_or_revoked_device_is_refused(office: OfficeDatabase, laptop: Chain) -> None:
    laptop.add()
    with pytest.raises(OfficeRefused, match="device_unknown"):
        office.intake.accept("device-z", laptop.batch(), NOW)
    office.devices.revoke("device-a", NOW)
    with pytest.raises(OfficeRefused, match="device_revoked"):
        office.intake.accept("device-a", laptop.batch(), NOW)


def test_a_broken_link_is_set_aside_and_the_queue_goes_on(
    office: OfficeDatabase, laptop: Chain
) -> None:
    laptop.add()
    laptop.add()
    laptop.records[1] = laptop.records[1].replace("称重".encode(), "改动".encode())
    laptop.records[1] = laptop.records[1].replace(
        chain.hash_of(laptop.records[0]).encode(), b"f" * 64
    )
    laptop.add()
    with pytest.raises(OfficeRefused, match="chain_broken") as refusal:
        office.intake.accept("device-a", laptop.batch(), NOW)
    assert refusal.value.parameters["device_seq"] == "2"
    assert fates(office.intake.accept("device-a", laptop.batch(1, 1), NOW)) == ["accepted"]
    assert fates(office.intake.accept("device-a", laptop.batch(2, 2), NOW)) == ["quarantined"]
    assert fates(office.intake.accept("device-a", laptop.batch(3, 3), NOW)) == ["accepted"]


@pytest.mark.parametrize(
    "record",
    [
        b"not json",
        b'{"b":1,"a":2}',
        b'{"a":1.5}',
        b"[" * 10_000 + b"]" * 10_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b"\xff\xfe",
    ],
)
def test_what_is_no_record_is_acknowledged_and_set_aside(
    office: OfficeDatabase, laptop: Chain, record: bytes
) -> None:
    laptop.add()
    laptop.add_raw(record)
    laptop.add()
    answer = office.intake.accept("device-a", laptop.batch(), NOW)
    assert fates(answer) == ["accepted", "quarantined", "accepted"]
    again = office.intake.accept("device-a", laptop.batch(), NOW)
    assert fates(again) == ["duplicate", "quarantined", "duplicate"]


def test_a_type_never_heard_of_is_kept_and_relayed_untouched(
    office: OfficeDatabase, laptop: Chain
) -> None:
    laptop.add_altered(type="DroneFlown", type_version=7, body={"height": 12})
    assert fates(office.intake.accept("device-a", laptop.batch(), NOW)) == ["accepted"]
    page = office.scopes.page("445202", 1, 0, reader="device-b", now=NOW, limit=10)
    assert page.events[0].record == laptop.records[0]
    assert office.records.catch_up(NOW) == 1


def test_an_event_from_the_future_is_taken(office: OfficeDatabase, laptop: Chain) -> None:
    laptop.add(at=NOW + timedelta(days=3650))
    laptop.add(at=NOW - timedelta(days=3650))
    assert fates(office.intake.accept("device-a", laptop.batch(), NOW)) == ["accepted"] * 2


def test_another_history_under_the_same_numbers_raises_an_alarm(
    office: OfficeDatabase, laptop: Chain
) -> None:
    laptop.add("one")
    office.intake.accept("device-a", laptop.batch(), NOW)
    restored = Chain("device-a", key=laptop.key)
    restored.add("another")
    answer = office.intake.accept("device-a", restored.batch(), NOW)
    assert answer.outcomes[0].code == "chain_forked"
    assert codes(office) == ["chain_forked"]


def test_a_reused_event_id_is_set_aside_with_an_alarm(
    office: OfficeDatabase, laptop: Chain
) -> None:
    laptop.add()
    laptop.add_altered(event_id=laptop.events[0])
    laptop.add()
    answer = office.intake.accept("device-a", laptop.batch(), NOW)
    assert fates(answer) == ["accepted", "quarantined", "accepted"]
    assert codes(office) == ["event_id_reused"]


def test_an_event_waits_for_what_it_depends_on(office: OfficeDatabase, laptop: Chain) -> None:
    other = Chain("device-b")
    enrol(office, other.device())
    needed = other.add()
    middle = laptop.add(needs=(needed,))
    laptop.add(needs=(middle,))
    answer = office.intake.accept("device-a", laptop.batch(), NOW)
    assert fates(answer) == ["held", "held"]
    office.intake.accept("device-b", other.batch(), NOW)
    again = office.intake.accept("device-a", laptop.batch(), NOW)
    assert [(o.fate, o.seq) for o in again.outcomes] == [(Fate.DUPLICATE, 2), (Fate.DUPLICATE, 3)]
    page = office.scopes.page("445202", 1, 0, reader="", now=NOW, limit=10)
    assert page.checkpoint is not None
    leaves = [merkle.leaf_hash(bytes.fromhex(event.hash)) for event in page.events]
    assert page.checkpoint.root == merkle.root_of(leaves).hex()


def test_a_division_not_granted_is_kept_and_noticed(office: OfficeDatabase, laptop: Chain) -> None:
    laptop.add(scope="310000")
    assert fates(office.intake.accept("device-a", laptop.batch(), NOW)) == ["accepted"]
    assert codes(office) == ["scope_not_granted"]


def test_an_event_without_a_division_is_filed_at_the_devices_home(
    office: OfficeDatabase, laptop: Chain
) -> None:
    laptop.add(scope="")
    assert office.intake.accept("device-a", laptop.batch(), NOW).outcomes[0].scope == "445202"


def test_a_page_gives_others_records_and_the_readers_own_hashes(
    office: OfficeDatabase, laptop: Chain
) -> None:
    laptop.add()
    office.intake.accept("device-a", laptop.batch(), NOW)
    own = office.scopes.page("445202", 1, 0, reader="device-a", now=NOW, limit=10)
    assert (own.events[0].record, own.events[0].hash) == (b"", chain.hash_of(laptop.records[0]))


def test_pages_follow_each_other_and_the_last_carries_the_checkpoint(
    office: OfficeDatabase, laptop: Chain
) -> None:
    for _ in range(7):
        laptop.add()
    office.intake.accept("device-a", laptop.batch(), NOW)
    first = office.scopes.page("445202", 1, 0, reader="", now=NOW, limit=4)
    second = office.scopes.page("445202", 1, first.last, reader="", now=NOW, limit=4)
    assert (first.has_more, first.checkpoint) == (True, None)
    assert [e.seq for e in first.events + second.events] == list(range(1, 8))
    assert second.checkpoint is not None
    assert second.checkpoint.size == 7


def test_an_event_is_proved_to_lie_in_the_tree(office: OfficeDatabase, laptop: Chain) -> None:
    for _ in range(6):
        laptop.add()
    office.intake.accept("device-a", laptop.batch(), NOW)
    proof = office.scopes.proof(laptop.events[3], NOW)
    assert proof is not None
    leaf = merkle.leaf_hash(bytes.fromhex(proof.hash))
    path = [bytes.fromhex(node) for node in proof.path]
    root = bytes.fromhex(proof.checkpoint.root)
    assert merkle.is_included(leaf, proof.seq - 1, proof.checkpoint.size, path, root)
    assert office.scopes.proof("unknown", NOW) is None


def test_an_office_shown_a_word_it_no_longer_keeps_begins_a_new_epoch(
    office: OfficeDatabase, laptop: Chain
) -> None:
    laptop.add()
    answer = office.intake.accept("device-a", laptop.batch(), NOW)
    kept = answer.checkpoints[0]
    assert office.scopes.diverged(kept, NOW).epoch == 1
    lost = checkpoints.sign(
        OFFICE_KEY,
        office_id=kept.office_id,
        scope=kept.scope,
        epoch=1,
        size=9,
        root=b"\x02" * 32,
        signed_at=NOW,
    )
    assert office.scopes.diverged(lost, NOW).epoch == 2
    assert office.scopes.diverged(lost, NOW).epoch == 2
    assert codes(office) == ["office_restored"]
    with pytest.raises(OfficeRefused, match="epoch_changed"):
        office.scopes.page("445202", 1, 0, reader="", now=NOW, limit=4)
    with pytest.raises(OfficeRefused, match="checkpoint_not_genuine"):
        office.scopes.diverged(msgspec.structs.replace(lost, size=10), NOW)


def test_a_code_lets_one_device_in_once(office: OfficeDatabase) -> None:
    one, two = Chain("device-1"), Chain("device-2")
    enrol(office, one.device())
    with pytest.raises(OfficeRefused, match="enrolment_code_unknown"):
        office.devices.enrol("never made", two.device(), NOW)
    stranger = replace(two.device(), device_id="device-1")
    with pytest.raises(OfficeRefused, match="device_exists"):
        enrol(office, stranger)


def test_files_not_yet_stored_are_wanted(office: OfficeDatabase) -> None:
    names = [f"{n:064x}" for n in range(900)]
    office.intake.blob_stored(names[1], 10, NOW)
    office.intake.blob_stored(names[1], 10, NOW)
    assert office.intake.wanted(names) == (names[0], *names[2:])
