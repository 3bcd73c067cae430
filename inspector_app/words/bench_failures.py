"""What goes wrong at the bench beyond the cable: data only, as `failure_groups`."""

from __future__ import annotations

from inspector_app.words import marked
from inspector_app.words.failure_groups import KEPT, FailureGroup

BENCH_GROUPS: tuple[FailureGroup, ...] = (
    FailureGroup(
        title=marked("The network port cannot be used"),
        kept=KEPT,
        to_do=marked("Check the address, and that the terminal server is on and reachable."),
        happened={
            "address_unreadable": marked(
                "“{device}” is no address (write socket://host:port or rfc2217://host:port)."
            ),
            "host_unknown": marked("No machine is known by the name in {device}."),
            "host_unreachable": marked("The machine of {device} does not answer."),
            "port_refused": marked("The machine of {device} is there, but serves no such port."),
            "no_speeds": marked("{device} is plain TCP: its speeds cannot be set, nor tested."),
            "not_rfc2217": marked(
                "{device} does not speak RFC 2217, or another program uses its port."
            ),
        },
    ),
    FailureGroup(
        title=marked("The printer stopped"),
        kept=marked("The paper is kept with the record; what came out may be incomplete."),
        to_do=marked("Look for paper, cover and cable, then print again."),
        happened={
            "printer_stopped": marked("The printer at {device} took a part of the paper only."),
        },
    ),
    FailureGroup(
        title=marked("The profile cannot be taken over"),
        kept=KEPT,
        to_do=marked("Ask for the profile again, as a file or a code of this program."),
        happened={
            "profile_unreadable": marked("This is no instrument profile of this program."),
            "profile_too_large": marked("This is too large for an instrument profile."),
            "profile_newer": marked(
                "The profile was made by a newer version ({version}); update the program."
            ),
            "profile_field_refused": marked("The profile says “{value}” for {field}: refused."),
        },
    ),
)
