"""The bare numbers of a law's articles as a law is quoted: 第六条（二）, art. 6(2).

Only laws have articles: a standard's `5.4` is a clause and stays a number. A law is known by its
number, which is its Chinese title; where a clause names the law itself (`计量法 26; 实施细则 46`)
no number is needed. What is more than numbers is left to the table of `clauses`.
"""

from __future__ import annotations

import re
from typing import Final

_DIGITS: Final = "〇一二三四五六七八九"
_ITEM: Final = r"\d{1,3}(?:\([0-9一二三四五六七八九十]{1,2}\))*"
_SEGMENT: Final = re.compile(
    rf"(?:(?P<name>[一-鿿][一-鿿\d〔〕]*) )?(?P<items>{_ITEM}(?:, {_ITEM})*)"
)
_PARTS: Final = re.compile(r"(\d+)((?:\([^)]+\))*)")


def numeral(number: int) -> str:
    """Return a whole number from 0 to 999 in Chinese: 18 is 十八, 105 is 一百零五.

    Raises ValueError outside.
    """
    if not 0 <= number <= 999:
        raise ValueError(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = _DIGITS[hundreds] + "百" if hundreds else ""
    if tens:
        said += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        said += "零"
    return said + (_DIGITS[ones] if ones or not number else "")


def is_law(regulation: str) -> bool:
    """Say whether a regulation of this number is quoted by articles: a law, no standard."""
    return bool(re.match(r"[一-鿿]", regulation))


def article_words(clause: str, regulation: str = "", *, chinese: bool) -> str:
    """Return the clause as articles, or as it is where it holds more than their numbers.

    `23(1)(5)` is paragraph 1, item 5; a single bracket is an item.
    """
    said = []
    for segment in clause.split("; "):
        found = _SEGMENT.fullmatch(segment)
        if found is None or not (found["name"] or is_law(regulation)):
            return clause
        items = [_PARTS.fullmatch(item) for item in found["items"].split(", ")]
        if chinese:
            said.append((found["name"] or "") + "、".join(_quoted(item) for item in items if item))
        else:
            said.append(f"{found['name']} {found['items']}" if found["name"] else f"art. {segment}")
    return ("；" if chinese else "; ").join(said)


def _quoted(item: re.Match[str]) -> str:
    number, brackets = item.groups()
    inner = [_said(part) for part in re.findall(r"\(([^)]+)\)", brackets)]
    if len(inner) == 2:
        below = f"第{inner[0]}款第{inner[1]}项"
    else:
        below = "".join(f"（{part}）" for part in inner)
    return f"第{numeral(int(number))}条{below}"


def _said(part: str) -> str:
    return numeral(int(part)) if part.isdigit() else part
