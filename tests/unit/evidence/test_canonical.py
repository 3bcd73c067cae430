"""Canonical form: byte-identical with RFC 8785 inside the whitelist, refused outside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.events import (
    EVENT_TYPES,
    FieldFilled,
    InstrumentRegistered,
    ObservationRecorded,
    UnknownBody,
)
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.evidence import canonical
from tests.helpers.evidence import instrument, observation

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ASCII_KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-canonical.MAX_INTEGER, canonical.MAX_INTEGER), TEXT
)
PLAIN = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ASCII_KEYS, inner, max_size=5),
)


@given(PLAIN)
def test_the_bytes_are_those_of_rfc_8785(value: Any) -> None:
    assert canonical.encode(value) == rfc8785.dumps(value)


@given(PLAIN)
def test_decoding_gives_the_value_back(value: Any) -> None:
    assert canonical.decode(canonical.encode(value)) == value


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        float("nan"),
        Decimal("1.5"),
        b"bytes",
        2**53,
        -(2**53),
        {"重": 1},
        {1: "a"},
        (1, 2),
        {"a": {"b": [{"c": 1.0}]}},
        "\ud800",
        datetime(2026, 1, 1, tzinfo=UTC),
    ],
    ids=repr,
)
def test_what_has_no_single_form_is_refused(value: Any) -> None:
    with pytest.raises(InputInvalid) as refused:
        canonical.encode(value)
    assert refused.value.code == "not_canonical"


def test_a_refusal_names_the_place() -> None:
    with pytest.raises(InputInvalid) as refused:
        canonical.encode({"a": [{"b": 1.0}]})
    assert refused.value.parameters["field"] == "a[0].b"


def test_nesting_deeper_than_any_record_is_refused_without_a_crash() -> None:
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(InputInvalid):
        canonical.encode(deep)
    with pytest.raises(InputInvalid):
        canonical.decode(b"[" * 100_000 + b"]" * 100_000)


@pytest.mark.parametrize(
    "data",
    [b'{"b":1,"a":2}', b'{"a": 1}', b'{"a":1,"a":1}', b'"\\u4e2d"', b"1.0", b"\xff", b"", b"{"],
    ids=repr,
)
def test_bytes_that_are_not_in_canonical_form_are_refused(data: bytes) -> None:
    with pytest.raises(InputInvalid):
        canonical.decode(data)


def _round_trip(body: Any) -> Any:
    wire_type, version, plain = canonical.plain_body(body)
    return canonical.typed_body(wire_type, version, canonical.encode(plain))


def test_a_nested_fact_comes_back_equal() -> None:
    body = InstrumentRegistered(instrument=instrument())
    assert _round_trip(body) == body


@given(st.decimals(allow_nan=False, allow_infinity=False, places=None))
def test_a_decimal_keeps_every_digit_and_zero(value: Decimal) -> None:
    kept = canonical.from_json(canonical.to_json(value), Decimal)
    assert kept.as_tuple() == value.as_tuple()


def test_an_indicated_value_keeps_its_trailing_zeros() -> None:
    body = ObservationRecorded(observation=observation(value="1.500"))
    assert str(_round_trip(body).observation.indication.value) == "1.500"


@given(st.integers(0, 2**63))
def test_a_count_of_nanoseconds_may_outgrow_the_whitelist(count: int) -> None:
    body = ObservationRecorded(observation=observation())
    object.__setattr__(body.observation.indication, "monotonic_ns", count)
    assert _round_trip(body) == body


@given(st.sampled_from(["null", "true", "1", "1.0", "", "0x1"]))
def test_text_that_looks_like_something_else_stays_text(value: str) -> None:
    body = FieldFilled(name=value, value=value)
    assert _round_trip(body) == body


def test_a_fact_of_a_newer_program_is_kept_untouched() -> None:
    data: dict[str, object] = {"weather": {"wind": "强", "list": [1, None, True]}}
    body = UnknownBody(type="WeatherNoted", type_version=3, data=data)
    assert _round_trip(body) == body


def test_a_newer_version_of_a_known_fact_is_kept_whole() -> None:
    kept = canonical.typed_body("FieldFilled", 9, b'{"name":"n","other":1,"value":"v"}')
    assert kept == UnknownBody(
        type="FieldFilled", type_version=9, data={"name": "n", "other": 1, "value": "v"}
    )


def test_a_known_fact_that_does_not_fit_its_type_is_refused() -> None:
    with pytest.raises(InputInvalid):
        canonical.typed_body("FieldFilled", 1, b'{"name":5}')


@pytest.mark.parametrize("name", sorted(EVENT_TYPES))
def test_every_fact_has_a_reader(name: str) -> None:
    reader: Callable[..., Any] = canonical.typed_body
    with pytest.raises(InputInvalid, match=re.escape("not_canonical")):
        reader(name, EVENT_TYPES[name].VERSION, b"[]")
