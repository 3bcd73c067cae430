"""Projections and the read side: what lists and searches show, and that a rebuild shows the same."""

# ruff: noqa: S608 - names of our own tables

from __future__ import annotations

import random  # noqa: TID251 - seeded
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db import search_text, tables
from db.inspection_rows import largest_relative_error
from db.storage import LocalStorage
from inspector_app.domain.events import (
    CheckAnswered,
    EventBody,
    InspectionReopened,
    InspectionSealed,
    InstrumentAmended,
    InstrumentRegistered,
    ObservationWithdrawn,
    PremisesAmended,
    PremisesRegistered,
    ProfileSaved,
    ReportIssued,
    UnknownBody,
    Voided,
)
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.inspection import State
from inspector_app.domain.instrument import InstrumentProfile
from inspector_app.domain.judgement import Outcome
from inspector_app.evidence import sealing
from tests.helpers.evidence import (
    DISPENSER,
    PERSON,
    WEIGHTS,
    FakeClock,
    case_drafts,
    dispenser_draft,
    draft,
    inspection_drafts,
    instrument,
    premises,
    register_drafts,
    signer,
    storage_in,
    verdict,
)


def _seal(storage: LocalStorage, stream_id: str = "x1") -> InspectionSealed:
    made = sealing.seal(storage.log.stream(stream_id), signer=signer(), sealed_at=FakeClock().now())
    storage.log.append(draft(made.body, stream_id))
    return made.body


def _busy(storage: LocalStorage) -> None:
    storage.log.append(*register_drafts(), *inspection_drafts())
    _seal(storage)
    storage.log.append(*inspection_drafts("x2", "2026-0002"))
    bodies: tuple[tuple[EventBody, str], ...] = (
        (InspectionReopened(reason="补测"), "x2"),
        (CheckAnswered(check="MS01", answer=""), "x2"),
        (ObservationWithdrawn(observation_id="x2-o1", reason="又撤"), "x2"),
        (ReportIssued(report="r", language="zh_CN", sha256="a" * 64, size=9, name="r.pdf"), "x1"),
        (PremisesAmended(premises_id="p1", before={"name": "x"}, after={"name": "新市场"}), "p1"),
        (PremisesRegistered(premises=premises("p2", "东湖超市")), "p2"),
        (InstrumentRegistered(instrument=instrument("i2", valid_until=date(2027, 9, 1))), "i2"),
        (
            InstrumentAmended(
                instrument=instrument("i1", premises_id="p2"), changed=("premises_id",)
            ),
            "i1",
        ),
        (ProfileSaved(instrument_id="i2", profile=InstrumentProfile(protocol="k", line="l")), "i2"),
        (UnknownBody(type="Later", type_version=2, data={"a": 1}), "x2"),
        (Voided(reason="重号", second_person="陈"), "x2"),
    )
    storage.log.append(*(draft(body, stream) for body, stream in bodies))


def _rows(storage: LocalStorage) -> dict[str, list[Any]]:
    rows = {
        table.name: [
            tuple(row) for row in storage._work.rows(f'SELECT * FROM "{table.name}" ORDER BY 1, 2')
        ]
        for table in tables.PROJECTIONS
    }
    with storage._work.alone() as driver:
        driver.execute(
            "CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, search_index, instance)"
        )
        rows["search_index"] = sorted(driver.execute("SELECT * FROM temp.terms").fetchall())
        driver.execute("DROP TABLE temp.terms")
    return rows


