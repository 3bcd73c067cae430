from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest

from inspector_app import resource_files
from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.domain.judgement import Confirmation
from inspector_app.metrology.regulations import RegulationBook, parse_regulations
from tests.unit.metrology.tables import BOOK

FILES = resource_files.list_names("regulations", ".toml")
OLD = """
[regulation]
key = "scales"
number = "R 1-2000"
title = { zh = "甲", en = "A" }
edition = "2000"
effective_from = 2000-01-01
effective_to = 2009-12-31
clause = "title"
confirmation = "verified"
source = "made up for this test"

[figure.part]
value = "1/3"
clause = "1"
confirmation = "memory"
source = "made up for this test"
"""
NEW = OLD.replace("R 1-2000", "R 1-2010").replace("2000-01-01", "2010-01-01")
NEW = NEW.replace("effective_to = 2009-12-31\n", "")


def _book() -> RegulationBook:
    return parse_regulations({"old.toml": OLD, "new.toml": NEW})


@pytest.mark.parametrize("name", FILES)
def test_every_row_says_clause_confirmation_and_source(name: str) -> None:
    data = tomllib.loads(resource_files.read_text(name))
    rows: list[dict[str, Any]] = [data["regulation"], *data.get("figure", {}).values()]
    rows += [row for table in data.get("table", {}).values() for row in table]
    for row in rows:
        assert row["clause"].strip(), row
        assert row["source"].strip(), row
        assert row["confirmation"] in set(Confirmation), row


@pytest.mark.parametrize("name", FILES)
def test_no_figure_is_a_float(name: str) -> None:
    def floats(value: object) -> bool:
        if isinstance(value, dict):
            return any(floats(v) for v in value.values())
        if isinstance(value, list):
            return any(floats(v) for v in value)
        return isinstance(value, float)

    assert not floats(tomllib.loads(resource_files.read_text(name)))


@pytest.mark.parametrize(
    "on,number",
    [
        (date(2000, 1, 1), "R 1-2000"),
        (date(2009, 12, 31), "R 1-2000"),
        (date(2010, 1, 1), "R 1-2010"),
    ],
)
def test_the_edition_in_force_is_that_of_the_day(on: date, number: str) -> None:
    assert _book().in_force("scales", on).number == number


def test_a_day_before_every_edition_is_refused() -> None:
    with pytest.raises(OutOfRange) as refused:
        _book().in_force("scales", date(1999, 12, 31))
    assert refused.value.code == "no_edition_in_force"


def test_an_unknown_regulation_is_refused() -> None:
    with pytest.raises(InputInvalid):
        _book().newest("nothing")


def test_a_row_cites_number_clause_and_confirmation() -> None:
    citation = _book().newest("scales").figure("part").citation
    assert (citation.regulation, citation.clause) == ("R 1-2010", "1")
    assert citation.confirmation is Confirmation.MEMORY


def test_the_digest_changes_with_any_text() -> None:
    changed = parse_regulations({"old.toml": OLD, "new.toml": NEW.replace('"1/3"', '"1/4"')})
    assert changed.digest != _book().digest


def test_the_digest_is_the_same_for_both_line_endings() -> None:
    windows = {"old.toml": OLD.replace("\n", "\r\n"), "new.toml": NEW.replace("\n", "\r\n")}
    assert parse_regulations(windows).digest == _book().digest


@pytest.mark.parametrize(
    "broken",
    [
        "[regulation",
        OLD.replace('confirmation = "memory"\n', ""),
        OLD.replace('"memory"', '"sure"'),
        OLD.replace('clause = "1"', 'clause = " "'),
        OLD.replace('number = "R 1-2000"\n', ""),
        "regulation = 3",
    ],
)
def test_a_broken_table_is_refused_with_its_file_name(broken: str) -> None:
    with pytest.raises(InputInvalid) as refused:
        parse_regulations({"broken.toml": broken})
    assert refused.value.parameters["field"] == "broken.toml"


def test_figures_not_read_yet_are_borrowed_and_marked_inferred() -> None:
    own, borrowed = BOOK.newest("jjg_1204").rows("scope"), BOOK.newest("jjg_1204").rows("mpe")
    assert {row.confirmation for row in own} == {Confirmation.VERIFIED_SECONDARY}
    assert {row.confirmation for row in borrowed} == {Confirmation.INFERRED}
    assert {row.regulation for row in borrowed} == {"JJG 1204-2025"}
    assert [r.values for r in borrowed] == [r.values for r in BOOK.newest("jjg_539").rows("mpe")]
