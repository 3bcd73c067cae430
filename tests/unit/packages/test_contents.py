from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from inspector_app.domain.exceptions import EvidenceBroken, InspectorError, OutOfRange
from inspector_app.domain.judgement import Confirmation
from inspector_app.evaluation import evaluate_cases
from inspector_app.kinds import catalogue
from inspector_app.metrology.regulations import RegulationBook, load_book
from inspector_app.packages.contents import rule_set
from inspector_app.packages.shelf import Installed, RuleShelf
from inspector_app.words import Words, failures
from tests.helpers.packages import EDITION, KIND, OVERRIDES, example_files, override, signed


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    catalogue.forget_published()


def refusal(files: dict[str, str]) -> InspectorError:
    with pytest.raises(InspectorError) as caught:
        rule_set(files)
    failure = caught.value
    assert failures.is_known(failure.code), failure.code
    for language in ("zh_CN", "en"):
        said = failures.explain(failure, Words(language))
        assert "–" not in said.happened, said.happened
    return failure


def changed(name: str, old: str, new: str) -> dict[str, str]:
    files = example_files()
    assert old in files[name]
    return files | {name: files[name].replace(old, new, 1)}


def test_the_example_brings_a_kind_an_edition_and_an_override() -> None:
    found = rule_set(example_files())
    assert [kind.key for kind in found.kinds] == ["rural_farm_shops"]
    assert [one.number for one in found.editions] == ["样例规程 2027"]
    (replaced,) = found.replaced
    assert replaced.before.confirmation is Confirmation.INFERRED
    row = found.book.newest("jjg_443").figure("runs_divisor")
    assert row.confirmation is Confirmation.VERIFIED
    assert row.source == "example: the office's paper copy, page 12 (陈国强, 2026-11-20)"


def test_the_digest_changes_with_the_figures_and_only_with_them() -> None:
    shipped, files = load_book().digest, example_files()
    assert rule_set({KIND: files[KIND]}).book.digest == shipped
    with_override = rule_set({KIND: files[KIND], OVERRIDES: files[OVERRIDES]}).book.digest
    assert with_override not in {shipped, rule_set(files).book.digest}
    assert rule_set({OVERRIDES: files[OVERRIDES]}).book.digest == with_override


def test_an_edition_not_yet_in_force_waits_for_its_day() -> None:
    book = rule_set(example_files()).book
    with pytest.raises(OutOfRange, match="no_edition_in_force"):
        book.in_force("example_rule", date(2027, 6, 30))
    limit = book.in_force("example_rule", date(2027, 7, 1)).figure("limit_pct")
    assert limit.decimal() == Decimal("0.50")


def test_a_newer_edition_of_a_shipped_regulation_is_used_from_its_day_on() -> None:
    text = example_files()[EDITION].replace('key = "example_rule"', 'key = "jjg_443"')
    book = rule_set({EDITION: text}).book
    assert book.in_force("jjg_443", date(2027, 6, 30)).edition == "2023"
    assert book.in_force("jjg_443", date(2027, 7, 1)).edition == "2027"


def test_a_row_of_a_table_is_replaced_by_what_it_matches() -> None:
    files = override(
        what='table = "five_gallons"\nmatch = { phase = "maintenance" }',
        values='{ in3 = "7" }',
        regulation="nist_hb44",
        edition="3.30",
    )
    rows = rule_set(files).book.newest("nist_hb44").rows("five_gallons")
    assert {row.text("phase"): row.text("in3") for row in rows} == {
        "maintenance": "7",
        "acceptance": "3",
    }


def test_a_figure_may_be_confirmed_without_being_changed() -> None:
    row = rule_set(override(values="{}")).book.newest("jjg_443").figure("runs")
    assert (row.text(), row.clause, row.confirmation) == ("3", "5.1", Confirmation.VERIFIED)