def test_dropping_and_replaying_gives_the_same_rows(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    _busy(storage)
    storage.log.append(dispenser_draft(), *case_drafts())
    before = _rows(storage)
    assert all(rows for name, rows in before.items() if name != "review_tasks")
    assert storage.projections.rebuild() == storage.log.count
    assert _rows(storage) == before
    storage.close()


def test_projections_of_an_older_program_are_rebuilt_at_opening(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    _busy(storage)
    before = _rows(storage)
    with storage.transaction():
        storage._work.execute(
            "UPDATE facts_about_this_file SET value = '0' WHERE name LIKE 'proj%'"
        )
        storage._work.execute("DELETE FROM inspections")
    storage.close()
    storage = storage_in(tmp_path)
    assert _rows(storage) == before
    storage.close()


def test_register_entries_come_back_as_registered(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    storage.log.append(*register_drafts())
    registry = storage.registry
    assert registry.premises("p1") == premises(stall="A12", market="进贤门")
    assert registry.instrument("i1") == instrument()
    assert registry.weight_sets() == (WEIGHTS,)
    assert registry.people() == (PERSON,)
    assert registry.instruments_at("p1") == (instrument(),)
    assert registry.premises("nobody") is None
    assert registry.instrument("nothing") is None
    storage.close()


def test_amendments_change_the_entry(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    _busy(storage)
    place = storage.registry.premises("p1")
    assert place is not None
    assert (place.name, place.stall) == ("新市场", "A12")
    second = storage.registry.instrument("i2")
    assert second is not None
    assert second.profile == InstrumentProfile(protocol="k", line="l")
    assert [row.premises_name for row in storage.registry.list_instruments()] == [
        "东湖超市",
        "新市场",
    ]
    storage.close()


def test_an_inspection_row_counts_what_counts(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    storage.log.append(*register_drafts(), *inspection_drafts())
    (row,) = storage.registry.list_inspections()
    assert (row.observations, row.answers) == (1, 2)
    assert (row.state, row.outcome) == (State.CONCLUDED, Outcome.PASS)
    assert row.premises_name == "榕城区进贤门市场"
    assert row.instrument_name == "电子计价秤 ACS-30 SN-i1"
    assert row.on == date(2026, 11, 23)
    storage.close()


def test_inspections_are_listed_newest_first_and_by_state(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    _busy(storage)
    assert [r.number for r in storage.registry.list_inspections()] == ["2026-0002", "2026-0001"]
    (sealed,) = storage.registry.list_inspections(state=State.SEALED)
    assert sealed.number == "2026-0001"
    assert [r.state for r in storage.registry.inspections_of("i1")] == [State.VOIDED, State.SEALED]
    assert storage.registry.list_inspections(offset=2) == []
    storage.close()


def test_a_seal_gives_the_instrument_its_last_outcome_and_history(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    storage.log.append(*register_drafts(), *inspection_drafts())
    (before,) = storage.registry.list_instruments()
    assert (before.last_outcome, before.history) == (None, ())
    _seal(storage)
    (after,) = storage.registry.list_instruments()
    assert (after.last_outcome, after.last_checked) == (Outcome.PASS, date(2026, 11, 23))
    assert after.history == ("0.50",)
    storage.log.append(draft(Voided(reason="重号", second_person="陈"), "x1"))
    (voided,) = storage.registry.list_instruments()
    assert (voided.last_outcome, voided.history) == (None, ())
    storage.close()


@pytest.mark.parametrize(
    "error,limit,expected",
    [
        ("−5 g", "±10 g", "0.50"),
        ("+0.012 kg", "±10 g", "1.20"),
        ("0 g", "±10 g", "0.00"),
        ("+5 g", "10 g", None),
        ("+5 g", "", None),
        ("+5 g", "±0 g", None),
        ("much", "±10 g", None),
        ("5 g", "±ten", None),
    ],
)
def test_the_history_holds_the_error_as_a_part_of_its_limit(
    error: str, limit: str, expected: str | None
) -> None:
    assert largest_relative_error(verdict(error=error, limit=limit)) == expected


def test_every_instrument_has_exactly_one_status(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    days = {
        "a": None,
        "b": date(2026, 11, 22),
        "c": date(2026, 11, 23),
        "d": date(2026, 12, 23),
        "e": date(2026, 12, 24),
    }
    for key, until in days.items():
        storage.log.append(
            draft(InstrumentRegistered(instrument=instrument(key, valid_until=until)), key)
        )
    found = {
        status: [
            r.instrument.instrument_id for r in storage.registry.list_instruments(status=status)
        ]
        for status in ("unknown", "overdue", "due_soon", "valid", "failed")
    }
    assert found == {
        "unknown": ["a"],
        "overdue": ["b"],
        "due_soon": ["c", "d"],
        "valid": ["e"],
        "failed": [],
    }
    assert storage.registry.count_instruments() == 5
    assert storage.registry.count_instruments(status="due_soon") == 2
    with pytest.raises(InputInvalid):
        storage.registry.count_instruments(status="'; DROP TABLE events")
    storage.close()


def test_all_events_wait_for_a_receipt(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    storage.log.append(*register_drafts())
    assert storage.registry.pending_events() == storage.log.count == 5
    storage.close()


def test_an_issued_report_is_known_by_its_hash(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    _busy(storage)
    assert storage.registry.report_hash_known("a" * 64)
    assert not storage.registry.report_hash_known("b" * 64)
    storage.close()


@pytest.mark.parametrize(
    "text, expected",
    [
        ("进贤", {("premises", "p1"), ("instrument", "i1"), ("inspection", "x1")}),
        ("贤门市", {("premises", "p1"), ("instrument", "i1"), ("inspection", "x1")}),
        ("榕城 A12", {("premises", "p1")}),
        ("acs-30", {("instrument", "i1"), ("inspection", "x1")}),
        ("2026-0001", {("inspection", "x1")}),
        ("ZS2026", {("weight_set", "w1")}),
        ("门贤", set()),
        ("", set()),
        ('"; OR 1', set()),
        ("NEAR(a b)", set()),
    ],
)
def test_search_finds_any_run_of_characters(tmp_path: Path, text: str, expected: set[Any]) -> None:
    storage = storage_in(tmp_path)
    storage.log.append(*register_drafts(), *inspection_drafts())
    assert {(f.what, f.key) for f in storage.registry.search(text)} == expected
    storage.close()


def test_an_amended_name_is_found_and_the_old_one_is_not(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    storage.log.append(*register_drafts())
    changed = PremisesAmended(premises_id="p1", before={}, after={"name": "东湖㛃䶮𬭊行"})
    storage.log.append(draft(changed, "p1"))
    assert {f.key for f in storage.registry.search("𬭊")} == {"p1", "i1"}
    assert "东湖㛃䶮𬭊行" in {f.title for f in storage.registry.search("䶮𬭊行")}
    assert storage.registry.search("榕城区") == []
    assert [p.premises_id for p in storage.registry.list_premises("东湖")] == ["p1"]
    assert storage.registry.count_instruments("䶮𬭊") == 1
    storage.close()


_SYLLABLES = "榕城揭阳市场电子秤超市水产肉菜摊位海鲜果品䶮㛃𬭊𠮷A1b２-·（）é 〇"


def test_search_answers_as_a_scan_of_every_entry_does(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    chance = random.Random(20261123)
    names = ["".join(chance.choices(_SYLLABLES, k=chance.randint(3, 14))) for _ in range(1500)]
    with storage.transaction():
        for number, name in enumerate(names):
            key = f"q{number}"
            storage.log.append(draft(PremisesRegistered(premises=premises(key, name)), key))
    folded = {f"q{n}": search_text.folded(name) for n, name in enumerate(names)}
    with storage._work.alone() as driver:
        driver.execute("CREATE TEMP TABLE scanned (key TEXT, name TEXT)")
        driver.executemany("INSERT INTO temp.scanned VALUES (?, ?)", folded.items())
    for _ in range(300):
        source = chance.choice(list(folded.values()))
        start = chance.randrange(max(len(source), 1))
        wanted = source[start : start + chance.randint(1, 4)]
        if not wanted or wanted[0] in "q0123456789":  # the key itself is searchable too
            continue
        expected = {
            k
            for (k,) in storage._work.rows(
                "SELECT key FROM temp.scanned WHERE instr(name, ?)", (wanted,)
            )
        }
        assert {f.key for f in storage.registry.search(wanted, limit=5000)} == expected, wanted
    storage.close()


def test_an_instrument_that_is_no_scale_is_found_by_id_and_by_category(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    storage.log.append(*register_drafts(), dispenser_draft())
    registry = storage.registry
    assert registry.measuring_instrument("m1") == DISPENSER
    assert registry.measuring_instruments("fuel_dispenser") == (DISPENSER,)
    assert registry.measuring_instruments("taximeter") == ()
    assert registry.measuring_instrument("i1") is None
    storage.close()
