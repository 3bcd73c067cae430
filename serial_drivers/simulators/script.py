"""Scripts for simulated scales: what happens when, one act a line.

# seconds from the start; without `at`, when the line before happened
at 0   put 0.2 kg
at 3   take all
at 4   tare
at 5   unplug
at 6   replug
zero
drift 0.1 g/min
gain 1.002
offset 5 g
# faults for the probes of the wire: what a lying load gains, what half the highest load reads
# more on the way down, what the display moves by, what the zero swallows
creep 20 g
hysteresis 20 g
interval 10 g
swallow 50 g
at 20  stop
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from inspector_app.domain.exceptions import DomainRuleBroken, InputInvalid
from inspector_app.domain.quantities import Quantity, exact_decimal, quantity


class Verb(StrEnum):
    """What a line may ask for."""

    PUT = "put"
    TAKE = "take"
    TAKE_ALL = "take all"
    TARE = "tare"
    CLEAR_TARE = "clear tare"
    ZERO = "zero"
    UNPLUG = "unplug"
    REPLUG = "replug"
    DRIFT = "drift"
    GAIN = "gain"
    OFFSET = "offset"
    CREEP = "creep"
    HYSTERESIS = "hysteresis"
    INTERVAL = "interval"
    SWALLOW = "swallow"
    STOP = "stop"


FAULTS = frozenset((Verb.CREEP, Verb.HYSTERESIS, Verb.INTERVAL, Verb.SWALLOW))
_WITH_MASS = frozenset((Verb.PUT, Verb.TAKE, Verb.DRIFT, Verb.OFFSET, *FAULTS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act. mass: of put, take, offset, a fault, and of drift per minute. factor: of gain.

    amount: of put, a bare number in the unit of the instrument.
    """

    at_s: Decimal
    verb: Verb
    mass: Quantity | None = None
    factor: Decimal | None = None
    amount: Decimal | None = None


def parse_script(text: str) -> tuple[Act, ...]:
    """Return the acts in the order of time.

    Raises InputInvalid(`bad_script`) with the line's number and text.
    """
    acts: list[Act] = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        before = acts[-1].at_s if acts else Decimal(0)
        try:
            acts.append(_act(words, before))
        except (DomainRuleBroken, ValueError, IndexError) as error:
            raise InputInvalid("bad_script", line=number, text=line.strip()[:60]) from error
    return tuple(sorted(acts, key=lambda act: act.at_s))


def _act(words: list[str], before: Decimal) -> Act:
    at_s = before
    if words[0] == "at":
        at_s, words = exact_decimal(words[1], field="at"), words[2:]
    if at_s < 0:
        raise InputInvalid("out_of_range", field="at")
    name = " ".join(words[:2]) if words[:2] in (["take", "all"], ["clear", "tare"]) else words[0]
    verb = Verb(name)
    rest = words[len(name.split()) :]
    if verb is Verb.GAIN:
        (factor,) = rest
        return Act(at_s=at_s, verb=verb, factor=exact_decimal(factor, field="gain"))
    if verb in _WITH_MASS:
        value, unit = rest
        return Act(at_s=at_s, verb=verb, mass=_mass(value, unit, per_minute=verb is Verb.DRIFT))
    if rest:
        raise InputInvalid("not_understood", text=" ".join(rest))
    return Act(at_s=at_s, verb=verb)


def _mass(value: str, unit: str, *, per_minute: bool) -> Quantity:
    if per_minute:
        unit, _, time = unit.partition("/")
        if time != "min":
            raise InputInvalid("not_understood", text=time)
    return quantity(exact_decimal(value), unit)
