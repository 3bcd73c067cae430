"""What the bench says of a frame: figures, flags, and the facts that deserve a sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from inspector_app import words
from inspector_app.domain.indication import Indication
from serial_drivers.catalog import find_driver
from ui.bench.wording import parsed


def said(protocol: str, data: bytes) -> str:
    reader = find_driver(protocol).new_reader()
    (seen,) = reader.feed(data) + reader.finish()
    assert isinstance(seen, Indication)
    return parsed(seen, None)


@pytest.mark.parametrize(
    "protocol, data, sentence",
    [
        ("iec62056-21", b"/ISk5\\2MT382\r\n", "offers mode E: DLMS by dlms-hdlc/e"),
        ("dlms-hdlc/e", b"/ISk5\\2MT382\r\n", "offers mode E: DLMS by dlms-hdlc/e"),
        (
            "dsmr-p1",
            b"/ISk5\\2MT382\r\n\r\n1-0:1.8.1(00001.500*kWh)\r\n!\r\n",
            "sent without a check",
        ),
    ],
)
def test_a_fact_that_deserves_a_sentence_has_one(protocol: str, data: bytes, sentence: str) -> None:
    words.set_language("en")
    assert sentence in said(protocol, data)


def test_other_facts_stand_by_their_names_in_words() -> None:
    words.set_language("en")
    assert "Speed offered: 5" in said("iec62056-21", b"/LGZ5ZMD310AT\r\n")
    assert "mode E" not in said("iec62056-21", b"/LGZ5ZMD310AT\r\n")


def test_the_fields_of_a_frame_have_words_and_units_are_written_as_people_do() -> None:
    said = parsed(
        Indication(value=Decimal("21.5"), unit="C", extras=(("temperature", "x"), ("odd_one", 1))),
        None,
    )
    assert said == "+21.5 °C · Temperature: x · odd one: 1"
