"""The rules that are held: book and kinds of today, and older ones that judged records."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from inspector_app.domain.inspection import Inspection
from inspector_app.kinds import catalogue
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.packages.contents import RuleSet
from inspector_app.packages.envelope import SignedPackage


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
        """Return the book of a digest, None where it is not held."""
        return self._books.get(digest)

    def book_for(self, inspection: Inspection) -> RegulationBook:
        """Return the book a concluded inspection was judged by, where held; else today's."""
        judged = inspection.verdict.rules_digest if inspection.verdict is not None else ""
        return self._books.get(judged, self.book)

    def put(self, current: Installed | None, older: Sequence[Installed] = ()) -> None:
        """Let a package hold from now on (None: the shipped rules), and hold older ones beside."""
        everything = (*older, *((current,) if current is not None else ()))
        with self._lock:
            self._books = {
                **self._books,
                **{one.rules.book.digest: one.rules.book for one in everything},
            }
            self._current = current
        catalogue.tell_published(
            current.rules.kinds if current is not None else (),
            known=[kind for one in older for kind in one.rules.kinds],
        )
