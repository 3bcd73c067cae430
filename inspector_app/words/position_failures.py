"""What a position is refused for: data only, as `failure_groups`."""

from __future__ import annotations

from inspector_app.words import marked
from inspector_app.words.failure_groups import KEPT, FailureGroup

POSITION_GROUPS: tuple[FailureGroup, ...] = (
    FailureGroup(
        title=marked("The position cannot be taken"),
        kept=KEPT,
        to_do=marked("Write latitude and longitude in degrees, e.g. 23.55000,116.37000."),
        happened={
            "not_a_position": marked(
                "“{value}” is no position (write latitude and longitude: 23.55000,116.37000)."
            ),
            "position_out_of_range": marked(
                "{value}° lies on no globe: at most ±{limit}°, latitude first."
            ),
            "not_a_fix": marked("“{value}” is nothing that a receiver says of its fix."),
            "fix_of_another_position": marked("The fix belongs to another position."),
        },
    ),
)
