from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection

import pytest

from serial_drivers.ports.batch_pipe import BatchReader, batch_writer

SIZES = [0, 1, 12, 4096, 70_000, 300_000]


@pytest.fixture
def ends() -> Iterator[tuple[Connection, Connection]]:
    ours, theirs = multiprocessing.Pipe()
    yield ours, theirs
    ours.close()
    theirs.close()


def test_batches_of_any_size_arrive_whole_and_in_order(ends: tuple[Connection, Connection]) -> None:
    ours, theirs = ends
    batches = [bytes([number]) * size for number, size in enumerate(SIZES * 3)]
    write = batch_writer(theirs)
    sender = threading.Thread(target=lambda: [write(batch) for batch in batches])
    sender.start()
    reader = BatchReader(ours)
    assert [reader.read() for _batch in batches] == batches
    sender.join()
    assert not reader.has_more(0)


def test_what_waits_is_known_whether_it_is_in_the_pipe_or_already_taken(
    ends: tuple[Connection, Connection],
) -> None:
    ours, theirs = ends
    reader, write = BatchReader(ours), batch_writer(theirs)
    assert not reader.has_more(0)
    write(b"first")
    write(b"second")
    assert reader.has_more(0)
    assert reader.read() == b"first"
    assert reader.has_more(0), "it came with the same read"
    assert reader.read() == b"second"
    assert not reader.has_more(0)


def test_orders_go_the_other_way_undisturbed(ends: tuple[Connection, Connection]) -> None:
    ours, theirs = ends
    batch_writer(theirs)(b"batch")
    ours.send(b"order")
    assert theirs.recv() == b"order"
    assert BatchReader(ours).read() == b"batch"


def test_an_end_that_is_gone_ends_reading_and_writing(ends: tuple[Connection, Connection]) -> None:
    ours, theirs = ends
    batch_writer(theirs)(b"last")
    theirs.close()
    reader = BatchReader(ours)
    assert reader.read() == b"last"
    assert reader.has_more(0), "the end is something to be read"
    with pytest.raises((EOFError, OSError)):
        reader.read()
