"""Sentences of certificates, meters in use, the score of a lot and the review of energy meters."""

from __future__ import annotations

from inspector_app.domain.judgement import Outcome
from inspector_app.words import marked

SENTENCES: dict[str, str] = {
    # certificates and marks
    "certificate_confirmed": marked("The issuer confirms number {number}."),
    "certificate_denied": marked(
        "The issuer says that it never issued number {number}: suspected forgery, a lead for "
        "a case."
    ),
    "certificate_not_asked": marked(
        "The issuer has not been asked about number {number}: genuine or not stays open."
    ),
    "certificate_no_reply": marked("The issuer has not answered about number {number} yet."),
    "certificate_same": marked("{name}: {found}, as on the certificate."),
    "certificate_differs": marked("{name}: found {found}, the certificate says {certificate}."),
    "certificate_silent": marked(
        "{name}: nothing to compare the certificate's {certificate} with."
    ),
    "issuer_authorised": marked("{issuer}: authorised under {number}, until {until}."),
    "issuer_authorisation_over": marked(
        "{issuer}: authorisation {number} ended on {until}, before the verification of "
        "{verified_on}."
    ),
    "issuer_authorisation_unknown": marked(
        "{issuer}: no authorisation is written down; check the list of statutory bodies."
    ),
    "issuer_not_the_authorised": marked(
        "The certificate names {issuer}; authorisation {number} belongs to {holder}."
    ),
    "date_in_order": marked("{name} {date}: not after the day of the check, and in order."),
    "dated_in_future": marked("{name} {date} lies after the day of the check, {today}."),
    "issued_before_verified": marked("Issued {issued_on}, before the verification {verified_on}."),
    "certificate_valid": marked("Valid until {until}."),
    "certificate_expired": marked("Ran out on {until}."),
    "certificate_ends_before_verified": marked(
        "Valid until {until}, which is before the verification {verified_on}."
    ),
    "cycle_fits": marked("Valid until {until}; the cycle of {months} months allows {latest}."),
    "cycle_too_long": marked(
        "Valid until {until}, but the cycle of {months} months ends on {latest}."
    ),
    "certificate_endless": marked("No end of validity, as for a first verification only."),
    "certificate_end_missing": marked(
        "No end of validity is written down, but this instrument is verified periodically."
    ),
    "qr_agrees": marked("The QR code names number {number}."),
    "qr_differs": marked("The QR code does not name number {number}; it says: {qr}"),
    "qr_leads_to": marked(
        "The QR code leads to {host}: compare it with the issuer's own address before believing it."
    ),
    "qr_none": marked("No QR code was read."),
    "lead_only": marked(
        "This check finds leads. Whether a certificate or a mark was forged is decided in a case, "
        "never by this program."
    ),
    # meters in use
    "meter_life_within": marked("In use since {since}; {years} years of use end on {until}."),
    "meter_life_over": marked("In use since {since}; {years} years of use ended on {until}."),
    "meter_cycle_within": marked("Verified {since}; the next verification is due by {until}."),
    "meter_cycle_over": marked("Verified {since}; the next verification was due by {until}."),
    "meter_life_disagrees": marked(
        "Replacement is planned for {planned}, but the life of {years} years ends on {until}."
    ),
    "meter_life_unknown": marked(
        "Neither the day of replacement nor the first verification is known."
    ),
    # the score of a lot
    "sample_small": marked("{count} of {wanted} meters of the sample are measured."),
    "score_component": marked("{share} of 100, weight {weight} %: {points} points."),
    "score_left_out": marked("Nothing is known of this; its weight is shared among the others."),
    "lot_exceeds": marked(
        "{count} meters of the sample are beyond the limit, the plan takes {allowed}: graded "
        "“{grade}”, whatever the points."
    ),
    "lot_keeps": marked(
        "{count} meters of the sample are beyond the limit; the plan takes {allowed}."
    ),
    "score_total": marked("{points} points of 100: {grade}."),
    "score_is_no_verdict": marked(
        "A score of a lot by the office's own method: an aid for planning the rotation. It judges "
        "no meter, is no verification and has no legal effect."
    ),
    # energy meters of an organisation
    "rate_enough": marked("{installed} of {needed}: {rate} %, at least {required} %."),
    "rate_short": marked("{installed} of {needed}: {rate} %, less than {required} %."),
    "rates_missing": marked("No kind of energy is filled in yet."),
    "rates_pending": marked(
        "{regulation} is in force and its table was not read: compared with {older} for "
        "orientation, no legal verdict."
    ),
    "more_than_needed": marked(
        "{installed} are installed, only {needed} are said to be needed: the rest is not counted, "
        "and what is needed is to be counted again."
    ),
}

LEAD_OUTCOMES: dict[Outcome, str] = {
    Outcome.PASS: marked("No sign of forgery found"),
    Outcome.FAIL: marked("Suspected: a lead for a case"),
}
"""A check that looks for leads calls nothing conforming."""

LEAD_POINTS: dict[Outcome, str] = {
    Outcome.PASS: marked("Agrees"),
    Outcome.FAIL: marked("Doubtful"),
}
"""The word of one point of such a check."""

GRADES: dict[str, str] = {
    "normal": marked("Normal"),
    "watch": marked("To watch"),
    "abnormal": marked("Abnormal"),
    "replace": marked("To be replaced"),
}
"""The grades of a score, best first."""

SCORE_WORD = marked("Score {points} · {grade} (no legal verdict)")
