"""What the conformance test does not ask of meters: names, addresses, blocks, rounding, refusals."""

from __future__ import annotations

import re
import struct
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.indication import FrameProblem, Indication
from inspector_app.domain.quantities import quantity
from serial_drivers.catalog import drivers, find_driver
from serial_drivers.driver import Turn
from serial_drivers.drivers import m_bus
from serial_drivers.layers import bcd, dlt645
from serial_drivers.layers.checksums import crc16, xor_of
from serial_drivers.layers.modbus_profiles import (
    MOST_WORDS,
    ORDERS,
    exact_float32,
    ordered,
    profiles,
    short_float32,
)


def with_crc(body: bytes) -> bytes:
    return body + crc16(body).to_bytes(2, "little")


def seen(name: str, data: bytes) -> list[Indication | FrameProblem]:
    reader = find_driver(name).new_reader()
    return reader.feed(data) + reader.finish()


def one(name: str, data: bytes) -> Indication:
    (said,) = seen(name, data)
    assert isinstance(said, Indication)
    return said


@pytest.mark.parametrize(
    "name, code",
    [
        ("modbus-rtu/none", "unknown_profile"),
        ("modbus-rtu/xy-md02@0", "bad_address"),
        ("modbus-rtu/xy-md02@248", "bad_address"),
        ("modbus-rtu/xy-md02@1#mass", "unknown_quantity"),
        ("dlt645-2007@12345678901234", "bad_address"),
        ("dlt645-2007@12x", "bad_address"),
        ("dlt645-2007#mass", "unknown_quantity"),
        ("dlt645-1997#mass", "unknown_quantity"),
        ("cjt188/beer", "unknown_profile"),
        ("cjt188@123456789012345", "bad_address"),
        ("m-bus@251", "bad_address"),
        ("m-bus#beer", "unknown_quantity"),
        ("dsmr-p1#beer", "unknown_quantity"),
        ("yaohua-tf0@1", "unknown_protocol"),
        ("modbus-rtu/../../etc", "unknown_protocol"),
        ("", "unknown_protocol"),
    ],
)
def test_a_name_that_names_nothing_is_refused(name: str, code: str) -> None:
    with pytest.raises(InputInvalid) as caught:
        find_driver(name)
    assert caught.value.code == code


@pytest.mark.parametrize("name", [d.key + part for d in drivers() for part, _title in d.profiles])
def test_each_offered_profile_is_found_under_its_own_name(name: str) -> None:
    driver = find_driver(name)
    assert find_driver(driver.key).key == driver.key
    assert driver.title != find_driver(re.split("[/#]", name)[0]).title
    assert driver.commands.read or not driver.polled


def test_no_driver_ever_asks_with_a_writing_function() -> None:
    names = [d.key for d in drivers()] + [d.key + p for d in drivers() for p, _ in d.profiles]
    for driver in map(find_driver, names):
        for question in driver.commands.harmless:
            if driver.key.startswith("modbus"):
                assert question[1] in (3, 4)
            elif driver.key.startswith("dlt645"):
                bare = question.lstrip(b"\xfe")
                assert bare[8] in (0x01, 0x11, 0x13)
            elif driver.key.startswith("cjt188"):
                assert question.lstrip(b"\xfe")[9] in (0x01, 0x03)
            elif driver.key.startswith("m-bus"):
                assert question[1] in (0x40, 0x5B, 0x7B)


# --- Modbus ----------------------------------------------------------------------------------


def test_an_answer_of_another_length_or_function_is_no_answer() -> None:
    long = with_crc(bytes.fromhex("010408000000000131 0222".replace(" ", "")))
    (said,) = seen("modbus-rtu/xy-md02@1", long)
    assert isinstance(said, FrameProblem)
    (other,) = seen("modbus-rtu/xy-md02@1", with_crc(bytes.fromhex("01030401310222")))
    assert isinstance(other, FrameProblem)


def test_an_answer_of_another_address_is_named_and_not_taken() -> None:
    (said,) = seen("modbus-rtu/xy-md02@7", with_crc(bytes.fromhex("01040401310222")))
    assert isinstance(said, FrameProblem)
    assert said.kind == "wrong_address"


def test_the_own_request_echoed_before_the_answer_is_an_echo() -> None:
    request = find_driver("modbus-rtu/xy-md02@1").commands.read or b""
    echo, said = seen("modbus-rtu/xy-md02@1", request + with_crc(bytes.fromhex("01040401310222")))
    assert isinstance(echo, FrameProblem)
    assert echo.kind == "echo"
    assert isinstance(said, Indication)
    assert (str(said.value), said.extra("rh")) == ("30.5", "54.6")