@pytest.mark.parametrize(
    "files, code",
    [
        (override(regulation="jjg_9999"), "override_unknown"),
        (override(edition="1999"), "override_unknown"),
        (override(what='figure = "no_such"'), "override_unknown"),
        (override(what='table = "no_such"\nmatch = { a = "1" }'), "override_unknown"),
        (override(what='table = "no_such"'), "package_entry_wrong"),
        (override(values='{ valeu = "4" }'), "override_column"),
        (override(values='{ value = "four" }'), "override_kind"),
        (override(values="{ value = 4 }"), "override_kind"),
        (override(values="{ value = 0.5 }"), "package_entry_wrong"),
        (override(values='{ source = "x" }'), "package_entry_wrong"),
        (
            {"overrides/x.toml": override()["overrides/x.toml"] * 2},
            "override_twice",
        ),
        ({"overrides/x.toml": "a = 1"}, "package_entry_wrong"),
    ],
)
def test_an_override_that_hits_nothing_or_too_much_is_refused(
    files: dict[str, str], code: str
) -> None:
    assert refusal(files).code == code


@pytest.mark.parametrize("mark", ["clause", "confirmation", "source", "by", "on", "values"])
def test_an_override_names_source_clause_confirmation_and_its_author(mark: str) -> None:
    text = override()["overrides/x.toml"]
    lines = [line for line in text.splitlines() if not line.startswith(f"{mark} =")]
    failure_files = {"overrides/x.toml": "\n".join(lines)}
    if mark == "values":  # confirming alone changes no column
        assert rule_set(failure_files).replaced
        return
    assert refusal(failure_files).parameters["entry"] == f"override 1: {mark}"


