"""QR codes as pictures within a page: SVG drawn on the server, no script, no second request."""

from __future__ import annotations

from markupsafe import Markup

from inspector_app.adapters import qr

_QUIET = 4
"""Modules of white around a code (ISO/IEC 18004 clause 6.3.8)."""


def qr_picture(text: str, label: str) -> Markup:
    """Return a code as inline SVG, black on white in every theme. label: for screen readers.

    Raises InputInvalid(`qr_too_long`).
    """
    rows = qr.matrix(text)
    side = len(rows) + 2 * _QUIET
    path = "".join(
        f"M{start + _QUIET} {y + _QUIET}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for start, length in qr.bars(row)
    )
    return Markup(
        '<svg class="code" role="img" aria-label="{}" viewBox="0 0 {} {}" '
        'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{}v{}H0z"/>'
        '<path fill="#000" d="{}"/></svg>'
    ).format(label, side, side, side, side, path)
