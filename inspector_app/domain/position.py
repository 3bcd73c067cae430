"""Where something was done: WGS 84 degrees, and what the satellite receiver said of its fix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Self

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.indication import Indication
from inspector_app.domain.quantities import exact_decimal, plain
from inspector_app.domain.text import Text

POSITION: Final = "position"
POSITION_FIX: Final = "position_fix"
"""Names of the form's fields; a fix without its position says nothing."""

QUALITIES: Final[Mapping[str, Text]] = {
    "gps": Text(zh="单点定位", en="single-point fix"),
    "dgps": Text(zh="差分定位", en="differential fix"),
    "pps": Text(zh="精密单点定位（PPS）", en="precise fix (PPS)"),
    "rtk": Text(zh="RTK 固定解", en="RTK fixed"),
    "float_rtk": Text(zh="RTK 浮点解", en="RTK float"),
    "valid": Text(zh="接收机报告有效", en="valid, as the receiver says"),
}
"""What is taken from satellites. An estimated, typed or simulated position is not."""

_SEPARATOR: Final = "; "
_LIMITS: Final = (("latitude", Decimal(90)), ("longitude", Decimal(180)))
_DECIMALS: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Degrees in WGS 84, north and east positive, with the decimals they were given with."""

    latitude: Decimal
    longitude: Decimal

    def __post_init__(self) -> None:
        """Raise InputInvalid(`position_out_of_range`) for what lies on no globe."""
        for name, limit in _LIMITS:
            value: Decimal = getattr(self, name)
            if abs(value) > limit:
                raise InputInvalid(
                    "position_out_of_range", field=POSITION, value=plain(value), limit=plain(limit)
                )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `23.55000,116.37000`, latitude first; the comma may be a Chinese one.

        Raises InputInvalid: `not_a_position`, `position_out_of_range`.
        """
        parts = text.replace("\N{FULLWIDTH COMMA}", ",").split(",")
        if len(parts) != len(_LIMITS):
            raise InputInvalid("not_a_position", field=POSITION, value=text.strip()[:40])
        return cls(latitude=_degrees(parts[0], text), longitude=_degrees(parts[1], text))

    def __str__(self) -> str:
        """Return the position as it is kept."""
        return f"{plain(self.latitude)},{plain(self.longitude)}"


def _degrees(part: str, whole: str) -> Decimal:
    try:
        value = exact_decimal(part.strip(), field=POSITION)
    except InputInvalid:
        value = None
    exponent = value.as_tuple().exponent if value is not None else None
    if value is None or not isinstance(exponent, int) or not -_DECIMALS <= exponent <= 0:
        raise InputInvalid("not_a_position", field=POSITION, value=whole.strip()[:40])
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """One position with what the receiver said beside it; empty where it said nothing.

    sentence: the receiver's own words, whose check digits anybody may compute again.
    """

    position: Position
    quality: str
    satellites: str = ""
    hdop: str = ""
    utc: str = ""
    received: str = ""
    sentence: str = ""

    def kept(self) -> str:
        """Return the fix as its field keeps it."""
        said = (
            ("quality", self.quality),
            ("satellites", self.satellites),
            ("hdop", self.hdop),
            ("utc", self.utc),
            ("received", self.received),
            ("position", str(self.position)),
            ("sentence", self.sentence),
        )
        return _SEPARATOR.join(f"{name}={text}" for name, text in said if text)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `kept` wrote. Raises InputInvalid(`not_a_fix`) for anything else."""
        head, _mark, sentence = text.partition(f"{_SEPARATOR}sentence=")
        said = dict(part.split("=", 1) for part in head.split(_SEPARATOR) if "=" in part)
        known = {"quality", "satellites", "hdop", "utc", "received", "position"}
        if not {"quality", "position"} <= said.keys() <= known or said["quality"] not in QUALITIES:
            raise InputInvalid("not_a_fix", field=POSITION_FIX, value=text[:40])
        position = Position.parse(said.pop("position"))
        return cls(position=position, sentence=sentence, **said)

    def words(self) -> Text:
        """Return the fix in a line for people."""
        quality = QUALITIES[self.quality]
        zh, en = [quality.zh], [quality.en]
        if self.satellites:
            count = self.satellites.lstrip("0") or "0"
            zh.append(f"卫星 {count} 颗")
            en.append(f"{count} satellites")
        if self.hdop:
            zh.append(f"HDOP {self.hdop}")
            en.append(f"HDOP {self.hdop}")
        if self.utc:
            zh.append(f"UTC {self.utc}")
            en.append(f"{self.utc} UTC")
        return Text(zh="，".join(zh), en=", ".join(en))


def fix_of(said: Indication) -> Fix | None:
    """Return the satellite fix that an instrument's indication carries, None if it has none."""
    quality = _text(said, "fix") or "valid"
    latitude, longitude = _text(said, "latitude"), _text(said, "longitude")
    if said.error or quality not in QUALITIES or not (latitude and longitude):
        return None
    try:
        position = Position.parse(f"{latitude},{longitude}")
    except InputInvalid:
        return None
    return Fix(
        position=position,
        quality=quality,
        satellites=_text(said, "satellites"),
        hdop=_text(said, "hdop"),
        utc=" ".join(filter(None, (_text(said, "date"), _text(said, "utc_time")))),
        received=said.received_at.isoformat(timespec="seconds") if said.received_at else "",
        sentence=said.raw.decode("ascii", "replace").strip(),
    )


def _text(said: Indication, name: str) -> str:
    found = said.extra(name)
    return found if isinstance(found, str) else ""
