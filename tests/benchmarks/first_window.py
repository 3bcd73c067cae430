"""First painted window against an empty QMainWindow: fresh processes, from spawn to painted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from tests.benchmarks.method import Ratio, calm_pairs, ratio_of_times

BAR = 1.6
LATE = ("sqlalchemy", "reportlab", "httpx", "cryptography.x509", "numpy", "pyqtgraph")
PAINTED = """
from PySide6.QtCore import QEvent, QObject
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.UpdateRequest or event.type() == QEvent.Type.Paint:
            import sys, json, os
            late = [name for name in LATE if name in sys.modules]
            print(json.dumps(late), flush=True)
            os._exit(0)
        return False
""".replace("LATE", repr(LATE))
EMPTY = (
    PAINTED
    + """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1366, 768)
watch = Painted()
window.installEventFilter(watch)
window.show()
app.exec()
"""
)
OURS = (
    PAINTED
    + """
import sys, pathlib
from PySide6.QtWidgets import QApplication
from ui.app import Application
from ui.theme import choose_style
choose_style()
app = QApplication([])
desktop = Application(app, pathlib.Path(sys.argv[1]))
watch = Painted()
desktop.window.centralWidget().installEventFilter(watch)
desktop.start()
app.exec()
"""
)


def _run(code: str, folder: str) -> tuple[float, list[str]]:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["QT_QPA_PLATFORM"] = "offscreen"
    began = perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, folder],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env=environment,
        cwd=Path(__file__).resolve().parents[2],
    )
    return perf_counter() - began, json.loads(done.stdout.splitlines()[-1])


def modules_before_first_paint() -> list[str]:
    """Return which of the late libraries were loaded when the window was first painted."""
    with tempfile.TemporaryDirectory() as folder:
        return _run(OURS, folder)[1]


def run(pairs: int = 9) -> list[Ratio]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        _run(OURS, folder)
        _run(EMPTY, folder)
        sides = calm_pairs(
            lambda _at: _run(OURS, folder)[0], lambda _at: _run(EMPTY, folder)[0], pairs
        )
    return [ratio_of_times("first painted window", "empty QMainWindow", sides, bar=BAR)]
