from __future__ import annotations

from datetime import UTC, datetime

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.sync import batches
from inspector_app.sync.messages import MAX_BODY_BYTES, MAX_EVENTS, PulledEvent, PullPage

NOW = datetime(2026, 11, 24, tzinfo=UTC)
RECORDS = st.lists(
    st.text().map(lambda t: b'{"a":"' + t.encode("unicode_escape") + b'"}'), min_size=1
)


def head(seq: int) -> batches.Head:
    return batches.Head(
        device_id="d", device_seq=seq, hash="0" * 64, signature="AA==", signed_at=NOW
    )


@given(RECORDS, st.integers(1, 10**9))
def test_a_batch_comes_out_as_it_went_in(records: list[bytes], first: int) -> None:
    batch = batches.Batch(
        head=head(first + len(records) - 1), first_seq=first, records=tuple(records)
    )
    assert batches.unpack_batch(batches.pack_batch(batch)) == batch


@given(st.binary(max_size=200))
def test_noise_is_refused_in_words(body: bytes) -> None:
    with pytest.raises(InputInvalid):
        batches.unpack_batch(body)
    with pytest.raises(InputInvalid):
        batches.unpack_page(body)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zstandard.ZstdCompressor().compress(b"\0" * (MAX_BODY_BYTES + 1))
    assert len(bomb) < 2000
    with pytest.raises(InputInvalid, match="batch_too_large"):
        batches.unpack_batch(bomb)


def test_a_frame_that_hides_its_size_is_refused() -> None:
    hidden = zstandard.ZstdCompressor(write_content_size=False).compress(b"\0" * 1000)
    with pytest.raises(InputInvalid, match="batch_unreadable"):
        batches.unpack_batch(hidden)


def test_more_events_than_agreed_are_refused() -> None:
    many = batches.Batch(
        head=head(MAX_EVENTS + 1), first_seq=1, records=(b"{}",) * (MAX_EVENTS + 1)
    )
    with pytest.raises(InputInvalid, match="batch_too_large"):
        batches.unpack_batch(batches.pack_batch(many))


def test_a_head_that_does_not_end_the_batch_is_refused() -> None:
    odd = batches.Batch(head=head(5), first_seq=1, records=(b"{}",))
    with pytest.raises(InputInvalid, match="batch_unreadable"):
        batches.unpack_batch(batches.pack_batch(odd))


def test_a_page_tells_records_from_the_readers_own_hashes() -> None:
    page = PullPage(
        scope="445202",
        epoch=1,
        after=7,
        head=9,
        events=(PulledEvent(8, "", b'{"a":1}'), PulledEvent(9, "ab" * 32)),
    )
    assert batches.unpack_page(batches.pack_page(page)) == page


def test_an_empty_page_is_a_page() -> None:
    page = PullPage(scope="445202", epoch=1, after=7, head=7, events=())
    found = batches.unpack_page(batches.pack_page(page))
    assert (found.last, found.has_more) == (7, False)


def test_the_wire_is_little_more_than_the_compressed_records() -> None:
    records = tuple(b'{"id":"%d","text":"%s"}' % (n, b"\xe7\xa7\xa4" * 300) for n in range(400))
    batch = batches.Batch(head=head(400), first_seq=1, records=records)
    bare = batches.compress(b"\n".join(records))
    assert len(batches.pack_batch(batch)) <= len(bare) + 400


@pytest.mark.parametrize(
    "sizes, count",
    [([], 0), ([10], 1), ([5000], 1), ([400, 400, 400], 2), ([5000, 1], 1), ([1] * 9, 4)],
)
def test_a_batch_ends_at_its_limits_but_takes_at_least_one(sizes: list[int], count: int) -> None:
    assert batches.within_limits(sizes, max_events=4, max_bytes=1000) == count
