"""Editions: their own hash, the edition of a day, one pinned whatever the day, notes of use."""

from __future__ import annotations

import hashlib
import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app import resource_files
from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.domain.instrument import AccuracyClass
from inspector_app.domain.judgement import Confirmation
from inspector_app.domain.quantities import kilograms
from inspector_app.metrology.applicable_regulation import applicable_regulation
from inspector_app.metrology.regulations import RegulationBook, parse_regulations
from tests.unit.metrology.tables import BOOK
from tests.unit.metrology.test_regulations import NEW, OLD

EDITIONS = [(r.key, r.number) for r in BOOK.regulations]
DAYS = st.dates(date(1990, 1, 1), date(2040, 1, 1))


def test_an_edition_has_the_hash_of_its_file_whatever_the_line_ends() -> None:
    text = resource_files.read_text("regulations/jjg_443_2023.toml")
    plain = hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()
    windows = text.replace("\n", "\r\n")
    assert parse_regulations({"x.toml": text}).newest("jjg_443").digest == plain
    assert parse_regulations({"x.toml": windows}).newest("jjg_443").digest == plain


def test_an_editions_hash_depends_on_no_other_file() -> None:
    both = parse_regulations({"old.toml": OLD, "new.toml": NEW})
    alone = parse_regulations({"old.toml": OLD})
    assert both.editions("scales")[0].digest == alone.newest("scales").digest
    assert both.digest != alone.digest


@given(st.sampled_from(EDITIONS), DAYS)
def test_a_pinned_edition_is_in_force_on_every_day(which: tuple[str, str], day: date) -> None:
    key, number = which
    assert BOOK.pinned(key, number).in_force(key, day).number == number


@given(st.sampled_from(EDITIONS), st.sampled_from(EDITIONS), DAYS)
def test_a_pin_changes_nothing_for_other_regulations(
    pin: tuple[str, str], asked: tuple[str, str], day: date
) -> None:
    if pin[0] != asked[0]:
        pinned = BOOK.pinned(*pin)
        assert pinned.held(asked[0], day) is BOOK.held(asked[0], day)


def test_pinning_leaves_the_book_itself_alone() -> None:
    on = date(2026, 11, 23)
    BOOK.pinned("jjg_443", "2006")
    assert BOOK.in_force("jjg_443", on).edition == "2023"
    assert BOOK.pinned("jjg_443", "2006").digest == BOOK.digest


@pytest.mark.parametrize("name", ["JJG 443-2015", "jjg443-2015", "2015"])
def test_an_edition_is_named_by_number_or_year(name: str) -> None:
    assert BOOK.edition("jjg_443", name).number == "JJG 443-2015"


@pytest.mark.parametrize("name", ["", "443", "1066", "JJG 539-2016"])
def test_an_edition_not_held_is_refused(name: str) -> None:
    with pytest.raises(InputInvalid) as refused:
        BOOK.pinned("jjg_443", name)
    assert refused.value.code == "edition_unknown"


@pytest.mark.parametrize(
    "on,edition",
    [
        ("2024-05-01", "2023"),
        ("2024-04-30", "2015"),
        ("2015-01-01", "2015"),
        ("2014-12-31", "2006"),
    ],
)
def test_dispensers_follow_the_edition_of_the_day(on: str, edition: str) -> None:
    assert BOOK.in_force("jjg_443", date.fromisoformat(on)).edition == edition


def test_no_two_editions_of_a_regulation_are_in_force_on_one_day() -> None:
    for key in {r.key for r in BOOK.regulations} - {"working_calendar"}:
        editions = BOOK.editions(key)
        for older, newer in itertools.pairwise(editions):
            assert older.effective_to is not None, older.number
            assert older.effective_to < newer.effective_from, older.number


def test_what_an_old_edition_was_not_read_for_is_borrowed_and_says_so() -> None:
    old = BOOK.edition("jjg_443", "2015")
    assert old.figure("mpe_pct").confirmation is Confirmation.MEMORY
    assert old.figure("reference_temperature_c").confirmation is Confirmation.INFERRED
    assert old.lender == BOOK.newest("jjg_443").used


def test_a_noting_book_tells_what_it_gave_and_what_it_was_asked_for_in_vain() -> None:
    noting, notes = BOOK.noting()
    noting.in_force("jjg_443", date(2020, 1, 1))
    noting.in_force("jjg_443", date(2020, 1, 1))
    assert noting.held("jjg_1204", date(2020, 1, 1)) is None
    with pytest.raises(OutOfRange):
        noting.in_force("jjg_443", date(1900, 1, 1))
    assert [used.number for used in notes.editions] == ["JJG 443-2015", "JJG 443-2023"]
    assert list(notes.keys) == ["jjg_443", "jjg_1204"]
    assert BOOK.notes is None


def _rules(book: RegulationBook, on: date) -> str:
    found = applicable_regulation(
        book,
        maximum_capacity=kilograms(30),
        accuracy_class=AccuracyClass.III,
        price_computing=True,
        on_date=on,
    )
    return found.number if found else ""


def test_a_price_computing_scale_can_be_judged_by_either_regulation_on_any_day() -> None:
    change = date(2027, 1, 8)
    before = change - timedelta(days=1)
    assert (_rules(BOOK, before), _rules(BOOK, change)) == ("JJG 539-2016", "JJG 1204-2025")
    assert _rules(BOOK.pinned("jjg_1204", "2025"), before) == "JJG 1204-2025"
    assert _rules(BOOK.pinned("jjg_539", "2016"), change) == "JJG 539-2016"
