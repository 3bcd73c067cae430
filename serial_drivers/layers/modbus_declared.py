"""One Modbus register declared by a name, for an instrument that no shipped profile knows.

`fc3-2-float32-CDAB-3`: function, address of the first word from 0, type, order of the bytes, and
how many decimals: an integer is divided by ten to them, a float rounded to them. A saved
instrument profile keeps the name, so the register goes wherever the profile goes. The unit is not
in it: the instrument profile has one.
"""

from __future__ import annotations

import re
from decimal import Decimal

from inspector_app.domain.text import Text
from serial_drivers.driver import SerialLine
from serial_drivers.layers.modbus_profiles import Profile, Register

_NAME = re.compile(
    r"fc(?P<function>[34])-(?P<address>\d{1,5})-(?P<type>u?int(?:16|32)|float32)"
    r"-(?P<order>ABCD|CDAB|BADC|DCBA)-(?P<decimals>\d)",
    re.ASCII,
)
_WORDS = 1 << 16
_BOUND = Decimal(10) ** 15
_QUANTITY = "value"
_SOURCE = "the register that a person named after the manual of the instrument"


def declared(name: str) -> Profile | None:
    """Return the profile of one register that this name declares, None for any other name."""
    parts = _NAME.fullmatch(name)
    if parts is None:
        return None
    decimals, address = int(parts["decimals"]), int(parts["address"])
    register = Register(
        quantity=_QUANTITY,
        label=Text(zh=f"寄存器 {address}", en=f"register {address}"),
        function=int(parts["function"]),
        address=address,
        type=parts["type"],
        order=parts["order"],
        unit="",
        lowest=-_BOUND,
        highest=_BOUND,
        usual=Decimal(0),
        exponent=-decimals,
        decimals=decimals,
    )
    if address + register.words > _WORDS:
        return None
    return Profile(
        key=name,
        title=Text(zh="自定义", en="as declared"),
        source=_SOURCE,
        is_confirmed=False,
        is_recognised=False,
        line=SerialLine(),
        registers=(register,),
    )
