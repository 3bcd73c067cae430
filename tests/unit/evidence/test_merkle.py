"""Our RFC 6962 tree against pymerkle, a foreign implementation."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from inspector_app.evidence import merkle

ENTRIES = [f"event {number}".encode() for number in range(130)]
LEAVES = [merkle.leaf_hash(entry) for entry in ENTRIES]


def _foreign(size: int) -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    for entry in ENTRIES[:size]:
        tree.append_entry(entry)
    return tree


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 9, 63, 64, 65, 100, 130])
def test_the_root_is_that_of_a_foreign_tree(size: int) -> None:
    assert merkle.root_of(LEAVES[:size]) == _foreign(size).get_root()


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert merkle.Frontier().root() == hashlib.sha256(b"").digest()


def test_a_frontier_taken_up_again_goes_on_where_it_was() -> None:
    first = merkle.Frontier()
    for leaf in LEAVES[:77]:
        first.append(leaf)
    second = merkle.Frontier(size=first.size, peaks=list(first.peaks))
    for leaf in LEAVES[77:]:
        second.append(leaf)
    assert second.root() == merkle.root_of(LEAVES)
    assert len(second.peaks) == (130).bit_count()


@given(st.integers(1, 130), st.data())
def test_every_leaf_can_be_proven_and_no_other_in_its_place(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion_path(LEAVES[:size], index)
    root = merkle.root_of(LEAVES[:size])
    assert merkle.is_included(LEAVES[index], index, size, path, root)
    assert not merkle.is_included(merkle.leaf_hash(b"other"), index, size, path, root)
    assert not merkle.is_included(LEAVES[index], index, size, [*path, bytes(32)], root)
    if path:
        assert not merkle.is_included(LEAVES[index], index, size, path[:-1], root)


@given(st.integers(1, 130), st.data())
def test_growth_can_be_proven_and_a_rewritten_past_cannot(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    path = merkle.consistency_path(LEAVES[:size], old)
    old_root, root = merkle.root_of(LEAVES[:old]), merkle.root_of(LEAVES[:size])
    assert merkle.is_consistent(old, size, path, old_root, root)
    other = merkle.root_of([merkle.leaf_hash(b"rewritten"), *LEAVES[1:old]])
    assert not merkle.is_consistent(old, size, path, other, root)


def test_a_leaf_beyond_the_tree_has_no_proof() -> None:
    with pytest.raises(IndexError):
        merkle.inclusion_path(LEAVES[:3], 3)
    assert not merkle.is_included(LEAVES[0], 3, 3, [], LEAVES[0])
