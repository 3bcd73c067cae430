"""Articles of laws as a law is quoted: 第六条（二）, article 6(2).

Only laws and orders have articles (条): a standard's `5.4` is a clause and stays a number. A law is
known by its number, which is its Chinese title; where a clause names the law itself
(`计量法 26; 实施细则 46`) no number is needed. What is more than numbers stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from inspector_app.words.law_titles import SHORT_TITLES, TITLES

_DIGITS: Final = "〇一二三四五六七八九"
_LAW: Final = re.compile(r"(?<!方)(?:法|办法|规定|条例|细则)(?:[(（].*[)）])?$")
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


_NUMBERS: Final[Mapping[str, int]] = {numeral(number): number for number in range(1, 1000)}


def is_law(regulation: str) -> bool:
    """Say whether a regulation of this title has articles: a law or order, no standard."""
    return _LAW.search(regulation.strip("《》")) is not None


def article_words(clause: str, regulation: str = "", *, chinese: bool) -> str:
    """Return the clause as articles, or as it is where it holds more than their numbers.

    `23(1)(5)` is paragraph 1, item 5; a single bracket is an item.
    """
    if not chinese and clause.startswith("第"):
        return english_articles(clause) if is_law(regulation) else clause
    said = []
    for segment in clause.split("; "):
        found = _SEGMENT.fullmatch(segment)
        if found is None or not (found["name"] or is_law(regulation)):
            return clause
        name, items = found["name"] or "", found["items"]
        if chinese:
            said.append(name + "、".join(_quoted(item) for item in items.split(", ")))
        else:
            said.append(f"{name} {items}" if name else _counted(items))
    return ("；" if chinese else "; ").join(said)


def english_articles(article: str) -> str:
    """Return `articles 5 to 9` for 第五条至第九条; what is no plain row of articles as it is."""
    numbered = _CHINESE_ARTICLE.sub(lambda found: str(_NUMBERS.get(found[1], found[0])), article)
    numbered = _CHINESE_PART.sub(lambda found: f"({_NUMBERS[found[1]]})", numbered)
    named = numbered.replace("、", ", ").replace("至", " to ")
    if not re.fullmatch(r"\d+(?:\(\d+\)|, (?=[\d(])|(?: to )?\d+)*", named):
        return article.replace("、", ", ")
    return _counted(named)


_CHINESE_ARTICLE: Final = re.compile(r"第([零一二三四五六七八九十百]+)条")
_CHINESE_PART: Final = re.compile(r"（([一二三四五六七八九十]{1,3})）")


def _counted(numbers: str) -> str:
    return f"{'articles' if ',' in numbers or ' ' in numbers else 'article'} {numbers}"


def _quoted(item: str) -> str:
    found = _PARTS.fullmatch(item)
    if found is None:
        return item
    inner = [_said(part) for part in re.findall(r"\(([^)]+)\)", found[2])]
    if len(inner) == 2:
        below = f"第{inner[0]}款第{inner[1]}项"
    else:
        below = "".join(f"（{part}）" for part in inner)
    return f"第{numeral(int(found[1]))}条{below}"


def _said(part: str) -> str:
    return numeral(int(part)) if part.isdigit() else part


# --- the short bases of the tables of fines ---------------------------------------------------

_SAME: Final = "same, art "
_SAME_LAW: Final = "侵害消费者权益行为处罚办法 "
_IN_BASIS: Final = re.compile(
    r"(?P<before>^|[\u4e00-\u9fff)）]|[、,;/] ?) ?(?P<number>\d{1,3})"
    r"(?P<parts>(?:\((?:\d{1,2}|[一二三四五六七八九十]+)\))*)(?: para (?P<para>\d))?"
    r"(?![\w%-])"
)
_CHINESE_PLAIN_PART: Final = re.compile(r"\(([一二三四五六七八九十]{1,3})\)")


def basis_in(basis: str, *, chinese: bool) -> str:
    """Return a basis of the tables of fines by its articles: `集贸市场办法（94号）第十三条`."""
    told = _IN_BASIS.sub(
        _in_chinese_basis if chinese else _in_english_basis, basis.replace(_SAME, _SAME_LAW)
    )
    if chinese:
        return re.sub(r"\((.*?)\)", r"（\1）", told).replace(", ", "、").replace("; ", "；")
    names = {**TITLES, **SHORT_TITLES}
    for title in sorted(names, key=len, reverse=True):
        told = told.replace(title, names[title])
    told = re.sub(r" ?\((\d+)号\)", r" (order \1)", told)
    told = re.sub(r"国务院令 ?(\d+)号", r"State Council order \1", told)
    return _CHINESE_PLAIN_PART.sub(lambda found: f"({_NUMBERS[found[1]]})", told)


def _in_chinese_basis(found: re.Match[str]) -> str:
    para = f"第{numeral(int(found['para']))}款" if found["para"] else ""
    parts = "".join(f"（{_said(part)}）" for part in re.findall(r"\((\w+)\)", found["parts"]))
    return f"{found['before']}第{numeral(int(found['number']))}条{parts}{para}"


def _in_english_basis(found: re.Match[str]) -> str:
    para = f" para. {found['para']}" if found["para"] else ""
    return f"{found['before'].rstrip()} art. {found['number']}{found['parts']}".lstrip() + para
