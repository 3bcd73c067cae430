from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random  # noqa: TID251 - a seeded generator handed to the simulator

import pytest

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.domain.indication import Indication
from inspector_app.domain.quantities import Mass
from serial_drivers.catalog import drivers, find_driver
from serial_drivers.driver import Display, ScaleDriver
from serial_drivers.drivers.st_gs_generic import encode_and, encode_cas
from serial_drivers.simulators import parse_script
from serial_drivers.simulators.faults import Faults, with_fault
from serial_drivers.simulators.load_cell import LoadCell, ScaleNature, nature_of
from serial_drivers.simulators.script import Verb
from serial_drivers.simulators.speaking import SpeakingScale


def cell(**nature: object) -> LoadCell:
    return LoadCell(ScaleNature(**nature), Random(7))  # type: ignore[arg-type]


def settle(scale: LoadCell, seconds: float = 3) -> Display:
    for _ in range(int(seconds * 20)):
        scale.advance(0.05)
    return scale.display()


def test_a_load_settles_to_an_exact_decimal_in_steps_of_the_interval() -> None:
    scale = cell()
    scale.put(Decimal("4.9987"))
    scale.advance(0.1)
    assert not scale.display().stable
    shown = settle(scale)
    assert shown.stable
    assert str(shown.value) == "5.000"


def test_the_same_seed_repeats_the_same_run() -> None:
    def run() -> list[Display]:
        scale = cell(noise=0.5)
        scale.put(Decimal(3))
        return [settle(scale, 0.1) for _ in range(30)]

    assert run() == run()


def test_a_scale_that_cheats_shows_gain_and_offset() -> None:
    scale = cell(gain=Decimal("1.01"), offset=Decimal("0.02"))
    scale.put(Decimal(10))
    assert settle(scale).value == Decimal("10.120")


def test_creep_grows_under_a_lying_load_and_is_gone_with_it() -> None:
    scale = cell(noise=0.0, faults=Faults(creep=Decimal("0.020"), creep_s=10))
    scale.put(Decimal(5))
    assert settle(scale, 2).value == Decimal("5.005")
    assert settle(scale, 60).value == Decimal("5.020")
    scale.take_all()
    assert settle(scale).value == 0


@pytest.mark.parametrize("shown, figure", [("0.010", "5.000"), ("0.001", "4.997")])
def test_a_display_may_move_by_another_interval_than_the_plate_says(
    shown: str, figure: str
) -> None:
    scale = cell(noise=0.0, faults=Faults(shown_interval=Decimal(shown)))
    scale.put(Decimal("4.997"))
    assert str(settle(scale).value) == figure


def test_half_the_load_reads_more_on_the_way_down_and_zero_is_zero_again() -> None:
    scale = cell(noise=0.0, faults=Faults(hysteresis=Decimal("0.020")))
    seen = []
    for mass in (5, 5, -5, -5):
        scale.put(Decimal(mass))
        seen.append(str(settle(scale).value))
    assert seen == ["5.000", "10.000", "5.020", "0.000"]


def test_a_zero_tracker_of_too_wide_a_band_eats_a_small_load() -> None:
    wide = Faults(zero_speed=Decimal("0.010"), zero_band=Decimal("0.050"))
    scale = cell(noise=0.0, faults=wide)
    scale.put(Decimal("0.025"))
    assert settle(scale, 10).value == 0
    scale.put(Decimal("-0.025"))
    below = settle(scale, 1.5).value
    assert below is not None
    assert below < 0
    scale.put(Decimal(5))
    assert settle(scale).value == pytest.approx(Decimal(5), abs=Decimal("0.025"))


def test_drift_moves_the_indication_with_time() -> None:
    scale = cell(drift_per_minute=Decimal("0.060"))
    scale.put(Decimal(1))
    assert settle(scale, 120).value == pytest.approx(Decimal("1.120"), abs=Decimal("0.005"))


def test_tare_gives_net_and_clearing_gives_gross_again() -> None:
    scale = cell()
    scale.put(Decimal("0.5"))
    settle(scale)
    assert scale.tare()
    scale.put(Decimal(2))
    shown = settle(scale)
    assert (shown.value, shown.net, shown.tare) == (Decimal("2.000"), True, Decimal("0.500"))
    scale.clear_tare()
    assert scale.display().value == Decimal("2.500")


def test_zero_is_set_near_zero_only_and_at_rest_only() -> None:
    scale = cell()
    scale.put(Decimal("0.2"))
    scale.advance(0.1)
    assert not scale.zero()
    settle(scale)
    assert scale.zero()
    assert scale.display().value == 0
    scale.put(Decimal(5))
    settle(scale)
    assert not scale.zero()


def test_beyond_its_range_a_scale_shows_no_value() -> None:
    scale = cell()
    scale.put(Decimal("15.045"))
    assert settle(scale).value == Decimal("15.045")
    scale.put(Decimal("0.005"))
    assert settle(scale).overload
    assert settle(scale).value is None
    scale.take_all()
    scale.put(Decimal(-1))
    assert settle(scale).underload


SHOWN = Display(value=Decimal("-1.250"), unit="kg", stable=False, net=True, tare=Decimal("2.000"))


@pytest.mark.parametrize("driver", [d for d in drivers() if d.voice.stream], ids=lambda d: d.key)
def test_what_a_stream_says_is_read_back_as_it_was_shown(driver: ScaleDriver) -> None:
    assert driver.voice.stream is not None
    said = driver.voice.stream(SHOWN)
    value = Decimal("1.250").quantize(driver.voice.interval)
    shown = SHOWN if said else replace(SHOWN, value=value)  # a format without a sign
    (seen,) = driver.new_reader().feed((said or driver.voice.stream(shown)) * 2)[:1]
    assert isinstance(seen, Indication)
    assert str(seen.value) == str(shown.value)
    assert seen.stable in (None, False)
    assert seen.net in (None, True)


