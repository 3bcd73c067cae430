"""Two laptops and an office: edited, inspected with, cut, killed, restored, set to other clocks."""

from __future__ import annotations

import base64
import hashlib
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from inspector_app.domain.events import (
    EventBody,
    FieldFilled,
    InspectionOpened,
    InspectorKeyIntroduced,
    PhotoAttached,
    PremisesAmended,
    PremisesRegistered,
)
from inspector_app.domain.inspection import Inspection, State
from inspector_app.domain.instrument import Premises
from inspector_app.evidence import chain, sealing
from inspector_app.kinds.catalogue import kind_of
from inspector_app.metrology.regulations import RegulationBook, load_book
from tests.helpers.inspections import told
from tests.helpers.office_chain import NOW
from tests.helpers.sealed_office import INSPECTOR
from tests.helpers.sync_world import FAULTS, SCOPE, Laptop, World

WHICH = st.integers(0, 1)
VALUE = st.sampled_from(["甲", "乙", "丙", "丁"])
FIELD = st.sampled_from(["address", "stall", "phone"])


@cache
def rules() -> RegulationBook:
    return load_book()


@cache
def facts(*, faulty: bool) -> tuple[EventBody, ...]:
    """Return a whole inspection up to its signatures, as the real rules judge it."""
    return tuple(told(kind_of("market_scale"), rules(), faulty=faulty))


@dataclass
class Job:
    """An inspection on a laptop: how many of its facts are told."""

    name: str
    bodies: tuple[EventBody, ...]
    done: int = 0
    is_sealed: bool = False


