"""What a run asks of the person at the scale; the window has the words."""

from __future__ import annotations

from enum import StrEnum


class Prompt(StrEnum):
    """One thing to do or to wait for."""

    EMPTY_THE_SCALE = "empty_the_scale"
    SET_TO_ZERO = "set_to_zero"
    """It came to rest near zero, not at zero: not back, or never set."""
    PUT_LOAD_ON = "put_load_on"
    TAKE_LOAD_OFF = "take_load_off"
    ANOTHER_LOAD = "another_load"
    """What lies on the scale is not the load of the run."""
    OTHER_UNIT = "other_unit"
    """The instrument changed its unit; its readings are not taken."""
    PUT_SMALL_LOAD_ON = "put_small_load_on"
    TAKE_SMALL_LOAD_OFF = "take_small_load_off"
    ADD_LOAD = "add_load"
    HOLD = "hold"
    REMOVE_LOAD = "remove_load"
    WATCHING = "watching"
    SIGNAL_LOST = "signal_lost"
    FINISHED = "finished"
