"""Unified social credit code (GB 32100-2015) with the organisation code inside (GB 11714-1997)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from inspector_app.metrology.regulations import Regulation

_REGION = slice(2, 8)
_ORGANISATION = slice(8, 17)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditCode:
    """A code taken apart.

    valid: alphabet, length and check character fit. expected_check_char: what the 18th should be,
    empty when the code could not be computed. organisation_check_ok: False is a warning only,
    some authorities issued codes of their own. illegal: the first character that may not occur.
    """

    code: str
    valid: bool
    reason: str = ""
    expected_check_char: str = ""
    region: str = ""
    organisation_code: str = ""
    organisation_check_ok: bool = False
    illegal: str = ""


def check_credit_code(text: str, rules: Regulation) -> CreditCode:
    """Return the judged code; spaces, width and lower case are forgiven, nothing is raised.

    C18 = (31 - sum(C_i x 3^(i-1) mod 31) mod 31) mod 31, i = 1..17.
    """
    code = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    alphabet = rules.figure("alphabet")
    letters = alphabet.text()
    illegal = next((c for c in code if c not in letters), "")
    if illegal:
        why = f"illegal character {illegal} ({alphabet.text('excluded')} excluded)"
        return CreditCode(code=code, valid=False, reason=why, illegal=illegal)
    length = int(rules.figure("length").decimal())
    if len(code) != length:
        why = f"length {len(code)}, must be {length}"
        return CreditCode(code=code, valid=False, reason=why)
    expected = _check_char(code[:-1], letters, int(rules.figure("weight_base").decimal()))
    organisation = code[_ORGANISATION]
    return CreditCode(
        code=code,
        valid=code[-1] == expected,
        reason="" if code[-1] == expected else f"check character must be {expected}",
        expected_check_char=expected,
        region=code[_REGION],
        organisation_code=organisation,
        organisation_check_ok=organisation[-1] == organisation_check_char(organisation[:-1], rules),
    )


def organisation_check_char(body: str, rules: Regulation) -> str:
    """Return the 9th character of an organisation code from its first 8 (letters count 10-35).

    C9 = 11 - sum(C_i x W_i) mod 11; 10 is written X, 11 is written 0.
    """
    weights = [int(w) for w in rules.figure("organisation_weights").text().split()]
    modulus = int(rules.figure("organisation_modulus").decimal())
    total = sum(int(c, 36) * w for c, w in zip(body, weights, strict=True))
    value = (modulus - total % modulus) % modulus
    return "X" if value == modulus - 1 else str(value)


def _check_char(body: str, letters: str, base: int) -> str:
    modulus = len(letters)
    total = sum(letters.index(c) * pow(base, i, modulus) for i, c in enumerate(body))
    return letters[-total % modulus]
