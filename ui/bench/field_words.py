"""The further fields of a frame by their names in words. Pure."""

from __future__ import annotations

from inspector_app.words import gettext as _


def field_word(name: str) -> str:
    """Return what a driver's field is called; a name without words stays as the driver has it."""
    for words in (_of_instruments(), _of_weighing(), _of_quantities(), _of_protocols()):
        if name in words:
            return words[name]
    return name.replace("_", " ")


def _of_instruments() -> dict[str, str]:
    return {
        "address": _("Address"),
        "device_id": _("Device number"),
        "ident": _("Identity"),
        "label": _("Label"),
        "manufacturer": _("Maker"),
        "medium": _("Medium"),
        "meter_time": _("Meter's time"),
        "model": _("Model"),
        "serial": _("Serial number"),
        "status": _("Status"),
    }


def _of_weighing() -> dict[str, str]:
    return {
        "at_zero": _("At zero"),
        "increment": _("Increment"),
        "lamp": _("Lamp"),
        "tare": _("Tare"),
        "total": _("Total"),
        "unit_price": _("Unit price"),
        "zero_not_captured": _("Zero not taken"),
    }


def _of_quantities() -> dict[str, str]:
    return {
        "dewpoint": _("Dew point"),
        "energy": _("Energy"),
        "flow": _("Flow"),
        "flow_temp": _("Flow temperature"),
        "power": _("Power"),
        "return_temp": _("Return temperature"),
        "rh": _("Relative humidity"),
        "temp_difference": _("Temperature difference"),
        "temperature": _("Temperature"),
        "volume": _("Volume"),
        "wet_bulb": _("Wet-bulb temperature"),
    }


def _of_protocols() -> dict[str, str]:
    return {
        "ack": _("Acknowledged"),
        "answer": _("Reply"),
        "baud_id": _("Speed offered"),
        "cmd": _("Command"),
        "code": _("Code"),
        "command": _("Command"),
        "di": _("Data identifier"),
        "error": _("Error code"),
        "fc": _("Function"),
        "format": _("Format"),
        "frame": _("Frame"),
        "items": _("Items"),
        "more_follows": _("More follows"),
        "quality": _("Quality of the fix"),
        "reg": _("Register"),
        "satellites": _("Satellites"),
        "sentence": _("Sentence"),
        "values": _("Figures"),
    }
