from __future__ import annotations

import re

from tests import words

PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def test_every_sentence_of_the_program_has_its_chinese() -> None:
    assert words.missing() == {}, "run: python -m tests.words"


def test_the_compiled_catalogue_is_that_of_the_po_file() -> None:
    assert words.MO.read_bytes() == words.compiled(words.read_catalogue()), (
        "run: python -m tests.words"
    )


def test_a_translation_has_the_placeholders_of_its_sentence() -> None:
    for message, translated in words.translations().items():
        wanted = set(PLACEHOLDER.findall(message))
        if isinstance(translated, str):
            assert set(PLACEHOLDER.findall(translated)) == wanted, message
        else:
            # A counted sentence's singular may leave the number out.
            assert all(wanted <= set(PLACEHOLDER.findall(form)) for form in translated), message


def test_no_sentence_is_left_that_the_program_does_not_use() -> None:
    used = {words._key(message) for message in words.used()}
    assert set(words.translations()) <= used, "run: python -m tests.words"