class TwoLaptops(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="hp-world-"))
        self.world = World(self.folder, ["one", "two"], rules())
        self.jobs: tuple[list[Job], list[Job]] = ([], [])
        self.photos = 0
        place = Premises(premises_id="p1", name="市场", scope=SCOPE)
        first = self.world.laptops[0]
        first.add("p1", PremisesRegistered(premises=place))
        public = base64.b64encode(INSPECTOR.public_key).decode()
        known = InspectorKeyIntroduced(person_id="n1", key_id=INSPECTOR.key_id, public_key=public)
        first.add("n1", known)
        self.world.sync(first)

    @rule(which=WHICH, value=VALUE)
    def observe(self, which: int, value: str) -> None:
        self.world.laptops[which].add(f"stream-{which}", FieldFilled(name="remark", value=value))

    @rule(which=WHICH, value=VALUE)
    def photograph(self, which: int, value: str) -> None:
        body = FieldFilled(name="photo", value=value)
        self.world.laptops[which].add(f"stream-{which}", body, blob=self.picture())

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

    @rule(which=WHICH, faulty=st.booleans(), count=st.integers(5, 40))
    def inspect(self, which: int, faulty: bool, count: int) -> None:
        """Begin an inspection or go on with it: some facts more, at last the seal."""
        laptop, jobs = self.world.laptops[which], self.jobs[which]
        if not jobs or jobs[-1].is_sealed:
            jobs.append(Job(f"inspection-{which}-{len(jobs)}", facts(faulty=faulty)))
        job = jobs[-1]
        for body in job.bodies[job.done : job.done + count]:
            self.tell(laptop, job, body)
        job.done += count
        if job.done >= len(job.bodies):
            events = laptop.storage.log.stream(job.name)
            seal = sealing.seal(events, signer=INSPECTOR, sealed_at=laptop.clock.now())
            laptop.add(job.name, seal.body)
            job.is_sealed = True

    def tell(self, laptop: Laptop, job: Job, body: EventBody) -> None:
        if isinstance(body, InspectionOpened):
            body = replace(body, inspection_id=job.name, number=job.name.upper())
        if not isinstance(body, PhotoAttached):
            laptop.add(job.name, body)
            return
        photo = self.picture()
        sha256 = hashlib.sha256(photo).hexdigest()
        laptop.add(job.name, replace(body, sha256=sha256, size=len(photo)), blob=photo)

    def picture(self) -> bytes:
        """Return a file unlike any other, as photos are."""
        self.photos += 1
        return f"photo {self.photos} ".encode() * 100

    @rule(which=WHICH, fault=st.sampled_from(FAULTS), at=st.integers(0, 6))
    def sync(self, which: int, fault: str, at: int) -> None:
        self.world.sync(self.world.laptops[which], fault, at)

    @rule(which=WHICH)
    def kill(self, which: int) -> None:
        self.world.laptops[which].kill()

    @rule(which=WHICH, days=st.integers(-1000, 1000))
    def jump(self, which: int, days: int) -> None:
        self.world.laptops[which].clock.at += timedelta(days=days)

    @rule(days=st.integers(-1000, 1000))
    def office_clock_jumps(self, days: int) -> None:
        self.world.clock.at += timedelta(days=days)

    @rule()
    def kill_office(self) -> None:
        self.world.office_dies()

    @rule()
    def back_up(self) -> None:
        self.world.back_up()

    @precondition(lambda self: (self.folder / "backup").exists())
    @rule()
    def restore(self) -> None:
        self.world.restore()

    @rule()
    def come_to_rest(self) -> None:
        one, two = self.world.laptops
        for _ in range(3):
            assert self.world.sync(one) is not None
            assert self.world.sync(two) is not None
        for laptop in (one, two):
            again = self.world.sync(laptop)
            assert again is not None
            assert again.moved == 0
        self.agree(one, two)
        self.office_has_all()

    def agree(self, one: Laptop, two: Laptop) -> None:
        assert one.storage.registry.premises("p1") == two.storage.registry.premises("p1")
        assert one.storage.sync.review_tasks() == two.storage.sync.review_tasks()
        jobs = [job.name for side in self.jobs for job in side]
        for stream in ("p1", "n1", "stream-0", "stream-1", *jobs):
            hashes = [[e.hash for e in x.storage.log.stream(stream)] for x in (one, two)]
            assert hashes[0] == hashes[1]
        head = self.world.office.scopes.checkpoint(SCOPE, NOW)
        for laptop in (one, two):
            word = laptop.storage.sync.last_checkpoint(SCOPE)
            assert word is not None
            assert (word.size, word.root) == (head.size, head.root)
            queue = laptop.storage.sync.queue()
            assert (queue.events, queue.blobs) == (0, 0)

    def office_has_all(self) -> None:
        """Nothing that a laptop still has is missing: events, files, seals; no false alarm."""
        office, own = self.world.office, []
        for laptop in self.world.laptops:
            for (record,) in laptop.storage._work.rows("SELECT record FROM events"):
                own.append(chain.hash_of(bytes(record)))
                for blob in chain.event_of(bytes(record)).blobs:
                    assert not office.intake.wanted([blob.sha256])
                    assert self.world.blobs.get(blob.sha256) == laptop.storage.blobs.get(
                        blob.sha256
                    )
        assert sorted(self.kept().values()) == sorted(own)
        assert office.upkeep.check() == ()
        while office.records.catch_up(NOW):
            pass
        self.seals_hold()
        assert {alarm.code for alarm in office.records.alarms()} <= {"office_restored"}

    def seals_hold(self) -> None:
        for laptop, jobs in zip(reversed(self.world.laptops), self.jobs, strict=True):
            for job in (one for one in jobs if one.is_sealed):
                read = Inspection.fold(laptop.storage.log.stream(job.name))
                assert read.state is State.SEALED
                assert self.world.office.records.verdict(job.name) == "agrees"

    @invariant()
    def nothing_acknowledged_is_missing_and_nothing_is_doubled(self) -> None:
        kept = self.kept()
        assert max(Counter(kept.values()).values(), default=0) <= 1
        for laptop in self.world.laptops:
            # What came after a backup that was put back is missing until the laptop speaks again.
            device = self.world.office.devices.device(laptop.storage.device_id)
            assert device is not None
            for scope, seq, record in laptop.storage._work.rows(
                "SELECT r.scope, r.scope_seq, e.record FROM receipts r "
                "JOIN events e ON e.device_seq = r.device_seq "
                "WHERE r.fate = 'accepted' AND r.device_seq <= ?",
                (device.last_device_seq,),
            ):
                assert kept[(scope, seq)] == chain.hash_of(bytes(record))

    def kept(self) -> dict[tuple[str, int], str]:
        with self.world.office._work.reading() as t:
            rows = t.rows("SELECT scope, seq, hash FROM events")
        found = {(scope, seq): bytes(hashed).hex() for scope, seq, hashed in rows}
        assert len(found) == len(rows)
        return found

    def teardown(self) -> None:
        self.come_to_rest()
        self.world.close()
        shutil.rmtree(self.folder)


QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@pytest.mark.timeout(300)
class TestTwoLaptops(TwoLaptops.TestCase):  # type: ignore[valid-type, misc]  # made by hypothesis
    settings = settings(
        max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=QUIET
    )


@pytest.mark.slow
@pytest.mark.timeout(1800)
class TestTwoLaptopsForLong(TwoLaptops.TestCase):  # type: ignore[valid-type, misc]  # as above
    settings = settings(
        max_examples=500, stateful_step_count=50, deadline=None, suppress_health_check=QUIET
    )
