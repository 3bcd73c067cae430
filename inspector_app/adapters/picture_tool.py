"""The PictureTool port in this process; `worker_process` has the one that works beside it."""

from __future__ import annotations

from inspector_app.adapters import picture_facts, pictures
from inspector_app.services.ports import PictureFacts


class PillowPictureTool:
    """Pillow behind the PictureTool port."""

    def normalise(self, data: bytes) -> tuple[bytes, int, int]:
        """Return JPEG bytes, width, height. See `pictures.normalise`."""
        return pictures.normalise(data)

    def examine(self, data: bytes) -> PictureFacts:
        """Return what the photo says of itself. See `picture_facts.examine`."""
        return picture_facts.examine(data)
