"""Sentences for instruments on a bus: address, register profile, quantity."""

from __future__ import annotations

from inspector_app.words import marked
from inspector_app.words.failure_groups import KEPT, FailureGroup

BUS_GROUPS = (
    FailureGroup(
        title=marked("The instrument is not named completely"),
        kept=KEPT,
        to_do=marked("Choose address, register profile and quantity on the bench page."),
        happened={
            "bad_address": marked("“{value}” is no address of an instrument on this bus."),
            "unknown_profile": marked("There is no register profile “{value}”."),
            "unknown_quantity": marked("The instrument has no quantity “{value}”."),
            "indication_inferred": marked(
                "No register profile was chosen: what the registers mean is only guessed."
            ),
        },
    ),
    FailureGroup(
        title=marked("Several protocols fit"),
        kept=KEPT,
        to_do=marked("Choose the protocol by hand."),
        happened={
            "protocol_ambiguous": marked("Several protocols fit {device}: {candidates}."),
            "instrument_silent": marked("Nothing readable came from {device} for {seconds} s."),
        },
    ),
)
