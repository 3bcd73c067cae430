"""What goes wrong at a terminal server's port: data only, as `failure_groups`."""

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
            "not_rfc2217": marked(
                "{device} does not speak RFC 2217, or another program uses its port."
            ),
        },
    ),
)