def test_an_impossible_value_is_an_error_and_no_value() -> None:
    said = one("modbus-rtu/xy-md02@1", with_crc(bytes.fromhex("0104047fff0222")))
    assert said.value is None
    assert said.error == "out_of_range"


@pytest.mark.parametrize("order", list(ORDERS))
@given(value=st.integers(-(10**6) * 1000, 10**6 * 1000))
def test_a_float_register_is_rounded_to_its_decimals_in_any_order(order: str, value: int) -> None:
    wanted = Decimal(value).scaleb(-3)
    data = ordered(struct.pack(">f", wanted), order)
    exact = exact_float32(ordered(data, order))
    assert exact is not None
    assert abs(exact - wanted) <= abs(wanted) * Decimal("6e-8")
    short = short_float32(ordered(data, order))
    assert short is not None
    assert len(short.as_tuple().digits) <= 7


@pytest.mark.parametrize("bits", ["7fc00000", "7f800000", "ff800000", "7f7fffff"])
def test_no_number_and_infinity_give_no_value(bits: str) -> None:
    assert exact_float32(bytes.fromhex(bits)) is None


def test_a_flow_meters_float_is_given_with_the_declared_decimals() -> None:
    words = ordered(struct.pack(">f", 1.5), "CDAB") + ordered(struct.pack(">f", 1234.5678), "CDAB")
    said = one("modbus-rtu/flow-meter@1", with_crc(b"\x01\x03\x08" + words))
    assert (str(said.value), said.unit, said.extra("flow")) == ("1234.568", "m3", "1.500")


def test_every_profile_says_where_it_comes_from_and_reads_what_it_simulates() -> None:
    for profile in profiles().values():
        assert profile.source
        for register in profile.registers:
            assert register.function in (3, 4)
            assert register.value(register.data(register.usual)) == register.usual


# --- DL/T 645 ---------------------------------------------------------------------------------


def reply(di: str, body: bytes, address: str = "000000000161") -> bytes:
    return dlt645.built(address, 0x91, bytes.fromhex(di)[::-1] + body)


def test_a_block_of_rates_is_told_as_values() -> None:
    body = b"".join(bcd.packed(Decimal(v), 4, 2) or b"" for v in ("10.00", "6.50", "3.50"))
    said = one("dlt645-2007", reply("0001FF00", body))
    assert said.extra("values") == ("10.00", "6.50", "3.50")
    assert (said.value, said.unit) == (None, "kWh")


def test_places_of_a_block_that_hold_ff_are_none() -> None:
    said = one("dlt645-2007", reply("0201FF00", b"\x05\x22" + b"\xff\xff" * 2))
    assert said.extra("values") == ("220.5", None, None)


def test_a_value_that_is_absent_is_no_value() -> None:
    said = one("dlt645-2007", reply("02010100", b"\xff\xff"))
    assert said.value is None
    assert said.extra("absent") is True


def test_digits_that_are_none_are_refused() -> None:
    (said,) = seen("dlt645-2007", reply("02010100", b"\x0a\x22"))
    assert isinstance(said, FrameProblem)


@pytest.mark.parametrize("bit, name", [(0, "other"), (1, "no_data"), (2, "password"), (3, "baud")])
def test_a_refusal_is_told_by_its_bit(bit: int, name: str) -> None:
    assert one("dlt645-2007", dlt645.built("000000000161", 0xD1, bytes([1 << bit]))).error == name


def test_another_meter_and_another_identifier_are_no_answer() -> None:
    name = "dlt645-2007@161#voltage_a"
    (other,) = seen(name, reply("02010100", b"\x05\x22", "000000000162"))
    assert isinstance(other, FrameProblem)
    assert other.kind == "wrong_address"
    (wrong,) = seen(name, reply("00010000", b"\x00\x00\x00\x01"))
    assert isinstance(wrong, FrameProblem)
    assert str(one(name, reply("02010100", b"\x05\x22")).value) == "220.5"


@given(value=st.integers(-799999, 799999), decimals=st.integers(0, 6))
def test_packed_digits_come_back_as_they_went(value: int, decimals: int) -> None:
    number = Decimal(value).scaleb(-decimals)
    data = bcd.packed(number, 3, decimals, signed=True)
    assert data is not None
    assert bcd.number_of(data, decimals, signed=True) == number