@pytest.mark.parametrize(
    "name, old, new, code",
    [
        (KIND, 'key = "rural_farm_shops"', 'key = "market_duties"', "kind_file_name"),
        (KIND, 'shape = "checklist"', 'shape = "volume_runs"', "kind_shape_unknown"),
        (KIND, 'shape = "checklist"', "", "package_entry_missing"),
        (KIND, "decisive = false", "decicive = false", "package_entry_unknown"),
        (KIND, "decisive = false", 'decisive = "no"', "package_entry_wrong"),
        (KIND, 'confirmation = "verified_secondary"', "", "package_entry_missing"),
        (KIND, 'confirmation = "memory"', 'confirmation = "sure"', "package_entry_wrong"),
        (KIND, 'article = "三（二）"', 'article = ""', "package_entry_wrong"),
        (KIND, 'key = "RF02"', 'key = "RF01"', "kind_entry_twice"),
        (KIND, "2026-12-31", "2026-01-31", "kind_period"),
        (KIND, 'lowest = "0"', 'lowest = "NaN"', "package_entry_wrong"),
        (KIND, 'lowest = "0"', 'lowest = "900"', "package_entry_wrong"),
        (KIND, '"inspector", "party"', '"inspector", "mayor"', "package_entry_wrong"),
        (KIND, "[kind]", "[kind", "package_toml"),
        (KIND, "version = 1", "version = 0", "package_entry_wrong"),
        (EDITION, "[regulation]", "[regulation", "regulation_file"),
        (EDITION, "effective_from = 2027-07-01", 'effective_from = "soon"', "regulation_file"),
        (EDITION, 'value = "0.50"', "value = 0.50", "regulation_file"),
        (EDITION, 'clause = "5.1"', 'clause = ""', "regulation_file"),
        (EDITION, 'edition = "2027"', "edition = 2027", "regulation_file"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_name(name: str, old: str, new: str, code: str) -> None:
    failure = refusal(changed(name, old, new))
    assert failure.code == code
    assert name in {*failure.parameters.values()}


def test_a_key_of_the_programs_own_kind_is_refused() -> None:
    text = example_files()[KIND].replace('key = "rural_farm_shops"', 'key = "market_duties"')
    assert refusal({"kinds/market_duties.toml": text}).code == "kind_key_shipped"


def test_an_edition_of_the_program_itself_is_refused_while_it_is_new() -> None:
    text = example_files()[EDITION].replace('key = "example_rule"', 'key = "jjg_443"')
    files = {EDITION: text.replace('edition = "2027"', 'edition = "2023"')}
    assert refusal(files).code == "edition_shipped"
    kept = rule_set(files, is_new=False).book
    assert kept.newest("jjg_443").figure("limit_pct").text() == "0.50"


def test_the_same_edition_twice_is_refused() -> None:
    text = example_files()[EDITION]
    assert refusal({EDITION: text, "regulations/again.toml": text}).code == "edition_twice"


@pytest.mark.parametrize("folder", ["kinds", "overrides", "regulations"])
@pytest.mark.parametrize("bomb", ["a = " + "[" * 100_000, "a = " + "{a=" * 50_000, "a." * 9000])
def test_a_bomb_of_brackets_is_one_sentence(folder: str, bomb: str) -> None:
    failure = refusal({f"{folder}/bomb.toml": bomb})
    assert failure.code == "package_too_deep"


def test_the_shelf_offers_a_kind_and_keeps_older_texts_for_old_records() -> None:
    shelf = RuleShelf(load_book())
    first = Installed(signed(), rule_set(example_files()))
    shelf.put(first)
    assert "rural_farm_shops" in {kind.key for kind in catalogue.kinds()}
    old = catalogue.kind_of("rural_farm_shops")
    files = changed(KIND, "version = 1", "version = 2")
    second = Installed(signed(2, files), rule_set(files))
    shelf.put(second)
    assert catalogue.kind_of("rural_farm_shops").version == 2
    assert shelf.held(first.rules.book.digest) == first.rules.book
    shelf.put(None)
    assert "rural_farm_shops" not in {kind.key for kind in catalogue.kinds()}
    assert catalogue.kind_of("rural_farm_shops").version == 2
    assert shelf.book.digest == load_book().digest
    assert old.digest != catalogue.kind_of("rural_farm_shops").digest


def test_an_older_book_is_read_when_it_is_asked_for_and_only_then() -> None:
    shelf, book, read = RuleShelf(load_book()), rule_set(example_files()).book, list[str]()

    def load() -> RegulationBook:
        read.append("once")
        return book

    shelf.put(None, older_books={book.digest: load})
    assert read == []
    assert shelf.held(book.digest) is book
    assert shelf.held(book.digest) is book
    assert read == ["once"]


def test_a_damaged_older_book_is_not_held_and_stops_nobody() -> None:
    def load() -> RegulationBook:
        raise EvidenceBroken("blob_altered")

    shelf = RuleShelf(load_book())
    shelf.put(None, older_books={"d" * 64: load, "e" * 64: load_book})
    assert shelf.held("d" * 64) is None
    assert shelf.held("e" * 64) is None


def test_a_kind_that_nobody_knows_has_its_key_for_a_title() -> None:
    assert catalogue.kind_title("of_2031").zh == "of_2031"
    assert catalogue.kind_title("market_duties").zh == "集贸市场计量职责检查"


_ASKED = [
    {
        "id": "mpe",
        "rule": "nawi.mpe",
        "inputs": {"accuracy_class": "III", "load_g": "2500", "e_g": "5", "stage": "in_service"},
    },
    {"id": "plan", "rule": "prepack.plan", "inputs": {"lot_size": "30"}},
    {"id": "code", "rule": "id.uscc", "inputs": {"code": "91350211M000100Y43"}},
    {"id": "cycle", "rule": "meter.water_cycle", "inputs": {"DN_mm": "50"}},
    {
        "id": "due",
        "rule": "deadline.filing_review_extended",
        "inputs": {"start": "2026-03-02", "excluded": "0"},
    },
]


@pytest.mark.parametrize(
    "files, case_id, code",
    [
        (
            override(
                'table = "stage"\nmatch = { factor = "2" }', '{ stage = "x" }', "jjg_539", "2016"
            ),
            "mpe",
            "regulation_no_row",
        ),
        (
            override('figure = "organisation_weights"', '{ value = "III" }', "credit_code", "2015"),
            "code",
            "not_computable",
        ),
    ],
)
def test_a_figure_that_makes_no_sense_fails_the_case_and_no_other(
    files: dict[str, str], case_id: str, code: str
) -> None:
    shipped = {one["id"]: one for one in evaluate_cases(_ASKED)}
    told = {one["id"]: one for one in evaluate_cases(_ASKED, rule_set(files).book)}
    assert "result" in shipped[case_id]
    assert failures.is_known("regulation_no_row")
    assert told.pop(case_id)["error"]["code"] == code
    assert all(told[name] == shipped[name] for name in told)
