"""The front door: no arguments opens the window at once, anything else is a command.

The window's path imports as little as it can, because the inspector is waiting at a stall.
"""

from __future__ import annotations

import multiprocessing
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run the desktop or a command; return the exit code."""
    multiprocessing.freeze_support()
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments:
        from inspector_app.cli import run_command  # noqa: PLC0415 - keeps the window's start short

        return run_command(arguments)
    from ui.app import run  # noqa: PLC0415 - only a window needs Qt

    return run()


if __name__ == "__main__":
    sys.exit(main())
