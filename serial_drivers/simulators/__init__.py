"""Scales that behave, for tests, demonstrations and the bench; never part of a measurement."""

from serial_drivers.simulators.faults import Faults
from serial_drivers.simulators.load_cell import ScaleNature, nature_of
from serial_drivers.simulators.running import run_simulator
from serial_drivers.simulators.script import parse_script
from serial_drivers.simulators.simulated_scale import SimulatedScale

__all__ = ["Faults", "ScaleNature", "SimulatedScale", "nature_of", "parse_script", "run_simulator"]
