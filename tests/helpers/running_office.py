"""The real office server as a process of its own, on a free port of this machine."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector_app.adapters.example_office import start_example_office

ROOT = Path(__file__).resolve().parents[2]
_SECONDS = 60


@dataclass
class RunningOffice:
    process: subprocess.Popen[bytes]
    data: Path
    said: dict[str, Any]

    @property
    def address(self) -> str:
        return str(self.said["address"])

    @property
    def code(self) -> str:
        return str(self.said["code"])

    def another_code(self, name: str = "second", scope: str = "445200") -> str:
        """Return the text of a further code, made as the administrator does."""
        arguments = ["code", "--data", str(self.data), "--name", name, "--scope", scope]
        arguments += ["--port", str(self.said["port"]), "--address", "127.0.0.1"]
        done = subprocess.run(
            [sys.executable, "-m", "office", *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=True,
        )
        lines = [line.strip() for line in done.stdout.splitlines()]
        return next(line for line in lines if line.startswith("HPE1:"))

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(_SECONDS)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(_SECONDS)


def start(data: Path, *arguments: str, port: int = 0) -> RunningOffice:
    """Start it as the example does. Raises OfficeUnreachable(`office_not_started`)."""
    office = start_example_office(data, port=port, options=arguments)
    return RunningOffice(
        office.process, data, json.loads((data / "ready.json").read_text(encoding="utf-8"))
    )


@contextmanager
def running_office(data: Path, *arguments: str) -> Iterator[RunningOffice]:
    office = start(data, *arguments)
    try:
        yield office
    finally:
        if office.process.poll() is None:
            office.stop()
