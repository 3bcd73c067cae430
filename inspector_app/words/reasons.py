"""Reasons of findings as sentences: a code, its parameters, and the words of one language."""

from __future__ import annotations

from inspector_app import words as current
from inspector_app.domain.judgement import Finding, Manner, Outcome, Reason, Verdict
from inspector_app.words import (
    Words,
    failures,
    marked,
    reasons_charging,
    reasons_conformity,
    reasons_documents,
    reasons_goods,
    reasons_scales,
)

SENTENCES: dict[str, str] = {
    **reasons_documents.SENTENCES,
    # checks
    "check_yes": marked("Complies."),
    "check_no": marked("Does not comply."),
    "check_no_to_correct": marked("Not so; to be corrected."),
    "check_not_applicable": marked("Does not apply here."),
    "check_unanswered": marked("Not answered yet."),
    "check_left_open": marked("Left open; not required."),
    # what is missing
    "premises_missing": marked("The premises are not chosen yet."),
    "instrument_missing": marked("The instrument is not chosen yet."),
    "weights_missing": marked("The reference weights are not chosen yet."),
    "row_unmeasured": marked("Not measured yet."),
    "before_missing": marked("The indication before the additional load is not recorded."),
    "zero_missing": marked("The zero is not recorded yet, so no error can be corrected for it."),
    "reweigh_missing": marked("No lot has been re-weighed yet."),
    "reweigh_figures_missing": marked("The settled mass, price or goods of this lot are missing."),
    "photo_missing": marked("The photo “{photo}” is missing."),
    "regulation_not_held": marked("No regulation for this accuracy class is held; see JJG 1036."),
    "load_not_reached": marked("The rule asks for {target}; the weights at hand make {load}."),
    "weights_limit_unknown": marked("Weights {name}: the limit of a piece is not in JJG 99."),
    "plan_unmakeable": marked("No test load can be made from the chosen weights."),
    # the instrument itself
    "class_fits": marked("Class {accuracy_class}, n = {n} and Min fit one another."),
    "class_does_not_fit": marked("Class {accuracy_class} does not allow e = {e} with n = {n}."),
    "min_below_limit": marked("Min {minimum} is below the {limit} that the class allows."),
    "e_equals_d": marked("d = e = {e}, as the class demands."),
    "d_differs_from_e": marked(
        "The displayed interval d = {d} differs from e = {e}: the instrument may have been altered."
    ),
    "verification_valid": marked("Verified; valid until {until}."),
    "verification_expired": marked("The verification expired on {until}."),
    "verification_unknown": marked("No verification date is on file."),
    "transition_warning": marked(
        "From {since} on {regulation} governs price-computing scales; a verified older scale is "
        "to be replaced in time."
    ),
    # measurements
    "within_limit": marked("Error {error} is within {limit}."),
    "within_guard": marked("Error {error} is within {limit}, but closer to it than U = {guard}."),
    "over_limit": marked("Error {error} exceeds {limit}."),
    "zero_read_directly": marked("The empty instrument shows zero (read without added weights)."),
    "zero_within": marked("Zero error {error} is within {limit}."),
    "zero_over": marked("Zero error {error} exceeds {limit}."),
    "repeatability_within": marked("Emax − Emin = {range}, not over {limit}."),
    "repeatability_over": marked("Emax − Emin = {range} exceeds {limit}."),
    "discriminates": marked("The indication changed by {change} for {added}: at least {limit}."),
    "does_not_discriminate": marked("The indication changed by {change} for {added}, not {limit}."),
    "not_tested": marked("Not tested; not required."),
    "weights_fit": marked("Weights {name}: error {error}, at most a third of the limit {limit}."),
    "weights_expired": marked("Weights {name}: the certificate expired on {until}."),
    "weights_without_certificate": marked("Weights {name} carry no certificate."),
    "weights_too_coarse": marked(
        "Weights {name}: error {error} is more than a third of the limit {limit}."
    ),
    # re-weighing
    "not_short": marked(
        "Settled {settled}, re-weighed {checked}: {difference}, allowed {allowed}."
    ),
    "short_weight": marked(
        "Short weight: settled {settled}, re-weighed {checked}: {difference}, allowed {allowed}."
    ),
    "over_weight": marked(
        "The trader's scale differs the other way: {difference}, allowed {allowed}."
    ),
    "own_scale_wrong": marked(
        "The trader's scale shows {reading} for a weight of {weight}: more than {allowed} off."
    ),
    "own_scale_weight_missing": marked(
        "Re-weighing on the trader's own scale needs a weight put on it as well."
    ),
    "goods_excluded": marked("{goods}: excluded from the annex; only the scale itself is judged."),
    "check_instrument_fits": marked("The check scale's limit {mpe} is at most {allowed}."),
    "check_instrument_unfit": marked("The check scale's limit {mpe} is over {allowed}."),
    "band_chosen": marked("Band {band} was chosen instead of the stricter {stricter}: {why}."),
    "compensation": marked(
        "If this was fraud, the buyer may claim {amount} yuan (Consumer Law, article 55)."
    ),
    "weight_not_makeable": marked("Weights {name} cannot make {weight}."),
    "goods_excluded_need_scale": marked(
        "These goods are excluded from the annex: choose the scale, its own limit applies."
    ),
    "band_reason_missing": marked("Choosing band {band} needs a reason."),
    # trials of declared figures
    "particular_missing": marked("{name}: not filled in yet."),
    "nozzles_missing": marked("No nozzle to be tested is named yet."),
    "nozzles_left_out": marked(
        "{count} of the nozzles named have no rows ({names}): names are letters and digits, at "
        "most 8 of them, and one record holds {most} nozzles."
    ),
    "standard_expired": marked("The standard's certificate expired on {until}."),
    "life_within": marked("May be used until {until}."),
    "life_over": marked("Was to be replaced by {until}."),
    "density_missing": marked("The density is needed to turn grams into millilitres."),
    "t1_within": marked("{count} packages lack more than T = {shortage}; {allowed} are allowed."),
    "t1_over": marked(
        "{count} packages lack more than T = {shortage}; only {allowed} are allowed."
    ),
    "t2_within": marked("No package lacks more than twice T = {shortage} ({count})."),
    "t2_over": marked("{count} packages lack more than twice T = {shortage}; none may."),
    "mean_content_enough": marked("The corrected mean {mean} is at least {nominal}."),
    "mean_content_short": marked("The corrected mean {mean} is below {nominal}."),
    "ledger_silent": marked("{name}: found {found}; the register has nothing to compare it with."),
    "ledger_agrees": marked("{name}: {found}, as in the register."),
    "ledger_differs": marked("{name}: found {found}, the register says {ledger}."),
    "mean_within": marked("Mean error {error} is within {limit}."),
    "mean_over": marked("Mean error {error} exceeds {limit}."),
    "payment_within": marked("{amount} yuan asked, {due} yuan computed: within {limit} yuan."),
    "payment_over": marked("{amount} yuan asked, {due} yuan computed: more than {limit} yuan off."),
    "totals_agree": marked("The three totals agree: {display_total} L."),
    "totals_differ": marked(
        "Look here: the totals differ (monitor {monitor_total} L, display {display_total} L, tax "
        "{tax_total} L)."
    ),
    "preset_like_free": marked("Preset and free delivery differ by {difference}, within {limit}."),
    "preset_unlike_free": marked(
        "Look here: preset and free delivery differ by {difference}, more than {limit}."
    ),
    # entries
    "name_missing": marked("A name is needed."),
    "unit_missing": marked("The unit (office) is needed."),
    "scope_invalid": marked("“{scope}” is no administrative division code of six digits."),
    "credit_code_check": marked(
        "The check character of {credit_code} does not fit: it should end in {expected}."
    ),
    "credit_code_form": marked(
        "{credit_code} is no unified social credit code (18 characters, no I, O, S, V, Z)."
    ),
    "serial_number_missing": marked("The serial number is missing."),
    "supports_too_few": marked("A load receptor has at least one point of support."),
    "not_positive": marked("{value}: must be more than zero."),
    "d_above_e": marked("d = {d} is larger than e = {e}."),
    "max_below_min": marked("Max = {maximum} is less than Min = {minimum}."),
    "max_below_e": marked("Max = {maximum} is less than e = {e}."),
    "date_in_future": marked("{date} lies in the future."),
    "ends_before_it_begins": marked("{date} lies before the verification itself."),
    "certificate_missing": marked("The certificate number is needed."),
    "pieces_missing": marked("At least one weight is needed."),
    "piece_unknown": marked("JJG 99 has no {piece} of class {accuracy_class}."),
    "weights_expire_soon": marked("Weights {name}: the certificate expires on {until}."),
    # statements
    "screening": marked(
        "This check was made by a supervising inspector on site as a screening. A verdict of "
        "conformity that settles a dispute needs the report of a statutory or authorised body."
    ),
    **reasons_charging.SENTENCES,
    **reasons_conformity.SENTENCES,
    **reasons_scales.SENTENCES,
}
"""Sentence by reason code; parameters in braces."""
SENTENCES |= reasons_goods.SENTENCES

