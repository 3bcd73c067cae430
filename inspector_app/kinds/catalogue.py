"""Finds the declared kinds by walking this folder; a module without `KIND` is no kind."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from inspector_app import kinds as folder
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.kinds.base import InspectionKind


@cache
def kinds() -> tuple[InspectionKind, ...]:
    """Return every declared kind, ordered by key.

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


def kind_of(key: str) -> InspectionKind:
    """Return the kind of this key. Raises InputInvalid(`kind_unknown`)."""
    for kind in kinds():
        if kind.key == key:
            return kind
    raise InputInvalid("kind_unknown", field="kind", kind=key[:60])
