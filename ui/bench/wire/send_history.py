"""What was sent before: the newest last, walked through by the arrows, kept for the next day."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Final

from inspector_app.settings import Settings

MOST: Final = 50
_KEY: Final = "bench_history"
_LONGEST: Final = 4096


@dataclass(slots=True)
class SendHistory:
    """Entries of (form, text); form is `hex` or `text`. Without settings it ends with the page."""

    settings: Settings | None = None
    _entries: list[tuple[str, str]] = field(default_factory=list)
    _place: int = 0

    def __post_init__(self) -> None:
        """Take up what was kept; what cannot be read is no history."""
        kept = self.settings.get(_KEY) if self.settings is not None else ""
        try:
            rows = json.loads(kept) if kept else []
            self._entries = [(str(form), str(text)[:_LONGEST]) for form, text in rows][-MOST:]
        except (ValueError, TypeError):
            self._entries = []
        self._place = len(self._entries)

    def add(self, form: str, text: str) -> None:
        """Keep what was just sent, once where it is the same again."""
        if not self._entries or self._entries[-1] != (form, text):
            self._entries = [*self._entries[1 - MOST :], (form, text)]
            if self.settings is not None:
                self.settings.set(_KEY, json.dumps(self._entries, ensure_ascii=False))
        self._place = len(self._entries)

    def step(self, by: int) -> tuple[str, str] | None:
        """Go back (-1) or forward (1); None behind the newest, where nothing stands."""
        self._place = min(max(self._place + by, 0), len(self._entries))
        return self._entries[self._place] if self._place < len(self._entries) else None

    def __len__(self) -> int:
        """Return how many there are, 0 to MOST."""
        return len(self._entries)
