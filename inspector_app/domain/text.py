"""Declared words in both languages, for data that is itself bilingual (checks, titles, clauses)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One declared text. zh is the legal wording; en is its translation for foreign readers."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the wording for `zh`/`zh_CN`... or English for anything else."""
        return self.zh if language.startswith("zh") else self.en
