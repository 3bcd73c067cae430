"""What a test opens with `with` and what closes itself at the end."""

from __future__ import annotations

from types import TracebackType
from typing import Self


class Closing:
    """Closes at the end of the block, also when the test fails."""

    def close(self) -> None:
        """End what runs and give back what was taken."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()
