"""What the use cases of a case refuse, and why: data only."""

from __future__ import annotations

from inspector_app.words import marked
from inspector_app.words.failure_groups import KEPT, FailureGroup

CASE_GROUPS: tuple[FailureGroup, ...] = (
    FailureGroup(
        title=marked("The case cannot take this"),
        kept=KEPT,
        to_do=marked("Correct the entry, or record what must come before it."),
        happened={
            "case_unknown": marked("This case is not known on this laptop."),
            "case_facts_missing": marked("Say in a sentence what is alleged."),
            "case_title_missing": marked("Name the case: who, and what is alleged."),
            "case_source_unknown": marked("“{value}” is no source of a case."),
            "case_not_from_failure": marked(
                "A case rests on a sealed record that failed; {number} is not one."
            ),
            "happening_unknown": marked("This entry of the case is not known."),
            "happening_kind_unknown": marked("“{value}” is nothing that this version records."),
            "happening_needs": marked("“{name}” needs one of these before it: {needs}."),
            "happening_not_now": marked("“{name}” is not recorded at this stage of the case."),
            "happening_in_future": marked("{date} lies in the future."),
            "happening_too_early": marked("{date} is before “{name}” of {since}."),
            "happening_far_away": marked("{date} is too far from today to be right."),
            "happening_detail_missing": marked("“{name}” is missing."),
            "happening_withdrawn": marked("This entry was taken back already."),
            "happening_carries_others": marked(
                "“{name}” rests on this entry: take that back first."
            ),
            "moment_missing": marked("The hour is needed: this deadline counts hours."),
            "hour_not_understood": marked("“{value}” is no hour (write 09:30)."),
            "premises_not_one": marked(
                "“{value}” names no single place of the register; type more of it, or leave it."
            ),
            "amount_not_understood": marked("“{value}” is no amount in yuan."),
            "deadline_not_running": marked("This deadline does not run in the case."),
            "deadline_not_extendable": marked("The article knows no extension of “{name}”."),
            "deadline_extended_already": marked(
                "“{name}” was extended once; only a day named by a collective decision may follow."
            ),
            "deadline_extended_late": marked(
                "“{name}” ended on {due}; an approval of {on} comes too late."
            ),
            "deadline_not_later": marked("{until} is not after the present last day {due}."),
            "approver_missing": marked("Who approved it?"),
            "prompt_unknown": marked("There is no prompt “{value}”."),
            "prompt_answer_unknown": marked("“{value}” is no answer to this prompt."),
        },
    ),
)
