"""Sentences for the files of kept runs: no run, or one of a newer program."""

from __future__ import annotations

from inspector_app.words import marked
from inspector_app.words.failure_groups import UNCHANGED, FailureGroup

RUN_GROUPS = (
    FailureGroup(
        title=marked("The kept run cannot be read"),
        kept=UNCHANGED,
        to_do=marked("Keep the file for those who look after the program."),
        happened={"bad_run": marked("{file} is no kept run, or it is damaged.")},
    ),
    FailureGroup(
        title=marked("The run is from a newer program"),
        kept=UNCHANGED,
        to_do=marked("Update this program, then look at it again."),
        happened={
            "run_newer": marked(
                "{file} was kept by a newer program: its form is version {version}, "
                "this program reads up to {known}."
            )
        },
    ),
)
