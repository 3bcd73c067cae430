"""Cases on laptops: their rows are the fold of their stream, whoever wrote in it and in what order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from db.storage import LocalStorage
from inspector_app.casework.happenings import official_number
from inspector_app.domain.case import Case, Stage
from inspector_app.domain.events import CaseEventRecorded, UnknownBody
from tests.helpers.evidence import case_drafts, draft, inspection_drafts, storage_in
from tests.helpers.office_list import OfficeList, laptop, meet


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[LocalStorage]:
    opened = storage_in(tmp_path)
    yield opened
    opened.close()


def _happened(what: str, key: str, on: date = date(2026, 11, 24)) -> CaseEventRecorded:
    return CaseEventRecorded(happening_id=key, what=what, on=on)


def test_a_case_is_read_back_as_its_events_fold(storage: LocalStorage) -> None:
    storage.log.append(*inspection_drafts(), *case_drafts())
    case = storage.cases.case("c1")
    assert case == Case.fold(storage.log.stream("c1"))
    assert storage.cases.case("nothing") is None


def test_cases_are_listed_by_stage_and_by_their_record(storage: LocalStorage) -> None:
    storage.log.append(*inspection_drafts(), *case_drafts(), *case_drafts("c2", "x2"))
    storage.log.append(draft(_happened("notice_served", "h9"), "c2"))
    notices = storage.cases.list_cases(stages=(Stage.NOTICE,))
    assert [case.case_id for case in notices] == ["c2"]
    assert [case.case_id for case in storage.cases.list_cases()] == ["c2", "c1"]
    assert [case.case_id for case in storage.cases.cases_of("x1")] == ["c1"]
    assert storage.cases.cases_of("x9") == []


@pytest.mark.parametrize("text", ["042", "陈记", "261123-0000C1", "超差", "陈记 计量器具"])
def test_a_case_is_found_by_number_name_and_facts(storage: LocalStorage, text: str) -> None:
    storage.log.append(*case_drafts())
    found = [hit for hit in storage.registry.search(text) if hit.what == "case"]
    assert [hit.key for hit in found] == ["c1"]


def test_facts_of_a_newer_program_are_kept_and_change_nothing(storage: LocalStorage) -> None:
    storage.log.append(*case_drafts())
    before = storage.cases.case("c1")
    storage.log.append(draft(UnknownBody(type="CaseBlessed", type_version=3, data={}), "c1"))
    storage.log.append(draft(_happened("hologram_taken", "h7"), "c1"))
    case = storage.cases.case("c1")
    assert case is not None
    assert before is not None
    assert official_number(case) == official_number(before)
    assert "hologram_taken" in [h.what for h in case.happenings]


def test_happenings_without_their_opening_make_no_case(storage: LocalStorage) -> None:
    storage.log.append(draft(_happened("filed", "h1"), "c5"))
    assert storage.cases.list_cases() == []


def test_two_laptops_that_work_on_one_case_see_the_same(tmp_path: Path) -> None:
    office = OfficeList()
    first, second = laptop(tmp_path / "first", 1), laptop(tmp_path / "second", 2)
    first.log.append(*case_drafts())
    meet(office, first, second)
    second.log.append(draft(_happened("notice_served", "h8"), "c1"))
    first.log.append(draft(_happened("inquired", "h9"), "c1"))
    meet(office, first, second)
    meet(office, first, second)
    one, other = first.cases.case("c1"), second.cases.case("c1")
    assert one == other
    assert one is not None
    assert [h.what for h in one.happenings][-2:] in (
        ["inquired", "notice_served"],
        ["notice_served", "inquired"],
    )
    before = [first.cases.case("c1"), first.registry.search("042")]
    first.projections.rebuild()
    assert [first.cases.case("c1"), first.registry.search("042")] == before
    first.close()
    second.close()
