"""Sentences for captures of reading sessions: no capture, a newer one, one without frames."""

from __future__ import annotations

from inspector_app.words import marked
from inspector_app.words.failure_groups import UNCHANGED, FailureGroup

CAPTURE_GROUPS = (
    FailureGroup(
        title=marked("The capture cannot be used"),
        kept=UNCHANGED,
        to_do=marked("Choose a file that was recorded on the bench."),
        happened={
            "bad_capture": marked("{file} is no capture of a reading session."),
            "capture_damaged": marked(
                "{file} is damaged in line {line}; only what stands before it was read."
            ),
            "nothing_captured": marked("No complete frame stands in {file}."),
        },
    ),
    FailureGroup(
        title=marked("The capture is from a newer program"),
        kept=UNCHANGED,
        to_do=marked("Update this program, then open the capture again."),
        happened={
            "capture_newer": marked(
                "{file} was recorded by a newer program: its form is version {version}, "
                "this program reads up to {known}."
            ),
        },
    ),
    FailureGroup(
        title=marked("The transcript was not written"),
        kept=UNCHANGED,
        to_do=marked("Choose another file name."),
        happened={
            "transcript_exists": marked("{file} exists already and is not overwritten."),
            "transcript_unwritten": marked("{file} cannot be written: {detail}"),
        },
    ),
    FailureGroup(
        title=marked("The bytes of this session are no longer kept"),
        kept=marked("Readings go on; those that are captured keep their own bytes."),
        to_do=marked("Make room on the disk, then connect the port anew."),
        happened={
            "capture_refused": marked("The disk refuses the session's capture: {detail}"),
            "capture_full": marked("The session's capture has grown too large and was ended."),
        },
    ),
)
