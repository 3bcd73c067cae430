"""What would be out of order if it were recorded now. It is said beside the form, never refused:
a fact that happened is a fact, and whoever records it should know what it may cost the case.
"""  # noqa: D205 - the summary needs two lines

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from inspector_app.casework.case_deadlines import CaseDeadline
from inspector_app.casework.happening_base import What
from inspector_app.domain.case import Case
from inspector_app.domain.text import Text

_DECISIONS = {What.DECIDED, What.NOT_PUNISHED}
# what would be recorded: the waiting time that must be over first, and what is said otherwise
_WAITS = {
    What.DECIDED: (
        "statement_hearing_request",
        Text(
            "陈述、申辩和要求听证的期限至 {day}，尚未届满",
            "The time to state and to ask for a hearing runs until {day}",
        ),
    ),
    What.ENFORCEMENT_ASKED: (
        "demand_performance",
        Text(
            "催告后的履行期限至 {day}，尚未届满",
            "The time to perform after the demand runs until {day}",
        ),
    ),
}


def warnings_for(
    what: What, case: Case, deadlines: Iterable[CaseDeadline], today: date
) -> tuple[Text, ...]:
    """Return what speaks against recording this today; empty when nothing does."""
    return tuple(_warnings(what, case, deadlines, today))


def _warnings(
    what: What, case: Case, deadlines: Iterable[CaseDeadline], today: date
) -> Iterator[Text]:
    if what in _WAITS:
        name, words = _WAITS[what]
        for one in deadlines:
            runs = one.rule.name == name and one.state.is_running
            if runs and one.due is not None and today <= one.due:
                day = one.due.isoformat()
                yield Text(words.zh.format(day=day), words.en.format(day=day))
    if what in _DECISIONS and case.latest(What.REVIEWED) is None:
        yield Text("案件尚无审核、法制审核记录", "No review of the case is recorded yet")
    if what in _DECISIONS and _hearing_is_open(case):
        yield Text("当事人要求听证，尚未举行", "The party asked for a hearing; none was held yet")


def _hearing_is_open(case: Case) -> bool:
    asked = case.latest(What.HEARING_ASKED)
    done = case.latest(What.HEARING_HELD, What.RIGHTS_WAIVED)
    return asked is not None and (done is None or done.order < asked.order)
