"""Ground floor: what things are. Standard library only; no I/O, no clock, no float."""