UNCONFIRMED = marked("This figure is not confirmed against the published text: no legal verdict.")

OUTCOMES: dict[Outcome, str] = {
    Outcome.PASS: marked("Pass"),
    Outcome.FAIL: marked("Fail"),
    Outcome.INCOMPLETE: marked("Not finished"),
    Outcome.NOT_APPLICABLE: marked("Not applicable"),
    Outcome.ADVISORY: marked("To note"),
}

NON_LEGAL_OUTCOMES: dict[Outcome, str] = {
    **OUTCOMES,
    Outcome.PASS: marked("Nothing found beyond the limits (unconfirmed rule)"),
    Outcome.FAIL: marked("Suspected beyond the limits (unconfirmed rule)"),
}


def sentence(reason: Reason, words: Words | None = None) -> str:
    """Return the reason as a sentence, in the window's language unless `words` are given.

    A reason that is a failure's code takes the failure's words; a code this version does not know
    (a newer laptop's record) is shown as it is.
    """
    parameters = failures.in_language(dict(reason.parameters), words)
    if reason.code not in SENTENCES and failures.is_known(reason.code):
        return failures.sentence_of(reason.code, words, **parameters)
    pattern = SENTENCES.get(reason.code)
    if pattern is None:
        return " ".join([reason.code, *(f"{k}={v}" for k, v in parameters.items())])
    return _translated(pattern, words).format_map(_Lenient(parameters))


