"""A bench that runs unattended in a process of its own, to be killed: `python -m ... FOLDER`.

Prints how many values the run has, a line each time there is one more.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

from PySide6.QtWidgets import QApplication

from serial_drivers.aids.drift_run import DriftRun
from tests.helpers.bench_rig import BenchRig

_MANY = 1_000_000


def main(folder: Path) -> None:
    """Watch the drift of a simulated scale until somebody ends it."""
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    rig = BenchRig(folder)
    rig.read()
    rig.page.aids_card.choice.button("drift").click()
    rig.page.aids_card.start.click()
    run = rig.page.aids.run
    assert isinstance(run, DriftRun)

    def has(count: int) -> bool:
        return len(run.samples) >= count

    for told in range(1, _MANY):
        rig.until(partial(has, told))
        sys.stdout.write(f"{told}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
