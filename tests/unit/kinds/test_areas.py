"""A person finds each kind under one area, and no area is a lumber room."""

from __future__ import annotations

from collections import Counter

from inspector_app.kinds.base import AREAS, Area
from inspector_app.kinds.catalogue import kinds


def test_every_area_has_a_name_and_kinds_and_not_too_many() -> None:
    counted = Counter(kind.area for kind in kinds())
    assert set(AREAS) == set(Area) == set(counted)
    assert max(counted.values()) <= 8
    assert counted[Area.OTHER] <= 2  # what an office publishes has room there
