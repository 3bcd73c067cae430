"""The front door: no arguments (or `--example`) opens the window at once, else it is a command.

The window's path imports as little as it can, because the inspector is waiting at a stall.
"""

from __future__ import annotations

import multiprocessing
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run the desktop or a command; return the exit code."""
    multiprocessing.freeze_support()
    arguments = sys.argv[1:] if arguments is None else arguments
    example = arguments == ["--example"]
    if arguments and not example:
        from inspector_app.cli import run_command

        return run_command(arguments)
    from ui.app import run

    return run(example=example)


if __name__ == "__main__":
    sys.exit(main())
