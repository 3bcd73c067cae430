"""One catalogue of words for window, reports and web: gettext, English msgids, Chinese first.

`gettext` speaks the process's current language (the window's); a document in another language
takes a `Words` of its own. Reasons and failures become sentences in `reasons` and `failures`.
"""

from __future__ import annotations

import gettext as _gettext
import locale
import os

from inspector_app import resource_files

LANGUAGES = ("zh_CN", "en")


class Words:
    """The words of one language. Raises ValueError for a language that is not shipped."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(language)
        self.language = language
        self._catalogue = _gettext.translation(
            "hengping",
            localedir=resource_files.path("translations"),
            languages=[language],
            fallback=True,
        )

    def gettext(self, message: str) -> str:
        """Return the sentence in this language, the English msgid where none is known."""
        return self._catalogue.gettext(message) if message else ""

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Return the form for a count."""
        return self._catalogue.ngettext(singular, plural, count)


def system_language() -> str:
    """Return `zh_CN` for a Chinese system and for one that does not say, else `en`."""
    name = next((os.environ[k] for k in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(k)), "")
    name = name or (locale.getlocale()[0] or "")
    return "en" if name.lower().startswith(("en", "c.", "posix")) or name == "C" else "zh_CN"


def marked(message: str) -> str:
    """Return the msgid as it is: it is collected here and translated where it is shown."""
    return message


_current = Words("en")


def set_language(language: str) -> None:
    """Choose the process's language; the window then sends LanguageChange to its widgets."""
    global _current  # noqa: PLW0603 - the one process-wide language, as gettext itself has it
    _current = Words(language)


def current_language() -> str:
    """Return the process's language, `zh_CN` or `en`."""
    return _current.language


def gettext(message: str) -> str:
    """Return the sentence in the process's language."""
    return _current.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the counted sentence in the process's language."""
    return _current.ngettext(singular, plural, count)
