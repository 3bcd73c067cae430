"""What stops an official paper or its number: data only."""

from __future__ import annotations

from inspector_app.words import marked
from inspector_app.words.failure_groups import KEPT, FailureGroup

PAPER_GROUPS: tuple[FailureGroup, ...] = (
    FailureGroup(
        title=marked("The paper cannot be issued yet"),
        kept=KEPT,
        to_do=marked("Fill in what is named, then issue again."),
        happened={
            "entries_missing": marked("Still to be filled in: {names}."),
            "paper_does_not_fit": marked("{paper} needs: {names}."),
            "too_many_rows": marked("{count} rows are too many; {limit} is the most."),
            "number_taken_meanwhile": marked(
                "The number {number} went to another paper meanwhile; issue again."
            ),
            "label_too_long": marked("“{value}” is too long for a label; shorten it."),
            "report_not_issued": marked("This document was not issued for this inspection."),
            "report_voided_before": marked("This document was declared void before."),
        },
    ),
    FailureGroup(
        title=marked("No document number at hand"),
        kept=KEPT,
        to_do=marked(
            "Connect to the office once: a new block of numbers comes by itself. Until then the "
            "paper can be kept as a draft without number."
        ),
        happened={
            "number_block_used_up": marked(
                "The numbers {prefix} of {year} reserved for this laptop are used up."
            ),
        },
    ),
    FailureGroup(
        title=marked("Document numbers"),
        kept=KEPT,
        to_do=marked("Correct it in Settings under document numbers."),
        happened={
            "number_prefix_missing": marked(
                "Document numbers need the short name of the place (as 揭榕); it is empty."
            ),
            "number_block_overlaps": marked(
                "The office gave numbers {first} to {last} of {prefix} {year}, some of which this "
                "laptop holds already; the block was not taken."
            ),
            "number_block_refused": marked(
                "The office cannot reserve numbers of {prefix} for {year}."
            ),
        },
    ),
)
