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
                "What the instrument's figures mean is only guessed: no register profile was "
                "chosen, or they came bare, without sign, decimals or unit."
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
    FailureGroup(
        title=marked("This bus is not touched"),
        kept=marked("Nothing was sent and nothing was read."),
        to_do=marked(
            "Read and photograph the dispenser's display and check it by a standard measure; its "
            "totals can be heard at the tax port."
        ),
        happened={
            "pump_bus": marked(
                "{protocol} is a bus that controls pumps: a program that takes part in it may "
                "release or block a sale."
            ),
        },
    ),
)
