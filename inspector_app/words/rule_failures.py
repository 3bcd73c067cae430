"""What the rules of goods, papers and deadlines refuse, and why: data only."""

from __future__ import annotations

from inspector_app.words import marked
from inspector_app.words.failure_groups import KEPT, FailureGroup

RULE_GROUPS: tuple[FailureGroup, ...] = (
    FailureGroup(
        title=marked("This record cannot join the inspection"),
        kept=marked("Both records stay as they were."),
        to_do=marked("Choose a sealed record of the same place, day and kind, of other parts."),
        happened={
            "merge_not_of_kind": marked("Inspections of this kind are not put together."),
            "merge_itself": marked("It is this inspection itself."),
            "merge_twice": marked("Record {number} has joined already."),
            "merge_other_kind": marked("Record {number} is an inspection of another kind."),
            "merge_other_day": marked("It was made on another day, {on}."),
            "merge_other_place": marked("It was made at other premises: {name}."),
            "merge_not_finished": marked("Record {number} is not concluded and sealed."),
            "merge_part_twice": marked(
                "Both tested {name}: take one of the two back, then join the record."
            ),
            "merge_key_unknown": marked(
                "The file is whole, but the key of its laptop is not known here yet."
            ),
            "merge_not_genuine": marked("The file is no genuine record of this program."),
            "merge_unreadable": marked("The record inside the file cannot be read."),
        },
    ),
    FailureGroup(
        title=marked("The rule cannot be applied"),
        kept=KEPT,
        to_do=marked("Correct the entry, or enter what the tables lack from its source."),
        happened={
            "standard_not_positive": marked("The standard's value must be more than zero."),
            "quantity_negative": marked("{field} cannot be negative ({value})."),
            "quantity_zero": marked("{field} must be more than zero."),
            "decision_rule_unknown": marked(
                "“{value}” is no decision rule (simple_acceptance, guarded_acceptance)."
            ),
            "uncertainty_negative": marked(
                "U cannot be negative, and its coverage factor must be more than zero ({value})."
            ),
            "material_unknown": marked("“{value}” is no fuel or measure of the table."),
            "too_few_runs": marked("At least {least} runs are needed."),
            "repeatability_method_unknown": marked(
                "“{value}” is no estimator of repeatability (range, range_over_dn)."
            ),
            "phase_unknown": marked("“{value}” is no phase (acceptance, maintenance)."),
            "taximeter_stage_unknown": marked("Only a taximeter in its vehicle is judged here."),
            "meter_class_unknown": marked("The table has no accuracy class {value}."),
            "meter_lot_out_of_range": marked("A lot has 1 to {largest} meters, not {lot}."),
            "meter_load_uncovered": marked(
                "The table has no limit for a load of {load} % of the basic current."
            ),
            "content_unit_unknown": marked("“{value}” is no unit that contents are marked in."),
            "flow_zone_unknown": marked("“{value}” is no flow zone (upper, lower)."),
            "power_factor_unknown": marked("“{value}” is no power factor of the table (1, 0.5L)."),
            "unit_over_whole": marked(
                "One unit of {unit} cannot be more than the whole content of {whole}."
            ),
            "content_not_positive": marked("A net content must be more than zero ({content})."),
            "content_negative": marked("A net content cannot be negative ({content})."),
            "lot_size_out_of_range": marked("A lot has 1 to {largest} packages, not {lot}."),
            "sample_size_wrong": marked(
                "The sample has {count} packages; the plan asks for {wanted}."
            ),
            "density_not_positive": marked("The density must be more than zero ({density})."),
            "ocmf_unreadable": marked(
                "This is no signed charging data (OCMF): it breaks off at {place} ({detail})."
            ),
            "seed_length": marked("The seed has {length} characters; 1 to {limit} are allowed."),
            "rounding_unknown": marked("“{value}” is no way of rounding (half_even, half_up, up)."),
            "edition_unknown": marked("The edition “{value}” is not in the tables."),
            "figures_not_read": marked(
                "The figures of {regulation} have not been entered yet: no judgement."
            ),
            "product_unknown": marked("“{value}” is no product of this table."),
            "coefficient_not_positive": marked(
                "The necessary space coefficient must be more than zero ({coefficient})."
            ),
            "price_not_positive": marked(
                "The price must be more than zero, and no cost negative ({price})."
            ),
            "outer_size_count": marked("A pack has three outer dimensions, not {count}."),
            "outer_size_not_positive": marked(
                "An outer dimension must be more than zero ({size})."
            ),
            "layer_count": marked("A pack has at least one layer, not {count}."),
            "energy_unknown": marked("“{value}” is no energy of the table."),
            "level_unknown": marked("“{value}” is no level (unit, sub_unit, equipment)."),
            "instrument_count": marked(
                "{installed} instruments of {needed} needed: such a count cannot be."
            ),
            "checked_before_made": marked(
                "The product was checked on {checked}, before it was made on {made}."
            ),
            "calendar_missing": marked(
                "The State Council's holidays of {year} are not in the tables; enter its notice."
            ),
            "calendar_unknown": marked("“{value}” is no calendar (CN)."),
            "period_out_of_range": marked("A period of {period} is outside 0 to {limit}."),
            "period_unit_unknown": marked("“{value}” is no unit of a period."),
            "deadline_unknown": marked("There is no deadline “{value}”."),
            "no_time_excluded": marked("Article {clause} excludes no time from this deadline."),
            "not_a_moment": marked("“{value}” is no date with time (write 2026-11-23T09:30)."),
            "violation_unknown": marked("“{value}” is no violation of the tables."),
            "fine_or_days_negative": marked(
                "The fine must be more than zero and the days not negative."
            ),
            "complaint_before_harm": marked(
                "The complaint of {complained} is older than the harm known on {knew}."
            ),
            "ground_unknown": marked("{regulation} has no ground “{field}”."),
            "document_number_range": marked(
                "Year {year} and number {sequence} give no document number."
            ),
            "document_number_invalid": marked("“{value}” is no document number."),
            "paper_unknown": marked("“{value}” is no paper size of the standard (A4)."),
            "party_unknown": marked("“{value}” is neither person nor organisation."),
        },
    ),
)
