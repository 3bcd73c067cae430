"""Remembering what a pure function said of the very same objects: judging asks again and again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
Result = TypeVar("Result")


def remembered(size: int) -> Callable[[Callable[P, Result]], Callable[P, Result]]:
    """Keep the last `size` answers of a pure function of frozen values, by identity.

    Comparing identities costs nothing, where hashing a book of rules or a nameplate would cost
    more than most answers. The arguments are held with the answer, so an identity cannot pass to
    another object. An exception is not remembered. Positional arguments only.
    """

    def decorate(function: Callable[P, Result]) -> Callable[P, Result]:
        known: OrderedDict[tuple[int, ...], tuple[object, Result]] = OrderedDict()
        lock = Lock()
        answer = cast("Callable[..., Result]", function)

        @wraps(function)
        def ask(*args: object) -> Result:
            key = tuple(map(id, args))
            found = known.get(key)
            if found is not None:
                return found[1]
            said = answer(*args)
            with lock:
                known[key] = (args, said)
                while len(known) > size:
                    known.popitem(last=False)
            return said

        return cast("Callable[P, Result]", ask)

    return decorate
