"""The Qt binding keeps its hands off Python's constants (decision 0005)."""

from __future__ import annotations

import subprocess
import sys

import pytest

EMITS = 2000

# In a process of its own: the fault aborts the interpreter, and the count is of a shared constant.
PROGRAM = f"""
import sys
from PySide6.QtCore import QObject, Signal

class Source(QObject):
    said = Signal(object)

source, heard = Source(), []
source.said.connect(lambda value: heard.append(1))
for constant in (True, False, None):
    before = sys.getrefcount(constant)
    for _ in range({EMITS}):
        source.said.emit(constant)
    print(sys.getrefcount(constant) - before)
print(len(heard))
"""


@pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="constants are immortal: there is nothing to count"
)
def test_two_thousand_signals_take_no_reference_from_a_constant() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    *drifts, heard = (int(line) for line in done.stdout.split())
    assert heard == 3 * EMITS
    assert [drift for drift in drifts if abs(drift) > 10] == [], drifts
