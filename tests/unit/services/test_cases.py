"""A case from the failed record to its end: opened in one step, recorded, extended, answered."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from inspector_app.casework.case_deadlines import DeadlineState
from inspector_app.casework.happening_base import What
from inspector_app.domain.case import Case, Source, Stage
from inspector_app.domain.events import CaseOpened, EventDraft
from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.domain.inspection import Inspection
from inspector_app.metrology.regulations import load_book
from inspector_app.services.answer_prompt import AnswerPrompt
from inspector_app.services.case_file import CaseFile, CaseFileView, EntryKind
from inspector_app.services.extend_deadline import ExtendDeadline, ExtensionEntry
from inspector_app.services.list_cases import ListCases
from inspector_app.services.open_case import CaseEntry, OpenCase, may_open
from inspector_app.services.record_case_event import (
    HappeningEntry,
    RecordCaseEvent,
    WithdrawCaseEvent,
)
from tests.helpers.cases import failed_record
from tests.helpers.fakes import FakeCases, FakeClock, FakeIds, FakeLog
from tests.helpers.golden_inspections import PERSON, PREMISES

BOOK = load_book()
TODAY = date(2026, 11, 23)
ENTRY = CaseEntry(
    source=Source.OTHER,
    title="炮台市场 5 号摊 缺秤",
    facts="群众反映缺秤",
    on=TODAY,
    premises=PREMISES,
)


class Rig:
    def __init__(self) -> None:
        self.clock, self.ids = FakeClock(), FakeIds()
        self.log = FakeLog(self.clock)
        self.cases = FakeCases(self.log)
        self.open = OpenCase(self.log, self.cases, self.clock, self.ids, BOOK, "445202")
        self.extend = ExtendDeadline(self.log, self.clock, BOOK)
        self.answer = AnswerPrompt(self.log, self.clock, self.ids, BOOK)
        self.withdraw = WithdrawCaseEvent(self.log)

    def failed(self, *failing: str) -> Inspection:
        """A sealed market scale whose checks of these keys were answered with no."""
        bodies = failed_record("market_scale", BOOK, *failing)
        stream = "inspection-1"
        drafts = (EventDraft(stream_id=stream, scope="445202", body=body) for body in bodies)
        return Inspection.fold(self.log.append(*drafts))

    def by_hand(self) -> Case:
        return self.open.by_hand(ENTRY, (PERSON,))

    def record(self, case: Case, what: What, on: str = "2026-11-23", **more: object) -> Case:
        at = more.pop("at", None)
        details = {name: str(value) for name, value in more.items()}
        assert at is None or isinstance(at, time)
        entry = HappeningEntry(what=what.value, on=date.fromisoformat(on), at=at, details=details)
        return RecordCaseEvent(self.log, self.clock, self.ids)(case.case_id, entry)

    def file(self, case: Case) -> CaseFileView:
        return CaseFile(self.log, self.clock, BOOK)(case.case_id)


@pytest.fixture
def rig() -> Rig:
    return Rig()


def refused(code: str) -> AbstractContextManager[object]:
    return pytest.raises(DomainRuleBroken, match=f"^{code} |^{code}$")


# --- opening ---------------------------------------------------------------------------------


def test_a_failed_record_opens_a_case_with_nothing_typed(rig: Rig) -> None:
    record = rig.failed("PS06", "PS04")
    assert may_open(record)
    case = rig.open.from_inspection(record.inspection_id, (PERSON,))
    assert case.inspection_ids == (record.inspection_id,)
    assert case.premises == record.premises
    assert (case.on, case.scope) == (record.on, record.premises.scope if record.premises else "")
    assert case.title.startswith("阿䶮鲜肉档 ")
    assert "PS06" in case.facts
    assert "PS04" in case.facts
    assert [h.what for h in case.happenings] == ["lead_found"]


def test_opening_twice_gives_the_same_case(rig: Rig) -> None:
    record = rig.failed("PS06")
    first = rig.open.from_inspection(record.inspection_id, (PERSON,))
    commits = rig.log.commits
    assert rig.open.from_inspection(record.inspection_id, (PERSON,)).case_id == first.case_id
    assert rig.log.commits == commits


def test_a_record_in_order_opens_no_case(rig: Rig) -> None:
    record = rig.failed()
    with refused("case_not_from_failure"):
        rig.open.from_inspection(record.inspection_id, (PERSON,))


def test_a_complaint_is_a_lead_too(rig: Rig) -> None:
    case = rig.open.by_hand(replace(ENTRY, source=Source.COMPLAINT), (PERSON,))
    assert {h.what for h in case.happenings} == {"complaint_received", "lead_found"}
    names = {d.rule.name for d in rig.file(case).deadlines}
    assert names == {"complaint_accept", "filing_review"}


@pytest.mark.parametrize(
    "change,code",
    [
        ({"title": "  "}, "case_title_missing"),
        ({"facts": ""}, "case_facts_missing"),
        ({"facts": "x" * 4001}, "text_too_long"),
        ({"on": date(2026, 11, 24)}, "happening_in_future"),
    ],
)
def test_a_bad_entry_is_refused_and_opens_nothing(
    rig: Rig, change: dict[str, object], code: str
) -> None:
    with refused(code):
        rig.open.by_hand(replace(ENTRY, **change), (PERSON,))  # type: ignore[arg-type]
    assert rig.log.events == []


# --- recording -------------------------------------------------------------------------------


def test_the_stage_follows_what_happened(rig: Rig) -> None:
    case = rig.by_hand()
    stages = [rig.file(case).stage]
    for what in (What.FILED, What.NOTICE_SERVED, What.DECIDED, What.CLOSED):
        case = rig.record(case, what, fine_yuan="1000")
        stages.append(rig.file(case).stage)
    assert stages == list(Stage)


def test_the_official_number_is_the_filed_one(rig: Rig) -> None:
    case = rig.record(rig.by_hand(), What.FILED, case_number="榕市监案〔2026〕042号")
    assert rig.file(case).number == "榕市监案〔2026〕042号"


@pytest.mark.parametrize(
    "what,on,more,code",
    [
        (What.DECIDED, "2026-11-23", {}, "happening_needs"),
        (What.SEIZED, "2026-11-23", {}, "happening_detail_missing"),
        (What.FILED, "2026-11-24", {}, "happening_in_future"),
        (What.FILED, "2026-11-22", {}, "happening_too_early"),
        (What.SEIZED, "1926-11-22", {"items": "秤 1 台"}, "happening_far_away"),
        (What.REGISTERED, "2026-11-23", {"items": "秤 1 台"}, "moment_missing"),
        (What.HEARING_ASKED, "2026-11-23", {}, "happening_needs"),
        (What.PERFORMED, "2026-11-23", {}, "happening_needs"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    rig: Rig, what: What, on: str, more: dict[str, object], code: str
) -> None:
    case = rig.by_hand()
    before = len(rig.log.events)
    with refused(code):
        rig.record(case, what, on, **more)
    assert len(rig.log.events) == before


def test_amounts_and_choices_are_checked(rig: Rig) -> None:
    case = rig.record(rig.by_hand(), What.FILED)
    for more, code in (
        ({"fine_yuan": "一千"}, "amount_not_understood"),
        ({"fine_yuan": "-1"}, "amount_not_understood"),
        ({"fine_yuan": "NaN"}, "amount_not_understood"),
        ({"way": "by dove"}, "figure_not_offered"),
    ):
        with refused(code):
            rig.record(case, What.NOTICE_SERVED, **more)
    served = rig.record(case, What.NOTICE_SERVED, fine_yuan="1,000.50", way="direct")
    assert served.happenings[-1].details == {"fine_yuan": "1000.50", "way": "direct"}


def test_a_closed_case_takes_only_what_outlives_it(rig: Rig) -> None:
    case = rig.record(rig.by_hand(), What.FILED)
    case = rig.record(case, What.NOT_PUNISHED)
    case = rig.record(case, What.CLOSED)
    with refused("happening_not_now"):
        rig.record(case, What.INQUIRED)
    assert rig.record(case, What.ARCHIVED).latest(What.ARCHIVED) is not None


def test_a_wrong_entry_is_taken_back_unless_others_rest_on_it(rig: Rig) -> None:
    case = rig.record(rig.by_hand(), What.FILED)
    case = rig.record(case, What.NOTICE_SERVED)
    filed, served = case.standing(What.FILED)[0], case.standing(What.NOTICE_SERVED)[0]
    with refused("happening_carries_others"):
        rig.withdraw(case.case_id, filed.happening_id, reason="录错")
    with refused("reason_missing"):
        rig.withdraw(case.case_id, served.happening_id, reason=" ")
    case = rig.withdraw(case.case_id, served.happening_id, reason="录错")
    assert rig.file(case).stage is Stage.INVESTIGATION
    assert case.happening(served.happening_id).withdrawn == "录错"
    with refused("happening_withdrawn"):
        rig.withdraw(case.case_id, served.happening_id, reason="录错")


def test_another_laptop_names_the_opening_as_dependency(rig: Rig) -> None:
    case = rig.by_hand()
    rig.log.device_id = "device-2"
    assert rig.record(case, What.FILED).events == case.events + 1
    assert rig.log.events[-1].dependencies == (case.opening_event_id,)


# --- deadlines -------------------------------------------------------------------------------


def _seizure(case: Case, **more: object) -> ExtensionEntry:
    entry = ExtensionEntry(
        deadline="seizure",
        happening_id=case.standing(What.SEIZED)[0].happening_id,
        on=TODAY,
        reason="案情复杂",
        approved_by="陈局长",
    )
    return replace(entry, **more)  # type: ignore[arg-type]


def test_a_seizure_is_extended_once_with_reason_and_approver(rig: Rig) -> None:
    case = rig.record(rig.by_hand(), What.SEIZED, items="电子计价秤 1 台")
    for change, code in (
        ({"reason": ""}, "reason_missing"),
        ({"approved_by": ""}, "approver_missing"),
        ({"deadline": "case_decision"}, "deadline_not_running"),
        ({"happening_id": "nothing"}, "deadline_not_running"),
        ({"on": date(2026, 11, 24)}, "happening_in_future"),
    ):
        with refused(code):
            rig.extend(case.case_id, _seizure(case, **change))
    case = rig.extend(case.case_id, _seizure(case))
    (found,) = (d for d in rig.file(case).deadlines if d.rule.name == "seizure")
    assert found.missing_year == 2027
    assert found.not_before == date(2027, 1, 22)
    with refused("deadline_extended_already"):
        rig.extend(case.case_id, _seizure(case))
    with refused("deadline_not_later"):
        rig.extend(case.case_id, _seizure(case, until=date(2026, 12, 1)))


def test_an_extension_after_the_last_day_is_refused(rig: Rig) -> None:
    case = rig.record(rig.by_hand(), What.SEIZED, items="秤")
    rig.clock.at = datetime(2026, 12, 29, 2, 0, tzinfo=UTC)
    with refused("deadline_extended_late"):
        rig.extend(case.case_id, _seizure(case, on=date(2026, 12, 29)))


def test_what_the_article_does_not_extend_is_not_extended(rig: Rig) -> None:
    case = rig.record(rig.by_hand(), What.REGISTERED, "2026-11-22", items="秤", at=time(9, 0))
    entry = _seizure_like(case, What.REGISTERED, "prior_registration")
    with refused("deadline_not_extendable"):
        rig.extend(case.case_id, entry)


def _seizure_like(case: Case, what: What, name: str) -> ExtensionEntry:
    return ExtensionEntry(
        deadline=name,
        happening_id=case.standing(what)[0].happening_id,
        on=TODAY,
        reason="r",
        approved_by="a",
    )


# --- the file --------------------------------------------------------------------------------


def test_the_file_joins_record_deadlines_and_suggestions(rig: Rig) -> None:
    record = rig.failed("PS06")
    case = rig.open.from_inspection(record.inspection_id, (PERSON,))
    view = rig.file(case)
    assert view.nearest is not None
    assert view.nearest.rule.name == "filing_review"
    kinds = [entry.kind for entry in view.timeline]
    assert kinds[0] is EntryKind.DEADLINE
    assert {EntryKind.HAPPENING, EntryKind.INSPECTION, EntryKind.PHOTOS} <= set(kinds)
    assert "cheating_device" in [one.key for one in view.suggestions]
    assert [prompt.key for prompt in view.open_prompts] == ["cheating_crime"]
    assert [kind.what for kind in view.next_up][:2] == [What.FILED, What.NOT_FILED]


def test_a_record_that_is_not_here_is_named_and_breaks_nothing(rig: Rig) -> None:
    opened = CaseOpened(
        case_id="c9",
        number="9",
        source="inspection",
        title="t",
        facts="f",
        on=TODAY,
        handlers=(),
        inspection_ids=("elsewhere",),
    )
    (event,) = rig.log.append(EventDraft(stream_id="c9", scope="445202", body=opened))
    view = rig.file(Case.fold([event]))
    assert view.missing == ("elsewhere",)
    assert view.suggestions == ()


def test_a_prompt_is_answered_with_a_reason_and_a_proposal_starts_three_days(rig: Rig) -> None:
    record = rig.failed("PS06")
    case = rig.open.from_inspection(record.inspection_id, (PERSON,))
    for prompt, answer, why, code in (
        ("nothing", "no_transfer", "x", "prompt_unknown"),
        ("cheating_crime", "perhaps", "x", "prompt_answer_unknown"),
        ("cheating_crime", "no_transfer", "  ", "reason_missing"),
    ):
        with refused(code):
            rig.answer(case.case_id, prompt, answer, reason=why, by=PERSON)
    case = rig.answer(
        case.case_id, "cheating_crime", "propose_transfer", reason="损失 6 万元", by=PERSON
    )
    view = rig.file(case)
    assert view.open_prompts == ()
    (found,) = (d for d in view.deadlines if d.rule.name == "criminal_transfer_approval")
    assert found.due == date(2026, 11, 26)


def test_no_answer_is_ever_given_by_the_program(rig: Rig) -> None:
    record = rig.failed("PS06")
    case = rig.open.from_inspection(record.inspection_id, (PERSON,))
    rig.clock.at = datetime(2026, 12, 31, 2, 0, tzinfo=UTC)
    assert rig.file(case).case.answers == ()


# --- lists -----------------------------------------------------------------------------------


def test_the_board_knows_what_presses_and_whose_it_is(rig: Rig) -> None:
    case = rig.by_hand()
    quiet = rig.open.by_hand(replace(ENTRY, title="另一件"), ())
    rig.record(quiet, What.NOT_FILED)
    board = ListCases(rig.cases, rig.clock, BOOK)()
    assert [card.case.case_id for card in board.cards] == [case.case_id]
    assert board.cards[0].is_of(PERSON.person_id)
    assert not board.cards[0].is_of("somebody")
    assert board.pressing == ()
    rig.clock.at = datetime(2026, 12, 15, 2, 0, tzinfo=UTC)
    late = ListCases(rig.cases, rig.clock, BOOK)()
    (card,) = late.pressing
    assert card.deadline is not None
    assert card.deadline.state is DeadlineState.OVERDUE


def test_a_closed_case_with_a_publication_due_is_still_listed(rig: Rig) -> None:
    case = rig.record(rig.by_hand(), What.FILED)
    case = rig.record(case, What.NOTICE_SERVED, fine_yuan="500")
    case = rig.record(case, What.DECIDED, fine_yuan="500")
    rig.record(case, What.CLOSED)
    rig.clock.at = datetime(2026, 12, 18, 2, 0, tzinfo=UTC)
    (card,) = ListCases(rig.cases, rig.clock, BOOK)().cards
    assert card.stage is Stage.CLOSED
    assert card.deadline is not None
    assert card.deadline.rule.name == "publish_penalty_same_province"


def test_what_the_party_may_still_do_presses_only_once_its_time_is_over(rig: Rig) -> None:
    case = rig.record(rig.by_hand(), What.FILED)
    rig.record(case, What.NOTICE_SERVED)
    assert ListCases(rig.cases, rig.clock, BOOK)().pressing == ()
    rig.clock.at = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    (card,) = ListCases(rig.cases, rig.clock, BOOK)().pressing
    assert card.deadline is not None
    assert card.deadline.state is DeadlineState.OVER
