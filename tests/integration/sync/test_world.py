"""Two laptops and an office, edited, cut, killed and set to other clocks at random."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from inspector_app.domain.events import FieldFilled, PremisesAmended, PremisesRegistered
from inspector_app.domain.instrument import Premises
from inspector_app.evidence import chain
from inspector_app.metrology.regulations import RegulationBook, load_book
from tests.helpers.office_chain import NOW
from tests.helpers.sync_world import FAULTS, SCOPE, Laptop, World

WHICH = st.integers(0, 1)
VALUE = st.sampled_from(["甲", "乙", "丙", "丁"])
FIELD = st.sampled_from(["address", "stall", "phone"])


@cache
def rules() -> RegulationBook:
    return load_book()


class TwoLaptops(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="hp-world-"))
        self.world = World(self.folder, ["one", "two"], rules())
        place = Premises(premises_id="p1", name="市场", scope=SCOPE)
        self.world.laptops[0].add("p1", PremisesRegistered(premises=place))

    @rule(which=WHICH, value=VALUE)
    def observe(self, which: int, value: str) -> None:
        self.world.laptops[which].add(f"stream-{which}", FieldFilled(name="remark", value=value))

    @rule(which=WHICH, value=VALUE)
    def photograph(self, which: int, value: str) -> None:
        body = FieldFilled(name="photo", value=value)
        self.world.laptops[which].add(f"stream-{which}", body, blob=value.encode() * 100)

    @rule(which=WHICH, field=FIELD, value=VALUE)
    def amend(self, which: int, field: str, value: str) -> None:
        laptop = self.world.laptops[which]
        known = laptop.storage.registry.premises("p1")
        if known is None or getattr(known, field) == value:
            return
        body = PremisesAmended(
            premises_id="p1", before={field: getattr(known, field)}, after={field: value}
        )
        laptop.add("p1", body)

    @rule(which=WHICH, fault=st.sampled_from(FAULTS), at=st.integers(0, 4))
    def sync(self, which: int, fault: str, at: int) -> None:
        self.world.sync(self.world.laptops[which], fault, at)

    @rule(which=WHICH)
    def kill(self, which: int) -> None:
        self.world.laptops[which].kill()

    @rule(which=WHICH, days=st.integers(-1000, 1000))
    def jump(self, which: int, days: int) -> None:
        self.world.laptops[which].clock.at += timedelta(days=days)

    @rule()
    def come_to_rest(self) -> None:
        one, two = self.world.laptops
        for _ in range(2):
            assert self.world.sync(one) is not None
            assert self.world.sync(two) is not None
        for laptop in (one, two):
            again = self.world.sync(laptop)
            assert again is not None
            assert again.moved == 0
        self.agree(one, two)

    def agree(self, one: Laptop, two: Laptop) -> None:
        assert one.storage.registry.premises("p1") == two.storage.registry.premises("p1")
        assert one.storage.sync.review_tasks() == two.storage.sync.review_tasks()
        for stream in ("p1", "stream-0", "stream-1"):
            hashes = [[e.hash for e in x.storage.log.stream(stream)] for x in (one, two)]
            assert hashes[0] == hashes[1]
        head = self.world.office.scopes.checkpoint(SCOPE, NOW)
        for laptop in (one, two):
            word = laptop.storage.sync.last_checkpoint(SCOPE)
            assert word is not None
            assert (word.size, word.root) == (head.size, head.root)
        assert one.storage.sync.queue().blobs == two.storage.sync.queue().blobs == 0

    @invariant()
    def nothing_acknowledged_is_missing_and_nothing_is_doubled(self) -> None:
        kept = self.kept()
        assert max(Counter(kept.values()).values(), default=0) <= 1
        for laptop in self.world.laptops:
            for scope, seq, record in laptop.storage._work.rows(
                "SELECT r.scope, r.scope_seq, e.record FROM receipts r "
                "JOIN events e ON e.device_seq = r.device_seq WHERE r.fate = 'accepted'"
            ):
                assert kept[(scope, seq)] == chain.hash_of(record)

    def kept(self) -> dict[tuple[str, int], str]:
        found: dict[tuple[str, int], str] = {}
        for head in self.world.office.scopes.heads(["44"]):
            page = self.world.office.scopes.page(
                head.scope, head.epoch, 0, reader="", now=NOW, limit=1000
            )
            found |= {(head.scope, event.seq): event.hash for event in page.events}
        return found

    def teardown(self) -> None:
        self.come_to_rest()
        self.world.close()
        shutil.rmtree(self.folder)


QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@pytest.mark.timeout(300)
class TestTwoLaptops(TwoLaptops.TestCase):  # type: ignore[valid-type, misc]  # made by hypothesis
    settings = settings(
        max_examples=30, stateful_step_count=25, deadline=None, suppress_health_check=QUIET
    )


@pytest.mark.slow
@pytest.mark.timeout(1800)
class TestTwoLaptopsForLong(TwoLaptops.TestCase):  # type: ignore[valid-type, misc]  # as above
    settings = settings(
        max_examples=500, stateful_step_count=50, deadline=None, suppress_health_check=QUIET
    )
