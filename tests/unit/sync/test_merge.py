"""Register entries converge whatever the order of arrival, and no value is lost."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.events import (
    Event,
    EventBody,
    InstrumentAmended,
    InstrumentRegistered,
    PremisesAmended,
    PremisesRegistered,
)
from inspector_app.domain.instrument import Premises, WeighingInstrument
from inspector_app.sync import merge
from inspector_app.sync.merge import Placed
from tests.helpers.evidence import SCOPE, instrument, premises

FIELDS = ("name", "address", "phone")


def event(
    device: str, seq: int, body: EventBody, stream: str = "p1", *, after: tuple[str, ...] = ()
) -> Event:
    return Event(
        event_id=f"{device}{seq}",
        device_id=device,
        device_seq=seq,
        previous_hash="",
        stream_id=stream,
        scope=SCOPE,
        recorded_at=datetime(2026, 11, 24, tzinfo=UTC),
        monotonic_ns=seq,
        boot_id="b",
        body=body,
        blobs=(),
        dependencies=after,
        hash="",
    )


def amended(field_name: str, before: str, after: str) -> PremisesAmended:
    return PremisesAmended(premises_id="p1", before={field_name: before}, after={field_name: after})


def folded(*events: Event) -> merge.Merged:
    merged = merge.fold(events)
    assert merged is not None
    return merged


REGISTERED = event("A", 1, PremisesRegistered(premises=premises(address="旧街 1 号")))


def test_edits_of_two_fields_merge() -> None:
    merged = folded(
        REGISTERED,
        event("A", 2, amended("address", "旧街 1 号", "新街 2 号")),
        event("B", 1, amended("phone", "", "0663")),
    )
    assert isinstance(merged.entry, Premises)
    assert (merged.entry.address, merged.entry.phone) == ("新街 2 号", "0663")
    assert merged.overlaps == ()


def test_two_edits_of_one_field_keep_both_values_the_later_in_order_standing() -> None:
    merged = folded(
        REGISTERED,
        event("A", 2, amended("phone", "", "111")),
        event("B", 1, amended("phone", "", "222")),
    )
    assert isinstance(merged.entry, Premises)
    assert merged.entry.phone == "222"
    assert [(o.field, [v.text for v in o.values]) for o in merged.overlaps] == [
        ("phone", ['"111"', '"222"'])
    ]


def test_the_same_value_twice_is_no_overlap() -> None:
    merged = folded(
        REGISTERED,
        event("A", 2, amended("phone", "", "111")),
        event("B", 1, amended("phone", "", "111")),
    )
    assert merged.overlaps == ()


def test_an_edit_that_saw_the_other_replaces_it() -> None:
    merged = folded(
        REGISTERED,
        event("A", 2, amended("phone", "", "111")),
        event("B", 1, amended("phone", "111", "222")),
    )
    assert merged.overlaps == ()


def test_an_amendment_that_names_both_edits_closes_the_overlap() -> None:
    merged = folded(
        REGISTERED,
        event("A", 2, amended("phone", "", "111")),
        event("B", 1, amended("phone", "", "222")),
        event("C", 1, amended("phone", "222", "111"), after=("A2", "B1")),
    )
    assert isinstance(merged.entry, Premises)
    assert merged.entry.phone == "111"
    assert merged.overlaps == ()


def test_a_third_laptop_that_saw_one_of_two_values_leaves_the_other_standing() -> None:
    merged = folded(
        REGISTERED,
        event("A", 2, amended("phone", "", "111")),
        event("B", 1, amended("phone", "", "222")),
        event("C", 1, amended("phone", "222", "333")),
    )
    assert [v.text for v in merged.overlaps[0].values] == ['"111"', '"333"']


def test_fields_of_an_instrument_merge_by_what_their_authors_saw() -> None:
    first = instrument("i1")
    texts = merge.field_texts(first)
    model = replace(first, model="ACS-60")
    until = replace(first, verification_valid_until=date(2027, 1, 1))
    merged = folded(
        event("A", 1, InstrumentRegistered(instrument=first), "i1"),
        event(
            "A",
            2,
            InstrumentAmended(
                instrument=model, changed=("model",), before={"model": texts["model"]}
            ),
            "i1",
        ),
        event(
            "B",
            1,
            InstrumentAmended(
                instrument=until,
                changed=("verification_valid_until",),
                before={"verification_valid_until": texts["verification_valid_until"]},
            ),
            "i1",
        ),
    )
    assert isinstance(merged.entry, WeighingInstrument)
    assert merged.entry == replace(model, verification_valid_until=date(2027, 1, 1))
    assert merged.overlaps == ()


def test_an_amendment_of_release_0_1_0_replaces_what_its_own_laptop_wrote() -> None:
    first = instrument("i1")
    body = InstrumentAmended(instrument=replace(first, model="X"), changed=("model",))
    merged = folded(
        event("A", 1, InstrumentRegistered(instrument=first), "i1"), event("A", 2, body, "i1")
    )
    assert merged.overlaps == ()
    assert isinstance(merged.entry, WeighingInstrument)
    assert merged.entry.model == "X"


def test_an_entry_filed_under_another_stream_changes_nothing() -> None:
    stray = event("B", 1, PremisesRegistered(premises=premises("p2")), "p1")
    assert merge.fold([stray]) is None


def test_the_order_is_that_of_places_then_of_own_links_that_wait() -> None:
    own = [event("A", n, amended("phone", "", str(n))) for n in (2, 3, 4)]
    other = event("B", 1, amended("phone", "", "b"))
    placed = [
        Placed(own[2]),
        Placed(own[1], SCOPE, 9),
        Placed(other, SCOPE, 5),
        Placed(own[0], SCOPE, 4),
    ]
    assert [e.event_id for e in merge.office_order(placed)] == ["A2", "B1", "A3", "A4"]


def test_one_of_two_who_wrote_a_value_may_replace_it() -> None:
    merged = folded(
        REGISTERED,
        event("A", 2, amended("phone", "", "111")),
        event("C", 1, amended("phone", "", "111")),
        event("B", 1, amended("phone", "", "222")),
        event("C", 2, amended("phone", "222", "333")),
    )
    assert isinstance(merged.entry, Premises)
    assert merged.entry.phone == "333"
    assert merged.overlaps == ()


# --- any interleaving ----------------------------------------------------------------------


@dataclass
class Laptop:
    name: str
    known: list[Placed] = field(default_factory=list)
    waiting: list[Event] = field(default_factory=list)
    seq: int = 0

    def merged(self) -> merge.Merged:
        return folded(*merge.office_order([*self.known, *(Placed(e) for e in self.waiting)]))

    def edit(self, field_name: str, value: str) -> None:
        entry = self.merged().entry
        before = getattr(entry, field_name)
        if before != value:
            self.seq += 1
            self.waiting.append(event(self.name, self.seq, amended(field_name, before, value)))


steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("edit"), st.integers(0, 2), st.sampled_from(FIELDS), st.sampled_from("uvwxyz")
        ),
        st.tuples(st.just("push"), st.integers(0, 2)),
        st.tuples(st.just("pull"), st.integers(0, 2)),
    ),
    max_size=40,
)


def _play(script: list[tuple[object, ...]]) -> tuple[list[Laptop], list[Event]]:
    start = event("Z", 1, PremisesRegistered(premises=premises()))
    office = [start]
    laptops = [Laptop(name, [Placed(start, SCOPE, 1)]) for name in "ABC"]

    def push(one: Laptop) -> None:
        for waiting in one.waiting:
            office.append(waiting)
            one.known.append(Placed(waiting, SCOPE, len(office)))
        one.waiting.clear()

    def pull(one: Laptop) -> None:
        have = {p.event.event_id for p in one.known} | {e.event_id for e in one.waiting}
        one.known += [
            Placed(e, SCOPE, n) for n, e in enumerate(office, 1) if e.event_id not in have
        ]

    for what, who, *more in script:
        one = laptops[int(str(who))]
        if what == "edit":
            one.edit(str(more[0]), str(more[1]))
        else:
            (push if what == "push" else pull)(one)
    for one in laptops:
        push(one)
    for one in laptops:
        pull(one)
    return laptops, office


@settings(max_examples=150, deadline=None)
@given(steps)
def test_three_laptops_and_the_office_converge(script: list[tuple[object, ...]]) -> None:
    laptops, office = _play(script)
    expected = merge.fold(office)
    assert [one.merged() for one in laptops] == [expected] * 3


@settings(max_examples=150, deadline=None)
@given(steps, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(
    script: list[tuple[object, ...]], chance: object
) -> None:
    _, office = _play(script)
    placed = [Placed(e, SCOPE, n) for n, e in enumerate(office, 1)]
    chance.shuffle(placed)  # type: ignore[attr-defined]  # hypothesis gives a Random
    assert merge.office_order(placed) == office


@settings(max_examples=150, deadline=None)
@given(steps)
def test_no_value_is_lost_unless_somebody_who_knew_it_replaced_it(
    script: list[tuple[object, ...]],
) -> None:
    _, office = _play(script)
    merged = merge.fold(office)
    assert merged is not None
    standing = {o.field: {v.text for v in o.values} for o in merged.overlaps}
    for at, edit in enumerate(office):
        if not isinstance(edit.body, PremisesAmended):
            continue
        ((name, value),) = edit.body.after.items()
        kept = standing.get(name, set()) | {merge.json_text(getattr(merged.entry, name))}
        # Whoever wrote the same value knew it too, though another had written it first.
        writers = {
            e.device_id
            for e in office
            if isinstance(e.body, PremisesAmended) and e.body.after.get(name) == value
        }
        known_later = any(
            isinstance(later.body, PremisesAmended)
            and name in later.body.after
            and (later.body.before[name] == value or later.device_id in writers)
            for later in office[at + 1 :]
        )
        assert merge.json_text(value) in kept or known_later
