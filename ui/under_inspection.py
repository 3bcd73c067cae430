"""The scale that is under inspection now: told to whoever reads the port beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector_app.domain.inspection import State
from inspector_app.domain.instrument import WeighingInstrument
from inspector_app.domain.quantities import Mass

if TYPE_CHECKING:  # the Inspect page is loaded when somebody goes there
    from inspector_app.services.plan_inspection import InspectionView
    from ui.inspect.presenter import InspectPresenter


class UnderInspection:
    """Follows the Inspect page. Thread: UI; `scale` and `interval` may be called from any."""

    def __init__(self) -> None:
        self._scale: WeighingInstrument | None = None

    def follow(self, presenter: InspectPresenter) -> None:
        """Take the scale of the inspection that is open there."""
        presenter.shown.connect(self._on_shown)
        presenter.left.connect(self._on_left)

    def _on_shown(self, view: InspectionView) -> None:
        is_open = view.inspection.state is State.DRAFT
        self._scale = view.inspection.instrument if is_open else None

    def _on_left(self) -> None:
        self._scale = None

    def scale(self) -> WeighingInstrument | None:
        """Return the scale, None without an open inspection of one."""
        return self._scale

    def interval(self) -> Mass | None:
        """Return its d."""
        scale = self._scale
        return scale.actual_scale_interval if scale is not None else None
