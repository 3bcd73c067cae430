"""Texts that a parser would chew on for ever are refused before one sees them."""

from __future__ import annotations

import tomllib

import pytest

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.metrology.regulations import shipped_texts
from inspector_app.packages import bounds
from inspector_app.packages.bounds import require_readable
from inspector_app.packages.contents import published_kinds, rule_set
from inspector_app.words import Words, failures
from tests.helpers.packages import EDITION, KIND, OVERRIDES, example_files

DEEP = ".".join(["a"] * 30_000)
MANY = "\n".join(f"k{n} = 1" for n in range(15_000))


def refusal(files: dict[str, str]) -> InputInvalid:
    with pytest.raises(InputInvalid) as caught:
        require_readable(files)
    for language in ("zh_CN", "en"):
        said = failures.explain(caught.value, Words(language))
        assert str(caught.value.parameters["name"]) in said.happened
        assert str(caught.value.parameters["limit"]) in said.happened
    return caught.value


@pytest.mark.parametrize(
    "text, code, line",
    [
        (f"{DEEP} = 1", "package_too_deep", "1"),
        (f"x = 1\n[{DEEP}]", "package_too_deep", "2"),
        (f"\n\nx = {{ {DEEP} = 1 }}", "package_too_deep", "3"),
        (DEEP.replace(".", " \t. ") + " = 1", "package_too_deep", "1"),
        (DEEP.replace("a", '"a.b"') + " = 1", "package_too_deep", "1"),
        (DEEP.replace("a", "'#'") + " = 1", "package_too_deep", "1"),
        ("x = " + "[" * 30_000, "package_too_deep", "1"),
        ("x = " + "{a=" * 30_000, "package_too_deep", "1"),
        ("x = 0x" + "f" * 90_000, "package_word_too_long", "1"),
        ("# 9\n" + "k" * 101 + " = 1", "package_word_too_long", "2"),
    ],
)
def test_an_absurd_text_is_refused_with_its_line(text: str, code: str, line: str) -> None:
    failure = refusal({EDITION: text})
    assert (failure.code, failure.parameters["line"]) == (code, line)


@pytest.mark.parametrize(
    "before",
    [
        'x = """ a"""" # four quotes end it, the first of them its own',
        'x = """"""',
        'x = """a""b\\""" ""c"""""',
        "x = '''it's '' so''''",
        'x = "\\"" # "',
        "x = '\\' # '",
        '# """',
        'x = "#"',
    ],
)
def test_no_text_and_no_comment_hides_what_comes_after_it(before: str) -> None:
    assert tomllib.loads(before) is not None
    failure = refusal({EDITION: f"{before}\n{DEEP} = 1"})
    assert (failure.code, failure.parameters["line"]) == ("package_too_deep", "2")


@pytest.mark.parametrize(
    "text",
    [
        f'x = "{DEEP}"',
        f"# {DEEP}",
        f"x = '''\n{DEEP}\n'''",
        f'x = "{"[" * 100}"',
        '"a" = "' + "9" * 5_000 + '"',
        ".".join(["a"] * bounds.MOST_DEPTH) + " = 1",
    ],
)
def test_what_stands_in_a_text_or_a_comment_counts_for_nothing(text: str) -> None:
    require_readable({EDITION: text})


def test_a_text_that_is_not_closed_is_the_parsers_to_refuse() -> None:
    text = 'x = "' + '\\"' * 100_000
    require_readable({EDITION: text})
    with pytest.raises(InputInvalid) as caught:
        rule_set({EDITION: text})
    assert caught.value.code == "regulation_file"


def test_entries_and_lines_are_counted_over_the_whole_package() -> None:
    names = [f"regulations/r{n}.toml" for n in range(4)]
    failure = refusal(dict.fromkeys(names, MANY))
    assert (failure.code, failure.parameters["name"]) == ("package_lines", names[2])
    failure = refusal(dict.fromkeys(names, "x = [" + "1, " * 15_000 + "]"))
    assert (failure.code, failure.parameters["name"]) == ("package_entries", names[3])
    failure = refusal(dict.fromkeys(names, "x = [" + "[]" * 15_000))
    assert (failure.code, failure.parameters["name"]) == ("package_entries", names[3])
    require_readable(dict.fromkeys(names[:2], MANY))


@pytest.mark.parametrize("name", [EDITION, OVERRIDES, KIND])
def test_no_parser_sees_an_absurd_text(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def parsed(text: str) -> object:
        raise AssertionError(text[:80])

    files = example_files() | {name: example_files()[name] + f"\n{DEEP} = 1\n"}
    monkeypatch.setattr(tomllib, "loads", parsed)
    with pytest.raises(InputInvalid, match="package_too_deep"):
        rule_set(files)
    if name == KIND:
        with pytest.raises(InputInvalid, match="package_too_deep"):
            published_kinds(files)


def test_what_the_program_ships_is_far_from_every_bound() -> None:
    """Else an office could not publish the next edition of what is there today."""
    files = {f"regulations/{name}": text for name, text in shipped_texts().items()}
    require_readable(files)
    assert sum(text.count("\n") for text in files.values()) < bounds.MOST_LINES / 5
    assert sum(text.count("=") for text in files.values()) < bounds.MOST_ENTRIES / 5
