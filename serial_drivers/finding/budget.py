"""How much time a detection has, and what it tries in it: the usual run and the thorough one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Times in seconds.

    limit_s: no question is begun later. listen_s: how long each speed is listened at, and
    silence_s: how long nothing may come at the first before the port is called silent.
    give_up_s: bytes of which no driver has made a frame for so long come at another speed;
    counts_silence: the silences between them count. reaction_s: how long any instrument may take
    to answer, if its driver does not say longer. rates: speeds to listen at besides those of the
    usual run, most likely first. all_lines: instruments are asked at every line they may have.
    """

    limit_s: float
    listen_s: float
    silence_s: float
    give_up_s: float
    counts_silence: bool = True
    reaction_s: float = 0.0
    rates: tuple[int, ...] = ()
    all_lines: bool = False


USUAL = Budget(limit_s=11.7, listen_s=1.5, silence_s=1.5, give_up_s=0.5)
"""Done within 12 s, whatever is there: usual speeds, and instruments as quick as their standard."""
THOROUGH = Budget(
    limit_s=178.0,
    listen_s=11.0,
    silence_s=11.0,
    give_up_s=2.5,
    counts_silence=False,
    reaction_s=1.2,
    rates=(57600, 38400, 600, 300),
    all_lines=True,
)
"""Done within three minutes: telegrams that come every ten seconds, every speed that a protocol
names, and instruments that take a second to answer. A silent port takes about one minute."""
THOROUGH_WORST_S = 180
"""What a person is told before the thorough run begins."""