def finding_sentence(finding: Finding, words: Words | None = None) -> str:
    """Return the finding's reason; it says so when the figure behind it is unconfirmed."""
    said = plain_sentence(finding, words)
    return f"{said} {_translated(UNCONFIRMED, words)}" if is_doubtful(finding) else said


def plain_sentence(finding: Finding, words: Words | None = None) -> str:
    """Return the finding's reason, for a list that says once what is not confirmed."""
    return sentence(finding.reason, words)


def is_doubtful(finding: Finding) -> bool:
    """Say whether a decision rests on a figure that is not confirmed."""
    deciding = finding.outcome in {Outcome.PASS, Outcome.FAIL}
    unconfirmed = finding.citation and not finding.citation.confirmation.is_confirmed
    return deciding and bool(unconfirmed)


def outcome_word(outcome: Outcome, words: Words | None = None, *, legal: bool = True) -> str:
    """Return the word of a conclusion; never a word of a legal verdict unless it is one."""
    return _translated((OUTCOMES if legal else NON_LEGAL_OUTCOMES)[outcome], words)


def point_outcome_word(outcome: Outcome, manner: Manner, words: Words | None = None) -> str:
    """Return the word of one point, in the manner of its verdict."""
    if manner is Manner.LEAD and outcome in reasons_documents.LEAD_POINTS:
        return _translated(reasons_documents.LEAD_POINTS[outcome], words)
    return outcome_word(outcome, words)


def verdict_word(verdict: Verdict, words: Words | None = None) -> str:
    """Return the word of a whole conclusion, as its manner says it: conformity, lead or score."""
    score = verdict.score
    if score is not None:
        return _translated(reasons_documents.SCORE_WORD, words).format(
            points=score.points, grade=grade_word(score.grade, words)
        )
    if verdict.manner is Manner.LEAD and verdict.outcome in reasons_documents.LEAD_OUTCOMES:
        return _translated(reasons_documents.LEAD_OUTCOMES[verdict.outcome], words)
    return outcome_word(verdict.outcome, words, legal=verdict.legal)


def grade_word(grade: str, words: Words | None = None) -> str:
    """Return the word of a score's grade; one that this version does not know as it is."""
    known = reasons_documents.GRADES.get(grade)
    return _translated(known, words) if known else grade


def _translated(message: str, words: Words | None) -> str:
    return words.gettext(message) if words else current.gettext(message)


class _Lenient(dict[str, str]):
    """A sentence lacking one parameter is still shown."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"
