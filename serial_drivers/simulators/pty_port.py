"""Where a simulated scale is plugged in: a pseudo-terminal with a lasting name, or a given port.

The only file that knows that Windows has no pseudo-terminals.
"""

from __future__ import annotations

import contextlib
import os
import select
import sys
import tempfile
from pathlib import Path
from typing import Protocol

from inspector_app.domain.exceptions import PortUnavailable
from serial_drivers.driver import SerialLine
from serial_drivers.ports.transport import SerialTransport

_CHUNK = 4096


class ScaleEnd(Protocol):
    """The scale's end of a cable."""

    path: str

    def read(self, timeout_s: float) -> bytes:
        """Return what the host sent, b"" after timeout_s."""
        ...

    def write(self, data: bytes) -> None:
        """Say something; what nobody listens to is lost, as on a real wire."""
        ...

    def unplug(self) -> None:
        """Pull the cable."""
        ...

    def replug(self) -> None:
        """Plug the cable in again, under the same name."""
        ...

    def close(self) -> None:
        """Take the port away for good."""
        ...


class PtyPort:
    """A pseudo-terminal behind a symbolic link that keeps its name through unplugging.

    `path` is what the host opens. Linux and macOS only; raises PortUnavailable elsewhere.
    """

    def __init__(self, name: str = "scale") -> None:
        if sys.platform == "win32":
            raise PortUnavailable("no_pseudo_ports", device=name)
        self._folder = Path(tempfile.mkdtemp(prefix="hengping-port-"))
        self.path = str(self._folder / name)
        self._master = self._slave = -1
        self.replug()

    def read(self, timeout_s: float) -> bytes:
        """Return what the host sent, b"" after timeout_s."""
        ready, _, _ = select.select([self._master], [], [], timeout_s)
        return os.read(self._master, _CHUNK) if ready else b""

    def write(self, data: bytes) -> None:
        """Send; bytes that do not fit because nobody reads are dropped."""
        with contextlib.suppress(BlockingIOError):
            os.write(self._master, data)

    def unplug(self) -> None:
        """Close the terminal and take its name away; an open host sees its port die."""
        Path(self.path).unlink(missing_ok=True)
        for descriptor in (self._slave, self._master):
            if descriptor >= 0:
                os.close(descriptor)
        self._master = self._slave = -1

    def replug(self) -> None:
        """Open a new terminal under the old name; nothing happens if one is open."""
        if sys.platform == "win32" or self._master >= 0:
            return
        import pty  # noqa: PLC0415 - not on Windows
        import tty  # noqa: PLC0415 - not on Windows

        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        # The slave stays open here too: without any reader the master would report a hang-up.
        Path(self.path).symlink_to(os.ttyname(self._slave))

    def close(self) -> None:
        """Unplug and remove the name's folder."""
        self.unplug()
        with contextlib.suppress(OSError):
            self._folder.rmdir()


class GivenPort:
    """A real port chosen by a person (or one end of a com0com pair)."""

    def __init__(self, device: str, line: SerialLine) -> None:
        self.path = device
        self._line = line
        self._transport: SerialTransport | None = SerialTransport(device, line)

    def read(self, timeout_s: float) -> bytes:
        """Return what the host sent, b"" after timeout_s."""
        return self._transport.read(timeout_s) if self._transport else b""

    def write(self, data: bytes) -> None:
        """Send all bytes."""
        if self._transport:
            self._transport.write(data)

    def unplug(self) -> None:
        """Give the port back; the scale falls silent."""
        if self._transport:
            self._transport.close()
            self._transport = None

    def replug(self) -> None:
        """Open the port again."""
        self._transport = self._transport or SerialTransport(self.path, self._line)

    def close(self) -> None:
        """Give the port back."""
        self.unplug()
