"""The bench's commands: parse, then hand over. Apart from `cli`, which would grow too long."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

Say = Callable[[str], None]
Capture = Annotated[Path, typer.Argument(help="A capture recorded on the bench.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON; its shape: docs/ports.md.")]


def add_commands(app: typer.Typer, say: Say) -> None:
    """Add replay, capture-to-transcript and loopback."""

    @app.command()
    def replay(file: Capture, *, as_json: AsJson = False) -> int:
        """Print what a capture says: exit 0 whole, 3 cut (told up to the cut)."""
        from inspector_app import capture_commands

        return capture_commands.replay(file, say, as_json=as_json)

    @app.command("capture-to-transcript")
    def capture_to_transcript(
        file: Capture,
        out: Annotated[
            Path | None, typer.Option(help="The file to write, e.g. tests/transcripts/KEY.NAME.txt")
        ] = None,
        most: Annotated[int, typer.Option(min=1, max=200, help="So many frames at most.")] = 12,
    ) -> None:
        """Make a transcript test of a capture: each kind of frame once, with what it says."""
        from inspector_app import capture_commands

        capture_commands.to_transcript(file, out, say, most=most)

    @app.command()
    def loopback(
        port: Annotated[str, typer.Option("--port", help="A port's name, e.g. COM5.")],
        *,
        as_json: AsJson = False,
    ) -> int:
        """Test adapter and cable with a loopback plug: exit 0 good, 3 faulty, 4 no plug."""
        from inspector_app import loopback_command

        return loopback_command.loopback(port, say, as_json=as_json)
