"""The rules that are held: book and kinds of today, and older ones that judged records."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain.exceptions import InspectorError
from inspector_app.domain.inspection import Inspection
from inspector_app.kinds import catalogue
from inspector_app.kinds.base import InspectionKind
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.packages.contents import RuleSet
from inspector_app.packages.envelope import SignedPackage

LoadBook = Callable[[], RegulationBook]


@dataclass(frozen=True, slots=True)
class Installed:
    """A package with the rules that it makes."""

    signed: SignedPackage
    rules: RuleSet


class RuleShelf:
    """Books by their digest. Any thread may ask; who installs a package tells it.

    The catalogue of kinds is told by the same act, so that both change together.
    """

    def __init__(self, shipped: RegulationBook) -> None:
        self._lock = threading.Lock()
        self._shipped = shipped
        self._books = {shipped.digest: shipped}
        self._to_load: dict[str, LoadBook] = {}
        self._current: Installed | None = None

    @property
    def book(self) -> RegulationBook:
        """Return the book by which is judged now."""
        now = self._current
        return now.rules.book if now is not None else self._shipped

    @property
    def current(self) -> Installed | None:
        """Return the package that holds now, None while the shipped rules do."""
        return self._current

    def held(self, digest: str) -> RegulationBook | None:
        """Return the book of a digest, read when first asked for; None where it is not held.

        A book whose file is damaged, or that a later program makes something else of, is not held.
        """
        with self._lock:
            if digest in self._to_load:
                load = self._to_load.pop(digest)
                try:
                    book = load()
                except (InspectorError, OSError):
                    return None
                if book.digest == digest:
                    self._books[digest] = book
            return self._books.get(digest)

    def book_for(self, inspection: Inspection) -> RegulationBook:
        """Return the book a concluded inspection was judged by, where held; else today's."""
        judged = inspection.verdict.rules_digest if inspection.verdict is not None else ""
        return self.held(judged) or self.book

    def put(
        self,
        current: Installed | None,
        *,
        older_books: Mapping[str, LoadBook] | None = None,
        older_kinds: Sequence[InspectionKind] = (),
    ) -> None:
        """Let a package hold from now on (None: the shipped rules), and older ones be asked for."""
        with self._lock:
            self._to_load |= {
                digest: load
                for digest, load in (older_books or {}).items()
                if digest not in self._books
            }
            if current is not None:
                book = current.rules.book
                self._books[book.digest] = book
            self._current = current
        offered = current.rules.kinds if current is not None else ()
        catalogue.tell_published(offered, known=older_kinds)
