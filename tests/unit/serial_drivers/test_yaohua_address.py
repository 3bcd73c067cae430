"""An indicator of the Yaohua command format at another address than A, and what of it is read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.indication import FrameProblem, Indication
from serial_drivers.catalog import find_driver
from serial_drivers.driver import Display
from serial_drivers.drivers.yaohua_cmd import request

LOADED = Display(value=Decimal("1.25"), unit="kg", stable=True, net=True, tare=Decimal("0.50"))


def asked(name: str, word: bytes) -> Indication:
    """Return what the indicator of this name says to a host that sends the word."""
    driver = find_driver(name)
    (question,) = driver.new_reader().feed(word)
    assert isinstance(question, Indication)
    assert driver.voice.answer is not None
    answer = driver.voice.answer(question, LOADED)
    assert answer is not None
    (said,) = driver.new_reader().feed(answer.reply)
    assert isinstance(said, Indication)
    return said


@pytest.mark.parametrize(
    "name, word, value",
    [
        ("yaohua-cmd", b"\x02AB03\x03", "1.75"),
        ("yaohua-cmd@c", b"\x02CB01\x03", "1.75"),
        ("yaohua-cmd@C#gross", b"\x02CB01\x03", "1.75"),
        ("yaohua-cmd@Z#net", b"\x02ZD1E\x03", "1.25"),
    ],
)
def test_gross_and_net_are_read_at_any_letter(name: str, word: bytes, value: str) -> None:
    assert find_driver(name).commands.read == word
    said = asked(name, word)
    assert (str(said.value), said.net) == (value, name.endswith("net"))


def test_each_figure_of_the_indicator_has_its_button() -> None:
    commands = find_driver("yaohua-cmd@B").commands
    assert commands.identify == (request("A", "B"),)
    assert [each.data for each in commands.asks] == [request(letter, "B") for letter in "BDCEF"]
    assert asked("yaohua-cmd@B", request("C", "B")).extra("tare") == "0.50"


def test_another_indicator_on_the_line_gives_no_value() -> None:
    (said,) = find_driver("yaohua-cmd@B").new_reader().feed(b"\x02AB+01234521B\x03")
    assert isinstance(said, FrameProblem)
    assert (said.kind, said.detail) == ("wrong_address", "A")


@pytest.mark.parametrize(
    "name, code",
    [
        ("yaohua-cmd@5", "bad_address"),
        ("yaohua-cmd@AB", "bad_address"),
        ("yaohua-cmd#price", "unknown_quantity"),
        ("yaohua-cmd/x", "unknown_profile"),
    ],
)
def test_what_no_indicator_is_called_is_refused(name: str, code: str) -> None:
    with pytest.raises(InputInvalid) as caught:
        find_driver(name)
    assert caught.value.code == code