def test_units_of_the_wire_are_known_to_the_forms() -> None:
    assert quantity("23.61", "C").in_unit("°C") == Decimal("23.61")
    assert quantity("1.234", "m3").in_unit("L") == Decimal(1234)


# --- CJ/T 188, M-Bus, DSMR --------------------------------------------------------------------


def test_a_water_meters_state_and_both_figures_are_told() -> None:
    frame = bytes.fromhex(
        "681044332211003378811 61f9000007766552c007766552c3101221105152021841316".replace(" ", "")
    )
    said = one("cjt188/water@78330011223344", frame)
    assert (str(said.value), said.unit) == ("556677.00", "m3")
    assert said.extra("valve") == "closed"
    assert said.extra("battery_low") is False
    (other,) = seen("cjt188/water@78330011223345", frame)
    assert isinstance(other, FrameProblem)


def test_m_bus_asks_for_data_only_after_the_link_was_initialised() -> None:
    driver = find_driver("m-bus@5#volume")
    assert driver.commands.read == bytes.fromhex("1040054516")
    assert driver.follow_up is not None
    assert driver.follow_up(one("m-bus@5", b"\xe5")) == bytes.fromhex("107b058016")


def test_a_quantity_of_an_m_bus_meter_is_looked_for_in_the_telegrams_that_follow() -> None:
    driver = find_driver("m-bus@5#flow")
    reader = driver.new_reader()

    def heard(records: str) -> tuple[Indication, bytes | Turn | None]:
        header = "78563412244001070000 0000"
        data = bytes.fromhex((header + records).replace(" ", ""))
        (seen,) = reader.feed(b"\xe5" if not records else m_bus.long(8, 5, 0x72, data))
        assert isinstance(seen, Indication)
        assert driver.follow_up is not None
        return seen, driver.follow_up(seen)

    first, again, last = (m_bus.short(control, 5) for control in (0x7B, 0x5B, 0x7B))
    for _poll in range(2):
        assert heard("")[1] == first
        volume, asked = heard("0413 D2040000 1F")
        assert (volume.value, volume.error, asked) == (None, None, again)
        assert volume.extra("volume") == "1.234"
        power, asked = heard("042B 01000000 1F")
        assert (power.value, asked) == (None, last)
        flow, asked = heard("043B 15000000 1F")
        assert (str(flow.value), flow.unit, asked) == ("0.021", "m3/h", None)

    heard("")
    said, asked = heard("0413 D2040000")
    assert (said.error, asked) == ("no_such_quantity", None)


def test_an_m_bus_meter_that_never_ends_is_given_up() -> None:
    driver = find_driver("m-bus@5#flow")
    reader = driver.new_reader()
    assert driver.follow_up is not None
    data = bytes.fromhex("785634122440010700000000" + "0413D20400001F")
    asked: list[object] = []
    for _telegram in range(20):
        (seen,) = reader.feed(m_bus.long(8, 5, 0x72, data))
        assert isinstance(seen, Indication)
        asked.append(driver.follow_up(seen))
    assert None in asked
    assert asked.index(None) == 15


def test_an_m_bus_meter_that_has_not_the_wanted_quantity_says_so() -> None:
    frame = bytes.fromhex(
        "681b1b6808017207201800e61e35074c0000000c78072018000c166902000096 16".replace(" ", "")
    )
    assert str(one("m-bus#volume", frame).value) == "269"
    said = one("m-bus#rh", frame)
    assert (said.value, said.error) == (None, "no_such_quantity")


def test_an_old_telegram_without_a_crc_is_read_and_a_cut_one_is_not() -> None:
    telegram = b"/ISk5\\2MT382\r\n\r\n1-0:1.8.1(00001.500*kWh)\r\n!\r\n"
    assert str(one("dsmr-p1", telegram).value) == "1.500"
    problem, whole = seen("dsmr-p1", telegram[:30] + b"\r\n" + telegram)
    assert isinstance(problem, FrameProblem)
    assert isinstance(whole, Indication)


# --- IEC 62056-21 -----------------------------------------------------------------------------

MODE_D = b"/ABC3METER 1\r\n\r\n0.0.0(123)\r\n1.8.0(0001.5*kWh)\r\n!\r\n"


