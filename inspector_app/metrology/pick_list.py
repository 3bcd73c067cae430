"""Which packages of a lot are drawn: random, yet the same on every machine for the same seed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from inspector_app.domain.exceptions import OutOfRange

ALGORITHM = "hengping-pick-v1"
_WORD = 1 << 64
_LARGEST_LOT = 10**9
_LARGEST_SAMPLE = 100_000
_LONGEST_SEED = 200


def draw_units(lot_size: int, sample_size: int, seed: str) -> tuple[int, ...]:
    r"""Return `sample_size` different numbers out of 1..lot_size, in the order they were drawn.

    A draw must be public and repeatable by hand. Word number i (from 0) is the first 8 bytes, big
    end first, of SHA-256(`hengping-pick-v1\n<lot>\n<sample>\n<seed>\n<i>` in UTF-8). A number
    below m is word mod m; a word at or above the largest multiple of m below 2^64 is dropped, so
    that none is likelier. The units are the first places of a Fisher-Yates shuffle of 1..lot:
    place k is swapped with place k + (a number below lot - k). Every sample is equally likely.

    Raises OutOfRange unless 1 <= sample <= lot and the seed has 1 to 200 characters.
    """
    if not 1 <= lot_size <= _LARGEST_LOT:
        raise OutOfRange("lot_size_out_of_range", lot=lot_size, largest=_LARGEST_LOT)
    if not 1 <= sample_size <= min(lot_size, _LARGEST_SAMPLE):
        raise OutOfRange("sample_size_wrong", count=sample_size, wanted=f"1-{lot_size}")
    if not 1 <= len(seed) <= _LONGEST_SEED:
        raise OutOfRange("seed_length", length=len(seed), limit=_LONGEST_SEED)
    words = _words(f"{ALGORITHM}\n{lot_size}\n{sample_size}\n{seed}\n")
    moved: dict[int, int] = {}  # only the places that a swap has touched: a lot may be millions
    drawn = []
    for place in range(sample_size):
        other = place + _below(lot_size - place, words)
        drawn.append(moved.get(other, other) + 1)
        moved[other] = moved.get(place, place)
    return tuple(drawn)


def _words(prefix: str) -> Iterator[int]:
    # A lone surrogate is no text of any script; it must not stop the draw of one who typed it.
    head = hashlib.sha256(prefix.encode("utf-8", "surrogatepass"))
    counter = 0
    while True:
        whole = head.copy()
        whole.update(str(counter).encode())
        yield int.from_bytes(whole.digest()[:8], "big")
        counter += 1


def _below(bound: int, words: Iterator[int]) -> int:
    fair = _WORD - _WORD % bound
    return next(word for word in words if word < fair) % bound
