"""An office on this machine for the example and the demo: a process of its own, nothing to set up.

The one place that knows how to start the server beside the desktop, frozen or from source.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.exceptions import OfficeUnreachable

START_SECONDS = 60.0
STOP_SECONDS = 10.0
_LOOK_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class ExampleOffice:
    """A running office. code: for one laptop. authority: PEM that its TLS is checked against.

    begin: where the first administrator chooses a password, '' once that was done.
    """

    process: subprocess.Popen[bytes]
    folder: Path
    address: str
    port: int
    code: str
    authority: str
    public_page: str
    begin: str

    @property
    def pages(self) -> str:
        """Return where a person comes in to the office's pages."""
        return self.begin or f"{self.address}/sign-in"

    def another_code(self, name: str) -> str:
        """Return a code for a further laptop. Raises OfficeUnreachable."""
        arguments = ["code", "--data", str(self.folder), "--name", name]
        arguments += ["--port", str(self.port), "--address", "127.0.0.1"]
        done = subprocess.run(  # noqa: S603 - our own server
            [*_program(), *arguments], capture_output=True, timeout=START_SECONDS, check=False
        )
        lines = done.stdout.decode("utf-8", "replace").splitlines()
        found = [line.strip() for line in lines if line.strip().startswith("HPE1:")]
        if not found:
            raise OfficeUnreachable("office_not_started", why=f"exit {done.returncode}")
        return found[0]

    def stop(self) -> None:
        """End the server; it stops by itself within seconds, or is ended."""
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(STOP_SECONDS)


def start_example_office(
    folder: Path, name: str = "", *, port: int = 0, options: Sequence[str] = ()
) -> ExampleOffice:
    """Start an office on loopback, its data in a folder; blocking until it answers.

    port: 0 for a free one. options: further ones of `inspector-office`.
    Raises OfficeUnreachable(`office_not_started`).
    """
    folder.mkdir(parents=True, exist_ok=True)
    ready = folder / "ready.json"
    ready.unlink(missing_ok=True)
    place = ["--data", str(folder), "--host", "127.0.0.1", "--port", str(port), "--name", name]
    with (folder / "office.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own server
            [*_program(), *place, "--ready-file", str(ready), *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    said = _waited(process, ready)
    return ExampleOffice(
        process=process,
        folder=folder,
        address=str(said["address"]),
        port=int(str(said["port"])),
        code=str(said["code"]),
        authority=str(said["authority"]),
        public_page=str(said["public_page"]),
        begin=str(said["begin"]),
    )


def _waited(process: subprocess.Popen[bytes], ready: Path) -> dict[str, object]:
    """Return what the server says once it listens."""
    pause = threading.Event()
    for _ in range(int(START_SECONDS / _LOOK_SECONDS)):
        if ready.exists():
            said: dict[str, object] = json.loads(ready.read_text(encoding="utf-8"))
            return said
        if process.poll() is not None:
            raise OfficeUnreachable("office_not_started", why=f"exit {process.returncode}")
        pause.wait(_LOOK_SECONDS)
    process.kill()
    raise OfficeUnreachable("office_not_started", why="no answer")


def _program() -> Sequence[str]:
    if not getattr(sys, "frozen", False):
        return (sys.executable, "-m", "office")
    here = Path(sys.executable).parent
    suffix = Path(sys.executable).suffix
    beside = here.with_name("hengping-office") / f"inspector-office{suffix}"
    return (str(beside),)