def test_a_meter_that_speaks_unasked_is_read_and_its_value_marked_as_unchecked() -> None:
    identity, said = seen("iec62056-21/d", MODE_D)
    assert isinstance(identity, Indication)
    assert isinstance(said, Indication)
    assert (identity.extra("manufacturer"), identity.extra("ident")) == ("ABC", "METER 1")
    assert (str(said.value), said.unit, said.extra("checked")) == ("1.5", "kWh", False)


@pytest.mark.parametrize("cut", [b"\x00", b"/ABC3METER 1\r\n"])
def test_a_telegram_that_is_broken_gives_nothing(cut: bytes) -> None:
    said = seen("iec62056-21/d", MODE_D[:40] + cut + MODE_D)
    assert [str(s.value) for s in said if isinstance(s, Indication) and s.value] == ["1.5"]


def test_lines_without_an_identification_before_them_are_no_telegram() -> None:
    lines = MODE_D.partition(b"1\r\n")[2]
    assert all(isinstance(item, FrameProblem) for item in seen("iec62056-21", b"x" + lines))


def test_a_meter_that_has_sent_a_check_is_not_believed_without_one() -> None:
    body = b"1.8.0(0002.5*kWh)\r\n!\r\n\x03"
    block = b"\x02" + body + bytes([xor_of(body)])
    said = seen("iec62056-21", block + MODE_D)
    assert [str(s.value) for s in said if isinstance(s, Indication) and s.value] == ["2.5"]


@pytest.mark.parametrize(
    "identity, said",
    [
        (b"/ABC0x\r\n", Turn(b"\x06000\r\n", 300)),
        (b"/ABC5x\r\n", Turn(b"\x06050\r\n", 9600)),
        (b"/ABC6\\2x\r\n", Turn(b"\x06060\r\n", 19200)),
        (b"/ABCAx\r\n", Turn(b"", 600)),
        (b"/ABCFx\r\n", Turn(b"", 19200)),
        (b"/ABC-x\r\n", Turn(b"", None)),
    ],
)
def test_the_speed_that_a_meter_offers_is_accepted(identity: bytes, said: Turn) -> None:
    follow_up = find_driver("iec62056-21").follow_up
    assert follow_up is not None
    assert follow_up(one("iec62056-21", identity)) == said


def test_a_meter_that_speaks_unasked_is_never_asked() -> None:
    driver = find_driver("iec62056-21/d#1_8_0")
    assert (driver.commands.read, driver.follow_up, driver.polled) == (None, None, False)
    assert str(driver.line) == "2400 7E1"


def test_a_command_of_programming_mode_is_told_with_its_data() -> None:
    said = one("iec62056-21", b"\x01R1\x021.8.0()\x03\x5a")
    assert (said.extra("cmd"), said.extra("data")) == ("R1", "1.8.0()")


def test_the_gas_figure_of_an_older_telegram_stands_on_a_line_of_its_own() -> None:
    telegram = (
        b"/ISk5\\2MT382-1004\r\n\r\n1-0:1.8.1(00001.001*kWh)\r\n"
        b"0-1:24.3.0(161107190000)(00)(60)(1)(0-1:24.2.1)(m3)\r\n(00012.345)\r\n!\r\n"
    )
    said = one("dsmr-p1", telegram)
    assert (said.extra("gas_m3"), said.extra("import_t1_kWh")) == ("12.345", "1.001")


def test_a_byte_that_no_exclusive_or_notices_is_noticed_all_the_same() -> None:
    (said,) = seen("iec62056-21", b"\x02" + b"1.8.0(\x0015*kWh)\r\n!\r\n\x03" + bytes([0x60]))
    assert isinstance(said, FrameProblem)


def test_a_block_holds_the_asked_register_and_no_more_than_an_answer_carries() -> None:
    profile = next(iter(profiles().values()))
    row = [replace(profile.registers[0], type="float32", address=2 * n) for n in range(100)]
    long = replace(profile, registers=tuple(row))
    for wanted in (row[0], row[50], row[99]):
        block = long.block(wanted)
        assert wanted in block
        assert sum(register.words for register in block) == MOST_WORDS // 2 * 2
        assert all(b.address == a.address + a.words for a, b in pairwise(block))


def test_a_gap_ends_a_block() -> None:
    profile = next(iter(profiles().values()))
    first, second, far = (
        replace(profile.registers[0], type="int16", address=at) for at in (7, 8, 20)
    )
    apart = replace(profile, registers=(far, second, first))
    assert apart.block(second) == (first, second)
    assert apart.block(far) == (far,)
