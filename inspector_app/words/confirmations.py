"""How well a figure is confirmed, in words."""

from __future__ import annotations

from inspector_app.words import marked

CONFIRMATIONS: dict[str, str] = {
    "verified": marked("confirmed"),
    "verified_secondary": marked("confirmed from a second source"),
    "memory": marked("from memory, not confirmed"),
    "inferred": marked("inferred, not confirmed"),
}
"""By the values of `domain.judgement.Confirmation`."""
