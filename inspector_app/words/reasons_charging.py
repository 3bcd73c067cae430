"""Sentences about signed charging sessions (OCMF)."""

from __future__ import annotations

from inspector_app.words import marked

SENTENCES: dict[str, str] = {
    "ocmf_signature_valid": marked("The signature of the session is genuine."),
    "ocmf_signature_invalid": marked(
        "The signature does not match: the data was changed, or another key signed it."
    ),
    "ocmf_signature_no_key": marked(
        "The signature was not checked: the charger's public key is missing."
    ),
    "ocmf_signature_key_unreadable": marked(
        "The signature was not checked: the public key cannot be read, or is of another curve."
    ),
    "ocmf_signature_unsupported": marked(
        "The signature was not checked: its method is not known to this program."
    ),
    "ocmf_schema_good": marked("The signed data follows the format."),
    "ocmf_schema_bad": marked("The signed data departs from the format at the places named."),
    "ocmf_serial_good": marked("The meter's number is the registered one."),
    "ocmf_serial_bad": marked("The meter's number is not the registered one."),
    "ocmf_pagination_good": marked("The data sets follow one another without a gap."),
    "ocmf_pagination_bad": marked("Data sets are missing, doubled or out of order."),
    "ocmf_register_good": marked("The register only counts up."),
    "ocmf_register_bad": marked("The register or its time runs back, or there is no value."),
    "ocmf_pairing_good": marked("The session has one beginning and one end."),
    "ocmf_pairing_bad": marked("Beginning and end of the session do not pair."),
    "ocmf_state_good": marked("The meter reported no fault."),
    "ocmf_state_bad": marked("The meter reported a fault, or a value that may not be billed."),
    "ocmf_plausible_good": marked("Energy, time and mean power are plausible."),
    "ocmf_plausible_bad": marked("Energy, time or mean power are not plausible."),
    "ocmf_clock_bad": marked("The meter's clock was not synchronised; its times prove little."),
    "ocmf_energy_good": marked("Display {shown} kWh and signed energy {signed} kWh agree."),
    "ocmf_energy_bad": marked("Display {shown} kWh and signed energy {signed} kWh differ."),
}
