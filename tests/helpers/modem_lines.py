"""Starts a program for which a pseudo-terminal has modem lines: `python modem_lines.py PROGRAM ...`.

libserialport asks for the modem lines while opening and gives a port up that has none, as every
pseudo-terminal. A seccomp filter answers those four requests with success, and nothing else;
it lasts for this process, which becomes the program. Linux on x86-64 and ARM64.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys

_IOCTL = {"x86_64": 16, "aarch64": 29}
_FIRST, _LAST = 0x5415, 0x5418
"""TIOCMGET, TIOCMBIS, TIOCMBIC and TIOCMSET."""
_LOAD, _EQUAL, _AT_LEAST, _ABOVE, _RETURN = 0x20, 0x15, 0x35, 0x25, 0x06
_ALLOW, _SUCCEED = 0x7FFF0000, 0x00050000
_CALL_AT, _REQUEST_AT = 0, 24
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def _steps() -> bytes:
    """Return the filter: code, jump if true, jump if false, operand."""
    steps = (
        (_LOAD, 0, 0, _CALL_AT),
        (_EQUAL, 0, 4, _IOCTL[platform.machine()]),
        (_LOAD, 0, 0, _REQUEST_AT),
        (_AT_LEAST, 0, 2, _FIRST),
        (_ABOVE, 1, 0, _LAST),
        (_RETURN, 0, 0, _SUCCEED),
        (_RETURN, 0, 0, _ALLOW),
    )
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def grant() -> None:
    """Put the filter on this process. Raises OSError where the kernel refuses it."""
    steps = ctypes.create_string_buffer(_steps())
    program = _Program(len(steps) // 8, ctypes.addressof(steps))
    libc = ctypes.CDLL(None, use_errno=True)
    refused = libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if refused or libc.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), "no seccomp filter")


if __name__ == "__main__":
    grant()
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - to become the program is its purpose
