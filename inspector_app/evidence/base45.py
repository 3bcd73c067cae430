"""Base45 (RFC 9285): bytes in the alphabet that a QR code packs two characters to 11 bits."""

from __future__ import annotations

from inspector_app.domain.exceptions import InputInvalid

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_BASE = 45


def encode(data: bytes) -> str:
    """Return the text: three characters per two bytes, two for a last odd one."""
    out: list[str] = []
    for start in range(0, len(data) - 1, 2):
        rest, first = divmod(data[start] * 256 + data[start + 1], _BASE)
        third, second = divmod(rest, _BASE)
        out += ALPHABET[first], ALPHABET[second], ALPHABET[third]
    if len(data) % 2:
        second, first = divmod(data[-1], _BASE)
        out += ALPHABET[first], ALPHABET[second]
    return "".join(out)


def decode(text: str) -> bytes:
    """Return the bytes. Raises InputInvalid(`not_base45`) for a foreign character or value."""
    out = bytearray()
    for start in range(0, len(text), 3):
        group = text[start : start + 3]
        try:
            value = sum(_VALUES[character] * _BASE**i for i, character in enumerate(group))
            out += value.to_bytes(len(group) - 1, "big")
        except (KeyError, OverflowError):
            raise InputInvalid("not_base45", field="text", value=group) from None
        if len(group) == 1:
            raise InputInvalid("not_base45", field="text", value=group)
    return bytes(out)