@pytest.mark.parametrize("encode", [encode_and, encode_cas])
def test_the_variants_of_the_st_gs_family_are_read_back_too(encode: object) -> None:
    assert callable(encode)
    reader = find_driver("st-gs-generic").new_reader()
    over = Display(value=None, unit="kg", stable=True, overload=True)
    seen = reader.feed(encode(SHOWN) + encode(over))
    assert [str(s.value) for s in seen if isinstance(s, Indication)] == ["-1.250", "None"]
    assert isinstance(seen[1], Indication)
    assert seen[1].overload


@pytest.mark.parametrize(
    "protocol, question, expected",
    [
        ("mt-sics", b"SI\r\n", b"S S      5.000 kg\r\n"),
        ("mt-sics", b"S\r\n", b"S S      5.000 kg\r\n"),
        ("mt-sics", b"I4\r\n", b'I4 A "SIM0001"\r\n'),
        ("mt-sics", b"XX\r\n", b"ES\r\n"),
        ("mt-sics", b"TAC\r\n", b"TAC A\r\n"),
        ("yaohua-cmd", b"\x02AA00\x03", b"\x02AA00\x03"),
        ("yaohua-cmd", b"\x02BB00\x03", b""),
    ],
)
def test_a_command_is_answered_in_the_protocol(
    protocol: str, question: bytes, expected: bytes
) -> None:
    scale = cell()
    scale.put(Decimal(5))
    settle(scale)
    assert SpeakingScale(find_driver(protocol), scale).step(0.01, question) == expected


def test_a_request_for_a_stable_value_waits_for_rest() -> None:
    scale = cell()
    voice = SpeakingScale(find_driver("mt-sics"), scale)
    scale.put(Decimal(5))
    assert voice.step(0.05, b"S\r\n") == b""
    said = b"".join(voice.step(0.05, b"") for _ in range(100))
    assert said == b"S S      5.000 kg\r\n"


def test_repeating_goes_on_until_stopped() -> None:
    voice = SpeakingScale(find_driver("mt-sics"), cell())
    said = voice.step(0.01, b"SIR\r\n") + b"".join(voice.step(0.1, b"") for _ in range(5))
    assert said.count(b"\r\n") == 6
    voice.step(0.01, b"@\r\n")
    assert voice.step(1, b"") == b""


def test_a_tare_command_answers_with_the_new_tare() -> None:
    scale = cell()
    scale.put(Decimal(5))
    settle(scale)
    voice = SpeakingScale(find_driver("mt-sics"), scale)
    assert voice.step(0.01, b"T\r\n") == b"T S      5.000 kg\r\n"
    assert scale.display().value == 0


def test_a_letter_tares_a_toledo_scale() -> None:
    scale = cell()
    scale.put(Decimal(5))
    settle(scale)
    SpeakingScale(find_driver("toledo-continuous"), scale).step(0.01, b"T\r\n")
    assert scale.display().net


def test_a_script_may_give_a_scale_its_faults_one_by_one() -> None:
    acts = parse_script("creep 20 g\nhysteresis 20 g\ninterval 10 g\nswallow 50 g\ninterval 0 g\n")
    faults = Faults()
    for act in acts:
        assert act.mass is not None
        faults = with_fault(faults, act.verb.value, act.mass.in_unit("kg"))
    wanted = Faults(
        creep=Decimal("0.020"),
        hysteresis=Decimal("0.020"),
        zero_band=Decimal("0.050"),
        zero_speed=Decimal("0.050"),
    )
    assert faults == wanted
    with pytest.raises(ValueError, match="drift"):
        with_fault(faults, "drift", Decimal(1))


def test_a_script_is_read_in_the_order_of_time() -> None:
    text = "at 3 take all  # empty\nat 0 put 200 g\ntare\n\nat 5 drift 0.1 g/min\nat 6 gain 1.002\n"
    acts = parse_script(text)
    assert [act.verb for act in acts] == [Verb.PUT, Verb.TARE, Verb.TAKE_ALL, Verb.DRIFT, Verb.GAIN]
    assert acts[0].mass == Mass(Decimal(200), "g")
    assert acts[1].at_s == 0
    assert acts[4].factor == Decimal("1.002")


@pytest.mark.parametrize(
    "line", ["at", "at x put 1 kg", "put", "put 1", "put 1 stone", "put one kg", "fly", "at -1 tare",
             "gain", "drift 1 g", "drift 1 g/h", "tare 3", "take", "gain 1.0 2", "creep",
             "swallow 5"]
)  # fmt: skip
def test_a_script_line_that_makes_no_sense_is_named(line: str) -> None:
    with pytest.raises(InputInvalid) as caught:
        parse_script(f"at 0 put 1 kg\n{line}\n")
    assert caught.value.code == "bad_script"
    assert caught.value.parameters["line"] == "2"


@pytest.mark.parametrize(
    "maximum,interval,unit,whole",
    [("60 t", "20 kg", "kg", "60000"), ("200 g", "0.01 g", "g", "200")],
)
def test_a_simulated_scale_may_be_a_weighbridge_or_a_balance(
    maximum: str, interval: str, unit: str, whole: str
) -> None:
    nature = nature_of(Mass.parse(maximum), Mass.parse(interval))
    assert (nature.unit, nature.maximum) == (unit, Decimal(whole))


def test_a_simulated_scale_finer_than_nothing_is_refused() -> None:
    with pytest.raises(OutOfRange):
        nature_of(Mass.parse("15 kg"), Mass.parse("0 kg"))
