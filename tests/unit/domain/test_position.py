"""A position as it is typed, and as a satellite receiver says it with its fix."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.indication import Indication
from inspector_app.domain.position import Fix, Position, fix_of

SAID = Indication(
    value=Decimal("545.4"),
    unit="m",
    extras=(
        ("sentence", "GGA"),
        ("fix", "gps"),
        ("utc_time", "12:35:19.00"),
        ("latitude", "23.5508533"),
        ("longitude", "116.3578833"),
        ("satellites", "08"),
        ("hdop", "0.9"),
    ),
    raw=b"$GPGGA,123519.00,2333.0512,N,11621.4730,E,1,08,0.9,545.4,M,46.9,M,,*69\r\n",
    received_at=datetime(2026, 11, 27, 4, 35, 20, tzinfo=UTC),
)


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("23.55000,116.37000", "23.55000,116.37000"),
        (" 23.55000， 116.37000 ", "23.55000,116.37000"),
        ("\N{MINUS SIGN}33.8,-70", "-33.8,-70"),
        ("90,-180", "90,-180"),
    ],
)
def test_a_typed_position_keeps_its_digits(typed: str, kept: str) -> None:
    assert str(Position.parse(typed)) == kept


@pytest.mark.parametrize(
    "typed, code",
    [
        ("", "not_a_position"),
        ("23.55", "not_a_position"),
        ("23.55,116.37,5", "not_a_position"),
        ("north,east", "not_a_position"),
        ("1e1,5", "not_a_position"),
        ("0.0000000001,5", "not_a_position"),
        ("NaN,5", "not_a_position"),
        ("90.1,0", "position_out_of_range"),
        ("116.37000,23.55000", "position_out_of_range"),
        ("0,180.00001", "position_out_of_range"),
    ],
)
def test_what_is_no_position_is_refused(typed: str, code: str) -> None:
    with pytest.raises(InputInvalid) as caught:
        Position.parse(typed)
    assert caught.value.code == code


def test_a_fix_survives_its_field_with_the_receivers_own_sentence() -> None:
    fix = fix_of(SAID)
    assert fix is not None
    assert Fix.parse(fix.kept()) == fix
    assert fix.kept() == (
        "quality=gps; satellites=08; hdop=0.9; utc=12:35:19.00; "
        "received=2026-11-27T04:35:20+00:00; position=23.5508533,116.3578833; "
        "sentence=$GPGGA,123519.00,2333.0512,N,11621.4730,E,1,08,0.9,545.4,M,46.9,M,,*69"
    )
    assert fix.words().en == "single-point fix, 8 satellites, HDOP 0.9, 12:35:19.00 UTC"
    assert fix.words().zh == "单点定位，卫星 8 颗，HDOP 0.9，UTC 12:35:19.00"


def without(name: str, text: str = "") -> Indication:
    extras = tuple((key, text if key == name else said) for key, said in SAID.extras)
    return Indication(value=SAID.value, unit="m", extras=extras, raw=SAID.raw)


@pytest.mark.parametrize(
    "said",
    [
        Indication(error="no_fix", extras=SAID.extras),
        Indication(extras=(("sentence", "GSV"),)),
        Indication(value=Decimal("5.000"), unit="kg"),
        without("latitude"),
        without("longitude", "200"),
        without("fix", "estimated"),
        without("fix", "manual"),
        without("fix", "simulator"),
        without("fix", "none"),
    ],
)
def test_what_is_not_from_satellites_is_no_fix(said: Indication) -> None:
    assert fix_of(said) is None


@pytest.mark.parametrize(
    "text", ["", "by hand", "quality=gps", "quality=best; position=1,2", "quality=gps; position=1,2; x=1"]
)  # fmt: skip
def test_a_field_that_no_receiver_wrote_is_refused(text: str) -> None:
    with pytest.raises(InputInvalid):
        Fix.parse(text)
