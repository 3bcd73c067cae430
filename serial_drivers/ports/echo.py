"""Takes our own question out of what came, where the adapter sends it back before the answer.

RS-485 adapters that hear themselves do so. A question without an end of its own (`w`, ESC p) would
run into the answer and spoil it, so it is taken out as bytes, before any frame is looked for.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class EchoFilter:
    """One session's. Bytes are held back only while all of them could be the echo."""

    _asked: bytes = b""
    _held: bytes = b""

    def asked(self, data: bytes) -> bytes:
        """Expect this question's echo from now on; return what was held back before."""
        held, self._asked, self._held = self._held, data, b""
        return held

    def heard(self, data: bytes) -> tuple[bytes, bytes]:
        """Return the echo that is complete now (or nothing), and the bytes to read."""
        if not self._asked:
            return b"", data
        asked, come = self._asked, self._held + data
        if come.startswith(asked):
            self._asked, self._held = b"", b""
            return asked, come[len(asked) :]
        if asked.startswith(come):
            self._held = come
            return b"", b""
        self._asked, self._held = b"", b""
        return b"", come

    def fell_quiet(self) -> bytes:
        """Return what was held back: no more of it comes."""
        held, self._asked, self._held = self._held, b"", b""
        return held
