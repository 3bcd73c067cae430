"""Finds the declared kinds by walking this folder, and knows those that an office published.

A module without `KIND` is no kind. Published kinds are told by whoever installs a package, at start
and whenever one arrives; they are known by their digest for good, offered while the newest package
holds them.
"""

from __future__ import annotations

import importlib
import pkgutil
import threading
from collections.abc import Iterable
from functools import cache

from inspector_app import kinds as folder
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.text import Text
from inspector_app.kinds.base import InspectionKind


class _Published:
    """What was told. Replaced whole under a lock, so that any thread may read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.known: dict[str, InspectionKind] = {}
        self.offered: tuple[InspectionKind, ...] = ()

    def tell(self, offered: Iterable[InspectionKind], known: Iterable[InspectionKind]) -> None:
        own = {kind.key for kind in shipped_kinds()}
        now = tuple(kind for kind in offered if kind.key not in own)
        with self._lock:
            self.known = {**self.known, **{kind.digest: kind for kind in (*known, *now)}}
            self.offered = now

    def forget(self) -> None:
        with self._lock:
            self.known, self.offered = {}, ()


_published = _Published()


def tell_published(
    offered: Iterable[InspectionKind], *, known: Iterable[InspectionKind] = ()
) -> None:
    """Offer these published kinds from now on. known: of older packages, to read old records.

    A kind of the program itself always stands before a published one of its key.
    """
    _published.tell(offered, known)


def forget_published() -> None:
    """Know only the program's own kinds again."""
    _published.forget()


@cache
def shipped_kinds() -> tuple[InspectionKind, ...]:
    """Return every kind of the program itself, ordered by key.

    `pkgutil` asks the importer, so a frozen program (no folder on disk) finds the same ones.
    """
    names = sorted(module.name for module in pkgutil.iter_modules(folder.__path__))
    modules = (
        importlib.import_module(f"{folder.__name__}.{name}")
        for name in names
        if name not in {"base", "catalogue"}
    )
    found = (getattr(module, "KIND", None) for module in modules)
    return tuple(
        sorted((kind for kind in found if isinstance(kind, InspectionKind)), key=lambda k: k.key)
    )


def kinds() -> tuple[InspectionKind, ...]:
    """Return every kind that is offered now, ordered by key."""
    return tuple(sorted((*shipped_kinds(), *_published.offered), key=lambda kind: kind.key))


def known_kinds() -> tuple[InspectionKind, ...]:
    """Return every kind that records may be of, the newest text of each, ordered by key."""
    found = {kind.key: kind for kind in sorted(_published.known.values(), key=_age)}
    found |= {kind.key: kind for kind in kinds()}
    return tuple(found[key] for key in sorted(found))


def _age(kind: InspectionKind) -> int:
    return kind.version


def kind_of(key: str) -> InspectionKind:
    """Return the kind of this key, of a published one the newest.

    Raises InputInvalid(`kind_unknown`).
    """
    for kind in known_kinds():
        if kind.key == key:
            return kind
    raise InputInvalid("kind_unknown", field="kind", kind=key[:60])


def kind_for(inspection: Inspection) -> InspectionKind:
    """Return the kind by whose very text an inspection was begun.

    Raises InputInvalid(`kind_unknown`), also where only another text of a published kind is held.
    """
    if not inspection.kind_digest:
        return kind_of(inspection.kind)
    found = _published.known.get(inspection.kind_digest)
    if found is None or found.key != inspection.kind:
        raise InputInvalid("kind_unknown", field="kind", kind=inspection.kind[:60])
    return found


def kind_title(key: str) -> Text:
    """Return how a kind is called; the bare key for one that is not known here."""
    try:
        return kind_of(key).title
    except InputInvalid:
        return Text(zh=key[:60], en=key[:60])
