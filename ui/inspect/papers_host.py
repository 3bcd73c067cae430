"""What the Inspect page asks of the papers' side; `ui.papers` gives it, the composition root joins.

So neither folder knows the other both ways, and a page without papers stays whole.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class PapersHost(QWidget):
    """Signals: left: back to the record; issued(inspection_id): a paper was written."""

    left = Signal()
    issued = Signal(str)

    def show_papers(self, inspection_id: str, wanted: str = "") -> None:
        """Show the papers of this record and take the focus. wanted: key of the paper to choose."""
        raise NotImplementedError

    def panes(self) -> list[QWidget]:
        """Return the panes that F6 goes round."""
        raise NotImplementedError

    def set_compact(self, *, compact: bool) -> None:
        """Become the small page."""
        raise NotImplementedError
