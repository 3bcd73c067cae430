"""Yaohua XK3190 `=` formats tF1 and tF2: nine characters, no end mark, no checksum.

tF2: `=`, `-` or `0`, then digits with the point, as one reads them: `=-0001.00`.
tF1: the same eight characters in reverse, the sign last: `=00.1000-`.
Which of the two it is shows where the point stands: scales have at most three decimals, so in tF1
it stands among the first four characters and in tF2 behind them. A sign or a blank in front
decides it by itself; without a point nothing else does, unless both orders read the same. With
four decimals the two cannot be told apart. Neither unit nor stability is sent.
tF3 adds unit price and amount, each behind a `;`: they are told by themselves, after the weight.
A digit changed on the way cannot be noticed (no checksum).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from inspector_app.domain.indication import Indication
from inspector_app.domain.quantities import plain
from inspector_app.domain.text import Text
from serial_drivers.declaring import NO_CHECK, NO_FLAG, by_groups, card, columns, sign_of
from serial_drivers.driver import Decoded, Display, Driver, SerialLine, Voice, malformed
from serial_drivers.framing import Broken, Complete, FixedLayout, Outcome, ScanShape

_MARK = ord("=")
_LENGTH = 9
_LAYOUT = re.compile(rb"=(?P<value>(?:-[ \d.]{7}|[ \d.]{7}[\d.-]))")
_BODY = re.compile(rb"-?(?:\d+\.?\d*|\.\d+)")
_PRICES = re.compile(
    rb";(?P<price>-?[\d.]{4,8});(?P<amount>-?[\d.]{4,9})(?P<check>[^\d.])?", re.DOTALL
)
_PRICES_BEGUN = re.compile(rb";-?[\d.]{0,8}(?:;-?[\d.]{0,9})?")
_FIGURE = re.compile(rb"-?\d+(?:\.\d+)?")
_MOST_PLACES = 3


def begins(window: bytes) -> bool:
    """Say whether a weight or the prices behind one may begin here."""
    return window[0] == _MARK or _begun(window)


def _begun(window: bytes) -> bool:
    begun = _PRICES_BEGUN.match(window)
    return begun is not None and (begun.end() == len(window) or bool(_PRICES.match(window)))


def measure(window: bytes) -> Complete | Broken | None:
    """Judge a weight by its layout; prices end before the first byte that is no part of them."""
    if window[0] == _MARK:
        return FixedLayout(((_LENGTH, _LAYOUT),), lambda _frame: None, _MARK).measure(window)
    prices = _PRICES.match(window)
    return Complete(prices.end("amount")) if prices and prices["check"] else None


@dataclass(frozen=True, slots=True)
class EqShape:
    """Weights at their mark; prices behind them, which may be the last that comes."""

    scan: ScanShape = field(default_factory=lambda: ScanShape(begins, measure, _surely))

    def examine(self, window: bytes) -> Outcome | None:
        """Look for a frame."""
        return self.scan.examine(window)

    def examine_end(self, window: bytes) -> Outcome:
        """Take prices of which no more comes as they stand."""
        prices = _PRICES.fullmatch(window)
        return Complete(len(window)) if prices else self.scan.examine_end(window)


def _surely(window: bytes) -> bool:
    return window[0] == _MARK


def decode(frame: bytes) -> Decoded:
    """Return the indication, its digits put in the order in which one reads them."""
    if frame[0] != _MARK:
        return _priced(frame)
    body = frame[1:]
    point = body.find(b".")
    reads_back, reads_on = body.endswith(b"-"), body.startswith((b"-", b" "))
    is_reversed = reads_back or (not reads_on and point <= _MOST_PLACES)
    is_told = reads_back != reads_on or point >= 0 or body == body[::-1]
    body = (body[::-1] if is_reversed else body).lstrip()
    if not is_told or not _BODY.fullmatch(body):
        return malformed(frame, "no decimal point: the order of the digits cannot be told")
    order = (("format", "tF1" if is_reversed else "tF2"),)
    return (Indication(value=Decimal(body.decode()), extras=order, raw=frame),)


def _priced(frame: bytes) -> Decoded:
    prices = _PRICES.fullmatch(frame)
    figures = [prices[name] for name in ("price", "amount")] if prices else []
    if not figures or not all(_FIGURE.fullmatch(figure) for figure in figures):
        return malformed(frame, "no prices")
    price, amount = (plain(Decimal(figure.decode())) for figure in figures)
    return (Indication(extras=(("unit_price", price), ("amount", amount)), raw=frame),)


def encode(shown: Display) -> bytes:
    """Return the frame in tF2; what does not fit it is not sent."""
    if shown.value is None:
        return b""
    exponent = shown.value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    body = sign_of(shown.value, "0") + columns(shown.value, 7, "0")
    return f"={body}".encode() if 1 <= places <= _MOST_PLACES and len(body) == 8 else b""


DRIVER = Driver(
    key="yaohua-eq",
    title=Text(zh="耀华 XK3190 “=”格式 tF1/tF2", en="Yaohua XK3190 “=” formats tF1, tF2"),
    manual="XK3190-A26 manual, pp. 12 and 13, serial output formats tF=1 and tF=2",
    unconfirmed=(
        Text(zh="tF3 格式中单价等的位数", en="widths of prices in tF3"),
        Text(zh="四位小数或无小数的格式", en="formats with four decimals or none"),
        Text(zh="超载时发送的内容", en="what is sent at overload"),
    ),
    lines=tuple(SerialLine(baudrate=rate) for rate in (9600, 4800, 2400, 1200, 600)),
    new_shape=EqShape,
    decode=decode,
    explain=by_groups(_LAYOUT, _PRICES),
    card=card(("9 字节", "9 bytes"), "3D / —", NO_CHECK, NO_FLAG),
    voice=Voice(stream=encode),
    longest_frame=_LENGTH,
    has_checksum=False,
    silence_s=1.5,
)
