"""The chain: any change of any byte of any link is found, and the link is named."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.exceptions import EvidenceBroken
from inspector_app.evidence import chain
from tests.helpers.evidence import inspection_drafts, linked, register_drafts

LINKS = linked(register_drafts() + inspection_drafts())


def _break(links: list[chain.StoredLink]) -> EvidenceBroken:
    with pytest.raises(EvidenceBroken) as broken:
        list(chain.verified(links, device_id="device-1"))
    return broken.value


def test_an_untouched_chain_gives_every_event() -> None:
    events = list(chain.verified(LINKS, device_id="device-1"))
    assert [event.device_seq for event in events] == list(range(1, len(LINKS) + 1))


def test_the_hash_can_be_recomputed_with_any_sha256_tool() -> None:
    assert hashlib.sha256(LINKS[3].record).hexdigest() == LINKS[3].hash


def test_an_event_writes_the_record_it_was_read_from() -> None:
    for stored in LINKS:
        event = chain.event_of(stored.record)
        assert chain.record_of(event) == stored.record
        assert event.hash == stored.hash


@given(st.data())
def test_a_flipped_bit_anywhere_is_found_and_its_link_named(data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(LINKS) - 1))
    stored = LINKS[index]
    place = data.draw(st.integers(0, len(stored.record) - 1))
    bit = data.draw(st.integers(0, 7))
    record = bytearray(stored.record)
    record[place] ^= 1 << bit
    altered = [*LINKS[:index], replace(stored, record=bytes(record)), *LINKS[index + 1 :]]
    assert _break(altered).parameters["device_seq"] == str(index + 1)


@pytest.mark.parametrize("index", range(len(LINKS)))
def test_a_link_rehashed_after_a_change_breaks_the_next_one(index: int) -> None:
    record = LINKS[index].record.replace(SCOPE_BEFORE, SCOPE_AFTER)
    assert record != LINKS[index].record
    forged = replace(LINKS[index], record=record, hash=chain.hash_of(record))
    altered = [*LINKS[:index], forged, *LINKS[index + 1 :]]
    if index + 1 < len(LINKS):
        assert _break(altered).parameters["device_seq"] == str(index + 2)
    else:  # the newest link is vouched for by the signed head alone
        assert len(list(chain.verified(altered, device_id="device-1"))) == len(LINKS)


SCOPE_BEFORE, SCOPE_AFTER = b'"scope":"445202"', b'"scope":"445203"'


def test_a_missing_link_is_named() -> None:
    assert _break([*LINKS[:4], *LINKS[5:]]).parameters["expected"] == "5"


def test_swapped_links_are_found() -> None:
    assert _break([LINKS[0], LINKS[2], LINKS[1], *LINKS[3:]]).parameters["device_seq"] == "3"


def test_a_link_of_another_device_is_found() -> None:
    with pytest.raises(EvidenceBroken) as broken:
        list(chain.verified(LINKS, device_id="device-2"))
    assert broken.value.parameters["why"] == "of another device"


def test_a_link_filed_under_another_stream_is_found() -> None:
    moved = replace(LINKS[2], stream_id="elsewhere")
    assert _break([*LINKS[:2], moved, *LINKS[3:]]).parameters["device_seq"] == "3"


def test_a_record_with_a_blank_added_is_no_record_even_if_rehashed() -> None:
    record = LINKS[0].record + b" "
    forged = replace(LINKS[0], record=record, hash=chain.hash_of(record))
    assert _break([forged]).parameters["why"] == "not a canonical record"


def test_verification_can_begin_in_the_middle() -> None:
    rest = chain.verified(LINKS[5:], device_id="device-1", after=5, previous_hash=LINKS[4].hash)
    assert len(list(rest)) == len(LINKS) - 5
