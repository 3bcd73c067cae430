from __future__ import annotations

import dataclasses

import pytest

from inspector_app.domain.events import EVENT_TYPES, SignatureGiven, UnknownBody, Voided
from inspector_app.kinds.catalogue import kind_of
from inspector_app.metrology.regulations import load_book
from inspector_app.words import Words, trail
from tests.helpers.inspections import told

ZH = Words("zh_CN")
EN = Words("en")


@pytest.mark.parametrize("name", sorted(EVENT_TYPES))
def test_every_fact_has_a_sentence(name: str) -> None:
    assert EVENT_TYPES[name] in trail.SENTENCES


@pytest.mark.parametrize("words", [ZH, EN])
def test_a_whole_inspection_is_told_without_gaps(words: Words) -> None:
    bodies = told(kind_of("market_scale"), load_book())
    sentences = [trail.sentence_of(body, words) for body in bodies]
    assert all(sentences)
    assert not [text for text in sentences if "{" in text]


def test_names_and_reasons_are_in_the_sentence() -> None:
    said = trail.sentence_of(Voided(reason="wrong instrument", second_person="Li Si"), EN)
    assert said == "Declared void by a second person, Li Si: wrong instrument"


def test_a_refusal_to_sign_names_reason_and_witness() -> None:
    refused = SignatureGiven(role="party", name="Ma", refused=True, reason="No.", witness="Wu")
    assert trail.sentence_of(refused, EN) == "Ma refused to sign: No. Witness: Wu"
    signed = dataclasses.replace(refused, refused=False)
    assert trail.sentence_of(signed, EN) == "Signed by Ma."


def test_what_is_newer_or_unreadable_says_so() -> None:
    newer = UnknownBody(type="DroneFlown", type_version=3, data={})
    assert "DroneFlown" in trail.sentence_of(newer, EN)
    assert trail.sentence_of(None, EN) == "It cannot be read; it is kept as it came."


def test_braces_in_what_people_typed_stay_text() -> None:
    said = trail.sentence_of(Voided(reason="{second_person}", second_person="{x}"), EN)
    assert said == "Declared void by a second person, {x}: {second_person}"
