"""What every test gets: no real screen, no real keyring, a home of its own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Before Qt, keyring or our settings are imported anywhere, so not in a fixture.
_HOME = tempfile.TemporaryDirectory(prefix="hengping-tests-")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
for _name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
    os.environ[_name] = str(Path(_HOME.name) / _name.lower())

# Two slow cores are shared with Xvfb and worker processes: time is judged by the benchmarks, and
# a wall-clock deadline inside a property test would only make it lie now and then.
settings.register_profile(
    "gate", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("gate")


@pytest.fixture(scope="session", autouse=True)
def _own_home() -> Iterator[None]:
    yield
    _HOME.cleanup()
