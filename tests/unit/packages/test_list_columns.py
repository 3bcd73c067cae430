"""A column that is a list or a table is replaced whole, by one of the same make."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.judgement import Confirmation
from inspector_app.domain.quantities import Mass
from inspector_app.evaluation import evaluate_cases
from inspector_app.metrology.column_values import is_alike, is_writable
from inspector_app.metrology.energy_metering import required_rates
from inspector_app.metrology.reference_weights import combined_limit
from inspector_app.packages.contents import RuleSet, rule_set
from inspector_app.packages.shelf import Installed
from inspector_app.packages.summary import summary_of
from inspector_app.words import Words, failures
from tests.helpers.packages import override, signed

COAL = 'table = "required_rate"\nmatch = { energy = "coal" }'
WEIGHT = 'table = "weight_mpe"\nmatch = { nominal = "20 kg" }'
PLEDGE = 'table = "consequence"\nmatch = { key = "retail_short_weight" }'


def coal(values: str) -> dict[str, str]:
    return override(COAL, values, regulation="gb_17167", edition="2006")


def weight(values: str) -> dict[str, str]:
    return override(WEIGHT, values, regulation="jjg_99", edition="2022")


def consequence(values: str) -> dict[str, str]:
    edition = rule_set(coal("{}")).book.newest("consequences").edition
    return override(PLEDGE, values, regulation="consequences", edition=edition)


def test_other_names_of_a_row_are_replaced_and_a_case_finds_it_by_them() -> None:
    book = rule_set(coal('{ also = ["兰炭", "原煤"] }')).book
    row = required_rates("兰炭", book.edition("gb_17167", "2006"))
    assert (row.text("energy"), row.confirmation) == ("coal", Confirmation.VERIFIED)
    inputs = {"energy": "焦炭", "edition": "2006"}
    (found,) = evaluate_cases([{"rule": "energy.required_rate", "inputs": inputs}], book)
    assert found["error"]["code"] == "energy_unknown"


def test_the_unit_of_a_label_is_judged_by_the_replaced_list() -> None:
    what = 'table = "legal_unit"\nmatch = { quantity = "mass", below = "1000" }'
    files = override(what, '{ units = ["g", "mg"] }', "prepackaged_goods", "75/2005")
    book = rule_set(files).book
    inputs = {"Qn": "500", "unit": "mg", "edition": "75/2005"}
    (found,) = evaluate_cases([{"rule": "prepack.label_unit", "inputs": inputs}], book)
    assert found["result"]["units"] == ["g", "mg"]


def test_a_table_in_a_column_keeps_its_entries() -> None:
    old = dict(rule_set(coal("{}")).book.newest("jjg_99").rows("weight_mpe")[0].values["mpe_mg"])
    assert old
    book = rule_set(weight(_of_weight("9.9"))).book
    limit, _ = combined_limit((Mass(Decimal(20), "kg"),), "M1", book.newest("jjg_99"))
    assert limit.equals(Mass(Decimal("9.9"), "mg"))


def _of_weight(new: str) -> str:
    rows = rule_set(coal("{}")).book.newest("jjg_99").rows("weight_mpe")
    (row,) = [row for row in rows if row.text("nominal") == "20 kg"]
    entries = dict(row.values["mpe_mg"]) | {"M1": new}
    return f"{{ mpe_mg = {{ {', '.join(f'{k} = {v!r}' for k, v in entries.items())} }} }}"


def test_the_summary_shows_lists_as_a_person_writes_them() -> None:
    found = rule_set(coal('{ also = ["兰炭", "原煤"] }'))
    (line,) = summary_of(Installed(signed(files=coal("{}")), found)).figures
    assert line.after == "also = [兰炭, 原煤]"
    assert line.before.startswith("also = [solid_fuel, coke, ")


def test_another_list_gives_another_digest_to_book_and_edition() -> None:
    def editions(rules: RuleSet) -> tuple[str, str]:
        return rules.book.digest, rules.book.edition("gb_17167", "2006").digest

    one = editions(rule_set(coal('{ also = ["兰炭"] }')))
    two = editions(rule_set(coal('{ also = ["焦炭"] }')))
    assert not {*one} & {*two}


@pytest.mark.parametrize(
    "values, code",
    [
        ('{ also = "兰炭" }', "override_kind"),
        ("{ also = [] }", "override_kind"),
        ('{ also = ["兰炭", "兰炭"] }', "override_kind"),
        ('{ also = [{ name = "兰炭" }] }', "override_kind"),
        ('{ also = { name = "兰炭" } }', "override_kind"),
        ('{ unit_pct = ["100"] }', "override_kind"),
        ("{ also = [1, 2] }", "package_entry_wrong"),
        ("{ also = [0.5] }", "package_entry_wrong"),
        ('{ also = ["a", ["b"]] }', "package_entry_wrong"),
        ('{ also = [" "] }', "package_entry_wrong"),
        ('{ also = ["x", { a = { b = "c" } }] }', "package_entry_wrong"),
        (f"{{ also = [{', '.join(repr(str(n)) for n in range(201))}] }}", "package_entry_wrong"),
    ],
)
def test_a_list_of_another_make_is_refused(values: str, code: str) -> None:
    _refused(coal(values), code)


@pytest.mark.parametrize(
    "values, code",
    [
        ('{ mpe_mg = { M1 = "1000" } }', "override_kind"),
        (_of_weight("much"), "override_kind"),
        (_of_weight("1/0"), "override_kind"),
        ('{ mpe_mg = ["1000"] }', "override_kind"),
        ("{ mpe_mg = { M1 = 5.0 } }", "package_entry_wrong"),
        ("{ mpe_mg = {} }", "package_entry_wrong"),
    ],
)
def test_a_table_of_another_make_is_refused(values: str, code: str) -> None:
    _refused(weight(values), code)


def test_a_consequence_names_only_fines_that_a_table_has() -> None:
    known = rule_set(coal("{}")).book.newest("consequences").rows("consequence")[0]
    (fine, *_) = known.values["fines"]
    assert rule_set(consequence(f'{{ fines = ["{fine}"] }}')).replaced
    _refused(consequence('{ fines = ["whatever_it_costs"] }'), "consequence_fine")
    # A package that was good once is still read: its old records are judged again by it.
    rule_set(consequence('{ fines = ["whatever_it_costs"] }'), is_new=False)


def test_articles_in_a_list_keep_their_entries_and_their_mark() -> None:
    old = [{"law": "a", "article": "7", "confirmation": "memory"}]
    assert is_alike(old, [{"law": "b", "article": "7之一", "confirmation": "verified"}])
    assert not is_alike(old, [{"law": "b", "article": "7", "confirmation": "sure"}])
    assert not is_alike(old, [{"law": "b", "article": "7"}])
    assert not is_alike(old, ["b 7"])
    assert not is_alike(old, [])
    assert is_alike([], ["a"])
    assert is_alike([], [])


def test_days_and_flags_stay_what_they_are() -> None:
    assert is_alike(date(2026, 1, 1), date(2027, 1, 1))
    assert not is_alike(date(2026, 1, 1), "2027-01-01")
    assert is_alike(True, False)
    assert not is_alike(True, 1)
    assert not is_writable(0.5)


def _refused(files: dict[str, str], code: str) -> None:
    with pytest.raises(InputInvalid) as caught:
        rule_set(files)
    assert caught.value.code == code
    for language in ("zh_CN", "en"):
        said = failures.explain(caught.value, Words(language))
        assert "–" not in said.happened, said.happened
