"""`inspector-app simulate`: one simulated scale in the foreground until it is told to stop."""

from __future__ import annotations

from collections.abc import Callable

from serial_drivers.simulators.load_cell import ScaleNature
from serial_drivers.simulators.script import parse_script
from serial_drivers.simulators.simulated_scale import SimulatedScale

_WAIT_S = 0.5


def run_simulator(
    protocol: str,
    port: str | None,
    script: str,
    *,
    say: Callable[[str], None],
    nature: ScaleNature | None = None,
) -> int:
    """Simulate until the script says `stop` or Ctrl+C is pressed; return the exit code 0.

    script: the text of a script (`serial_drivers.simulators.script`), may be empty. say: takes one
    line for each thing that happens, the port's name first.
    Raises InputInvalid for an unknown protocol or a script that cannot be read, PortUnavailable.
    """
    scale = SimulatedScale(protocol, port=port, nature=nature, script=parse_script(script), say=say)
    say(f"{scale.driver.key} on {scale.path}")
    scale.start()
    try:
        while not scale.wait(_WAIT_S):
            pass
    except KeyboardInterrupt:
        say("stopped")
    finally:
        scale.stop()
    return 0
