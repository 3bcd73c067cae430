"""How text becomes tokens: every character one token, a search a phrase of them.

Chinese has no spaces, and a trigram index finds nothing for words of two characters; single
characters with phrase queries find any run of one or more. Characters that the engine's tokenizer
(Unicode 6.1) takes for separators, such as 𬭊, travel as their code point in hex.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SAFE = ((0x30, 0x39), (0x61, 0x7A), (0x3400, 0x4DB5), (0x4E00, 0x9FCC))
_BREAK = " zz "
"""A token of two letters, which no single character gives: phrases do not run across fields."""


def folded(text: str) -> str:
    """Return the characters that count: letters, digits and symbols; compatible, caseless."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(c for c in plain if unicodedata.category(c)[0] in "LNSM")


def words(*fields: str) -> str:
    """Return the indexed form of some fields."""
    return _BREAK.join(_tokens(folded(field)) for field in fields if field)


def query(text: str) -> str:
    """Return the FTS5 query: each blank-separated part a phrase, all of them wanted; '' if none."""
    return " AND ".join(f'"{phrase}"' for phrase in phrases(text))


def phrases(text: str) -> list[str]:
    """Return each blank-separated part of a search as tokens with blanks; all are wanted."""
    parts = (_tokens(folded(part)) for part in text.split())
    return [part for part in parts if part]


def _tokens(text: str) -> str:
    return " ".join(map(_token, text))


@lru_cache(8192)
def _token(character: str) -> str:
    point = ord(character)
    safe = any(low <= point <= high for low, high in _SAFE)
    return character if safe else f"x{point:x}"
