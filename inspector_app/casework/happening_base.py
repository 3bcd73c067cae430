"""The keys of what can happen in a case, and what is declared of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.case import Stage
from inspector_app.domain.text import Text


class What(StrEnum):
    """The keys of `CaseEventRecorded.what`."""

    ACT_ENDED = "act_ended"
    LEAD_FOUND = "lead_found"
    REPORT_RECEIVED = "report_received"
    COMPLAINT_RECEIVED = "complaint_received"
    COMPLAINT_ACCEPTED = "complaint_accepted"
    COMPLAINT_REFUSED = "complaint_refused"
    COMPLAINT_DISPUTED = "complaint_disputed"
    COMPLAINT_ASSIGNED = "complaint_assigned"
    MEDIATION_ENDED = "mediation_ended"
    MEDIATION_TOLD = "mediation_told"
    REPORTER_TOLD = "reporter_told"
    JURISDICTION_DISPUTED = "jurisdiction_disputed"
    JURISDICTION_REFERRED = "jurisdiction_referred"
    JURISDICTION_DESIGNATED = "jurisdiction_designated"
    FILED = "filed"
    NOT_FILED = "not_filed"
    REFERRED_OUT = "referred_out"
    REGISTERED = "prior_registration"
    REGISTRATION_APPROVED = "prior_registration_approved"
    REGISTRATION_HANDLED = "prior_registration_handled"
    SEIZED = "seized"
    SEIZURE_LIFTED = "seizure_lifted"
    TESTING_SENT = "testing_sent"
    TESTING_RETURNED = "testing_returned"
    TEST_RESULT_TOLD = "test_result_told"
    ARBITRATION_ASKED = "arbitration_asked"
    INQUIRED = "inquired"
    CORRECTION_ORDERED = "correction_ordered"
    CORRECTED = "corrected"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    INVESTIGATED = "investigated"
    REVIEW_ASKED = "review_asked"
    REVIEWED = "reviewed"
    NOTICE_SERVED = "notice_served"
    STATEMENT_MADE = "statement_made"
    RIGHTS_WAIVED = "rights_waived"
    HEARING_ASKED = "hearing_asked"
    HEARING_SET = "hearing_set"
    HEARING_NOTICE = "hearing_notice"
    HEARING_HELD = "hearing_held"
    DECIDED = "decided"
    DECIDED_ON_SPOT = "decided_on_spot"
    NOT_PUNISHED = "not_punished"
    PUBLIC_NOTICE = "public_notice"
    DECISION_SERVED = "decision_served"
    SUED = "sued"
    FINE_TAKEN = "fine_taken"
    FINE_HANDED_IN = "fine_handed_in"
    FINE_BANKED = "fine_banked"
    FINE_PAID = "fine_paid"
    PERFORMED = "performed"
    REMEDIES_ENDED = "remedies_ended"
    DEMAND_SERVED = "demand_served"
    ENFORCEMENT_ASKED = "enforcement_asked"
    PUBLISHED = "published"
    PUSHED = "pushed"
    DECISION_CHANGED = "decision_changed"
    PUBLICATION_WITHDRAWN = "publication_withdrawn"
    PUBLICATION_ENDED = "publication_ended"
    CHECK_FINISHED = "check_finished"
    CHECK_PUBLISHED = "check_published"
    FALSE_DATA_REPORTED = "false_data_reported"
    FALSE_DATA_ANSWERED = "false_data_answered"
    TRANSFER_PROPOSED = "transfer_proposed"
    TRANSFER_APPROVED = "transfer_approved"
    TRANSFER_DECLINED = "transfer_declined"
    SENT_TO_POLICE = "sent_to_police"
    POLICE_FILED = "police_filed"
    POLICE_DECLINED = "police_declined"
    POLICE_ASKED_AGAIN = "police_asked_again"
    POLICE_UPHELD = "police_upheld"
    PROSECUTOR_ASKED = "prosecutor_asked"
    ITEMS_HANDED_OVER = "items_handed_over"
    ARCHIVED = "archived"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A value asked for besides day and note. choices: (value, words); needed: not left empty."""

    key: str
    caption: Text
    choices: tuple[tuple[str, Text], ...] = ()
    is_number: bool = False
    needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HappeningKind:
    """What a happening means.

    leads_to: the stage from then on, None to stay. needs: at least one of these must have happened.
    stages: where it is offered. timed: the hour matters. ahead: the day may lie in the future.
    after_closing: may still be recorded once the case is closed.
    """

    what: What
    title: Text
    stages: tuple[Stage, ...]
    leads_to: Stage | None = None
    needs: tuple[What, ...] = ()
    details: tuple[Detail, ...] = ()
    timed: bool = False
    ahead: bool = False
    after_closing: bool = False
